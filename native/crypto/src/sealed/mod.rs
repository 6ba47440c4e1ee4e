//! Sealed objects: the format of all content, specified byte by byte in `docs/format.md`.
//!
//! | use | when |
//! |---|---|
//! | [`seal`], [`open`], [`seal_into`], [`open_into`] | a whole object in memory; nothing is released before all is verified |
//! | [`Sealer`], [`Opener`] | streams of any length, in constant memory (about [`Layout::group_len`]), also in place |
//! | [`RandomAccess`], [`ObjectReader`] | a few bytes of a long object |
//! | [`inspect`] | what a header says, without keys |

mod frames;
mod header;
mod keys;
mod layout;
mod opener;
mod random_access;
mod sealer;
mod whole;

pub use header::{Form, Header, inspect};
pub use keys::{PreparedKey, ScopeKey, WRAPPED_KEY_LEN, WrappedKey};
pub use layout::{Layout, bound};
pub use opener::Opener;
pub use random_access::{ObjectReader, RandomAccess, ReadAt};
pub use sealer::Sealer;
pub use whole::{
    open, open_detached, open_into, seal, seal_detached, seal_detached_into, seal_into,
};

#[cfg(test)]
pub(crate) use keys::Fresh;
#[cfg(test)]
pub(crate) use whole::seal_fresh;
