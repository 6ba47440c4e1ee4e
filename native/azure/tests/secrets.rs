//! What signs in to the vaults, a secret, a key, a statement or a token, is in nothing that a
//! tenant writes, says or logs, whatever goes well or wrong.
//!
//! What is heard here is all that goes through `tracing`, of the SDK's crates and others as well:
//! the SDK tells each request with its headers, and says REDACTED for the token among them.
//! hyper and rustls are built without a log; reqwest, by `log`, to which nothing of this product
//! listens, names the hosts that it connects to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/application.rs"]
mod application;
mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/heard.rs"]
mod heard;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use application::Application;
use common::{Said, Shell};
use double::{Double, Reply, answer};
use keeping::Keeping;
use play::{SECRET, challenge, variables};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

const TOKEN: &str = "t0ken-that-only-vaults-may-see";

/// How vaults and directory meet who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Right,
    /// The vaults lack a permission.
    Refuses,
    /// The vaults take the token no longer, and the directory gives no other.
    SignsNobodyIn,
}

/// What a directory was shown, and in which mood it is.
#[derive(Clone)]
struct Told {
    mood: Arc<Mutex<Mood>>,
    shown: Arc<Mutex<Vec<String>>>,
}

fn vaults() -> (Double, Told) {
    let double = Double::start(|_| Reply::Closed);
    let (port, mut kept) = (double.port, Keeping::default());
    let told = Told { mood: Arc::new(Mutex::new(Mood::Right)), shown: Arc::default() };
    let Told { mood, shown } = told.clone();
    double.play(move |request| {
        let mood = *mood.lock().unwrap();
        if request.line.contains("/oauth2/") {
            shown.lock().unwrap().push(request.body.clone());
            return if mood == Mood::SignsNobodyIn { signs_nobody_in() } else { signs_in() };
        }
        let is_known = request.authorization.as_deref() == Some(&format!("Bearer {TOKEN}"));
        match mood {
            Mood::Right if is_known => kept.right(request),
            Mood::Refuses if is_known => forbidden(),
            _ => challenge(port, &format!("https://vault.localhost:{port}/t")),
        }
    });
    (double, told)
}

fn signs_in() -> Reply {
    let token = json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": TOKEN });
    answer("200 OK", "", &token.to_string())
}

fn signs_nobody_in() -> Reply {
    let why = "AADSTS7000215: Invalid client secret provided.";
    let refused = json!({ "error": "invalid_client", "error_description": why });
    answer("401 Unauthorized", "", &refused.to_string())
}

fn forbidden() -> Reply {
    let inner = json!({ "code": "ForbiddenByPolicy" });
    let error = json!({ "code": "Forbidden", "message": "No.", "innererror": inner });
    answer("403 Forbidden", "", &json!({ "error": error }).to_string())
}

/// What is looked at, whoever signs in.
fn looks(key: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("Get-CustomerKeyTenant", json!({})),
        ("Get-DataEncryptionPolicy", json!({})),
        ("Get-CustomerKeyUsage", json!({})),
        ("Get-CustomerKeyJob", json!({})),
        ("Get-CustomerKeyDirectory", json!({})),
        ("Get-CustomerKeyImpact", json!({ "Change": ["refresh P"] })),
        ("Test-CustomerKeyRetirement", json!({ "Key": key })),
        ("Test-CustomerKeyConfiguration", json!({})),
        ("Test-DataEncryptionPolicy", json!({ "Identity": "P" })),
        ("Test-M365DataAtRestEncryptionPolicy", json!({ "Identity": "M" })),
        ("Test-CustomerKeyTenant", json!({})),
        ("Test-CustomerKeyAudit", json!({})),
        ("Search-CustomerKeyAudit", json!({ "Activity": "*", "ResultSize": 5000 })),
        ("Export-CustomerKeyReport", json!({ "Path": "report.html", "Force": true })),
        (
            "Export-CustomerKeyReport",
            json!({ "Path": "report.csv", "Format": "Csv", "Force": true }),
        ),
    ]
}

/// Lives with a tenant through all moods; every record of it.
fn lived(shell: &Shell, port: u16, told: &Told) -> String {
    let mut records = String::new();
    let mut run = |cmdlet: &str, parameters: Value| -> Said {
        let said = shell.run(cmdlet, parameters);
        records.push_str(&said.records.concat());
        said
    };
    let settings = json!({ "JobMode": "Manual", "RootTimeout": 30, "CacheEnabled": false });
    run("Set-CustomerKeyTenant", settings).ok();
    let keys =
        ["kv-a", "kv-b"].map(|vault| format!("https://{vault}.vault.localhost:{port}/keys/Root"));
    run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys })).ok();
    run("New-M365DataAtRestEncryptionPolicy", json!({ "Name": "M", "AzureKeyIDs": keys })).ok();
    run("New-Mailbox", json!({ "Name": "alice" })).ok();
    run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "P" })).ok();
    run("Invoke-CustomerKeyJob", json!({})).ok();
    std::fs::write(shell.folder.path().join("mail.txt"), "Dear Bob").unwrap();
    let import = json!({ "Mailbox": "alice", "Path": "mail.txt" });
    let mail = run("Import-CustomerKeyItem", import).ok().text("Identity");
    for mood in [Mood::Refuses, Mood::SignsNobodyIn, Mood::Right] {
        *told.mood.lock().unwrap() = mood;
        run("Clear-CustomerKeyCache", json!({})).ok();
        let to = "read.txt";
        let to = json!({ "Mailbox": "alice", "Identity": mail, "OutputFile": to, "Force": true });
        let read = run("Export-CustomerKeyItem", to);
        assert_eq!(read.errors.is_empty(), mood == Mood::Right, "{mood:?}: {read:#?}");
        run("New-DataEncryptionPolicy", json!({ "Name": "Q", "AzureKeyIDs": keys }));
        for (look, parameters) in looks(&keys[0]) {
            let said = run(look, parameters);
            assert!(said.errors.is_empty() || mood != Mood::Right, "{look}: {said:#?}");
        }
    }
    let backup = json!({ "OutputFile": "backup.tar", "SecretsFile": "secrets.tar" });
    run("Backup-CustomerKeyTenant", backup).ok();
    records
}

/// Files below a folder that hold this.
fn holding(folder: &Path, sought: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(holding(&entry.path(), sought));
        } else if is_in(&std::fs::read(entry.path()).unwrap(), sought) {
            found.push(entry.path().display().to_string());
        }
    }
    found
}

fn is_in(all: &[u8], sought: &[u8]) -> bool {
    all.windows(sought.len()).any(|part| part == sought)
}

/// Lives with a tenant that signs in so, and looks everywhere for what nobody may see.
fn nowhere(double: &Double, told: &Told, sign_in: &[(String, String)], secrets: &[Vec<u8>]) {
    heard::listen();
    let shell = Shell::asking(sign_in, double.port, &double.authority);
    let records = lived(&shell, double.port, told);
    let heard = heard::heard();
    // What is searched has the requests that secret and token were in.
    assert!(heard.contains("/oauth2/v2.0/token") && heard.contains("authorization: REDACTED"));
    assert!(records.contains("AADSTS7000215") && records.contains("CustomerKeyAccessDenied"));
    let statements = told.shown.lock().unwrap().clone();
    let statements = statements.iter().flat_map(|body| body.split('&'));
    let statements = statements.filter_map(|it| it.strip_prefix("client_assertion="));
    let statements: Vec<_> = statements.map(|it| it.as_bytes().to_vec()).collect();
    assert!(!holding(shell.folder.path(), b"Dear Bob").is_empty());
    for sought in secrets.iter().chain(&statements).chain([&TOKEN.as_bytes().to_vec()]) {
        let word = String::from_utf8_lossy(sought);
        assert_eq!(holding(shell.folder.path(), sought), [""; 0], "{word}");
        assert!(!is_in(records.as_bytes(), sought), "{word}: {records}");
        let line = heard.lines().find(|line| is_in(line.as_bytes(), sought));
        assert_eq!(line, None, "{word}");
    }
}

#[test]
fn a_secret_that_signs_in_is_in_no_file_of_the_tenant_no_record_and_no_log() {
    let (double, told) = vaults();
    nowhere(&double, &told, &variables(double.port), &[SECRET.as_bytes().to_vec()]);
    let shown = told.shown.lock().unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|it| it.contains(SECRET)));
}

#[test]
fn a_key_that_signs_in_and_what_it_has_signed_are_in_no_file_of_the_tenant_no_record_and_no_log() {
    let (double, told) = vaults();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("application.pem");
    let own = Application::new();
    std::fs::write(&file, own.pem()).unwrap();
    let mut given = variables(double.port);
    given.retain(|(name, _)| name != "AZURE_CLIENT_SECRET");
    let path = file.to_str().unwrap().to_owned();
    given.push(("AZURE_CLIENT_CERTIFICATE_PATH".to_owned(), path));
    // The numbers that are not in the certificate as well come behind the first 320 bytes: in PEM
    // they are seven lines further on.
    let (pem, der) = (own.key.serialize_pem(), own.key.serialize_der());
    let lines = pem.lines().skip(8).filter(|line| line.len() == 64);
    let mut secrets: Vec<_> = lines.map(|line| line.as_bytes().to_vec()).collect();
    assert!(secrets.len() > 10 && secrets.iter().all(|it| !holding(folder.path(), it).is_empty()));
    secrets.extend(der[320..].chunks_exact(32).map(<[u8]>::to_vec));
    nowhere(&double, &told, &given, &secrets);
    let shown = told.shown.lock().unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|it| it.contains("client_assertion=eyJ")));
}
