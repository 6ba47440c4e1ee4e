//! The life of a vault: made, shown, changed, deleted, brought back, destroyed.

use ckey_base::CancelToken;
use serde_json::{Value, json};

use super::{GROUP, Manager, SUBSCRIPTION, gone, of_group, of_subscription, said, told, vault};

const ALICE: &str = "cccccccc-0000-4000-8000-000000000001";
const BOB: &str = "cccccccc-0000-4000-8000-000000000002";

#[test]
fn a_vault_is_made_as_it_is_wanted_and_shown_so() {
    let manager = Manager::new();
    let wanted = json!({
        "accessPolicies": [{
            "tenantId": manager.stage.tenant.id().to_string(),
            "objectId": ALICE,
            "permissions": { "keys": ["Get", "wrapkey"], "secrets": ["List"], "storage": [] },
        }],
        "softDeleteRetentionInDays": 30,
        "enablePurgeProtection": true,
        "enableRbacAuthorization": false,
        "networkAcls": {
            "bypass": "None", "defaultAction": "Deny",
            "ipRules": [{ "value": "203.0.113.0/24" }], "virtualNetworkRules": [],
        },
    });
    let mut body = manager.wanted(&wanted);
    body["tags"] = json!({ "use": "test" });
    body["properties"]["sku"]["name"] = json!("premium");
    let made = manager.ask("PUT", &vault("Kv-Made"), &body);
    assert_eq!(made.status, 201, "{made:?}");
    let read = manager.get(&vault("kv-made"));
    assert_eq!((read.status, &read.body), (200, &made.body));
    let (shown, properties) = (&made.body, &made.body["properties"]);
    assert_eq!(shown["id"], vault("Kv-Made"));
    assert_eq!((&shown["tags"], &shown["location"]), (&json!({ "use": "test" }), &json!("eastus")));
    let port = manager.stage.port();
    assert_eq!(properties["vaultUri"], format!("https://kv-made.vault.localhost:{port}/"));
    assert_eq!(properties["sku"]["name"], "premium");
    assert_eq!(properties["provisioningState"], "Succeeded");
    assert_eq!(properties["softDeleteRetentionInDays"], 30);
    assert_eq!(properties["enablePurgeProtection"], true);
    let mut network = wanted["networkAcls"].clone();
    network["virtualNetworkRules"] = json!([]);
    assert_eq!(properties["networkAcls"], network);
    let policies = properties["accessPolicies"].as_array().unwrap();
    assert_eq!(policies.len(), 1, "its maker gets nothing beside what it asks for: {policies:?}");
    assert_eq!(policies[0]["objectId"], ALICE);
    assert_eq!(policies[0]["permissions"]["keys"], json!(["get", "wrapKey"]));
    assert_eq!(policies[0]["permissions"]["secrets"], json!(["list"]));
}

#[test]
fn what_is_put_as_it_is_shown_changes_nothing_and_what_is_absent_stays() {
    let manager = Manager::new();
    manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(ALICE, &["get"])] }));
    let shown = manager.get(&vault("kv-x")).body;
    let before = manager.stage.tenant.vaults().vault("kv-x").unwrap().generation;
    let again = manager.ask("PUT", &vault("KV-X"), &shown);
    assert_eq!((again.status, &again.body), (200, &shown));
    assert_eq!(manager.stage.tenant.vaults().vault("kv-x").unwrap().generation, before);

    let rules = json!({ "networkAcls": { "defaultAction": "Deny" } });
    let changed = manager.patch("kv-x", &rules);
    assert_eq!(changed.body["properties"]["networkAcls"]["defaultAction"], "Deny", "{changed:?}");
    assert_eq!(changed.body["properties"]["accessPolicies"], shown["properties"]["accessPolicies"]);
    let tagged = manager.ask("PATCH", &vault("kv-x"), &json!({ "tags": { "a": "b" } }));
    assert_eq!(tagged.body["tags"], json!({ "a": "b" }));
    let put = manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(BOB, &["list"])] }));
    assert_eq!(put.body["tags"], json!({}), "tags are those that were put");
    let ids: Vec<_> = put.body["properties"]["accessPolicies"].as_array().unwrap().iter().collect();
    assert_eq!((ids.len(), &ids[0]["objectId"]), (1, &json!(BOB)));
}

#[test]
fn policies_are_added_replaced_and_taken_each_for_itself() {
    let manager = Manager::new();
    manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(ALICE, &["get"])] }));
    let change = |kind: &str, entries: &[Value]| {
        let body = json!({ "properties": { "accessPolicies": entries } });
        let answer = manager.ask("PUT", &vault(&format!("kv-x/accessPolicies/{kind}")), &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        let all = answer.body["properties"]["accessPolicies"].as_array().unwrap().clone();
        let of = |entry: &Value| (entry["objectId"].clone(), entry["permissions"]["keys"].clone());
        all.iter().map(of).collect::<std::collections::HashMap<_, _>>()
    };
    let added = change("add", &[manager.entry(ALICE, &["list"]), manager.entry(BOB, &["all"])]);
    assert_eq!(
        (&added[&json!(ALICE)], &added[&json!(BOB)]),
        (&json!(["get", "list"]), &json!(["all"]))
    );
    let replaced = change("Replace", &[manager.entry(ALICE, &["sign"])]);
    assert_eq!((&replaced[&json!(ALICE)], replaced.len()), (&json!(["sign"]), 2));
    let taken =
        change("remove", &[manager.entry(ALICE, &["sign"]), manager.entry(BOB, &["purge"])]);
    assert_eq!(taken.len(), 1, "who has nothing left has no policy");
    let left = taken[&json!(BOB)].as_array().unwrap();
    assert!(left.contains(&json!("get")) && !left.contains(&json!("purge")), "{left:?}");
}

#[test]
fn who_adds_at_the_same_time_gives_nothing_back_that_another_took() {
    let manager = Manager::new();
    manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(ALICE, &["get"])] }));
    let change = |kind: &str, keys: &[&str]| {
        let body = json!({ "properties": { "accessPolicies": [manager.entry(ALICE, keys)] } });
        let answer = manager.ask("PUT", &vault(&format!("kv-x/accessPolicies/{kind}")), &body);
        assert_eq!(answer.status, 200, "{answer:?}");
    };
    let may_unwrap = || {
        let known = manager.stage.tenant.vaults().vault("kv-x").unwrap().access_policies;
        known.iter().any(|policy| policy.keys.contains(&ckey_vault::KeyPermission::UnwrapKey))
    };
    std::thread::scope(|threads| {
        let adds = |other: &'static str| {
            move || {
                (0..12).for_each(|_| ["add", "remove"].iter().for_each(|it| change(it, &[other])))
            }
        };
        threads.spawn(adds("list"));
        threads.spawn(adds("sign"));
        for _ in 0..12 {
            change("add", &["unwrapKey"]);
            assert!(may_unwrap());
            change("remove", &["unwrapKey"]);
            assert!(!may_unwrap(), "somebody who worked with older policies gave it back");
        }
    });
}

#[test]
fn a_deleted_vault_keeps_its_name_comes_back_or_is_destroyed_and_stays_where_it_is_protected() {
    let manager = Manager::new();
    let delete = |name: &str| manager.ask("DELETE", &vault(name), &Value::Null).status;
    let purge = |name: &str| manager.ask("POST", &format!("{}/purge", gone(name)), &Value::Null);
    manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(ALICE, &["get"])] }));
    manager.put("kept", &json!({ "enablePurgeProtection": true }));
    assert_eq!(
        (delete("kv-x"), delete("kept"), delete("kv-x"), delete("none")),
        (200, 200, 204, 204)
    );
    assert_eq!(manager.get(&vault("kv-x")).status, 404);

    let found = manager.get(&gone("KV-X")).body;
    assert_eq!(found["properties"]["vaultId"], vault("kv-x"));
    assert_eq!(found["id"], gone("kv-x"));
    let all = manager.get(&of_subscription("/deletedVaults")).body;
    let names: Vec<_> = all["value"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["kept", "kv-x"]);
    assert_eq!(told(&manager.put("kv-x", &json!({}))), (409, "ConflictError"));
    let free = |name: &str| {
        let body = json!({ "name": name, "type": "Microsoft.KeyVault/vaults" });
        manager.ask("POST", &of_subscription("/checkNameAvailability"), &body).body
    };
    assert_eq!(free("kv-x")["reason"], "AlreadyExists");
    assert_eq!(free("no.name")["reason"], "AccountNameInvalid");
    assert_eq!(free("kv-free"), json!({ "nameAvailable": true }));

    let protected = purge("kept");
    assert_eq!(told(&protected), (405, "MethodNotAllowed"), "{protected:?}");
    let back = json!({ "createMode": "recover", "accessPolicies": [] });
    let mixed = json!({ "createMode": "recover", "enablePurgeProtection": true });
    assert!(said(&manager.put("kv-x", &mixed)).contains("'enablePurgeProtection'"));
    let back = manager.put("kv-x", &back);
    assert_eq!(
        (back.status, &back.body["properties"]["accessPolicies"][0]["objectId"]),
        (200, &json!(ALICE))
    );
    assert_eq!(
        told(&manager.put("kv-x", &json!({ "createMode": "recover" }))),
        (404, "ResourceNotFound")
    );

    assert_eq!(delete("kv-x"), 200);
    assert_eq!(purge("kv-x").status, 200);
    assert_eq!(told(&purge("kv-x")), (404, "ResourceNotFound"));
    assert_eq!(free("kv-x"), json!({ "nameAvailable": true }));
}

#[test]
fn lists_are_of_a_group_of_a_subscription_and_of_resources_a_page_at_a_time() {
    let manager = Manager::new();
    for name in ["kv-c", "kv-b", "Kv-d"] {
        assert_eq!(manager.put(name, &json!({})).status, 201);
    }
    let names = |answer: &Value| -> Vec<String> {
        let all = answer["value"].as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = ["kv-b", "kv-c", "Kv-d"];
    assert_eq!(names(&manager.get(&of_group("/vaults")).body), all);
    let of_all = manager.get(&of_subscription("/vaults")).body;
    assert_eq!(
        (names(&of_all), &of_all["nextLink"]),
        (all.map(str::to_owned).to_vec(), &Value::Null)
    );
    let filter = "$filter=resourceType%20eq%20%27Microsoft.KeyVault%2Fvaults%27";
    let mut next =
        format!("/subscriptions/{SUBSCRIPTION}/resources?api-version=2015-11-01&{filter}&$top=2");
    let mut found = Vec::new();
    for _ in 0..2 {
        let line = format!("GET {next}");
        let page = manager.stage.manage_at("vault.localhost", (&line, ""), Some(&manager.token));
        found.extend(names(&page.body));
        let link = page.body["nextLink"].as_str().unwrap_or_default().to_owned();
        next = link
            .split_once(&format!(":{}", manager.stage.port()))
            .map_or("", |(_, rest)| rest)
            .to_owned();
    }
    assert_eq!((found, next.as_str()), (all.map(str::to_owned).to_vec(), ""));
    let none = of_group("/vaults").replace(GROUP, "none");
    assert_eq!(told(&manager.get(&none)), (404, "ResourceGroupNotFound"));
}

#[test]
fn each_change_is_on_the_record_under_the_applications_name_and_so_is_one_that_is_refused() {
    let manager = Manager::new();
    manager.put("kv-x", &json!({ "accessPolicies": [manager.entry(ALICE, &["get"])] }));
    manager.patch("kv-x", &json!({ "enablePurgeProtection": true }));
    manager.patch("kv-x", &json!({ "enablePurgeProtection": false }));
    manager.ask("DELETE", &vault("kv-x"), &Value::Null);
    manager.ask("POST", &format!("{}/purge", gone("kv-x")), &Value::Null);
    let page = manager.stage.tenant.audit().page(&ckey_engine::AuditQuery::default()).unwrap();
    let of = |operation: &str| -> Vec<_> {
        let is_it = |it: &&ckey_engine::AuditView| {
            it.origin.as_ref().is_some_and(|origin| origin.operation.as_deref() == Some(operation))
        };
        let all = page.records.iter().filter(is_it);
        // Who is made known is so by the tenant.
        let all = all.filter(|it| it.object.contains("kv-x"));
        all.map(|it| (it.actor.clone(), it.object.clone(), it.result.clone())).collect()
    };
    for (operation, result) in [
        ("VaultPut", "Succeeded"),
        ("VaultPatch", "Succeeded"),
        ("VaultPatch", "Failed"),
        ("VaultDelete", "Succeeded"),
        ("VaultPurge", "Failed"),
    ] {
        let found = of(operation);
        assert!(
            found.iter().any(|(_, _, found)| found == result),
            "{operation} {result}: {found:?}"
        );
        assert!(found.iter().all(|(actor, ..)| actor.contains(crate::stage::APP)), "{found:?}");
    }
    let checks = manager.stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let bad: Vec<_> = checks.into_iter().filter(|check| !check.passed).collect();
    assert!(bad.is_empty(), "{bad:?}");
}
