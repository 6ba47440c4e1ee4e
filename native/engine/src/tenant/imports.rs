//! What an import has made and not finished. It lies in a note: no key and no mail depends on it,
//! and what the import makes is recorded by itself.

use std::collections::BTreeSet;

use ckey_store::StateExt;

use super::Tenant;
use crate::error::{EngineError, Result};
use crate::ground::{read_note, write_note};

const NOTE: &str = "import.unfinished";

impl Tenant {
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
