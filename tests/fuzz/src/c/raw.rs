//! Calls of exported functions with what holds of every one of them: a status of the table, an
//! error exactly where it failed, outputs that are empty then.

use customerkey::ckey_buffer;
use customerkey::ckey_error;
use customerkey::exports::buffer::ckey_buffer_free;
use customerkey::exports::error::*;
use customerkey::status;
use std::ptr::{null, null_mut};

/// Calls an exported function. The one reason for all that is unsafe in these modules: every
/// pointer is one to a local variable or to a slice with its length, both of which outlive the
/// call; no output overlaps anything; handles may be any value.
macro_rules! call {
    ($function:ident($($argument:expr),* $(,)?)) => {
        // SAFETY: as above.
        unsafe { $function($($argument),*) }
    };
}
pub(super) use call;

pub const INVALID_HANDLE: i32 = -1;
pub const INVALID_ARGUMENT: i32 = -2;
pub const TOO_LARGE: i32 = -3;
pub const NOT_TEXT: i32 = -4;
pub const BUFFER_TOO_SMALL: i32 = -8;
pub const STREAM_STATE: i32 = -10;
pub const CONTEXT: i32 = -106;
const INTERNAL: i32 = -901;
const POISONED: i32 = -9;
const FORKED: i32 = -7;

/// A status that the header names, and none that tells of a defect.
pub fn documented(status: i32) -> i32 {
    assert!(
        status >= 0 || status::find(status).is_some(),
        "the status {status} is not in the table"
    );
    assert!(![INTERNAL, POISONED, FORKED].contains(&status), "the status {status} is a defect");
    status
}

/// Makes a call that has a place for an error.
pub fn with_error(call: impl FnOnce(*mut *mut ckey_error) -> i32) -> i32 {
    // What is there before the call does not count.
    let mut error: *mut ckey_error = std::ptr::without_provenance_mut(0x1234_5678);
    let status = call(&raw mut error);
    if status == INTERNAL {
        panic!("a defect: {}", message(error));
    }
    documented(status);
    assert_eq!(error.is_null(), status >= 0, "an error comes exactly with a failure: {status}");
    if !error.is_null() {
        check_error(error, status);
    }
    status
}

fn check_error(error: *mut ckey_error, status: i32) {
    let (mut code, mut retryable) = (0, -1);
    let (mut name, mut category) = (null(), null());
    assert_eq!(call!(ckey_error_code(error, &raw mut code)), 0);
    assert_eq!(call!(ckey_error_retryable(error, &raw mut retryable)), 0);
    assert_eq!(call!(ckey_error_name(error, &raw mut name)), 0);
    assert_eq!(call!(ckey_error_category(error, &raw mut category)), 0);
    assert!(
        code == status && matches!(retryable, 0 | 1) && !name.is_null() && !category.is_null(),
        "{code} {retryable}"
    );
    let document: serde_json::Value =
        serde_json::from_str(&message(error)).expect("an error's document is JSON");
    assert!(document["id"].as_str().is_some_and(|id| !id.is_empty()), "{document}");
    assert!(document["message"].as_str().is_some_and(|message| !message.is_empty()), "{document}");
    call!(ckey_error_free(error));
}

pub fn message(error: *const ckey_error) -> String {
    let (mut json, mut length) = (null(), 0);
    assert_eq!(call!(ckey_error_message(error, &raw mut json, &raw mut length)), 0);
    // SAFETY: the function filled both in, and the error is not freed before the text is copied.
    let bytes = unsafe { std::slice::from_raw_parts(json, length) };
    String::from_utf8(bytes.to_vec()).expect("an error's document is UTF-8")
}

/// A buffer of the library, freed with it.
pub struct Buffer(ckey_buffer);

impl Buffer {
    pub const fn new() -> Self {
        Self(ckey_buffer { data: null_mut(), len: 0, cap: 0 })
    }

    pub fn place(&mut self) -> *mut ckey_buffer {
        &raw mut self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.data.is_null() && self.0.len == 0 && self.0.cap == 0
    }

    pub fn bytes(&self) -> &[u8] {
        if self.0.data.is_null() {
            return &[];
        }
        // SAFETY: the library filled it in, and it is freed with `self`.
        unsafe { std::slice::from_raw_parts(self.0.data, self.0.len) }
    }

    /// What came, if the call did what was asked; a buffer stays empty where it did not.
    pub fn taken(&self, status: i32) -> Option<Vec<u8>> {
        assert!(status >= 0 || self.is_empty(), "a failed call left a buffer");
        (status >= 0).then(|| self.bytes().to_vec())
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        assert_eq!(call!(ckey_buffer_free(&raw mut self.0)), 0);
        assert!(self.is_empty(), "a freed buffer is all zeroes");
    }
}

/// A handle that a call made, if it did what was asked.
pub fn made<T>(status: i32, handle: *mut T) -> Option<usize> {
    assert_eq!(handle.is_null(), status < 0, "a handle comes exactly with a success: {status}");
    (status >= 0).then_some(handle.addr())
}

pub const fn handle<T>(value: usize) -> *mut T {
    std::ptr::without_provenance_mut(value)
}
