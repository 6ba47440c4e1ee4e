//! The memory that exported functions are given: two places that are one, buffers that still hold
//! something, and inputs that are outputs are refused before anything happens, by every function. A
//! function that is not in the table here fails the first test.
#![cfg(unix)]
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "a C caller in Rust's clothes")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use customerkey::exports::{
    call::*, context::*, error::*, file::*, inspect::*, item::*, item_into::*, limit::*, open::*,
    read_at::*, reader::*, scope::*, seal::*, session::*,
};
use customerkey::{ckey_buffer, ckey_error};
use std::collections::BTreeMap;
use std::path::Path;
use std::ptr::{null, null_mut};
use syn::{FnArg, Item, Type};

const INVALID_ARGUMENT: i32 = -2;
/// Bytes that every output of a row is given.
const ROOM: usize = 32;

/// A function with its handles NULL, its inputs empty and these places for its outputs, in the
/// order of its parameters.
struct Row {
    name: &'static str,
    /// Which of the places are buffers of the library.
    buffers: &'static [usize],
    places: usize,
    call: fn(&[*mut u8]) -> i32,
}

macro_rules! rows {
    ($($name:ident $buffers:expr, $places:literal: |$at:ident| ($($argument:expr),*);)*) => {
        [$(Row { name: stringify!($name), buffers: &$buffers, places: $places, call: |$at| unsafe { $name($($argument),*) } }),*]
    };
}

#[rustfmt::skip]
fn table() -> Vec<Row> {
    Vec::from(rows! {
        ckey_error_code [], 1: |at| (null(), at[0].cast());
        ckey_error_name [], 1: |at| (null(), at[0].cast());
        ckey_error_category [], 1: |at| (null(), at[0].cast());
        ckey_error_retryable [], 1: |at| (null(), at[0].cast());
        ckey_error_message [], 2: |at| (null(), at[0].cast(), at[1].cast());
        ckey_session_open [], 2: |at| (null(), 0, at[0].cast(), at[1].cast());
        ckey_session_secret [], 1: |at| (null_mut(), null(), 0, null(), 0, at[0].cast());
        ckey_call_start [], 2: |at| (null_mut(), null(), 0, null(), 0, at[0].cast(), at[1].cast());
        ckey_call_next [], 3: |at| (null_mut(), 0, at[0].cast(), at[1].cast(), at[2].cast());
        ckey_call_status [], 1: |at| (null_mut(), at[0].cast());
        ckey_context_encode [0], 2: |at| (null(), 0, at[0].cast(), at[1].cast());
        ckey_inspect [0], 2: |at| (null(), 0, 0, at[0].cast(), at[1].cast());
        ckey_scope_open [], 2: |at| (null_mut(), null(), 0, at[0].cast(), at[1].cast());
        ckey_scope_seal [0, 1], 3: |at| (null(), null(), 0, null(), 0, at[0].cast(), at[1].cast(), at[2].cast());
        ckey_scope_open_item [0], 2: |at| (null(), null(), 0, null(), 0, null(), 0, at[0].cast(), at[1].cast());
        ckey_limit_new [], 2: |at| (1, at[0].cast(), at[1].cast());
        ckey_scope_limited [], 2: |at| (null(), null(), at[0].cast(), at[1].cast());
        ckey_scope_open_limited [], 2: |at| (null_mut(), null(), 0, null(), at[0].cast(), at[1].cast());
        ckey_scope_seal_into [], 4: |at| (null(), null(), 0, null(), 0, at[0], ROOM, at[1].cast(), at[2], ROOM, at[3].cast());
        ckey_scope_open_item_into [], 3: |at| (null(), null(), 0, null(), 0, null(), 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_seal_bound [], 2: |at| (1, at[0].cast(), at[1].cast());
        ckey_seal_start [0, 1], 4: |at| (null(), null(), 0, at[0].cast(), at[1].cast(), at[2].cast(), at[3].cast());
        ckey_seal_update [], 3: |at| (null_mut(), null(), 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_seal_update_in_place [], 3: |at| (null_mut(), at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_seal_finish [], 3: |at| (null_mut(), at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_seal_finish_in_place [], 3: |at| (null_mut(), at[0], ROOM, 0, at[1].cast(), at[2].cast());
        ckey_open_start [], 4: |at| (null(), null(), 0, null(), 0, null(), 0, at[0].cast(), at[1].cast(), at[2].cast(), at[3].cast());
        ckey_open_update [], 3: |at| (null_mut(), null(), 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_open_update_in_place [], 3: |at| (null_mut(), at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_open_finish [], 3: |at| (null_mut(), at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_open_finish_in_place [], 3: |at| (null_mut(), at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_read_at [], 3: |at| (null(), null(), 0, null(), 0, null(), 0, 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_scope_describe [0], 2: |at| (null(), at[0].cast(), at[1].cast());
        ckey_reader_open [], 2: |at| (null(), null(), 0, null(), 0, null(), 0, at[0].cast(), at[1].cast());
        ckey_reader_open_path [], 2: |at| (null(), null(), 0, null(), 0, null(), 0, at[0].cast(), at[1].cast());
        ckey_reader_length [], 2: |at| (null(), at[0].cast(), at[1].cast());
        ckey_reader_read_at [], 3: |at| (null(), null(), 0, 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_file_length [], 2: |at| (null(), null(), 0, at[0].cast(), at[1].cast());
        ckey_file_read_at [], 3: |at| (null(), null(), 0, 0, at[0], ROOM, at[1].cast(), at[2].cast());
        ckey_file_write_at [], 1: |at| (null(), null(), 0, 0, null(), 0, at[0].cast());
        ckey_read_at_path [], 3: |at| (null(), null(), 0, null(), 0, null(), 0, 0, at[0], ROOM, at[1].cast(), at[2].cast());
    })
}

/// How many places each exported function writes to: parameters that are pointers and no handles.
fn places_of_exports() -> BTreeMap<String, usize> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exports");
    let mut all = BTreeMap::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("test_hooks.rs") {
            continue;
        }
        for item in syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap().items {
            let Item::Fn(function) = item else { continue };
            if function.sig.abi.is_some() {
                let written =
                    function.sig.inputs.iter().filter(
                        |input| matches!(input, FnArg::Typed(input) if is_place(&input.ty)),
                    );
                all.insert(function.sig.ident.to_string(), written.count());
            }
        }
    }
    all
}

fn is_place(kind: &Type) -> bool {
    let Type::Ptr(pointer) = kind else { return false };
    let Type::Path(to) = &*pointer.elem else { return pointer.mutability.is_some() };
    let name = to.path.segments.last().unwrap().ident.to_string();
    pointer.mutability.is_some() && (name == "ckey_buffer" || !name.starts_with("ckey_"))
}

/// Places that are apart and hold `fill`.
fn places(count: usize, fill: u8) -> Vec<[u64; ROOM / 8]> {
    vec![[u64::from_ne_bytes([fill; 8]); ROOM / 8]; count]
}

#[test]
fn every_function_that_writes_is_in_the_table_with_all_its_places() {
    let mut exports = places_of_exports();
    // It takes a buffer back, whatever is in it.
    assert_eq!(exports.remove("ckey_buffer_free"), Some(1));
    exports.retain(|_, places| *places > 0);
    assert!(exports.len() > 20);
    let listed: BTreeMap<String, usize> =
        table().iter().map(|row| (row.name.to_owned(), row.places)).collect();
    assert_eq!(exports, listed);
}

#[test]
fn one_place_for_two_outputs_is_refused_and_nothing_is_overwritten() {
    for row in table() {
        for (first, second) in
            (0..row.places).flat_map(|second| (0..second).map(move |first| (first, second)))
        {
            for offset in [0, 8] {
                let mut memory = places(row.places, 0);
                let mut at: Vec<*mut u8> =
                    memory.iter_mut().map(|place| place.as_mut_ptr().cast()).collect();
                at[second] = at[first].wrapping_add(offset);
                // Only the first eight bytes of an output that is no buffer and no span of bytes
                // are its own.
                if offset > 0 && !row.buffers.contains(&first) && !(first == 0 && takes_bytes(&row))
                {
                    continue;
                }
                let before = memory.clone();
                assert_eq!(
                    (row.call)(&at),
                    INVALID_ARGUMENT,
                    "{}: {first} and {second}, {offset} apart",
                    row.name
                );
                // Where it is neither of the two, the error tells why.
                let error = row.places - 1;
                let told = first != error && second != error;
                for (n, (now, then)) in memory.iter().zip(&before).enumerate() {
                    assert!(
                        now == then || told && n == error,
                        "{}: place {n} was overwritten",
                        row.name
                    );
                }
            }
        }
    }
}

fn takes_bytes(row: &Row) -> bool {
    ["_update", "_finish", "read_at"].iter().any(|part| row.name.contains(part))
}

#[test]
fn a_buffer_that_holds_something_is_refused_and_keeps_it() {
    let mut tried = 0;
    for row in table() {
        for buffer in row.buffers {
            for held in [
                ckey_buffer { data: null_mut(), len: 0, cap: 1 },
                ckey_buffer { data: null_mut(), len: 1, cap: 0 },
                ckey_buffer { data: std::ptr::without_provenance_mut(16), len: 0, cap: 0 },
            ] {
                let mut memory = places(row.places, 0);
                let at: Vec<*mut u8> =
                    memory.iter_mut().map(|place| place.as_mut_ptr().cast()).collect();
                unsafe { at[*buffer].cast::<ckey_buffer>().write(held) };
                let before = memory.clone();
                assert_eq!((row.call)(&at), INVALID_ARGUMENT, "{}: {buffer}", row.name);
                assert_eq!(memory[..row.places - 1], before[..row.places - 1], "{}", row.name);
                tried += 1;
            }
        }
    }
    assert!(tried >= 18);
}

#[test]
fn an_output_at_an_odd_address_is_refused() {
    for row in table() {
        for odd in 0..row.places {
            if odd == 0 && takes_bytes(&row) {
                continue;
            }
            let mut memory = places(row.places, 0);
            let mut at: Vec<*mut u8> =
                memory.iter_mut().map(|place| place.as_mut_ptr().cast()).collect();
            at[odd] = at[odd].wrapping_add(1);
            assert_eq!((row.call)(&at), INVALID_ARGUMENT, "{}: {odd}", row.name);
        }
    }
}

#[test]
fn places_that_are_apart_are_cleared_and_the_handle_is_looked_at_next() {
    for row in table() {
        let mut memory = places(row.places, 0);
        let at: Vec<*mut u8> = memory.iter_mut().map(|place| place.as_mut_ptr().cast()).collect();
        assert_ne!((row.call)(&at), INVALID_ARGUMENT, "{}", row.name);
    }
}

#[test]
fn an_input_that_is_an_output_is_refused() {
    let mut place = [0_u64; 4];
    let (inside, outside) = (place.as_mut_ptr().cast::<u8>().wrapping_add(4), b"{}".as_ptr());
    let mut error = null_mut();
    let refused = |status: i32, error: &mut *mut ckey_error| {
        assert_eq!(status, INVALID_ARGUMENT);
        assert!(!error.is_null());
        unsafe { ckey_error_free(*error) };
    };
    let at = place.as_mut_ptr();
    refused(unsafe { ckey_context_encode(inside, 2, at.cast(), &raw mut error) }, &mut error);
    refused(
        unsafe {
            ckey_scope_seal(null(), inside, 1, outside, 2, at.cast(), null_mut(), &raw mut error)
        },
        &mut error,
    );
    refused(
        unsafe { ckey_seal_update(null_mut(), outside, 2, inside, 2, at.cast(), &raw mut error) },
        &mut error,
    );
    refused(
        unsafe {
            ckey_seal_update(
                null_mut(),
                inside,
                8,
                inside.wrapping_add(7),
                2,
                at.wrapping_add(3).cast(),
                &raw mut error,
            )
        },
        &mut error,
    );
    assert_eq!(place, [0; 4]);
}
