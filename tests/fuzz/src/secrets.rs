//! A secret store and its backup, with keys that are used for nothing else.

use ckey_store::SecretName;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// The secrets that both fixtures hold: each has 32 times its byte.
pub const SECRETS: [(SecretName, u8); 2] =
    [(SecretName::AuditChain, 0x11), (SecretName::ServiceRoot, 0x22)];

/// A backup with the master key inside.
pub const BACKUP: &[u8] = include_bytes!("../data/secrets.backup");

/// The header of a store whose master key is [`MASTER`], and its sealed secret
/// [`SecretName::AuditChain`].
pub const HEADER: &[u8] = include_bytes!("../data/store.json");
pub const SEALED: &[u8] = include_bytes!("../data/audit-chain.secret");
pub const MASTER: [u8; 32] = [0x33; 32];

/// Writes a file anew.
pub fn write(path: &Path, bytes: &[u8]) {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .expect("a temporary file can be written");
}
