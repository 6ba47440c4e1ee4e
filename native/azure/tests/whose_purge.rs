//! Whose permission is gone: only who had a key wrap shows by a refusal that data may be purged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use common::{Said, Shell};
use double::{Door, Double, answer};
use keeping::{Keeping, new_policy, purge_of, tenant};
use play::{TENANT, given, jwt_of, variables, vault_with};
use serde_json::json;
use std::sync::{Arc, Mutex};

const OWN: &str = "00000000-0000-0000-0000-00000000000a";
const OTHER: &str = "00000000-0000-0000-0000-00000000000b";
/// Whom the directory does not let in.
const NOBODY: &str = "nobody";

/// Who signs in, and who may use the keys.
#[derive(Clone, Default)]
struct People {
    signs_in: Arc<Mutex<&'static str>>,
    may: Arc<Mutex<Vec<&'static str>>>,
}

fn token(oid: &str) -> String {
    jwt_of(&json!({ "tid": TENANT, "oid": oid }), "a-token")
}

impl People {
    fn sign_in(&self, who: &'static str) {
        *self.signs_in.lock().unwrap() = who;
    }

    fn permit(&self, who: &[&'static str]) {
        *self.may.lock().unwrap() = who.to_vec();
    }

    /// Vaults that they use, where each has a right to.
    fn vaults(&self) -> Double {
        let (own, other, mut kept) = (self.clone(), self.clone(), Keeping::default());
        vault_with(
            move |_| match *own.signs_in.lock().unwrap() {
                NOBODY => {
                    let why = "AADSTS7000215: Invalid client secret provided.";
                    let error = json!({ "error": "invalid_client", "error_description": why });
                    answer("401 Unauthorized", "", &error.to_string())
                }
                who => given(&token(who)),
            },
            move |request| {
                let shown = request.authorization.as_deref().unwrap();
                let may = other.may.lock().unwrap();
                if may.iter().any(|oid| shown == format!("Bearer {}", token(oid))) {
                    return kept.right(request);
                }
                let inner = json!({ "code": "ForbiddenByPolicy" });
                let error = json!({ "code": "Forbidden", "message": "No.", "innererror": inner });
                answer("403 Forbidden", "", &json!({ "error": error }).to_string())
            },
        )
    }

    /// Another session in the place of this one, signed in as one of them.
    fn shell(&self, shell: Shell, port: u16, who: &'static str) -> Shell {
        self.sign_in(who);
        shell.again(&variables(port))
    }
}

/// A policy whose keys one of them had wrap.
fn begun() -> (People, Double, Shell) {
    let people = People::default();
    let double = people.vaults();
    people.sign_in(OWN);
    people.permit(&[OWN]);
    let shell = tenant(&double);
    new_policy(&shell, double.port, "P").ok();
    (people, double, shell)
}

/// All that is checked passes, but for keys that refuse.
fn is_whole(shell: &Shell) {
    let check = shell.run("Test-CustomerKeyTenant", json!({})).ok();
    assert!(check.outputs.len() > 5, "{check:#?}");
    let failed: Vec<_> = check.outputs.iter().filter(|one| one["Result"] == "Failed").collect();
    assert!(failed.iter().all(|one| one.to_string().contains("https://")), "{failed:#?}");
}

fn asked(shell: &Shell) -> Said {
    shell.what_if("Set-DataEncryptionPolicy", &purge_of("P"))
}

#[test]
fn data_is_not_purged_because_the_vaults_refuse_another_identity_than_the_one_that_wrapped() {
    let (people, double, shell) = begun();
    let shell = people.shell(shell, double.port, OTHER);
    let (id, text) = asked(&shell).error();
    assert_eq!(id, "PurgeAskedByAnother", "{text}");
    assert!(
        text.contains(OWN) && text.contains(OTHER) && text.contains("Set up the sign-in"),
        "{text}"
    );
    let shell = people.shell(shell, double.port, OWN);
    assert_eq!(asked(&shell).error().0, "PurgeKeysReachable");
    people.permit(&[]);
    let shell = people.shell(shell, double.port, OTHER);
    assert_eq!(asked(&shell).error().0, "PurgeAskedByAnother");
    let shell = people.shell(shell, double.port, OWN);
    asked(&shell).ok();
    // The one that takes its place wraps first.
    people.permit(&[OWN, OTHER]);
    let shell = people.shell(shell, double.port, OTHER);
    assert_eq!(asked(&shell).error().0, "PurgeKeysReachable");
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "P", "Refresh": true })).ok();
    people.permit(&[]);
    asked(&shell).ok();
    is_whole(&shell);
}

#[test]
fn a_purge_that_was_asked_for_is_not_carried_out_by_another_identity_either() {
    let (people, double, shell) = begun();
    people.permit(&[]);
    shell.run("Set-DataEncryptionPolicy", purge_of("P")).ok();
    signed(&shell);
    let complete = json!({ "Path": "signed.json" });
    // Given back, as far as it concerns the one that reads.
    people.permit(&[OWN]);
    let shell = people.shell(shell, double.port, OTHER);
    let other = shell.run("Complete-CustomerKeyPurge", complete.clone());
    assert_eq!(other.error().0, "PurgeAskedByAnother");
    let shell = people.shell(shell, double.port, OWN);
    let own = shell.run("Complete-CustomerKeyPurge", complete.clone());
    assert_eq!(own.error().0, "PurgeKeysReachable");
    people.permit(&[]);
    shell.run("Complete-CustomerKeyPurge", complete).ok();
}

#[test]
fn a_purge_whose_vaults_say_nothing_is_carried_out_only_where_somebody_says_so_and_on_the_record() {
    let (people, double, shell) = begun();
    people.permit(&[]);
    shell.run("Set-DataEncryptionPolicy", purge_of("P")).ok();
    signed(&shell);
    let complete = json!({ "Path": "signed.json" });
    let without = json!({ "Path": "signed.json", "WithoutAnswer": true });
    // Given back, which nobody hears who does not sign in.
    people.permit(&[OWN]);
    let shell = people.shell(shell, double.port, NOBODY);
    let (id, text) = shell.run("Complete-CustomerKeyPurge", complete.clone()).error();
    assert_eq!(id, "PurgeVaultUnreachable", "{text}");
    assert!(text.contains("AADSTS7000215") && text.contains("-WithoutAnswer"), "{text}");
    double.door(Door::Shut);
    let shell = people.shell(shell, double.port, OWN);
    let (id, text) = shell.run("Complete-CustomerKeyPurge", complete.clone()).error();
    assert_eq!(id, "PurgeVaultUnreachable", "{text}");
    double.door(Door::Open);
    // What is heard counts, whatever is said.
    assert_eq!(
        shell.run("Complete-CustomerKeyPurge", without.clone()).error().0,
        "PurgeKeysReachable"
    );
    let shell = people.shell(shell, double.port, OTHER);
    let other = shell.run("Complete-CustomerKeyPurge", without.clone()).error();
    assert_eq!(other.0, "PurgeAskedByAnother");
    let shell = people.shell(shell, double.port, NOBODY);
    let told = shell.what_if("Complete-CustomerKeyPurge", &without).ok().what_if.concat();
    assert!(told.contains("is not known") && told.contains("AADSTS7000215"), "{told}");
    let said = shell.run("Complete-CustomerKeyPurge", without).ok();
    assert!(said.warnings.concat().contains("is not known"), "{said:#?}");
    let record = json!({ "Activity": "Approve data purge" });
    let record = shell.run("Search-CustomerKeyAudit", record).ok().outputs[0].to_string();
    assert!(record.contains("unanswered") && record.contains("AADSTS7000215"), "{record}");
    is_whole(&shell);
}

/// The document of the purge, signed by its approver.
fn signed(shell: &Shell) {
    let write = |name: &str, label: &str, base64: &str| {
        let pem = format!("-----BEGIN {label} KEY-----\n{base64}\n-----END {label} KEY-----\n");
        std::fs::write(shell.folder.path().join(name), pem).unwrap();
    };
    let private = "MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    let public = "MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=";
    write("private.pem", "PRIVATE", private);
    write("approver.pem", "PUBLIC", public);
    let approver = json!({ "Name": "Alice", "PublicKey": "approver.pem" });
    shell.run("Set-CustomerKeyPurgeApprover", approver).ok();
    let new = json!({ "Identity": "P", "OutputFile": "purge.json" });
    shell.run("New-CustomerKeyPurgeDocument", new).ok();
    let files =
        json!({ "Path": "purge.json", "PrivateKey": "private.pem", "OutputFile": "signed.json" });
    shell.run("Approve-CustomerKeyPurgeDocument", files).ok();
}
