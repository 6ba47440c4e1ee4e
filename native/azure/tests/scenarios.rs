//! Plays `tests/scenarios` through provider and server: `cargo test -p ckey-azure --test scenarios
//! -- reading/` plays one folder. `tests/scenarios/azure.txt` has the files that do not hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::string_slice, clippy::arithmetic_side_effects)]
#![allow(unreachable_pub, missing_docs)]

#[path = "common/application.rs"]
mod application;
#[path = "../../cmdlets/tests/playing/mod.rs"]
mod playing;
mod two_tenants;

use std::process::ExitCode;
use std::sync::Arc;

use two_tenants::{LeftOut, TwoTenants};

#[allow(clippy::print_stdout, reason = "the result of a test program")]
fn main() -> ExitCode {
    let left_out = match LeftOut::read() {
        Ok(left_out) => Arc::new(left_out),
        Err(problem) => {
            println!("tests/scenarios/azure.txt: {problem}");
            return ExitCode::FAILURE;
        }
    };
    ckey_scenarios::run(|| TwoTenants::new(Arc::clone(&left_out)), 1, std::env::args().skip(1))
}
