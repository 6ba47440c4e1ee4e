//! Errors of the caller, behind their handles: made where a call fails, read and freed by the
//! accessors (`exports/error.rs`).

use crate::failure::{Failure, Result};
use crate::fork;
use crate::handle::{Handle, Kind};
use crate::status::{self, Row};
use crate::table::{self, Object};
use std::sync::OnceLock;

/// An error, owned by the caller that received it. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_error {
    _opaque: [u8; 0],
}

/// What is behind a [`ckey_error`].
pub(crate) struct ErrorObject {
    row: &'static Row,
    retryable: bool,
    document: String,
}

impl Object for ErrorObject {
    const KIND: Kind = Kind::Error;
}

/// Makes the caller's error. One that says no more than its status, or that cannot be kept (in a
/// forked child, with the table full), needs no memory and no lock: its handle is the status.
pub(crate) fn make(failure: Failure) -> *mut ckey_error {
    let status = failure.status();
    let plain = Handle::new(Kind::PlainError, 0, status.row().code.unsigned_abs()).to_pointer();
    if failure.is_plain() || fork::happened() {
        return plain;
    }
    let object = ErrorObject {
        row: status.row(),
        retryable: failure.is_retryable(),
        document: failure.into_document(),
    };
    table::insert(object).map_or(plain, Handle::to_pointer)
}

/// The plain error of a handle, with its document.
fn plain(error: *const ckey_error) -> Option<&'static (&'static Row, String)> {
    static PLAIN: OnceLock<Vec<(&'static Row, String)>> = OnceLock::new();
    let handle = Handle::from_pointer(error).filter(|handle| handle.is(Kind::PlainError))?;
    let all = PLAIN.get_or_init(|| {
        status::ALL
            .iter()
            .map(|status| (status.row(), Failure::from(*status).into_document()))
            .collect()
    });
    all.iter().find(|(row, _)| row.code.unsigned_abs() == handle.index)
}

pub(crate) fn row(error: *const ckey_error) -> Result<&'static Row> {
    if let Some((row, _)) = plain(error) {
        return Ok(row);
    }
    table::get::<ErrorObject, _>(error).map(|held| held.row)
}

pub(crate) fn is_retryable(error: *const ckey_error) -> Result<bool> {
    if let Some((row, _)) = plain(error) {
        return Ok(row.retryable);
    }
    table::get::<ErrorObject, _>(error).map(|held| held.retryable)
}

/// Hands an error's document to `read`. The text outlives that: it is static, or is in an object
/// that stays in the table until it is freed.
pub(crate) fn document<T>(error: *const ckey_error, read: impl FnOnce(&str) -> T) -> Result<T> {
    if let Some((_, document)) = plain(error) {
        return Ok(read(document));
    }
    table::get::<ErrorObject, _>(error).map(|held| read(&held.document))
}

pub(crate) fn free(error: *const ckey_error) -> Result<()> {
    table::remove::<ErrorObject, _>(error).map(drop)
}
