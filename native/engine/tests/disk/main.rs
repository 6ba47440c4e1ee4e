//! The power is cut at any point, and nothing that was acknowledged is lost.
//!
//! Scripts over the engine run once, each in a process of its own, while every call that changes a
//! file is recorded (`recording`, `tests/disk/recorder.c`). Then for each seed a point in the
//! record is chosen, what a file system may have left at that point is built in a folder (`disk`),
//! the normal code opens it, and all that the script had been told by then must be true (`notes`,
//! `judge`).
//!
//! A process is killed at any such call of each operation that changes anything (`killing`,
//! `operations`), and what it left is judged in the same way and comes to its end.
//!
//! The clock of a process leaps ahead (`leaping`).
//!
//! What fails while the disk is full, or by an error of the disk, goes on later (`failing`).
//!
//! A failure names its seed; `CUSTOMER_KEY_DISK_SEED=<seed>` plays that one alone.
#![cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::print_stdout
)]

mod chance;
mod disk;
mod failing;
mod journal;
mod judge;
mod killing;
mod leaping;
mod notes;
mod operations;
#[path = "../shared/others.rs"]
mod others;
mod planted;
mod power;
mod purging;
mod recording;
mod rules;
mod script;
#[path = "../../../../tests/shared/skipped.rs"]
mod skipped;
