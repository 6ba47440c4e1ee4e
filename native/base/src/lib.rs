//! What every crate that touches the system needs, in one home each.
//!
//! * [`FileId`]: whether a path still leads to the same file.
//! * [`path`]: paths as people write them, and as the system takes them.
//! * [`regular`]: opening a file by a name that somebody gave.
//! * [`durable`]: files and folders that are their owner's alone, and there completely or not at
//!   all; [`NewFolder`]: a whole folder of them.
//! * [`clock`]: what time it is, and the [`Clock`](clock::Clock) that is injected.
//! * [`counted`]: numbers of things, in sentences.
//! * [`near`]: what was probably meant by a name that is not there.
//! * [`why`]: errors of the system, in sentences.
//! * [`CancelToken`]: how one who waits gives up.

mod cancel;
pub mod clock;
mod count;
pub mod durable;
mod file_id;
mod letters;
pub mod near;
mod new_folder;
pub mod path;
pub mod regular;
mod why;

pub use cancel::{CancelToken, Cancelled};
pub use count::{counted, counted_parts};
pub use file_id::{FileId, hold_folder};
pub use letters::is_hidden;
pub use new_folder::NewFolder;
pub use why::{is_full, why, why_not_written};
