//! Versions of the management of vaults.

use serde_json::json;

use super::{Manager, SUBSCRIPTION, told, vault};
use crate::stage::Answer;

const ALL: [&str; 14] = [
    "2015-06-01",
    "2016-10-01",
    "2018-02-14",
    "2019-09-01",
    "2021-10-01",
    "2022-07-01",
    "2022-11-01",
    "2023-02-01",
    "2023-07-01",
    "2024-11-01",
    "2025-05-01",
    "2026-02-01",
    "2026-04-01",
    "2026-05-15",
];

#[test]
fn every_version_of_the_management_is_answered_alike_and_no_other_is() {
    let manager = Manager::new();
    assert_eq!(manager.put("kv-x", &json!({})).status, 201);
    let ask = |path: &str, query: &str| -> Answer {
        let line = format!("GET {path}?{query}");
        manager.stage.manage_at("vault.localhost", (&line, ""), Some(&manager.token))
    };
    let first = manager.get(&vault("kv-x")).body;
    for version in ALL {
        let answer = ask(&vault("kv-x"), &format!("api-version={version}"));
        assert_eq!((answer.status, &answer.body), (200, &first), "{version}");
    }
    let unknown = (400, "InvalidApiVersionParameter");
    for none in ["", "api-version=", "api-version=2015-11-01", "api-version=7.4"] {
        assert_eq!(told(&ask(&vault("kv-x"), none)), unknown, "{none}");
    }
    // Resources of every kind have a version more, by which clients list vaults.
    let resources = format!("/subscriptions/{SUBSCRIPTION}/resources");
    let vaults = "$filter=resourceType%20eq%20%27Microsoft.KeyVault%2Fvaults%27";
    for version in ALL.iter().chain(&["2015-11-01"]) {
        let answer = ask(&resources, &format!("{vaults}&api-version={version}"));
        assert_eq!(answer.status, 200, "{version}: {answer:?}");
    }
    assert_eq!(told(&ask(&resources, &format!("{vaults}&api-version=7.4"))), unknown);
}
