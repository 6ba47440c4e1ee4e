//! libcustomerkey: the C ABI. The only crate that may say unsafe.
