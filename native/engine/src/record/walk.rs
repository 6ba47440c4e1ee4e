//! Walking over the chain, each record held against its code.

use ckey_base::CancelToken;
use ckey_store::model::AuditRow;
use ckey_store::{Reader, audit_link};

use super::chain::{AuditChain, AuditEvent};
use crate::error::{EngineError, Result};

/// What a check of the audit log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Records looked at.
    pub records: u64,
    /// Whether all of them are as they were written.
    pub intact: bool,
    /// What is wrong, where something is.
    pub problem: Option<String>,
}

impl AuditVerdict {
    pub(crate) fn broken(records: u64, problem: String) -> Self {
        Self { records, intact: false, problem: Some(problem) }
    }
}

/// Where the next records come from: those above a sequence number, a page at a time.
pub(crate) type Pages<'a> = &'a mut dyn FnMut(i64) -> Result<Vec<AuditRow>>;

/// Recomputes the chain from its first record. `look` sees each record that is as it was written
/// and may say what is wrong with it all the same.
///
/// # Errors
/// Those of `pages`; `Stopped` when cancelled. A broken chain is a verdict, not an error.
pub(crate) fn walk(
    chain: &AuditChain,
    cancel: &CancelToken,
    pages: Pages<'_>,
    look: &mut dyn FnMut(&AuditRow) -> Option<String>,
) -> Result<AuditVerdict> {
    let (mut after, mut previous, mut link, mut records) = (0_i64, [0_u8; 32], [0_u8; 32], 0_u64);
    loop {
        let rows = pages(after)?;
        if rows.is_empty() {
            return Ok(AuditVerdict { records, intact: true, problem: None });
        }
        if cancel.is_cancelled() {
            return Err(EngineError::stopped("The check was stopped."));
        }
        for row in rows {
            let problem = if row.sequence != after.saturating_add(1) {
                Some(format!("Records between {after} and {} are missing.", row.sequence))
            } else if chain.mac(&previous, row.sequence, row.at, &row.body) != row.mac
                || audit_link(&link, row.sequence, row.at, &row.body) != row.link
            {
                Some(format!("Record {} is not as it was written.", row.sequence))
            } else {
                look(&row)
            };
            if problem.is_some() {
                return Ok(AuditVerdict { records, intact: false, problem });
            }
            (after, previous, link, records) =
                (row.sequence, row.mac, row.link, records.saturating_add(1));
        }
    }
}

/// What every record of an intact chain says, with its number.
///
/// # Errors
/// `DataDamaged` where the chain is broken or a record cannot be read; as [`walk`].
pub(crate) fn verified_records(
    reader: &mut dyn Reader,
    chain: &AuditChain,
    cancel: &CancelToken,
    look: &mut dyn FnMut(i64, &AuditEvent),
) -> Result<()> {
    let mut pages = |after| Ok(reader.audit(after, 1000)?);
    let verdict =
        walk(chain, cancel, &mut pages, &mut |row| match serde_json::from_str::<AuditEvent>(
            &row.body,
        ) {
            Ok(event) => {
                look(row.sequence, &event);
                None
            }
            Err(error) => Some(format!("Record {} cannot be read: {error}.", row.sequence)),
        })?;
    match verdict.problem {
        None => Ok(()),
        Some(problem) => Err(EngineError::damaged("audit log", problem)),
    }
}
