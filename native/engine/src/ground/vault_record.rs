//! The tenant's record of its vaults: what each change of a vault left behind, in the audit chain,
//! and the last of it in a row (rule 8.1.5).
//!
//! The order is vault's lock, vault's file, database: nothing that holds the database ever waits
//! for the vaults' lock.

use std::sync::Arc;

use ckey_base::{CancelToken, clock::Clock};
use ckey_store::model::VaultPin;
use ckey_store::{State, StateExt, Writer};
use ckey_vault::{Pin, VaultChange, VaultError, VaultErrorKind, Witness};
use serde_json::{Value, json};

use super::Ground;
use crate::clock::TenantClock;
use crate::error::{EngineError, Result};
use crate::record::{Actor, AuditChain, AuditEvent, Keeper, verified_records};

/// What the audit records of vaults are called.
pub(crate) const ACTIVITY: &str = "Change vault";
/// Where a record of several vaults lists them, and each one's name in it.
const VAULTS: &str = "vaults";
const NAME: &str = "name";
/// Most operations that one record lists; only a tenant that was put back from a copy has more to
/// make up for.
const MOST_LISTED: usize = 100;

/// Keeps the record in the tenant's state.
pub(crate) struct VaultRecord {
    pub(crate) state: Arc<dyn State>,
    pub(crate) audit: Arc<AuditChain>,
    pub(crate) clock: Arc<TenantClock>,
    pub(crate) keeper: Arc<Keeper>,
}

impl Witness for VaultRecord {
    fn pins(&self, name: &str) -> std::result::Result<Vec<Pin>, VaultError> {
        self.look(Some(name), name)
    }

    fn names(&self) -> std::result::Result<Vec<String>, VaultError> {
        let pins = self.look(None, "vaults")?;
        Ok(pins.into_iter().filter(|pin| !pin.removed).map(|pin| pin.name).collect())
    }

    fn record(&self, changes: &[VaultChange<'_>]) -> std::result::Result<(), VaultError> {
        let now = self.clock.now();
        let name = changes.first().map_or("vaults", |change| change.pin.name.as_str());
        self.state
            .commit(|writer| write(writer, &self.audit, now, changes))
            .map_err(|error| told(error, name))?;
        // It may have taken a permission or a key away.
        self.keeper.settle();
        Ok(())
    }
}

impl VaultRecord {
    fn look(&self, name: Option<&str>, target: &str) -> std::result::Result<Vec<Pin>, VaultError> {
        let rows = self.state.view(|reader| Ok::<_, EngineError>(reader.vault_pins(name)?));
        Ok(rows
            .map_err(|error| told(error, target))?
            .into_iter()
            .map(|found| pin(found.row))
            .collect())
    }
}

impl Ground {
    /// Takes the vaults of a tenant that was made before there was a record as they are. One whose
    /// chain tells of vaults had a record, and somebody else removed it.
    pub(crate) fn begin_vault_record(&self) -> Result<()> {
        let is_empty = self
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.vault_pins(None)?.is_empty()))?;
        if !is_empty || self.vaults().is_empty()? {
            return Ok(());
        }
        let mut told = false;
        self.state().view(|reader| {
            told = false;
            verified_records(reader, self.chain(), &CancelToken::default(), &mut |_, event| {
                told |= event.activity == ACTIVITY
            })
        })?;
        if told { Ok(()) } else { self.adopt_vaults(Actor::SERVICE) }
    }

    /// Takes the vaults' files as they are for the newest: for a tenant whose state and vaults come
    /// from one backup, where the vaults were copied a little later than the state.
    pub(crate) fn adopt_vaults(&self, actor: &str) -> Result<()> {
        Ok(self.vaults().adopt(actor)?)
    }
}

/// Writes the audit record of changes and the rows that say the same, in one transaction: the only
/// place where either is written.
fn write(
    writer: &mut dyn Writer,
    audit: &AuditChain,
    now: i64,
    changes: &[VaultChange<'_>],
) -> Result<()> {
    let mut new = Vec::new();
    for change in changes {
        let known = writer.vault_pins(Some(&change.pin.name))?;
        if !known.iter().any(|known| covers(&known.row, change.pin)) {
            new.push(change);
        }
    }
    let Some(first) = new.first() else { return Ok(()) };
    let (object, details) = match &new[..] {
        [one] => (one.pin.name.clone(), details(one)),
        // The rows that one transaction changes are bound to one record.
        many => {
            let each = many.iter().map(|change| {
                let mut details = details(change);
                if let Some(fields) = details.as_object_mut() {
                    fields.insert(NAME.to_owned(), change.pin.name.as_str().into());
                }
                details
            });
            let vaults = ckey_base::counted(many.len(), "vault", "vaults");
            (vaults, json!({ VAULTS: each.collect::<Vec<_>>() }))
        }
    };
    audit.append(
        writer,
        now,
        &AuditEvent::new(ACTIVITY, "KeyVault", first.actor, &object, details),
    )?;
    new.iter().try_for_each(|change| {
        let pin = change.pin;
        Ok(writer.set_vault_pin(&VaultPin {
            vault: pin.vault,
            name: pin.name.clone(),
            generation: pin.generation,
            sequence: pin.sequence,
            tag: pin.tag,
            removed: pin.removed,
        })?)
    })
}

/// Whether somebody else recorded this, or something later, already.
fn covers(known: &VaultPin, pin: &Pin) -> bool {
    known.vault == pin.vault
        && (known.removed || (!pin.removed && known.generation >= pin.generation))
}

fn details(change: &VaultChange<'_>) -> Value {
    let (pin, records) = (change.pin, change.records);
    let operations: Vec<_> = records
        .iter()
        .take(MOST_LISTED)
        .map(|record| {
            json!({ "operation": record.operation, "object": record.object, "detail": record.detail, "by": record.actor })
        })
        .collect();
    json!({
        "vault": hex::encode(pin.vault),
        "generation": pin.generation,
        "sequence": pin.sequence,
        "tag": hex::encode(pin.tag),
        "removed": pin.removed,
        "operations": operations,
        "more": records.len().saturating_sub(MOST_LISTED),
    })
}

/// What an audit record of this activity says.
pub(crate) fn recorded(event: &AuditEvent) -> Option<Vec<VaultPin>> {
    match event.details.get(VAULTS) {
        Some(vaults) => vaults
            .as_array()?
            .iter()
            .map(|details| recorded_one(details.get(NAME)?.as_str()?, details))
            .collect(),
        None => Some(vec![recorded_one(&event.object, &event.details)?]),
    }
}

fn recorded_one(name: &str, details: &Value) -> Option<VaultPin> {
    Some(VaultPin {
        vault: hex::decode(details.get("vault")?.as_str()?).ok()?.try_into().ok()?,
        name: name.to_owned(),
        generation: details.get("generation")?.as_u64()?,
        sequence: details.get("sequence")?.as_u64()?,
        tag: hex::decode(details.get("tag")?.as_str()?).ok()?.try_into().ok()?,
        removed: details.get("removed")?.as_bool()?,
    })
}

fn pin(row: VaultPin) -> Pin {
    let VaultPin { vault, name, generation, sequence, tag, removed } = row;
    Pin { name, vault, generation, sequence, tag, removed }
}

fn told(error: EngineError, target: &str) -> VaultError {
    VaultError::new(
        VaultErrorKind::NotRecorded,
        error.message,
        error.target.as_deref().unwrap_or(target),
        error.fix,
    )
}
