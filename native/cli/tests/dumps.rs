//! What a program that holds keys and sign-ins leaves on the disk when it ends badly: nothing.
#![cfg(all(target_os = "linux", feature = "serve", feature = "azure"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use support::machine::Machine;

const LONG: Duration = Duration::from_secs(60);
/// Longer than anything here waits for, but for the pause between two looks at the jobs.
const ASLEEP: Duration = Duration::from_millis(300);

/// Runs a line of a shell that may be dumped as far as the system allows at all.
fn begun(machine: &Machine, line: &str) -> Child {
    let line = format!("ulimit -c \"$(ulimit -H -c)\"; {line}");
    let mut shell = machine.shell(&line);
    for name in ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] {
        shell.env(name, "what-signs-in-to-the-vaults");
    }
    shell.stdout(Stdio::piped()).spawn().unwrap()
}

/// Once it has said its first line.
fn spoken(mut child: Child) -> Child {
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    lines.next().unwrap().unwrap();
    child
}

/// Its name, whether it sleeps, and the time that it had of a processor.
fn state(child: &Child) -> (String, bool, [String; 2]) {
    let told = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let (name, rest) = told.rsplit_once(')').unwrap();
    let rest: Vec<_> = rest.split_whitespace().collect();
    let of = |at: usize| (*rest.get(at).unwrap()).to_owned();
    (name.rsplit('(').next().unwrap().to_owned(), of(0) == "S", [of(11), of(12)])
}

/// Once the program was seen asleep, and had done nothing meanwhile.
fn asleep(child: Child) -> Child {
    let began = Instant::now();
    loop {
        assert!(began.elapsed() < LONG, "{:?}", state(&child));
        let before = state(&child);
        std::thread::sleep(ASLEEP);
        if before.0 == "customer-key" && before.1 && state(&child) == before {
            return child;
        }
    }
}

/// Ends it as a fault of its own would.
fn aborted(mut child: Child) -> ExitStatus {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-ABRT", &id]).status().unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(6), "{status}");
    status
}

/// Whether this system dumps who may be dumped, without handing it to a program.
fn makes_dumps(machine: &Machine) -> bool {
    let pattern = std::fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap();
    let limit = machine.shell("ulimit -H -c").output().unwrap();
    let limit = String::from_utf8(limit.stdout).unwrap();
    limit.trim() != "0" && !pattern.trim().is_empty() && !pattern.starts_with('|')
}

/// That the program was not dumped, where any other one is.
fn leaves_no_dump(machine: &Machine, program: Child) {
    assert!(!aborted(program).core_dumped());
    let other = spoken(begun(machine, "echo begun; exec sleep 60"));
    if !aborted(other).core_dumped() {
        assert!(!makes_dumps(machine), "another program was not dumped either");
        eprintln!("this system makes no dumps: that none was made says nothing of the program");
    }
}

#[test]
fn a_server_that_ends_by_a_fault_leaves_no_dump_of_its_keys_and_secrets() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    let serve = "exec customer-key --tenant t serve --listen 127.0.0.1:0";
    let server = spoken(begun(&machine, serve));
    leaves_no_dump(&machine, server);
}

#[test]
fn a_worker_whose_vaults_are_azures_leaves_no_dump_of_what_signs_it_in() {
    let machine = Machine::new();
    let azure = ["-VaultProvider", "Azure", "-VaultHostSuffix", "vault.localhost"];
    let new = [&["New-CustomerKeyTenant", "t2"], &azure[..], &["-VaultPort", "8443"]].concat();
    machine.ok(&new);
    let worker = asleep(begun(&machine, "exec customer-key --tenant t2 work --forever"));
    leaves_no_dump(&machine, worker);
}
