//! Keys, wraps and the sealed-object format. No I/O, no clock, no network.
//!
//! | module | what it is |
//! |---|---|
//! | [`SecretKey`], [`SecretBytes`] | secrets on locked, undumped, wiped memory |
//! | [`rsa`], [`root_wrap`] | root keys, and a policy key bound to its root and place |
//! | [`key_file`] | private RSA keys out of the files they are handed on in |
//! | [`certificate`], [`shares`] | for whom something is encrypted, and secrets that only several have |
//! | [`key_wrap`], [`mod@derive`] | AES-256-GCM key wraps, derived keys and commitments |
//! | [`context`], [`sealed`] | the encryption context and the data format (`docs/format.md`) |
//! | [`mac`], [`sign`], [`approval`], [`digest`], [`passphrase`] | what audit logs and secret stores stand on |
//!
//! Every operation that takes a [`Backend`] gives the same bytes on both; what one made, the other
//! opens.

mod aead;
pub mod approval;
mod backend;
pub mod certificate;
pub mod context;
pub mod derive;
pub mod digest;
mod encoding;
mod error;
mod kdf;
pub mod key_file;
pub mod key_wrap;
pub mod mac;
mod memory;
pub mod passphrase;
mod random;
pub mod root_wrap;
pub mod rsa;
pub mod sealed;
pub mod shares;
pub mod sign;
#[cfg(test)]
mod vectors;

pub use backend::Backend;
pub use context::EncryptionContext;
pub use error::{CryptoError, Result, Stage};
pub use memory::{SecretBytes, SecretKey, memory_is_locked, wipe_on_fork_by};
pub use random::{random, random_array};
