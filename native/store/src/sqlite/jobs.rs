//! Jobs and intents.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::session::{Session, guid, natural, stored, word};
use crate::error::StoreError;
use crate::model::{Intent, Job, JobFailure};
use crate::state::{ReadJobs, WriteJobs};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT no, guid, kind, subject, state, cursor, done, total, problem, owner, lease_until, created, changed, due FROM job ",
            $rest
        )
    };
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    let owner: Option<[u8; 16]> = row.get(9)?;
    Ok(Job {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        kind: row.get(2)?,
        subject: row.get(3)?,
        state: word(row, 4)?,
        cursor: row.get(5)?,
        done: natural(row, 6)?,
        total: natural(row, 7)?,
        problem: row.get(8)?,
        owner: owner.map(Uuid::from_bytes),
        lease_until: row.get(10)?,
        created: row.get(11)?,
        changed: row.get(12)?,
        due: row.get(13)?,
    })
}

pub(super) fn scheduled(session: &Session<'_>) -> Result<Vec<Job>> {
    session.many(select!("WHERE state = 4 ORDER BY due, no"), [], job)
}

fn intent(row: &Row<'_>) -> rusqlite::Result<Intent> {
    Ok(Intent { no: row.get(0)?, kind: row.get(1)?, subject: row.get(2)?, owner: guid(row, 3)? })
}

impl ReadJobs for Session<'_> {
    fn job(&mut self, guid: Uuid) -> Result<Option<Job>> {
        self.one(select!("WHERE guid = ?1"), [guid.as_bytes()], job)
    }

    fn jobs(&mut self, finished: bool) -> Result<Vec<Job>> {
        let mut jobs = self.many(select!("WHERE state = 0 ORDER BY no"), [], job)?;
        if finished {
            jobs.extend(scheduled(self)?);
            jobs.extend(self.many(
                select!("WHERE state IN (1, 3) ORDER BY no DESC LIMIT 1000"),
                [],
                job,
            )?);
            jobs.sort_by_key(|job| job.no);
        }
        Ok(jobs)
    }

    fn scheduled_jobs(&mut self) -> Result<Vec<Job>> {
        scheduled(self)
    }

    fn job_failures(&mut self, job_no: i64, after: i64, limit: u32) -> Result<Vec<JobFailure>> {
        self.page(
            "SELECT scope_no, version, problem FROM job_failure WHERE job_no = ?1 AND scope_no > ?2 ORDER BY scope_no, version",
            params![job_no, after],
            limit,
            |row| Ok(JobFailure { scope_no: row.get(0)?, version: row.get(1)?, problem: row.get(2)? }),
            |last, next| last.scope_no == next.scope_no,
        )
    }

    fn count_job_failures(&mut self, job_no: i64) -> Result<u64> {
        self.number("SELECT count(*) FROM job_failure WHERE job_no = ?1", [job_no])
    }

    fn intents(&mut self) -> Result<Vec<Intent>> {
        self.many("SELECT no, kind, subject, owner FROM intent ORDER BY no", [], intent)
    }
}

impl WriteJobs for Session<'_> {
    fn insert_job(&mut self, job: &Job) -> Result<i64> {
        self.insert(
            "INSERT INTO job (guid, kind, subject, state, cursor, done, total, problem, owner, lease_until, created, changed, due)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                job.guid.as_bytes(),
                job.kind,
                job.subject,
                job.state.number(),
                job.cursor,
                stored(job.done),
                stored(job.total),
                job.problem,
                job.owner.map(Uuid::into_bytes),
                job.lease_until,
                job.created,
                job.changed,
                job.due
            ],
            "job",
            job.guid,
        )
    }

    fn update_job(&mut self, job: &Job) -> Result<()> {
        self.run_one(
            "UPDATE job SET kind = ?2, subject = ?3, state = ?4, cursor = ?5, done = ?6, total = ?7, problem = ?8, owner = ?9, lease_until = ?10,
             changed = ?11, due = ?12 WHERE no = ?1",
            params![
                job.no,
                job.kind,
                job.subject,
                job.state.number(),
                job.cursor,
                stored(job.done),
                stored(job.total),
                job.problem,
                job.owner.map(Uuid::into_bytes),
                job.lease_until,
                job.changed,
                job.due
            ],
            "job",
            job.guid,
        )
    }

    fn add_job_failures(&mut self, job_no: i64, failures: &[JobFailure]) -> Result<()> {
        let sql =
            "INSERT INTO job_failure (job_no, scope_no, version, problem) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (job_no, scope_no, version) DO UPDATE SET problem = ?4";
        for failure in failures {
            self.run(sql, params![job_no, failure.scope_no, failure.version, failure.problem])?;
        }
        Ok(())
    }

    fn clear_job_failures(&mut self, job_no: i64) -> Result<()> {
        self.run("DELETE FROM job_failure WHERE job_no = ?1", [job_no]).map(drop)
    }

    fn insert_intent(&mut self, intent: &Intent) -> Result<i64> {
        self.insert(
            // The last column is an earlier version's.
            "INSERT INTO intent (kind, subject, owner, lease_until) VALUES (?1, ?2, ?3, 0)",
            params![intent.kind, intent.subject, intent.owner.as_bytes()],
            "intent",
            &intent.kind,
        )
    }

    fn remove_intent(&mut self, no: i64) -> Result<()> {
        self.run("DELETE FROM intent WHERE no = ?1", [no]).map(drop)
    }
}
