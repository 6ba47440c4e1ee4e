//! Reads, checks and plays the scenarios of `tests/scenarios`, whose README describes the format.
//!
//! # Hosts
//!
//! What runs the cmdlets is a [`Host`]. One in Rust implements the trait. One in another language
//! is a [`Process`]: a program of its own, listed in [`LANGUAGES`], that plays many scenarios, one
//! after the other. It reads lines of JSON from its standard input:
//!
//! | the player writes | the host |
//! |---|---|
//! | `{"start": {"folder": "/tmp/x"}}` | ends the session it has; opens a new one that has no tenant, with the empty folder as the current one, and keeps everything in it |
//! | `{"run": [{"cmdlet": "Get-Mailbox", "parameters": {}, "positional": [], "whatIf": false, "bind": {}}]}` | runs a cmdlet, or several joined by pipes; without pipes of its own it calls the next for each object, `bind` says which parameter takes which property |
//! | `{"answer": true}` | after a question, and only then: goes on with this answer |
//! | `{"end": true}` | ends |
//!
//! It answers `start` and `run` with any number of lines, the last of them `{"done": true}`. Each of
//! the others is one record, as it comes: `{"output": ...}` with one object, `{"error": {"id": ...,
//! "message": ..., "category": ..., "reason": ..., "target": ..., "fix": ...}}`, `{"warning":
//! "..."}`, `{"whatIf": "..."}`, `{"information": "..."}`, `{"question": "..."}`. Values are those of
//! JSON: dates are texts in UTC, GUIDs are texts, bytes are base64.
//!
//! A host that ends, is silent for too long, or writes anything else to its standard output fails
//! the scenario, and is replaced by a new process for the next one.

mod check;
mod file;
mod host;
mod languages;
mod matcher;
mod place;
mod play;
mod process;
mod run;
mod schema;

pub use file::{Scenario, folder, judged, kept_from, parsed};
pub use host::{Call, Host, Played, Record, Shortfall};
pub use languages::{LANGUAGES, Language};
pub use matcher::{Saved, compare, like};
pub use play::play;
pub use process::Process;
pub use run::run;
