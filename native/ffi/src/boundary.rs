//! The one way through the boundary: no panic leaves it, and every failure becomes a status and an
//! owned error.

use crate::error::{self, ckey_error};
use crate::failure::{Failure, Result};
use crate::fork;
use crate::memory::{Claims, Memory};
use crate::output;
use crate::panic_hook::{self, Inside};
use crate::status::Status;
use crate::status::ckey_status;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the body of an exported function with the memory that it was given: returns what it
/// returns, or the status of its failure, and then sets `*error`. Memory that is not as it has to
/// be is refused before any of it is touched; where the error's own place is shared with another,
/// the status is all that tells.
///
/// # Safety
/// `error` is NULL or may be written; `memory` is as its pieces say.
pub(crate) unsafe fn boundary<M: Memory>(
    error: *mut *mut ckey_error,
    memory: M,
    body: impl FnOnce(M::Opened) -> Result<i32>,
) -> ckey_status {
    fork::watch();
    let inside = Inside::enter();
    let mut claims = Claims::new(error);
    // SAFETY: as promised by the caller.
    unsafe { memory.claim(&mut claims) };
    let error = if claims.error_is_usable() { error } else { std::ptr::null_mut() };
    // SAFETY: as promised by the caller, and nothing else is there.
    let slot = unsafe { output::optional(error, "the error").open() };
    let result = claims.verdict().and_then(|()| {
        // SAFETY: as promised by the caller, and nothing was found wrong.
        let opened = unsafe { memory.open() };
        // AssertUnwindSafe: what a body touches is either its own or behind a handle, and a handle
        // held during a panic is poisoned.
        catch_unwind(AssertUnwindSafe(|| body(opened))).unwrap_or_else(|payload| {
            // The drop of a payload may panic too; what that throws is left alone.
            if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
                let _ = ManuallyDrop::new(second);
            }
            Err(panicked())
        })
    });
    drop(inside);
    result.unwrap_or_else(|failure| {
        let code = failure.status().row().code;
        if slot.is_given() {
            slot.set(error::make(failure));
        }
        code
    })
}

fn panicked() -> Failure {
    let place = panic_hook::take_place().unwrap_or_else(|| "an unknown place".to_owned());
    Failure::new(
        Status::Internal,
        format!(
            "The library failed at {place}; this is a defect of it. The handle can only be closed."
        ),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::exports::error::ckey_error_free;

    fn run(body: impl FnOnce() -> Result<i32>) -> (i32, String) {
        let mut error = std::ptr::null_mut();
        // SAFETY: the address of a local variable.
        let status = unsafe { boundary(&raw mut error, (), |()| body()) };
        let document = if error.is_null() {
            String::new()
        } else {
            error::document(error, str::to_owned).unwrap()
        };
        // SAFETY: an error that was just made.
        unsafe { ckey_error_free(error) };
        (status, document)
    }

    #[test]
    fn a_panic_becomes_a_status_with_a_place_and_without_its_payload() {
        let (status, document) = run(|| panic!("the password is swordfish"));
        assert_eq!(status, Status::Internal.row().code);
        assert!(document.contains("boundary.rs:") && !document.contains("swordfish"), "{document}");
    }

    #[test]
    fn a_success_leaves_no_error_and_passes_its_value() {
        assert_eq!(run(|| Ok(2)), (2, String::new()));
    }

    #[test]
    fn a_failure_without_a_place_for_it_is_still_a_status() {
        // SAFETY: NULL is allowed.
        let status = unsafe { boundary(std::ptr::null_mut(), (), |()| Err(Status::Busy.into())) };
        assert_eq!(status, -6);
    }
}
