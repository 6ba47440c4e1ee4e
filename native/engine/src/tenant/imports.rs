//! What an import has made and not finished. It lies in a note: no key and no mail depends on it,
//! and what the import makes is recorded by itself.

use std::collections::BTreeSet;

use ckey_store::StateExt;
use ckey_store::model::Intent;
use serde_json::json;

use super::Tenant;
use crate::error::{EngineError, Result};
use crate::ground::{Ground, IMPORT, read_note, write_note};

const NOTE: &str = "import.unfinished";

/// An import that is under way: there is no other in this tenant until it is dropped, or until the
/// process ends, however it does.
pub struct ImportUnderWay<'a> {
    ground: &'a Ground,
    intent: Intent,
}

impl Drop for ImportUnderWay<'_> {
    fn drop(&mut self) {
        self.ground.give_up(&self.intent);
    }
}

impl Tenant {
    /// Keeps other imports away.
    ///
    /// # Errors
    /// `AlreadyUnderWay` while there is another; `TenantReadOnly`; those of the store.
    pub fn start_import(&self) -> Result<ImportUnderWay<'_>> {
        self.ground.must_be_writable()?;
        let ground = &self.ground;
        Ok(ImportUnderWay { ground, intent: ground.claim(IMPORT, json!({}))? })
    }

    /// What keeps an import from being started, if anything.
    ///
    /// # Errors
    /// As [`Self::start_import`].
    pub fn check_import(&self) -> Result<()> {
        self.ground.must_be_writable()?;
        self.ground.check_claim(IMPORT, &json!({}))
    }

    /// The things that imports have begun to make and not finished, as they named them.
    ///
    /// # Errors
    /// `DataDamaged`; those of the store.
    pub fn unfinished_import(&self) -> Result<BTreeSet<String>> {
        self.ground.sync()?;
        self.ground.state().view(|reader| read_note(reader, NOTE))
    }

    /// Notes that an import is about to make something.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of [`Self::unfinished_import`].
    pub fn begin_import(&self, part: &str) -> Result<()> {
        self.change_unfinished(|parts| {
            parts.insert(part.to_owned());
        })
    }

    /// Notes that these are finished. What others have begun meanwhile stays noted.
    ///
    /// # Errors
    /// As [`Self::begin_import`].
    pub fn end_import(&self, finished: &BTreeSet<String>) -> Result<()> {
        self.change_unfinished(|parts| parts.retain(|part| !finished.contains(part)))
    }

    fn change_unfinished(&self, change: impl Fn(&mut BTreeSet<String>)) -> Result<()> {
        self.ground.must_be_writable()?;
        self.ground.state().commit(|writer| {
            let before: BTreeSet<String> = read_note(writer, NOTE)?;
            let mut parts = before.clone();
            change(&mut parts);
            if parts.is_empty() {
                return Ok(writer.set_note(NOTE, None)?);
            }
            if parts != before {
                write_note(writer, NOTE, &parts)?;
            }
            Ok::<_, EngineError>(())
        })
    }
}
