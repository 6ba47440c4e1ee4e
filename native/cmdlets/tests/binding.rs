//! How arguments become parameters, seen from a host.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Said, Shell, read, text};
use serde_json::{Value, json};

fn refused(shell: &Shell, cmdlet: &str, parameters: Value) -> String {
    let said = shell.run(cmdlet, parameters);
    assert_eq!(said.errors[0]["terminating"], true, "{said:#?}");
    assert_eq!(said.errors[0]["reason"], "ParameterBindingException");
    assert!(!text(&said.errors[0]["fix"]).is_empty());
    said.error().to_owned()
}

#[test]
fn names_may_be_shortened_aliased_and_in_any_case() {
    let shell = Shell::with_tenant();
    shell.run("NEW-mailbox", json!({ "nAm": "Ann", "displayn": "Ann Two" })).ok();
    assert_eq!(shell.run("get-mailbox", json!({ "ID": "ann" })).one()["DisplayName"], "Ann Two");
    assert_eq!(refused(&shell, "Get-Mailbox", json!({ "R": 1 })), "AmbiguousParameter");
    assert_eq!(refused(&shell, "Get-Mailbox", json!({ "Nonsense": 1 })), "NamedParameterNotFound");
    assert_eq!(
        refused(&shell, "Get-Mailbox", json!({ "Identity": "a", "ident": "b" })),
        "ParameterAlreadyBound"
    );
}

#[test]
fn values_without_a_name_take_their_places() {
    let shell = Shell::with_tenant();
    let run = |cmdlet: &str, positional: Value| {
        read(shell.start_with(cmdlet, json!({ "positional": positional })), true)
    };
    run("New-Mailbox", json!(["Ann"])).ok();
    assert_eq!(run("Get-Mailbox", json!(["Ann"])).one()["Name"], "Ann");
    assert_eq!(
        text(&run("New-AzResourceGroup", json!(["RG01", "South Central US"])).one()["Location"]),
        "South Central US"
    );
    assert_eq!(run("Get-Mailbox", json!(["Ann", "Bob"])).error(), "PositionalParameterNotFound");
}

#[test]
fn a_missing_parameter_is_named() {
    let shell = Shell::with_tenant();
    let said = shell.run("New-Mailbox", json!({}));
    assert_eq!(
        (said.error(), text(&said.errors[0]["target"])),
        ("MissingMandatoryParameter", "Name".into())
    );
    assert_eq!(
        refused(&shell, "New-Mailbox", json!({ "Name": "" })),
        "ParameterArgumentValidationErrorEmptyStringNotAllowed"
    );
}

#[test]
fn parameters_of_different_sets_do_not_go_together() {
    let shell = Shell::with_tenant();
    assert_eq!(
        refused(&shell, "Set-CustomerKeyClock", json!({ "Advance": 1, "Date": "2100-01-01" })),
        "AmbiguousParameterSet"
    );
    assert_eq!(
        refused(
            &shell,
            "Import-CustomerKeyItem",
            json!({ "Path": "a", "Mailbox": "a", "Workload": "b" })
        ),
        "AmbiguousParameterSet"
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_refused_by_its_parameter() {
    let shell = Shell::with_tenant();
    for (cmdlet, parameters) in [
        ("New-Mailbox", json!({ "Name": "a", "Count": "many" })),
        ("New-Mailbox", json!({ "Name": "a", "Shared": "perhaps" })),
        ("New-Mailbox", json!({ "Name": ["a", "b"] })),
        ("Set-CustomerKeyClock", json!({ "Date": "tomorrow" })),
        ("Set-CustomerKeyClock", json!({ "Advance": "a while" })),
        ("New-AzResourceGroup", json!({ "Name": "a", "Location": "b", "Tag": "c" })),
        ("New-DataEncryptionPolicy", json!({ "Name": "a", "AzureKeyIDs": { "Replace": "b" } })),
        ("Get-Mailbox", json!({ "ResultSize": -1 })),
    ] {
        assert_eq!(
            refused(&shell, cmdlet, parameters.clone()),
            "ParameterArgumentTransformationError",
            "{cmdlet} {parameters}"
        );
    }
    assert_eq!(
        refused(&shell, "New-CustomerKeyTenant", json!({ "Path": "a", "Mode": "Maybe" })),
        "ParameterArgumentValidationError"
    );
}

#[test]
fn what_is_ignored_is_named_in_one_warning_and_what_is_refused_says_why() {
    let shell = Shell::with_tenant();
    let said = shell
        .run(
            "Connect-ExchangeOnline",
            json!({ "Organization": "a", "PageSize": 5, "ShowProgress": true }),
        )
        .ok();
    assert_eq!(said.warnings.len(), 1);
    assert!(
        ["Organization", "PageSize", "ShowProgress"]
            .iter()
            .all(|name| said.warnings[0].contains(name)),
        "{:?}",
        said.warnings
    );
    let refused = shell.run("Connect-ExchangeOnline", json!({ "Prefix": "EXO" }));
    assert_eq!(
        (refused.error(), refused.errors[0]["terminating"].as_bool()),
        ("ParameterNotSupported", Some(false))
    );
    assert_eq!(
        (text(&refused.errors[0]["message"]), text(&refused.errors[0]["fix"])),
        (
            "-Prefix cannot be used here. Cmdlets get their names when the module is imported."
                .into(),
            "Use: Import-Module CustomerKey -Prefix TEXT.".into()
        ),
        "the reason once, and apart from it what to do"
    );
    shell.run("Get-Mailbox", json!({})).ok(); // Nobody else was to sign in.
    let proved = shell.run("Connect-ExchangeOnline", json!({ "Prefix": "EXO", "AppId": "a@b.c" }));
    assert_eq!(proved.error(), "ParameterNotSupported");
    assert_eq!(shell.run("Get-Mailbox", json!({})).error(), "SignInFailed");
    shell
        .run(
            "Connect-ExchangeOnline",
            json!({ "ManagedIdentity": false, "UserPrincipalName": "ann@contoso.com" }),
        )
        .ok();
}

#[test]
fn common_parameters_are_the_hosts_own() {
    let shell = Shell::with_tenant();
    shell.run("Get-Mailbox", json!({ "Verbose": true, "ErrorAction": "Stop", "ov": "x" })).ok();
    let read_only =
        read(shell.start_with("Get-DataEncryptionPolicy", json!({ "whatIf": true })), true);
    assert!(read_only.ok().what_if.is_empty(), "a cmdlet that only reads never says what if");
    let what_if = shell.run("New-Mailbox", json!({ "Name": "Ann", "WhatIf": true })).ok();
    assert_eq!((what_if.what_if.len(), what_if.outputs.len()), (1, 0));
    let asked = read(shell.start("New-Mailbox", json!({ "Name": "Ann", "Confirm": true })), false);
    assert_eq!((asked.questions.len(), asked.outputs.len()), (1, 0));
    assert!(
        shell.run("Get-Mailbox", json!({})).ok().outputs.is_empty(),
        "declined: nothing was made"
    );
}

#[test]
fn an_object_where_a_name_is_wanted_is_its_identity() {
    let shell = Shell::with_tenant();
    let ann = shell.run("New-Mailbox", json!({ "Name": "Ann" })).one().clone();
    assert_eq!(
        shell.run("Get-MailboxStatistics", json!({ "Identity": ann })).one()["DisplayName"],
        "Ann"
    );
}

#[test]
fn what_is_no_call_is_not_started() {
    let shell = Shell::with_tenant();
    let start = |cmdlet: &str, arguments: &str| {
        shell.session.start(cmdlet, arguments.as_bytes()).err().unwrap()
    };
    assert_eq!(start("Get-Nothing", "{}").id, "CommandNotFoundException");
    assert_eq!(
        start("Connect-Mailbox", "{}").message,
        "Connect-Mailbox is documented and not supported yet."
    );
    for arguments in ["[]", "{", "{\"parameters\": 1}", "{\"parametres\": {}}", "\u{0}"] {
        let error = start("Get-Mailbox", arguments);
        assert_eq!(
            (error.id.as_str(), error.terminating),
            ("InvalidArguments", true),
            "{arguments}"
        );
    }
    let said: Said = read(shell.session.start("Get-CustomerKeyWorkload", b"").unwrap(), true);
    assert!(said.errors.is_empty(), "no arguments at all are none");
}
