//! Checks of a configuration name what the identity that asks may not do, whichever it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;

use common::{Said, Served};
use serde_json::{Value, json};

const ALL: [&str; 3] = ["get", "wrapKey", "unwrapKey"];

/// The checks of a key in a vault that failed, with all that they say.
fn failed<'s>(said: &'s Said, vault: &str) -> Vec<(&'s str, String)> {
    let is_its = |check: &&Value| {
        let target = check["Target"].as_str().unwrap_or_default();
        check["Result"] == "Failed" && target.contains(&format!("{vault}."))
    };
    let told = |check: &'s Value| (check["Check"].as_str().unwrap(), check.to_string());
    said.outputs.iter().filter(is_its).map(told).collect()
}

#[test]
fn a_check_of_the_configuration_names_each_permission_that_the_identity_lacks() {
    let served = Served::start();
    let shell = served.client();
    let keys = [served.uri("kv-a"), served.uri("kv-b")];
    for new in ["New-DataEncryptionPolicy", "New-M365DataAtRestEncryptionPolicy"] {
        shell.run(new, json!({ "Name": "P", "AzureKeyIDs": keys })).ok();
    }
    let tests = [
        ("Test-CustomerKeyConfiguration", json!({})),
        ("Test-M365DataAtRestEncryptionPolicy", json!({ "Identity": "P" })),
        ("Test-DataEncryptionPolicy", json!({ "Identity": "P" })),
    ];
    for (test, parameters) in &tests {
        let said = shell.run(test, parameters.clone()).ok();
        let wrong = (failed(&said, "kv-a"), failed(&said, "kv-b"));
        assert_eq!(wrong, (Vec::new(), Vec::new()), "{test}");
    }
    for lacking in ALL {
        let left: Vec<_> = ALL.into_iter().filter(|own| *own != lacking).collect();
        served.permit("kv-a", &left);
        for (test, parameters) in &tests {
            let said = shell.run(test, parameters.clone()).ok();
            let wrong = failed(&said, "kv-a");
            let named = |(_, told): &(&str, String)| told.contains(&format!("keys {lacking} "));
            assert!(!wrong.is_empty() && wrong.iter().all(named), "{lacking} {test}: {wrong:#?}");
            assert!(!said.outputs.iter().any(|it| it.to_string().contains(&served.secret)));
            assert_eq!(failed(&said, "kv-b"), [], "{lacking} {test}");
        }
    }
}
