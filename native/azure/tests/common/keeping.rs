//! Vaults that unwrap what they have wrapped, and a tenant whose roots are in two of them.
#![allow(dead_code)]

use super::common::{Said, Shell};
use super::double::{Double, Reply, Request, answer};
use super::play::{Op, VERSION, key, operated, variables};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The scope of a mailbox.
pub const ALICE: (&str, &str) = ("Mailbox", "alice");

/// What vaults have wrapped, by what it became.
#[derive(Default)]
pub struct Keeping(HashMap<Vec<u8>, Vec<u8>>);

impl Keeping {
    pub fn wrap(&mut self, request: &Request) -> Vec<u8> {
        let wrapped = vec![u8::try_from(self.0.len() + 1).unwrap(); 256];
        self.0.insert(wrapped.clone(), value(request));
        wrapped
    }

    pub fn unwrap(&self, request: &Request) -> Option<&Vec<u8>> {
        self.0.get(&value(request))
    }

    /// What is right to answer, in the name of the vault that is asked.
    pub fn right(&mut self, request: &Request) -> Reply {
        let vault = name_of(request);
        match Op::of(request) {
            Op::Get => key(&vault, VERSION),
            Op::Wrap => operated(&vault, VERSION, &self.wrap(request)),
            Op::Unwrap => self
                .unwrap(request)
                .map_or_else(not_its_own, |plaintext| operated(&vault, VERSION, plaintext)),
        }
    }
}

/// What a vault says of what it has not wrapped.
pub fn not_its_own() -> Reply {
    let body = "{\"error\":{\"code\":\"BadParameter\",\"message\":\"No.\"}}";
    answer("400 Bad Request", "", body)
}

pub fn name_of(request: &Request) -> String {
    request.host.split_once('.').unwrap().0.to_owned()
}

fn value(request: &Request) -> Vec<u8> {
    let body: Value = serde_json::from_str(&request.body).unwrap();
    URL_SAFE_NO_PAD.decode(body["value"].as_str().unwrap()).unwrap()
}

/// A tenant that asks a double for its roots, works jobs off when told to, and keeps no keys.
pub fn tenant(double: &Double) -> Shell {
    let shell = Shell::asking(&variables(double.port), double.port, &double.authority);
    let settings = json!({ "JobMode": "Manual", "RootTimeout": 30, "CacheEnabled": false });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    shell
}

pub fn new_policy(shell: &Shell, port: u16, name: &str) -> Said {
    let keys =
        ["kv-a", "kv-b"].map(|vault| format!("https://{vault}.vault.localhost:{port}/keys/Root"));
    shell.run("New-DataEncryptionPolicy", json!({ "Name": name, "AzureKeyIDs": keys }))
}

/// What asks for the purge of a policy's data.
pub fn purge_of(policy: &str) -> Value {
    json!({
        "Identity": policy,
        "PermanentDataPurgeRequested": true,
        "PermanentDataPurgeReason": "End",
        "PermanentDataPurgeContact": "admin@contoso.com",
    })
}

/// A mailbox under a policy, by a job that is yet to run.
pub fn assigned(shell: &Shell, mailbox: &str, policy: &str) {
    shell.run("New-Mailbox", json!({ "Name": mailbox })).ok();
    let set = json!({ "Identity": mailbox, "DataEncryptionPolicy": policy });
    shell.run("Set-Mailbox", set).ok();
}

/// The identity of a file that lies in a mailbox or on a site from now on.
pub fn sealed(shell: &Shell, scope: (&str, &str)) -> String {
    std::fs::write(shell.folder.path().join("mail.txt"), "Dear Bob").unwrap();
    let import = json!({ scope.0: scope.1, "Path": "mail.txt" });
    shell.run("Import-CustomerKeyItem", import).ok().text("Identity")
}

pub fn read(shell: &Shell, scope: (&str, &str), item: &str) -> Said {
    let file = shell.folder.path().join("read.txt");
    let _ = std::fs::remove_file(&file);
    let export = json!({ scope.0: scope.1, "Identity": item, "OutputFile": file });
    let said = shell.run("Export-CustomerKeyItem", export);
    assert_eq!(said.errors.is_empty(), file.exists());
    said
}
