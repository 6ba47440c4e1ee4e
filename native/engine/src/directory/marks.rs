//! What the tenant remembers of accounts: who is an owner, and who has been given something by
//! somebody else.
//!
//! A mark is a setting: its row is authenticated and its every change is on the record. Without
//! one, what names the account decides.

use ckey_store::{Reader, StateExt};
use ckey_vault::{Caller, canonical_id, same_id};

use super::Directory;
use super::account::is_of_the_service;
use super::refusal::make_owner;
use crate::error::{Category, EngineError, Result};
use crate::ground::SETTINGS;

/// The names of marks among the settings begin so; the account's object id, or an application's id,
/// follows.
pub(crate) const ACCOUNT: &str = "account.";

/// What is remembered of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// One of the tenant's owners, whatever names it.
    Owner,
    /// What names it was given by itself, while it acted for the owner: that takes nothing from it.
    SelfGiven,
    /// Somebody else gave it something once: what names it holds from then on, and be it nothing
    /// any more.
    Named,
}

impl Mark {
    const ALL: [Self; 3] = [Self::Owner, Self::SelfGiven, Self::Named];

    fn parse(name: &str, value: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|mark| mark.word() == value);
        known.ok_or_else(|| {
            EngineError::damaged(
                name,
                format!("The stored mark '{name}' is '{value}', which cannot have been set."),
            )
        })
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::SelfGiven => "SelfGiven",
            Self::Named => "Named",
        }
    }

    /// The mark after something was given (rule 8.3.4); `None` where it stays. Nothing that names
    /// an owner or a named account changes what it is.
    const fn after(earlier: Option<Self>, by_itself: bool) -> Option<Self> {
        match (earlier, by_itself) {
            (None, true) => Some(Self::SelfGiven),
            (None | Some(Self::SelfGiven), false) => Some(Self::Named),
            _ => None,
        }
    }
}

/// The name of an account's mark.
pub(crate) fn mark_name(id: &str) -> String {
    format!("{ACCOUNT}{}", canonical_id(id).to_ascii_lowercase())
}

fn read(reader: &mut dyn Reader, id: &str) -> Result<Option<Mark>> {
    let name = mark_name(id);
    let value = reader.setting(&format!("{SETTINGS}{name}"))?;
    value.map(|value| Mark::parse(&name, &value)).transpose()
}

/// The ids by which policies may name it.
pub(super) fn ids(caller: &Caller) -> impl Iterator<Item = &str> {
    [Some(caller.object_id.as_str()), caller.app_id.as_deref()]
        .into_iter()
        .flatten()
        .filter(|id| !id.is_empty())
}

/// The marks of each of its ids. A policy that names an account by its object id and by an
/// application's gives to both.
fn marks(reader: &mut dyn Reader, caller: &Caller) -> Result<Vec<(String, Option<Mark>)>> {
    ids(caller).map(|id| Ok((mark_name(id), read(reader, id)?))).collect()
}

pub(super) fn mark(reader: &mut dyn Reader, caller: &Caller) -> Result<Option<Mark>> {
    for id in ids(caller) {
        if let Some(found) = read(reader, id)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl Directory<'_> {
    pub(super) fn mark_of(&self, caller: &Caller) -> Result<Option<Mark>> {
        self.ground.state().view(|reader| mark(reader, caller))
    }

    /// The ids that carry this mark.
    pub(super) fn marked(&self, wanted: Mark) -> Result<Vec<String>> {
        let prefix = format!("{SETTINGS}{ACCOUNT}");
        let rows =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.settings(&prefix)?))?;
        let id = |name: &str| name.strip_prefix(&prefix).unwrap_or_default().to_owned();
        let is_wanted = |(name, value): (String, String)| match Mark::parse(&name, &value) {
            Ok(mark) => (mark == wanted).then(|| Ok(id(&name))),
            Err(error) => Some(Err(error)),
        };
        rows.into_iter().filter_map(is_wanted).collect()
    }

    /// Remembers that `giver` gives `receiver` something. It comes before what is given: anyone who
    /// is killed between the two leaves an account that may do less than it should, never more.
    ///
    /// # Errors
    /// `AccountNotPermitted` where somebody else has given the giver something since its call
    /// began, so that it is no owner any more.
    pub(super) fn note_given(&self, giver: &Caller, receiver: &Caller) -> Result<()> {
        let by_itself = ids(receiver).any(|id| ids(giver).any(|own| same_id(own, id)));
        let Some(id) = ids(receiver).next() else { return Ok(()) };
        if self.is_administrator(receiver)
            || is_of_the_service(receiver)
            || (by_itself && giver.owner.is_none())
        {
            return Ok(());
        }
        // The first that there is counts, as in `mark`: an owner that was named before stays one.
        let named = |marks: &[(String, Option<Mark>)]| {
            by_itself && marks.iter().find_map(|(_, mark)| *mark) == Some(Mark::Named)
        };
        let changes = |marks: Vec<(String, Option<Mark>)>| {
            let changed = |(name, mark)| Mark::after(mark, by_itself).map(|next| (name, next));
            marks.into_iter().filter_map(changed).collect::<Vec<_>>()
        };
        let earlier = self.ground.state().view(|reader| marks(reader, receiver))?;
        if !named(&earlier) && changes(earlier).is_empty() {
            return Ok(());
        }
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            // Read again under the write lock: another process may have given it something.
            let earlier = marks(writer, receiver)?;
            if named(&earlier) {
                return Err(restricted_meanwhile(giver));
            }
            let changes = changes(earlier);
            if changes.is_empty() {
                return Ok(());
            }
            let entries: Vec<_> =
                changes.into_iter().map(|(name, mark)| (name, mark.word())).collect();
            let object = if receiver.name.is_empty() { id } else { &receiver.name };
            self.ground.write_settings(writer, now, (&giver.name, object), &entries)
        })
    }
}

fn restricted_meanwhile(giver: &Caller) -> EngineError {
    EngineError::new(
        "AccountNotPermitted",
        Category::PermissionDenied,
        format!(
            "Somebody else gave '{}' a permission just now, so that it is no owner any more. It gives itself nothing.",
            giver.name
        ),
        format!("Let an owner decide who makes it one again: {}", make_owner(&giver.name)),
    )
    .about(giver.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn only_somebody_else_restricts_and_once_restricted_nothing_given_undoes_it() {
        assert_eq!(Mark::after(None, true), Some(Mark::SelfGiven));
        assert_eq!(Mark::after(None, false), Some(Mark::Named));
        assert_eq!(Mark::after(Some(Mark::SelfGiven), true), None);
        assert_eq!(Mark::after(Some(Mark::SelfGiven), false), Some(Mark::Named));
        for stays in [Mark::Owner, Mark::Named] {
            assert_eq!(
                (Mark::after(Some(stays), true), Mark::after(Some(stays), false)),
                (None, None)
            );
        }
    }
}
