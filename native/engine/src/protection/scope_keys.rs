//! The keys of a scope.

use ckey_store::Reader;
use ckey_store::model::{Scope, ScopeWrap};

use crate::error::{EngineError, Result};

/// The wraps of a scope's keys: one at least, the newest of which seals.
pub(crate) struct ScopeKeys {
    newest: ScopeWrap,
    older: Vec<ScopeWrap>,
}

impl ScopeKeys {
    /// Those of a scope as they are stored.
    ///
    /// # Errors
    /// `DataDamaged` for a scope without a key; those of the store.
    pub(crate) fn of(reader: &mut dyn Reader, scope: &Scope) -> Result<Self> {
        let mut wraps = reader.scope_wraps(scope.no)?.into_iter();
        match wraps.next() {
            Some(newest) => Ok(Self { newest, older: wraps.collect() }),
            None => Err(EngineError::damaged(&scope.name, format!("'{}' has no key.", scope.name))),
        }
    }

    pub(crate) const fn newest(&self) -> &ScopeWrap {
        &self.newest
    }

    pub(crate) fn into_newest(self) -> ScopeWrap {
        self.newest
    }

    pub(crate) fn of_version(&self, version: u32) -> Option<&ScopeWrap> {
        std::iter::once(&self.newest).chain(&self.older).find(|wrap| wrap.version == version)
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.older.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}
