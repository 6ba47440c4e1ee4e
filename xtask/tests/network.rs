//! What waits for the network is in the build by a feature, and without it there is nothing that could.
#![allow(clippy::unwrap_used)]

use std::process::Command;

fn crates_of(package: &str, features: &[&str]) -> String {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "-p", package]);
    tree.args(features);
    let done = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

const PLAIN: &[&str] = &["--no-default-features"];

fn has(tree: &str, name: &str) -> bool {
    tree.lines().any(|line| line.starts_with(&format!("{name} ")))
}

#[test]
fn without_its_features_the_library_has_no_network_and_the_program_neither() {
    for package in ["customer-key-ffi", "customer-key-cli"] {
        let plain = crates_of(package, PLAIN);
        assert!(has(&plain, "ckey-vault"));
        for network in ["tokio", "hyper", "rustls", "rcgen", "reqwest", "ckey-server", "ckey-azure"]
        {
            assert!(!has(&plain, network), "{package}: {network}");
        }
    }
}

#[test]
fn by_its_feature_the_library_asks_azures_vaults_and_it_never_serves_any() {
    let library = crates_of("customer-key-ffi", &[]);
    for there in ["ckey-azure", "azure_security_keyvault_keys", "tokio", "rustls"] {
        assert!(has(&library, there), "{there}");
    }
    for absent in ["ckey-server", "rcgen", "openssl", "openssl-sys", "native-tls"] {
        assert!(!has(&library, absent), "{absent}");
    }
    for there in ["ckey-server", "ckey-azure"] {
        assert!(has(&crates_of("customer-key-cli", &[]), there), "{there}");
    }
}
