//! A host for tests: one session on a tenant in a temporary folder.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ckey_cmdlets::{Call, Next, Session, SessionOptions};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub const LONG: Duration = Duration::from_secs(120);

/// What a call sent, by stream.
#[derive(Debug, Default)]
pub struct Said {
    pub outputs: Vec<Value>,
    pub types: Vec<String>,
    /// The columns of each type that the call described.
    pub described: BTreeMap<String, Map<String, Value>>,
    pub warnings: Vec<String>,
    pub information: Vec<String>,
    pub what_if: Vec<String>,
    pub errors: Vec<Value>,
    pub questions: Vec<String>,
    /// The status of a call in which a question kept something from being done, and nothing failed.
    pub withheld: Option<String>,
    pub progress: usize,
    /// What each record of progress said.
    pub statuses: Vec<String>,
}

impl Said {
    /// The one object that came.
    pub fn one(&self) -> &Value {
        assert!(self.errors.is_empty() && self.outputs.len() == 1, "{self:#?}");
        &self.outputs[0]
    }

    /// The id of the one error that came.
    pub fn error(&self) -> &str {
        assert_eq!(self.errors.len(), 1, "{self:#?}");
        self.errors[0]["id"].as_str().unwrap()
    }

    /// Nothing went wrong.
    pub fn ok(self) -> Self {
        assert!(self.errors.is_empty(), "{self:#?}");
        self
    }

    pub fn list(&self, property: &str) -> Vec<String> {
        self.outputs.iter().map(|object| text(&object[property])).collect()
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

pub struct Shell {
    pub session: Arc<Session>,
    pub folder: TempDir,
}

impl Shell {
    /// A session without a tenant, whose default one would be in its folder.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = json!({ "environment": { "XDG_DATA_HOME": folder.path(), "USER": "tester" }, "manualJobs": true, "program": folder.path().join("customer-key") });
        let session =
            Session::open(SessionOptions::from_json(options.to_string().as_bytes()).unwrap())
                .unwrap();
        Self { session, folder }
    }

    /// A session on a new rehearsal named contoso whose jobs run when told.
    pub fn with_tenant() -> Self {
        let shell = Self::new();
        shell.run("New-CustomerKeyTenant", json!({ "Path": "tenant", "Name": "contoso" })).ok();
        shell.run("Set-CustomerKeyTenant", json!({ "JobMode": "Manual" })).ok();
        shell
    }

    /// The same with two vaults (alpha, beta), a key in each, and what every application of the
    /// service needs.
    pub fn with_keys() -> Self {
        let shell = Self::with_tenant();
        for (vault, region) in [("alpha-vault", "East US"), ("beta-vault", "West US")] {
            shell
                .run("Set-AzContext", json!({ "Subscription": format!("subscription of {vault}") }))
                .ok();
            shell
                .run(
                    "New-AzResourceGroup",
                    json!({ "Name": format!("{vault}-rg"), "Location": region }),
                )
                .ok();
            shell
                .run("New-AzKeyVault", json!({ "Name": vault, "ResourceGroupName": format!("{vault}-rg"), "Location": region }))
                .ok();
            for application in [
                "00000002-0000-0ff1-ce00-000000000000",
                "00000003-0000-0ff1-ce00-000000000000",
                "c066d759-24ae-40e7-a56f-027002b5d3e4",
            ] {
                let policy = json!({ "VaultName": vault, "ServicePrincipalName": application, "PermissionsToKeys": ["wrapKey", "unwrapKey", "get"] });
                shell.run("Set-AzKeyVaultAccessPolicy", policy).ok();
            }
            shell
                .run(
                    "Add-AzKeyVaultKey",
                    json!({ "VaultName": vault, "Name": "key", "Destination": "Software" }),
                )
                .ok();
        }
        // Who manages a vault chooses its subscription; most tests manage this one.
        shell.run("Set-AzContext", json!({ "Subscription": "subscription of alpha-vault" })).ok();
        shell
    }

    /// The URIs of the two keys.
    pub fn uris() -> Value {
        json!([
            "https://alpha-vault.vault.azure.net/keys/key",
            "https://beta-vault.vault.azure.net/keys/key"
        ])
    }

    pub fn start(&self, cmdlet: &str, parameters: Value) -> Call {
        self.start_with(cmdlet, json!({ "parameters": parameters }))
    }

    pub fn start_with(&self, cmdlet: &str, mut arguments: Value) -> Call {
        arguments["location"] = json!(self.folder.path());
        self.session.start(cmdlet, arguments.to_string().as_bytes()).unwrap()
    }

    /// Runs a cmdlet and answers its questions by yes.
    pub fn run(&self, cmdlet: &str, parameters: Value) -> Said {
        read(self.start(cmdlet, parameters), true)
    }

    pub fn what_if(&self, cmdlet: &str, parameters: Value) -> Said {
        let said = read(
            self.start_with(cmdlet, json!({ "parameters": parameters, "whatIf": true })),
            true,
        );
        assert!(
            said.errors.is_empty() && said.outputs.is_empty() && !said.what_if.is_empty(),
            "{cmdlet}: {said:#?}"
        );
        said
    }

    pub fn names(&self, cmdlet: &str) -> Vec<String> {
        self.run(cmdlet, json!({})).ok().list("Name")
    }
}

/// A session with these variables in place of the process's own.
pub fn open(environment: Value) -> Arc<Session> {
    let options = json!({ "environment": environment, "manualJobs": true }).to_string();
    Session::open(SessionOptions::from_json(options.as_bytes()).unwrap()).unwrap()
}

/// Runs a cmdlet in a session and answers its questions by yes.
pub fn run(session: &Arc<Session>, cmdlet: &str, parameters: Value) -> Said {
    let arguments = json!({ "parameters": parameters }).to_string();
    read(session.start(cmdlet, arguments.as_bytes()).unwrap(), true)
}

/// Reads a call to its end.
pub fn read(call: Call, answer: bool) -> Said {
    rest(Said::default(), call, answer)
}

/// Reads a call to its end of which one record was read.
pub fn read_on(first: Vec<u8>, call: Call, answer: bool) -> Said {
    let mut said = Said::default();
    record(&mut said, &call, &String::from_utf8(first).unwrap(), answer);
    rest(said, call, answer)
}

fn rest(mut said: Said, mut call: Call, answer: bool) -> Said {
    loop {
        match call.next(LONG).unwrap() {
            Next::Record(bytes) => {
                record(&mut said, &call, &String::from_utf8(bytes).unwrap(), answer)
            }
            Next::None => panic!("no record within {LONG:?}: {said:#?}"),
            Next::Finished => break,
        }
    }
    said.withheld =
        call.status().err().map(|status| status.id).filter(|id| id.starts_with("Question"));
    assert_eq!(
        call.status().is_ok(),
        said.errors.is_empty() && said.withheld.is_none(),
        "{said:#?}"
    );
    assert_eq!(
        said.withheld.is_some(),
        !answer && !said.questions.is_empty() && said.errors.is_empty(),
        "{said:#?}"
    );
    said
}

fn record(said: &mut Said, call: &Call, record: &str, answer: bool) {
    let (head, items) = record.split_once('\n').unwrap_or((record, "[]"));
    let head: Value = serde_json::from_str(head).unwrap();
    let message = || head["message"].as_str().unwrap_or_default().to_owned();
    match head["stream"].as_str().unwrap() {
        "output" => {
            let items: Vec<Value> = serde_json::from_str(items).unwrap();
            let name = head["type"][0].as_str().unwrap();
            if let Some(columns) = head["columns"].as_object() {
                assert!(columns.contains_key(head["shown"].as_str().unwrap()), "{head}");
                let is_new = said.described.insert(name.to_owned(), columns.clone()).is_none();
                assert!(is_new, "{name} is described twice");
            }
            assert!(items.len() <= 1000 && items.is_empty() <= head["columns"].is_object());
            for item in items {
                check(&said.described, name, &item);
                said.types.push(name.to_owned());
                said.outputs.push(item);
            }
        }
        "warning" => said.warnings.push(message()),
        "information" => said.information.push(message()),
        "whatif" => said.what_if.push(message()),
        "error" => {
            let fix = head["fix"].as_str().unwrap_or_default();
            assert!(fix.is_empty() || !message().contains(fix), "the advice stands twice: {head}");
            said.errors.push(head);
        }
        "progress" => {
            said.progress += 1;
            said.statuses.push(head["status"].as_str().unwrap_or_default().to_owned());
        }
        "confirm" => {
            said.questions.push(message());
            call.answer(answer);
        }
        other => panic!("stream {other}"),
    }
}

/// Every property that the call described is there and no other, and each is of its kind.
fn check(described: &BTreeMap<String, Map<String, Value>>, of: &str, item: &Value) {
    let columns = described.get(of).unwrap_or_else(|| panic!("{of} was not described: {item}"));
    let object = item.as_object().unwrap_or_else(|| panic!("{of}: {item}"));
    assert!(object.keys().eq(columns.keys()), "{of}: {:?}", object.keys());
    for (name, kind) in columns {
        let (value, kind) = (&object[name], kind.as_str().unwrap());
        match kind.strip_suffix("[]") {
            Some(kind) => {
                let list = value.as_array().unwrap_or_else(|| panic!("{of}.{name}: {value}"));
                list.iter().for_each(|one| check_value(described, kind, one));
            }
            None => check_value(described, kind, value),
        }
    }
}

fn check_value(described: &BTreeMap<String, Map<String, Value>>, kind: &str, value: &Value) {
    let text = || value.as_str().unwrap_or_else(|| panic!("{kind}: {value}"));
    let is_right = match kind {
        _ if value.is_null() => true,
        "text" => value.is_string(),
        "bool" => value.is_boolean(),
        "int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "long" => value.is_i64(),
        "number" => value.is_number(),
        "guid" => uuid::Uuid::try_parse(text()).is_ok(),
        "date" => text().ends_with('Z') || text().ends_with("+00:00"),
        "bytes" => BASE64.decode(text()).is_ok(),
        "table" => value.as_object().is_some_and(|table| table.values().all(Value::is_string)),
        "json" => true,
        nested => {
            check(described, nested, value);
            true
        }
    };
    assert!(is_right, "{kind}: {value}");
}
