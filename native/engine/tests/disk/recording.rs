//! Recording a script: the test binary again, in a process of its own, with the recorder loaded.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::chance::Chance;
use crate::disk::{Disk, Tree, build};
use crate::journal::{Call, Record, read};
use crate::notes::{NOTES, Note, told};
use crate::purging;
use crate::script::{LEFT, Player, SCRIPTS, TENANT, TOLD};

const SCRIPT: &str = "CUSTOMER_KEY_DISK_SCRIPT";
pub(crate) const ROOT: &str = "CUSTOMER_KEY_DISK_ROOT";
pub(crate) const JOURNAL: &str = "CUSTOMER_KEY_DISK_JOURNAL";
/// What the recorder ends with where the system does not let a process be recorded.
pub(crate) const NOT_ALLOWED: i32 = 96;

/// What the names of recordings begin with that go on where another one was killed.
const AGAIN: &str = "again";

/// What one script did.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) records: Vec<Record>,
    journal: &'static [u8],
    /// What really lay there at the end; `None` of a recording that was kept.
    pub(crate) real: Option<Tree>,
}

/// Where a run that fails keeps its recordings, so that a seed of it can be played again.
pub(crate) fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("disk")
}

/// The file that names them in their order.
const ORDER: &str = "order";

impl Recording {
    pub(crate) fn keep(all: &[Self]) {
        std::fs::create_dir_all(kept()).unwrap();
        let mut order = String::new();
        for recording in all.iter().filter(|recording| recording.real.is_some()) {
            std::fs::write(kept().join(&recording.name), recording.journal).unwrap();
            order += &format!("{}\n", recording.name);
        }
        if !order.is_empty() {
            std::fs::write(kept().join(ORDER), order).unwrap();
        }
    }

    /// Whether what is recorded began with a tenant that was there.
    pub(crate) fn begins_with_a_tenant(&self) -> bool {
        self.name.starts_with(AGAIN)
    }

    /// The call that noted the first thing that was told.
    pub(crate) fn first_told(&self) -> usize {
        self.records
            .iter()
            .position(|record| record.path == NOTES && record.call != Call::Create)
            .unwrap()
    }

    /// Points at which something that crosses stores has begun and not ended: a file was just made,
    /// or got its name.
    fn unfinished(&self) -> Vec<usize> {
        let crosses = |path: &str| {
            ["tenant/content/", "tenant/service-secrets/", "tenant/vaults/."]
                .iter()
                .any(|part| path.starts_with(part))
        };
        let begun = |record: &Record| {
            matches!(record.call, Call::Create | Call::Rename { .. }) && crosses(&record.path)
        };
        (self.first_told() + 1..=self.records.len())
            .filter(|point| begun(&self.records[point - 1]))
            .collect()
    }

    fn found(name: String, journal: &Path, real: Option<Tree>) -> Self {
        let journal = std::fs::read(journal).unwrap().leak();
        Self { name, records: read(journal), journal, real }
    }

    /// All that were kept, in the order in which they were made.
    pub(crate) fn all_kept() -> Vec<Self> {
        let order = std::fs::read_to_string(kept().join(ORDER)).unwrap_or_default();
        order.lines().map(|name| Self::found(name.to_owned(), &kept().join(name), None)).collect()
    }
}

/// A folder in memory, where the system has one: what is simulated need not reach a disk.
pub(crate) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::Builder::new()
        .prefix("customer-key-disk-")
        .tempdir_in(memory)
        .or_else(|_| TempDir::new())
        .unwrap()
}

/// What the child does.
#[test]
#[ignore = "part of the tests beside it, which record it"]
fn play() {
    let [script, root] = [SCRIPT, ROOT].map(|name| std::env::var(name).unwrap());
    let (name, round) = script.split_once(' ').unwrap();
    let all = SCRIPTS.iter().chain(&purging::SCRIPTS);
    let (_, act) = all.into_iter().find(|(known, _)| name.starts_with(known)).unwrap();
    act(&mut Player::new(Path::new(&root), round.parse().unwrap()));
}

/// The recorder, compiled anew, or why there is none.
pub(crate) fn recorder(folder: &Path) -> Result<PathBuf, &'static str> {
    library(folder, "recorder")
}

/// A library that is loaded into a child, compiled anew.
pub(crate) fn library(folder: &Path, name: &str) -> Result<PathBuf, &'static str> {
    let library = folder.join(format!("{name}.so"));
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/disk");
    let source = sources.join(format!("{name}.c"));
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&library)
        .arg(source);
    let compiled = compiler.status().map_err(|_| "no C compiler (cc) on this machine")?;
    assert!(compiled.success(), "{name} does not compile");
    Ok(library)
}

/// What is in a folder.
fn look(folder: &Path, below: &str, tree: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            look(&entry.path(), &path, tree);
            tree.insert(path, None);
        } else {
            tree.insert(path, Some(std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// Records a script; the reason where this machine cannot.
pub(crate) fn record(number: usize, round: u64) -> Result<Recording, &'static str> {
    record_as(format!("{} {round}", SCRIPTS[number].0), None)
}

/// Records one of the scripts that are judged by themselves.
pub(crate) fn record_by_name(name: &str) -> Result<Recording, &'static str> {
    record_as(format!("{name} 1"), None)
}

/// Records what follows after the process of another recording was killed somewhere.
pub(crate) fn record_again(of: &Recording, round: u64) -> Result<Recording, &'static str> {
    let (points, left) = (of.unfinished(), scratch());
    let point = points[Chance::new(round).below(points.len())];
    build(&Disk::new(&of.records).seen(point), left.path());
    let mut notes = String::new();
    for fact in told(&of.records, point)
        .remove(TENANT)
        .unwrap()
        .into_values()
        .filter(|possible| possible.len() == 1)
        .flatten()
    {
        notes += &(serde_json::to_string(&Note::Told(TENANT.to_owned(), fact)).unwrap() + "\n");
    }
    std::fs::write(left.path().join(TOLD), notes).unwrap();
    record_as(
        format!("{AGAIN}-after-{} {round}", of.name.split(' ').next().unwrap()),
        Some(left.path()),
    )
}

fn record_as(name: String, left: Option<&Path>) -> Result<Recording, &'static str> {
    let (folder, root) = (scratch(), scratch());
    let library = recorder(folder.path())?;
    let journal = folder.path().join("journal");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recording::play", "--ignored", "--nocapture", "--test-threads=1"])
        .env("LD_PRELOAD", library)
        .env(SCRIPT, &name)
        .env(LEFT, left.unwrap_or(Path::new("")))
        .env(ROOT, root.path().canonicalize().unwrap())
        .env(JOURNAL, &journal)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    if output.status.code() == Some(NOT_ALLOWED) {
        return Err("this system does not let a process be recorded (seccomp)");
    }
    assert!(
        output.status.success(),
        "{name}: {:?}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let mut real = Tree::new();
    look(root.path(), "", &mut real);
    Ok(Recording::found(name, &journal, Some(real)))
}
