//! The one home of what waits for the network in a process: its threads start when something first
//! needs them, and end with the last that does.
//!
//! Whoever asks vaults over the network, or serves them, holds a [`Share`] for as long as it does.
//! What may stand still on a thread is done [`Together`].

mod error;
mod share;
mod together;

pub use error::NetworkError;
pub use share::{Share, is_started};
pub use together::Together;
