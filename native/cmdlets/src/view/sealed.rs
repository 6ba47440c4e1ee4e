//! What the header of a sealed object says. Nothing of it is authenticated.

use ckey_crypto::sealed::{self, Form, Header};
use serde_json::{Value, json};

/// An object as its header describes it.
#[derive(Clone, Debug)]
pub struct ObjectDescription {
    header: Header,
    total: Option<u64>,
}

/// Reads the beginning of an object of `total` bytes, where that is known.
///
/// # Errors
/// [`ckey_crypto::CryptoError::Header`].
pub fn describe_object(head: &[u8], total: Option<u64>) -> ckey_crypto::Result<ObjectDescription> {
    Ok(ObjectDescription { header: sealed::inspect(head)?, total })
}

impl ObjectDescription {
    /// The length of the whole object has become known.
    pub fn length_of(&mut self, total: u64) {
        self.total = Some(total);
    }

    /// As a JSON document. `plaintextLength` is null where no object has that length.
    #[must_use]
    pub fn into_document(self) -> Value {
        let header = self.header;
        json!({
            "formatVersion": 1,
            "authenticated": false,
            "form": match header.form { Form::Attached => "attached", Form::Detached => "detached" },
            "headerLength": header.len(),
            "frameLength": header.layout.frame_len(),
            "groupLength": header.layout.group_len(),
            "sealedGroupLength": header.layout.sealed_group_len(),
            "scope": hex(&header.scope),
            "scopeVersion": header.scope_version,
            "objectId": hex(&header.object_id),
            "plaintextLength": self.total.and_then(|total| header.plaintext_len(total).ok()),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
