//! The vault file, byte by byte. Integers are big-endian.
//!
//! | offset | length | what |
//! |---|---|---|
//! | 0 | 8 | `CKVAULT` and a zero byte |
//! | 8 | 4 | format version: 1; 2 where a key has a rotation policy; 3 for another host |
//! | 12 | 16 | vault id: random, made with the vault |
//! | 28 | 8 | generation: rises by one with every change |
//! | 36 | 8 | length of the state |
//! | 44 | 8 | length of the log |
//! | 52 | … | state: JSON, private keys sealed |
//! | … | … | log: one line a record (see `log`) |
//! | end − 32 | 32 | HMAC-SHA-256 over the number of all bytes before it (8 bytes) and these bytes |
//!
//! The tag's key is derived from the master key, the vault's lower-case name and its id: a file
//! renamed, exchanged with another or altered in any bit is refused as a whole.

/// The first, which every version reads.
pub(super) const FIRST: u32 = 1;
/// The same, and some key has a rotation policy: whoever does not know of them would drop it.
pub(super) const WITH_ROTATION: u32 = 2;
/// The same, and the vault is not at `NAME.vault.azure.net`: whoever does not know of other hosts
/// would take its keys for those of that one.
pub(super) const WITH_HOST: u32 = 3;
pub(super) const ID_BYTES: usize = 16;
const MAGIC: &[u8; 8] = b"CKVAULT\0";
const TAG_BYTES: usize = 32;

/// A vault file taken apart; nothing in it is verified yet but its lengths.
pub(super) struct Parts<'a> {
    pub(super) id: [u8; ID_BYTES],
    pub(super) generation: u64,
    pub(super) state: &'a [u8],
    pub(super) log: &'a [u8],
    /// Everything the tag covers.
    pub(super) authenticated: &'a [u8],
    pub(super) tag: [u8; TAG_BYTES],
}

/// All bytes before the tag.
pub(super) fn encode(
    format: u32,
    id: &[u8; ID_BYTES],
    generation: u64,
    state: &[u8],
    log: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(state.len().saturating_add(log.len()).saturating_add(128));
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&format.to_be_bytes());
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(&generation.to_be_bytes());
    for section in [state, log] {
        bytes.extend_from_slice(&u64::try_from(section.len()).unwrap_or(u64::MAX).to_be_bytes());
    }
    bytes.extend_from_slice(state);
    bytes.extend_from_slice(log);
    bytes
}

/// Takes a file apart, or says why it is none of ours.
pub(super) fn decode(bytes: &[u8]) -> Result<Parts<'_>, &'static str> {
    let (authenticated, tag) = bytes.split_last_chunk::<TAG_BYTES>().ok_or("it is too short")?;
    let mut rest = authenticated;
    if take(&mut rest)? != *MAGIC {
        return Err("it is not a vault file");
    }
    if !(FIRST..=WITH_HOST).contains(&u32::from_be_bytes(take(&mut rest)?)) {
        return Err("it has a format version that this version does not know");
    }
    let id = take(&mut rest)?;
    let generation = u64::from_be_bytes(take(&mut rest)?);
    let state_length = take_length(&mut rest)?;
    let log_length = take_length(&mut rest)?;
    let (state, log) = rest.split_at_checked(state_length).ok_or("its state is cut short")?;
    if log.len() != log_length {
        return Err("its log is cut short or something follows it");
    }
    Ok(Parts { id, generation, state, log, authenticated, tag: *tag })
}

pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (head, tail) = bytes.split_first_chunk::<N>().ok_or("its header is cut short")?;
    *bytes = tail;
    Ok(*head)
}

fn take_length(bytes: &mut &[u8]) -> Result<usize, &'static str> {
    usize::try_from(u64::from_be_bytes(take(bytes)?)).map_err(|_| "its header is damaged")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_file_taken_apart_gives_what_was_put_in(id: [u8; 16], generation: u64, state: Vec<u8>, log: Vec<u8>) {
            let mut bytes = encode(FIRST, &id, generation, &state, &log);
            bytes.extend_from_slice(&[7; 32]);
            let parts = decode(&bytes).unwrap();
            prop_assert_eq!((parts.id, parts.generation, parts.state, parts.log), (id, generation, &state[..], &log[..]));
            prop_assert_eq!(parts.tag, [7; 32]);
        }

        #[test]
        fn foreign_bytes_are_refused_and_never_panic(bytes: Vec<u8>) {
            prop_assert!(decode(&bytes).is_err());
        }

        #[test]
        fn a_header_that_lies_about_lengths_is_refused(state_length: u64, log_length: u64) {
            prop_assume!((state_length, log_length) != (0, 0));
            let mut bytes = encode(FIRST, &[0; 16], 1, b"", b"");
            bytes[36..44].copy_from_slice(&state_length.to_be_bytes());
            bytes[44..52].copy_from_slice(&log_length.to_be_bytes());
            bytes.extend_from_slice(&[0; 32]);
            prop_assert!(decode(&bytes).is_err());
        }
    }
}
