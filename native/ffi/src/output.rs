//! Outputs: checked together with everything else that a function is given, then cleared, and
//! filled only on success.

use crate::failure::Result;
use crate::memory::{Claims, Memory};
use std::marker::PhantomData;
use std::ptr::NonNull;
use zeroize::Zeroize;

/// What a function can give out.
pub(crate) trait Output: Sized + 'static {
    /// What stands there until the function succeeds.
    const EMPTY: Self;

    /// Whether clearing the place would lose something. The variable of a C caller may be
    /// uninitialised: only what has to be is looked at.
    ///
    /// # Safety
    /// `place` may be read where the type looks at it.
    unsafe fn holds_something(_place: *const Self) -> bool {
        false
    }
}

impl<T: 'static> Output for *mut T {
    const EMPTY: Self = std::ptr::null_mut();
}

impl<T: 'static> Output for *const T {
    const EMPTY: Self = std::ptr::null();
}

impl Output for usize {
    const EMPTY: Self = 0;
}

impl Output for u64 {
    const EMPTY: Self = 0;
}

impl Output for i32 {
    const EMPTY: Self = 0;
}

impl Output for ckey_buffer {
    const EMPTY: Self = Self { data: std::ptr::null_mut(), len: 0, cap: 0 };

    unsafe fn holds_something(place: *const Self) -> bool {
        // SAFETY: readable as promised by the caller; any bits are values of its members.
        let Self { data, len, cap } = unsafe { place.read() };
        !data.is_null() || len != 0 || cap != 0
    }
}

/// Where a caller wants a result, before anything is known of it.
pub(crate) struct Place<'a, T> {
    pointer: *mut T,
    what: &'static str,
    must: bool,
    _borrow: PhantomData<&'a mut T>,
}

/// An output that the caller must give.
pub(crate) fn required<'a, T: Output>(pointer: *mut T, what: &'static str) -> Place<'a, T> {
    Place { pointer, what, must: true, _borrow: PhantomData }
}

/// An output that may be NULL.
pub(crate) fn optional<'a, T: Output>(pointer: *mut T, what: &'static str) -> Place<'a, T> {
    Place { pointer, what, must: false, _borrow: PhantomData }
}

impl<'a, T: Output> Memory for Place<'a, T> {
    type Opened = Out<'a, T>;

    unsafe fn claim(&self, claims: &mut Claims) {
        let Self { pointer, what, must, .. } = *self;
        if pointer.is_null() {
            if must {
                claims.refuse(format!("The pointer for {what} is NULL."));
            }
        } else if !pointer.is_aligned() {
            claims.refuse(format!("The pointer for {what} is no address of one."));
        } else {
            claims.span(pointer.addr(), size_of::<T>(), true, what);
            // SAFETY: not NULL, aligned, and readable where the type looks, as promised by the
            // caller.
            if unsafe { T::holds_something(pointer) } {
                claims.refuse(format!(
                    "The ckey_buffer for {what} is not empty: set it to {{0}} before its first use, and free it by ckey_buffer_free before the next."
                ));
            }
        }
    }

    unsafe fn open(self) -> Self::Opened {
        let out = Out { place: NonNull::new(self.pointer), _borrow: PhantomData };
        out.set(T::EMPTY);
        out
    }
}

/// Where a caller wants a result, cleared.
pub(crate) struct Out<'a, T> {
    place: Option<NonNull<T>>,
    _borrow: PhantomData<&'a mut T>,
}

impl<T> Out<'_, T> {
    /// Fills the output, if it was given.
    pub(crate) fn set(&self, value: T) {
        if let Some(place) = self.place {
            // SAFETY: not NULL, aligned and writable as promised to `open`. A C caller's variable
            // may be uninitialised: nothing is dropped.
            unsafe { place.write(value) }
        }
    }

    /// Whether the caller wants it.
    pub(crate) fn is_given(&self) -> bool {
        self.place.is_some()
    }
}

impl Out<'_, ckey_buffer> {
    /// Hands bytes out, if the caller wants them: a buffer that nobody takes would never be freed.
    pub(crate) fn give(&self, bytes: Vec<u8>) {
        if self.is_given() {
            self.set(bytes.into());
        }
    }
}

/// Ends a function that wrote to the caller's buffer: how much, or how much it would be.
pub(crate) fn written(count: &Out<'_, usize>, result: ckey_crypto::Result<usize>) -> Result<i32> {
    if let Ok(len) | Err(ckey_crypto::CryptoError::BufferTooSmall { needed: len, .. }) = &result {
        count.set(*len);
    }
    Ok(result.map(|_| 0)?)
}

/// Bytes that the library hands out, for example a sealed item.
///
/// All zeroes (`ckey_buffer buffer = {0};`) before its first use: what a function gets must be
/// empty. `data` is NULL when `len` is 0. The caller that received it frees it with `ckey_buffer_free`,
/// which wipes it first. Do not change its members.
#[repr(C)]
#[derive(Debug)]
#[allow(non_camel_case_types)]
pub struct ckey_buffer {
    /// The bytes.
    pub data: *mut u8,
    /// How many there are.
    pub len: usize,
    /// How many were allocated.
    pub cap: usize,
}

impl From<Vec<u8>> for ckey_buffer {
    fn from(bytes: Vec<u8>) -> Self {
        if bytes.capacity() == 0 {
            return Self::EMPTY;
        }
        let mut bytes = std::mem::ManuallyDrop::new(bytes);
        Self { data: bytes.as_mut_ptr(), len: bytes.len(), cap: bytes.capacity() }
    }
}

/// Wipes and frees a buffer of ours, and clears the struct.
///
/// # Safety
/// `buffer` is NULL, or holds what [`ckey_buffer::from`] made, or is cleared.
pub(crate) unsafe fn free_buffer(buffer: *mut ckey_buffer) {
    let Some(mut place) = NonNull::new(buffer) else { return };
    // SAFETY: not NULL, and a buffer that the caller owns.
    let buffer = unsafe { place.as_mut() };
    let taken = std::mem::replace(buffer, ckey_buffer::EMPTY);
    if !taken.data.is_null() {
        // SAFETY: data, length and capacity are those of a vector that `from` took apart; the
        // struct was cleared, so it is the only owner.
        let mut bytes =
            unsafe { Vec::from_raw_parts(taken.data, taken.len.min(taken.cap), taken.cap) };
        wipe(&mut bytes);
    }
}

/// Overwrites all that a vector has allocated, its two halves by themselves: `Vec` would wipe the
/// first a byte at a time.
fn wipe(bytes: &mut Vec<u8>) {
    bytes.as_mut_slice().zeroize();
    bytes.spare_capacity_mut().zeroize();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wiping_reaches_the_whole_capacity() {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&[7; 64]);
        bytes.truncate(3);
        wipe(&mut bytes);
        // SAFETY: all 64 were written above.
        unsafe { bytes.set_len(64) };
        assert_eq!(bytes, [0; 64]);
    }

    #[test]
    fn freeing_a_buffer_twice_is_harmless() {
        let mut buffer = ckey_buffer::from(b"bytes".to_vec());
        assert_eq!(buffer.len, 5);
        for _ in 0..2 {
            // SAFETY: the address of a buffer of ours.
            unsafe { free_buffer(&raw mut buffer) };
            assert!(buffer.data.is_null() && buffer.len == 0 && buffer.cap == 0);
        }
        // SAFETY: NULL is allowed.
        unsafe { free_buffer(std::ptr::null_mut()) };
        assert!(ckey_buffer::from(Vec::new()).data.is_null());
    }
}
