#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::line::parse_all;
use ckey_cmdlets::table;

fn def(name: &str) -> &'static CmdletDef {
    table::find(name).unwrap()
}

fn of_words(name: &str, list: &[&str]) -> Result<Bound, String> {
    let list: Vec<String> = list.iter().map(|w| (*w).to_owned()).collect();
    bind(def(name), &words(name, &list))
}

fn of_line(line: &str) -> Result<Bound, String> {
    let (pipelines, _) = parse_all(line);
    let command = &pipelines[0].commands[0];
    bind(def(&command.name), command)
}

#[test]
fn lists_that_a_shell_has_cut_up_are_put_together() {
    let wanted = json!(["https://a/keys/k", "https://b/keys/k"]);
    for list in [
        vec!["https://a/keys/k,https://b/keys/k"],
        vec!["https://a/keys/k,", "https://b/keys/k"],
        vec!["https://a/keys/k", ",https://b/keys/k"],
        vec!["@('https://a/keys/k','https://b/keys/k')"],
        vec!["\"https://a/keys/k\",\"https://b/keys/k\""],
    ] {
        let mut line = vec!["-Name", "N", "-AzureKeyIDs"];
        line.extend(&list);
        line.extend(["-Description", "one, two"]);
        let bound = of_words("New-DataEncryptionPolicy", &line).unwrap();
        assert_eq!(bound.parameters["AzureKeyIDs"], wanted, "{list:?}");
        assert_eq!(bound.parameters["Description"], json!("one, two"));
    }
}

#[test]
fn a_switch_does_not_swallow_the_next_value() {
    let bound = of_line("Set-DataEncryptionPolicy -Refresh Contoso").unwrap();
    assert_eq!(bound.parameters["Refresh"], json!(true));
    assert_eq!(bound.positional, [json!("Contoso")]);
    let bound =
        of_line("Connect-ExchangeOnline -ShowBanner:$false -UserPrincipalName a@b.c").unwrap();
    assert_eq!(bound.parameters["ShowBanner"], json!(false));
}

#[test]
fn names_ignore_case_and_may_be_shortened_as_long_as_they_mean_one_parameter() {
    assert_eq!(
        of_line("set-mailbox a -dataenc X").unwrap().parameters["DataEncryptionPolicy"],
        json!("X")
    );
    assert!(of_line("Add-AzKeyVaultKey -K RSA").unwrap_err().contains("may mean"));
    assert!(
        of_line("Set-Mailbox a -DataEncriptionPolicy X")
            .unwrap_err()
            .contains("Did you mean -DataEncryptionPolicy")
    );
}

#[test]
fn null_true_and_false_are_literals_in_a_shell_too() {
    assert_eq!(
        of_words("Set-Mailbox", &["a", "-DataEncryptionPolicy", "$NULL"]).unwrap().parameters["DataEncryptionPolicy"],
        Json::Null
    );
    assert_eq!(
        of_words("Set-DataEncryptionPolicy", &["X", "-Enabled", "$false"]).unwrap().parameters["Enabled"],
        json!(false)
    );
    assert_eq!(
        of_words("Set-DataEncryptionPolicy", &["X", "-Confirm:false"]).unwrap().common.confirm,
        Some(false)
    );
    assert_eq!(
        of_words("Set-DataEncryptionPolicy", &["X", "-Confirm:$false"]).unwrap().common.confirm,
        Some(false)
    );
}

#[test]
fn what_the_shell_has_eaten_is_an_error_and_not_a_guess() {
    assert!(
        of_words("Set-DataEncryptionPolicy", &["X", "-WhatIf:"])
            .unwrap_err()
            .contains("-WhatIf:false")
    );
    assert!(
        of_words("Set-Mailbox", &["a", "-DataEncryptionPolicy"]).unwrap_err().contains("'$null'")
    );
}

#[test]
fn a_cmdlet_without_what_if_refuses_it() {
    assert!(
        of_line("Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy X -WhatIf")
            .is_err()
    );
    assert!(of_line("Set-Mailbox a -DataEncryptionPolicy X -WhatIf").unwrap().common.what_if);
}

#[test]
fn tables_and_expressions_come_from_words() {
    let bound =
        of_words("Update-AzKeyVaultKey", &["V", "K", "-Tag", "@{Department='IT'}"]).unwrap();
    assert_eq!(bound.parameters["Tag"], json!({"Department": "IT"}));
    for (word, is_one) in [
        ("(Get-Date -Date '12/31/9999')", true),
        ("( get-mailbox alice).Guid", true),
        ("(Get-Mailbox | Select-Object -First 1).Guid", true),
        ("(Get-Well soon)", false),
        ("(Get-Mailbox", false),
        ("()", false),
    ] {
        let command = words("Get-Mailbox", &[word.to_owned()]);
        let [Argument::Value(value)] = command.arguments.as_slice() else { panic!("{command:?}") };
        assert_eq!(!matches!(value, Value::Word(_)), is_one, "{word}: {value:?}");
    }
    assert!(of_words("Get-Mailbox", &["(Get-Mailbox a"]).unwrap_err().contains("not closed"));
}

#[test]
fn every_example_of_the_table_binds_but_those_that_need_powershell() {
    let mut beyond = Vec::new();
    for line in table::cmdlets().flat_map(|def| def.examples).map(|example| example.code) {
        let (pipelines, errors) = parse_all(line);
        assert!(errors.is_empty(), "{line}: {errors:?}");
        for problem in pipelines.iter().filter_map(|pipeline| crate::play::check(pipeline).err()) {
            assert!(problem.contains("needs PowerShell"), "{line}: {problem}");
            beyond.push(line);
        }
    }
    assert_eq!(beyond, ["Get-ChildItem ./chats | Import-CustomerKeyItem -Workload TeamsChats"]);
}

proptest! {
    #[test]
    fn no_words_make_it_panic(list in proptest::collection::vec("\\PC{0,12}", 0..6), which in 0usize..30) {
        let def = table::cmdlets().nth(which).unwrap();
        let _ = bind(def, &words(def.name, &list));
    }
}
