//! The server as its clients meet it: over TLS, with tokens, on a real tenant.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, missing_docs)]

mod assertions;
mod bodies;
mod browsers;
mod connections;
mod cut;
mod ending;
mod heads;
mod health;
mod importing;
mod limits;
mod making;
mod managing;
mod record;
mod registration;
mod roles;
mod signing_in;
mod smuggling;
mod stage;
mod telling;
mod tls;
mod versions;
