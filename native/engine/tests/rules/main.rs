//! The rules of the engine on real tenants: real vaults, real cryptography, real stores.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::print_stdout
)]

mod accounts;
mod administrators;
mod assignment;
mod audit;
mod availability;
mod backup;
mod by_the_page;
mod check;
mod checks;
mod chunk_damage;
mod commitment;
mod content;
mod counter;
mod damage;
mod foretold;
mod joining;
#[cfg(target_os = "linux")]
mod key_memory;
mod leaving;
mod lost_keys;
mod making;
#[path = "../shared/others.rs"]
mod others;
mod pacing;
mod people;
mod plain_keys;
mod policy;
mod processes;
mod purge;
mod purge_places;
mod purge_processes;
mod races;
#[cfg(unix)]
mod read_only;
mod reading;
mod relocating;
mod removal;
mod removed;
mod replaced;
mod retention;
mod roles;
mod rolling;
mod rows;
mod serving;
mod site_purge;
mod sites;
mod stage;
mod stress;
mod tenant;
mod toy;
mod twins;
mod unopened;
mod vault_files;
mod vault_pins;
