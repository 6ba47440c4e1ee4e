//! Changes that cross stores, and the one table of rules by which an interrupted one is finished or
//! undone.
//!
//! What is made under an id is claimed first: as long as that intent is there nobody else makes the
//! same, so that all that an undo finds under the id is its own. An intent whose owner is gone is
//! taken over, by one alone, before anything of it is undone.
//!
//! | intent       | found at opening, its owner dead           | because                                             |
//! |--------------|--------------------------------------------|-----------------------------------------------------|
//! | CreatePolicy | secrets without a policy row are destroyed | the row, written last, removes the intent with it   |
//! | CreateInstallationKey | its secret, unless the row names it, is destroyed | the row is written after the secret |
//! | RetireInstallationKey | its secret, unless the row names it, is destroyed once no backup is being written | the row names the next one |
//! | CreateItem   | content without an item row is removed     | the row, written last, removes the intent with it   |
//! | RemoveContent | content that no row names is removed, once no backup is being written | the row was changed before |
//! | Import       | nothing                                    | what an import has begun is noted by itself         |

use ckey_store::model::Intent;
use ckey_store::{Reader, SecretName, StateExt, Writer};
use serde_json::Value;
use uuid::Uuid;

use super::Ground;
use crate::error::{Category, EngineError, Result};

/// A policy is being made.
pub(crate) const CREATE_POLICY: &str = "CreatePolicy";
/// The key of the service installation is being made.
pub(crate) const CREATE_INSTALLATION_KEY: &str = "CreateInstallationKey";
/// The key of the service installation is being replaced.
pub(crate) const RETIRE_INSTALLATION_KEY: &str = "RetireInstallationKey";
/// An item is being written to the content store.
pub(crate) const CREATE_ITEM: &str = "CreateItem";
/// An object of the content store that no row names any more is to be removed.
pub(crate) const REMOVE_CONTENT: &str = "RemoveContent";
/// The twin of a real tenant is being made.
pub(crate) const IMPORT: &str = "Import";

impl Ground {
    fn new_intent(&self, kind: &str, subject: &Value) -> Intent {
        let (kind, subject) = (kind.to_owned(), subject.to_string());
        Intent { no: 0, kind, subject, owner: self.alive().id() }
    }

    /// Says durably what is about to be done. Others may do the same.
    pub(crate) fn begin_intent(&self, kind: &str, subject: Value) -> Result<Intent> {
        let intent = self.new_intent(kind, &subject);
        let no =
            self.state().commit(|writer| Ok::<_, EngineError>(writer.insert_intent(&intent)?))?;
        Ok(Intent { no, ..intent })
    }

    /// Says durably what is about to be made, and keeps all others from making the same until the
    /// intent is gone. What one whose owner is gone has left of it is undone first.
    pub(crate) fn claim(&self, kind: &str, subject: Value) -> Result<Intent> {
        let intent = self.new_intent(kind, &subject);
        let (no, is_left) = self.state().commit(|writer| {
            let others = same_as(writer, &intent)?;
            self.check_free(&intent, &others)?;
            others.iter().try_for_each(|other| writer.remove_intent(other.no))?;
            Ok::<_, EngineError>((writer.insert_intent(&intent)?, !others.is_empty()))
        })?;
        let claimed = Intent { no, ..intent };
        if is_left {
            clear(self, &claimed).inspect_err(|_| self.leave(&claimed))?;
        }
        Ok(claimed)
    }

    /// Ends what was claimed, within the change that completes it. Where somebody took the intent
    /// over, what was made under it is destroyed, and nothing may name it.
    pub(crate) fn complete(&self, writer: &mut dyn Writer, intent: &Intent) -> Result<()> {
        if !writer.intents()?.contains(intent) {
            return Err(under_way(intent));
        }
        Ok(writer.remove_intent(intent.no)?)
    }

    /// What keeps something from being claimed, if anything.
    pub(crate) fn check_claim(&self, kind: &str, subject: &Value) -> Result<()> {
        let intent = self.new_intent(kind, subject);
        let others = self.state().view(|reader| same_as(reader, &intent))?;
        self.check_free(&intent, &others)
    }

    fn check_free(&self, intent: &Intent, others: &[Intent]) -> Result<()> {
        let is_taken = others.iter().any(|other| self.alive().is_alive(other.owner));
        if is_taken { Err(under_way(intent)) } else { Ok(()) }
    }

    /// Undoes what an intent of ours began, unless that was completed. Should it fail, the intent is
    /// nobody's from now on: the next opening goes on with it, or whoever begins the same. While a
    /// backup is being written it may stay ours.
    pub(crate) fn undo_intent(&self, intent: &Intent) -> Result<()> {
        undo(self, intent).map(drop).inspect_err(|_| self.leave(intent))
    }

    /// The same where something went wrong before, which is what to tell.
    pub(crate) fn give_up(&self, intent: &Intent) {
        let _ = self.undo_intent(intent);
    }

    /// Best effort: an intent of ours that stays ours is free when the tenant is closed.
    fn leave(&self, intent: &Intent) {
        if let Err(error) = self.pass_on(intent, Uuid::nil()) {
            tracing::warn!(%error, kind = intent.kind, "an intent stays with this process");
        }
    }

    /// Makes an intent somebody else's, under another number; nothing of one that is gone, or that
    /// somebody was first to take over.
    fn pass_on(&self, intent: &Intent, owner: Uuid) -> Result<Option<Intent>> {
        self.state().commit(|writer| {
            if !writer.intents()?.contains(intent) {
                return Ok(None);
            }
            writer.remove_intent(intent.no)?;
            let passed = Intent { owner, ..intent.clone() };
            let no = writer.insert_intent(&passed)?;
            Ok::<_, EngineError>(Some(Intent { no, ..passed }))
        })
    }
}

/// Those that are of the same.
fn same_as<R: Reader + ?Sized>(reader: &mut R, intent: &Intent) -> Result<Vec<Intent>> {
    let is_same = |it: &Intent| it.kind == intent.kind && it.subject == intent.subject;
    Ok(reader.intents()?.into_iter().filter(is_same).collect())
}

fn under_way(intent: &Intent) -> EngineError {
    let (message, fix) = match intent.kind.as_str() {
        IMPORT => (
            "Another import of an inventory is under way in this tenant.",
            "Wait until it has ended, or end its process: the next import goes on where it was.",
        ),
        _ => (
            "Somebody is making the same at this moment.",
            "Run it again once that has ended: it says then what is there already.",
        ),
    };
    let subject: Value = serde_json::from_str(&intent.subject).unwrap_or_default();
    let id = subject.as_object().and_then(|named| named.values().next()?.as_str());
    let mut error = EngineError::new("AlreadyUnderWay", Category::ResourceBusy, message, fix)
        .about(id.unwrap_or("import"));
    error.retryable = true;
    error
}

fn subject(intent: &Intent, field: &str) -> Result<Uuid> {
    serde_json::from_str::<Value>(&intent.subject)
        .ok()
        .and_then(|subject| {
            subject.get(field).and_then(Value::as_str).and_then(|text| Uuid::try_parse(text).ok())
        })
        .ok_or_else(|| {
            EngineError::damaged(
                "intent",
                format!("Intent {} ({}) names no {field}.", intent.no, intent.kind),
            )
        })
}

/// Undoes what an intent began, unless it was completed, and forgets it; whether it is gone now.
fn undo(ground: &Ground, intent: &Intent) -> Result<bool> {
    let is_over = clear(ground, intent)?;
    if is_over {
        forget(ground, intent)?;
    }
    Ok(is_over)
}

/// Undoes what an intent began; whether there is nothing more to do.
fn clear(ground: &Ground, intent: &Intent) -> Result<bool> {
    match intent.kind.as_str() {
        CREATE_POLICY => clear_policy(ground, intent)?,
        CREATE_INSTALLATION_KEY => clear_installation_key(ground, intent)?,
        RETIRE_INSTALLATION_KEY => return retire_installation_key(ground, intent),
        CREATE_ITEM => clear_item(ground, intent)?,
        REMOVE_CONTENT => return remove_content(ground, intent),
        IMPORT => {}
        other => {
            return Err(EngineError::damaged(
                "intent",
                format!("Intent {} is of the unknown kind '{other}'.", intent.no),
            ));
        }
    }
    Ok(true)
}

/// Destroys the secrets of a policy that was not made, unless it was.
fn clear_policy(ground: &Ground, intent: &Intent) -> Result<()> {
    let policy = subject(intent, "policy")?;
    let made = ground
        .state()
        .view(|reader| Ok::<_, EngineError>(reader.policy_by_guid(policy)?.is_some()))?;
    if !made {
        ground.secrets().destroy(&SecretName::AvailabilityKey(policy))?;
        ground.secrets().destroy(&SecretName::ErasureKey(policy))?;
    }
    Ok(())
}

/// Destroys the secret of a key of the installation that was not made, unless it was.
fn clear_installation_key(ground: &Ground, intent: &Intent) -> Result<()> {
    let key = subject(intent, "key")?;
    let made = ground.state().view(|reader| {
        Ok::<_, EngineError>(reader.installation_key()?.is_some_and(|row| row.guid == key))
    })?;
    if !made {
        ground.secrets().destroy(&SecretName::StoreKey(key))?;
    }
    Ok(())
}

/// Destroys the secret of a key of the installation that was replaced, unless it was not. A backup
/// that is being written may have copied the rows from before, and the secrets not yet: then the
/// intent stays for a later opening.
fn retire_installation_key(ground: &Ground, intent: &Intent) -> Result<bool> {
    if super::work::is_under_way(ground.layout(), ground.alive()) {
        return Ok(false);
    }
    clear_installation_key(ground, intent).map(|()| true)
}

/// Removes the content of an item that was not made, unless it was.
fn clear_item(ground: &Ground, intent: &Intent) -> Result<()> {
    let item = subject(intent, "item")?;
    // By its id alone: the intent is a row without a code, and what else it says could be wrong.
    let made = ground.state().view(|reader| Ok::<_, EngineError>(reader.has_item(item)?))?;
    if !made {
        ground.content().remove(item)?;
    }
    Ok(())
}

/// Removes an object that no row names any more. A backup that is being written may have copied the
/// rows from before, and the object not yet: then the intent stays for a later opening.
fn remove_content(ground: &Ground, intent: &Intent) -> Result<bool> {
    let item = subject(intent, "item")?;
    let named = ground.state().view(|reader| Ok::<_, EngineError>(reader.has_item(item)?))?;
    if named {
        return Ok(true);
    }
    if super::work::is_under_way(ground.layout(), ground.alive()) {
        return Ok(false);
    }
    ground.content().remove(item)?;
    Ok(true)
}

fn forget(ground: &Ground, intent: &Intent) -> Result<()> {
    ground.state().commit(|writer| Ok(writer.remove_intent(intent.no)?))
}

/// Resolves what dead owners left unfinished. Living ones, in this or another process, are left
/// alone.
pub(crate) fn resolve_intents(ground: &Ground) -> Result<()> {
    let intents = ground.state().view(|reader| Ok::<_, EngineError>(reader.intents()?))?;
    for intent in intents.iter().filter(|intent| !ground.alive().is_alive(intent.owner)) {
        // Whoever opens the tenant at the same moment may be first: then it is theirs to undo.
        let Some(own) = ground.pass_on(intent, ground.alive().id())? else { continue };
        if !undo(ground, &own).inspect_err(|_| ground.leave(&own))? {
            ground.leave(&own);
        }
    }
    Ok(())
}
