//! Inputs, and buffers to write to: the only place where a caller's pointer and length become a
//! slice.

use crate::failure::{Failure, Result};
use crate::memory::{Claims, Memory};
use crate::status::Status;
use std::marker::PhantomData;

/// Longest name of a cmdlet or secret, in bytes.
pub(crate) const MAX_NAME: usize = 512;
/// Longest JSON selector of a scope, in bytes.
pub(crate) const MAX_SELECTOR: usize = 4 << 10;
/// Longest JSON document, in bytes.
pub(crate) const MAX_DOCUMENT: usize = 64 << 20;
/// Longest secret, in bytes.
pub(crate) const MAX_SECRET: usize = 1 << 20;
/// Longest path, in bytes.
pub(crate) const MAX_PATH: usize = 32 << 10;
/// Longest encryption context, in bytes.
pub(crate) const MAX_CONTEXT: usize = 64 << 10;
/// Longest wrapped data key of a detached object, in bytes.
const MAX_WRAPPED: usize = 4 << 10;
/// Longest run of data in one call, in bytes.
pub(crate) const MAX_DATA: usize = isize::MAX.unsigned_abs();

/// Bytes that a caller hands over.
pub(crate) struct Bytes<'a> {
    pointer: *const u8,
    len: usize,
    most: usize,
    what: &'static str,
    _borrow: PhantomData<&'a [u8]>,
}

/// The caller's bytes at `pointer`, at most `most`. NULL only with length 0.
pub(crate) fn bytes<'a>(
    pointer: *const u8,
    len: usize,
    most: usize,
    what: &'static str,
) -> Bytes<'a> {
    Bytes { pointer, len, most, what, _borrow: PhantomData }
}

/// An encryption context.
pub(crate) fn context<'a>(pointer: *const u8, len: usize) -> Bytes<'a> {
    bytes(pointer, len, MAX_CONTEXT, "the encryption context")
}

/// The wrapped data key of a detached object.
pub(crate) fn wrapped_key<'a>(pointer: *const u8, len: usize) -> Bytes<'a> {
    bytes(pointer, len, MAX_WRAPPED, "the wrapped key")
}

impl Bytes<'_> {
    fn note(&self, claims: &mut Claims, written: bool) {
        let Self { pointer, len, most, what, .. } = *self;
        if len > most {
            claims.fail(Failure::new(
                Status::TooLarge,
                format!("The length of {what} is {len} bytes; at most {most} are taken."),
            ));
        } else if pointer.is_null() && len > 0 {
            claims.refuse(format!("The pointer to {what} is NULL, its length {len} bytes."));
        } else {
            claims.span(pointer.addr(), len, written, what);
        }
    }
}

impl<'a> Memory for Bytes<'a> {
    type Opened = &'a [u8];

    unsafe fn claim(&self, claims: &mut Claims) {
        self.note(claims, false);
    }

    unsafe fn open(self) -> Self::Opened {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: not NULL, not longer than isize::MAX (`most` never is), readable for as long as
        // promised by the caller.
        unsafe { std::slice::from_raw_parts(self.pointer, self.len) }
    }
}

/// Bytes of the caller that a function writes, or reads and writes in place. What is there must be
/// initialised.
pub(crate) struct BytesMut<'a>(Bytes<'a>);

/// The writable bytes at `pointer`. NULL only with length 0.
pub(crate) fn bytes_mut<'a>(pointer: *mut u8, len: usize, what: &'static str) -> BytesMut<'a> {
    BytesMut(bytes(pointer, len, MAX_DATA, what))
}

impl<'a> Memory for BytesMut<'a> {
    type Opened = &'a mut [u8];

    unsafe fn claim(&self, claims: &mut Claims) {
        self.0.note(claims, true);
    }

    unsafe fn open(self) -> Self::Opened {
        if self.0.len == 0 {
            return &mut [];
        }
        // SAFETY: as for bytes that are read; no other piece of the call is the same memory, and
        // nobody else touches it as promised.
        unsafe { std::slice::from_raw_parts_mut(self.0.pointer.cast_mut(), self.0.len) }
    }
}

/// A text: UTF-8 without NUL.
pub(crate) fn text<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        Ok(_) => Err(Failure::new(Status::NotText, format!("{what} holds a NUL."))),
        Err(error) => Err(Failure::new(
            Status::NotText,
            format!("{what} is not UTF-8 at byte {}.", error.valid_up_to()),
        )),
    }
}

/// A boolean of C: 0 or 1.
pub(crate) fn flag(value: i32, what: &'static str) -> Result<bool> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Failure::new(
            Status::InvalidArgument,
            format!("{what} is {value}; 0 and 1 are taken."),
        )),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn verdict(piece: &impl Memory) -> Result<()> {
        let mut claims = Claims::new(std::ptr::null_mut());
        // SAFETY: bytes are not looked at before they are opened.
        unsafe { piece.claim(&mut claims) };
        claims.verdict()
    }

    #[test]
    fn null_is_taken_only_with_length_0() {
        assert!(verdict(&bytes(std::ptr::null(), 0, MAX_DATA, "the data")).is_ok());
        let refused = verdict(&bytes(std::ptr::null(), 1, MAX_DATA, "the data"));
        assert_eq!(refused.unwrap_err().status(), Status::InvalidArgument);
    }

    #[test]
    fn a_length_beyond_the_cap_is_refused_before_any_slice_is_made() {
        for len in [usize::MAX, MAX_DATA + 1] {
            assert_eq!(
                verdict(&bytes(b"x".as_ptr(), len, MAX_DATA, "it")).unwrap_err().status(),
                Status::TooLarge
            );
        }
    }

    #[test]
    fn text_is_utf_8_without_nul() {
        for (given, good) in
            [(&b"caf\xc3\xa9"[..], true), (b"caf\xc3", false), (b"a\0b", false), (b"", true)]
        {
            assert_eq!(text(given, "the name").is_ok(), good);
        }
    }

    #[test]
    fn what_is_written_is_apart_from_everything_else() {
        let mut all = [0_u8; 8];
        let (start, data) = (all.as_mut_ptr(), all.as_ptr());
        let read = |len| bytes(data, len, MAX_DATA, "the data");
        let write = |from: usize, len| bytes_mut(start.wrapping_add(from), len, "the output");
        assert_eq!(verdict(&(read(8), write(7, 1))).unwrap_err().status(), Status::InvalidArgument);
        assert!(verdict(&(read(4), write(4, 4))).is_ok());
        assert!(verdict(&(read(8), write(0, 0))).is_ok(), "nothing is written");
        assert!(verdict(&(read(8), read(8))).is_ok(), "two inputs may be one");
    }

    #[test]
    fn a_boolean_is_0_or_1() {
        assert!(flag(1, "yes").unwrap() && !flag(0, "yes").unwrap());
        assert_eq!(flag(2, "yes").unwrap_err().status(), Status::InvalidArgument);
    }
}
