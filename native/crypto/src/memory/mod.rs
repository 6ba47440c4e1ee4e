//! Where secrets live: slots of locked, undumped memory, handed out from pools and wiped when they come back.

mod pool;
mod secret_bytes;
mod secret_key;
pub(crate) mod stack;

pub use pool::memory_is_locked;
pub use secret_bytes::SecretBytes;
pub use secret_key::SecretKey;

/// Overwrites `bytes` with zeros in a way the optimiser keeps.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    // The value is observed here, so the stores above are not dead.
    std::hint::black_box(&mut *bytes);
    std::sync::atomic::compiler_fence(std::sync::atomic::Ordering::SeqCst);
}

/// A plain buffer that may hold secret bytes for a while and is wiped when dropped.
pub(crate) struct Wiped(pub(crate) Vec<u8>);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}
