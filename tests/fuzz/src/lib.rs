//! What the fuzz targets share: committed objects, and what must hold of whatever is read in their place.

pub mod sealed;
pub mod secrets;
