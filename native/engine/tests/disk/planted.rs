//! The simulation finds what it is for: each of these mistakes is planted into the record, as if
//! the product made it, and found by one of the seeds that the product itself passes.

use crate::disk::Disk;
use crate::journal::{Call, Record};
use crate::power::{Cut, play, recordings};
use crate::skipped::skipped;

/// Seeds that find a mistake whose traces stay. About one in ten does.
const SOON: u64 = 400;
/// Seeds that find a mistake which shows only between two calls, or in one script alone. About one
/// in fifty does.
const LATE: u64 = 2000;

/// What the product would do with one mistake.
struct Mistake {
    name: &'static str,
    /// A seed up to this one finds it.
    within: u64,
    plant: fn(&mut [Record]),
}

const MISTAKES: [Mistake; 17] = [
    Mistake {
        name: "a vault's file is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.contains("vaults/.writing-")),
    },
    Mistake {
        name: "a vault's file gets its name before it is synced",
        within: LATE,
        plant: vaults_named_before_sync,
    },
    Mistake {
        name: "a segment of a vault's log is not synced",
        within: SOON,
        plant: segments_not_synced,
    },
    Mistake {
        name: "the record of uses is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.contains(".uses-")),
    },
    Mistake {
        name: "the folder of vaults is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.ends_with("/vaults")),
    },
    Mistake {
        name: "a secret is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.contains("tenant/service-secrets/")),
    },
    Mistake {
        name: "the folder of secrets is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path == "tenant/service-secrets"),
    },
    Mistake {
        name: "large content is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.ends_with(".sealed.tmp")),
    },
    Mistake {
        name: "the folder that content is in is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, is_object_folder),
    },
    Mistake {
        name: "a new folder for content is not synced into the one above",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path == "tenant/content"),
    },
    Mistake {
        name: "the removal of an import that failed is not synced",
        within: LATE,
        plant: removals_not_synced,
    },
    Mistake {
        name: "the log of the database is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.ends_with("/tenant.db-wal")),
    },
    Mistake {
        name: "the database is not synced before its log begins anew",
        within: SOON,
        plant: |records| skip_syncs(records, |path| path.ends_with("/tenant.db")),
    },
    Mistake {
        name: "the removal of a rollback journal, which commits, is not synced",
        within: LATE,
        plant: |records| skip_syncs(records, |path| path == "restored"),
    },
    Mistake {
        name: "the folder above a new tenant is not synced",
        within: SOON,
        plant: |records| skip_syncs(records, str::is_empty),
    },
    Mistake {
        name: "what is in a new tenant is not synced",
        within: LATE,
        plant: tenants_not_synced,
    },
    Mistake {
        name: "the files of a backup are not synced",
        within: LATE,
        plant: |records| skip_syncs(records, |path| path.starts_with(".backup-")),
    },
];

fn is_object_folder(path: &str) -> bool {
    path.rsplit_once('/')
        .is_some_and(|(above, name)| above.ends_with("/content") && name.len() == 2)
}

fn skip_syncs(records: &mut [Record], of: fn(&str) -> bool) {
    for record in records.iter_mut().filter(|record| record.call == Call::Sync && of(&record.path))
    {
        record.call = Call::Nothing;
    }
}

fn vaults_named_before_sync(records: &mut [Record]) {
    for at in 0..records.len() {
        let named = |record: &Record| {
            matches!(&record.call, Call::Rename { .. }) && record.path == records[at].path
        };
        if records[at].call == Call::Sync
            && records[at].path.contains("vaults/.writing-")
            && let Some(distance) = records[at..].iter().position(named)
        {
            records.swap(at, at + distance);
        }
    }
}

fn segments_not_synced(records: &mut [Record]) {
    for at in 0..records.len() {
        if matches!(&records[at].call, Call::Rename { to } if to.contains(".log-")) {
            let path = records[at].path.clone();
            let synced = records[..at]
                .iter_mut()
                .rev()
                .find(|record| record.path == path && record.call == Call::Sync);
            synced.into_iter().for_each(|record| record.call = Call::Nothing);
        }
    }
}

/// The first sync of a folder of content after something was removed from it is left out.
fn removals_not_synced(records: &mut [Record]) {
    let mut removed = Vec::new();
    for record in records.iter_mut().filter(|record| record.path.starts_with("tenant/content/")) {
        match record.call {
            Call::Remove => {
                removed.extend(record.path.rsplit_once('/').map(|(folder, _)| folder.to_owned()))
            }
            Call::Sync if removed.contains(&record.path) => {
                removed.retain(|folder| *folder != record.path);
                record.call = Call::Nothing;
            }
            _ => {}
        }
    }
}

/// What is in a new tenant is not synced before it gets its name.
fn tenants_not_synced(records: &mut [Record]) {
    for at in 0..records.len() {
        if matches!(&records[at].call, Call::Rename { to } if !to.contains('/'))
            && records[at].path.contains("-making-")
        {
            let syncs =
                records[..at].iter_mut().rev().take_while(|record| record.call == Call::Sync);
            syncs.for_each(|record| record.call = Call::Nothing);
        }
    }
}

#[test]
fn each_of_seventeen_planted_mistakes_is_found_within_its_number_of_seeds_which_the_product_passes()
{
    let recordings = match recordings() {
        Ok(recordings) => recordings,
        Err(why) => return skipped(why),
    };
    let mut missed = Vec::new();
    for Mistake { name, within, plant } in MISTAKES {
        let planted: Vec<_> = recordings
            .iter()
            .map(|recording| {
                let mut records = recording.records.clone();
                plant(&mut records);
                records
            })
            .collect();
        let disks: Vec<_> = planted.iter().map(|records| Disk::new(records)).collect();
        let found = (1..=within).find_map(|seed| {
            let Cut { recording, point } = Cut::of(seed, recordings);
            let same = planted[recording][..point] == recordings[recording].records[..point];
            let verdict = if same {
                Ok(())
            } else {
                play(seed, &disks[recording], &planted[recording], point).1
            };
            verdict.err().map(|what| (seed, recording, point, what))
        });
        match found {
            None => missed.push(format!("{name}: {within} seeds")),
            Some((seed, recording, point, what)) => {
                let script = &recordings[recording];
                println!(
                    "{name}: found by seed {seed}, '{}' cut after call {point}: {what}",
                    script.name
                );
                let clean = play(seed, &Disk::new(&script.records), &script.records, point).1;
                assert_eq!(clean, Ok(()), "seed {seed} without the mistake");
            }
        }
    }
    assert!(missed.is_empty(), "not found: {missed:#?}");
}
