//! Where root keys live: one trait, and the embedded vault.
