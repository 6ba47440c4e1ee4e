//! Whatever comes in, a cmdlet answers: by its outputs or by an error with a name, never by a fault
//! of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::table;
use ckey_cmdlets::table::CmdletDef;
use common::{Shell, read};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Values that have broken something somewhere: empty, odd, far, of the wrong kind.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        proptest::sample::select(vec![
            "",
            " ",
            "a",
            "'",
            "*",
            "?",
            "(",
            "$null",
            "\u{1}",
            "\u{0}",
            "\u{feff}ü\u{301}",
            "Ann",
            "DEP",
            "alpha-vault",
            "key",
            "12/31/9999",
            "9999-12-31T23:59:59Z",
            "-1",
            "1e309",
            "Unlimited",
            "https://alpha-vault.vault.azure.net/keys/key",
            "Name -eq 'a'",
            "RSA",
            "HSM",
            "2147483648",
            "23:59:59",
            "None",
            "TeamsChats",
        ])
        .prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        proptest::sample::select(vec![-1_i64, 0, 1, 2, i64::MIN]).prop_map(Value::from),
        proptest::collection::vec("[a-z*,]{0,3}", 0..3).prop_map(Value::from),
        Just(json!({ "Add": ["a"], "Remove": [1] })),
        Just(json!({ "Name": "key", "VaultName": "alpha-vault", "Identity": null, "Version": 7 })),
        Just(json!({ "secret": "parameter:X", "userName": "a" })),
        Just(json!([[{}], null, 1.5])),
    ]
}

fn call() -> impl Strategy<Value = (&'static CmdletDef, Map<String, Value>, Vec<Value>, bool)> {
    let cmdlets: Vec<&'static CmdletDef> = table::cmdlets().collect();
    proptest::sample::select(cmdlets).prop_flat_map(|cmdlet| {
        let names: Vec<&'static str> =
            cmdlet.parameters.iter().map(|parameter| parameter.name).collect();
        let most = names.len().min(4);
        let named = proptest::sample::subsequence(names, 0..=most).prop_flat_map(|mut names| {
            // What must be given mostly is: else most calls would end at the first check.
            names.extend(
                cmdlet
                    .parameters
                    .iter()
                    .filter(|known| known.sets.is_empty() && known.is_mandatory_in(""))
                    .map(|known| known.name),
            );
            names.sort_unstable();
            names.dedup();
            names.into_iter().map(|name| (Just(name.to_owned()), value())).collect::<Vec<_>>()
        });
        let positional = proptest::collection::vec(value(), 0..2);
        (
            Just(cmdlet),
            named.prop_map(|pairs| pairs.into_iter().collect()),
            positional,
            any::<bool>(),
        )
    })
}

#[test]
fn no_input_is_a_fault_of_ours() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) }, |((cmdlet, parameters, positional, what_if) in call())| {
        let arguments = json!({ "parameters": parameters, "positional": positional, "whatIf": what_if });
        let said = read(shell.start_with(cmdlet.name, arguments.clone()), true);
        for error in &said.errors {
            prop_assert_ne!(&error["id"], "InternalError", "{} {}", cmdlet.name, arguments);
            prop_assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{} {}", cmdlet.name, arguments);
        }
    });
}
