//! The mark before every secret: it says that the secret is in use and was made by this process.
//!
//! A forked child reads zeros where its parent's secrets are. Zeros would pass for a key, so no
//! secret is handed out without its mark.

/// The mark of a secret in use. Its length keeps what follows as aligned as the slot is.
const IN_USE: [u8; LEN] = *b"secret in use...";

/// Bytes before every secret.
pub(super) const LEN: usize = 16;

/// Marks a secret's place as in use.
pub(super) fn set(place: &mut [u8]) {
    if let Some(mark) = place.first_chunk_mut() {
        *mark = IN_USE;
    }
}

/// Whether a secret's place is in use.
pub(super) fn is_set(place: &[u8]) -> bool {
    place.first_chunk() == Some(&IN_USE)
}

/// What is behind the mark.
pub(super) fn behind(place: &[u8]) -> &[u8] {
    match place.split_first_chunk() {
        Some((mark, bytes)) if *mark == IN_USE => bytes,
        _ => gone(),
    }
}

/// As [`behind`], to be changed.
pub(super) fn behind_mut(place: &mut [u8]) -> &mut [u8] {
    match place.split_first_chunk_mut() {
        Some((mark, bytes)) if *mark == IN_USE => bytes,
        _ => gone(),
    }
}

/// Ends a use of a secret that is not there. No caller could go on: whatever it did with other
/// bytes would be wrong.
#[cold]
#[expect(
    clippy::panic,
    reason = "going on would use a key of zeros; no input of the library leads here"
)]
pub(super) fn gone() -> ! {
    panic!("a secret is used in a forked child; secrets stay with the process that made them")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_whose_memory_was_wiped_is_never_handed_out_as_zeros() {
        let mut place = [0; LEN + 32];
        set(&mut place);
        assert_eq!(behind(&place), [0; 32]);
        place.fill(0);
        assert!(std::panic::catch_unwind(|| behind(&place).len()).is_err());
        assert!(std::panic::catch_unwind(move || behind_mut(&mut place).len()).is_err());
        assert!(std::panic::catch_unwind(|| behind(&[]).len()).is_err());
    }
}
