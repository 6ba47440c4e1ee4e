//! Files that a sign-in and a tenant's vaults rest on, and that are not what they should be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use ckey_vault::{Variables, VaultAccess, VaultErrorKind as Kind, VaultHosts};
use common::Shell;
use serde_json::json;

const NO_CERTIFICATE: &str =
    "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n";

/// A pipe into which nobody writes.
#[cfg(unix)]
fn pipe(folder: &tempfile::TempDir) -> String {
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path.to_str().unwrap().to_owned()
}

#[test]
#[cfg(unix)]
fn a_proof_that_is_a_pipe_is_a_sign_in_that_is_wrong_and_nobody_waits_for_it() {
    use play::{OPS, VERSION, asking, right, uri, variables, vault};
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(&folder);
    for variable in ["AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"] {
        let double = vault(|request| right(request, "kv-a", VERSION));
        let mut given = variables(double.port);
        given.retain(|(name, _)| name != "AZURE_CLIENT_SECRET");
        given.push((variable.to_owned(), path.clone()));
        let vaults = asking(double.port, &double.authority, given);
        let (tell, told) = std::sync::mpsc::channel();
        let asked = uri(double.port);
        std::thread::spawn(move || {
            for op in OPS {
                let long = std::time::Duration::from_secs(60);
                let _ = tell.send(op.ask_about(&*vaults, &asked, long).unwrap_err());
            }
        });
        for op in OPS {
            // Who waits for the pipe waits without an end.
            let error = told.recv_timeout(std::time::Duration::from_secs(120)).unwrap();
            assert_eq!(error.kind, Kind::SignInFailed, "{variable} {op:?}: {error}");
            assert!(error.message.contains("a named pipe"), "{variable} {op:?}: {error}");
        }
    }
}

#[test]
fn authorities_that_are_no_certificates_are_refused_before_anything_rests_on_them() {
    for text in ["", "nonsense", NO_CERTIFICATE] {
        let refused = ckey_azure::connect(VaultAccess {
            hosts: VaultHosts::below("vault.localhost", Some(8443)).unwrap(),
            authorities: Some(text.to_owned()),
            variables: Variables::default(),
        });
        assert_eq!(refused.err().unwrap().kind, Kind::BadParameter, "{text}");
    }
}

#[test]
fn whoever_makes_a_tenant_with_an_authority_that_is_no_certificate_is_told_so() {
    let shell = Shell::new(&[]);
    let file = shell.folder.path().join("authority.pem");
    std::fs::write(&file, NO_CERTIFICATE).unwrap();
    let new = json!({
        "Path": "tenant",
        "Name": "contoso",
        "VaultProvider": "Azure",
        "VaultHostSuffix": "vault.localhost",
        "VaultPort": 8443,
        "VaultAuthorityFile": file,
    });
    let (id, text) = shell.run("New-CustomerKeyTenant", new).error();
    assert_eq!(id, "BadParameter", "{text}");
    assert!(text.contains("authorities cannot be used"), "{text}");
    assert!(!shell.folder.path().join("tenant").exists(), "nothing is left that cannot be opened");
}
