//! Every step of the project as a plain command.

fn main() {}
