//! The exported functions, a file for each noun. Signatures are written out; a test holds every one
//! to the same shape.

pub mod buffer;
pub mod call;
pub mod context;
pub mod error;
pub mod file;
pub mod inspect;
pub mod item;
pub mod item_into;
pub mod limit;
pub mod open;
pub mod read_at;
pub mod reader;
pub mod scope;
pub mod seal;
pub mod session;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
pub mod version;
