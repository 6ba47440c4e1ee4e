//! The wraps of scope keys, and how many of them there are under each generation.

use std::ops::Range;
use std::sync::LazyLock;

use rusqlite::{Row, params};

use super::counts;
use super::rows::Insert;
use super::session::{Session, guid, word};
use crate::error::{StoreError, StoreErrorKind};
use crate::live::LiveGeneration;
use crate::model::{KeyCount, Removal, RemovedCount, ScopeKind, ScopeWrap};
use crate::protocol::Place;
use crate::state::{ReadScopeWraps, WriteScopeWraps};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT w.scope_no, w.version, w.policy_no, w.generation, w.wrap, s.guid, s.kind FROM ",
            $rest
        )
    };
}

pub(super) use select;

pub(super) fn wrap(row: &Row<'_>) -> rusqlite::Result<ScopeWrap> {
    Ok(ScopeWrap {
        scope_no: row.get(0)?,
        scope: guid(row, 5)?,
        kind: word(row, 6)?,
        version: row.get(1)?,
        policy_no: row.get(2)?,
        generation: row.get(3)?,
        wrap: row.get(4)?,
    })
}

pub(super) fn same_scope(last: &ScopeWrap, next: &ScopeWrap) -> bool {
    last.scope_no == next.scope_no
}

pub(super) fn count(session: &Session<'_>, policy_no: i64, below: u32) -> Result<u64> {
    session.settle_counts()?;
    session.number(
        "SELECT coalesce(sum(keys), 0) FROM generation_keys WHERE policy_no = ?1 AND generation < ?2",
        params![policy_no, below],
    )
}

/// As [`count`], of scopes in use alone.
fn count_in_use(session: &Session<'_>, policy_no: i64, below: u32) -> Result<u64> {
    let resting = session.number(
        "SELECT coalesce(sum(keys), 0) FROM removed_keys WHERE policy_no = ?1 AND generation < ?2",
        params![policy_no, below],
    )?;
    Ok(count(session, policy_no, below)?.saturating_sub(resting))
}

static INSERT: LazyLock<Insert> = LazyLock::new(|| {
    Insert::new("INSERT INTO scope_wrap (scope_no, version, policy_no, generation, wrap)", 5)
});

/// A refresh stays below its policy: leaving that column alone leaves the index alone.
const WITHIN_POLICY: &str = "UPDATE scope_wrap SET generation = ?5, wrap = ?6
    WHERE scope_no = ?1 AND version = ?2 AND policy_no = ?3 AND generation = ?4 AND wrap = ?7
    AND ?1 NOT IN (SELECT no FROM removed_mailbox)";
const ACROSS_POLICIES: &str = "UPDATE scope_wrap SET policy_no = ?5, generation = ?6, wrap = ?7
    WHERE scope_no = ?1 AND version = ?2 AND policy_no = ?3 AND generation = ?4 AND wrap = ?8
    AND ?1 NOT IN (SELECT no FROM removed_mailbox)";

fn mismatch(old: &ScopeWrap, new: &ScopeWrap) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        old.scope_no.to_string(),
        format!(
            "The wrap of key {} of scope {} was to be replaced by that of key {} of scope {}.",
            old.version, old.scope_no, new.version, new.scope_no
        ),
        "This is a mistake of the program: a wrap is only ever replaced by one of the same key.",
    )
}

impl ReadScopeWraps for Session<'_> {
    fn scope_wraps(&mut self, scope_no: i64) -> Result<Vec<ScopeWrap>> {
        self.many(
            select!("scope_wrap w CROSS JOIN scope s ON s.no = w.scope_no WHERE w.scope_no = ?1 ORDER BY w.version DESC"),
            [scope_no],
            wrap,
        )
    }

    fn wraps_of_policy(
        &mut self,
        policy_no: i64,
        below: u32,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ScopeWrap>> {
        if count_in_use(self, policy_no, below)? == 0 {
            // Finding out that nothing is left takes no walk over the index.
            return Ok(Vec::new());
        }
        let sql = select!(
            "scope_wrap w INDEXED BY scope_wrap_by_policy CROSS JOIN scope s ON s.no = w.scope_no
             WHERE w.policy_no = ?1 AND w.scope_no > ?3 AND w.generation < ?2 AND w.scope_no NOT IN (SELECT no FROM removed_mailbox)
             ORDER BY w.scope_no, w.version"
        );
        self.page(sql, params![policy_no, below, after], limit, wrap, same_scope)
    }

    fn all_scope_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        self.page(
            select!("scope_wrap w CROSS JOIN scope s ON s.no = w.scope_no WHERE w.scope_no > ?1 ORDER BY w.scope_no, w.version"),
            [after],
            limit,
            wrap,
            same_scope,
        )
    }

    fn wraps_without_mailbox_policy(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        let sql = select!(
            "mailbox m INDEXED BY mailbox_by_policy CROSS JOIN scope_wrap w ON w.scope_no = m.no CROSS JOIN scope s ON s.no = m.no
             WHERE m.policy_no IS NULL AND m.no > ?1 AND m.no NOT IN (SELECT no FROM removed_mailbox) ORDER BY m.no, w.version"
        );
        self.page(sql, [after], limit, wrap, same_scope)
    }

    fn strangers_under(&mut self, policy_no: i64, limit: u32) -> Result<Vec<i64>> {
        self.many(
            "SELECT DISTINCT w.scope_no FROM scope_wrap w INDEXED BY scope_wrap_by_policy LEFT JOIN mailbox m ON m.no = w.scope_no
             LEFT JOIN site t ON t.no = w.scope_no LEFT JOIN geo g ON g.no = t.geo_no
             WHERE w.policy_no = ?1 AND m.policy_no IS NOT ?1 AND g.policy_no IS NOT ?1 ORDER BY 1 LIMIT ?2",
            params![policy_no, limit],
            |row| row.get(0),
        )
    }

    fn count_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64> {
        count(self, policy_no, below)
    }

    fn count_movable_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64> {
        count_in_use(self, policy_no, below)
    }

    fn removed_counts(&mut self) -> Result<Vec<RemovedCount>> {
        self.many(counts::REMOVED, [], counts::removed_count)
    }

    fn ended_counts(
        &mut self,
        mailboxes: &Range<i64>,
        sites: &Range<i64>,
    ) -> Result<Vec<KeyCount>> {
        let (mailbox, site) = (ScopeKind::Mailbox.number(), ScopeKind::Site.number());
        let held = Removal::Inactive.number();
        let given =
            params![mailboxes.start, mailboxes.end, held, sites.start, sites.end, mailbox, site];
        self.many(counts::ENDED, given, counts::key_count)
    }

    fn key_counts(&mut self) -> Result<Vec<KeyCount>> {
        self.settle_counts()?;
        self.many(counts::ALL, [], counts::key_count)
    }

    fn wraps_made(&mut self, policy_no: i64, generation: u32) -> Result<u64> {
        self.settle_counts()?;
        self.number(
            "SELECT wraps_made FROM generation WHERE policy_no = ?1 AND number = ?2",
            params![policy_no, generation],
        )
    }
}

impl WriteScopeWraps for Session<'_> {
    fn admit(&mut self, policy_no: i64, generation: u32) -> Result<LiveGeneration> {
        let made = self.wraps_made(policy_no, generation)?;
        let found = super::policies::generation(self, policy_no, generation)?;
        LiveGeneration::admit(self.change, Place { policy_no, generation }, found.as_ref(), made)
    }

    fn insert_scope_wraps(&mut self, live: &LiveGeneration, wraps: &[ScopeWrap]) -> Result<()> {
        wraps.iter().try_for_each(|wrap| live.covers(self.change, wrap))?;
        self.insert_all(
            &INSERT,
            wraps,
            |wrap, values| {
                values.put(wrap.scope_no)?.put(wrap.version)?.put(wrap.policy_no)?;
                values.put(wrap.generation)?.put(&wrap.wrap)?;
                Ok(())
            },
            "scope key version",
            |wrap| wrap.version,
        )?;
        for wrap in wraps {
            self.add_wraps(Place::from(wrap), wrap.kind, 1, 1);
        }
        Ok(())
    }

    fn update_scope_wraps(
        &mut self,
        live: &LiveGeneration,
        changes: &[(ScopeWrap, ScopeWrap)],
    ) -> Result<u64> {
        changes.iter().try_for_each(|(_, new)| live.covers(self.change, new))?;
        let mut done = 0;
        let mut within = self.changing(WITHIN_POLICY)?;
        let mut across = self.changing(ACROSS_POLICIES)?;
        for (old, new) in changes {
            if (old.scope_no, old.kind, old.version) != (new.scope_no, new.kind, new.version) {
                return Err(mismatch(old, new));
            }
            let here = (old.scope_no, old.version, old.policy_no, old.generation);
            let changed = if old.policy_no == new.policy_no {
                within.execute(params![
                    here.0,
                    here.1,
                    here.2,
                    here.3,
                    new.generation,
                    new.wrap,
                    old.wrap
                ])
            } else {
                across.execute(params![
                    here.0,
                    here.1,
                    here.2,
                    here.3,
                    new.policy_no,
                    new.generation,
                    new.wrap,
                    old.wrap
                ])
            };
            if changed.map_err(|error| self.failed(&error))? == 1 {
                done += 1;
                self.add_wraps(Place::from(old), old.kind, -1, 0);
                self.add_wraps(Place::from(new), old.kind, 1, 1);
            }
        }
        Ok(done)
    }
}
