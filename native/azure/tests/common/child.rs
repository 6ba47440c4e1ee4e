//! A question of a process of its own, whose variables the SDK reads itself.
#![allow(dead_code)]

use super::double::Double;
use super::play::{OPS, asking};
use ckey_vault::{FailureClass, VaultErrorKind as Kind};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(30);

/// What the child asks.
#[test]
#[ignore = "played by other tests, in a process of its own"]
fn asked_by_a_child() {
    let own = |name: &str| std::env::var(name).unwrap();
    let port = own("DOUBLE_PORT").parse().unwrap();
    let authority = std::fs::read_to_string(own("DOUBLE_AUTHORITY")).unwrap();
    let refused = std::env::var("DOUBLE_REFUSED").ok();
    let limit = std::env::var("DOUBLE_LIMIT").ok();
    let limit = limit.map_or(LIMIT, |seconds| Duration::from_secs(seconds.parse().unwrap()));
    let given = ["AZURE_TOKEN_CREDENTIALS", "IDENTITY_ENDPOINT", "IDENTITY_HEADER"];
    let given = given
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
        .collect();
    let vaults = asking(port, &authority, given);
    for op in OPS {
        let answer = op.ask(&*vaults, port, limit);
        let Some(words) = &refused else {
            answer.unwrap();
            continue;
        };
        let error = answer.unwrap_err();
        assert_eq!((error.kind, error.class()), (Kind::SignInFailed, FailureClass::Request));
        for word in words.split('|') {
            assert!(error.message.contains(word), "{op:?}: {error}");
        }
    }
}

pub fn child(double: &Double, variables: &[(&str, String)]) {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    std::fs::write(&authority, &double.authority).unwrap();
    let mut variables = variables.to_vec();
    variables.push(("DOUBLE_PORT", double.port.to_string()));
    variables.push(("DOUBLE_AUTHORITY", authority.to_str().unwrap().to_owned()));
    played("child::asked_by_a_child", &variables);
}

/// Plays an ignored test of this program in a process of its own, with these variables.
pub fn played(test: &str, variables: &[(&str, String)]) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored"]);
    child.envs(variables.iter().map(|(name, value)| (*name, value)));
    let done = child.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

/// The same, where the sign-in is refused with all of these words.
pub fn refused_child(double: &Double, variables: &[(&str, String)], words: &[&str]) {
    let mut variables = variables.to_vec();
    variables.push(("DOUBLE_REFUSED", words.join("|")));
    child(double, &variables);
}

/// What gives an App Service its tokens, with the second at which each ends: its address, and what
/// it was asked.
pub fn app_service(
    mut gives: impl FnMut() -> (String, u64) + Send + 'static,
) -> (String, Arc<Mutex<Vec<String>>>) {
    app_service_saying(move || {
        let (token, ends) = gives();
        let body = format!(
            "{{\"access_token\":\"{token}\",\"expires_on\":\"{ends}\",\"resource\":\"r\",\"token_type\":\"Bearer\"}}"
        );
        ("200 OK".to_owned(), body)
    })
}

/// The same with all that it says: a status, and a body.
pub fn app_service_saying(
    mut says: impl FnMut() -> (String, String) + Send + 'static,
) -> (String, Arc<Mutex<Vec<String>>>) {
    let endpoint = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/msi/token", endpoint.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in endpoint.incoming().flatten() {
            let mut reader = BufReader::new(stream);
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
            told.lock().unwrap().push(head);
            let (status, body) = says();
            let length = body.len();
            let _ = write!(
                reader.get_mut(),
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
        }
    });
    (address, asked)
}

/// A program that stands for the Azure CLI, and the variables by which it is asked.
#[cfg(unix)]
pub fn azure_cli(script: &str) -> (tempfile::TempDir, [(&'static str, String); 2]) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("az");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let named = "AzureCliCredential".to_owned();
    (folder, [("AZURE_TOKEN_CREDENTIALS", named), ("PATH", path)])
}
