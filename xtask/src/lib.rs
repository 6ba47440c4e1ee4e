//! The steps that tests call too.

pub mod generate;
