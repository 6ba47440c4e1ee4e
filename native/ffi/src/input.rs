//! Inputs: the only place where a caller's pointer and length become a slice.

use crate::failure::{Failure, Result};
use crate::status::Status;

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
pub(crate) const MAX_WRAPPED: usize = 4 << 10;
/// Longest run of data in one call, in bytes.
pub(crate) const MAX_DATA: usize = isize::MAX.unsigned_abs();

fn check<T>(pointer: *const T, len: usize, most: usize, what: &'static str) -> Result<()> {
    if len > most {
        return Err(Failure::new(Status::TooLarge, format!("The length of {what} is {len} bytes; at most {most} are taken.")));
    }
    if pointer.is_null() && len > 0 {
        return Err(Failure::new(Status::InvalidArgument, format!("The pointer to {what} is NULL, its length {len} bytes.")));
    }
    Ok(())
}

/// The bytes at `pointer`. NULL only with length 0; no slice is made of a length beyond `most`.
///
/// # Safety
/// If `len` is not 0, `pointer` is readable for `len` bytes, which nobody writes for `'a`.
pub(crate) unsafe fn bytes<'a>(pointer: *const u8, len: usize, most: usize, what: &'static str) -> Result<&'a [u8]> {
    check(pointer, len, most, what)?;
    if len == 0 {
        return Ok(&[]);
    }
    // SAFETY: not NULL, not longer than isize::MAX (`most` never is), readable as promised by the caller.
    Ok(unsafe { std::slice::from_raw_parts(pointer, len) })
}

/// The writable bytes at `pointer`.
///
/// # Safety
/// If `len` is not 0, `pointer` is readable and writable for `len` bytes, which nobody else touches for `'a`, and which are initialised.
pub(crate) unsafe fn bytes_mut<'a>(pointer: *mut u8, len: usize, most: usize, what: &'static str) -> Result<&'a mut [u8]> {
    check(pointer, len, most, what)?;
    if len == 0 {
        return Ok(&mut []);
    }
    // SAFETY: as in `bytes`, and writable by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts_mut(pointer, len) })
}

/// Refuses an output that overlaps an input, which no two slices may.
pub(crate) fn apart(input: &[u8], output: *const u8, len: usize) -> Result<()> {
    let (from, to) = (input.as_ptr().addr(), output.addr());
    let apart = input.is_empty() || len == 0 || from.saturating_add(input.len()) <= to || to.saturating_add(len) <= from;
    if apart {
        Ok(())
    } else {
        Err(Failure::new(Status::InvalidArgument, "The output overlaps the input; see the functions that work in place."))
    }
}

/// The text at `pointer`: UTF-8 without NUL.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(pointer: *const u8, len: usize, most: usize, what: &'static str) -> Result<&'a str> {
    // SAFETY: as promised by the caller.
    let bytes = unsafe { bytes(pointer, len, most, what) }?;
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        Ok(_) => Err(Failure::new(Status::NotText, format!("{what} holds a NUL."))),
        Err(error) => Err(Failure::new(Status::NotText, format!("{what} is not UTF-8 at byte {}.", error.valid_up_to()))),
    }
}

/// A boolean of C: 0 or 1.
pub(crate) fn flag(value: i32, what: &'static str) -> Result<bool> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Failure::new(Status::InvalidArgument, format!("{what} is {value}; 0 and 1 are taken."))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn try_bytes(pointer: *const u8, len: usize) -> Result<&'static [u8]> {
        // SAFETY: each use gives static bytes, or what is refused before a slice is made.
        unsafe { bytes(pointer, len, MAX_DATA, "the data") }
    }

    #[test]
    fn null_is_taken_only_with_length_0() {
        assert_eq!(try_bytes(std::ptr::null(), 0).unwrap(), b"");
        assert_eq!(try_bytes(std::ptr::null(), 1).unwrap_err().status(), Status::InvalidArgument);
    }

    #[test]
    fn a_length_beyond_the_cap_is_refused_before_any_slice_is_made() {
        for len in [usize::MAX, MAX_DATA + 1] {
            assert_eq!(try_bytes(b"x".as_ptr(), len).unwrap_err().status(), Status::TooLarge);
        }
    }

    #[test]
    fn text_is_utf_8_without_nul() {
        for (given, good) in [(&b"caf\xc3\xa9"[..], true), (b"caf\xc3", false), (b"a\0b", false), (b"", true)] {
            // SAFETY: a static slice.
            assert_eq!(unsafe { text(given.as_ptr(), given.len(), MAX_NAME, "the name") }.is_ok(), good);
        }
    }

    #[test]
    fn an_output_over_its_input_is_refused() {
        let bytes = [0_u8; 8];
        let inside = bytes.as_ptr().wrapping_add(7);
        assert_eq!(apart(&bytes, inside, 1).unwrap_err().status(), Status::InvalidArgument);
        assert!(apart(&bytes, bytes.as_ptr().wrapping_add(8), 4).is_ok());
        assert!(apart(&bytes, bytes.as_ptr(), 0).is_ok());
    }

    #[test]
    fn a_boolean_is_0_or_1() {
        assert!(flag(1, "yes").unwrap() && !flag(0, "yes").unwrap());
        assert_eq!(flag(2, "yes").unwrap_err().status(), Status::InvalidArgument);
    }
}
