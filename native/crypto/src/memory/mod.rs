//! Where secrets live: slots of locked, undumped memory, handed out from pools and wiped when they
//! come back.

mod map;
mod mark;
mod near;
mod pool;
mod secret_bytes;
mod secret_key;
pub(crate) mod stack;

pub use map::wipe_on_fork_by;
pub use pool::memory_is_locked;
pub use secret_bytes::SecretBytes;
pub use secret_key::SecretKey;

use zeroize::Zeroize;

/// Overwrites `bytes` with zeros in a way the optimiser keeps.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.zeroize();
}

/// Overwrites what a crate freed without wiping it: allocators hand the last freed block out first,
/// so taking and filling some of that length does. Best effort, as such a crate offers no better.
pub(crate) fn overwrite_freed(len: usize) {
    let mut blocks: Vec<Vec<u8>> = Vec::with_capacity(16);
    for _ in 0..16 {
        // Not a zeroed allocation, which may come from elsewhere.
        let mut block = Vec::with_capacity(len);
        block.resize(len, 0xa5);
        blocks.push(std::hint::black_box(block));
    }
}

/// A plain buffer that may hold secret bytes for a while and is wiped when dropped.
pub(crate) struct Wiped(pub(crate) Vec<u8>);

impl Drop for Wiped {
    fn drop(&mut self) {
        // The two halves by themselves: `Vec` would wipe the first a byte at a time.
        self.0.as_mut_slice().zeroize();
        self.0.spare_capacity_mut().zeroize();
    }
}
