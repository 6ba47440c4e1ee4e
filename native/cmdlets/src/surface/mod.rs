//! What a host writes: the names and the values of a cmdlet's parameters, and how they are bound.

pub mod bind;
pub mod bind_error;
#[cfg(test)]
mod bind_tests;
mod canonical;
pub(crate) mod moment;
pub(crate) mod output;
pub mod value;
pub(crate) mod wildcard;
mod written_date;
