//! The twin of a real tenant: the same names and ids, whatever is wrong with it, all or nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;

use common::{Said, Shell};
use serde_json::{Value, json};

const INVENTORY: &str = include_str!("../../../tests/examples/files/inventory.json");

fn import(shell: &Shell, name: &str, bytes: &[u8]) -> Said {
    fs::write(shell.folder.path().join(name), bytes).unwrap();
    shell.run("Import-CustomerKeyInventory", json!({ "Path": [name] }))
}

fn found(said: &Said, number: &str) -> Vec<String> {
    let of = said.outputs.iter().filter(|check| check["Number"] == number);
    of.map(|check| common::text(&check["Result"])).collect()
}

#[test]
fn a_twin_has_the_names_and_ids_of_the_real_tenant_and_what_is_wrong_with_it() {
    let shell = Shell::with_tenant();
    let said = import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
    for (number, wanted) in [
        ("V4", vec!["Failed"]),
        ("V7", vec!["Failed"]),
        ("V13", vec!["Failed", "Passed"]),
        ("V14", vec!["Warning", "Passed"]),
        ("V20", vec!["Failed", "Passed"]),
        ("V22", vec!["Passed"; 4]),
    ] {
        assert_eq!(found(&said, number), wanted, "{number}");
    }
    let policy = shell.run("Get-DataEncryptionPolicy", json!({})).ok();
    assert_eq!(policy.one()["Guid"], "12345678-1234-4234-8234-123456789abc");
    let mailbox = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!(mailbox.one()["ExchangeGuid"], "87654321-4321-4321-8321-cba987654321");
    assert_eq!(mailbox.one()["DataEncryptionPolicy"], "Real_mailboxes");
    assert_eq!(mailbox.one()["RecipientTypeDetails"], "SharedMailbox");
    let usage = shell.run("Get-CustomerKeyUsage", json!({})).ok().list("Id");
    assert!(usage[0].ends_with("/0123456789abcdef0123456789abcdef"), "{usage:?}");
    let vault = shell.run("Get-AzKeyVault", json!({ "VaultName": "contosoRealEast" })).ok();
    let access = vault.one()["AccessPolicies"].as_array().unwrap().clone();
    assert_eq!(access.len(), 1, "who made the twin has no permission that the real one lacks");
}

#[test]
fn a_second_import_changes_nothing_and_one_that_was_ended_is_ended() {
    let shell = Shell::with_tenant();
    let first = import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
    let before = shell.run("Get-DataEncryptionPolicy", json!({})).ok().outputs;
    let again = import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
    assert_eq!(first.outputs, again.outputs);
    assert_eq!(shell.run("Get-DataEncryptionPolicy", json!({})).ok().outputs, before);
}

#[test]
fn a_permission_that_the_real_service_lacks_is_found_by_the_live_wrap() {
    let shell = Shell::with_tenant();
    let broken =
        INVENTORY.replacen("\"get\", \"wrapKey\", \"unwrapKey\"", "\"get\", \"unwrapKey\"", 1);
    let said = import(&shell, "inventory.json", broken.as_bytes()).ok();
    assert!(found(&said, "V11").contains(&"Failed".to_owned()));
    assert!(found(&said, "V22").contains(&"Failed".to_owned()));
}

#[test]
fn a_list_of_the_admin_center_comes_in_with_its_marks_and_semicolons() {
    let shell = Shell::with_tenant();
    let text = "Display name;Email address;Recipient type\r\nZoë;zoe@contoso.com;Shared\r\n\"B;\"\"x\"\"\";b@contoso.com;User\r\n";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    import(&shell, "people.csv", &wide).ok();
    let all = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!(all.list("DisplayName"), ["Zoë", "B;\"x\""]);
    assert_eq!(all.list("RecipientTypeDetails"), ["SharedMailbox", "UserMailbox"]);
    let types = "#TYPE x\r\n\"Name\",\"PrimarySmtpAddress\",\"DataEncryptionPolicy\"\r\n\"c\",\"c@contoso.com\",\"\"\r\n";
    let marked = format!("\u{feff}{types}");
    import(&shell, "more.csv", marked.as_bytes()).ok();
    assert_eq!(shell.run("Get-Mailbox", json!({})).ok().outputs.len(), 3);
}

/// What is wrong is told by file, line and column, and nothing was made.
#[test]
fn what_is_wrong_is_told_where_it_stands_and_nothing_is_imported() {
    let shell = Shell::with_tenant();
    let size = INVENTORY.replacen("2048", "1024", 1);
    let (line, column) = place(&size, "1024");
    let at = |line: usize, column: usize| format!("line {line}, column {column}:");
    let csv = "Name,PrimarySmtpAddress\r\na,a@contoso.com\r\nb,nowhere\r\n";
    for (name, text, wanted) in [
        ("size.json", size.as_str(), at(line, column)),
        ("address.csv", csv, at(3, 3)),
        ("fields.csv", "Name,PrimarySmtpAddress\na\n", at(2, 1)),
        ("quote.csv", "Name,PrimarySmtpAddress\na,\"b\n", at(2, 3)),
        ("broken.json", "{\"Mailboxes\": [\n  {]}", at(2, 4)),
        ("what.csv", "a,b\n1,2\n", at(2, 1)),
    ] {
        let said = import(&shell, name, text.as_bytes());
        assert_eq!(said.error(), "InventoryInvalid", "{name}");
        let message = common::text(&said.errors[0]["message"]);
        assert!(message.contains(name) && message.contains(&wanted), "{name}: {message}");
    }
    let missing = INVENTORY.replacen("keys/root", "keys/other", 1);
    assert_eq!(import(&shell, "missing.json", missing.as_bytes()).error(), "InventoryIncomplete");
    let nothing: [Value; 0] = [];
    for cmdlet in ["Get-Mailbox", "Get-AzKeyVault", "Get-DataEncryptionPolicy"] {
        assert_eq!(shell.run(cmdlet, json!({})).ok().outputs, nothing, "{cmdlet}");
    }
}

fn place(text: &str, needle: &str) -> (usize, usize) {
    let before = text.split_once(needle).unwrap().0;
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
}

#[test]
fn a_vault_in_a_resource_group_that_azure_cannot_have_is_refused() {
    let shell = Shell::with_tenant();
    let mut inventory: Value = serde_json::from_str(INVENTORY).unwrap();
    let rows = inventory.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut);
    let mut changed = 0;
    for row in rows.flatten().filter(|row| row.get("VaultName").is_some()) {
        row["ResourceGroupName"] = json!("a/b");
        changed += 1;
    }
    assert!(changed > 0);
    let said = import(&shell, "inventory.json", inventory.to_string().as_bytes());
    assert!(said.errors[0].to_string().contains("no resource group has such a name"), "{said:#?}");
}
