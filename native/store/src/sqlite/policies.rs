//! Policies, the generations of their keys, and the wraps of those.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::authentic::rebind;
use super::session::{Session, guid, word};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Generation, Policy, PolicyKind, PolicyWrap, Recorded};
use crate::names::name_key;
use crate::protocol::{Destruction, GenerationStage, destruction, may_retire};
use crate::state::{ReadPolicies, WritePolicies};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select_policy {
    ($rest:literal) => {
        concat!(
            "SELECT no, guid, kind, name, description, enabled, key_uris, generation, activated, created, changed, purge, record, code FROM policy ",
            $rest
        )
    };
}
macro_rules! select_generation {
    ($rest:literal) => {
        concat!("SELECT policy_no, number, guid, commitment, created, retired, destroyed, record, code FROM generation ", $rest)
    };
}
macro_rules! select_wrap {
    ($rest:literal) => {
        concat!("SELECT policy_no, generation, slot, key_uri, algorithm, seed, sealed_key FROM policy_wrap ", $rest)
    };
}

fn policy(row: &Row<'_>) -> rusqlite::Result<Policy> {
    let uris: String = row.get(6)?;
    let key_uris = serde_json::from_str(&uris).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(6, rusqlite::types::Type::Text, Box::new(error))
    })?;
    let purge: Option<String> = row.get(11)?;
    let purge = purge.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(11, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(Policy {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        kind: word(row, 2)?,
        name: row.get(3)?,
        description: row.get(4)?,
        enabled: row.get(5)?,
        key_uris,
        generation: row.get(7)?,
        activated: row.get(8)?,
        created: row.get(9)?,
        changed: row.get(10)?,
        purge,
    })
}

fn generation_row(row: &Row<'_>) -> rusqlite::Result<Generation> {
    Ok(Generation {
        policy_no: row.get(0)?,
        number: row.get(1)?,
        guid: guid(row, 2)?,
        commitment: row.get(3)?,
        created: row.get(4)?,
        retired: row.get(5)?,
        destroyed: row.get(6)?,
    })
}

fn wrap(row: &Row<'_>) -> rusqlite::Result<PolicyWrap> {
    Ok(PolicyWrap {
        policy_no: row.get(0)?,
        generation: row.get(1)?,
        slot: word(row, 2)?,
        key_uri: row.get(3)?,
        algorithm: row.get(4)?,
        seed: row.get(5)?,
        sealed_key: row.get(6)?,
    })
}

/// By which a policy is found. The name of one that is deleted is free for others: no name holds the
/// character that ends its key.
fn key_of(policy: &Policy) -> String {
    let key = name_key(&policy.name);
    if policy.is_deleted() { format!("{key}\u{0}{}", policy.no) } else { key }
}

fn purge_column(policy: &Policy) -> Option<String> {
    policy.purge.as_ref().map(|purge| purge.to_json())
}

fn uris(policy: &Policy) -> String {
    serde_json::Value::from(policy.key_uris.clone()).to_string()
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<Policy>> {
    session.one_authentic(select_policy!("WHERE no = ?1"), [no], policy)
}

pub(super) fn by_name(
    session: &Session<'_>,
    kind: PolicyKind,
    name: &str,
) -> Result<Option<Policy>> {
    session.one_authentic(
        select_policy!("WHERE kind = ?1 AND name_key = ?2"),
        params![kind.number(), name_key(name)],
        policy,
    )
}

pub(super) fn generation(
    session: &Session<'_>,
    policy_no: i64,
    number: u32,
) -> Result<Option<Generation>> {
    session.one_authentic(
        select_generation!("WHERE policy_no = ?1 AND number = ?2"),
        params![policy_no, number],
        generation_row,
    )
}

pub(super) fn recorded(session: &Session<'_>) -> Result<Vec<Recorded<Policy>>> {
    session.many_recorded(select_policy!("ORDER BY no"), [], u32::MAX, policy, |_| true)
}

pub(super) fn recorded_generations(session: &Session<'_>) -> Result<Vec<Recorded<Generation>>> {
    session.many_recorded(
        select_generation!("ORDER BY policy_no, number"),
        [],
        u32::MAX,
        generation_row,
        |_| true,
    )
}

/// Gives every policy and generation its code, as it is.
pub(super) fn bind(session: &Session<'_>, record: i64) -> Result<()> {
    let all = session.many(select_policy!("ORDER BY no"), [], policy)?;
    rebind(
        session,
        &all,
        record,
        "UPDATE policy SET record = ?1, code = ?2 WHERE no = ?3",
        |row| row.no,
    )?;
    let all = session.many(select_generation!("ORDER BY policy_no, number"), [], generation_row)?;
    rebind(
        session,
        &all,
        record,
        "UPDATE generation SET record = ?1, code = ?2 WHERE guid = ?3",
        |row| row.guid.into_bytes(),
    )
}

/// Looks at each policy and generation by itself.
pub(super) fn each(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    session.each(select_policy!("ORDER BY no"), policy, look)?;
    session.each(select_generation!("ORDER BY policy_no, number"), generation_row, look)
}

/// A policy's number is part of what its code covers, so it is chosen before the row is written.
fn next_number(session: &Session<'_>) -> Result<i64> {
    let newest =
        session.one("SELECT coalesce(max(no), 0) FROM policy", [], |row| row.get::<_, i64>(0))?;
    Ok(newest.unwrap_or(0).saturating_add(1))
}

/// What the counter says.
fn count_exactly(session: &Session<'_>, policy_no: i64, number: u32) -> Result<u64> {
    session.settle_counts()?;
    session.number(
        "SELECT coalesce(sum(keys), 0) FROM generation_keys WHERE policy_no = ?1 AND generation = ?2",
        params![policy_no, number],
    )
}

fn needed(policy_no: i64, number: u32, why: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        format!("policy {policy_no}"),
        format!("Generation {number} of the key of policy {policy_no} {why}."),
        "Read the policy and its generations again.",
    )
}

/// Writes when a generation was retired and destroyed.
fn recode(session: &Session<'_>, row: &Generation) -> Result<()> {
    let record = session.record()?;
    let sql = "UPDATE generation SET retired = ?3, destroyed = ?4, record = ?5, code = ?6 WHERE policy_no = ?1 AND number = ?2";
    let code = session.rows.code(row, record);
    session.run_one(
        sql,
        params![row.policy_no, row.number, row.retired, row.destroyed, record, code],
        "generation",
        row.number,
    )
}

/// Removes the wraps of a generation.
fn destroy_wraps(session: &Session<'_>, found: &Generation, at: i64) -> Result<()> {
    // Zeros of the same length first, in place; secure_delete then clears what the row leaves.
    let key = params![found.policy_no, found.number];
    session.run(
        "UPDATE policy_wrap SET seed = zeroblob(length(seed)), sealed_key = zeroblob(length(sealed_key)) WHERE policy_no = ?1 AND generation = ?2",
        key,
    )?;
    session.run("DELETE FROM policy_wrap WHERE policy_no = ?1 AND generation = ?2", key)?;
    recode(session, &Generation { destroyed: Some(at), ..found.clone() })
}

impl ReadPolicies for Session<'_> {
    fn policy(&mut self, no: i64) -> Result<Option<Policy>> {
        by_no(self, no)
    }

    fn policy_by_guid(&mut self, guid: Uuid) -> Result<Option<Policy>> {
        let own =
            self.one_authentic(select_policy!("WHERE guid = ?1"), [guid.as_bytes()], policy)?;
        if own.is_some() {
            return Ok(own);
        }
        self.one_authentic(
            select_policy!("WHERE no = (SELECT policy_no FROM generation WHERE guid = ?1)"),
            [guid.as_bytes()],
            policy,
        )
    }

    fn policy_by_name(&mut self, kind: PolicyKind, name: &str) -> Result<Option<Policy>> {
        by_name(self, kind, name)
    }

    fn policies(&mut self, kind: PolicyKind) -> Result<Vec<Policy>> {
        let mut all = self.many_authentic(
            select_policy!("WHERE kind = ?1 ORDER BY no"),
            [kind.number()],
            policy,
        )?;
        all.retain(|policy| !policy.is_deleted());
        Ok(all)
    }

    fn purged_policies(&mut self) -> Result<Vec<Policy>> {
        self.many_authentic(select_policy!("WHERE purge IS NOT NULL ORDER BY no"), [], policy)
    }

    fn generations(&mut self, policy_no: i64) -> Result<Vec<Generation>> {
        self.many_authentic(
            select_generation!("WHERE policy_no = ?1 ORDER BY number DESC"),
            [policy_no],
            generation_row,
        )
    }

    fn generation(&mut self, policy_no: i64, number: u32) -> Result<Option<Generation>> {
        generation(self, policy_no, number)
    }

    fn policy_wraps(&mut self, policy_no: i64, generation: u32) -> Result<Vec<PolicyWrap>> {
        self.many(
            select_wrap!("WHERE policy_no = ?1 AND generation = ?2 ORDER BY slot"),
            params![policy_no, generation],
            wrap,
        )
    }

    fn all_policy_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<PolicyWrap>> {
        let sql = select_wrap!("WHERE policy_no > ?1 ORDER BY policy_no, generation, slot");
        self.page(sql, [after], limit, wrap, |last, next| last.policy_no == next.policy_no)
    }
}

impl WritePolicies for Session<'_> {
    fn insert_policy(&mut self, policy: &Policy) -> Result<i64> {
        if by_name(self, policy.kind, &policy.name)?.is_some() {
            return Err(super::session::taken("policy", &policy.name));
        }
        let (record, policy) =
            (self.record()?, &Policy { no: next_number(self)?, ..policy.clone() });
        self.insert(
            "INSERT INTO policy (no, guid, kind, name, name_key, description, enabled, key_uris, generation, activated, created, changed, mailboxes,
             purge, record, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, ?15)",
            params![
                policy.no,
                policy.guid.as_bytes(),
                policy.kind.number(),
                policy.name,
                key_of(policy),
                policy.description,
                policy.enabled,
                uris(policy),
                policy.generation,
                policy.activated,
                policy.created,
                policy.changed,
                purge_column(policy),
                record,
                self.rows.code(policy, record)
            ],
            "policy GUID",
            policy.guid,
        )
    }

    fn update_policy(&mut self, policy: &Policy) -> Result<()> {
        let record = self.record()?;
        self.run_one(
            "UPDATE policy SET name = ?2, name_key = ?3, description = ?4, enabled = ?5, key_uris = ?6, generation = ?7, activated = ?8, created = ?9,
             changed = ?10, purge = ?11, record = ?12, code = ?13 WHERE no = ?1",
            params![
                policy.no,
                policy.name,
                key_of(policy),
                policy.description,
                policy.enabled,
                uris(policy),
                policy.generation,
                policy.activated,
                policy.created,
                policy.changed,
                purge_column(policy),
                record,
                self.rows.code(policy, record)
            ],
            "policy",
            &policy.name,
        )
    }

    fn insert_generation(&mut self, generation: &Generation, wraps: &[PolicyWrap]) -> Result<()> {
        let record = self.record()?;
        self.insert(
            "INSERT INTO generation (policy_no, number, guid, commitment, created, retired, destroyed, wraps_made, record, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)",
            params![
                generation.policy_no,
                generation.number,
                generation.guid.as_bytes(),
                generation.commitment,
                generation.created,
                generation.retired,
                generation.destroyed,
                record,
                self.rows.code(generation, record)
            ],
            "generation",
            generation.number,
        )?;
        for wrap in wraps {
            self.insert(
                "INSERT INTO policy_wrap (policy_no, generation, slot, key_uri, algorithm, seed, sealed_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![wrap.policy_no, wrap.generation, wrap.slot.number(), wrap.key_uri, wrap.algorithm, wrap.seed, wrap.sealed_key],
                "wrap of generation",
                wrap.generation,
            )?;
        }
        Ok(())
    }

    fn replace_policy_wrap(&mut self, wrap: &PolicyWrap) -> Result<()> {
        self.run_one(
            "UPDATE policy_wrap SET key_uri = ?4, algorithm = ?5, seed = ?6, sealed_key = ?7 WHERE policy_no = ?1 AND generation = ?2 AND slot = ?3",
            params![wrap.policy_no, wrap.generation, wrap.slot.number(), wrap.key_uri, wrap.algorithm, wrap.seed, wrap.sealed_key],
            "wrap of generation",
            wrap.generation,
        )
    }

    fn retire_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<()> {
        let found = generation(self, policy_no, number)?
            .ok_or_else(|| self.missing("generation", &number))?;
        let newest = by_no(self, policy_no)?.map_or(0, |policy| policy.generation);
        if !may_retire(number, newest, count_exactly(self, policy_no, number)?) {
            return Err(needed(
                policy_no,
                number,
                "is the newest, or has keys under it, and cannot be retired",
            ));
        }
        recode(self, &Generation { retired: Some(at), ..found })?;
        self.end_admissions();
        Ok(())
    }

    fn destroy_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<u64> {
        let found = generation(self, policy_no, number)?
            .ok_or_else(|| self.missing("generation", &number))?;
        let below = self.number(
            "SELECT count(*) FROM scope_wrap INDEXED BY scope_wrap_by_policy WHERE policy_no = ?1 AND generation = ?2",
            params![policy_no, number],
        )?;
        match destruction(GenerationStage::of(&found), below) {
            Destruction::TooEarly => return Err(needed(policy_no, number, "is not retired")),
            Destruction::InUse | Destruction::Over => return Ok(below),
            Destruction::Now => {}
        }
        destroy_wraps(self, &found, at)?;
        Ok(0)
    }

    fn erase_policy(&mut self, policy_no: i64, at: i64) -> Result<Vec<Uuid>> {
        if !by_no(self, policy_no)?.is_some_and(|policy| policy.is_deleted()) {
            return Err(needed(policy_no, 0, "is of a policy that is not deleted"));
        }
        let mut erased = Vec::new();
        for found in self.generations(policy_no)? {
            if GenerationStage::of(&found) != GenerationStage::Destroyed {
                destroy_wraps(self, &found, at)?;
                erased.push(found.guid);
            }
        }
        self.end_admissions();
        Ok(erased)
    }
}
