//! Any bytes in place of a sealed object: they open exactly if they are the committed object that
//! they claim to be.
#![no_main]
use customer_key_fuzz::sealed::{check_header, claimed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|object: &[u8]| {
    check_header(object);
    let committed = claimed(object);
    let seed =
        object.iter().fold(1_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    committed.check(object, committed.wrapped.as_deref(), seed);
});
