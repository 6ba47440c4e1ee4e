//! `-WhatIf` fails where the cmdlet would, and with the same error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod common;
#[path = "changing/failing.rs"]
mod failing;

use changing::stage;
use ckey_cmdlets::table;
use common::{Shell, read, text};
use failing::{Situation, situations};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Cmdlets that do not fail because of what they are given.
const NEVER: [&str; 5] = [
    "Clear-AzContext",
    "Clear-CustomerKeyCache",
    "Disconnect-AzAccount",
    "Disconnect-ExchangeOnline",
    "Invoke-CustomerKeyJob",
];

fn errors(shell: &Shell, cmdlet: &str, parameters: &Value, what_if: bool) -> Vec<(String, String)> {
    let arguments = json!({ "parameters": parameters, "whatIf": what_if });
    let said = read(shell.start_with(cmdlet, arguments), true);
    said.errors.iter().map(|error| (text(&error["id"]), text(&error["message"]))).collect()
}

#[test]
fn what_if_fails_where_the_cmdlet_would_and_with_the_same_error() {
    let (mut differ, mut number) = (Vec::new(), 0);
    let mut failing = BTreeSet::new();
    for Situation { what, shell, calls } in situations() {
        for (cmdlet, parameters) in calls {
            let told = errors(&shell, cmdlet, &parameters, true);
            let failed = errors(&shell, cmdlet, &parameters, false);
            (number, _) = (number + 1, failing.insert(cmdlet));
            if told != failed || failed.is_empty() {
                differ.push(format!(
                    "{what}: {cmdlet} {parameters}\n  -WhatIf {told:?}\n  call    {failed:?}"
                ));
            }
        }
    }
    assert!(differ.is_empty(), "{} of {number} differ:\n{}", differ.len(), differ.join("\n"));
    let changing: BTreeSet<&str> = table::cmdlets()
        .filter(|cmdlet| cmdlet.plans())
        .map(|cmdlet| cmdlet.name)
        .filter(|name| !NEVER.contains(name))
        .collect();
    assert!(failing.is_superset(&changing), "{:?}", changing.difference(&failing));
}

#[test]
fn asking_whether_somebody_could_sign_in_leaves_who_is_signed_in() {
    let shell = stage();
    shell.run("Connect-AzAccount", json!({ "AccountId": "ops@contoso.com" })).ok();
    for account in ["nobody", "somebody@contoso.com"] {
        let asked = json!({ "parameters": { "AccountId": account }, "whatIf": true });
        read(shell.start_with("Connect-AzAccount", asked), true);
    }
    shell.run("Get-AzKeyVault", json!({})).ok();
    let said = shell.run("Set-AzContext", json!({ "Subscription": "Other" }));
    assert_eq!(said.ok().one()["Account"]["Id"], "ops@contoso.com");
}

#[test]
fn what_would_be_made_on_first_mention_is_told_and_not_made() {
    let shell = stage();
    let given = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "new@contoso.com", "PermissionsToKeys": ["get"] });
    for _ in 0..2 {
        assert_eq!(
            shell.what_if("Set-AzKeyVaultAccessPolicy", given.clone()).what_if[1..],
            ["The user 'new@contoso.com', whom the tenant does not know, would be made."]
        );
    }
    let vault = json!({ "Name": "rg", "Location": "x" });
    shell.run("Connect-AzAccount", json!({ "Subscription": "Third" })).ok();
    assert_eq!(shell.what_if("New-AzResourceGroup", vault).what_if.len(), 1);
    let context = json!({ "Subscription": "Fourth", "Tenant": "elsewhere.example" });
    assert_eq!(
        shell.what_if("Set-AzContext", context).what_if[1..],
        [
            "The tenant id 'elsewhere.example', which the local tenant does not know, would name this tenant, 'contoso'.",
            "The subscription 'Fourth', which the tenant does not know, would be made."
        ]
    );
}

#[test]
fn a_call_about_access_that_names_nobody_is_told_to_change_nothing() {
    let shell = stage();
    for cmdlet in ["Set-AzKeyVaultAccessPolicy", "Remove-AzKeyVaultAccessPolicy"] {
        let given = json!({ "VaultName": "alpha-vault", "EnabledForDeployment": true });
        let told = shell.what_if(cmdlet, given).what_if;
        assert_eq!(told[0], "Nothing would change in the vault 'alpha-vault'.", "{cmdlet}");
    }
}

#[test]
fn permissions_that_are_not_named_are_told_to_stay() {
    let shell = stage();
    let keys = |permissions: Value| json!({ "VaultName": "alpha-vault", "UserPrincipalName": "ann@contoso.com", "PermissionsToKeys": permissions });
    shell.run("Set-AzKeyVaultAccessPolicy", keys(json!(["get"]))).ok();
    let secrets = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "ann@contoso.com", "PermissionsToSecrets": ["get"] });
    let told = |given: Value| shell.what_if("Set-AzKeyVaultAccessPolicy", given).what_if;
    assert_eq!(
        told(secrets),
        [
            "Nothing would change in the vault 'alpha-vault': without -PermissionsToKeys ann@contoso.com keeps the permissions on keys, and there is nothing else to permit."
        ]
    );
    for (given, shown) in [(json!(["list"]), "list"), (json!([]), "none")] {
        let would = format!(
            "In the vault 'alpha-vault', ann@contoso.com would have exactly these permissions on keys: {shown}."
        );
        assert_eq!(told(keys(given)), [would]);
    }
}

#[test]
fn a_problem_of_one_item_is_told_beside_what_would_happen_to_the_others() {
    let shell = stage();
    std::fs::write(shell.folder.path().join("second"), b"x").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "second", "Mailbox": "Ann" })).ok();
    std::fs::create_dir(shell.folder.path().join("out")).unwrap();
    std::fs::write(shell.folder.path().join("out/letter"), b"theirs").unwrap();
    let given = json!({ "parameters": { "Mailbox": "Ann", "Destination": "out" }, "whatIf": true });
    let said = read(shell.start_with("Export-CustomerKeyItem", given), true);
    assert_eq!(said.what_if, ["1 item would be decrypted and written."]);
    assert_eq!(said.error(), "FileExists");
}

#[test]
fn where_there_is_no_tenant_what_if_tells_of_the_one_that_would_be_made_and_what_would_happen_in_it()
 {
    let shell = Shell::new();
    let empty = || std::fs::read_dir(shell.folder.path()).unwrap().next().is_none();
    let place = shell.folder.path().join("customer-key/default");
    let made = format!("The local tenant 'contoso' would be made in {}.", place.display());
    let bob = shell.what_if("New-Mailbox", json!({ "Name": "Bob" }));
    assert_eq!(bob.what_if, [made.as_str(), "The mailbox 'Bob' would be made."]);
    assert!(empty());
    let nobody = json!({ "Identity": "nobody", "DataEncryptionPolicy": "DEP" });
    let told = errors(&shell, "Set-Mailbox", &nobody, true);
    assert!(empty());
    assert_eq!(told, errors(&shell, "Set-Mailbox", &nobody, false));
    assert_eq!(told[0].0, "MailboxNotFound".to_owned());
    assert_eq!(shell.what_if("New-Mailbox", json!({ "Name": "Bob" })).what_if.len(), 1);
}
