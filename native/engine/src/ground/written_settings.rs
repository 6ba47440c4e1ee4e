//! Settings as they are written: in the change that records them.

use ckey_store::Writer;
use serde_json::{Map, Value};

use super::{Ground, SETTINGS};
use crate::error::Result;
use crate::record::AuditEvent;

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
            details.insert(name.to_owned(), Value::from(value));
        }
        let event = AuditEvent::new("Change settings", "Tenant", who, about, Value::from(details));
        self.chain().append(writer, now, &event)
    }
}
