//! The clock of a machine leaps ahead, in processes of their own (`tests/disk/leap.c`): nothing is
//! destroyed for good before its time is over beyond doubt.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_engine::{NewNames, OpenOptions, Taking, Tenant};

use crate::operations::{OTHER, deleted_site, two_mailboxes};
use crate::recording::{ROOT, library, scratch};
use crate::script::{Player, TENANT, actor};
use crate::skipped::skipped;

const AHEAD: &str = "CUSTOMER_KEY_CLOCK_AHEAD";
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
type Act = fn(&mut Player);

/// What the child does, whose clock is ahead.
#[test]
#[ignore = "part of the tests beside it, which set its clock"]
fn play() {
    let root = std::env::var(ROOT).unwrap();
    Player::again(Path::new(&root), 2).work();
}

struct Stage {
    player: Player,
    _folder: tempfile::TempDir,
    leap: std::path::PathBuf,
}

impl Stage {
    fn new(prepare: Act) -> Option<Self> {
        let folder = scratch();
        let leap = library(folder.path(), "leap").ok()?;
        let mut player = Player::new(folder.path(), 1);
        prepare(&mut player);
        Some(Self { player, _folder: folder, leap })
    }

    fn tenant(&self) -> Arc<Tenant> {
        Tenant::open(&self.player.root.join(TENANT), OpenOptions::default()).unwrap()
    }

    /// Somebody works off what there is to do, whose clock is so far ahead.
    fn work(&self, ahead: i64) {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "leaping::play", "--ignored", "--test-threads=1"])
            .env("LD_PRELOAD", &self.leap)
            .env(ROOT, &self.player.root)
            .env(AHEAD, ahead.to_string())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    }
}

/// Rules 4.3.17 and 4.3.20.
#[test]
fn a_clock_that_leapt_ahead_and_was_put_right_within_a_day_has_destroyed_no_mailbox() {
    let removed = |player: &mut Player| {
        two_mailboxes(player);
        player.tenant().mailboxes().take(&actor(), "bert", Taking::Remove).unwrap();
    };
    let Some(stage) = Stage::new(removed) else { return skipped("no C compiler") };
    let kept = || stage.tenant().mailboxes().get_removed("bert").is_ok();
    stage.work(400 * DAY);
    stage.work(400 * DAY + 23 * HOUR);
    assert!(kept(), "destroyed by a clock that had just leapt");
    let recovered = stage.tenant().mailboxes().recover(&actor(), "bert", &NewNames::default());
    assert_eq!(recovered.unwrap().items, 2);
    stage.tenant().mailboxes().take(&actor(), "bert", Taking::Remove).unwrap();
    let checks = stage.tenant().check_content(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
    // Where it was right all along: a day later its time is over beyond doubt.
    stage.work(400 * DAY + 25 * HOUR);
    stage.work(430 * DAY);
    assert!(!kept(), "kept for ever");
}

/// Rules 4.4.5 and 4.4.6.
#[test]
fn what_nobody_looked_at_for_long_is_destroyed_a_day_after_somebody_has_looked() {
    let Some(stage) = Stage::new(deleted_site) else { return skipped("no C compiler") };
    let kept = || stage.tenant().sites().deleted_site(OTHER).is_ok();
    for (ahead, expected) in [(92, true), (200, true), (201, false)] {
        stage.work(ahead * DAY + HOUR);
        assert_eq!(kept(), expected, "after {ahead} days");
    }
}
