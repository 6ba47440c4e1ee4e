//! Jobs and intents.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::session::{Session, choice, guid, natural, stored};
use crate::error::StoreError;
use crate::model::{Intent, Job, JobState};

type Result<T> = std::result::Result<T, StoreError>;

const STATES: [JobState; 3] = [JobState::Open, JobState::Completed, JobState::Failed];

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT no, guid, kind, subject, state, cursor, done, total, problem, owner, lease_until, created, changed FROM job ",
            $rest
        )
    };
}

const fn number(state: JobState) -> u8 {
    match state {
        JobState::Open => 0,
        JobState::Completed => 1,
        JobState::Failed => 2,
    }
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    let owner: Option<[u8; 16]> = row.get(9)?;
    Ok(Job {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        kind: row.get(2)?,
        subject: row.get(3)?,
        state: choice(row, 4, &STATES)?,
        cursor: row.get(5)?,
        done: natural(row, 6)?,
        total: natural(row, 7)?,
        problem: row.get(8)?,
        owner: owner.map(Uuid::from_bytes),
        lease_until: row.get(10)?,
        created: row.get(11)?,
        changed: row.get(12)?,
    })
}

pub(super) fn by_guid(session: &Session<'_>, guid: Uuid) -> Result<Option<Job>> {
    session.one(select!("WHERE guid = ?1"), [guid.as_bytes()], job)
}

pub(super) fn all(session: &Session<'_>, finished: bool) -> Result<Vec<Job>> {
    let mut jobs = session.many(select!("WHERE state IN (0, 2) ORDER BY no"), [], job)?;
    if finished {
        jobs.extend(session.many(select!("WHERE state = 1 ORDER BY no DESC LIMIT 1000"), [], job)?);
        jobs.sort_by_key(|job| job.no);
    }
    Ok(jobs)
}

pub(super) fn insert(session: &Session<'_>, job: &Job) -> Result<i64> {
    session.insert(
        "INSERT INTO job (guid, kind, subject, state, cursor, done, total, problem, owner, lease_until, created, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            job.guid.as_bytes(),
            job.kind,
            job.subject,
            number(job.state),
            job.cursor,
            stored(job.done),
            stored(job.total),
            job.problem,
            job.owner.map(Uuid::into_bytes),
            job.lease_until,
            job.created,
            job.changed
        ],
        "job",
        job.guid,
    )
}

pub(super) fn update(session: &Session<'_>, job: &Job) -> Result<()> {
    session.run_one(
        "UPDATE job SET kind = ?2, subject = ?3, state = ?4, cursor = ?5, done = ?6, total = ?7, problem = ?8, owner = ?9, lease_until = ?10,
         changed = ?11 WHERE no = ?1",
        params![
            job.no,
            job.kind,
            job.subject,
            number(job.state),
            job.cursor,
            stored(job.done),
            stored(job.total),
            job.problem,
            job.owner.map(Uuid::into_bytes),
            job.lease_until,
            job.changed
        ],
        "job",
        job.guid,
    )
}

fn intent(row: &Row<'_>) -> rusqlite::Result<Intent> {
    Ok(Intent { no: row.get(0)?, kind: row.get(1)?, subject: row.get(2)?, owner: guid(row, 3)?, lease_until: row.get(4)? })
}

pub(super) fn intents(session: &Session<'_>) -> Result<Vec<Intent>> {
    session.many("SELECT no, kind, subject, owner, lease_until FROM intent ORDER BY no", [], intent)
}

pub(super) fn insert_intent(session: &Session<'_>, intent: &Intent) -> Result<i64> {
    session.insert(
        "INSERT INTO intent (kind, subject, owner, lease_until) VALUES (?1, ?2, ?3, ?4)",
        params![intent.kind, intent.subject, intent.owner.as_bytes(), intent.lease_until],
        "intent",
        &intent.kind,
    )
}
