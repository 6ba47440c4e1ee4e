//! libcustomerkey: the C ABI. The only crate that may say unsafe.
//!
//! `include/customer_key.h` is generated from `exports/` and states the conventions. Pointers
//! become references in `input` and `output` only, after `memory` has checked them together,
//! handles become objects in `table` only, and every exported function is one call of `boundary`.
#![expect(unsafe_code, reason = "this crate is the boundary to C")]
#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]

mod at_exit;
mod boundary;
mod cause;
mod error;
pub mod exports;
mod failure;
mod fork;
mod handle;
mod input;
mod keys;
mod limit;
mod memory;
mod near;
mod one_at_a_time;
mod output;
mod panic_hook;
mod selector;
mod source;
pub mod status;
mod table;

pub use error::ckey_error;
pub use output::ckey_buffer;
pub use status::ckey_status;
