//! Calls: one cmdlet each, answered by a stream of records.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::session::{self, SharedSession, ckey_session};
use crate::handle::Kind;
use crate::input::{self, MAX_DOCUMENT, MAX_NAME};
use crate::one_at_a_time::OneAtATime;
use crate::output::required;
use crate::status::ckey_status;
use crate::table::{self, Object};
use ckey_cmdlets::{Call, Canceller, Next};
use std::time::Duration;

/// A call of a cmdlet. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_call {
    _opaque: [u8; 0],
}

/// What is behind a [`ckey_call`]. The call lies before the session: it ends first.
struct CallObject {
    running: OneAtATime<Running>,
    canceller: Canceller,
    _session: SharedSession,
}

struct Running {
    call: Call,
    /// The record that the caller is reading.
    record: Vec<u8>,
}

impl Object for CallObject {
    const KIND: Kind = Kind::Call;
}

/// Starts a cmdlet, named in any case. `arguments_json` is nothing at all, or `{"parameters": {...},
/// "positional": [...], "whatIf": false, "location": "/folder"}`, every part optional. A text is a
/// text, a switch `true`, a list a list, `$null` `null`, a date `"2026-11-22T10:00:00Z"`, a span of
/// time seconds or `"1.02:30:00"`, a secret `{"secret": "parameter:NAME"}`; `"Confirm": false` answers
/// every question by yes. `docs/calling.md` has the rest, with a worked call in C and in Python.
///
/// A call that nobody reads may wait for its turn: 32 run at once, and whoever reads one lets it
/// begin.
///
/// - Ownership: `*call` is the caller's, to be freed by `ckey_call_free`; it keeps its session
///   alive.
/// - Threading: any thread; a session has many calls open at once, also interleaved on one thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_NOT_TEXT`,
///   `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_NOT_FOUND` for an unknown cmdlet,
///   `CKEY_E_NOT_JSON` for arguments that are no such document, `CKEY_E_REFUSED` after the session
///   was closed, `CKEY_E_POISONED`, `CKEY_E_OUT_OF_HANDLES`, `CKEY_E_OUT_OF_THREADS`. What is wrong
///   with a parameter comes as an `error` record.
/// - Since: 0.1
///
/// # Safety
/// `cmdlet` is readable for `cmdlet_len` bytes, `arguments_json` for `len`; `call` may be written,
/// `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_start(
    session: *mut ckey_session,
    cmdlet: *const u8,
    cmdlet_len: usize,
    arguments_json: *const u8,
    len: usize,
    call: *mut *mut ckey_call,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(call, "the call"),
                input::bytes(cmdlet, cmdlet_len, MAX_NAME, "the cmdlet's name"),
                input::bytes(arguments_json, len, MAX_DOCUMENT, "the arguments"),
            ),
            |(out, cmdlet, arguments)| {
                let session = session::of(session)?;
                let cmdlet = input::text(cmdlet, "the cmdlet's name")?;
                let call = session.get().start(cmdlet, arguments)?;
                let canceller = call.canceller();
                let running = OneAtATime::new(Running { call, record: Vec::new() });
                out.set(
                    table::insert(CallObject { running, canceller, _session: session.clone() })?
                        .to_pointer(),
                );
                Ok(0)
            },
        )
    }
}

/// The next record: UTF-8, whose first line is a JSON head with `stream`; for `output` the rest is
/// a JSON array of at most 1000 objects. The head of a type's first record has `columns`: the name
/// of each property and its kind (`text`, `int`, another type, …); `docs/records.md` describes them.
///
/// Returns 1: a record; 2: none within `timeout_ms`; 0: the call has finished, and every record was
/// read.
///
/// A record whose `stream` is `confirm` is a question: the cmdlet waits for `ckey_call_answer`. The
/// next `ckey_call_next` without one leaves the question unanswered: what it asked about is not
/// done, and the call's status is `CKEY_E_UNANSWERED`.
///
/// - Ownership: the record is the call's, and valid until the next use of the call.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`,
///   `CKEY_E_FORKED`, `CKEY_E_OUT_OF_THREADS` for a call that has not begun. What goes wrong in the
///   cmdlet comes as an `error` record.
/// - Since: 0.1
///
/// # Safety
/// `record` and `len` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_next(
    call: *mut ckey_call,
    timeout_ms: u32,
    record: *mut *const u8,
    len: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (required(record, "the record"), required(len, "the length")),
            |(record, len)| {
                let held = table::get::<CallObject, _>(call)?;
                let mut running = held.running.enter()?;
                match running.call.next(Duration::from_millis(u64::from(timeout_ms)))? {
                    Next::Record(bytes) => {
                        running.record = bytes;
                        record.set(running.record.as_ptr());
                        len.set(running.record.len());
                        Ok(1)
                    }
                    Next::None => Ok(2),
                    Next::Finished => Ok(0),
                }
            },
        )
    }
}

/// Answers the `confirm` record that `ckey_call_next` gave last: 1 yes, 0 no. Without a question it
/// does nothing. What a question that is answered by no asked about is not done, and the call's
/// status is `CKEY_E_DECLINED`; a cmdlet that asks about several things goes on with the others.
///
/// - Ownership: nothing changes hands.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`,
///   `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_answer(call: *mut ckey_call, yes: i32) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            let held = table::get::<CallObject, _>(call)?;
            let yes = input::flag(yes, "the answer")?;
            held.running.enter()?.call.answer(yes);
            Ok(0)
        })
    }
}

/// Cancels a call: a wait for a vault ends within 100 ms. Its records end soon; repeating it, or
/// cancelling a finished call, does nothing.
///
/// - Ownership: nothing changes hands; the call is still to be freed.
/// - Threading: any thread, also while another one uses the call. The only such function.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_POISONED`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_cancel(call: *mut ckey_call) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::get::<CallObject, _>(call)?.canceller.cancel();
            Ok(0)
        })
    }
}

/// Whether the call did what was asked: 0 only if it finished without an error record and every
/// question was answered by yes. Otherwise `*error` is the first error record; where there is none,
/// `CKEY_E_UNANSWERED` if a question had no answer, else `CKEY_E_DECLINED`. No record tells of
/// these two: whether a no of the user's is an error is the host's to say (to PowerShell it is
/// none).
///
/// - Ownership: `*error` is the caller's.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
///   `CKEY_E_CANCELLED`, `CKEY_E_DECLINED`, `CKEY_E_UNANSWERED`, `CKEY_E_REFUSED`,
///   `CKEY_E_NOT_FOUND`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`,
///   `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`,
///   `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_KEY_VERSION`,
///   `CKEY_E_LOCKED`, `CKEY_E_STATE_BUSY`, `CKEY_E_TIMED_OUT`; `CKEY_E_BUSY` also before its end.
/// - Since: 0.1
///
/// # Safety
/// `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_status(
    call: *mut ckey_call,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (), |()| {
            let held = table::get::<CallObject, _>(call)?;
            let running = held.running.enter()?;
            running.call.status()?;
            Ok(0)
        })
    }
}

/// Frees a call, and cancels it if it has not finished; waits at most 100 ms for a vault.
///
/// - Ownership: takes the call and the record it gave last.
/// - Threading: any thread, but not while another one uses the call.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
///   `CKEY_E_BUSY`, and the call goes on; `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// The record that the call gave last is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_call_free(call: *mut ckey_call) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::remove_unless_busy::<CallObject, _>(call, |call| call.running.is_busy())
                .map(|_| 0)
        })
    }
}
