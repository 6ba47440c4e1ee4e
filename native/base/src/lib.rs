//! What every crate that touches the system needs, in one home each.
//!
//! * [`regular`]: opening a file by a name that somebody gave.
//! * [`durable`]: files and folders that are their owner's alone, and there completely or not at
//!   all; [`NewFolder`]: a whole folder of them.
//! * [`clock`]: what time it is, and the [`Clock`](clock::Clock) that is injected.
//! * [`CancelToken`]: how one who waits gives up.

mod cancel;
pub mod clock;
pub mod durable;
mod new_folder;
pub mod regular;

pub use cancel::{CancelToken, Cancelled};
pub use new_folder::NewFolder;
