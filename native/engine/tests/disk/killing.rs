//! A process is killed, by the system, after any call that changed a file or in the middle of a
//! write, while it does one of the operations (`operations`). What it left opens, all that was told
//! by then is true, every check passes, and the operation comes to its end when it is asked for
//! again. Half of the time another process has the tenant open, with what it knows.
//!
//! A failure names its seed; `CUSTOMER_KEY_DISK_SEED=<seed>` plays that one alone.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use ckey_engine::Tenant;
use tempfile::TempDir;

use crate::chance::Chance;
use crate::journal::{Call, Record, read};
use crate::operations::{OPERATIONS, Operation, Verdict};
use crate::recording::{JOURNAL, NOT_ALLOWED, ROOT, recorder, scratch};
use crate::script::{Player, TENANT, opening};
use crate::skipped::skipped;

const DOES: &str = "CUSTOMER_KEY_DISK_DOES";
const KILL: &str = "CUSTOMER_KEY_DISK_KILL";
const SEED: &str = "CUSTOMER_KEY_DISK_SEED";
const LONG: &str = "CUSTOMER_KEY_LONG";
/// What a child says at its end.
const ENDED: &str = "it ended";

/// What the child does until it is killed.
#[test]
#[ignore = "part of the test beside it, which kills it"]
fn play() {
    let [name, root] = [DOES, ROOT].map(|name| std::env::var(name).unwrap());
    let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
    (operation.act)(&mut Player::again(Path::new(&root), 2));
    println!("{ENDED}");
}

/// What is there before an operation, and what it does to it from beginning to end.
struct Ground {
    operation: &'static Operation,
    prepared: TempDir,
    recorder: PathBuf,
    calls: Vec<Record>,
}

/// Where and how a process is killed.
#[derive(Debug, Clone, Copy)]
struct Kill {
    /// After so many calls.
    after: usize,
    /// Of the last one, if it is a write, a half is made.
    within: bool,
}

/// A process that was killed, or was not.
struct Left {
    root: TempDir,
    calls: Vec<Record>,
    said: String,
    was_killed: bool,
}

impl Left {
    fn has_ended(&self) -> bool {
        self.said.contains(ENDED)
    }
}

impl Ground {
    fn prepare(operation: &'static Operation, recorder: &Path) -> Result<Self, &'static str> {
        let prepared = scratch();
        let mut player = Player::new(prepared.path(), 1);
        (operation.prepare)(&mut player);
        player.tenant.take().into_iter().for_each(Tenant::let_go);
        drop(player);
        let recorder = recorder.to_owned();
        let mut ground = Self { operation, prepared, recorder, calls: Vec::new() };
        let left = ground.copy();
        let whole = ground.run(left, None)?;
        assert!(whole.has_ended(), "{}: {}", operation.name, whole.said);
        (operation.judge)(whole.root.path()).unwrap();
        ground.calls = whole.calls;
        Ok(ground)
    }

    fn copy(&self) -> TempDir {
        let (root, from) = (scratch(), self.prepared.path().join("."));
        let copied = Command::new("cp").arg("-a").arg(from).arg(root.path()).status().unwrap();
        assert!(copied.success());
        root
    }

    fn run(&self, root: TempDir, kill: Option<Kill>) -> Result<Left, &'static str> {
        let folder = scratch();
        let journal = folder.path().join("journal");
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "killing::play", "--ignored", "--nocapture", "--test-threads=1"])
            .env("LD_PRELOAD", &self.recorder)
            .env(DOES, self.operation.name)
            .env(ROOT, root.path().canonicalize().unwrap())
            .env(JOURNAL, &journal)
            .stdin(Stdio::null());
        if let Some(Kill { after, within }) = kill {
            child.env(KILL, format!("{after} {}", u8::from(within)));
        }
        let output = child.output().unwrap();
        if output.status.code() == Some(NOT_ALLOWED) {
            return Err("this system does not let a process be recorded (seccomp)");
        }
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let calls = read(std::fs::read(&journal).unwrap().leak());
        let was_killed = output.status.signal().is_some();
        Ok(Left { root, calls, said, was_killed })
    }

    /// Half of the time beside a call that makes something last: there is more to be found.
    fn point(&self, chance: Chance) -> Kill {
        let lasting = |at: &usize| {
            let call = &self.calls[*at].call;
            matches!(call, Call::Sync | Call::Rename { .. } | Call::Remove)
        };
        let near: Vec<_> = (0..self.calls.len()).filter(lasting).collect();
        let after = if chance.about(1).percent(50) {
            near[chance.about(2).below(near.len())] + chance.about(3).below(2)
        } else {
            1 + chance.about(4).below(self.calls.len())
        };
        Kill { after: after.max(1), within: chance.about(5).percent(25) }
    }

    /// Whether the process was killed; and what is wrong with what it left.
    fn play(&self, seed: u64) -> (bool, Verdict) {
        let chance = Chance::new(seed).about(9);
        let (kill, root) = (self.point(chance), self.copy());
        let path = root.path().join(TENANT);
        let witness = (self.operation.is_shared && chance.about(6).percent(50))
            .then(|| Tenant::open(&path, opening(root.path())).unwrap());
        let left = self.run(root, Some(kill)).unwrap();
        let was_killed = left.was_killed;
        let verdict = catch_unwind(AssertUnwindSafe(|| {
            if !was_killed && !left.has_ended() {
                return Err(left.said.clone());
            }
            if let Some(witness) = witness {
                self.operation.seen_by(&witness, left.root.path())?;
                // Only whoever opens it anew clears up after who was killed.
                Tenant::let_go(witness);
            }
            (self.operation.judge)(left.root.path())?;
            self.operation.ends(left.root.path())
        }));
        let verdict = verdict.unwrap_or_else(|_| Err("it panicked, as is told above".to_owned()));
        let name = self.operation.name;
        (was_killed, verdict.map_err(|what| format!("seed {seed}, '{name}', {kill:?}: {what}")))
    }
}

/// What came of the kills of one operation.
#[derive(Default)]
struct Tally {
    played: u32,
    killed: u32,
    points: BTreeSet<usize>,
}

fn grounds(folder: &Path) -> Result<Vec<Ground>, &'static str> {
    let recorder = recorder(folder)?;
    OPERATIONS.iter().map(|operation| Ground::prepare(operation, &recorder)).collect()
}

/// Rules 2.4, 4.1.4, 4.4.1, 4.4.4, 4.4.6, 4.6.3 and 4.8.12.
#[test]
fn whatever_is_killed_anywhere_is_whole_and_comes_to_its_end() {
    let (begun, folder) = (Instant::now(), scratch());
    let grounds = match grounds(folder.path()) {
        Ok(grounds) => grounds,
        Err(why) => return skipped(why),
    };
    let only = std::env::var(SEED).ok().map(|seed| seed.parse::<u64>().unwrap());
    let kills = if std::env::var_os(LONG).is_some() { 2300 } else { 230 };
    let next = Mutex::new(only.map_or(1..=kills, |seed| seed..=seed));
    let (failures, tallies) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                while let Some(seed) = { next.lock().unwrap().next() } {
                    let ground = &grounds[seed as usize % grounds.len()];
                    let (was_killed, verdict) = ground.play(seed);
                    let mut tallies = tallies.lock().unwrap();
                    let tally: &mut Tally = tallies.entry(ground.operation.name).or_default();
                    tally.played += 1;
                    tally.killed += u32::from(was_killed);
                    tally.points.insert(ground.point(Chance::new(seed).about(9)).after);
                    failures.lock().unwrap().extend(verdict.err());
                }
            });
        }
    });
    let mut all = 0;
    for (name, tally) in tallies.into_inner().unwrap() {
        let (played, killed, points) = (tally.played, tally.killed, tally.points.len());
        all += u64::from(killed);
        println!("{name}: {killed} of {played} were killed, at {points} points");
    }
    println!("{all} kills in {:.0} s", begun.elapsed().as_secs_f64());
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    assert!(only.is_some() || all * 10 > kills * 8, "{all} of {kills} were killed");
}
