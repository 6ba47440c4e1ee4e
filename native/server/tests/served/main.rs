//! The server as its clients meet it: over TLS, with tokens, on a real tenant.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod assertions;
mod bodies;
mod browsers;
mod connections;
mod crowd;
mod cut;
mod due;
#[cfg(unix)]
mod files;
mod heads;
mod health;
mod importing;
mod lifetimes;
mod limits;
mod making;
mod managing;
mod record;
mod recording;
mod refused;
mod registration;
mod roles;
mod signing_in;
mod smuggling;
mod stage;
mod telling;
mod tls;
mod unopened;
mod versions;
