//! The tests.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use crate::chance::Chance;
use crate::disk::{Disk, Tree, build, is_kept};
use crate::journal::{Call, Record};
use crate::judge::judge;
use crate::notes::{NOTES, told};
use crate::recording::{Recording, kept, record, record_again, scratch};
use crate::script::{RESTORED, SCRIPTS, TENANT};
use crate::skipped::skipped;

/// Set by `./build test --long`.
const LONG: &str = "CUSTOMER_KEY_LONG";
/// Plays one seed alone, in the recordings of the run that failed.
const SEED: &str = "CUSTOMER_KEY_DISK_SEED";

fn is_long() -> bool {
    std::env::var_os(LONG).is_some()
}

fn only_seed() -> Option<u64> {
    std::env::var(SEED).ok().map(|seed| seed.parse().unwrap())
}

/// The recordings of this run; the reason where this machine cannot record.
pub(crate) fn recordings() -> &'static Result<Vec<Recording>, &'static str> {
    static RECORDINGS: OnceLock<Result<Vec<Recording>, &'static str>> = OnceLock::new();
    RECORDINGS.get_or_init(|| {
        let kept = if only_seed().is_some() { Recording::all_kept() } else { Vec::new() };
        if kept.is_empty() { record_all() } else { Ok(kept) }
    })
}

/// Every script, and after some of them what follows when its process was killed.
fn record_all() -> Result<Vec<Recording>, &'static str> {
    let mut made = Vec::new();
    for round in 1..=if is_long() { 4 } else { 1 } {
        let first = made.len();
        for number in 0..SCRIPTS.len() - 1 {
            made.push(record(number, round)?);
        }
        for number in first + 1..made.len() {
            made.push(record_again(&made[number], round)?);
        }
    }
    Ok(made)
}

/// One power cut: of which script, after which call.
pub(crate) struct Cut {
    pub(crate) recording: usize,
    pub(crate) point: usize,
}

impl Cut {
    pub(crate) fn of(seed: u64, recordings: &[Recording]) -> Self {
        let chance = Chance::new(seed);
        let recording = chance.about(1).below(recordings.len());
        let records = &recordings[recording].records;
        // Before the first tenant was told of there is little to lose, and in some recordings
        // nothing.
        let first = recordings[recording].first_told();
        let begin = if recordings[recording].begins_with_a_tenant() || chance.about(2).percent(85) {
            first
        } else {
            0
        };
        let kind = [Kind::Sync, Kind::Name, Kind::Note, Kind::Any][chance.about(3).below(4)];
        let near: Vec<_> = (begin..records.len()).filter(|at| kind.has(&records[*at])).collect();
        let point = near[chance.about(4).below(near.len())] + chance.about(5).below(2);
        Self { recording, point }
    }
}

/// Calls beside which the power is cut. Where what is owed to the caller changes, more is to be
/// found than elsewhere.
#[derive(Clone, Copy)]
enum Kind {
    Sync,
    Name,
    Note,
    Any,
}

impl Kind {
    fn has(self, record: &Record) -> bool {
        match self {
            Self::Sync => record.call == Call::Sync,
            Self::Name => matches!(record.call, Call::Rename { .. } | Call::Remove),
            Self::Note => record.path == NOTES,
            Self::Any => true,
        }
    }
}

/// What a power cut left was judged: the number of the state, and what is wrong with it.
pub(crate) fn play(
    seed: u64,
    disk: &Disk<'_>,
    records: &[Record],
    point: usize,
) -> (u64, Result<(), String>) {
    let tree = disk.after_power_cut(point, Chance::new(seed).about(7));
    let mut hasher = DefaultHasher::new();
    tree.hash(&mut hasher);
    let folder = scratch();
    build(&tree, folder.path());
    let told = told(records, point);
    let mut places: BTreeMap<_, _> =
        told.iter().map(|(place, facts)| (place.as_str(), Some(facts))).collect();
    // Also where nobody was told of it: it can be made then.
    places.entry(TENANT).or_insert(None);
    if tree.contains_key(RESTORED) {
        places.entry(RESTORED).or_insert(None);
    }
    let verdict = places.into_iter().try_for_each(|(place, facts)| {
        judge(folder.path(), place, facts).map_err(|what| format!("{place}: {what}"))
    });
    (hasher.finish(), verdict)
}

#[test]
fn what_is_recorded_is_all_that_happens_to_the_disk() {
    let recordings = match recordings() {
        Ok(recordings) => recordings,
        Err(why) => return skipped(why),
    };
    for recording in recordings {
        let Some(mut found) = recording.real.clone() else { continue };
        let mut expected = Disk::new(&recording.records).seen(recording.records.len());
        found.retain(|path, _| is_kept(path));
        expected.retain(|path, _| is_kept(path));
        let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{}", recording.name);
        for (path, content) in &found {
            assert!(expected[path] == *content, "{}: {path} holds something else", recording.name);
        }
        println!(
            "{}: {} calls, {} files and folders",
            recording.name,
            recording.records.len(),
            found.len()
        );
    }
}

#[test]
fn whenever_the_power_is_cut_nothing_that_was_acknowledged_is_lost() {
    let recordings = match recordings() {
        Ok(recordings) => recordings,
        Err(why) => return skipped(why),
    };
    let disks: Vec<_> = recordings.iter().map(|recording| Disk::new(&recording.records)).collect();
    let seeds = only_seed().map_or(1..=if is_long() { 10_000 } else { 200 }, |seed| seed..=seed);
    let next = Mutex::new(seeds);
    let (failures, points, states) =
        (Mutex::new(Vec::new()), Mutex::new(HashSet::new()), Mutex::new(HashSet::new()));
    let played = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                while let Some(seed) = { next.lock().unwrap().next() } {
                    let Cut { recording, point } = Cut::of(seed, recordings);
                    let (state, verdict) =
                        play(seed, &disks[recording], &recordings[recording].records, point);
                    points.lock().unwrap().insert((recording, point));
                    states.lock().unwrap().insert(state);
                    played.fetch_add(1, Ordering::Relaxed);
                    if let Err(what) = verdict {
                        let script = &recordings[recording].name;
                        failures.lock().unwrap().push(format!(
                            "seed {seed}, '{script}' cut after call {point}: {what}"
                        ));
                    }
                }
            });
        }
    });
    let (points, states) = (points.into_inner().unwrap().len(), states.into_inner().unwrap().len());
    println!(
        "{} seeds, {points} points of {} recordings, {states} states",
        played.into_inner(),
        recordings.len()
    );
    let failures = failures.into_inner().unwrap();
    if !failures.is_empty() {
        Recording::keep(recordings);
        let kept = kept();
        panic!(
            "{} seeds failed, in the recordings in {}:\n{}",
            failures.len(),
            kept.display(),
            failures.join("\n")
        );
    }
}
