//! The command surface: one table of cmdlets, and one run function for each.
//!
//! A host opens a [`Session`], starts a [`Call`] by a cmdlet's name and JSON arguments, and reads
//! its records until [`Next::Finished`]. The PowerShell module (through the C ABI), the command
//! line and the scenario runner are such hosts.

mod arguments;
mod attempt;
pub mod bind;
pub mod bind_error;
#[cfg(test)]
mod bind_tests;
mod call;
#[cfg(test)]
mod call_tests;
mod canonical;
mod context;
mod dispatch;
mod error;
mod filter;
mod generated;
pub mod json;
mod last_tenant;
mod moment;
mod options;
mod output;
mod pool;
mod record;
mod rights;
mod run;
mod session;
mod signing_in;
pub mod value;
mod view;
mod wildcard;

pub use call::{Call, Canceller, Next};
pub use ckey_crypto::SecretBytes;
pub use ckey_table as table;
pub use context::Context;
pub use error::CmdletError;
pub use filter::Filter;
pub use options::SessionOptions;
pub use record::MOST_OBJECTS;
pub use session::Session;
