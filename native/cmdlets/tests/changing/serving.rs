//! What stands in for the program that serves vaults: this test program again, as a script starts it.

use ckey_engine::serving::Served;
use ckey_engine::{OpenOptions, Tenant};
use std::path::Path;
use std::time::Duration;

const TENANT: &str = "CUSTOMER_KEY_TEST_SERVED";

/// Makes the program that the sessions of tests know.
#[cfg(unix)]
pub(crate) fn put_program(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let (program, own) = (folder.join("customer-key"), std::env::current_exe().unwrap());
    let test = "changing::serving::stands_in_for_the_program_where_that_is_asked_for";
    let script =
        format!("#!/bin/sh\nexport {TENANT}=\"$2\"\nexec '{}' --exact {test}\n", own.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn stands_in_for_the_program_where_that_is_asked_for() {
    let Some(path) = std::env::var_os(TENANT) else { return };
    let tenant = Tenant::open(Path::new(&path), OpenOptions::default()).unwrap();
    let turn = tenant.take_serving_turn().unwrap();
    let served = Served {
        process_id: std::process::id(),
        address: "127.0.0.1:1".parse().unwrap(),
        suffix: "vault.localhost".to_owned(),
        authority: "https://vault.localhost:1".to_owned(),
        certificate: "none".to_owned(),
    };
    turn.tell(served).unwrap();
    while turn.is_wanted() {
        std::thread::sleep(Duration::from_millis(10));
    }
}
