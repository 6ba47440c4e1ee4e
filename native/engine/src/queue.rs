//! What jobs there are, and how one comes to be.

use ckey_store::model::{Job, JobState, WrapSlot};
use ckey_store::protocol::Progress;
use ckey_store::{Reader, Writer};
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
    /// Brings the sites of a geo under the policy that was registered for it.
    Sites { policy: i64 },
    /// Opens the sites of a geo through the new wrap of a policy whose key was rolled.
    CheckSites { policy: i64, slot: WrapSlot },
    /// Opens the sites of a geo through the two keys that replaced lost ones.
    OnboardSites { policy: i64 },
    /// Brings single scopes under what applies to them now.
    Scopes,
    /// Destroys the wraps of a retired generation.
    DestroyWraps { policy: i64, generation: u32 },
    /// Purges everything below a policy.
    Purge { policy: i64 },
}

/// How long a job is its worker's without a step: 30 s, in milliseconds.
pub(crate) const LEASE: i64 = 30_000;

/// The kind of job that counts steps, not keys.
pub(crate) const PURGE: &str = "PurgePolicy";

impl JobKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Policy { .. } => "RewrapPolicy",
            Self::Assignment => "RewrapAssignment",
            Self::Sites { .. } => "EncryptSites",
            Self::CheckSites { .. } => "CheckSites",
            Self::OnboardSites { .. } => "OnboardSites",
            Self::Scopes => "RewrapScopes",
            Self::DestroyWraps { .. } => "DestroyWraps",
            Self::Purge { .. } => PURGE,
        }
    }

    fn subject(self) -> Value {
        match self {
            Self::Policy { policy }
            | Self::Sites { policy }
            | Self::OnboardSites { policy }
            | Self::Purge { policy } => json!({ "policy": policy }),
            Self::CheckSites { policy, slot } => {
                json!({ "policy": policy, "slot": slot.number() })
            }
            Self::Assignment | Self::Scopes => json!({}),
            Self::DestroyWraps { policy, generation } => {
                json!({ "policy": policy, "generation": generation })
            }
        }
    }

    /// What it is about, for people.
    pub(super) fn about(self, reader: &mut dyn Reader) -> Result<String> {
        let mut name = |policy: i64| {
            Ok::<_, EngineError>(
                reader.policy(policy)?.map_or_else(|| policy.to_string(), |policy| policy.name),
            )
        };
        Ok(match self {
            Self::Policy { policy }
            | Self::Sites { policy }
            | Self::CheckSites { policy, .. }
            | Self::OnboardSites { policy }
            | Self::Purge { policy } => name(policy)?,
            Self::Assignment => "mailboxes without a mailbox policy".to_owned(),
            Self::Scopes => "single scopes".to_owned(),
            Self::DestroyWraps { policy, generation } => {
                format!("{}, generation {generation}", name(policy)?)
            }
        })
    }

    pub(crate) fn of(job: &Job) -> Result<Self> {
        let number = |name: &str| {
            let subject = serde_json::from_str::<Value>(&job.subject).ok();
            subject.and_then(|subject| subject.get(name).and_then(Value::as_i64)).ok_or_else(|| {
                EngineError::damaged("job", format!("Job {} names no {name}.", job.guid))
            })
        };
        match job.kind.as_str() {
            PURGE => Ok(Self::Purge { policy: number("policy")? }),
            "RewrapPolicy" => Ok(Self::Policy { policy: number("policy")? }),
            "DestroyWraps" => {
                let unknown = |_| {
                    EngineError::damaged("job", format!("Job {} names no generation.", job.guid))
                };
                let generation = u32::try_from(number("generation")?).map_err(unknown)?;
                Ok(Self::DestroyWraps { policy: number("policy")?, generation })
            }
            "OnboardSites" => Ok(Self::OnboardSites { policy: number("policy")? }),
            "EncryptSites" => Ok(Self::Sites { policy: number("policy")? }),
            "CheckSites" => {
                let first = i64::from(WrapSlot::First.number());
                let slot =
                    if number("slot")? == first { WrapSlot::First } else { WrapSlot::Second };
                Ok(Self::CheckSites { policy: number("policy")?, slot })
            }
            "RewrapAssignment" => Ok(Self::Assignment),
            "RewrapScopes" => Ok(Self::Scopes),
            other => Err(EngineError::damaged(
                "job",
                format!("Job {} is of the unknown kind '{other}'.", job.guid),
            )),
        }
    }
}

/// Makes sure that a job of this kind will look at everything from now on: an open one begins
/// again, else one is made.
pub(crate) fn ensure_job(
    writer: &mut dyn Writer,
    kind: &JobKind,
    total: u64,
    now: i64,
) -> Result<()> {
    let subject = kind.subject().to_string();
    let open = writer
        .jobs(false)?
        .into_iter()
        .find(|job| job.kind == kind.name() && job.subject == subject);
    if let Some(mut job) = open {
        (job.cursor, job.done, job.total) = (Progress::START.cursor, Progress::START.done, total);
        job.state = JobState::Open;
        job.problem = None;
        job.changed = now;
        writer.clear_job_failures(job.no)?;
        return Ok(writer.update_job(&job)?);
    }
    insert(writer, *kind, total, None, now)
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
    insert(writer, kind, added, None, now)
}

/// Makes sure that a job of this kind will be done once it is `due` (real time, Unix milliseconds),
/// or as soon as nobody can be in its way. What may not wait, such as a purge, is due now.
pub(super) fn schedule(writer: &mut dyn Writer, kind: JobKind, due: i64, now: i64) -> Result<()> {
    let subject = kind.subject().to_string();
    if writer.scheduled_jobs()?.iter().any(|job| job.kind == kind.name() && job.subject == subject)
    {
        return Ok(());
    }
    insert(writer, kind, 1, Some(due), now)
}

fn insert(
    writer: &mut dyn Writer,
    kind: JobKind,
    total: u64,
    due: Option<i64>,
    now: i64,
) -> Result<()> {
    let job = Job {
        no: 0,
        guid: Uuid::new_v4(),
        kind: kind.name().to_owned(),
        subject: kind.subject().to_string(),
        state: if due.is_some() { JobState::Scheduled } else { JobState::Open },
        cursor: 0,
        done: 0,
        total,
        problem: None,
        owner: None,
        lease_until: 0,
        due: due.unwrap_or(0),
        created: now,
        changed: now,
    };
    writer.insert_job(&job)?;
    Ok(())
}
