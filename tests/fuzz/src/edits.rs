//! Edits of bytes that were valid: 4 bytes each say what, where (2 bytes) and with what.

/// An edit.
pub type Edit = [u8; 4];

/// How many kinds there are.
pub const KINDS: u8 = 8;

const MOST: usize = 8;

/// The edits in an input.
pub fn read(input: &[u8]) -> impl Iterator<Item = Edit> + '_ {
    input.as_chunks::<4>().0.iter().copied().take(MOST)
}

/// Applies an edit; `other` is what it may be mixed with.
pub fn apply([what, high, low, with]: Edit, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = usize::from(u16::from_be_bytes([high, low])) % (bytes.len() + 1);
    let span = usize::from(with).min(bytes.len() - at);
    match what % KINDS {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= with),
        1 => bytes.truncate(at),
        2 => bytes.insert(at, with),
        3 => drop(bytes.drain(at..at + span)),
        // Frames of 256 bytes and tags of 16 change places.
        4 => exchange(bytes, at, at + 256, usize::from(with)),
        5 => exchange(bytes, at, at + 16, 16),
        6 => bytes.extend_from_within(at..at + span),
        // From here on it is another's.
        _ => {
            bytes.truncate(at);
            bytes.extend_from_slice(other.get(at..).unwrap_or_default());
        }
    }
}

fn exchange(bytes: &mut [u8], one: usize, two: usize, len: usize) {
    if let Some((head, tail)) = bytes.split_at_mut_checked(two) {
        head.iter_mut().skip(one).zip(tail).take(len).for_each(|(a, b)| std::mem::swap(a, b));
    }
}
