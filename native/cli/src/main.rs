//! `customer-key`: the cmdlets from any shell.

fn main() {}
