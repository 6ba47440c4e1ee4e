//! What outputs hold: the types of the fields of the generated output structs.

use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::moment::DATES;

/// An output object: a generated struct, whose every documented property is written, `null` when
/// unset.
pub trait Output: Serialize {
    /// Its type, without the prefix.
    const TYPE: &'static str;
}

/// A moment in seconds since 1970-01-01T00:00:00Z, written as ISO 8601 with `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Utc(pub(crate) i64);

/// The same for a property that is shown in local time: written with `+00:00`, of which PowerShell
/// makes a date in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Local(pub(crate) i64);

impl From<i64> for Utc {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<i64> for Local {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

/// What no date can hold is shown as the first or the last one: what is set is never shown as none
/// (rule 8.4.6).
fn text(seconds: i64) -> Option<String> {
    let shown = seconds.clamp(*DATES.start(), *DATES.end());
    OffsetDateTime::from_unix_timestamp(shown).ok()?.format(&Rfc3339).ok()
}

impl Serialize for Utc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text(self.0).serialize(serializer)
    }
}

impl Serialize for Local {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = text(self.0).map(|text| text.replace('Z', "+00:00"));
        text.serialize(serializer)
    }
}
