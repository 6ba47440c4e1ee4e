//! The committed files of a vault with edits: each is taken exactly if they change nothing.
//!
//! Input: which file (1 byte), then edits.
#![no_main]
use ckey_vault::VaultErrorKind;
use customer_key_fuzz::allocations::in_proportion;
use customer_key_fuzz::edits;
use customer_key_fuzz::vaults::{BACKUP, FILE, SEGMENTS, VAULT, Vaults, caller};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VAULTS: LazyLock<Vaults> = LazyLock::new(Vaults::committed);

fuzz_target!(|input: &[u8]| {
    let [which, edits @ ..] = input else { return };
    let all = [FILE, SEGMENTS[0], SEGMENTS[1], BACKUP];
    let which = usize::from(*which) % all.len();
    let mut bytes = all[which].to_vec();
    for edit in edits::read(edits) {
        edits::apply(edit, &mut bytes, all[usize::from(edit[3]) % all.len()]);
    }
    let genuine = bytes == all[which];
    if which == 3 {
        return check_backup(&bytes, genuine);
    }
    let path = if which == 0 { VAULTS.file() } else { VAULTS.segment(which) };
    VAULTS.write(&path, &bytes);
    in_proportion(bytes.len(), || assert_eq!(VAULTS.is_whole(), genuine));
    assert_eq!(VAULTS.vaults.log(VAULT).is_ok(), genuine, "the log");
    if which == 0 {
        assert_eq!(VAULTS.vaults.vault(VAULT).is_ok(), genuine, "the vault");
    }
    VAULTS.write(&path, all[which]);
});

/// The vault still has the key, so that what opens is refused for its name.
fn check_backup(bytes: &[u8], genuine: bool) {
    let refused = in_proportion(bytes.len(), || VAULTS.vaults.restore_key(&caller(), VAULT, bytes))
        .expect_err("its name is taken");
    let expected = if genuine { VaultErrorKind::NameTaken } else { VaultErrorKind::BackupRefused };
    assert_eq!(refused.kind, expected, "{refused}");
}
