//! Changes that cross stores, and the one table of rules by which an interrupted one is finished or
//! undone.
//!
//! | intent       | found at opening, its owner dead           | because                                             |
//! |--------------|--------------------------------------------|-----------------------------------------------------|
//! | CreatePolicy | secrets without a policy row are destroyed | the row, written last, removes the intent with it   |
//! | CreateInstallationKey | its secret, unless the row names it, is destroyed | the row is written after the secret |
//! | RetireInstallationKey | its secret, unless the row names it, is destroyed once no backup is being written | the row names the next one |
//! | CreateItem   | content without an item row is removed     | the row, written last, removes the intent with it   |

use ckey_store::model::Intent;
use ckey_store::{SecretName, StateExt};
use serde_json::Value;
use uuid::Uuid;

use super::Ground;
use crate::error::{EngineError, Result};

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

impl Ground {
    /// Says durably what is about to be done.
    pub(crate) fn begin_intent(&self, kind: &str, subject: Value) -> Result<Intent> {
        let mut intent = Intent {
            no: 0,
            kind: kind.to_owned(),
            subject: subject.to_string(),
            owner: self.alive().id(),
        };
        intent.no =
            self.state().commit(|writer| Ok::<_, EngineError>(writer.insert_intent(&intent)?))?;
        Ok(intent)
    }
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

/// Destroys the secrets of a policy that was not made, unless it was.
pub(crate) fn undo_create_policy(ground: &Ground, intent: &Intent) -> Result<()> {
    let policy = subject(intent, "policy")?;
    let made = ground
        .state()
        .view(|reader| Ok::<_, EngineError>(reader.policy_by_guid(policy)?.is_some()))?;
    if !made {
        ground.secrets().destroy(&SecretName::AvailabilityKey(policy))?;
        ground.secrets().destroy(&SecretName::ErasureKey(policy))?;
    }
    forget(ground, intent)
}

/// Destroys the secret of a key of the installation that was not made, unless it was.
pub(crate) fn undo_create_installation_key(ground: &Ground, intent: &Intent) -> Result<()> {
    let key = subject(intent, "key")?;
    let made = ground.state().view(|reader| {
        Ok::<_, EngineError>(reader.installation_key()?.is_some_and(|row| row.guid == key))
    })?;
    if !made {
        ground.secrets().destroy(&SecretName::StoreKey(key))?;
    }
    forget(ground, intent)
}

/// Destroys the secret of a key of the installation that was replaced, unless it was not. A backup
/// that is being written may have copied the rows from before, and the secrets not yet: then the
/// intent stays for a later opening.
pub(crate) fn retire_installation_key(ground: &Ground, intent: &Intent) -> Result<()> {
    if super::work::is_under_way(ground.layout(), ground.alive()) {
        return Ok(());
    }
    undo_create_installation_key(ground, intent)
}

/// Removes the content of an item that was not made, unless it was.
pub(crate) fn undo_create_item(ground: &Ground, intent: &Intent) -> Result<()> {
    let item = subject(intent, "item")?;
    // By its id alone: the intent is a row without a code, and what else it says could be wrong.
    let made = ground.state().view(|reader| Ok::<_, EngineError>(reader.has_item(item)?))?;
    if !made {
        ground.content().remove(item)?;
    }
    forget(ground, intent)
}

/// Removes an object that no row names any more. A backup that is being written may have copied the
/// rows from before, and the object not yet: then the intent stays for a later opening.
pub(crate) fn remove_content(ground: &Ground, intent: &Intent) -> Result<()> {
    let item = subject(intent, "item")?;
    let named = ground.state().view(|reader| Ok::<_, EngineError>(reader.has_item(item)?))?;
    if !named {
        if super::work::is_under_way(ground.layout(), ground.alive()) {
            return Ok(());
        }
        ground.content().remove(item)?;
    }
    forget(ground, intent)
}

fn forget(ground: &Ground, intent: &Intent) -> Result<()> {
    ground.state().commit(|writer| Ok(writer.remove_intent(intent.no)?))
}

/// Resolves what dead owners left unfinished. Living ones, in this or another process, are left
/// alone.
pub(crate) fn resolve_intents(ground: &Ground) -> Result<()> {
    let intents = ground.state().view(|reader| Ok::<_, EngineError>(reader.intents()?))?;
    for intent in intents.iter().filter(|intent| !ground.alive().is_alive(intent.owner)) {
        match intent.kind.as_str() {
            CREATE_POLICY => undo_create_policy(ground, intent)?,
            CREATE_INSTALLATION_KEY => undo_create_installation_key(ground, intent)?,
            RETIRE_INSTALLATION_KEY => retire_installation_key(ground, intent)?,
            CREATE_ITEM => undo_create_item(ground, intent)?,
            REMOVE_CONTENT => remove_content(ground, intent)?,
            other => {
                return Err(EngineError::damaged(
                    "intent",
                    format!("Intent {} is of the unknown kind '{other}'.", intent.no),
                ));
            }
        }
    }
    Ok(())
}
