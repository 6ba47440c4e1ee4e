//! Clearing the stack below the caller, where key schedules and hash states were built before they
//! moved to the heap, and where wide AES units spread round keys.

/// Bytes of stack cleared: more than the deepest chain of frames in either backend.
const DEPTH: usize = 16 * 1024;

/// Overwrites the stack that calls made by the caller have used.
pub(crate) fn burn() {
    zeroize::zeroize_stack::<DEPTH>();
}

/// As [`burning`], for what uses less than a quarter of that: small objects pay for each byte.
pub(crate) fn burning_shallow<T>(f: impl FnOnce() -> T) -> T {
    let out = apart(f);
    zeroize::zeroize_stack::<{ DEPTH / 4 }>();
    out
}

/// Runs `f` in a frame of its own and clears the stack it used.
pub(crate) fn burning<T>(f: impl FnOnce() -> T) -> T {
    let out = apart(f);
    burn();
    out
}

#[inline(never)]
fn apart<T>(f: impl FnOnce() -> T) -> T {
    f()
}
