//! The protocol by which generations of policy keys are made, taken into use, left, retired and
//! destroyed, in every order of events.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::print_stdout
)]

mod accidents;
mod actors;
mod clients;
mod explorer;
mod faults;
mod jobs;
mod model;
mod rows;
mod rules;
mod workers;
