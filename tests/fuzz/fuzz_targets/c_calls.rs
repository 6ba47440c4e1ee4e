//! Sequences of calls of the C functions: see `customer_key_fuzz::c`.
#![no_main]
use arbitrary::{Arbitrary, Unstructured};
use customer_key_fuzz::c::{MOST, Op, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (mut input, mut ops) = (Unstructured::new(input), Vec::new());
    while !input.is_empty()
        && ops.len() < MOST
        && let Ok(op) = Op::arbitrary(&mut input)
    {
        ops.push(op);
    }
    run(&ops);
});
