//! What a server says of itself.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use ckey_base::regular;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// More than any note takes.
const MOST_BYTES: u64 = 64 << 10;

/// A server of the tenant's vaults, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// Its process.
    pub process_id: u32,
    /// Where it takes connections.
    pub address: SocketAddr,
    /// What follows the name of a vault in its host.
    pub suffix: String,
    /// Who gives tokens: `https://SUFFIX:PORT`.
    pub authority: String,
    /// The file of the certificate that clients are told to trust.
    pub certificate: String,
}

impl Served {
    /// Where a vault is: `https://VAULT.SUFFIX:PORT`, `VAULT` being its name.
    #[must_use]
    pub fn vault_uri(&self) -> String {
        self.authority.replacen("https://", "https://VAULT.", 1)
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    /// Of this start alone.
    pub(super) nonce: Uuid,
    #[serde(flatten)]
    pub(super) served: Served,
}

impl Note {
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&regular::read(path, MOST_BYTES)?)?)
    }
}
