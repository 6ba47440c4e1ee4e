//! What jobs there are, and how one comes to be.

use ckey_store::Writer;
use ckey_store::model::{Job, JobState};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::{EngineError, Result};

/// A kind of job with its subject: what is rewrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobKind {
    /// Brings every scope key under a policy to its newest generation.
    Policy { policy: i64 },
    /// Brings every mailbox without a mailbox policy under what applies to it now.
    Assignment,
    /// Brings single scopes under what applies to them now.
    Scopes,
}

impl JobKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Policy { .. } => "RewrapPolicy",
            Self::Assignment => "RewrapAssignment",
            Self::Scopes => "RewrapScopes",
        }
    }

    fn subject(self) -> Value {
        match self {
            Self::Policy { policy } => json!({ "policy": policy }),
            Self::Assignment | Self::Scopes => json!({}),
        }
    }

    pub(crate) fn of(job: &Job) -> Result<Self> {
        match job.kind.as_str() {
            "RewrapPolicy" => {
                let policy = serde_json::from_str::<Value>(&job.subject)
                    .ok()
                    .and_then(|subject| subject.get("policy").and_then(Value::as_i64));
                policy
                    .map(|policy| Self::Policy { policy })
                    .ok_or_else(|| EngineError::damaged("job", format!("Job {} names no policy.", job.guid)))
            }
            "RewrapAssignment" => Ok(Self::Assignment),
            "RewrapScopes" => Ok(Self::Scopes),
            other => Err(EngineError::damaged("job", format!("Job {} is of the unknown kind '{other}'.", job.guid))),
        }
    }
}

/// Makes sure that a job of this kind will look at everything from now on: an open one begins again, else one is made.
pub(crate) fn ensure_job(writer: &mut dyn Writer, kind: &JobKind, total: u64, now: i64) -> Result<()> {
    let subject = kind.subject().to_string();
    let open = writer.jobs(false)?.into_iter().find(|job| job.kind == kind.name() && job.subject == subject);
    if let Some(mut job) = open {
        job.cursor = 0;
        job.done = 0;
        job.total = total;
        job.state = JobState::Open;
        job.problem = None;
        job.changed = now;
        return Ok(writer.update_job(&job)?);
    }
    insert(writer, *kind, total, now)
}

/// Makes sure that somebody will look at `added` more scopes that wait to be rewrapped one by one.
pub(crate) fn ensure_scope_job(writer: &mut dyn Writer, added: usize, now: i64) -> Result<()> {
    let kind = JobKind::Scopes;
    let added = u64::try_from(added).unwrap_or(u64::MAX);
    if let Some(mut job) = writer.jobs(false)?.into_iter().find(|job| job.kind == kind.name()) {
        job.total = job.total.saturating_add(added);
        job.state = JobState::Open;
        return Ok(writer.update_job(&job)?);
    }
    insert(writer, kind, added, now)
}

fn insert(writer: &mut dyn Writer, kind: JobKind, total: u64, now: i64) -> Result<()> {
    let job = Job {
        no: 0,
        guid: Uuid::new_v4(),
        kind: kind.name().to_owned(),
        subject: kind.subject().to_string(),
        state: JobState::Open,
        cursor: 0,
        done: 0,
        total,
        problem: None,
        owner: None,
        lease_until: 0,
        created: now,
        changed: now,
    };
    writer.insert_job(&job)?;
    Ok(())
}
