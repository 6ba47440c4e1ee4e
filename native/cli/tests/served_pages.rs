//! Plays the commands of `docs/serving.md`, and those of the rehearsal over the network that
//! `docs/azure.md` builds on them, as they stand there. A free port takes the place of 8443.
#![cfg(all(target_os = "linux", feature = "serve", feature = "azure"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Output, Stdio};

use serde_json::Value;
use support::machine::{Machine, err};
use support::page::Page;

const SERVING: Page = Page(include_str!("../../../docs/serving.md"));
const AZURE: Page = Page(include_str!("../../../docs/azure.md"));
const PORT: &str = "8443";
const SERVE: &str = "customer-key serve";

/// A server, which ends with the test.
struct Served(Child);

impl Served {
    /// The server of a tenant, and its port.
    fn of(machine: &Machine, tenant: &str) -> (Self, String) {
        let mut command =
            machine.command(&["--tenant", tenant, "serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        let port = first.split(" at ").next().unwrap().rsplit(':').next().unwrap();
        assert!(port.parse::<u16>().is_ok(), "{first}");
        (Self(child), port.to_owned())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The one block of a page's beginning that has this in it.
fn block(page: &Page, language: &str, part: &str) -> String {
    let mut found = page.blocks("", language);
    found.retain(|block| block.contains(part));
    assert_eq!(found.len(), 1, "{part}: {found:?}");
    found.remove(0)
}

/// Plays lines of a shell; one that fails is the last.
fn typed(machine: &Machine, lines: &str) -> Output {
    let done = machine.shell(&format!("set -e\n{lines}")).output().unwrap();
    assert!(done.status.success(), "{lines}: {}", err(&done));
    done
}

#[test]
fn a_rehearsal_over_the_network_follows_what_serves_the_vaults_without_a_warning_about_keys() {
    let machine = Machine::new();
    let serving = block(&SERVING, "sh", SERVE);
    // It serves until it is told to end.
    let (before, _) = serving.split_once(SERVE).unwrap();
    let done = typed(&machine, before);
    let warnings: Vec<_> = err(&done).lines().map(str::to_owned).collect();
    assert!(warnings.iter().all(|line| line.contains("no subscription")), "{warnings:?}");
    let text = std::fs::read_to_string(machine.folder().join("application.json")).unwrap();
    let application: Value = serde_json::from_str(&text).unwrap();

    let (_served, port) = Served::of(&machine, "served");
    let done = typed(&machine, &block(&AZURE, "sh", "contoso-b"));
    assert_eq!(err(&done), "");

    let rehearsal = block(&AZURE, "powershell", "./rehearsal").replace(PORT, &port);
    // What PowerShell alone can say sets the variables.
    let is_played = |line: &&str| !line.starts_with("$env:") && !line.starts_with("$application");
    let lines: Vec<_> = rehearsal.lines().filter(is_played).collect();
    let mut command = machine.command(&["run", "-"]);
    for (variable, property) in [
        ("AZURE_TENANT_ID", "tenantId"),
        ("AZURE_CLIENT_ID", "clientId"),
        ("AZURE_CLIENT_SECRET", "clientSecret"),
    ] {
        command.env(variable, application[property].as_str().unwrap());
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let checked = format!("{}\nTest-CustomerKeyConfiguration\n", lines.join("\n"));
    child.stdin.take().unwrap().write_all(checked.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success() && done.stderr.is_empty(), "{checked}: {}", err(&done));
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(shown.contains("LiveWrap") && !shown.contains("\"Warning\""), "{shown}");
}
