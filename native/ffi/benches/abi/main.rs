//! The promises about the C ABI, measured through it: streams against raw `aws-lc-rs` in the same
//! run and alternating, items, memory, and cmdlets on a rehearsal tenant. Every row is the median
//! of its rounds. `cargo bench -p customer-key-ffi --bench abi`.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "a C caller in Rust's clothes")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]
#![allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::string_slice
)]

#[macro_use]
mod c;
mod calls;
mod data;
mod scaling;

use c::Session;
use std::time::Instant;

/// Rounds of each row.
const ROUNDS: usize = 9;

fn main() {
    // `ABI_BENCH_PART=scaling` runs one part alone.
    let part = std::env::var("ABI_BENCH_PART").unwrap_or_default();
    let wanted = |name: &str| part.is_empty() || part.split(',').any(|part| part == name);
    let folder = tempfile::tempdir().unwrap();
    let session = Session::on_new_tenant(folder.path());
    let second = tempfile::tempdir().unwrap();
    let second = Session::on_new_tenant(second.path());
    let scope = session.scope("{\"application\": \"bench\"}");
    if wanted("streams") {
        data::memory(&scope);
        data::streams(&scope);
        data::threads(&scope);
    }
    if wanted("items") {
        data::items(&scope);
        data::reading(&scope, folder.path());
    }
    calls::one_object(&session);
    if wanted("scaling") {
        scaling::threads(&session, &second);
    }
    if wanted("calls") {
        scaling::calls(&session);
        scaling::beside_another(&session);
    }
    if wanted("messages") {
        calls::messages(&session, folder.path());
    }
    if wanted("listing") {
        calls::listing(&session);
    }
}

/// Seconds that `run` takes.
fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints a row: as text, and as JSON behind `bench-row`. `limit` is `at_least` or `at_most` with
/// its number.
fn row(name: &str, value: f64, unit: &str, limit: Option<(&str, f64)>) {
    let mut json =
        serde_json::json!({ "name": name, "value": (value * 1e4).round() / 1e4, "unit": unit });
    if let Some((kind, limit)) = limit {
        json[kind] = limit.into();
    }
    println!("bench-row {json}");
}

/// A figure of `/proc/self/status`, in MiB; 0 where the system has none.
fn memory_mib(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or(": 0 kB");
    line.trim_start_matches(':')
        .trim()
        .trim_end_matches(" kB")
        .parse::<f64>()
        .map_or(0.0, |kib| kib / 1024.0)
}

/// Starts the highest resident size anew, where the system can.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
