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
#[path = "common/child.rs"]
mod child;
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
#[cfg(unix)]
use child::azure_cli;
use child::{app_service_saying, played};
use common::{Said, Shell};
use double::{Double, Reply, answer};
use keeping::Keeping;
use play::{SECRET, challenge, variables};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const TOKEN: &str = "eyJ0b2tlbg.that-only-vaults-may-see";
const FEDERATED: &str = "what-a-w0rkload-shows-to-its-directory";
const HEADER: &str = "what-an-app-service-shows-to-its-machine";
const WHY: &str = "AADSTS7000215: Invalid client secret provided.";
/// What is heard of a sign-in at a directory.
const DIRECTORY: &str = "/oauth2/v2.0/token";
/// The file by which what gives tokens outside of this process is told the mood.
const MOOD: &str = "MOOD_OF_WHAT_GIVES_TOKENS";

/// How vaults meet who asks, and what gives the tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mood {
    #[default]
    Right,
    /// The vaults lack a permission.
    Refuses,
    /// The vaults take the token no longer, and it is given again, without a time at which it ends.
    Endless,
    /// The vaults take the token no longer, and no other is given.
    SignsNobodyIn,
}

/// What a directory was shown, and in which mood it is.
#[derive(Clone, Default)]
struct Told {
    mood: Arc<Mutex<Mood>>,
    file: Option<PathBuf>,
    shown: Arc<Mutex<Vec<String>>>,
}

impl Told {
    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        if let Some(file) = &self.file {
            std::fs::write(file, format!("{mood:?}")).unwrap();
        }
    }
}

fn vaults() -> (Double, Told) {
    let double = Double::start(|_| Reply::Closed);
    let (port, mut kept) = (double.port, Keeping::default());
    let told = Told::default();
    let Told { mood, shown, .. } = told.clone();
    double.play(move |request| {
        let mood = *mood.lock().unwrap();
        if request.line.contains("/oauth2/") {
            shown.lock().unwrap().push(request.body.clone());
            let shown = if request.body.contains(SECRET) { SECRET } else { "" };
            let (status, body) = gives(mood, ("expires_in", json!(3600)), shown);
            return answer(status, "", &body);
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

/// What gives tokens answers, a status and a body; this says when they end, and what it was shown.
fn gives(mood: Mood, (end, ends): (&str, Value), shown: &str) -> (&'static str, String) {
    if mood == Mood::SignsNobodyIn {
        // Some repeat what they were shown.
        let why = format!("{WHY} You have sent '{shown}'.");
        let refused = json!({ "error": "invalid_client", "error_description": why });
        return ("401 Unauthorized", refused.to_string());
    }
    let ends = if mood == Mood::Endless { json!("never") } else { ends };
    let token =
        json!({ "token_type": "Bearer", "access_token": TOKEN, "resource": "r", end: ends });
    ("200 OK", token.to_string())
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
    for mood in [Mood::Refuses, Mood::Endless, Mood::SignsNobodyIn, Mood::Right] {
        told.is(mood);
        if mood == Mood::Right {
            // That the directory has just refused the same secret is remembered so long.
            std::thread::sleep(std::time::Duration::from_secs(5));
        }
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

/// Lives with a tenant that signs in so, and looks everywhere for what nobody may see; what is said
/// of a sign-in is heard.
fn nowhere(
    (double, told): &(Double, Told),
    sign_in: &[(String, String)],
    secrets: &[Vec<u8>],
    said: &str,
) {
    heard::listen();
    let shell = Shell::asking(sign_in, double.port, &double.authority);
    let records = lived(&shell, double.port, told);
    let heard = heard::heard();
    // What is searched has the requests that secret and token were in.
    assert!(heard.contains(said) && heard.contains("authorization: REDACTED"));
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

/// A sign-in by a file that this variable names.
fn by_file(double: &Double, name: &str, file: &Path) -> Vec<(String, String)> {
    let mut given = variables(double.port);
    given.retain(|(name, _)| name != "AZURE_CLIENT_SECRET");
    given.push((name.to_owned(), file.to_str().unwrap().to_owned()));
    given
}

#[test]
fn a_secret_that_signs_in_is_in_no_file_of_the_tenant_no_record_and_no_log() {
    let played = vaults();
    let secrets = [SECRET.as_bytes().to_vec()];
    nowhere(&played, &variables(played.0.port), &secrets, DIRECTORY);
    let shown = played.1.shown.lock().unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|it| it.contains(SECRET)));
}

#[test]
fn a_key_that_signs_in_and_what_it_has_signed_are_in_no_file_of_the_tenant_no_record_and_no_log() {
    let played = vaults();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("application.pem");
    let own = Application::new();
    std::fs::write(&file, own.pem()).unwrap();
    let given = by_file(&played.0, "AZURE_CLIENT_CERTIFICATE_PATH", &file);
    // The numbers that are not in the certificate as well come behind the first 320 bytes: in PEM
    // they are seven lines further on.
    let (pem, der) = (own.key.serialize_pem(), own.key.serialize_der());
    let lines = pem.lines().skip(8).filter(|line| line.len() == 64);
    let mut secrets: Vec<_> = lines.map(|line| line.as_bytes().to_vec()).collect();
    assert!(secrets.len() > 10 && secrets.iter().all(|it| !holding(folder.path(), it).is_empty()));
    secrets.extend(der[320..].chunks_exact(32).map(<[u8]>::to_vec));
    nowhere(&played, &given, &secrets, DIRECTORY);
    let shown = played.1.shown.lock().unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|it| it.contains("client_assertion=eyJ")));
}

#[test]
fn what_a_workload_shows_and_its_token_are_in_no_file_of_the_tenant_no_record_and_no_log() {
    let played = vaults();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, FEDERATED).unwrap();
    let given = by_file(&played.0, "AZURE_FEDERATED_TOKEN_FILE", &file);
    nowhere(&played, &given, &[FEDERATED.as_bytes().to_vec()], DIRECTORY);
    let shown = played.1.shown.lock().unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|it| it.contains(FEDERATED)));
}

/// The SDK reads the variables of these sign-ins from the process itself.
#[test]
#[ignore = "played by other tests, in a process of its own"]
fn lived_by_a_child() {
    let own = |name: &str| Some((name.to_owned(), std::env::var(name).ok()?));
    let given = ["AZURE_TOKEN_CREDENTIALS", "IDENTITY_ENDPOINT", "IDENTITY_HEADER"];
    let given: Vec<_> = given.into_iter().filter_map(own).collect();
    let (double, told) = vaults();
    let told = Told { file: std::env::var_os(MOOD).map(PathBuf::from), ..told };
    let is_cli = own("IDENTITY_ENDPOINT").is_none();
    let said = if is_cli { "az account get-access-token" } else { "/msi/token" };
    nowhere(&(double, told), &given, &[HEADER.as_bytes().to_vec()], said);
}

fn in_an_hour() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    now.as_secs() + 3600
}

#[test]
fn the_header_of_an_app_service_and_its_token_are_in_no_file_of_the_tenant_no_record_and_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mood");
    let (mood, told) = (file.clone(), file.to_str().unwrap().to_owned());
    let (address, asked) = app_service_saying(move || {
        let moods = [Mood::Endless, Mood::SignsNobodyIn];
        let read = std::fs::read_to_string(&mood).unwrap_or_default();
        let mood = moods.into_iter().find(|mood| format!("{mood:?}") == read);
        let ends = ("expires_on", json!(in_an_hour().to_string()));
        let (status, body) = gives(mood.unwrap_or_default(), ends, HEADER);
        (status.to_owned(), body)
    });
    let header = ("IDENTITY_HEADER", HEADER.to_owned());
    played("lived_by_a_child", &[("IDENTITY_ENDPOINT", address), header, (MOOD, told)]);
    let asked = asked.lock().unwrap();
    assert!(!asked.is_empty() && asked.iter().all(|head| head.contains(HEADER)));
}

#[test]
#[cfg(unix)]
fn the_token_of_the_azure_cli_is_in_no_file_of_the_tenant_no_record_and_no_log() {
    let says = |end: String| {
        format!("echo '{{\"accessToken\":\"{TOKEN}\",\"tokenType\":\"Bearer\"{end}}}'")
    };
    let (right, endless) = (says(format!(",\"expires_on\":{}", in_an_hour())), says(String::new()));
    let (folder, variables) = azure_cli(&format!(
        "case \"$(cat \"${MOOD}\")\" in
Endless) {endless} ;;
SignsNobodyIn) echo 'ERROR: {WHY} It was {TOKEN}.' >&2; exit 1 ;;
*) {right} ;;
esac"
    ));
    let file = folder.path().join("mood");
    std::fs::write(&file, "").unwrap();
    let mut variables = variables.to_vec();
    variables.push((MOOD, file.to_str().unwrap().to_owned()));
    played("lived_by_a_child", &variables);
}
