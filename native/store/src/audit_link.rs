//! How audit records hang together without a secret: each carries a plain hash over itself and the
//! hash before it.

use ckey_crypto::digest::Sha256;

/// The link of the record with this number, time (Unix seconds) and text, after the record whose
/// link is `previous` (zeros before the first). Anyone who has the records can recompute it; anyone
/// who has a signed head knows that none was changed or cut off.
#[must_use]
pub fn audit_link(previous: &[u8; 32], sequence: i64, at: i64, body: &str) -> [u8; 32] {
    let mut digest = Sha256::default();
    digest.update(b"customer-key/v1/audit-link");
    digest.update(previous);
    digest.update(&sequence.to_be_bytes());
    digest.update(&at.to_be_bytes());
    digest.update(body.as_bytes());
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::audit_link;

    #[test]
    fn a_link_depends_on_everything_in_the_record_and_on_what_came_before() {
        let link = audit_link(&[1; 32], 2, 3, "body");
        for other in [
            audit_link(&[2; 32], 2, 3, "body"),
            audit_link(&[1; 32], 3, 3, "body"),
            audit_link(&[1; 32], 2, 2, "body"),
            audit_link(&[1; 32], 2, 3, "bodY"),
        ] {
            assert_ne!(link, other);
        }
    }
}
