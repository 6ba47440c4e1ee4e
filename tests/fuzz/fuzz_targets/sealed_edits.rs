//! A committed object with edits: it opens exactly if they change nothing.
//!
//! Input: which object (1 byte), how it is cut into pieces (1 byte), then edits of 4 bytes: what, where (2 bytes), with what.
#![no_main]
use customer_key_fuzz::sealed::{COMMITTED, check_header};
use libfuzzer_sys::fuzz_target;

const MOST_EDITS: usize = 8;

fuzz_target!(|input: &[u8]| {
    let [which, seed, edits @ ..] = input else { return };
    let all = &*COMMITTED;
    let committed = &all[usize::from(*which) % all.len()];
    let (mut object, mut wrapped) = (committed.object.clone(), committed.wrapped.clone());
    for edit in edits.as_chunks::<4>().0.iter().take(MOST_EDITS) {
        apply(*edit, &mut object, &mut wrapped);
    }
    check_header(&object);
    committed.check(&object, wrapped.as_deref(), u64::from(*seed) << 32 | u64::from(*which));
});

fn apply([what, high, low, with]: [u8; 4], object: &mut Vec<u8>, wrapped: &mut Option<Vec<u8>>) {
    let all = &*COMMITTED;
    let other = &all[usize::from(with) % all.len()];
    let at = usize::from(u16::from_be_bytes([high, low])) % (object.len() + 1);
    let span = usize::from(with).min(object.len() - at);
    match what % 10 {
        0 => object.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= with),
        1 => object.truncate(at),
        2 => object.insert(at, with),
        3 => drop(object.drain(at..at + span)),
        // Frames of 256 bytes and tags of 16 change places.
        4 => exchange(object, at, at + 256, usize::from(with)),
        5 => exchange(object, at, at + 16, 16),
        6 => object.extend_from_within(at..at + span),
        // From here on it is another object's.
        7 => {
            object.truncate(at);
            object.extend_from_slice(other.object.get(at..).unwrap_or_default());
        }
        8 => *wrapped = other.wrapped.clone(),
        _ => {
            if let Some(byte) = wrapped.as_mut().and_then(|wrapped| wrapped.get_mut(at % 48)) {
                *byte ^= with;
            }
        }
    }
}

fn exchange(object: &mut [u8], one: usize, two: usize, len: usize) {
    if let Some((head, tail)) = object.split_at_mut_checked(two) {
        head.iter_mut().skip(one).zip(tail).take(len).for_each(|(a, b)| std::mem::swap(a, b));
    }
}
