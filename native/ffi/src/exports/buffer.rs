//! Buffers that the library hands out.

use crate::boundary::boundary;
use crate::output::{self, ckey_buffer};
use crate::status::ckey_status;

/// Wipes and frees the bytes of a buffer, and clears the struct; doing it again is harmless.
///
/// - Ownership: the bytes go back to the library; the struct stays the caller's.
/// - Threading: any thread; not while another one uses the same buffer.
/// - Errors: none; 0 is returned, also for NULL.
/// - Since: 0.1
///
/// # Safety
/// `buffer` is NULL, all zeroes, or as a function of this library filled it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_buffer_free(buffer: *mut ckey_buffer) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            output::free_buffer(buffer);
            Ok(0)
        })
    }
}
