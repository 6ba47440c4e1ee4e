//! Notes of the state that are written as JSON.

use ckey_store::{Reader, Writer};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{EngineError, Result};

/// What a note holds; nothing of it where there is none.
///
/// # Errors
/// `DataDamaged`; those of the store.
pub(crate) fn read_note<T: DeserializeOwned + Default>(
    reader: &mut dyn Reader,
    name: &str,
) -> Result<T> {
    reader.note(name)?.map_or_else(
        || Ok(T::default()),
        |text| {
            serde_json::from_str(&text)
                .map_err(|error| EngineError::damaged(name, error.to_string()))
        },
    )
}

/// Writes a note anew.
///
/// # Errors
/// Those of the store.
pub(crate) fn write_note<T: Serialize>(
    writer: &mut dyn Writer,
    name: &str,
    value: &T,
) -> Result<()> {
    let text = serde_json::to_string(value)
        .map_err(|error| EngineError::damaged(name, error.to_string()))?;
    Ok(writer.set_note(name, Some(&text))?)
}
