//! The tenant's record of its vaults against the audit chain. (Whether the vaults' files are those,
//! `vaults` says.)

use std::collections::BTreeMap;

use ckey_store::StateExt;
use ckey_store::model::{Recorded, VaultPin};

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::ground::{VAULT_CHANGE, recorded};
use crate::record::verified_records;
use crate::tenant::Tenant;

/// By vault's id.
type Expected = BTreeMap<[u8; 16], Recorded<VaultPin>>;

/// What the audit chain says about each vault against the row that says the same, in one view of
/// both.
pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("VaultPins");
    let looked = tenant.ground.state().view(|reader| {
        let mut expected = Expected::new();
        verified_records(reader, tenant.ground.chain(), run.cancel, &mut |record, event| {
            if event.activity == VAULT_CHANGE {
                match recorded(event) {
                    Some(rows) => expected
                        .extend(rows.into_iter().map(|row| (row.vault, Recorded { row, record }))),
                    None => tally.look(Err(format!(
                        "record {record} about '{}' cannot be read",
                        event.object
                    ))),
                }
            }
        })?;
        compare(&reader.vault_pins(None)?, expected, &mut tally);
        Ok::<_, EngineError>(())
    });
    looked.map(|()| tally.result())
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
        tally.look(Err(format!(
            "{}: its row is missing, which record {} wrote",
            missing.row.name, missing.record
        )));
    }
}
