//! `Test-CustomerKeyTenant` on vaults: their files, and the tenant's record of them against the audit chain.

use std::collections::BTreeMap;

use ckey_store::StateExt;
use ckey_store::model::{Recorded, VaultPin};
use ckey_vault::CancelToken;

use super::Tenant;
use super::check::{CheckResult, Tally};
use super::vault_record::{ACTIVITY, recorded};
use crate::audit::verified_records;
use crate::error::{EngineError, Result};

/// By vault's id.
type Expected = BTreeMap<[u8; 16], Recorded<VaultPin>>;

impl Tenant {
    /// Every vault's file: whole, the newest, its log and its private keys.
    pub(super) fn check_vaults(&self) -> CheckResult {
        let mut tally = Tally::new("Vaults");
        match self.vaults().verify() {
            Ok(found) => found
                .into_iter()
                .for_each(|vault| tally.look(vault.result.map_err(|error| format!("{}: {}", vault.vault, error.message)))),
            Err(error) => tally.look(Err(error.message)),
        }
        tally.result()
    }

    /// What the audit chain says about each vault against the row that says the same, in one view of both. (Whether the files are those,
    /// "Vaults" says.)
    pub(super) fn check_vault_pins(&self, cancel: &CancelToken) -> Result<CheckResult> {
        let mut tally = Tally::new("VaultPins");
        let looked = self.state().view(|reader| {
            let mut expected = Expected::new();
            verified_records(reader, self.audit(), cancel, &mut |record, draft| {
                if draft.activity == ACTIVITY {
                    match recorded(&draft.object, &draft.details) {
                        Some(row) => drop(expected.insert(row.vault, Recorded { row, record })),
                        None => tally.look(Err(format!("record {record} about '{}' cannot be read", draft.object))),
                    }
                }
            })?;
            compare(&reader.vault_pins(None)?, expected, &mut tally);
            Ok(())
        });
        match looked {
            Err(error @ EngineError { id: "Stopped", .. }) => return Err(error),
            Err(error) => tally.look(Err(error.message)),
            Ok(()) => {}
        }
        Ok(tally.result())
    }
}

fn compare(rows: &[Recorded<VaultPin>], mut expected: Expected, tally: &mut Tally) {
    for row in rows {
        tally.look(match expected.remove(&row.row.vault) {
            Some(said) if said == *row => Ok(()),
            Some(said) => Err(format!(
                "{}: its row says generation {}, record {} of the audit log says generation {}",
                row.row.name, row.row.generation, said.record, said.row.generation
            )),
            None => Err(format!("{}: a row without an audit record", row.row.name)),
        });
    }
    for missing in expected.into_values() {
        tally.look(Err(format!("{}: its row is missing, which record {} wrote", missing.row.name, missing.record)));
    }
}
