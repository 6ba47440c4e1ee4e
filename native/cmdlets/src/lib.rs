//! The command surface: one table of cmdlets, and one run function for each.
