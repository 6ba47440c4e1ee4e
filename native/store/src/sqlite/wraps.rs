//! The wraps of scope keys, and how many of them there are under each generation.

use std::collections::BTreeMap;

use rusqlite::{Row, params};

use super::session::{Session, guid};
use crate::error::{StoreError, StoreErrorKind};
use crate::live::LiveGeneration;
use crate::model::ScopeWrap;
use crate::protocol::Place;
use crate::state::{ReadScopeWraps, WriteScopeWraps};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT w.scope_no, w.version, w.policy_no, w.generation, w.wrap, s.guid FROM ",
            $rest
        )
    };
}

fn wrap(row: &Row<'_>) -> rusqlite::Result<ScopeWrap> {
    Ok(ScopeWrap {
        scope_no: row.get(0)?,
        scope: guid(row, 5)?,
        version: row.get(1)?,
        policy_no: row.get(2)?,
        generation: row.get(3)?,
        wrap: row.get(4)?,
    })
}

fn same_scope(last: &ScopeWrap, next: &ScopeWrap) -> bool {
    last.scope_no == next.scope_no
}

pub(super) fn count(session: &Session<'_>, policy_no: i64, below: u32) -> Result<u64> {
    session.number(
        "SELECT coalesce(sum(wraps_now), 0) FROM generation WHERE policy_no = ?1 AND number < ?2",
        params![policy_no, below],
    )
}

/// What a page of overwritten wraps adds to a generation's counters: wraps now, wraps made.
type Tally = BTreeMap<(i64, u32), (i64, i64)>;

/// A refresh stays below its policy: leaving that column alone leaves the index alone.
const WITHIN_POLICY: &str = "UPDATE scope_wrap SET generation = ?5, wrap = ?6
    WHERE scope_no = ?1 AND version = ?2 AND policy_no = ?3 AND generation = ?4";
const ACROSS_POLICIES: &str = "UPDATE scope_wrap SET policy_no = ?5, generation = ?6, wrap = ?7
    WHERE scope_no = ?1 AND version = ?2 AND policy_no = ?3 AND generation = ?4";

fn tally(
    session: &Session<'_>,
    policy_no: i64,
    generation: u32,
    now: i64,
    made: i64,
) -> Result<()> {
    let sql = "UPDATE generation SET wraps_now = wraps_now + ?3, wraps_made = wraps_made + ?4 WHERE policy_no = ?1 AND number = ?2";
    session.run_one(sql, params![policy_no, generation, now, made], "generation", generation)
}

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
        if count(self, policy_no, below)? == 0 {
            // Finding out that nothing is left takes no walk over the index.
            return Ok(Vec::new());
        }
        let sql = select!(
            "scope_wrap w INDEXED BY scope_wrap_by_policy CROSS JOIN scope s ON s.no = w.scope_no
             WHERE w.policy_no = ?1 AND w.scope_no > ?3 AND w.generation < ?2 ORDER BY w.scope_no, w.version"
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
             WHERE m.policy_no IS NULL AND m.no > ?1 ORDER BY m.no, w.version"
        );
        self.page(sql, [after], limit, wrap, same_scope)
    }

    fn count_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64> {
        count(self, policy_no, below)
    }

    fn wraps_made(&mut self, policy_no: i64, generation: u32) -> Result<u64> {
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

    fn insert_scope_wrap(&mut self, live: &LiveGeneration, wrap: &ScopeWrap) -> Result<()> {
        live.covers(self.change, wrap)?;
        self.insert(
            "INSERT INTO scope_wrap (scope_no, version, policy_no, generation, wrap) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![wrap.scope_no, wrap.version, wrap.policy_no, wrap.generation, wrap.wrap],
            "scope key version",
            wrap.version,
        )?;
        tally(self, wrap.policy_no, wrap.generation, 1, 1)
    }

    fn update_scope_wraps(
        &mut self,
        live: &LiveGeneration,
        changes: &[(ScopeWrap, ScopeWrap)],
    ) -> Result<u64> {
        changes.iter().try_for_each(|(_, new)| live.covers(self.change, new))?;
        let mut tallies = Tally::new();
        let mut done = 0;
        let mut within = self.changing(WITHIN_POLICY)?;
        let mut across = self.changing(ACROSS_POLICIES)?;
        for (old, new) in changes {
            if (old.scope_no, old.version) != (new.scope_no, new.version) {
                return Err(mismatch(old, new));
            }
            let here = (old.scope_no, old.version, old.policy_no, old.generation);
            let changed = if old.policy_no == new.policy_no {
                within.execute(params![here.0, here.1, here.2, here.3, new.generation, new.wrap])
            } else {
                across.execute(params![
                    here.0,
                    here.1,
                    here.2,
                    here.3,
                    new.policy_no,
                    new.generation,
                    new.wrap
                ])
            };
            if changed.map_err(|error| self.failed(&error))? == 1 {
                done += 1;
                tallies.entry((old.policy_no, old.generation)).or_default().0 -= 1;
                let gained = tallies.entry((new.policy_no, new.generation)).or_default();
                gained.0 += 1;
                gained.1 += 1;
            }
        }
        for ((policy, generation), (now, made)) in tallies {
            tally(self, policy, generation, now, made)?;
        }
        Ok(done)
    }
}
