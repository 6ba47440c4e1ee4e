//! What holds in every order of events, and what is noticed when a part of the protocol is taken
//! out.

use std::collections::BTreeSet;

use crate::explorer::{Report, STUCK, explore};
use crate::faults::Fault::{self, *};
use crate::faults::Faults;
use crate::model::{CACHED, Delay, IN_TIME, REFUSED, Scene};
use crate::rows::{COUNTERS, NOTHING_UNDER_LEFT, ONE_CURRENT, OPENS};

/// Set by `./build test --long`.
const LONG: &str = "CUSTOMER_KEY_LONG";

/// Two policies, G and H.
const G: Option<u8> = Some(0);
const H: Option<u8> = Some(1);

/// One worker, and nobody else.
const NOBODY: Scene = Scene {
    delay: Delay::None,
    refreshes: [None, None],
    assigns: &[],
    imports: false,
    seals: false,
    workers: 1,
    crashes: 0,
    alone: false,
    caches: false,
    edits: false,
    losses: false,
    faults: Faults(&[]),
};
/// G is rolled once and twice.
const ROLL: Scene = Scene { refreshes: [G, None], ..NOBODY };
const ROLLS: Scene = Scene { refreshes: [G, G], ..NOBODY };
/// G is rolled, and H takes its place meanwhile.
const ASSIGN: Scene = Scene { assigns: &[1], ..ROLL };

/// Everybody at once.
const ALL: Scene =
    Scene { refreshes: [G, G], assigns: &[1], imports: true, seals: true, workers: 2, ..NOBODY };

fn bounds(scene: &Scene) -> String {
    let Scene { delay, refreshes, assigns, imports, seals, workers, crashes, alone, .. } = scene;
    let rolls: String =
        refreshes.iter().flatten().map(|policy| ["G", "H"][usize::from(*policy)]).collect();
    format!(
        "rolls of {rolls}, {} assignments, {} importer, {} sealer, {workers} workers, {crashes} killed, delay {delay:?}{}",
        assigns.len(),
        u8::from(*imports),
        u8::from(*seals),
        if *alone { ", an application scope" } else { "" }
    )
}

fn explored(scene: &Scene) -> Report {
    let report = explore(scene);
    let Report { states, transitions, depth, .. } = &report;
    println!("{states} states, {transitions} transitions, {depth} deep: {}", bounds(scene));
    report
}

/// Explores scenes of which every state keeps every rule, and says what has happened in them.
fn all_keep_the_rules(scenes: &[Scene]) -> BTreeSet<&'static str> {
    let mut happened = BTreeSet::new();
    for scene in scenes {
        let report = explored(scene);
        if let Some(flaw) = report.flaw {
            panic!("not so: {}\n{}", flaw.rule, flaw.trace.join("\n"));
        }
        happened.extend(report.happened);
    }
    happened
}

#[test]
fn in_every_order_of_events_every_acknowledged_object_opens_and_all_that_was_left_is_destroyed() {
    let mut scenes = vec![
        // All who write, and one of them is killed.
        Scene { seals: false, crashes: 1, ..ALL },
        // Everybody, one worker.
        Scene { workers: 1, ..ALL },
        Scene { assigns: &[], crashes: 1, ..ALL },
        Scene { assigns: &[], crashes: 1, seals: false, delay: Delay::Kept, ..ALL },
        Scene { refreshes: [G, H], imports: false, alone: true, crashes: 1, ..ALL },
        Scene { refreshes: [H, None], assigns: &[1, 0], workers: 1, ..ALL },
    ];
    // Up to fourteen million states in one scene, which take about 3 GB.
    if std::env::var_os(LONG).is_some() {
        scenes.extend([ALL, Scene { delay: Delay::Kept, ..ALL }, Scene { alone: true, ..ALL }]);
    }
    let happened = all_keep_the_rules(&scenes);
    // Nothing is proved of what never happens.
    for event in [
        "refresher: finds the number taken",
        "assigner: is overtaken",
        "importer: is overtaken",
        "importer: reads again where Bob's key lies",
        "importer: is overtaken while it moves Bob's key",
        "importer: moves Bob's key",
        "sealer: reads again where its key lies",
        "sealer: seals",
        "worker: is overtaken",
        "worker: commits a page of which a key was moved elsewhere",
        "worker: finds that the job goes on",
        "worker: retires what was left meanwhile",
        "worker: destroys wraps",
        "somebody is killed",
    ] {
        assert!(happened.contains(event), "{event}: this has never happened");
    }
}

#[test]
fn an_opened_scope_key_is_never_kept_longer_than_the_policy_keys_it_was_opened_with() {
    all_keep_the_rules(&[Scene { alone: true, seals: true, caches: true, ..ASSIGN }]);
}

/// All other rules are about right counters.
#[test]
fn a_counter_that_somebody_edited_costs_nobody_a_key() {
    all_keep_the_rules(&[Scene { imports: true, edits: true, losses: true, ..ASSIGN }]);
}

/// A fault, a small scene, and the rule that it breaks there.
const FOUND: [(&[Fault], Scene, &str); 21] = [
    // The race of the first build: nobody looks within the change.
    (&[NoAdmission, NoSecondChoice], Scene { imports: true, ..ROLL }, NOTHING_UNDER_LEFT),
    (
        &[NoAdmission, NoSecondChoice, DestroysUnproved],
        Scene { imports: true, losses: true, ..ROLL },
        OPENS,
    ),
    (&[NoSecondChoice], Scene { assigns: &[1, 0], ..NOBODY }, STUCK),
    (
        &[AssignsFromCache],
        Scene { refreshes: [H, None], assigns: &[1], ..NOBODY },
        NOTHING_UNDER_LEFT,
    ),
    (&[RetiresUncounted], ASSIGN, NOTHING_UNDER_LEFT),
    (&[RetiresNewest], ASSIGN, ONE_CURRENT),
    (&[DestroysAtOnce], Scene { delay: Delay::Kept, imports: true, ..ROLL }, IN_TIME),
    (&[DestroysUnproved], Scene { edits: true, losses: true, ..ROLL }, OPENS),
    (&[ReadsOnce], Scene { seals: true, ..ROLL }, REFUSED),
    (&[OverwritesMoved], Scene { workers: 2, ..ASSIGN }, COUNTERS),
    (&[CountsNothing], ROLL, COUNTERS),
    (&[SettlesMoved], Scene { workers: 2, ..ASSIGN }, STUCK),
    (&[EndsUnretired], Scene { workers: 2, ..ROLLS }, STUCK),
    (&[EndsByCount], Scene { workers: 2, ..ROLLS }, STUCK),
    (&[GoesOnFirst], Scene { crashes: 1, ..ROLL }, STUCK),
    (&[ForgetsSentBack], Scene { workers: 2, ..ROLLS }, STUCK),
    (&[KeepsCursor], ROLLS, STUCK),
    (&[MakesNoJob], ROLL, STUCK),
    (&[TakesNumber], ROLLS, OPENS),
    (&[AcknowledgesEarly], Scene { imports: true, ..NOBODY }, OPENS),
    (&[CacheOutlives], Scene { alone: true, seals: true, caches: true, ..ASSIGN }, CACHED),
];

#[test]
fn each_part_of_the_protocol_that_is_taken_out_or_done_wrongly_is_noticed() {
    for (faults, scene, rule) in FOUND {
        assert!(explore(&scene).flaw.is_none(), "{faults:?}: the scene alone breaks a rule");
        let report = explore(&Scene { faults: Faults(faults), ..scene });
        let flaw = report
            .flaw
            .unwrap_or_else(|| panic!("{faults:?} is not noticed in {} states", report.states));
        println!(
            "{faults:?}: {} states, {} steps: not so that {}\n  {}\n",
            report.states,
            flaw.steps,
            flaw.rule,
            flaw.trace.join("\n  ")
        );
        assert_eq!(flaw.rule, rule, "{faults:?}");
    }
}

/// What another part of the protocol makes good by itself.
const SECOND_LINES: [(&[Fault], Scene); 5] = [
    // Anyone who chooses again within the change writes under the newest generation, which is never
    // retired.
    (&[NoAdmission], Scene { imports: true, workers: 2, ..ASSIGN }),
    // What is admitted lives: a key may be left behind, but none is lost.
    (&[NoSecondChoice], Scene { imports: true, workers: 2, losses: true, ..ASSIGN }),
    // What is retired has nothing under it, as long as counters are right and writers look.
    (&[DestroysUnproved], Scene { imports: true, workers: 2, ..ASSIGN }),
    // Without a delay readers read again.
    (&[DestroysAtOnce], Scene { imports: true, seals: true, workers: 2, ..ROLL }),
    // With it they need not.
    (&[ReadsOnce], Scene { delay: Delay::Kept, imports: true, seals: true, workers: 2, ..ROLL }),
];

#[test]
fn each_second_line_of_the_protocol_can_fall_alone() {
    for (faults, scene) in SECOND_LINES {
        println!("{faults:?}");
        all_keep_the_rules(&[Scene { faults: Faults(faults), ..scene }]);
    }
}
