//! The counter: where the log stood, kept with the secrets, so that records cut off its end are
//! missed.
//!
//! It is never ahead of the log, because it is written after what it counts is durable. So a log
//! that is longer is what a crash leaves, and a log that is shorter, or has another record in that
//! place, was put back to an older state.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_store::model::AuditRow;
use ckey_store::{AuditCounter, AuditMark, Reader, State, StateExt, StoreErrorKind};
use ckey_vault::paste::word;
use serde_json::json;
use uuid::Uuid;

use super::chain::{AuditChain, AuditEvent};
use super::walk::verified_records;
use crate::error::{Category, EngineError, Result};

/// The activity of the record that tells of a counter which was begun later than the tenant.
const BEGIN: &str = "Begin audit counter";
/// The activity of the record by which somebody gave up what the counter knew.
const ACCEPT: &str = "Accept audit loss";
/// What the record of a tenant's making says of a counter that was begun with it.
pub(crate) const COUNTED: &str = "auditCounter";

/// A tenant's counter and the log it counts.
pub(crate) struct Counter {
    tenant: Uuid,
    /// The tenant's folder, for advice.
    place: PathBuf,
    state: Arc<dyn State>,
    kept: Arc<dyn AuditCounter>,
}

/// How a counter stands to the log it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It stands at the last record, as far as it can be written.
    Level,
    /// The log goes on behind it: somebody was killed, or is at work.
    Behind,
    /// It did not fit, and the log was taken as it is.
    Accepted(AuditLoss),
}

/// What a log lacked that was taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLoss {
    /// What was wrong with the log or its counter, in a sentence.
    pub problem: String,
    /// How many records are missing from its end at least; `None` where nobody can tell.
    pub missing: Option<u64>,
}

/// Which way out there is beside a backup.
enum Found {
    /// The log lacks what the counter knows.
    Short,
    /// There is no counter to hold the log against.
    Uncounted,
    /// It is another tenant's.
    Foreign,
}

fn mark_of(tenant: Uuid, row: Option<&AuditRow>) -> AuditMark {
    row.map_or(AuditMark::start(tenant), |row| AuditMark {
        tenant,
        sequence: row.sequence,
        link: row.link,
    })
}

/// What is wrong with a log that should hold a mark's record, if anything is; `there` is the record
/// that it has in that place.
fn misfit(mark: &AuditMark, there: Option<&AuditRow>, last: i64) -> Option<String> {
    let number = mark.sequence;
    match there {
        Some(row) if row.sequence == number && row.link == mark.link => None,
        Some(row) if row.sequence == number => Some(format!(
            "Record {number} of the audit log is not the one that its counter, kept with the secrets, knows."
        )),
        _ if number == 0 => None,
        _ if last < number => Some(format!(
            "The audit log ends at record {last}; its counter, kept with the secrets, knows of record {number}, so that {} missing. The last \
             records were cut off, or the database is older than the secrets.",
            records(missing(number, last))
        )),
        _ => Some(format!(
            "Record {number} of the audit log is missing, and its counter, kept with the secrets, knows of it."
        )),
    }
}

/// How many records a log lacks at its end, of those that were counted.
fn missing(counted: i64, last: i64) -> u64 {
    u64::try_from(counted.saturating_sub(last)).unwrap_or(0)
}

/// So many records, with their verb.
fn records(missing: u64) -> String {
    if missing == 1 {
        "at least 1 record is".to_owned()
    } else {
        format!("at least {missing} records are")
    }
}

impl AuditLoss {
    /// What is lost, for anyone who took the log as it is.
    #[must_use]
    pub fn told(&self) -> String {
        let unknown = if self.missing.is_none() {
            " How many records are missing from its end, if any, cannot be told."
        } else {
            ""
        };
        format!(
            "{}{unknown} The log was taken as it is. What missing records told of, revocations too, is undone with them: look who may read what. This is on the record: Search-CustomerKeyAudit -Activity 'Accept audit loss'",
            self.problem
        )
    }
}

/// Whether the log, which must be whole, tells of a counter.
fn is_told(reader: &mut dyn Reader, audit: &AuditChain) -> Result<bool> {
    let mut told = false;
    verified_records(reader, audit, &CancelToken::default(), &mut |_, event| {
        told |= event.activity == BEGIN || event.details.get(COUNTED).is_some();
    })?;
    Ok(told)
}

impl Counter {
    pub(crate) fn new(
        tenant: Uuid,
        place: &Path,
        state: Arc<dyn State>,
        kept: Arc<dyn AuditCounter>,
    ) -> Self {
        Self { tenant, place: place.to_owned(), state, kept }
    }

    fn cut_off(&self, problem: String, found: &Found) -> EngineError {
        let place = self.place.display().to_string();
        let mend = match found {
            Found::Short => "Put back the database that belongs to these secrets".to_owned(),
            Found::Uncounted => format!(
                "Put the file '{place}/service-secrets/audit.counter' back from a copy of the secrets"
            ),
            Found::Foreign => {
                "Put the secrets and the database of one tenant together again".to_owned()
            }
        };
        let accept = match found {
            Found::Short => {
                "To give up the records that are missing, and with them every revocation they told of, on the record"
            }
            Found::Uncounted | Found::Foreign => {
                "To take the log as it is, although nobody can tell then what was cut off its end, and to begin a new counter, on the record"
            }
        };
        let fix = format!(
            "{mend}, or restore a backup with Restore-CustomerKeyTenant. {accept}: Open-CustomerKeyTenant -Path {} -AcceptAuditLoss",
            word(&place)
        );
        EngineError::new("AuditCutOff", Category::InvalidData, problem, fix).about("audit log")
    }

    fn gone(&self) -> EngineError {
        let problem = "The counter of the audit log is missing from the secret store, and the log says that there is one.";
        self.cut_off(problem.to_owned(), &Found::Uncounted)
    }

    /// The mark, which must be there and be this tenant's.
    fn mark(&self) -> Result<AuditMark> {
        self.own(self.kept.mark()?.ok_or_else(|| self.gone())?)
    }

    fn own(&self, mark: AuditMark) -> Result<AuditMark> {
        if mark.tenant == self.tenant {
            return Ok(mark);
        }
        let problem = format!(
            "The counter of the audit log is of the tenant {}, not of {}.",
            mark.tenant, self.tenant
        );
        Err(self.cut_off(problem, &Found::Foreign))
    }

    /// Whether the log holds the record that the counter knows; its number.
    ///
    /// # Errors
    /// `AuditCutOff`; `StoreDamaged` for a counter that was changed; those of the stores.
    pub(crate) fn check(&self) -> Result<u64> {
        let mark = self.mark()?;
        self.state.view(|reader| self.fits(reader, &mark))?;
        Ok(u64::try_from(mark.sequence).unwrap_or(0))
    }

    /// Moves the counter on to the log's last record. It never goes back, and never past a record
    /// that is not the one it knows.
    ///
    /// # Errors
    /// As [`Counter::check`].
    pub(crate) fn advance(&self) -> Result<()> {
        self.change(&mut |found| {
            let mark = self.own(found?.ok_or_else(|| self.gone())?)?;
            let last = self.state.view(|reader| {
                self.fits(reader, &mark)?;
                Ok::<_, EngineError>(reader.last_audit()?)
            })?;
            Ok(Some(mark_of(self.tenant, last.as_ref()))
                .filter(|next| next.sequence > mark.sequence))
        })
    }

    /// [`AuditCounter::change`] with errors of ours, which leave the counter as it is.
    fn change(
        &self,
        next: &mut dyn FnMut(
            std::result::Result<Option<AuditMark>, ckey_store::StoreError>,
        ) -> Result<Option<AuditMark>>,
    ) -> Result<()> {
        let mut outcome = Ok(());
        self.kept.change(&mut |found| {
            next(found).unwrap_or_else(|error| {
                outcome = Err(error);
                None
            })
        })?;
        outcome
    }

    /// Looks at the counter when a tenant is opened, and begins one for a tenant that never had
    /// one. With `accept`, a log that is not as the counter knows it is taken as it is, on the
    /// record.
    ///
    /// # Errors
    /// As [`Counter::check`]; `DataDamaged` where no counter is there and a broken chain cannot
    /// tell whether there was one.
    pub(crate) fn open(
        &self,
        audit: &AuditChain,
        accept: Option<&str>,
        now: i64,
    ) -> Result<Standing> {
        match (self.look(audit), accept) {
            (Err(error), Some(actor)) if error.category == Category::InvalidData => {
                self.accept(audit, actor, now, &error).map(Standing::Accepted)
            }
            // A copy that nobody can write is read as it is.
            (Err(error), _) if error.id == StoreErrorKind::ReadOnly.name() => {
                tracing::warn!("the counter of the audit log cannot be written: {}", error.message);
                Ok(Standing::Level)
            }
            (looked, _) => looked,
        }
    }

    fn look(&self, audit: &AuditChain) -> Result<Standing> {
        match self.kept.mark()? {
            Some(mark) if self.own(mark)?.sequence > 0 => {
                let last = self.state.view(|reader| self.fits(reader, &mark))?;
                Ok(if last > mark.sequence { Standing::Behind } else { Standing::Level })
            }
            Some(_) => self.begin(audit).map(|()| Standing::Level),
            None => {
                let told = self.state.view(|reader| is_told(reader, audit))?;
                // Looked at once more: another process may have begun one meanwhile.
                if told && self.kept.mark()?.is_none() {
                    Err(self.gone())
                } else {
                    self.begin(audit).map(|()| Standing::Level)
                }
            }
        }
    }

    /// First a counter that stands before the first record, then the record that tells of it, then
    /// the counter as it should be: wherever this ends, the next opening goes on.
    fn begin(&self, audit: &AuditChain) -> Result<()> {
        self.change(&mut |found| Ok(found?.is_none().then(|| AuditMark::start(self.tenant))))?;
        self.state.commit(|writer| {
            // A broken chain is for the checks to tell.
            if is_told(writer, audit).unwrap_or(true) {
                return Ok(());
            }
            let (tenant, last) = (writer.tenant()?, writer.last_audit()?);
            let now = last.map_or(tenant.created, |last| last.at);
            audit.append(
                writer,
                now,
                &AuditEvent::new(
                    BEGIN,
                    "Tenant",
                    crate::record::Actor::SERVICE,
                    tenant.name,
                    json!({}),
                ),
            )
        })?;
        self.advance()
    }

    fn accept(
        &self,
        audit: &AuditChain,
        actor: &str,
        now: i64,
        problem: &EngineError,
    ) -> Result<AuditLoss> {
        let known = self.kept.mark().ok().flatten();
        let mut ended = 0;
        let last = self.state.commit(|writer| {
            let tenant = writer.tenant()?;
            ended = writer.last_audit()?.map_or(0, |last| last.sequence);
            let details = json!({
                "problem": problem.message,
                "counter": known.map(|mark| mark.sequence),
                "link": known.map(|mark| hex::encode(mark.link)),
                "last": ended,
            });
            audit.append(
                writer,
                now,
                &AuditEvent::new(ACCEPT, "Tenant", actor, tenant.name, details),
            )?;
            Ok::<_, EngineError>(writer.last_audit()?)
        })?;
        self.change(&mut |_| Ok(Some(mark_of(self.tenant, last.as_ref()))))?;
        let own = known.filter(|mark| mark.tenant == self.tenant);
        let missing = own.map(|mark| missing(mark.sequence, ended)).filter(|missing| *missing > 0);
        Ok(AuditLoss { problem: problem.message.clone(), missing })
    }

    /// The number of the log's last record, where the log holds the mark's.
    fn fits(&self, reader: &mut dyn Reader, mark: &AuditMark) -> Result<i64> {
        let there = reader.audit(mark.sequence.saturating_sub(1), 1)?.into_iter().next();
        let last = reader.last_audit()?.map_or(0, |last| last.sequence);
        misfit(mark, there.as_ref().filter(|row| row.sequence == mark.sequence), last)
            .map_or(Ok(last), |problem| Err(self.cut_off(problem, &Found::Short)))
    }
}
