//! Which library this is.

/// The version of the binary interface. The first call of every program; compare the result with
/// `CKEY_ABI_VERSION`.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread, at any time, also in a forked child.
/// - Errors: none.
/// - Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn ckey_abi_version() -> u32 {
    1
}
