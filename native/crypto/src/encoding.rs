//! The canonical encoding of a label and its parts: each length-prefixed, so that no two inputs
//! meet in one byte string.

/// `u32(len(label)) ‖ label ‖ u32(len(part)) ‖ part ‖ …`, big endian. A label always comes with the
/// same number of parts.
pub(crate) fn canonical(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let size = parts.iter().fold(4 + label.len(), |sum, part| sum + 4 + part.len());
    let mut out = Vec::with_capacity(size);
    push(&mut out, label.as_bytes());
    for part in parts {
        push(&mut out, part);
    }
    out
}

fn push(out: &mut Vec<u8>, part: &[u8]) {
    // Every part is an identifier, a URI or a context, all capped far below 4 GiB by their types.
    let len = u32::try_from(part.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(part);
}

/// Writes pieces to the front of `out`, one after the other, as far as it reaches.
pub(crate) fn put(mut out: &mut [u8], pieces: &[&[u8]]) {
    for piece in pieces {
        let (now, rest) = out.split_at_mut(piece.len().min(out.len()));
        now.iter_mut().zip(*piece).for_each(|(to, from)| *to = *from);
        out = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_changes_the_encoding() {
        assert_ne!(canonical("l", &[b"ab", b"c"]), canonical("l", &[b"a", b"bc"]));
        assert_ne!(canonical("la", &[b"b"]), canonical("l", &[b"ab"]));
    }

    #[test]
    fn the_encoding_is_the_documented_one() {
        assert_eq!(canonical("ab", &[b"", b"c"]), b"\0\0\0\x02ab\0\0\0\0\0\0\0\x01c");
    }
}
