//! A server in the background: started, seen and ended by cmdlets, from any process.
#![cfg(all(target_os = "linux", feature = "serve"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::machine::{Machine, err};

const FREE: [&str; 2] = ["-Listen", "127.0.0.1:0"];
/// Longer than anything here takes on a machine where others work too.
const LONG: Duration = Duration::from_secs(60);

fn machine() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine
}

fn words<'a>(cmdlet: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    ["--tenant", "t", cmdlet].into_iter().chain(more.iter().copied()).collect()
}

fn started(machine: &Machine, more: &[&str]) -> Value {
    let more: Vec<_> = FREE.iter().chain(more).copied().collect();
    machine.object(&words("Start-CustomerKeyServer", &more))
}

fn seen(machine: &Machine) -> Option<Value> {
    let said = machine.ok(&words("Get-CustomerKeyServer", &[]));
    (!said.trim().is_empty()).then(|| serde_json::from_str(&said).unwrap())
}

fn stop(machine: &Machine) {
    machine.ok(&words("Stop-CustomerKeyServer", &[]));
}

fn refused(machine: &Machine, more: &[&str]) -> String {
    let done = machine.run(&words("Start-CustomerKeyServer", more));
    assert_eq!(done.status.code(), Some(1), "{}", err(&done));
    err(&done)
}

/// One that a user starts in a shell.
fn in_a_shell(machine: &Machine) -> Child {
    let mut command = machine.command(&words("serve", &["--listen", "127.0.0.1:0"]));
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Serving https://VAULT."), "{line}");
    child
}

fn of_process(server: &Value) -> PathBuf {
    Path::new("/proc").join(server["ProcessId"].to_string())
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < LONG, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn answers(server: &Value) -> bool {
    TcpStream::connect(server["Address"].as_str().unwrap()).is_ok()
}

#[test]
fn a_server_in_the_background_is_seen_and_ended_from_any_process() {
    let machine = machine();
    assert_eq!(seen(&machine), None);
    let server = started(&machine, &[]);
    let address = server["Address"].as_str().unwrap();
    let port = address.strip_prefix("127.0.0.1:").unwrap();
    assert_eq!(server["VaultUri"], format!("https://VAULT.vault.localhost:{port}"));
    assert_eq!(server["Authority"], format!("https://vault.localhost:{port}"));
    assert!(server["IsLoopback"] == true && server["Suffix"] == "vault.localhost", "{server}");
    assert!(Path::new(server["Certificate"].as_str().unwrap()).is_file(), "{server}");
    assert!(answers(&server));
    assert_eq!(seen(&machine).as_ref(), Some(&server));
    let tenant = machine.object(&words("Get-CustomerKeyTenant", &[]));
    assert_eq!(tenant["ServedAt"], server["VaultUri"]);
    assert_eq!(tenant["TenantId"], server["TenantId"]);
    assert!(refused(&machine, &FREE).contains("Another process serves this tenant"));

    stop(&machine);
    assert!(!answers(&server) && seen(&machine).is_none());
    until("the process ends", || !of_process(&server).exists());
    assert_eq!(machine.object(&words("Get-CustomerKeyTenant", &[]))["ServedAt"], Value::Null);
    // There is nothing to do.
    stop(&machine);
}

#[test]
fn a_server_that_a_user_began_in_a_shell_ends_as_by_ctrl_c() {
    let machine = machine();
    let mut child = in_a_shell(&machine);
    assert_eq!(seen(&machine).unwrap()["ProcessId"], child.id());
    stop(&machine);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_server_that_was_killed_is_not_shown_and_keeps_nobody_from_serving() {
    let machine = machine();
    let mut child = in_a_shell(&machine);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(machine.folder().join("t/server/serving.json").is_file(), "its note is left");
    assert_eq!(seen(&machine), None);
    stop(&machine);
    let server = started(&machine, &[]);
    assert_eq!(seen(&machine), Some(server));
    stop(&machine);
    assert!(!machine.folder().join("t/server/serving.json").exists());
}

#[test]
fn an_address_that_is_taken_is_said_by_the_error_and_nothing_is_left() {
    let machine = machine();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refused(&machine, &["-Listen", &address]);
    assert!(said.contains(&format!("{address} cannot be listened on")), "{said}");
    assert!(said.contains("-Listen") && said.contains("serving.log"), "{said}");
    assert_eq!(seen(&machine), None);
    started(&machine, &[]);
    stop(&machine);
}

#[test]
fn a_server_ends_when_its_folder_is_removed() {
    let machine = machine();
    let mut child = in_a_shell(&machine);
    // It writes meanwhile, into a folder just emptied.
    until("the folder goes", || std::fs::remove_dir_all(machine.folder().join("t")).is_ok());
    until("it ends", || child.try_wait().unwrap().is_some());
}

#[test]
fn a_server_has_the_passphrase_of_the_session_and_not_on_its_command_line() {
    const SECRET: &str = "correct horse battery staple";
    let machine = Machine::new();
    let run = |words: &[&str]| {
        let done = machine.command(words).env("CUSTOMER_KEY_PASSPHRASE", SECRET).output().unwrap();
        assert!(done.status.success(), "{words:?}: {}", err(&done));
        done.stdout
    };
    run(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    let server = run(&words("Start-CustomerKeyServer", &FREE));
    let server: Value = serde_json::from_slice(&server).unwrap();
    let line = std::fs::read_to_string(of_process(&server).join("cmdline")).unwrap();
    assert!(line.contains("serve") && !line.contains("horse"), "{line}");
    run(&words("Stop-CustomerKeyServer", &[]));
}

#[test]
fn a_server_is_in_a_process_group_of_its_own() {
    let machine = machine();
    let server = started(&machine, &[]);
    let told = std::fs::read_to_string(of_process(&server).join("stat")).unwrap();
    let group = told.rsplit(')').next().unwrap().split_whitespace().nth(2).unwrap();
    assert_eq!(group, server["ProcessId"].to_string());
    stop(&machine);
}

#[test]
fn a_server_begins_with_the_vaults_of_a_file_and_a_file_that_is_wrong_begins_none() {
    let machine = machine();
    let vaults = include_str!("../../../docs/serving.md").split("```json\n").nth(1).unwrap();
    std::fs::write(machine.folder().join("vaults.json"), vaults.split("```").next().unwrap())
        .unwrap();
    let missing = refused(&machine, &["-Listen", "127.0.0.1:0", "-ImportPath", "missing.json"]);
    assert!(missing.contains("missing.json"), "{missing}");
    started(&machine, &["-ImportPath", "vaults.json"]);
    machine.ok(&words("Get-AzKeyVault", &["contoso-a"]));
    stop(&machine);
}
