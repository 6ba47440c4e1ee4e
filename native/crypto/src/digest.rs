//! SHA-256.

/// The SHA-256 digest of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    of(&[bytes])
}

/// A SHA-256 digest of pieces that come one after the other.
#[derive(Clone)]
pub struct Sha256(aws_lc_rs::digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256))
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sha256(..)")
    }
}

impl Sha256 {
    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all pieces.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        let mut out = [0; 32];
        // SHA-256 gives 32 bytes, always.
        for (to, from) in out.iter_mut().zip(self.0.finish().as_ref()) {
            *to = *from;
        }
        out
    }
}

/// The SHA-256 digest of several pieces, one after the other, with nothing between them.
pub(crate) fn of(pieces: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::default();
    pieces.iter().for_each(|piece| digest.update(piece));
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::Digest;

    #[test]
    fn sha256_agrees_with_the_other_implementation() {
        assert_eq!(sha256(b"abc").as_slice(), sha2::Sha256::digest(b"abc").as_slice());
        assert_eq!(of(&[b"a", b"bc"]), sha256(b"abc"));
    }
}
