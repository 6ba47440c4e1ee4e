//! A tenant whose roots are in the vaults of another one, over the network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/application.rs"]
mod application;
mod common;

use application::Application;
use common::{APPLICATION, Served, Shell};
use serde_json::json;

/// A policy under both vaults, a mailbox under it, and a mail in the mailbox; the mail's identity.
fn sealed(served: &Served, shell: &Shell) -> String {
    let keys = [served.uri("kv-a"), served.uri("kv-b")];
    let new = json!({ "Name": "P", "AzureKeyIDs": keys });
    shell.run("New-DataEncryptionPolicy", new).ok();
    shell.run("New-Mailbox", json!({ "Name": "alice" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "P" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    std::fs::write(shell.folder.path().join("mail.txt"), "Dear Bob").unwrap();
    let import = json!({ "Mailbox": "alice", "Path": "mail.txt" });
    shell.run("Import-CustomerKeyItem", import).ok().text("Identity")
}

fn opened(shell: &Shell, identity: &str) -> common::Said {
    let file = shell.folder.path().join("read.txt");
    let _ = std::fs::remove_file(&file);
    let export = json!({ "Mailbox": "alice", "Identity": identity, "OutputFile": file });
    let said = shell.run("Export-CustomerKeyItem", export);
    if said.errors.is_empty() {
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "Dear Bob");
    }
    said
}

#[test]
fn mail_is_sealed_read_rolled_refused_and_kept_from_an_outage_under_roots_over_the_network() {
    let served = Served::start();
    let shell = served.client();
    let status = shell.run("Get-CustomerKeyTenant", json!({})).ok();
    assert_eq!(status.text("VaultProvider"), "Azure");
    let mail = sealed(&served, &shell);
    opened(&shell, &mail).ok();

    // A roll: new versions, a refresh, and the mail opens as before.
    let versions = ["kv-a", "kv-b"].map(|vault| served.roll(vault));
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "P", "Refresh": true })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    opened(&shell, &mail).ok();
    let usage = shell.run("Get-CustomerKeyUsage", json!({})).ok();
    let usage = serde_json::to_string(&usage.outputs).unwrap();
    for version in &versions {
        assert!(usage.contains(version), "{usage}");
    }

    // Both versions are disabled: refused, and the service's own words say why.
    let enabled = |vault: &str, version: &str, enable: bool| {
        let update =
            json!({ "VaultName": vault, "Name": "Root", "Version": version, "Enable": enable });
        served.shell.run("Update-AzKeyVaultKey", update).ok();
    };
    for (vault, version) in ["kv-a", "kv-b"].iter().zip(&versions) {
        enabled(vault, version, false);
    }
    let (id, told) = opened(&shell, &mail).error();
    assert_eq!(id, "CustomerKeyAccessDenied");
    assert!(told.contains("KeyDisabled"), "{told}");
    enabled("kv-b", &versions[1], true);
    opened(&shell, &mail).ok();
    enabled("kv-a", &versions[0], true);

    // The permission is taken away on one vault: the other serves; on both: refused.
    served.permit("kv-a", &["get"]);
    opened(&shell, &mail).ok();
    served.permit("kv-b", &["get"]);
    let (id, told) = opened(&shell, &mail).error();
    assert_eq!(id, "CustomerKeyAccessDenied");
    assert!(told.contains("AccessDenied") && !told.contains(&served.secret), "{told}");
    for vault in ["kv-a", "kv-b"] {
        served.permit(vault, &["get", "wrapKey", "unwrapKey"]);
    }

    // An outage: the availability key serves, and says so.
    for (fault, reason) in [
        ("Throttled", "Throttled"),
        ("ServerError", "ServerError"),
        ("Unreachable", "Unreachable"),
        ("Reset", "Unreachable"),
        ("HalfAnswer", "Unreachable"),
    ] {
        served.fault(fault);
        let said = opened(&shell, &mail).ok();
        assert!(said.warnings.iter().any(|it| it.contains(reason)), "{fault}: {said:?}");
        served.fault("None");
        assert!(opened(&shell, &mail).ok().warnings.is_empty());
    }
}

#[test]
fn a_registered_certificate_signs_in_in_place_of_a_secret_until_its_registration_is_replaced() {
    let served = Served::start();
    let pem = Application::new().pem();
    let register = |again: bool| {
        let registered = served.shell.session.as_azure_account("test", |tenant, account| {
            if again {
                tenant.directory().register_principal(account, APPLICATION)?;
                return Ok(());
            }
            tenant.directory().add_certificate(account, APPLICATION, pem.as_bytes()).map(drop)
        });
        registered.unwrap();
    };
    register(false);
    let file = served.shell.folder.path().join("application.pem");
    std::fs::write(&file, &pem).unwrap();
    let mut variables = served.variables();
    variables.retain(|(name, _)| *name != "AZURE_CLIENT_SECRET");
    variables.push(("AZURE_CLIENT_CERTIFICATE_PATH", file.to_str().unwrap().to_owned()));
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shell = served.client_with(&variables);
    let mail = sealed(&served, &shell);
    opened(&shell, &mail).ok();

    register(true);
    let keys = [served.uri("kv-a"), served.uri("kv-b")];
    let new = json!({ "Name": "P", "AzureKeyIDs": keys });
    let (_, told) = served.client_with(&variables).run("New-DataEncryptionPolicy", new).error();
    assert!(told.contains("AADSTS7000215"), "{told}");
}

#[test]
fn one_id_names_an_operation_in_the_tenants_log_and_the_uses_of_keys_that_the_vaults_record_for_it()
{
    let served = Served::start();
    let shell = served.client();
    sealed(&served, &shell);
    let made = json!({ "Operation": "New-DataEncryptionPolicy" });
    let id = shell.run("Search-CustomerKeyAudit", made).ok().text("OperationId");
    for vault in ["kv-a", "kv-b"] {
        let uses = json!({ "VaultName": vault });
        let uses = served.shell.run("Search-CustomerKeyVaultUse", uses).ok().outputs;
        for operation in ["KeyWrap", "KeyUnwrap"] {
            let is_it = |used: &&serde_json::Value| used["Operation"] == operation;
            // The oldest: others may have unwrapped since.
            let used = uses.iter().rev().find(is_it).unwrap();
            assert_eq!(used["OperationId"], id.as_str(), "{vault} {operation}: {uses:#?}");
            assert!(used["CallerId"].is_string());
        }
    }
}
