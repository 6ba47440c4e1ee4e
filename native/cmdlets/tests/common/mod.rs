//! A host for tests: one session on a tenant in a temporary folder.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use ckey_cmdlets::{Call, Next, Session, SessionOptions};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub const LONG: Duration = Duration::from_secs(120);

/// What a call sent, by stream.
#[derive(Debug, Default)]
pub struct Said {
    pub outputs: Vec<Value>,
    pub types: Vec<String>,
    pub warnings: Vec<String>,
    pub information: Vec<String>,
    pub what_if: Vec<String>,
    pub errors: Vec<Value>,
    pub questions: Vec<String>,
    /// The status of a call in which a question kept something from being done, and nothing failed.
    pub withheld: Option<String>,
    pub progress: usize,
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
        let options = json!({ "environment": { "XDG_DATA_HOME": folder.path(), "USER": "tester" }, "manualJobs": true });
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
            for application in
                ["00000002-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4"]
            {
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

/// Reads a call to its end.
pub fn read(mut call: Call, answer: bool) -> Said {
    let mut said = Said::default();
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
            assert!((1..=1000).contains(&items.len()));
            let members = head["members"].as_object().cloned().unwrap_or_default();
            for mut item in items {
                check(&head, &item);
                unmark(&mut item, &members);
                said.types.push(head["type"][0].as_str().unwrap().to_owned());
                said.outputs.push(item);
            }
        }
        "warning" => said.warnings.push(message()),
        "information" => said.information.push(message()),
        "whatif" => said.what_if.push(message()),
        "error" => said.errors.push(head),
        "progress" => said.progress += 1,
        "confirm" => {
            said.questions.push(message());
            call.answer(answer);
        }
        other => panic!("stream {other}"),
    }
}

/// Every documented property is there, and no other.
fn check(head: &Value, item: &Value) {
    let name = head["type"][0].as_str().unwrap().strip_prefix("CustomerKey.").unwrap();
    let definition = ckey_cmdlets::table::find_type(name)
        .unwrap_or_else(|| panic!("no type {name} in the table"));
    let wanted: Vec<&str> = definition.own_properties().map(|property| property.name).collect();
    let given: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(given, wanted, "{name}");
}

/// Takes the mark away that texts carry for PowerShell.
fn unmark(item: &mut Value, members: &Map<String, Value>) {
    for (path, kind) in members {
        let Some(value) = item.pointer_mut(&format!("/{}", path.replace('.', "/"))) else {
            continue;
        };
        match kind.as_str() {
            Some("text") if !value.is_null() => {
                *value = json!(value.as_str().unwrap().strip_prefix('\u{1}').expect("a mark"))
            }
            Some("guid") if !value.is_null() => {
                assert!(uuid::Uuid::try_parse(value.as_str().unwrap()).is_ok(), "{path}: {value}")
            }
            Some("int") if !value.is_null() => assert!(value.is_i64(), "{path}: {value}"),
            Some("table") => assert!(value.is_object(), "{path}: {value}"),
            _ => {}
        }
    }
}
