//! What runs a cmdlet: the session, its calls, and the context of each.

mod answer;
pub(crate) mod arguments;
pub(crate) mod attempt;
pub(crate) mod call;
#[cfg(test)]
mod call_tests;
mod channels;
pub(crate) mod context;
pub(crate) mod dispatch;
pub(crate) mod error;
pub(crate) mod filter;
mod last_tenant;
pub(crate) mod leaving;
pub(crate) mod options;
pub(crate) mod plan;
mod planned_tenant;
mod pool;
pub(crate) mod process_sign_ins;
pub(crate) mod program;
pub(crate) mod record;
pub(crate) mod rights;
pub(crate) mod selection;
pub(crate) mod session;
pub(crate) mod signing_in;
