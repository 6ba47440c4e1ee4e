//! What fuzzing needs of the engine: its parsers, without a tenant around them.

use std::path::Path;

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::AuditRow;

use crate::audit::AuditView;
use crate::error::Result;
use crate::ground::{Settings, SettingsChange};
use crate::record::{AuditChain, AuditVerdict};
use crate::{audit, record, tenant};

/// A chain of audit records under a key.
pub struct Chain(AuditChain);

impl Chain {
    /// The chain under this key.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self(AuditChain::new(key))
    }

    /// The record after `previous`, whatever its text says, linked as a writer would.
    #[must_use]
    pub fn next(&self, previous: Option<&AuditRow>, at: i64, body: String) -> AuditRow {
        let (sequence, mac, link) = previous.map_or((1, [0; 32], [0; 32]), |row| {
            (row.sequence.saturating_add(1), row.mac, row.link)
        });
        let (mac, link) = (
            self.0.mac(&mac, sequence, at, &body),
            ckey_store::audit_link(&link, sequence, at, &body),
        );
        AuditRow { sequence, at, body, mac, link }
    }

    /// Walks over records, a page of at most `page` at a time.
    ///
    /// # Errors
    /// None that records alone can cause: a broken chain is a verdict.
    pub fn walk(&self, rows: &[AuditRow], page: usize) -> Result<AuditVerdict> {
        let mut at = 0_usize;
        let mut pages = |_| {
            let rows: Vec<_> = rows.iter().skip(at).take(page.max(1)).cloned().collect();
            at = at.saturating_add(rows.len());
            Ok(rows)
        };
        record::walk(&self.0, &CancelToken::default(), &mut pages, &mut |_| None)
    }
}

/// A record as it is shown.
///
/// # Errors
/// `DataDamaged` for a record that is not one.
pub fn view(row: AuditRow) -> Result<AuditView> {
    audit::view(row)
}

/// What follows from these records, as text. Records that are none are left out.
#[must_use]
pub fn derive(rows: &[AuditRow]) -> String {
    let mut derived = audit::Derived::default();
    for row in rows {
        if let Ok(event) = serde_json::from_str(&row.body) {
            derived.take(row.sequence, &event);
        }
    }
    format!("{derived:?}")
}

/// Settings as they are stored, by name.
///
/// # Errors
/// `DataDamaged` about a value that cannot have been set.
pub fn settings(entries: &[(String, String)]) -> Result<Settings> {
    Settings::from_entries(entries)
}

/// What a change of settings stores, by name.
#[must_use]
pub fn stored(change: &SettingsChange) -> Vec<(String, String)> {
    change.stored().collect()
}

/// Writes the files in an archive of a backup below `folder`, those whose name is one of `wanted`
/// or is below one; returns its digest.
///
/// # Errors
/// `BackupUnreadable` for what is no archive of a backup; those of the disk.
pub fn unpack(archive: &Path, folder: &Path, wanted: &[&str]) -> Result<[u8; 32]> {
    tenant::unpack(archive, folder, &|name| wanted.iter().any(|wanted| name.starts_with(wanted)))
}

/// What the main file of a backup says of itself, as text.
#[must_use]
pub fn label(archive: &Path) -> Option<String> {
    tenant::label(archive)
}
