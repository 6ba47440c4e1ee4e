//! What the fuzz targets share: committed objects, and what must hold of whatever is read in their
//! place.

pub mod allocations;
pub mod c;
pub mod edits;
pub mod sealed;
pub mod secrets;
pub mod vaults;
