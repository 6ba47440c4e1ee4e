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
    assert!(again.warnings.is_empty(), "{again:#?}");
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
    let text = "Display name;Email address;Recipient type\r\nZoë;zoe@contoso.com;Shared\r\n\"B;\"\"x\"\"\";b@contoso.com;User\r\nBlue;blue@contoso.com;Room\r\nBeamer;beamer@contoso.com;Equipment\r\n";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    import(&shell, "people.csv", &wide).ok();
    let all = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!(all.list("DisplayName"), ["Zoë", "B;\"x\"", "Blue", "Beamer"]);
    let types = ["SharedMailbox", "UserMailbox", "RoomMailbox", "EquipmentMailbox"];
    assert_eq!(all.list("RecipientTypeDetails"), types);
    let types = "#TYPE x\r\n\"Name\",\"PrimarySmtpAddress\",\"DataEncryptionPolicy\"\r\n\"c\",\"c@contoso.com\",\"\"\r\n";
    let marked = format!("\u{feff}{types}");
    import(&shell, "more.csv", marked.as_bytes()).ok();
    assert_eq!(shell.run("Get-Mailbox", json!({})).ok().outputs.len(), 5);
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

const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
const SUBSCRIPTION: &str = "11111111-1111-4111-8111-111111111111";

/// An inventory with one more mailbox, which has no policy.
fn with_another_mailbox(text: &str) -> String {
    text.replacen(
        "\"Mailboxes\": [",
        "\"Mailboxes\": [{\"PrimarySmtpAddress\": \"new@contoso.com\"}, ",
        1,
    )
}

fn vault(shell: &Shell, name: &str) -> Value {
    shell.run("Get-AzKeyVault", json!({ "VaultName": name })).ok().one().clone()
}

/// A twin in which somebody has taken and given since: the service's permissions are gone, another
/// has some, the firewall is closed, and the mailbox has no policy.
fn changed_twin() -> Shell {
    let shell = Shell::with_tenant();
    import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
    shell.run("Set-AzContext", json!({ "Subscription": SUBSCRIPTION })).ok();
    let of = |more: Value| {
        let mut all = json!({ "VaultName": "contosoRealEast" });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let service = json!({ "ServicePrincipalName": EXCHANGE });
    shell.run("Remove-AzKeyVaultAccessPolicy", of(service)).ok();
    let given = json!({ "UserPrincipalName": "ann@contoso.com", "PermissionsToKeys": ["get"] });
    shell.run("Set-AzKeyVaultAccessPolicy", of(given)).ok();
    shell.run("Update-AzKeyVaultNetworkRuleSet", of(json!({ "DefaultAction": "Deny" }))).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "rosa", "DataEncryptionPolicy": null })).ok();
    shell
}

#[test]
fn a_later_import_leaves_what_is_there_as_it_is_and_names_each_difference() {
    let shell = changed_twin();
    let disabled =
        INVENTORY.replacen("\"Enabled\": true, \"Created\"", "\"Enabled\": false, \"Created\"", 1);
    fs::write(shell.folder.path().join("more.json"), with_another_mailbox(&disabled)).unwrap();
    let before = vault(&shell, "contosoRealEast");
    let what_if = shell.what_if("Import-CustomerKeyInventory", json!({ "Path": ["more.json"] }));
    let told = what_if.what_if.join("\n");
    assert!(told.contains("1 mailbox would be there") && !told.contains("2 vaults"), "{told}");
    let said = shell.run("Import-CustomerKeyInventory", json!({ "Path": ["more.json"] })).ok();
    assert_eq!(vault(&shell, "contosoRealEast"), before);
    let people = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!(people.outputs.len(), 2);
    assert!(
        people
            .outputs
            .iter()
            .all(|one| one["DataEncryptionPolicy"].as_str().is_none_or(str::is_empty)),
        "{people:?}"
    );
    let warnings = said.warnings.join("\n");
    for (what, is, wanted) in [
        ("the permissions of 'Office 365 Exchange Online'", "none", "get, wrapKey, unwrapKey"),
        ("the permissions of 'ann@contoso.com'", "get", "none"),
        ("the firewall of the vault 'contosoRealEast'", "closed", "open"),
        ("the state of the key", "enabled", "disabled"),
        ("the policy of the mailbox 'rosa@contoso.com'", "none", "Real_mailboxes"),
    ] {
        let line = warnings.lines().find(|line| line.contains(what));
        let line = line.unwrap_or_else(|| panic!("{what}: {warnings}"));
        assert!(line.ends_with(&format!(": {is}; the inventory says {wanted}.")), "{line}");
        assert!(told.contains(line), "{line}: {told}");
    }
}

/// What a reader of the mailbox is told, when nothing is remembered.
fn read_mail(shell: &Shell) -> Said {
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    let item =
        json!({ "Mailbox": "rosa", "Identity": "letter", "OutputFile": "out", "Force": true });
    shell.run("Export-CustomerKeyItem", item)
}

#[test]
fn a_later_import_opens_no_mail_that_a_revocation_has_closed() {
    let shell = Shell::with_tenant();
    import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
    fs::write(shell.folder.path().join("letter"), "dear").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "rosa" })).ok();
    read_mail(&shell).ok();
    shell.run("Set-AzContext", json!({ "Subscription": SUBSCRIPTION })).ok();
    for vault in ["contosoRealEast", "contosoRealWest"] {
        let taken = json!({ "VaultName": vault, "ServicePrincipalName": EXCHANGE });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    let refused = read_mail(&shell).error().to_owned();
    import(&shell, "more.json", with_another_mailbox(INVENTORY).as_bytes()).ok();
    assert_eq!(read_mail(&shell).error(), refused);
    // A new mailbox under the policy needs what the service is given back first.
    let under = with_another_mailbox(INVENTORY).replacen(
        "new@contoso.com\"",
        "newer@contoso.com\", \"DataEncryptionPolicy\": \"Real_mailboxes\"",
        1,
    );
    fs::write(shell.folder.path().join("under.json"), under).unwrap();
    let overwrite = json!({ "Path": ["under.json"], "Overwrite": true });
    shell.run("Import-CustomerKeyInventory", overwrite).ok();
    read_mail(&shell).ok();
}

#[test]
fn what_is_there_is_made_as_the_inventory_says_where_that_is_asked_for_and_agreed_to() {
    let shell = changed_twin();
    let before = vault(&shell, "contosoRealEast");
    let overwrite = json!({ "Path": ["inventory.json"], "Overwrite": true });
    let refused =
        common::read(shell.start("Import-CustomerKeyInventory", overwrite.clone()), false);
    let question = refused.questions.join("\n");
    assert_eq!(vault(&shell, "contosoRealEast"), before);
    let lines: Vec<_> = question.lines().filter(|line| line.contains("in place of")).collect();
    let given = lines.iter().take_while(|line| line.starts_with("Access would be given:")).count();
    assert_eq!((given, lines.len()), (3, 4), "{question}");
    assert!(question.contains("Office 365 Exchange Online") && question.contains("rosa"));
    let said = shell.run("Import-CustomerKeyInventory", overwrite.clone()).ok();
    assert!(said.questions.len() == 1 && said.warnings.is_empty(), "{said:#?}");
    let access = vault(&shell, "contosoRealEast")["AccessPolicies"].as_array().unwrap().clone();
    assert_eq!(access.len(), 1, "{access:?}");
    let mailbox = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!(mailbox.one()["DataEncryptionPolicy"], "Real_mailboxes");
    let again = shell.run("Import-CustomerKeyInventory", overwrite).ok();
    assert!(again.questions.is_empty(), "{again:#?}");
}

/// The vault is there, and none of the service's permissions is.
#[test]
fn an_import_that_was_ended_after_it_made_a_vault_is_ended_by_the_next_one() {
    let shell = Shell::with_tenant();
    fs::write(shell.folder.path().join("inventory.json"), INVENTORY).unwrap();
    shell.run("Set-AzContext", json!({ "Subscription": SUBSCRIPTION })).ok();
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "eastus" })).ok();
    let tenant = shell.folder.path().join("tenant");
    let tenant = ckey_engine::Tenant::open(&tenant, ckey_engine::OpenOptions::default()).unwrap();
    let new = json!({ "VaultName": "contosoRealEast", "ResourceGroupName": "rg", "Location": "eastus", "Sku": "Premium" });
    shell.run("New-AzKeyVault", new).ok();
    let id = tenant.vaults().vault_id("contosoRealEast").unwrap().unwrap();
    tenant.begin_import(&format!("vault contosorealeast\t{id}")).unwrap();
    let path = json!({ "Path": ["inventory.json"] });
    let what_if = shell.what_if("Import-CustomerKeyInventory", path.clone()).what_if.join("\n");
    assert!(what_if.contains("1 vault of an import that was not ended"), "{what_if}");
    shell.run("Import-CustomerKeyInventory", path).ok();
    assert!(tenant.unfinished_import().unwrap().is_empty());
    let access = vault(&shell, "contosoRealEast")["AccessPolicies"].as_array().unwrap().clone();
    assert_eq!(access.len(), 1, "{access:?}");
}

#[test]
fn a_vault_lies_in_the_subscription_that_its_name_stands_for() {
    let shell = Shell::with_tenant();
    shell.run("Set-AzContext", json!({ "Subscription": "Prod" })).ok();
    let text = INVENTORY.replace(SUBSCRIPTION, "Prod");
    import(&shell, "inventory.json", text.as_bytes()).ok();
    let known = shell.run("Get-AzSubscription", json!({ "SubscriptionName": "Prod" })).ok();
    let id = common::text(&known.one()["Id"]);
    let lies = common::text(&vault(&shell, "contosoRealEast")["ResourceId"]);
    assert!(lies.starts_with(&format!("/subscriptions/{id}/")), "{lies}");
    assert_eq!(known.outputs.len(), 1);
}

#[test]
fn a_vault_or_a_policy_that_is_there_twice_is_refused_with_both_lines() {
    let shell = Shell::with_tenant();
    let vaults =
        "VaultName,SubscriptionId,Location\na-vault,s,eastus\nb-vault,s,eastus\nA-Vault,s,westus\n";
    let twice = INVENTORY.replacen(
        "\"DataEncryptionPolicies\": [",
        "\"DataEncryptionPolicies\": [{\"Name\": \"real_MAILBOXES\", \"AzureKeyIDs\": [\"https://contosoRealEast.vault.azure.net/keys/root\", \"https://contosoRealWest.vault.azure.net/keys/root\"]},\n",
        1,
    );
    let (first, second) = (place(&twice, "real_MAILBOXES").0, place(&twice, "Real_mailboxes").0);
    for (name, text, lines) in
        [("vaults.csv", vaults, (2, 4)), ("policies.json", twice.as_str(), (first, second))]
    {
        let said = import(&shell, name, text.as_bytes());
        assert_eq!(said.error(), "InventoryInvalid", "{name}");
        let message = common::text(&said.errors[0]["message"]);
        assert!(message.contains(&format!("{name}, line {}, column", lines.1)), "{message}");
        assert!(message.ends_with(&format!("{name}, line {}.", lines.0)), "{message}");
    }
    assert!(shell.run("Get-AzKeyVault", json!({})).ok().outputs.is_empty());
}

#[test]
fn a_header_has_no_more_columns_than_an_export_could_have() {
    let shell = Shell::with_tenant();
    let many: Vec<_> = (0..60_000).map(|at| format!("c{at}")).collect();
    let said = import(&shell, "wide.csv", format!("{}\n", many.join(",")).as_bytes());
    assert_eq!(said.error(), "InventoryInvalid");
    let message = common::text(&said.errors[0]["message"]);
    assert!(message.contains("60000 columns, of at most 1000"), "{message}");
    let twice = import(&shell, "twice.csv", b"Name,Alias,name\na,b,c\n");
    assert!(common::text(&twice.errors[0]["message"]).contains("line 1, column 12"));
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

/// What no tenant could have is refused where it stands: a twin of something else would be worth
/// nothing.
#[test]
fn what_no_tenant_could_have_is_refused_by_its_row_and_column_before_anything_is_made() {
    let shell = Shell::with_tenant();
    let vault = "VaultName,SubscriptionId,Location,SoftDeleteRetentionInDays\n";
    let people = "Email address,User principal name,Alias,Name\n";
    let policies = "AzureKeyIDs,Name\nhttps://a-vault.vault.azure.net/keys/a https://b-vault.vault.azure.net/keys/b,";
    for (name, text, wanted) in [
        (
            "long.csv",
            format!("{vault}a-vault,s,eastus,999\n"),
            "column 18: A retention of 999 days is outside 7 to 90",
        ),
        (
            "short.csv",
            format!("{vault}a-vault,s,eastus,6\n"),
            "column 18: A retention of 6 days is outside 7 to 90",
        ),
        (
            "vault.csv",
            format!("{vault}a vault,s,eastus,90\n"),
            "column 1: The vault name 'a vault' is invalid. Use 3 to 24",
        ),
        (
            "nul.csv",
            format!("{vault}a-vault,\"s\0\",eastus,90\n"),
            "column 9: a text in one line is wanted here",
        ),
        (
            "lines.csv",
            format!("{vault}a-vault,s,\"east\nus\",90\n"),
            "column 11: a text in one line is wanted here",
        ),
        (
            "subscription.csv",
            "Id,TenantId\n\"a\u{7}b\",\n".to_owned(),
            "column 1: a text in one line is wanted here",
        ),
        (
            "upn.csv",
            format!("{people}a@contoso.com,a b@contoso.com,a,a\n"),
            "column 15: 'a b@contoso.com' cannot be the user principal name",
        ),
        (
            "at.csv",
            format!("{people}a@contoso.com,a@b@contoso.com,a,a\n"),
            "column 15: 'a@b@contoso.com' cannot be the user principal name",
        ),
        (
            "alias.csv",
            format!("{people}a@contoso.com,,a b,a\n"),
            "column 16: 'a b' cannot be the alias",
        ),
        (
            "address.csv",
            format!("{people}a b@contoso.com,a@contoso.com,a,a\n"),
            "column 1: 'a b@contoso.com' cannot be the address",
        ),
        ("policy.csv", format!("{policies}a*\n"), "The name of the policy has a *"),
    ] {
        let said = import(&shell, name, text.as_bytes());
        assert_eq!(said.error(), "InventoryInvalid", "{name}: {said:#?}");
        let message = common::text(&said.errors[0]["message"]);
        assert!(message.contains(&format!("{name}, line 2, column")), "{name}: {message}");
        assert!(message.contains(wanted), "{name}: {message}");
    }
    let nothing: [Value; 0] = [];
    for cmdlet in ["Get-Mailbox", "Get-AzKeyVault", "Get-AzSubscription"] {
        assert_eq!(shell.run(cmdlet, json!({})).ok().outputs, nothing, "{cmdlet}");
    }
}

#[test]
fn a_subscription_is_called_by_what_a_line_can_show() {
    let shell = Shell::with_tenant();
    let said = shell.run("Set-AzContext", json!({ "Subscription": "a\0b" }));
    assert_eq!(said.error(), "IdentifierInvalid", "{said:#?}");
}

fn tenant(shell: &Shell) -> std::sync::Arc<ckey_engine::Tenant> {
    let path = shell.folder.path().join("tenant");
    ckey_engine::Tenant::open(&path, ckey_engine::OpenOptions::default()).unwrap()
}

#[test]
fn of_two_imports_at_once_the_second_is_refused_and_makes_nothing() {
    let shell = Shell::with_tenant();
    let tenant = tenant(&shell);
    let other = tenant.start_import().unwrap();
    fs::write(shell.folder.path().join("inventory.json"), INVENTORY).unwrap();
    let arguments = json!({ "parameters": { "Path": ["inventory.json"] }, "whatIf": true });
    let call = shell.start_with("Import-CustomerKeyInventory", arguments);
    assert_eq!(common::read(call, true).error(), "AlreadyUnderWay");
    let said = import(&shell, "inventory.json", INVENTORY.as_bytes());
    assert_eq!(said.error(), "AlreadyUnderWay");
    assert!(shell.names("Get-AzKeyVault").is_empty());
    drop(other);
    import(&shell, "inventory.json", INVENTORY.as_bytes()).ok();
}

/// Whatever would end an import midway is found before it makes anything.
#[test]
fn what_cannot_be_made_is_refused_before_anything_is_made() {
    let names = |shell: &Shell| shell.names("Get-AzKeyVault");
    let renamed = |name: &str| INVENTORY.replace("contosoRealWest", name);
    let dates = INVENTORY.replacen(
        "\"SoftDeleteRetentionInDays\": 30",
        "\"SoftDeleteRetentionInDays\": 3",
        1,
    );
    let unkept = INVENTORY.replace(
        "\"EnableSoftDelete\": true, \"SoftDeleteRetentionInDays\": 30",
        "\"EnableSoftDelete\": false",
    );
    let long = INVENTORY.replace("Real_mailboxes", &"x".repeat(65));
    for (text, wanted) in [
        (dates, "InventoryInvalid"),
        (unkept, "InventoryInvalid BadParameter"),
        (long, "InventoryInvalid PolicyNameInvalid"),
        (renamed("Bad_Name!"), "IdentifierInvalid BadParameter InventoryInvalid KeyUriInvalid"),
    ] {
        let shell = Shell::with_tenant();
        let said = import(&shell, "inventory.json", text.as_bytes());
        assert!(wanted.contains(said.error()), "{wanted}: {said:#?}");
        assert!(names(&shell).is_empty(), "{wanted}");
        assert!(tenant(&shell).unfinished_import().unwrap().is_empty());
    }
    let shell = Shell::with_tenant();
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "eastus" })).ok();
    let west =
        json!({ "Name": "contosoRealWest", "ResourceGroupName": "rg", "Location": "eastus" });
    shell.run("New-AzKeyVault", west).ok();
    shell.run("Remove-AzKeyVault", json!({ "VaultName": "contosoRealWest", "Force": true })).ok();
    let said = import(&shell, "inventory.json", INVENTORY.as_bytes());
    assert_eq!(said.error(), "DeletedNameTaken");
    assert!(names(&shell).is_empty());
}

/// The vault that was begun is purged; the one that is there is somebody's.
#[test]
fn a_note_of_a_vault_that_is_gone_gives_no_import_another_of_its_name() {
    let shell = Shell::with_tenant();
    let tenant = tenant(&shell);
    let id = ckey_vault::VaultId::random().unwrap();
    tenant.begin_import(&format!("vault contosorealeast\t{id}")).unwrap();
    tenant.begin_import("vault contosorealeast").unwrap();
    shell.run("Set-AzContext", json!({ "Subscription": SUBSCRIPTION })).ok();
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "eastus" })).ok();
    let new = json!({ "VaultName": "contosoRealEast", "ResourceGroupName": "rg", "Location": "eastus", "Sku": "Premium" });
    shell.run("New-AzKeyVault", new).ok();
    let before = vault(&shell, "contosoRealEast")["AccessPolicies"].clone();
    let mut inventory: Value = serde_json::from_str(INVENTORY).unwrap();
    for part in ["DataEncryptionPolicies", "M365DataAtRestEncryptionPolicies", "Mailboxes"] {
        inventory.as_object_mut().unwrap().remove(part);
    }
    let said = import(&shell, "inventory.json", inventory.to_string().as_bytes()).ok();
    assert!(said.warnings.iter().any(|it| it.contains("Left as it is: the permissions")));
    assert_eq!(vault(&shell, "contosoRealEast")["AccessPolicies"], before);
    assert!(tenant.unfinished_import().unwrap().is_empty());
}
