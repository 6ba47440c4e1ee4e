//! Vaults managed over the network, as the resource manager of Azure lets them be managed.

mod attacks;
mod life;
mod rights;
mod versions;

use ckey_engine::ResourceGroup;
use serde_json::{Value, json};

use crate::stage::{APP, Answer, Stage};

const SUBSCRIPTION: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const GROUP: &str = "Contoso-RG";

/// A stage with a subscription and a group in it, and an application that owns the tenant.
struct Manager {
    stage: Stage,
    token: String,
}

impl Manager {
    fn new() -> Self {
        let stage = Stage::new();
        let directory = stage.tenant.directory();
        directory.resolve_subscription(&stage.owner(), SUBSCRIPTION).unwrap();
        let group = ResourceGroup {
            name: GROUP.to_owned(),
            subscription_id: SUBSCRIPTION.to_owned(),
            location: "eastus".to_owned(),
            tags: std::collections::BTreeMap::new(),
        };
        directory.put_resource_group(&group).unwrap();
        let (_, secret) = directory.register_principal(&stage.owner(), APP).unwrap();
        stage.own(APP);
        let token = stage.manager(APP, std::str::from_utf8(secret.expose()).unwrap());
        Self { stage, token }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.stage.manage((&format!("{method} {path}"), &body), Some(&self.token))
    }

    fn put(&self, name: &str, properties: &Value) -> Answer {
        self.ask("PUT", &vault(name), &self.wanted(properties))
    }

    fn patch(&self, name: &str, properties: &Value) -> Answer {
        self.ask("PATCH", &vault(name), &json!({ "properties": properties }))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &Value::Null)
    }

    /// What Azure requires of a vault, and these properties.
    fn wanted(&self, properties: &Value) -> Value {
        let mut all = json!({
            "tenantId": self.stage.tenant.id().to_string(),
            "sku": { "family": "A", "name": "standard" },
            "accessPolicies": [],
        });
        let given = properties.as_object().cloned().unwrap_or_default();
        all.as_object_mut().unwrap().extend(given);
        json!({ "location": "eastus", "properties": all })
    }

    /// An access policy of somebody, as it is given.
    fn entry(&self, id: &str, keys: &[&str]) -> Value {
        let tenant = self.stage.tenant.id().to_string();
        json!({ "tenantId": tenant, "objectId": id, "permissions": { "keys": keys } })
    }
}

fn of_group(rest: &str) -> String {
    format!(
        "/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.KeyVault{rest}"
    )
}

fn of_subscription(rest: &str) -> String {
    format!("/subscriptions/{SUBSCRIPTION}/providers/Microsoft.KeyVault{rest}")
}

fn vault(name: &str) -> String {
    of_group(&format!("/vaults/{name}"))
}

fn gone(name: &str) -> String {
    of_subscription(&format!("/locations/eastus/deletedVaults/{name}"))
}

/// The status and the code of an error.
fn told(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["error"]["code"].as_str().unwrap_or_default())
}

/// What an error says.
fn said(answer: &Answer) -> &str {
    answer.body["error"]["message"].as_str().unwrap_or_default()
}
