//! The steps that tests call too.

pub mod generate;
pub mod rules;
