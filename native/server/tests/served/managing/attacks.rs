//! What somebody may try.

use serde_json::{Value, json};

use super::{GROUP, Manager, SUBSCRIPTION, gone, of_group, of_subscription, said, told, vault};
use crate::stage::{APP, Stage, VAULT};

#[test]
fn a_token_for_keys_manages_no_vault_and_one_for_vaults_opens_no_key() {
    let stage = Stage::new();
    let secret = stage.register(APP);
    let (keys, vaults) = (stage.token(APP, &secret), stage.manager(APP, &secret));
    stage.own(APP);
    let list = "GET /subscriptions/s/providers/Microsoft.KeyVault/vaults";
    let wrong = stage.manage((list, ""), Some(&keys));
    assert_eq!(told(&wrong), (401, "InvalidAuthenticationToken"), "{wrong:?}");
    assert!(wrong.head.contains("error=\"invalid_token\""), "{}", wrong.head);
    assert_eq!(told(&stage.manage((list, ""), None)), (401, "AuthenticationFailed"));
    assert_eq!(stage.list(&vaults).status, 401);
    assert_eq!(
        (stage.list(&keys).status, stage.manage((list, ""), Some(&vaults)).status),
        (200, 404)
    );
    let both = format!("{}%20{}", stage.scope(""), stage.scope("/management"));
    assert_eq!(stage.sign_in_for(&both, APP, &secret).status, 400, "a token is for one of them");
    assert_eq!(stage.sign_in_for(&stage.scope("/other"), APP, &secret).status, 400);
}

#[test]
fn the_host_of_a_vault_manages_none_and_the_servers_host_has_no_keys() {
    let manager = Manager::new();
    let line = format!("GET {}?api-version=2023-07-01", vault("kv-x"));
    let host = format!("{VAULT}.vault.localhost");
    assert_eq!(manager.stage.manage_at(&host, (&line, ""), Some(&manager.token)).status, 401);
    let keys = manager.stage.token(APP, &manager.stage.register(APP));
    let answer = manager.stage.manage_at(&host, (&line, ""), Some(&keys));
    assert_eq!(answer.status, 404, "{answer:?}");
    let keys =
        manager.stage.manage_at("vault.localhost", ("GET /keys?api-version=7.4", ""), Some(&keys));
    assert_eq!(keys.status, 404);
}

#[test]
fn ids_are_the_same_in_each_case_and_a_vault_is_found_where_it_is_alone() {
    let manager = Manager::new();
    assert_eq!(manager.put("Kv-Case", &json!({})).status, 201);
    let shown = manager.get(&vault("Kv-Case")).body;
    for path in [vault("KV-CASE").to_uppercase(), vault("kv-case").to_lowercase()] {
        assert_eq!(manager.get(&path).body, shown, "{path}");
    }
    let elsewhere = "bbbbbbbb-0000-4000-8000-000000000002";
    let other = vault("kv-case").replace(SUBSCRIPTION, elsewhere);
    for path in [other.clone(), vault("kv-case").replace(GROUP, "other")] {
        for method in ["GET", "PATCH"] {
            let answer = manager.ask(method, &path, &json!({}));
            assert_eq!(told(&answer), (404, "ResourceNotFound"), "{method} {path}");
        }
        assert_eq!(manager.ask("DELETE", &path, &Value::Null).status, 204, "{path}");
    }
    let answer = manager.ask("PUT", &other, &manager.wanted(&json!({})));
    assert_eq!(told(&answer), (404, "SubscriptionNotFound"));
    let list = of_subscription("/vaults").replace(SUBSCRIPTION, elsewhere);
    assert_eq!(told(&manager.get(&list)), (404, "SubscriptionNotFound"));
    assert_eq!(manager.get(&vault("kv-case")).status, 200, "nothing was deleted");
    assert_eq!(manager.ask("DELETE", &vault("KV-case"), &Value::Null).status, 200);
    assert_eq!(
        told(&manager.get(&gone("kv-case").replace("eastus", "westus"))),
        (404, "ResourceNotFound")
    );
    assert_eq!(manager.get(&gone("kv-case").replace("eastus", "East%20US")).status, 200);
    let purge = format!("{}/purge", gone("kv-case").replace(SUBSCRIPTION, elsewhere));
    assert_eq!(told(&manager.ask("POST", &purge, &Value::Null)), (404, "ResourceNotFound"));
}

#[test]
fn a_name_is_taken_for_every_group_and_region_and_one_that_azure_refuses_is_refused() {
    let manager = Manager::new();
    assert_eq!(
        told(&manager.put(VAULT, &json!({}))),
        (409, "VaultAlreadyExists"),
        "it is elsewhere"
    );
    assert_eq!(manager.put("kv-b", &json!({})).status, 201);
    let mut moved = manager.wanted(&json!({}));
    moved["location"] = json!("westeurope");
    assert_eq!(told(&manager.ask("PUT", &vault("kv-b"), &moved)), (409, "InvalidResourceLocation"));
    moved["location"] = json!("mars");
    let mars = manager.ask("PUT", &vault("kv-c"), &moved);
    assert_eq!(told(&mars), (400, "LocationNotAvailableForResourceType"));
    let long = "k".repeat(25);
    for name in
        ["kv", "1kv", "kv--b", "kv_b", "kv-", "k%2Fv", "..%2F..%2Fkv", "kv%00", long.as_str()]
    {
        assert_eq!(told(&manager.put(name, &json!({}))), (400, "VaultNameNotValid"), "{name}");
    }
    let other = vault("kv-c").replace(GROUP, "none");
    let answer = manager.ask("PUT", &other, &manager.wanted(&json!({})));
    assert_eq!(told(&answer), (404, "ResourceGroupNotFound"));
}

#[test]
fn what_this_server_cannot_do_is_refused_in_a_sentence_and_makes_nothing() {
    let manager = Manager::new();
    assert_eq!(manager.put("kv-x", &json!({})).status, 201);
    let other = "dddddddd-0000-4000-8000-000000000009";
    let entry = |change: &dyn Fn(&mut Value)| {
        let mut entry = manager.entry(other, &["get"]);
        change(&mut entry);
        json!({ "accessPolicies": [entry] })
    };
    let on_behalf = entry(&|entry| entry["applicationId"] = json!(other));
    let of_others = entry(&|entry| entry["tenantId"] = json!(other));
    let no_id = entry(&|entry| entry["objectId"] = json!("alice"));
    let secrets = entry(&|entry| entry["permissions"]["secrets"] = json!(["everything"]));
    let unknown = entry(&|entry| entry["permissions"]["hsm"] = json!(["get"]));
    let twice = manager.entry(other, &["get"]);
    for (properties, word) in [
        (json!({ "enabledForDeployment": true }), "enabledForDeployment"),
        (json!({ "enabledForDiskEncryption": true }), "enabledForDiskEncryption"),
        (json!({ "enabledForTemplateDeployment": true }), "enabledForTemplateDeployment"),
        (json!({ "publicNetworkAccess": "Disabled" }), "publicNetworkAccess"),
        (json!({ "vaultUri": "https://kv.vault.azure.net/" }), "vaultUri"),
        (json!({ "privateEndpointConnections": [{}] }), "privateEndpointConnections"),
        (json!({ "hsmPoolResourceId": "x" }), "hsmPoolResourceId"),
        (json!({ "provisioningState": "RegisteringDns" }), "provisioningState"),
        (json!({ "createMode": "copy" }), "createMode"),
        (json!({ "sku": { "family": "B", "name": "standard" } }), "family"),
        (json!({ "sku": { "family": "A", "name": "gold" } }), "gold"),
        (json!({ "tenantId": other }), "tenantId"),
        (json!({ "enableSoftDelete": false }), "oft"),
        (json!({ "softDeleteRetentionInDays": 6 }), "etention"),
        (json!({ "softDeleteRetentionInDays": 1000 }), "etention"),
        (json!({ "softDeleteRetentionInDays": -1 }), "etention"),
        (json!({ "networkAcls": { "ipRules": [{ "value": "office" }] } }), "office"),
        (json!({ "networkAcls": { "virtualNetworkRules": [{ "id": "net" }] } }), "subnet"),
        (json!({ "networkAcls": { "serviceTagRules": [] } }), "serviceTagRules"),
        (json!({ "newInAzure": true }), "newInAzure"),
        (json!({ "accessPolicies": [twice, twice] }), "twice"),
        (on_behalf, "applicationId"),
        (of_others, "tenant"),
        (no_id, "objectId"),
        (secrets, "secrets"),
        (unknown, "hsm"),
    ] {
        for (method, name) in [("PUT", "kv-new"), ("PUT", "kv-x"), ("PATCH", "kv-x")] {
            let body = manager.wanted(&properties);
            let answer = manager.ask(method, &vault(name), &body);
            assert_eq!(answer.status, 400, "{method} {name} {properties}: {answer:?}");
            assert!(said(&answer).contains(word), "{method} {properties}: {}", said(&answer));
        }
    }
    assert_eq!(manager.get(&vault("kv-new")).status, 404);
    assert_eq!(
        manager.stage.tenant.vaults().vault("kv-x").unwrap().generation,
        2,
        "made, and given to nobody"
    );
    let users = manager.stage.tenant.directory().users().unwrap();
    assert!(users.iter().all(|user| user.id != other), "nobody is made known by what is refused");
    let sku = json!({ "properties": { "sku": { "family": "A", "name": "premium" } } });
    assert_eq!(told(&manager.ask("PATCH", &vault("kv-x"), &sku)), (400, "NotSupported"));
    let days = json!({ "properties": { "softDeleteRetentionInDays": 30 } });
    assert_eq!(told(&manager.ask("PATCH", &vault("kv-x"), &days)), (400, "BadRequest"));
}

#[test]
fn bodies_that_are_none_versions_that_are_unknown_and_paths_of_other_things_are_refused() {
    let manager = Manager::new();
    let ask = |line: &str, body: &str| manager.stage.manage((line, body), Some(&manager.token));
    let put = format!("PUT {}", vault("kv-x"));
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let twice = r#"{"location":"eastus","location":"westus"}"#;
    for body in [
        "",
        "{",
        "[]",
        "null",
        "7",
        "\u{0}",
        twice,
        r#"{"properties":null}"#,
        r#"{"tags":{"a":1}}"#,
        deep.as_str(),
    ] {
        let answer = ask(&put, body);
        assert_eq!(told(&answer), (400, "InvalidRequestContent"), "{body:.40}: {answer:?}");
    }
    manager.put("kv-y", &json!({}));
    let added = format!("PUT {}", vault("kv-y/accessPolicies/add"));
    let more = r#"{"properties":{"accessPolicies":[]},"expires":"never"}"#;
    assert_eq!(told(&ask(&added, more)), (400, "InvalidRequestContent"));
    // What does not wait for the rest may end the connection before its answer is read.
    assert!([0, 413].contains(&ask(&put, &"x".repeat(65 << 10)).status));
    assert_eq!(told(&ask(&put, "{}")), (400, "LocationRequired"));
    let missing = json!({ "location": "eastus", "properties": { "sku": { "name": "standard" } } });
    assert!(said(&ask(&put, &missing.to_string())).contains("'tenantId'"));
    let at =
        |line: &str| manager.stage.manage_at("vault.localhost", (line, ""), Some(&manager.token));
    for line in [format!("GET {}", vault("kv-x")), format!("GET {}?api-version=7.4", vault("kv-x"))]
    {
        assert_eq!(told(&at(&line)), (400, "InvalidApiVersionParameter"), "{line}");
    }
    for (line, expected) in [
        (format!("GET {}", vault("kv-x/keys/k")), (501, "NotSupported")),
        (format!("GET {}", of_group("/managedHSMs/x")), (501, "NotSupported")),
        ("GET /subscriptions".to_owned(), (501, "NotSupported")),
        (format!("POST {}", vault("kv-x")), (405, "MethodNotAllowed")),
        (format!("PUT {}", vault("kv-x/accessPolicies/all")), (404, "NotFound")),
        (format!("GET {}", vault(&"k".repeat(600))), (404, "NotFound")),
        (format!("GET {}", vault("%ff")), (404, "NotFound")),
    ] {
        assert_eq!(told(&ask(&line, "")), expected, "{line}");
    }
    let top = format!("GET {}?api-version=2023-07-01&$top=0", of_group("/vaults"));
    assert_eq!(told(&at(&top)), (400, "BadRequest"));
    let token = format!("GET {}?api-version=2023-07-01&$skiptoken=%20", of_group("/vaults"));
    assert_eq!(told(&at(&token)), (400, "BadRequest"));
}
