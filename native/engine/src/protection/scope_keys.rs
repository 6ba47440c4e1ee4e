//! The keys of a scope.

use ckey_store::Reader;
use ckey_store::model::{Scope, ScopeWrap};

use crate::error::{Category, EngineError, Result};

/// A scope that was found before is there still, and none that has its number now.
///
/// # Errors
/// `ScopeGone`; those of the store.
pub(crate) fn must_be_there(reader: &mut dyn Reader, scope: &Scope) -> Result<()> {
    if reader.scope(scope.no)?.is_some_and(|now| now.guid == scope.guid) {
        return Ok(());
    }
    Err(EngineError::new(
        "ScopeGone",
        Category::ObjectNotFound,
        format!("'{}' was destroyed, with its keys and all that was sealed under them.", scope.name),
        "Close what is open of it. Another one of the same name has keys of its own: open that one.",
    )
    .about(scope.name.as_str()))
}

/// The wraps of a scope's keys: one at least, the newest of which seals.
pub(crate) struct ScopeKeys {
    newest: ScopeWrap,
    older: Vec<ScopeWrap>,
}

impl ScopeKeys {
    /// Those of a scope as they are stored.
    ///
    /// # Errors
    /// `ScopeGone` for one that was destroyed since it was found; `DataDamaged` for one without a
    /// key; those of the store.
    pub(crate) fn of(reader: &mut dyn Reader, scope: &Scope) -> Result<Self> {
        must_be_there(reader, scope)?;
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
