//! `customer-key`: the cmdlets from any shell.

#[allow(dead_code, unused_imports)]
mod line;

fn main() {}
