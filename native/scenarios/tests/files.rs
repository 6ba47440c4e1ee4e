//! Scenario files: those that are in order are played, and every other one is refused with its file,
//! the step and what to write instead.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use ckey_scenarios::{folder, judged, kept_from, parsed};
use serde_json::{Value, json};

#[test]
fn an_invalid_scenario_is_refused_with_the_message_that_it_names() {
    let mut differ = BTreeMap::new();
    for entry in std::fs::read_dir(folder().join("invalid")).unwrap() {
        let path = entry.unwrap().path();
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = format!("invalid/{}", path.file_name().unwrap().to_str().unwrap());
        // What only the text of a file can show stands there as a text.
        let scenario = match &file["scenario"] {
            Value::String(text) => parsed(&name, text),
            other => Ok(other.clone()),
        };
        let message = scenario.and_then(|scenario| judged(&name, &scenario)).unwrap_err();
        if file["refused"] != message.as_str() {
            differ.insert(name, message);
        }
    }
    assert!(differ.is_empty(), "{}", serde_json::to_string_pretty(&differ).unwrap());
}

#[test]
fn what_is_included_comes_first_and_what_includes_it_is_no_circle() {
    let steps = json!([{"cmdlet": "Get-X"}]);
    let scenario = |include: Value| json!({"name": "A test", "rules": ["1.1"], "include": include, "steps": steps});
    let alone = judged("a.json", &scenario(json!(["common/tenant.json"]))).unwrap().steps;
    let deep = judged("a.json", &scenario(json!(["common/two-vaults.json"]))).unwrap().steps;
    assert_eq!(alone[0], deep[0], "the parts of parts come first of all");
    assert_eq!(alone.last(), steps.as_array().unwrap().last());
    assert!(deep.len() > alone.len());
    // As if tenant.json, which two-vaults.json includes, included that.
    let part = json!({"what": "A part", "include": ["common/two-vaults.json"], "steps": steps});
    let circle = judged("common/tenant.json", &part).unwrap_err();
    assert!(
        circle.contains("it includes itself, by common/tenant.json, common/two-vaults.json"),
        "{circle}"
    );
}

#[test]
fn a_scenario_is_for_the_hosts_that_it_names_and_a_long_one_for_long_runs() {
    let mut text = json!({"name": "A test", "rules": ["1.1"], "steps": [{"cmdlet": "Get-X"}]});
    let for_all = judged("a.json", &text).unwrap();
    assert!(for_all.is_for("rust", false) && for_all.is_for("python", true));
    text["hosts"] = json!(["rust"]);
    text["hostsBecause"] = json!("of this test");
    let one = judged("a.json", &text).unwrap();
    assert!(one.is_for("rust", false) && !one.is_for("python", false));
    text["long"] = json!(true);
    let long = judged("a.json", &text).unwrap();
    assert!(!long.is_for("rust", false) && long.is_for("rust", true) && !long.is_for("cli", true));
}

#[test]
fn what_hosts_keep_from_a_host_is_told_and_what_is_long_is_not() {
    let kept = kept_from("powershell").unwrap();
    assert!(kept.contains(&"rights/credential.json".to_owned()), "{kept:?}");
    assert!(!kept.contains(&"mailboxes/pipe-100000.json".to_owned()), "{kept:?}");
    assert_eq!(kept_from("rust").unwrap(), Vec::<String>::new());
}
