//! The command surface: one table of cmdlets, and one run function for each.
//!
//! A host opens a [`Session`], starts a [`Call`] by a cmdlet's name and JSON arguments, and reads
//! its records until [`Next::Finished`]. The PowerShell module (through the C ABI), the command
//! line and the scenario runner are such hosts.

mod generated;
mod inventory;
mod report;
mod run;
mod runtime;
mod start;
mod surface;
mod view;

pub use ckey_crypto::SecretBytes;
pub use ckey_table as table;
pub use run::lenient::is_region;
pub use runtime::call::{Call, Canceller, Next};
pub use runtime::context::Context;
pub use runtime::error::CmdletError;
pub use runtime::filter::Filter;
pub use runtime::leaving::Left;
pub use runtime::options::SessionOptions;
pub use runtime::record::MOST_OBJECTS;
pub use runtime::rights::check_account;
pub use runtime::session::Session;
pub use surface::moment::parse_moment;
pub use surface::wildcard::Pattern;
pub use surface::{bind, bind_error, value};
pub use view::{ObjectDescription, describe_object};
