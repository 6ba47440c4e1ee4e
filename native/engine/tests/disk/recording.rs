//! Recording a script: the test binary again, in a process of its own, with the recorder loaded.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::journal::{Record, read};
use crate::script::{Player, SCRIPTS};

const SCRIPT: &str = "CUSTOMER_KEY_DISK_SCRIPT";
const ROOT: &str = "CUSTOMER_KEY_DISK_ROOT";
const JOURNAL: &str = "CUSTOMER_KEY_DISK_JOURNAL";
/// What the recorder ends with where the system does not let a process be recorded.
const NOT_ALLOWED: i32 = 96;

/// What one script did.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) records: Vec<Record>,
    journal: PathBuf,
    /// What really lies there at the end, and the journal; `None` of a recording that was kept.
    pub(crate) folders: Option<[TempDir; 2]>,
}

/// Where a run that fails keeps its recordings, so that a seed of it can be played again.
pub(crate) fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("disk")
}

impl Recording {
    pub(crate) fn keep(&self) {
        std::fs::create_dir_all(kept()).unwrap();
        std::fs::copy(&self.journal, kept().join(&self.name)).unwrap();
    }

    fn found(name: String, journal: PathBuf, folders: Option<[TempDir; 2]>) -> Self {
        Self { name, records: read(&journal), journal, folders }
    }

    /// All that were kept, in the order in which they were made.
    pub(crate) fn all_kept() -> Vec<Self> {
        let mut journals: Vec<_> = std::fs::read_dir(kept()).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        let number = |journal: &PathBuf| {
            let (name, round) = journal.file_name().unwrap().to_str().unwrap().split_once(' ').unwrap();
            (round.parse::<u64>().unwrap(), SCRIPTS.iter().position(|(script, _)| *script == name))
        };
        journals.sort_by_key(number);
        journals
            .into_iter()
            .map(|journal| Self::found(journal.file_name().unwrap().to_str().unwrap().to_owned(), journal, None))
            .collect()
    }
}

/// A folder in memory, where the system has one: what is simulated need not reach a disk.
pub(crate) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::Builder::new().prefix("customer-key-disk-").tempdir_in(memory).or_else(|_| TempDir::new()).unwrap()
}

/// What the child does.
#[test]
#[ignore = "part of the tests beside it, which record it"]
fn play() {
    let [script, root] = [SCRIPT, ROOT].map(|name| std::env::var(name).unwrap());
    let (name, seed) = script.split_once(' ').unwrap();
    let (_, act) = SCRIPTS.iter().find(|(known, _)| *known == name).unwrap();
    act(&mut Player::new(Path::new(&root), seed.parse().unwrap()));
}

/// The recorder, or why there is none.
fn recorder() -> &'static Result<(TempDir, PathBuf), &'static str> {
    static RECORDER: OnceLock<Result<(TempDir, PathBuf), &'static str>> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let library = folder.path().join("recorder.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/disk/recorder.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&library).arg(source);
        let Ok(compiled) = compiler.status() else { return Err("no C compiler (cc) on this machine") };
        assert!(compiled.success(), "the recorder does not compile");
        Ok((folder, library))
    })
}

/// Records a script; the reason where this machine cannot.
pub(crate) fn record(number: usize, seed: u64) -> Result<Recording, &'static str> {
    let (_, library) = recorder().as_ref().map_err(|why| *why)?;
    let name = format!("{} {seed}", SCRIPTS[number].0);
    let (folder, root) = (scratch(), scratch());
    let journal = folder.path().join("journal");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recording::play", "--ignored", "--nocapture", "--test-threads=1"])
        .env("LD_PRELOAD", library)
        .env(SCRIPT, &name)
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
    assert!(output.status.success(), "{name}: {:?}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(Recording::found(name, journal, Some([root, folder])))
}
