//! What a program that runs for long says of its own state.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use support::machine::{Machine, err};

const FOUND: &str = "secrets were open to other users";

#[test]
fn a_server_says_on_standard_error_what_it_finds_wrong_and_a_command_keeps_to_its_own_errors() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    let secrets = machine.folder().join("t/service-secrets");
    let open = || std::fs::set_permissions(&secrets, Permissions::from_mode(0o755)).unwrap();
    open();
    let done = machine.run(&["--tenant", "t", "Get-CustomerKeyTenant"]);
    assert!(done.status.success() && err(&done).is_empty(), "{}", err(&done));

    open();
    let mut serve = machine.command(&["--tenant", "t", "serve", "--listen", "127.0.0.1:0"]);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let id = server.id().to_string();
    assert!(std::process::Command::new("kill").arg(&id).status().unwrap().success());
    let told = err(&server.wait_with_output().unwrap());
    assert!(said.starts_with("Serving "), "{said}");
    let lines: Vec<_> = told.lines().collect();
    assert!(lines.len() == 1 && lines.concat().contains(FOUND), "{told}");
    assert!(told.contains(" WARN ckey_store") && !told.contains('\u{1b}'), "{told}");
    let mode = std::fs::metadata(&secrets).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
