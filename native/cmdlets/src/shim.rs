//! Stands in for `ckey_crypto::SecretBytes` until it is there.
#![allow(missing_docs, clippy::must_use_candidate)]
pub struct SecretBytes(Vec<u8>);
impl SecretBytes {
    /// # Errors
    /// Never.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, std::convert::Infallible> {
        Ok(Self(bytes.to_vec()))
    }
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}
