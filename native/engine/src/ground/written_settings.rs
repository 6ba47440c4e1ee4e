//! Settings as they are written: in the change that records them.

use ckey_crypto::digest::sha256;
use ckey_store::Writer;
use serde_json::{Map, Value};

use super::{Ground, SETTINGS};
use crate::error::Result;
use crate::record::AuditEvent;

/// What the record of such a change is called.
pub(crate) const CHANGE_SETTINGS: &str = "Change settings";
/// The names of settings that hold what is kept of secrets begin so; the application's id follows.
pub(crate) const CREDENTIAL: &str = "credential.";

/// A setting as records name it. What is kept of a secret is not for who reads the log: its digest
/// stands for it, which binds the row as well. Parts of what is kept are divided so, and no other
/// value of such a setting has any.
pub(crate) fn as_recorded(name: &str, value: &str) -> String {
    if name.starts_with(CREDENTIAL) && value.contains('$') {
        format!("sha256:{}", hex::encode(sha256(value.as_bytes())))
    } else {
        value.to_owned()
    }
}

impl Ground {
    /// Writes settings, and records who changed them, and about what.
    pub(crate) fn write_settings<N: AsRef<str>, V: AsRef<str>>(
        &self,
        writer: &mut dyn Writer,
        now: i64,
        (who, about): (&str, &str),
        entries: &[(N, V)],
    ) -> Result<()> {
        let mut details = Map::new();
        for (name, value) in entries {
            let (name, value) = (name.as_ref(), value.as_ref());
            writer.set_setting(&format!("{SETTINGS}{name}"), Some(value))?;
            details.insert(name.to_owned(), Value::from(as_recorded(name, value)));
        }
        let event = AuditEvent::new(CHANGE_SETTINGS, "Tenant", who, about, Value::from(details));
        self.chain().append(writer, now, &event)
    }
}
