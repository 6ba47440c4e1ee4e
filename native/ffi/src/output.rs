//! Outputs: cleared on entry, filled only on success.

use crate::failure::{Failure, Result};
use crate::status::Status;
use std::marker::PhantomData;
use std::ptr::NonNull;
use zeroize::Zeroize;

/// Where a caller wants a result.
pub(crate) struct Out<'a, T> {
    place: NonNull<T>,
    _borrow: PhantomData<&'a mut T>,
}

impl<T> Out<'_, T> {
    /// An output that the caller must give. Writes `empty` to it at once.
    ///
    /// # Safety
    /// `pointer` is NULL or may be written for the life of the result.
    pub(crate) unsafe fn required(pointer: *mut T, empty: T, what: &'static str) -> Result<Self> {
        // SAFETY: as promised by the caller.
        unsafe { Self::optional(pointer, empty) }
            .ok_or_else(|| Failure::new(Status::InvalidArgument, format!("The pointer for {what} is NULL.")))
    }

    /// An output that may be NULL. Writes `empty` to it at once.
    ///
    /// # Safety
    /// As [`Out::required`].
    pub(crate) unsafe fn optional(pointer: *mut T, empty: T) -> Option<Self> {
        let place = NonNull::new(pointer)?;
        // SAFETY: not NULL, and writable as promised by the caller. A C caller's variable may be uninitialised: nothing is dropped.
        unsafe { place.write(empty) };
        Some(Self { place, _borrow: PhantomData })
    }

    /// Fills the output.
    pub(crate) fn set(&self, value: T) {
        // SAFETY: `optional` was promised that it may be written for the life of `self`.
        unsafe { self.place.write(value) }
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
/// `data` is NULL when `len` is 0. Whoever received it frees it with `ckey_buffer_free`, which wipes it first. Do not change its members.
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

impl ckey_buffer {
    pub(crate) const EMPTY: Self = Self { data: std::ptr::null_mut(), len: 0, cap: 0 };
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
        // SAFETY: data, length and capacity are those of a vector that `from` took apart; the struct was cleared, so it is the only owner.
        let mut bytes = unsafe { Vec::from_raw_parts(taken.data, taken.len.min(taken.cap), taken.cap) };
        wipe(&mut bytes);
    }
}

/// Overwrites all that a vector has allocated, its two halves by themselves: `Vec` would wipe the first a byte at a time.
fn wipe(bytes: &mut Vec<u8>) {
    bytes.as_mut_slice().zeroize();
    bytes.spare_capacity_mut().zeroize();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_output_is_cleared_before_it_is_filled() {
        let mut value = 7;
        // SAFETY: the address of a local variable.
        let out = unsafe { Out::required(&raw mut value, 0, "the value") }.unwrap();
        out.set(9);
        assert_eq!(value, 9);
        // SAFETY: as above.
        unsafe { Out::optional(&raw mut value, 0) }.unwrap();
        assert_eq!(value, 0);
        // SAFETY: NULL is refused.
        let refused = unsafe { Out::<i32>::required(std::ptr::null_mut(), 0, "x") };
        assert_eq!(refused.err().unwrap().status(), Status::InvalidArgument);
    }

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
