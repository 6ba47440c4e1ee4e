//! A committed object with edits: it opens exactly if they change nothing.
//!
//! Input: which object (1 byte), how it is cut into pieces (1 byte), then edits of 4 bytes: what,
//! where (2 bytes), with what.
#![no_main]
use customer_key_fuzz::edits::{self, Edit};
use customer_key_fuzz::sealed::{COMMITTED, check_header};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [which, seed, edits @ ..] = input else { return };
    let all = &*COMMITTED;
    let committed = &all[usize::from(*which) % all.len()];
    let (mut object, mut wrapped) = (committed.object.clone(), committed.wrapped.clone());
    for edit in edits::read(edits) {
        apply(edit, &mut object, &mut wrapped);
    }
    check_header(&object);
    committed.check(&object, wrapped.as_deref(), u64::from(*seed) << 32 | u64::from(*which));
});

fn apply([what, high, low, with]: Edit, object: &mut Vec<u8>, wrapped: &mut Option<Vec<u8>>) {
    let all = &*COMMITTED;
    let other = &all[usize::from(with) % all.len()];
    match what % (edits::KINDS + 2) {
        8 => *wrapped = other.wrapped.clone(),
        9 => {
            let at = usize::from(u16::from_be_bytes([high, low])) % (object.len() + 1);
            if let Some(byte) = wrapped.as_mut().and_then(|wrapped| wrapped.get_mut(at % 48)) {
                *byte ^= with;
            }
        }
        what => edits::apply([what, high, low, with], object, &other.object),
    }
}
