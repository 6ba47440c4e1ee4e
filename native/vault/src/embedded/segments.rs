//! Older parts of a vault's log in files of their own, so that a vault's file stays small however long its log grows.
//!
//! A segment is made of the lines that the vault's file had, unchanged, and is never written again. It is durable before the vault's
//! file that no longer has them; a writer that ends in between leaves a segment that no file names, and the next one writes it anew.
//! The vault's file says, under its own seal, how many segments there are and where their chain ends. So a segment that is missing,
//! altered or exchanged is found, and needs no seal of its own.

use super::keyring::Keyring;
use super::log::{Chain, LogRecord, Tail, walk};
use super::record::VaultRecord;
use super::state::Loaded;
use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;
use serde::{Deserialize, Serialize};

/// How long the log in a vault's file grows before it goes to a segment.
pub(super) const ROTATE_AT: usize = 4 << 20;

/// The segments of a log: how many, and where their chain ends.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Archive {
    pub(super) segments: u32,
    pub(super) end: Tail,
}

/// A segment to be written before the vault's file.
pub(super) struct NewSegment {
    pub(super) number: u32,
    pub(super) bytes: Vec<u8>,
}

impl VaultRecord {
    /// How many segments its log has.
    pub(super) fn segments(&self) -> u32 {
        self.archive.map_or(0, |archive| archive.segments)
    }

    /// Where the log in its own file begins.
    pub(super) fn log_base(&self, keyring: &Keyring) -> Tail {
        self.archive.map_or_else(|| Tail::start(keyring), |archive| archive.end)
    }

    /// Takes the log out of the file when it has grown long.
    pub(super) fn rotate(&mut self, chain: &mut Chain, rotate_at: usize) -> Option<NewSegment> {
        if chain.bytes.len() <= rotate_at {
            return None;
        }
        let number = self.segments().saturating_add(1);
        let bytes = chain.cut();
        self.archive = Some(Archive { segments: number, end: chain.base });
        Some(NewSegment { number, bytes })
    }
}

impl EmbeddedVaults {
    /// The log of a vault, oldest record first, its whole chain verified. Needs no permission; works while the vault is deleted.
    ///
    /// # Errors
    /// `VaultNotFound`; `Damaged` if a record does not belong to the chain, or a segment of the log is not there; `Io`.
    pub fn log(&self, name: &str) -> Result<Vec<LogRecord>, VaultError> {
        let loaded = self.load(name)?.ok_or_else(|| refusal::vault_not_found(name))?;
        let mut records = Vec::new();
        self.walk_log(&loaded, &mut |_, record| records.push(record))?;
        Ok(records)
    }

    /// Verifies the whole chain, segments first.
    pub(super) fn walk_log(&self, loaded: &Loaded, visit: &mut dyn FnMut(Tail, LogRecord)) -> Result<(), VaultError> {
        let name = loaded.record.name.to_ascii_lowercase();
        let mut tail = Tail::start(&loaded.keyring);
        for number in 1..=loaded.record.segments() {
            let path = self.folder.segment_file(&name, number);
            let bytes = self.folder.read_segment(&name, number)?.ok_or_else(|| refusal::damaged(&path, "it is not there"))?;
            tail = walk(&bytes, tail, &loaded.keyring, visit).map_err(|what| refusal::damaged(&path, &what))?;
        }
        if tail != loaded.chain.base {
            let path = self.folder.segment_file(&name, loaded.record.segments());
            return Err(refusal::damaged(&path, "the log in the vault's file does not go on from its end"));
        }
        self.walk_own_log(loaded, visit)
    }

    /// Verifies what the vault's own file has of the chain.
    pub(super) fn walk_own_log(&self, loaded: &Loaded, visit: &mut dyn FnMut(Tail, LogRecord)) -> Result<(), VaultError> {
        let path = self.folder.file(&loaded.record.name.to_ascii_lowercase());
        walk(&loaded.chain.bytes, loaded.chain.base, &loaded.keyring, visit)
            .map(drop)
            .map_err(|what| refusal::damaged(&path, &what))
    }

    /// How long the log in a vault's file grows before it goes to a segment, in bytes.
    pub(super) const fn rotate_at(&self) -> usize {
        #[cfg(test)]
        return self.rotate_at;
        #[cfg(not(test))]
        return ROTATE_AT;
    }
}
