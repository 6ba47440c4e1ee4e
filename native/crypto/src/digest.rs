//! SHA-256.

/// The SHA-256 digest of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    of(&[bytes])
}

/// The SHA-256 digest of several pieces, one after the other, with nothing between them.
pub(crate) fn of(pieces: &[&[u8]]) -> [u8; 32] {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    for piece in pieces {
        context.update(piece);
    }
    let mut out = [0; 32];
    // SHA-256 gives 32 bytes, always.
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    out
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
