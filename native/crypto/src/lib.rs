//! Keys, wraps and the sealed-object format. No I/O, no clock, no network.
