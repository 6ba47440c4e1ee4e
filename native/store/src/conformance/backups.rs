//! Known backups.

use super::samples::{id, populate};
use super::{Outcome, Rules, fails, recorded, same};
use crate::error::StoreErrorKind;
use crate::model::{Backup, BackupKey, WrapSlot};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> =
    &[("backups are known once, oldest first, with what they need, until forgotten", known)];

fn known(state: &Backend) -> Outcome {
    let (policy_no, _) = populate(state.as_ref(), 1)?;
    let backup = |number, at, keys: &[BackupKey]| Backup {
        guid: id(number),
        output: format!("{number}.backup"),
        secrets: format!("{number}.secrets"),
        at,
        keys: keys.to_vec(),
    };
    let key_uri = "https://a.vault.azure.net/keys/k/1".to_owned();
    let key = BackupKey { policy_no, generation: 1, slot: WrapSlot::First, key_uri, keys: 1 };
    let (newer, older) = (backup(1, 9, &[key]), backup(2, 8, &[]));
    for one in [&newer, &older] {
        recorded(state.as_ref(), |writer| writer.insert_backup(one))?;
    }
    let again = recorded(state.as_ref(), |writer| writer.insert_backup(&newer));
    fails("one that is known", again, StoreErrorKind::Conflict)?;
    let all = || state.view(|reader| reader.backups());
    same("backups", all()?, vec![older.clone(), newer.clone()])?;
    let forget = |guid| recorded(state.as_ref(), |writer| writer.remove_backup(guid));
    forget(newer.guid)?;
    fails("one that was forgotten", forget(newer.guid), StoreErrorKind::NotFound)?;
    same("the other", all()?, vec![older])
}
