//! The tenant's owners: its administrator, and whom it names beside.

use ckey_store::model::DirectoryKind;
use ckey_store::{StateExt, name_key};
use ckey_vault::same_id;

use super::marks::{Mark, mark_name};
use super::{Directory, Resolved};
use crate::error::{EngineError, Result};
use crate::ground::AccountMarks;

/// A change of the owners, in accounts by name or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnersChange {
    /// These are the owners beside the administrator, and nobody else.
    Whole(Vec<String>),
    /// Some become owners, some are none any more: they have what names them, and be it nothing.
    Some {
        /// Who becomes one.
        add: Vec<String>,
        /// Who is none any more.
        remove: Vec<String>,
    },
}

impl Directory<'_> {
    /// The owners, the administrator first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn owners(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for id in self.marked(Mark::Owner)? {
            let entry = self.ground.state().view(|reader| {
                let person = reader.directory(DirectoryKind::User, &id)?;
                Ok::<_, EngineError>(
                    person.map_or_else(|| reader.directory(DirectoryKind::ServicePrincipal, &id), |known| Ok(Some(known)))?,
                )
            })?;
            names.push(entry.map_or(id, |entry| entry.name));
        }
        names.sort_by_key(|name| name_key(name));
        names.insert(0, self.ground.administrator());
        Ok(names)
    }

    /// What a change of the owners sets, for [`crate::SettingsChange::accounts`]; and whom it mentions.
    ///
    /// # Errors
    /// Those of [`Directory::resolve_user`]; `AdministratorStays`.
    pub fn owners_change(&self, change: &OwnersChange) -> Result<(AccountMarks, Vec<Resolved>)> {
        let resolve = |names: &[String]| names.iter().map(|name| self.resolve_user(name)).collect::<Result<Vec<_>>>();
        let make = |names: &[String]| names.iter().map(|name| self.resolve_or_make_user(name)).collect::<Result<Vec<_>>>();
        let (add, remove) = match change {
            OwnersChange::Some { add, remove } => (make(add)?, resolve(remove)?),
            OwnersChange::Whole(names) => (make(names)?, Vec::new()),
        };
        let administrator = self.administrator_id();
        if remove.iter().any(|who| who.known.id == administrator) {
            let message = "The tenant's administrator is always an owner.";
            return Err(EngineError::invalid(
                "AdministratorStays",
                &self.ground.administrator(),
                message,
                "Name other accounts.",
            ));
        }
        let mut gone: Vec<String> = remove.iter().map(|who| who.known.id.clone()).collect();
        if matches!(change, OwnersChange::Whole(_)) {
            let stays = |id: &String| add.iter().any(|who| same_id(&who.known.id, id));
            gone.extend(self.marked(Mark::Owner)?.into_iter().filter(|id| !stays(id)));
        }
        let added = add.iter().filter(|who| who.known.id != administrator).map(|who| (who.known.id.clone(), Mark::Owner));
        let marks = gone.into_iter().map(|id| (id, Mark::Named)).chain(added);
        let marks = marks.map(|(id, mark)| (mark_name(&id), mark.word().to_owned())).collect();
        Ok((marks, add.into_iter().chain(remove).collect()))
    }
}
