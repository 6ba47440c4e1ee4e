//! Any bytes in place of a vault's file, and any state and log behind a valid seal.
//!
//! Input: 1 byte; if it is even, the file follows; else the length of the state (2 bytes), the
//! state and the log's records, a line each. Bit 1 says whether the lines are chained as they have
//! to be.
#![no_main]
use customer_key_fuzz::allocations::in_proportion;
use customer_key_fuzz::vaults::{FILE, KEY, VAULT, Vaults, caller};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VAULTS: LazyLock<Vaults> = LazyLock::new(Vaults::committed);
const ID: [u8; 16] = [5; 16];

fuzz_target!(|input: &[u8]| {
    let [how, rest @ ..] = input else { return };
    if how % 2 == 0 {
        VAULTS.write(&VAULTS.file(), rest);
        return in_proportion(rest.len(), || assert_eq!(VAULTS.is_whole(), rest == FILE));
    }
    let Some((length, rest)) = rest.split_first_chunk() else { return };
    let Some((state, log)) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))) else {
        return;
    };
    let records: Vec<&[u8]> =
        log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let chained = VAULTS.vaults.chained_log(VAULT, &ID, &records).expect("keys are derived");
    let log = if how & 2 == 0 { chained.as_slice() } else { log };
    let file = VAULTS.vaults.sealed_file(VAULT, &ID, 7, (state, log)).expect("keys are derived");
    VAULTS.write(&VAULTS.file(), &file);
    in_proportion(file.len(), || look(records.len()));
});

/// What is behind a valid seal is read or refused, by every way of looking at it.
fn look(records: usize) {
    let (vaults, caller) = (&VAULTS.vaults, caller());
    if VAULTS.is_whole()
        && let Ok(log) = vaults.log(VAULT)
    {
        assert!(log.len() <= records);
        assert!(
            (1..).zip(&log).all(|(number, record)| record.sequence == number),
            "its records have no gaps"
        );
    }
    let described = vaults.vault(VAULT).is_ok();
    let deleted = vaults.deleted_vaults().is_ok_and(|all| !all.is_empty());
    assert!(!(described && deleted), "a vault is there and deleted");
    let _ = (
        vaults.vaults(),
        vaults.faults(),
        vaults.keys(&caller, VAULT),
        vaults.deleted_keys(&caller, VAULT),
    );
    let _ = (vaults.key_versions(&caller, VAULT, KEY), vaults.deleted_key(&caller, VAULT, KEY));
}
