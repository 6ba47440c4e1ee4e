//! A tenant leaves its embedded vaults for those of another one, over the network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;

use common::{Said, Served, Shell, permit, roll};
use serde_json::{Value, json};

/// The applications of the service that ask embedded vaults.
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
const WORKLOADS: &str = "c066d759-24ae-40e7-a56f-027002b5d3e4";
const VAULTS: [&str; 2] = ["kv-a", "kv-b"];

/// A session on a tenant with embedded vaults, of the names that those of the server have, and with
/// one policy of mailboxes and one of the workloads.
fn local(served: &Served) -> Shell {
    let variables = served.variables();
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shell = Shell::new(&variables);
    shell.run("New-CustomerKeyTenant", json!({ "Path": "tenant", "Name": "contoso" })).ok();
    let settings = json!({ "JobMode": "Manual", "RootTimeout": 10, "CacheEnabled": false });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    let group = json!({ "Name": "rg", "Location": "eastus" });
    shell.run("New-AzResourceGroup", group).ok();
    for (vault, region) in VAULTS.into_iter().zip(["eastus", "westeurope"]) {
        let new = json!({ "Name": vault, "ResourceGroupName": "rg", "Location": region });
        shell.run("New-AzKeyVault", new).ok();
        for application in [EXCHANGE, WORKLOADS] {
            permit(&shell, vault, application, &["get", "wrapKey", "unwrapKey"]);
        }
        roll(&shell, vault);
    }
    let keys = VAULTS.map(embedded);
    let new = json!({ "Name": "P", "AzureKeyIDs": keys });
    shell.run("New-DataEncryptionPolicy", new).ok();
    let new = json!({ "Name": "M", "AzureKeyIDs": keys });
    shell.run("New-M365DataAtRestEncryptionPolicy", new).ok();
    let assign = json!({ "DataEncryptionPolicy": "M" });
    shell.run("Set-M365DataAtRestEncryptionPolicyAssignment", assign).ok();
    shell.run("New-Mailbox", json!({ "Name": "alice" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "P" })).ok();
    shell.run("New-Mailbox", json!({ "Name": "bob" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    shell
}

fn embedded(vault: &str) -> String {
    format!("https://{vault}.vault.azure.net/keys/Root")
}

fn to(served: &Served) -> Value {
    json!({
        "KeyMap": { embedded("kv-a"): served.uri("kv-a"), embedded("kv-b"): served.uri("kv-b") },
        "VaultHostSuffix": "vault.localhost",
        "VaultPort": served.port,
        "VaultAuthorityFile": served.certificate,
    })
}

fn sealed(shell: &Shell, mailbox: &str) -> String {
    std::fs::write(shell.folder.path().join("mail.txt"), "Dear Bob").unwrap();
    let import = json!({ "Mailbox": mailbox, "Path": "mail.txt" });
    shell.run("Import-CustomerKeyItem", import).ok().text("Identity")
}

fn opened(shell: &Shell, mailbox: &str, identity: &str) -> Said {
    let file = shell.folder.path().join("read.txt");
    let _ = std::fs::remove_file(&file);
    let export = json!({ "Mailbox": mailbox, "Identity": identity, "OutputFile": file });
    let said = shell.run("Export-CustomerKeyItem", export);
    if said.errors.is_empty() {
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "Dear Bob");
    }
    said
}

fn embedded_vaults(shell: &Shell) -> String {
    shell.run("Get-CustomerKeyTenant", json!({})).ok().text("EmbeddedVaults")
}

fn move_to(served: &Served, shell: &Shell) -> Said {
    shell.run("Move-CustomerKeyTenantVault", to(served))
}

/// The vaults whose keys something needs, as the usage names them.
fn needed(shell: &Shell) -> String {
    all_said(&shell.run("Get-CustomerKeyUsage", json!({})).ok())
}

/// Turns a key of the embedded vaults off, so that nothing opens by it.
fn disable_embedded(shell: &Shell) {
    for vault in VAULTS {
        let update = json!({ "VaultName": vault, "Name": "Root", "Enable": false });
        shell.run("Update-AzKeyVaultKey", update).ok();
    }
}

#[test]
fn what_a_move_would_do_is_told_and_nothing_of_it_is_done() {
    let served = Served::start();
    let shell = local(&served);
    let records = || {
        let last = json!({ "Activity": "*", "ResultSize": 1 });
        shell.run("Search-CustomerKeyAudit", last).ok().outputs[0]["RecordNumber"].clone()
    };
    let before = (records(), needed(&shell));
    let told = shell.what_if("Move-CustomerKeyTenantVault", &to(&served)).ok();
    let told_of = |words: &[&str]| {
        told.what_if.iter().any(|line| words.iter().all(|word| line.contains(word)))
    };
    assert!(told_of(&["would be those of Azure", "wrapped something"]), "{told:#?}");
    for policy in ["'P'", "'M'"] {
        let to = served.uri("kv-a");
        assert!(told_of(&[policy, "would get a generation", to.as_str()]), "{told:#?}");
    }
    assert!(told.outputs.is_empty());
    assert_eq!(embedded_vaults(&shell), "InUse");
    assert_eq!(before, (records(), needed(&shell)));
    assert_eq!(move_to(&served, &shell).ok().text("EmbeddedVaults"), "NotNeeded");
}

#[test]
fn a_tenant_moves_and_needs_its_embedded_vaults_no_longer() {
    let served = Served::start();
    let shell = local(&served);
    let mails = ["alice", "bob"].map(|mailbox| (mailbox, sealed(&shell, mailbox)));
    assert_eq!(embedded_vaults(&shell), "InUse");
    let said = move_to(&served, &shell).ok();
    assert_eq!(
        (said.text("VaultProvider"), said.text("EmbeddedVaults")),
        ("Azure".into(), "NotNeeded".into()),
        "{said:#?}"
    );
    assert!(said.warnings.iter().any(|it| it.contains("Remove-AzKeyVault")), "{said:#?}");
    assert!(!needed(&shell).contains("vault.azure.net"), "{}", needed(&shell));
    disable_embedded(&shell);
    for (mailbox, mail) in &mails {
        assert!(opened(&shell, mailbox, mail).ok().warnings.is_empty());
    }
    let check = shell.run("Test-CustomerKeyTenant", json!({})).ok();
    assert!(check.outputs.len() > 5 && !all_said(&check).contains("\"Failed\""), "{check:#?}");
    // Where it is a policy may be refreshed and made as in any other tenant.
    VAULTS.iter().for_each(|vault| drop(served.roll(vault)));
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "P", "Refresh": true })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    opened(&shell, "alice", &mails[0].1).ok();
    let keys = VAULTS.map(embedded);
    let (id, told) =
        shell.run("New-DataEncryptionPolicy", json!({ "Name": "Q", "AzureKeyIDs": keys })).error();
    assert!(id == "BadParameter" && told.contains("leaves"), "{id} {told}");
    let again = shell.run("Move-CustomerKeyTenantVault", json!({})).ok();
    assert_eq!(again.text("EmbeddedVaults"), "NotNeeded");
    let (id, _) = shell.run("Move-CustomerKeyTenantVault", json!({ "Undo": true })).error();
    assert_eq!(id, "RelocationDone");
    // They go by an explicit act alone.
    shell.run("Remove-AzKeyVault", json!({ "VaultName": "kv-a" })).ok();
    opened(&shell, "alice", &mails[0].1).ok();
}

#[test]
fn nothing_changes_while_a_new_vault_does_not_answer() {
    let served = Served::start();
    let shell = local(&served);
    let mail = sealed(&shell, "alice");
    for fault in ["Unreachable", "ServerError"] {
        served.fault(fault);
        let (id, told) = move_to(&served, &shell).error();
        assert!(id == "RootDoesNotServe" && told.contains(fault), "{told}");
    }
    served.fault("None");
    served.permit("kv-b", &["get"]);
    let (id, told) = move_to(&served, &shell).error();
    assert!(id == "RootDoesNotServe" && told.contains("AccessDenied"), "{told}");
    assert!(!told.contains(&served.secret));
    assert_eq!(embedded_vaults(&shell), "InUse");
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "P", "Refresh": true })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    opened(&shell, "alice", &mail).ok();
}

#[test]
fn sharepoints_keys_stay_until_each_is_rolled_and_each_vault_answers_for_its_own() {
    const SHAREPOINT: &str = "00000003-0000-0ff1-ce00-000000000000";
    const SITE: &str = "https://contoso.sharepoint.com/sites/a";
    let served = Served::start();
    let shell = local(&served);
    let version = |vault: &str| {
        permit(&shell, vault, SHAREPOINT, &["get", "wrapKey", "unwrapKey"]);
        format!("{}/{}", embedded(vault), roll(&shell, vault))
    };
    let geo = json!({ "Name": "NAM", "AdminUrl": "https://contoso-admin.sharepoint.com" });
    shell.run("New-CustomerKeyGeo", geo).ok();
    shell.run("New-CustomerKeySite", json!({ "Url": SITE })).ok();
    let keys = json!({ "Identity": "NAM", "PrimaryKeyVaultUri": version("kv-a"), "SecondaryKeyVaultUri": version("kv-b") });
    shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    let said = move_to(&served, &shell).ok();
    assert_eq!(said.text("EmbeddedVaults"), "Needed");
    assert!(said.warnings.iter().any(|it| it.contains("'NAM'")), "{said:#?}");
    // Embedded vaults are worked on as before, and get no new company.
    let change = json!({ "Change": [format!("disable {}", embedded("kv-a"))] });
    assert!(!shell.run("Get-CustomerKeyImpact", change).ok().outputs.is_empty());
    let new = json!({ "Name": "kv-c", "ResourceGroupName": "rg", "Location": "eastus" });
    assert_eq!(shell.run("New-AzKeyVault", new).error().0, "VaultsNotEmbedded");
    for (vault, key) in VAULTS.into_iter().zip(["Primary", "Secondary"]) {
        let uri = format!("{}/{}", served.uri(vault), served.roll(vault));
        let roll = json!({ "Identity": "NAM", "KeyVaultUri": uri, "KeyType": key });
        shell.run("Update-SPODataEncryptionPolicy", roll).ok();
        shell.run("Invoke-CustomerKeyJob", json!({})).ok();
        let check = shell.run("Test-CustomerKeyTenant", json!({})).ok();
        assert!(!all_said(&check).contains("\"Failed\""), "{check:#?}");
    }
    assert_eq!(embedded_vaults(&shell), "NotNeeded");
    disable_embedded(&shell);
    let check = shell.run("Test-CustomerKeyTenant", json!({})).ok();
    assert!(!all_said(&check).contains("\"Failed\""), "{check:#?}");
}

fn all_said(said: &Said) -> String {
    serde_json::to_string(&said.outputs).unwrap()
}

/// Moves a tenant to vaults that take their time, and fall silent once so many policies have moved.
fn interrupted(served: &Served, shell: &Shell, parameters: &Value, moved: &str) -> Said {
    for vault in VAULTS {
        let slow = json!({ "VaultName": vault, "Fault": "Slow", "DelaySeconds": 0.8 });
        served.shell.run("Set-CustomerKeyVaultFault", slow).ok();
    }
    let mut is_silent = false;
    let silence = |record: &str| {
        if !is_silent && record.contains("\"progress\"") && record.contains(moved) {
            served.fault("Unreachable");
            is_silent = true;
        }
    };
    let said = shell.run_while("Move-CustomerKeyTenantVault", parameters, silence);
    assert!(is_silent, "{said:#?}");
    served.fault("None");
    said
}

fn not_moved(said: &Said) -> Vec<String> {
    let message = |error: &Value| error["message"].as_str().unwrap_or_default().to_owned();
    said.errors.iter().map(message).collect()
}

#[test]
fn a_move_that_was_interrupted_is_taken_back_or_goes_on_by_the_command_without_parameters() {
    let served = Served::start();
    let shell = local(&served);
    let mails = ["alice", "bob"].map(|mailbox| (mailbox, sealed(&shell, mailbox)));
    let go_on = json!({});

    // No policy has moved, and each says why.
    let said = interrupted(&served, &shell, &to(&served), ": 0 of 2 have");
    let problems = not_moved(&said);
    assert_eq!(problems.len(), 2, "{said:#?}");
    for (policy, problem) in ["'M' was not moved", "'P' was not moved"].iter().zip(sorted(problems))
    {
        assert!(problem.contains(policy) && problem.contains("could not be reached"), "{problem}");
    }
    assert_eq!(embedded_vaults(&shell), "Needed");
    let told = shell.what_if("Move-CustomerKeyTenantVault", &go_on).ok().what_if.concat();
    for expected in ["'P' would get a generation", "'M' would get a generation"] {
        assert!(told.contains(expected), "{told}");
    }
    assert!(!told.contains("would be those of Azure"), "{told}");
    let back = json!({ "Undo": true });
    let told = shell.what_if("Move-CustomerKeyTenantVault", &back).ok().what_if.concat();
    assert!(told.contains("would stay with its embedded vaults"), "{told}");
    shell.run("Move-CustomerKeyTenantVault", back.clone()).ok();
    assert_eq!(embedded_vaults(&shell), "InUse");
    let nothing_begun = shell.run("Move-CustomerKeyTenantVault", go_on.clone()).error().0;
    assert_eq!(nothing_begun, "NewRootsRequired");

    // One has moved: there is no way back, and all can be read under its own keys.
    let said = interrupted(&served, &shell, &to(&served), ": 1 of 2 have");
    assert_eq!(not_moved(&said).len(), 1, "{said:#?}");
    assert_eq!(shell.run("Move-CustomerKeyTenantVault", back).error().0, "RelocationUnderWay");
    for (mailbox, mail) in &mails {
        opened(&shell, mailbox, mail).ok();
    }
    let told = shell.what_if("Move-CustomerKeyTenantVault", &go_on).ok().what_if.concat();
    assert_eq!(told.matches("would get a generation").count(), 1, "{told}");
    let said = shell.run("Move-CustomerKeyTenantVault", go_on).ok();
    assert_eq!(said.text("EmbeddedVaults"), "NotNeeded", "{said:#?}");
    disable_embedded(&shell);
    for (mailbox, mail) in &mails {
        assert!(opened(&shell, mailbox, mail).ok().warnings.is_empty());
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}
