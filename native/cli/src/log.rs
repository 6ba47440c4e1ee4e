//! What a program that runs for long says of its own state: on standard error, with the time.
//!
//! Warnings and errors of this product alone. What libraries say of a request may hold what signs it
//! in, and is said to nobody.

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How the crates of this product begin.
const OWN: &str = "ckey_";

/// Says it from now on.
pub(crate) fn begin() {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        // It would be said on standard error that standard error cannot be written.
        .log_internal_errors(false);
    let own = Targets::new().with_target(OWN, LevelFilter::WARN);
    // Once is enough: who calls it again hears what was set up before.
    let _ = tracing_subscriber::registry().with(lines.with_filter(own)).try_init();
}
