//! What holds on every system: paths, jobs, locked memory, killed processes. The suite `windows`
//! plays it with the program for Windows.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::{MAILBOX_POLICY, program, written};
use tempfile::TempDir;

struct Machine {
    folder: TempDir,
    tenant: PathBuf,
}

impl Machine {
    /// With a tenant in this folder below its own.
    fn new(tenant: &str) -> Machine {
        Self::new_in(tempfile::tempdir().unwrap(), tenant)
    }

    fn new_in(folder: TempDir, tenant: &str) -> Machine {
        let tenant = folder.path().join(tenant);
        let machine = Machine { folder, tenant };
        machine.ok(&["New-CustomerKeyTenant", &written(&machine.tenant)]);
        machine
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = program(self.folder());
        command.args(words).stdin(Stdio::null());
        command
    }

    /// Everything it says, in which no path has a form that only Windows itself writes.
    fn run(&self, words: &[&str]) -> (Output, String) {
        said(self.command(words).output().unwrap())
    }

    fn ok(&self, words: &[&str]) -> String {
        let (done, all) = self.run(words);
        assert!(done.status.success(), "{words:?}: {all}");
        String::from_utf8(done.stdout).unwrap()
    }

    fn object(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.ok(words)).unwrap()
    }

    fn refused(&self, words: &[&str]) -> String {
        let (done, all) = self.run(words);
        assert_eq!(done.status.code(), Some(1), "{words:?}: {all}");
        all
    }

    fn lines(&self, lines: &str) -> String {
        let mut command = self.command(&["run", "-"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut playing = command.spawn().unwrap();
        playing.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let (done, all) = said(playing.wait_with_output().unwrap());
        assert!(done.status.success(), "{all}");
        all
    }
}

fn said(done: Output) -> (Output, String) {
    let all =
        String::from_utf8_lossy(&[done.stdout.clone(), done.stderr.clone()].concat()).into_owned();
    assert!(!all.contains(r"\\?\"), "{all}");
    (done, all)
}

#[test]
fn a_path_is_shown_as_it_was_written() {
    let machine = Machine::new("tenant");
    let tenant = written(&machine.tenant);
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Path"], tenant.as_str());
    let recorded = machine.ok(&["Search-CustomerKeyAudit"]);
    assert!(!recorded.is_empty());
    let inside = written(&machine.tenant.join("head"));
    let again = machine.refused(&["New-CustomerKeyTenant", &tenant]);
    assert!(again.contains(&tenant) || again.contains(&tenant.replace('\\', r"\\")), "{again}");
    machine.refused(&["Export-CustomerKeyAuditHead", "-OutputFile", &inside]);
    machine.refused(&["Open-CustomerKeyTenant", &written(&machine.folder().join("none"))]);
}

/// A path below `folder` by which the database of a tenant has a name of this length, as the program
/// writes it.
fn deep(folder: &Path, length: usize) -> String {
    let above = ["a", "b"].map(|letter| letter.repeat(70)).join("/");
    let others = written(&folder.join(&above)).len() + "/".len() + "/tenant.db".len();
    format!("{above}/{}", "c".repeat(length - others))
}

/// The longest name of a database that Windows opens in the form that people write.
const LONGEST: usize = 250;

#[test]
fn a_tenant_may_have_a_long_path_and_one_that_windows_takes_for_a_share_is_refused() {
    let machine = Machine::new("tenant");
    let longer = machine.folder().join(deep(machine.folder(), LONGEST + 1));
    if support::is_by_wine() || cfg!(windows) {
        let refused = machine.refused(&["New-CustomerKeyTenant", &written(&longer)]);
        assert!(refused.contains("StorePathTooLong") && refused.contains("shorter"), "{refused}");
        assert!(!longer.exists() && machine.object(&["Get-CustomerKeyTenant"]).is_object());
        // One that somebody moved there can be moved back.
        std::fs::create_dir_all(longer.parent().unwrap()).unwrap();
        std::fs::rename(&machine.tenant, &longer).unwrap();
        let refused = machine.refused(&["Open-CustomerKeyTenant", &written(&longer)]);
        assert!(refused.contains("StorePathTooLong"), "{refused}");
        std::fs::rename(&longer, &machine.tenant).unwrap();
        machine.ok(&["Open-CustomerKeyTenant", &written(&machine.tenant)]);
    } else {
        machine.ok(&["New-CustomerKeyTenant", &written(&longer)]);
    }
}

#[test]
fn a_job_that_has_done_everything_ends() {
    jobs_end(&Machine::new("tenant"));
}

/// SQLite takes `\\?\` for a share, and two threads of a process leave locks behind there: the log could
/// not be truncated, and jobs stayed `Waiting`.
#[test]
fn a_job_that_has_done_everything_ends_also_where_the_path_is_as_long_as_it_may_be() {
    let machine = Machine::new("tenant");
    let longest = deep(machine.folder(), LONGEST);
    jobs_end(&Machine::new_in(machine.folder, &longest));
}

fn jobs_end(machine: &Machine) {
    let refresh =
        "Set-DataEncryptionPolicy P -Refresh -Confirm:$false\nWait-CustomerKeyJob -Timeout 120\n";
    // One process, in which two threads read and write: the one that was asked, and the jobs' own.
    machine.lines(&format!(
        "{MAILBOX_POLICY}Set-Mailbox alice -DataEncryptionPolicy P\nWait-CustomerKeyJob -Timeout 120\n{}",
        refresh.repeat(5)
    ));
    assert_eq!(machine.object(&["Get-MailboxStatistics", "alice"])["IsEncrypted"], true);
    machine.lines(refresh);
    assert_eq!(
        machine.object(&["Get-CustomerKeyTenant"])["Path"],
        written(&machine.tenant).as_str()
    );
    // What is scheduled destroys wraps that are no longer needed, later.
    let jobs = machine.ok(&["Get-CustomerKeyJob"]);
    let jobs = jobs.lines().map(|job| serde_json::from_str::<Value>(job).unwrap());
    assert!(jobs.clone().count() >= 7);
    for job in jobs {
        assert!(job["State"] == "Completed" || job["State"] == "Scheduled", "{job}");
    }
}

#[test]
fn a_killed_worker_keeps_nothing_from_the_next_one() {
    let machine = Machine::new("tenant");
    machine.lines(&format!(
        "Set-CustomerKeyTenant -JobMode Manual\n{MAILBOX_POLICY}Set-Mailbox alice -DataEncryptionPolicy P\n"
    ));
    let mut worker = machine.command(&["work", "--forever"]).spawn().unwrap();
    let locks = || std::fs::read_dir(machine.tenant.join("locks")).unwrap().count();
    while locks() == 0 {
        std::thread::yield_now();
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    machine.ok(&["work"]);
    assert_eq!(machine.object(&["Get-MailboxStatistics", "alice"])["IsEncrypted"], true);
}

#[test]
fn a_question_that_nobody_could_read_stays_unanswered() {
    let machine = Machine::new("tenant");
    let mut command = machine.command(&["--records", "New-Mailbox", "alice", "-Confirm"]);
    let mut yes = tempfile::tempfile().unwrap();
    yes.write_all(b"yes\n").unwrap();
    std::io::Seek::rewind(&mut yes).unwrap();
    command.stdin(yes).stdout(Stdio::null()).stderr(Stdio::piped());
    let (done, all) = said(command.spawn().unwrap().wait_with_output().unwrap());
    assert!(all.contains("standard output cannot be written"), "{all}");
    assert_eq!((done.status.code(), machine.ok(&["Get-Mailbox"])), (Some(1), String::new()));
}

#[test]
fn the_memory_of_keys_is_locked_where_the_system_allows_it() {
    let machine = Machine::new("tenant");
    let locked = machine.object(&["Get-CustomerKeyTenant"])["MemoryLocked"].clone();
    assert!(locked == true || cfg!(unix) && !support::is_by_wine(), "VirtualLock refused");
}

#[cfg(unix)]
#[test]
fn who_interrupts_the_work_at_the_end_is_told_what_waits() {
    if support::is_by_wine() {
        return;
    }
    let machine = Machine::new("tenant");
    let workloads = MAILBOX_POLICY
        .replace("00000002-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4")
        .replace("New-DataEncryptionPolicy", "New-M365DataAtRestEncryptionPolicy");
    machine.lines(&format!(
        "{workloads}New-Mailbox user -Count 30000\nSet-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy P\n"
    ));
    // The work may be over before it is interrupted; then once more.
    let came_in_time = (0..20).any(|_| {
        machine.ok(&["work"]);
        let refresh =
            ["Set-M365DataAtRestEncryptionPolicy", "P", "-Refresh", "-WarningAction", "Ignore"];
        let mut command = machine.command(&refresh);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while child.try_wait().unwrap().is_none()
            && machine.object(&["Get-CustomerKeyTenant"])["PendingRewraps"] == 0
        {}
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).output();
        let (done, all) = said(child.wait_with_output().unwrap());
        if done.status.success() {
            return false;
        }
        assert_eq!(done.status.code(), Some(130), "{all}");
        assert!(all.contains("Interrupted. Every command was done."), "{all}");
        assert!(all.contains("not finished") && all.contains("Run: customer-key work"), "{all}");
        true
    });
    assert!(came_in_time, "the work was always over");
}
