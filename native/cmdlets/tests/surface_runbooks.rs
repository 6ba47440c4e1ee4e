//! The runbooks' command lines on a real tenant, and what only objects of a pipeline can do.
//! PowerShell plays the runbooks whole; this plays their lines without it: a line is one call, an
//! argument in parentheses another one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code
)]

mod common;
#[path = "surface_module/powershell.rs"]
mod powershell;

use ckey_cmdlets::bind::Binder;
use ckey_cmdlets::table::Kind;
use ckey_cmdlets::table::find;
use common::{Shell, text};
use powershell::{Call, Script};
use serde_json::{Value, json};

/// Runs a call as it is written and returns what came.
fn play(shell: &Shell, call: &Call) -> Vec<Value> {
    let cmdlet = find(&call.name).unwrap_or_else(|| panic!("there is no {}", call.name));
    let (mut parameters, mut positional) = (json!({}), Vec::new());
    let mut arguments = call.arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.strip_prefix('-') else {
            positional.push(value(shell, argument));
            continue;
        };
        let is_switch = Binder::find(cmdlet, name).unwrap().kind() == Kind::Switch;
        let given = arguments.next_if(|next| !is_switch && !next.starts_with('-'));
        parameters[name] = given.map_or(json!(true), |given| value(shell, given));
    }
    let call = shell
        .start_with(cmdlet.name, json!({ "parameters": parameters, "positional": positional }));
    common::read(call, true).ok().outputs
}

fn value(shell: &Shell, written: &str) -> Value {
    let written = written.trim();
    if let Some(computed) = written.strip_prefix('(') {
        let inner = Script::parse(computed.split_once(')').unwrap().0.to_owned()).calls();
        let first = inner.first().unwrap();
        if first.name == "Get-Date" {
            return json!(first.arguments[1].trim_matches('"'));
        }
        let property = written.rsplit('.').next().unwrap();
        return play(shell, first)[0][property].clone();
    }
    match written.to_lowercase().as_str() {
        "$true" => return json!(true),
        "$false" => return json!(false),
        "$null" => return Value::Null,
        _ => {}
    }
    let items = written.trim_start_matches("@(").trim_end_matches(')').split(',');
    let items: Vec<Value> =
        items.map(|item| json!(item.trim().trim_matches(['\'', '"']))).collect();
    if items.len() > 1 { Value::Array(items) } else { items[0].clone() }
}

/// What `common/vaults.ps1` does.
fn two_vaults(shell: &Shell, line: &str) {
    let names: Vec<&str> = line
        .rsplit('"')
        .next()
        .unwrap()
        .split([',', ' '])
        .filter(|name| !name.is_empty())
        .collect();
    for (at, region) in ["West US", "East US"].into_iter().enumerate() {
        let (vault, key, group) = (names[at], names[at + 2], format!("{}-rg", names[at]));
        let run = |cmdlet: &str, parameters: Value| drop(shell.run(cmdlet, parameters).ok());
        run(
            "Set-AzContext",
            json!({"SubscriptionId": format!("{0}{0}{0}{0}-1111-1111-1111-111111111111", at + 11)}),
        );
        run("New-AzResourceGroup", json!({"Name": group, "Location": region, "Force": true}));
        let new = json!({"Name": vault, "ResourceGroupName": group, "Location": region, "Sku": "Premium", "EnablePurgeProtection": true});
        run("New-AzKeyVault", new);
        for application in
            ["00000002-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4"]
        {
            let rights = ["wrapKey", "unwrapKey", "get"];
            let policy = json!({"VaultName": vault, "PermissionsToKeys": rights, "ServicePrincipalName": application});
            run("Set-AzKeyVaultAccessPolicy", policy);
        }
        run(
            "Add-AzKeyVaultKey",
            json!({"VaultName": vault, "Name": key, "Destination": "Software", "KeyOps": ["wrapKey", "unwrapKey"]}),
        );
    }
}

fn runbook(name: &str) -> Shell {
    let shell = Shell::with_tenant();
    let file = format!("{}/../../tests/runbooks/{name}.ps1", env!("CARGO_MANIFEST_DIR"));
    let script = std::fs::read_to_string(file).unwrap().replace(['\u{201c}', '\u{201d}'], "\"");
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("if "))
        // What needs a variable only PowerShell plays.
        .filter(|line| !line.contains("$v") && !line.contains("$r"));
    let mut played = 0;
    for line in lines {
        if line.contains("common/vaults.ps1") {
            two_vaults(&shell, line);
            continue;
        }
        let calls = Script::parse(line.to_owned()).calls();
        if let Some(call) = calls.iter().find(|call| find(&call.name).is_some()) {
            play(&shell, call);
            played += 1;
        }
    }
    assert!(played > 5, "{played} lines of {name}");
    shell
}

#[test]
fn the_vaults_of_the_article_come_out_as_it_says() {
    let shell = runbook("vaults");
    let vault = shell
        .run("Get-AzKeyVault", json!({"VaultName": "Contoso-O365EX-NA-VaultA1"}))
        .one()
        .clone();
    assert!(text(&vault["AccessPoliciesText"]).to_lowercase().contains("unwrapkey"), "{vault}");
    assert!(!text(&vault["AccessPoliciesText"]).contains("alice"));
}

#[test]
fn a_lost_key_comes_back_from_its_backup_as_the_article_says() {
    let shell = runbook("restore-keys");
    let key = json!({"VaultName": "Contoso-O365EX-NA-VaultA1", "Name": "Contoso-O365EX-NA-VaultA1-Key001", "IncludeVersions": true});
    assert_eq!(shell.run("Get-AzKeyVaultKey", key).ok().outputs.len(), 2);
}

#[test]
fn the_multi_workload_articles_end_with_a_policy_assigned() {
    let shell = runbook("multi-workload");
    let assigned = shell.run("Get-M365DataAtRestEncryptionPolicyAssignment", json!({}));
    assert_eq!(text(&assigned.one()["DataEncryptionPolicy"]), "Contoso_Global");
    let policy = |name: &str| {
        shell.run("Get-M365DataAtRestEncryptionPolicy", json!({"Identity": name})).one().clone()
    };
    assert_eq!(policy("NAM Policy")["Enabled"], json!(false));
    assert_eq!(policy("EUR Policy")["Generation"], json!(2));
}

#[test]
fn the_preview_article_assigns_by_its_old_parameter() {
    let shell = runbook("tenant-level-preview");
    let assigned = shell.run("Get-M365DataAtRestEncryptionPolicyAssignment", json!({}));
    assert_eq!(text(&assigned.one()["DataEncryptionPolicy"]), "Tenant default policy");
}

#[test]
fn the_mailbox_article_puts_a_mailbox_under_a_policy_and_takes_it_off() {
    let shell = runbook("mailboxes");
    let mailbox = shell.run("Get-Mailbox", json!({"Identity": "alice"})).one().clone();
    assert!(mailbox["DataEncryptionPolicy"].as_str().unwrap_or_default().is_empty(), "{mailbox}");
    let user = shell.run("Get-MailUser", json!({"Identity": "bob"})).one().clone();
    assert_eq!(text(&user["DataEncryptionPolicy"]), "USA_mailboxes");
}

#[test]
fn the_roll_article_takes_the_new_version_into_use() {
    let shell = runbook("roll-keys");
    let policy = shell.run("Get-DataEncryptionPolicy", json!({"Identity": "NA"})).one().clone();
    assert_eq!(policy["Generation"], json!(2));
    let versions = json!({"VaultName": "Contoso-O365EX-NA-VaultA1", "Name": "Contoso-O365EX-NA-VaultA1-Key001", "IncludeVersions": true});
    let newest = text(&shell.run("Get-AzKeyVaultKey", versions).ok().outputs[0]["Version"]);
    assert!(policy["RootKeys"][0].as_str().unwrap().ends_with(&newest), "{policy}");
}

#[test]
fn an_item_of_the_pipeline_says_itself_where_it_lies() {
    let shell = Shell::with_tenant();
    std::fs::write(shell.folder.path().join("letter.txt"), "the letter").unwrap();
    shell.run("New-Mailbox", json!({"Name": "alice"})).ok();
    shell.run("Import-CustomerKeyItem", json!({"Path": "letter.txt", "Mailbox": "alice"})).ok();
    let item = shell.run("Get-CustomerKeyItem", json!({"Mailbox": "alice"})).one().clone();
    assert_eq!(
        item["Workload"],
        Value::Null,
        "what by property name would have stopped the pipeline"
    );
    shell.run("Export-CustomerKeyItem", json!({"InputObject": item, "Destination": "out"})).ok();
    assert_eq!(
        std::fs::read_to_string(shell.folder.path().join("out/letter.txt")).unwrap(),
        "the letter"
    );
}
