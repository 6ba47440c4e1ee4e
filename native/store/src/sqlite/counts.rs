//! Counters that a change moves again and again: added up, and written once.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use rusqlite::{Row, params};

use super::session::{Session, natural, word};
use crate::error::StoreError;
use crate::model::{KeyCount, Removal, RemovedCount, ScopeKind};
use crate::protocol::Place;

type Result<T> = std::result::Result<T, StoreError>;

/// What wraps that come and go add to generations' counters, by the kind of their scopes' number:
/// wraps now, wraps made.
pub(super) type Tally = BTreeMap<(Place, u8), (i64, i64)>;

const ADD: &str =
    "INSERT INTO generation_keys (policy_no, generation, kind, keys) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (policy_no, generation, kind) DO UPDATE SET keys = keys + ?4";
const FORGET: &str = "DELETE FROM generation_keys WHERE policy_no = ?1 AND generation = ?2 AND kind = ?3 AND keys = 0";
const MADE: &str =
    "UPDATE generation SET wraps_made = wraps_made + ?3 WHERE policy_no = ?1 AND number = ?2";
pub(super) const ALL: &str = "SELECT policy_no, generation, kind, keys FROM generation_keys ORDER BY policy_no, generation, kind";

pub(super) const REMOVED: &str =
    "SELECT policy_no, generation, how, keys FROM removed_keys ORDER BY policy_no, generation, how";
pub(super) const ENDED: &str = "SELECT w.policy_no, w.generation, e.kind, count(*) FROM (
        SELECT no, ?6 AS kind FROM removed_mailbox WHERE at >= ?1 AND at < ?2 AND how <> ?3
        UNION ALL SELECT no, ?7 FROM site INDEXED BY site_deleted
        WHERE deleted IS NOT NULL AND deleted >= ?4 AND deleted < ?5
    ) e CROSS JOIN scope_wrap w ON w.scope_no = e.no GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
const ADD_REMOVED: &str = "INSERT INTO removed_keys (policy_no, generation, how, keys)
    SELECT policy_no, generation, ?2, count(*) * ?3 FROM scope_wrap WHERE scope_no = ?1 GROUP BY policy_no, generation
    ON CONFLICT (policy_no, generation, how) DO UPDATE SET keys = keys + excluded.keys";
const FORGET_REMOVED: &str = "DELETE FROM removed_keys WHERE keys = 0";

pub(super) fn removed_count(row: &Row<'_>) -> rusqlite::Result<RemovedCount> {
    Ok(RemovedCount {
        policy_no: row.get(0)?,
        generation: row.get(1)?,
        how: word(row, 2)?,
        keys: natural(row, 3)?,
    })
}

pub(super) fn key_count(row: &Row<'_>) -> rusqlite::Result<KeyCount> {
    Ok(KeyCount {
        policy_no: row.get(0)?,
        generation: row.get(1)?,
        kind: word(row, 2)?,
        keys: natural(row, 3)?,
    })
}

/// What a change adds to counters and has not written yet. Whatever reads one of them settles
/// first, and so does the end of the change.
#[derive(Default)]
pub(super) struct Counts {
    mailboxes: Cell<i64>,
    wraps: RefCell<Tally>,
}

impl Session<'_> {
    pub(super) fn add_mailboxes(&self, more: i64) {
        self.counts.mailboxes.set(self.counts.mailboxes.get().saturating_add(more));
    }

    pub(super) fn add_wraps(&self, place: Place, kind: ScopeKind, now: i64, made: i64) {
        let mut wraps = self.counts.wraps.borrow_mut();
        let entry = wraps.entry((place, kind.number())).or_default();
        entry.0 = entry.0.saturating_add(now);
        entry.1 = entry.1.saturating_add(made);
    }

    /// Counts the keys of a mailbox among those of removed ones, or no longer.
    pub(super) fn count_removed(&self, no: i64, how: Removal, more: i64) -> Result<()> {
        self.run(ADD_REMOVED, params![no, how.number(), more])?;
        self.run(FORGET_REMOVED, []).map(drop)
    }

    /// Writes what was added up.
    pub(super) fn settle_counts(&self) -> Result<()> {
        let mailboxes = self.counts.mailboxes.take();
        if mailboxes != 0 {
            self.run("UPDATE mailbox_count SET value = value + ?1 WHERE no = 1", [mailboxes])?;
        }
        for ((Place { policy_no, generation }, kind), (now, made)) in self.counts.wraps.take() {
            self.run(ADD, params![policy_no, generation, kind, now])?;
            if now < 0 {
                self.run(FORGET, params![policy_no, generation, kind])?;
            }
            if made != 0 {
                self.run_one(MADE, params![policy_no, generation, made], "generation", generation)?;
            }
        }
        Ok(())
    }
}
