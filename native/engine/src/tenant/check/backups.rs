//! The known backups, against the records of those that were written and not forgotten. One row less
//! would let a key version be retired that a backup needs; one more keeps a version from it, as those
//! do that are being written now.

use std::collections::BTreeMap;

use ckey_store::Reader;
use uuid::Uuid;

use super::{Finding, Tally};
use crate::audit::ExpectedBackup;
use crate::error::Result;
use crate::key_use::BackupView;

pub(super) fn compare(
    reader: &mut dyn Reader,
    expected: &BTreeMap<Uuid, ExpectedBackup>,
    tally: &mut Tally,
) -> Result<()> {
    let known: BTreeMap<Uuid, BackupView> =
        reader.backups()?.into_iter().map(|backup| (backup.guid, backup.into())).collect();
    for (guid, expected) in expected {
        tally.look(one(known.get(guid), expected));
    }
    Ok(())
}

fn one(found: Option<&BackupView>, expected: &ExpectedBackup) -> Finding {
    let output = &expected.output;
    let Some(found) = found else {
        return Err(format!("the backup in {output} was removed: no record tells of it"));
    };
    match expected.keys.iter().find(|key| !found.keys.contains(key)) {
        Some(key) => Err(format!("the backup in {output} needs {key}, which was taken off it")),
        None => Ok(()),
    }
}
