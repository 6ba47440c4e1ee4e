//! What outputs hold: the types of the fields of the generated output structs.

use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An output object: a generated struct, whose every documented property is written, `null` when
/// unset.
pub trait Output: Serialize {
    /// Its type, without the prefix.
    const TYPE: &'static str;
}

/// A text that people wrote. In a record it stands behind `\u{1}`, because PowerShell makes a date
/// of every text that looks like one; hosts that are no PowerShell take that character away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FreeText(pub(crate) String);

/// A moment in seconds since 1970-01-01T00:00:00Z, written as ISO 8601 with `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Utc(pub(crate) i64);

impl<T: Into<String>> From<T> for FreeText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Serialize for FreeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("\u{1}{}", self.0))
    }
}

impl Serialize for Utc {
    /// A moment outside of the years 0 to 9999 is written as `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let moment = OffsetDateTime::from_unix_timestamp(self.0).ok();
        match moment.and_then(|moment| moment.format(&Rfc3339).ok()) {
            Some(text) => serializer.serialize_str(&text),
            None => serializer.serialize_none(),
        }
    }
}
