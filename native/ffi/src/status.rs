//! The one table of status codes: number, name, category, what it means and what to do. The
//! header's constants are written from it.
//!
//! Blocks of 100 by category. Numbers are never reused; a retired one stays here as a comment.

/// 0 or more: success; negative: one of the `CKEY_E_...` errors.
#[allow(non_camel_case_types)]
pub type ckey_status = i32;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The status, negative.
    pub code: i32,
    /// The constant in the header, `CKEY_E_...`.
    pub constant: &'static str,
    /// The dotted name that `ckey_error_name` returns, NUL-terminated.
    pub name: &'static core::ffi::CStr,
    /// The `id` in an error's JSON document.
    pub id: &'static str,
    /// A name of PowerShell's `ErrorCategory`, NUL-terminated.
    pub category: &'static core::ffi::CStr,
    /// What happened, as a sentence.
    pub text: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// Whether the same call may succeed later without anything else changing.
    pub retryable: bool,
}

macro_rules! statuses {
    ($($variant:ident $code:literal $constant:literal $name:literal $id:literal $category:literal $retryable:literal $text:literal $fix:literal)*) => {
        /// A failure that crosses the boundary.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Status { $(#[doc = $text] $variant),* }

        /// Every status, in the order of the table.
        pub const ALL: &[Status] = &[$(Status::$variant),*];

        impl Status {
            /// The row of this status.
            #[must_use]
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$variant => &Row {
                        code: $code, constant: $constant, name: $name, id: $id, category: $category, text: $text, fix: $fix, retryable: $retryable,
                    }),*
                }
            }
        }
    };
}

statuses! {
    // -1 to -99: the interface was misused.
    InvalidHandle   -1 "CKEY_E_INVALID_HANDLE" c"handle.invalid" "InvalidHandle" c"InvalidArgument" false
        "The handle is none: it is NULL, was closed already, or is a handle of another kind." "Use a handle between the call that gave it and the one that closes it."
    InvalidArgument -2 "CKEY_E_INVALID_ARGUMENT" c"argument.invalid" "InvalidArgument" c"InvalidArgument" false
        "An argument is not one that the function takes." "See the function's comment in customer_key.h."
    TooLarge        -3 "CKEY_E_TOO_LARGE" c"argument.too_large" "ArgumentTooLarge" c"LimitsExceeded" false
        "A length is beyond what the function takes." "Check that the length is in bytes and belongs to the pointer beside it; give large data to a stream."
    NotText         -4 "CKEY_E_NOT_TEXT" c"argument.not_text" "ArgumentNotText" c"InvalidArgument" false
        "A text is not UTF-8, or holds a NUL." "Give UTF-8 with its length in bytes, without a terminating NUL."
    NotJson         -5 "CKEY_E_NOT_JSON" c"argument.not_json" "ArgumentNotJson" c"ParserError" false
        "A document is not the JSON that the function takes." "See the function's comment in customer_key.h."
    Busy            -6 "CKEY_E_BUSY" c"handle.busy" "HandleBusy" c"ResourceBusy" true
        "Another thread is using the handle." "Let one thread at a time use a call or a stream; only ckey_call_cancel may come from another."
    Forked          -7 "CKEY_E_FORKED" c"process.forked" "ProcessForked" c"InvalidOperation" false
        "The process is a fork of one that had used the library." "Start the child by exec (in Python: the spawn method of multiprocessing), or use the library in the child alone."
    BufferTooSmall  -8 "CKEY_E_BUFFER_TOO_SMALL" c"buffer.too_small" "BufferTooSmall" c"LimitsExceeded" false
        "The output buffer is too small; nothing changed." "Repeat the call with a buffer of the size that was returned."
    Poisoned        -9 "CKEY_E_POISONED" c"handle.poisoned" "HandlePoisoned" c"InvalidOperation" false
        "An earlier call on the handle failed inside the library; its state is unknown." "Close the handle and start again; other handles are not affected."
    StreamState    -10 "CKEY_E_STREAM_STATE" c"stream.state" "StreamClosed" c"InvalidOperation" false
        "The stream has finished or failed." "Free it and start another one."

    // -100 to -199: sealed objects.
    SealedHeader     -101 "CKEY_E_SEALED_HEADER" c"sealed.header" "SealedHeader" c"InvalidData" false
        "The header of the sealed object was refused." "Check that the bytes are a whole sealed object of this scope."
    SealedDataKey    -102 "CKEY_E_SEALED_DATA_KEY" c"sealed.data_key" "SealedDataKey" c"SecurityError" false
        "The data key of the sealed object does not open." "Check the scope, the encryption context, and the wrapped key of a detached object."
    SealedCommitment -103 "CKEY_E_SEALED_COMMITMENT" c"sealed.commitment" "SealedCommitment" c"SecurityError" false
        "The sealed object is not committed to its data key." "Restore the object from a copy."
    SealedLength     -104 "CKEY_E_SEALED_LENGTH" c"sealed.length" "SealedLength" c"InvalidData" false
        "The sealed object was cut off or extended." "Restore the object from a copy."
    SealedFrame      -105 "CKEY_E_SEALED_FRAME" c"sealed.frame" "SealedFrame" c"SecurityError" false
        "A frame of the sealed object does not authenticate." "Restore the object from a copy."
    Context          -106 "CKEY_E_CONTEXT" c"context.invalid" "ContextInvalid" c"InvalidArgument" false
        "The encryption context is not canonical or breaks a limit." "Make it by ckey_context_encode."
    Limit            -107 "CKEY_E_LIMIT" c"sealed.limit" "SealedLimit" c"LimitsExceeded" false
        "A limit of the sealed-object format is reached." "Divide the data into several objects."

    // -200 to -299: keys and who may use them.
    KeyUnavailable -201 "CKEY_E_KEY_UNAVAILABLE" c"key.unavailable" "KeyUnavailable" c"ResourceUnavailable" true
        "No root key gave the key of the scope." "See the message for each root; repeat when a vault answers again."
    AccessDenied   -202 "CKEY_E_ACCESS_DENIED" c"key.access_denied" "KeyAccessDenied" c"PermissionDenied" false
        "The owner of the root keys has withdrawn access, or the account may not do this." "Restore access to a root key, or take the purge back; or sign in as an account that may."
    KeyVersion     -203 "CKEY_E_KEY_VERSION" c"key.version" "KeyVersionUnknown" c"ObjectNotFound" false
        "The scope has no key of the version that sealed the object." "Check that the object belongs to this scope and this tenant."

    // -300 to -399: root vaults.
    VaultUnavailable -301 "CKEY_E_VAULT_UNAVAILABLE" c"vault.unavailable" "VaultUnavailable" c"ResourceUnavailable" true
        "A key vault did not answer." "Repeat when the vault answers again."

    // -400 to -499: state and files.
    State  -401 "CKEY_E_STATE" c"state.failed" "StateFailed" c"WriteError" false
        "The state of the tenant could not be read or written." "See the message; check the tenant with Test-CustomerKeyTenant."
    Source -402 "CKEY_E_SOURCE" c"source.failed" "SourceFailed" c"ReadError" false
        "The file of a sealed object could not be read." "Check the path and its permissions."
    Locked    -403 "CKEY_E_LOCKED" c"state.locked" "TenantLocked" c"SecurityError" false
        "The secrets of the tenant do not open: the passphrase or the master key is missing or another one."
        "Give the right one: CUSTOMER_KEY_PASSPHRASE, ckey_session_secret, or CUSTOMER_KEY_MASTER_KEY_FILE."
    StateBusy -404 "CKEY_E_STATE_BUSY" c"state.busy" "TenantBusy" c"ResourceBusy" true
        "Somebody else was changing the same in the tenant." "Repeat it."

    // -500 to -599: cmdlets and sessions. The JSON document carries the cmdlet's own id and
    // category.
    Refused         -501 "CKEY_E_REFUSED" c"call.refused" "CallRefused" c"InvalidOperation" false
        "The tenant refused what was asked." "See the message."
    NotFound        -502 "CKEY_E_NOT_FOUND" c"call.not_found" "ObjectNotFound" c"ObjectNotFound" false
        "There is no such object." "See the message."
    Cancelled       -503 "CKEY_E_CANCELLED" c"call.cancelled" "OperationStopped" c"OperationStopped" true
        "The call was cancelled." "Repeat it."
    Declined        -504 "CKEY_E_DECLINED" c"call.declined" "QuestionDeclined" c"OperationStopped" false
        "A question of the call was answered by no; what it asked about was not done." "Repeat it and answer yes."
    Unanswered      -505 "CKEY_E_UNANSWERED" c"call.unanswered" "QuestionUnanswered" c"InvalidOperation" false
        "A question of the call was not answered; what it asked about was not done."
        "Answer by ckey_call_answer before the next ckey_call_next, or give the cmdlet -Confirm:$false or -Force."
    TimedOut        -506 "CKEY_E_TIMED_OUT" c"call.timed_out" "OperationTimeout" c"OperationTimeout" true
        "What was waited for did not come within the time that was given." "Repeat it, or give it more time."

    // -900 to -999: the library itself.
    Internal    -901 "CKEY_E_INTERNAL" c"library.internal" "InternalError" c"NotSpecified" false
        "The library failed; this is a defect of it." "Close the handle, and report the message with the version of the library."
    OutOfHandles -902 "CKEY_E_OUT_OF_HANDLES" c"library.out_of_handles" "OutOfHandles" c"LimitsExceeded" false
        "Too many handles are open." "Close handles that are no longer needed."
    OutOfThreads -903 "CKEY_E_OUT_OF_THREADS" c"library.out_of_threads" "OutOfThreads" c"ResourceUnavailable" true
        "The system gives no further thread." "Read or free calls that are open, or raise the limit of threads."
    // Last added: Locked, StateBusy, TimedOut, OutOfThreads. Add further ones here and to their block.
}

/// The row of a code, if it is one of the table.
#[must_use]
pub fn find(code: i32) -> Option<&'static Row> {
    ALL.iter().map(|status| status.row()).find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_names_and_constants_are_distinct_and_negative() {
        let rows: Vec<_> = ALL.iter().map(|status| status.row()).collect();
        assert!(rows.iter().all(|row| row.code < 0 && row.constant.starts_with("CKEY_E_")));
        assert_eq!(rows.iter().map(|row| row.code).collect::<BTreeSet<_>>().len(), rows.len());
        assert_eq!(rows.iter().map(|row| row.constant).collect::<BTreeSet<_>>().len(), rows.len());
        assert_eq!(rows.iter().map(|row| row.name).collect::<BTreeSet<_>>().len(), rows.len());
        assert_eq!(find(-6).unwrap().id, "HandleBusy");
        assert_eq!(find(0), None);
    }

    #[test]
    fn every_status_says_what_to_do() {
        for status in ALL {
            let row = status.row();
            assert!(row.text.ends_with('.') && row.fix.ends_with('.'), "{}", row.constant);
            assert!(row.name.to_str().unwrap().contains('.'), "{}", row.constant);
        }
    }
}
