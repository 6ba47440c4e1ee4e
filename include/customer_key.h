/*
 * libcustomerkey: root keys, policies and sealed data of a Customer Key tenant. Generated from native/ffi; do not edit.
 *
 * Conventions, which hold for every function:
 *
 * Versions  Call ckey_abi_version() first and compare it with CKEY_ABI_VERSION. Minor versions only add.
 * Names     Functions ckey_<noun>_<verb>, types ckey_<noun>, constants CKEY_...; nothing else is exported.
 * Status    int32_t: 0 (CKEY_OK) or another documented number from 0 up is success, negative is one of CKEY_E_....
 * Errors    Where the last parameter is `ckey_error **error`, it may be NULL; it is set to NULL on entry and to an error of the caller's
 *           on failure, to be freed by ckey_error_free. There is no last error of a thread or a process.
 * Handles   Opaque pointers that are never addresses: do not dereference, compare only for equality. NULL, a closed handle or one of
 *           another kind is CKEY_E_INVALID_HANDLE and nothing worse, also for the functions that close and free. What is opened in
 *           something keeps it alive, so the order of closing is free. They fit into 64-bit integers.
 * Inputs    `const uint8_t *p, size_t n`, owned by the caller, read during the call only. NULL is allowed with n = 0. A length that no
 *           buffer has is CKEY_E_TOO_LARGE. NULL and unaligned places for outputs are refused.
 * Text      UTF-8 with its length in bytes, not NUL-terminated; a NUL in it is CKEY_E_NOT_TEXT. `const char *` is a constant of the library.
 * Outputs   Cleared on entry, filled on success alone. A ckey_buffer is all zeroes before its first use (`ckey_buffer b = {0};`) and is freed by
 *           ckey_buffer_free, which wipes it: one that still holds something when it is given for an output is CKEY_E_INVALID_ARGUMENT. So
 *           is one place for two outputs, the error's included, and an output that overlaps another or an input: nothing has happened
 *           then, and nothing was overwritten. Other outputs (handles, numbers) need not be initialised. Where a function writes to the
 *           caller's buffer and it is too small, the status is CKEY_E_BUFFER_TOO_SMALL, the size needed is returned, and nothing has changed.
 * Booleans  int32_t, 0 or 1; anything else is refused.
 * JSON      Control goes by JSON documents, data by raw bytes. Secrets are never in a document.
 * Threads   Any handle on any thread. Sessions and scopes are used by many threads at once; a call or a stream by one at a time: a second
 *           one gets CKEY_E_BUSY. Only ckey_call_cancel may come from another thread while a call is in use.
 * Forks     In a forked child of a process that has used the library, everything that needs a handle is CKEY_E_FORKED.
 * Defects   A defect of the library is CKEY_E_INTERNAL; the handle it happened on is then CKEY_E_POISONED and can only be closed.
 * Hosts     No initialisation, no logger, no signal handler, no callback. What a process leaves open at its end is no damage.
 *
 * Each function's comment says who owns what (Ownership), which threads may call it (Threading), how it fails (Errors; every function
 * may also fail by CKEY_E_INTERNAL), since when it exists (Since), and what the caller promises about pointers (Requires).
 */

#ifndef CUSTOMER_KEY_H
#define CUSTOMER_KEY_H

#include <stddef.h>
#include <stdint.h>

/* The version of this header. ckey_abi_version() of a library that fits it returns CKEY_ABI_VERSION. */
#define CKEY_ABI_VERSION 1
#define CKEY_VERSION_MAJOR 0
#define CKEY_VERSION_MINOR 2
#define CKEY_VERSION_PATCH 0
#define CKEY_VERSION "0.2.0"

/* Statuses. Blocks of 100 by category; numbers are never reused. */
#define CKEY_OK 0
/* handle.invalid: The handle is none: it is NULL, was closed already, or is a handle of another kind.
   Use a handle between the call that gave it and the one that closes it. */
#define CKEY_E_INVALID_HANDLE (-1)
/* argument.invalid: An argument is not one that the function takes.
   See the function's comment in customer_key.h. */
#define CKEY_E_INVALID_ARGUMENT (-2)
/* argument.too_large: A length is beyond what the function takes.
   Check that the length is in bytes and belongs to the pointer beside it; give large data to a stream. */
#define CKEY_E_TOO_LARGE (-3)
/* argument.not_text: A text is not UTF-8, or holds a NUL.
   Give UTF-8 with its length in bytes, without a terminating NUL. */
#define CKEY_E_NOT_TEXT (-4)
/* argument.not_json: A document is not the JSON that the function takes.
   See the function's comment in customer_key.h. */
#define CKEY_E_NOT_JSON (-5)
/* handle.busy: Another thread is using the handle.
   Let one thread at a time use a call or a stream; only ckey_call_cancel may come from another. */
#define CKEY_E_BUSY (-6)
/* process.forked: The process is a fork of one that had used the library.
   Start the child by exec (in Python: the spawn method of multiprocessing), or use the library in the child alone. */
#define CKEY_E_FORKED (-7)
/* buffer.too_small: The output buffer is too small; nothing changed.
   Repeat the call with a buffer of the size that was returned. */
#define CKEY_E_BUFFER_TOO_SMALL (-8)
/* handle.poisoned: An earlier call on the handle failed inside the library; its state is unknown.
   Close the handle and start again; other handles are not affected. */
#define CKEY_E_POISONED (-9)
/* stream.state: The stream has finished or failed.
   Free it and start another one. */
#define CKEY_E_STREAM_STATE (-10)
/* sealed.header: The header of the sealed object was refused.
   Check that the bytes are a whole sealed object of this scope. */
#define CKEY_E_SEALED_HEADER (-101)
/* sealed.data_key: The data key of the sealed object does not open.
   Check the scope, the encryption context, and the wrapped key of a detached object. */
#define CKEY_E_SEALED_DATA_KEY (-102)
/* sealed.commitment: The sealed object is not committed to its data key.
   Restore the object from a copy. */
#define CKEY_E_SEALED_COMMITMENT (-103)
/* sealed.length: The sealed object was cut off or extended.
   Restore the object from a copy. */
#define CKEY_E_SEALED_LENGTH (-104)
/* sealed.frame: A frame of the sealed object does not authenticate.
   Restore the object from a copy. */
#define CKEY_E_SEALED_FRAME (-105)
/* context.invalid: The encryption context is not canonical or breaks a limit.
   Make it by ckey_context_encode. */
#define CKEY_E_CONTEXT (-106)
/* sealed.limit: A limit of the sealed-object format is reached.
   Divide the data into several objects. */
#define CKEY_E_LIMIT (-107)
/* key.unavailable: No root key gave the key of the scope.
   See the message for each root; repeat when a vault answers again. */
#define CKEY_E_KEY_UNAVAILABLE (-201)
/* key.access_denied: The owner of the root keys has withdrawn access, or the account may not do this.
   Restore access to a root key, or take the purge back; or sign in as an account that may. */
#define CKEY_E_ACCESS_DENIED (-202)
/* key.version: The scope has no key of the version that sealed the object.
   Check that the object belongs to this scope and this tenant. */
#define CKEY_E_KEY_VERSION (-203)
/* vault.unavailable: A key vault did not answer.
   Repeat when the vault answers again. */
#define CKEY_E_VAULT_UNAVAILABLE (-301)
/* state.failed: The state of the tenant could not be read or written.
   See the message; check the tenant with Test-CustomerKeyTenant. */
#define CKEY_E_STATE (-401)
/* source.failed: The file of a sealed object could not be read.
   Check the path and its permissions. */
#define CKEY_E_SOURCE (-402)
/* state.locked: The secrets of the tenant do not open: the passphrase or the master key is missing or another one.
   Give the right one: CUSTOMER_KEY_PASSPHRASE, ckey_session_secret, or CUSTOMER_KEY_MASTER_KEY_FILE. */
#define CKEY_E_LOCKED (-403)
/* state.busy: Somebody else was changing the same in the tenant.
   Repeat it. */
#define CKEY_E_STATE_BUSY (-404)
/* call.refused: The tenant refused what was asked.
   See the message. */
#define CKEY_E_REFUSED (-501)
/* call.not_found: There is no such object.
   See the message. */
#define CKEY_E_NOT_FOUND (-502)
/* call.cancelled: The call was cancelled.
   Repeat it. */
#define CKEY_E_CANCELLED (-503)
/* call.declined: A question of the call was answered by no; what it asked about was not done.
   Repeat it and answer yes. */
#define CKEY_E_DECLINED (-504)
/* call.unanswered: A question of the call was not answered; what it asked about was not done.
   Answer by ckey_call_answer before the next ckey_call_next, or give the cmdlet -Confirm:$false or -Force. */
#define CKEY_E_UNANSWERED (-505)
/* call.timed_out: What was waited for did not come within the time that was given.
   Repeat it, or give it more time. */
#define CKEY_E_TIMED_OUT (-506)
/* library.internal: The library failed; this is a defect of it.
   Close the handle, and report the message with the version of the library. */
#define CKEY_E_INTERNAL (-901)
/* library.out_of_handles: Too many handles are open.
   Close handles that are no longer needed. */
#define CKEY_E_OUT_OF_HANDLES (-902)
/* library.out_of_threads: The system gives no further thread.
   Read or free calls that are open, or raise the limit of threads. */
#define CKEY_E_OUT_OF_THREADS (-903)


/*
 Plaintext bytes in a full group of the objects that this library seals: what
 `ckey_seal_update_in_place` seals at once.
 */
#define CKEY_GROUP_LEN 1048576

/*
 Bytes of such a group when it is sealed: the size of the buffer of `ckey_seal_update_in_place`.
 */
#define CKEY_SEALED_GROUP_LEN 1048832

/*
 Bytes of the longest header: as much of an object, or all of a shorter one, is enough for
 `ckey_inspect` and `ckey_open_start`.
 */
#define CKEY_HEADER_MAX 144

/*
 Bytes of a wrapped data key.
 */
#define CKEY_WRAPPED_KEY_LEN 48

/*
 A call of a cmdlet. An opaque handle, never an address.
 */
typedef struct ckey_call ckey_call;

/*
 An error, owned by the caller that received it. An opaque handle, never an address.
 */
typedef struct ckey_error ckey_error;

/*
 How long data functions wait, and what stops them. An opaque handle, never an address.
 */
typedef struct ckey_limit ckey_limit;

/*
 A stream being opened. An opaque handle, never an address.
 */
typedef struct ckey_open ckey_open;

/*
 An object that is read at offsets. An opaque handle, never an address.
 */
typedef struct ckey_reader ckey_reader;

/*
 A lease on a scope. An opaque handle, never an address.
 */
typedef struct ckey_scope ckey_scope;

/*
 A stream being sealed. An opaque handle, never an address.
 */
typedef struct ckey_seal ckey_seal;

/*
 A session. An opaque handle, never an address.
 */
typedef struct ckey_session ckey_session;

/*
 0 or more: success; negative: one of the `CKEY_E_...` errors.
 */
typedef int32_t ckey_status;

/*
 Bytes that the library hands out, for example a sealed item.

 All zeroes (`ckey_buffer buffer = {0};`) before its first use: what a function gets must be
 empty. `data` is NULL when `len` is 0. The caller that received it frees it with `ckey_buffer_free`,
 which wipes it first. Do not change its members.
 */
typedef struct {
    /*
     The bytes.
     */
    uint8_t *data;
    /*
     How many there are.
     */
    size_t len;
    /*
     How many were allocated.
     */
    size_t cap;
} ckey_buffer;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 The version of the binary interface. The first call of every program; compare the result with
 `CKEY_ABI_VERSION`.

 - Ownership: nothing changes hands.
 - Threading: any thread, at any time, also in a forked child.
 - Errors: none.
 - Since: 0.1
 */
uint32_t ckey_abi_version(void);

/*
 The status of an error: what the failed function returned.

 - Ownership: nothing changes hands.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `code` may be written.
 */
ckey_status ckey_error_code(const ckey_error *error, int32_t *code);

/*
 The stable dotted name of an error's status, such as `handle.busy`, NUL-terminated.

 - Ownership: a constant of the library; do not free it.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `name` may be written.
 */
ckey_status ckey_error_name(const ckey_error *error, const char **name);

/*
 The category of an error's status, a name of PowerShell's `ErrorCategory` such as
 `PermissionDenied`, NUL-terminated. The JSON document may name a narrower one.

 - Ownership: a constant of the library; do not free it.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `category` may be written.
 */
ckey_status ckey_error_category(const ckey_error *error, const char **category);

/*
 Whether the failed call may succeed when it is repeated later with nothing else changed: 1 or 0.

 - Ownership: nothing changes hands.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `retryable` may be written.
 */
ckey_status ckey_error_retryable(const ckey_error *error, int32_t *retryable);

/*
 An error as a JSON document in UTF-8: `id`, `category`, `message`, `target`, `fix`, `code`,
 `name`, `retryable`, and for an error of a cmdlet what its error records have besides; where
 both customer keys of a policy failed, `roots` says of each its `key`, the `reason` by its
 stable name, its `class` (`explicit`, `system` or `request`) and the `message`. Not
 NUL-terminated.

 - Ownership: the text is the error's, and valid until `ckey_error_free`.
 - Threading: any thread; not while another one frees the error.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `json` and `len` may be written.
 */
ckey_status ckey_error_message(const ckey_error *error, const uint8_t **json, size_t *len);

/*
 Frees an error. NULL is allowed; freeing twice is harmless.

 - Ownership: takes the error; texts that `ckey_error_message` gave end with it.
 - Threading: any thread.
 - Errors: none; what is no error handle is left alone.
 - Since: 0.1
 - Requires: No text of `ckey_error_message` of this error is used afterwards.
 */
void ckey_error_free(ckey_error *error);

/*
 Wipes and frees the bytes of a buffer, and clears the struct; doing it again is harmless.

 - Ownership: the bytes go back to the library; the struct stays the caller's.
 - Threading: any thread; not while another one uses the same buffer.
 - Errors: none; 0 is returned, also for NULL.
 - Since: 0.1
 - Requires: `buffer` is NULL, all zeroes, or as a function of this library filled it.
 */
ckey_status ckey_buffer_free(ckey_buffer *buffer);

/*
 Opens a session. `options_json` is a JSON object, or nothing at all: `{"tenant": "/folder",
 "environment": {"CUSTOMER_KEY_TENANT": "/folder", ...}, "backend": "aws-lc-rs", "manualJobs":
 false, "nonDumpable": false, "closeAtExit": false, "rememberTenant": false, "azureModule":
 "Az.KeyVault", "tellsOperations": false, "observes": false, "program": "/folder/customer-key"}`, every part optional. `nonDumpable`
 takes the whole process out of core dumps and of the reach of debuggers, for good (Linux).
 `closeAtExit` closes the session when the process calls `exit` or returns from `main`, so that no
 journal stays beside the tenant (not on Windows). `rememberTenant` keeps the tenant that a cmdlet
 opens for the next program of this user. `azureModule` names what works on Azure's vaults in the
 same process: the session then opens and makes no tenant with embedded roots
 (`RealModuleLoaded`). `tellsOperations` lets each call tell by an `operation` record which call it
 is in the audit log. `observes` makes a session that only looks, as the tenant's administrator
 whoever is signed in: cmdlets but `Get-...`, `Test-...` and `Search-...` are `SessionObserves`.
 `program` is the program `customer-key` of the same version, which `Start-CustomerKeyServer` starts.

 An `environment` that is given, also an empty one, is the only one that the session reads.
 Without it the session reads the process's, here and never later: `CUSTOMER_KEY_TENANT` (the
 tenant's folder), `CUSTOMER_KEY_PASSPHRASE`, `CUSTOMER_KEY_MASTER_KEY_FILE`,
 `CUSTOMER_KEY_BACKEND`, `CUSTOMER_KEY_JOBS` (`manual`), what a sign-in to Azure's vaults takes
 (`AZURE_...`, `IDENTITY_...`; docs/azure.md), `XDG_DATA_HOME`, `XDG_CONFIG_HOME` and
 `HOME` (on Windows `LOCALAPPDATA`, `APPDATA` and `USERPROFILE`), and `USER`, `LOGNAME` or
 `USERNAME`. The session works on `tenant`, else on `CUSTOMER_KEY_TENANT`, else on the tenant that the user opened
 last, else on the default one in the data folder. A named tenant that is not there is
 `TenantNotFound` (`CKEY_E_NOT_FOUND`), and so is none at all: only `New-CustomerKeyTenant`,
 `Connect-...` and cmdlets that change something make the default one, no other function and no
 cmdlet that reads.

 - Ownership: `*session` is the caller's, to be closed by `ckey_session_close`. A process may end
   without closing it.
 - Threading: any thread; a session may be used by many threads at once.
 - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_NOT_JSON` for
   options that cannot be read, `CKEY_E_REFUSED` for a backend or a way of working jobs that does
   not exist, `CKEY_E_LOCKED` for an empty passphrase, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.1
 - Requires: `options_json` is readable for `len` bytes; `session` may be written, `error` is NULL or may be
 written.
 */
ckey_status ckey_session_open(const uint8_t *options_json,
                              size_t len,
                              ckey_session **session,
                              ckey_error **error);

/*
 Closes a session. What was opened in it goes on until it is freed itself.

 - Ownership: takes the session.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was closed already, which is harmless;
   `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_session_close(ckey_session *session);

/*
 Hands a secret over, outside every JSON document. `environment:CUSTOMER_KEY_PASSPHRASE` stays
 for the session and seals or opens the secret store; `environment:AZURE_CLIENT_SECRET` stays as
 well, for tenants that are opened later whose vaults are Azure's. `parameter:NAME`, NAME being letters and
 digits, is for the next call, whose arguments say `{"secret": "parameter:NAME"}`; it is wiped
 when that call ends. A call that does not use it wipes it too and says so in a warning; one that
 names a secret that was not handed over fails. Every other name is refused: what is misspelt
 would protect nothing.

 - Ownership: the bytes are copied into locked memory; the caller wipes its own.
 - Threading: any thread. A `parameter:` secret goes to whichever call starts next.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for a name that is none of
   these, `CKEY_E_NOT_TEXT`, `CKEY_E_TOO_LARGE` (1 MiB), `CKEY_E_REFUSED` after the session was
   closed, `CKEY_E_FORKED`, `CKEY_E_LOCKED`.
 - Since: 0.1
 - Requires: `name` is readable for `name_len` bytes, `bytes` for `len`; `error` is NULL or may be written.
 */
ckey_status ckey_session_secret(ckey_session *session,
                                const uint8_t *name,
                                size_t name_len,
                                const uint8_t *bytes,
                                size_t len,
                                ckey_error **error);

/*
 Starts a cmdlet, named in any case. `arguments_json` is nothing at all, or `{"parameters": {...},
 "positional": [...], "whatIf": false, "location": "/folder"}`, every part optional. A text is a
 text, a switch `true`, a list a list, `$null` `null`, a date `"2026-11-22T10:00:00Z"`, a span of
 time seconds or `"1.02:30:00"`, a secret `{"secret": "parameter:NAME"}`; `"Confirm": false` answers
 every question by yes. `docs/calling.md` has the rest, with a worked call in C and in Python.

 A call that nobody reads may wait for its turn: 32 run at once, and whoever reads one lets it
 begin.

 - Ownership: `*call` is the caller's, to be freed by `ckey_call_free`; it keeps its session
   alive.
 - Threading: any thread; a session has many calls open at once, also interleaved on one thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_NOT_TEXT`,
   `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_NOT_FOUND` for an unknown cmdlet,
   `CKEY_E_NOT_JSON` for arguments that are no such document, `CKEY_E_REFUSED` after the session
   was closed, `CKEY_E_POISONED`, `CKEY_E_OUT_OF_HANDLES`, `CKEY_E_OUT_OF_THREADS`. What is wrong
   with a parameter comes as an `error` record.
 - Since: 0.1
 - Requires: `cmdlet` is readable for `cmdlet_len` bytes, `arguments_json` for `len`; `call` may be written,
 `error` is NULL or may be written.
 */
ckey_status ckey_call_start(ckey_session *session,
                            const uint8_t *cmdlet,
                            size_t cmdlet_len,
                            const uint8_t *arguments_json,
                            size_t len,
                            ckey_call **call,
                            ckey_error **error);

/*
 The next record: UTF-8, whose first line is a JSON head with `stream`; for `output` the rest is
 a JSON array of at most 1000 objects. The head of a type's first record has `columns`: the name
 of each property and its kind (`text`, `int`, another type, …); `docs/records.md` describes them.

 Returns 1: a record; 2: none within `timeout_ms`; 0: the call has finished, and every record was
 read.

 A record whose `stream` is `confirm` is a question: the cmdlet waits for `ckey_call_answer`. The
 next `ckey_call_next` without one leaves the question unanswered: what it asked about is not
 done, and the call's status is `CKEY_E_UNANSWERED`.

 - Ownership: the record is the call's, and valid until the next use of the call.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`,
   `CKEY_E_FORKED`, `CKEY_E_OUT_OF_THREADS` for a call that has not begun. What goes wrong in the
   cmdlet comes as an `error` record.
 - Since: 0.1
 - Requires: `record` and `len` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_call_next(ckey_call *call, uint32_t timeout_ms, const uint8_t **record, size_t *len, ckey_error **error);

/*
 Answers the `confirm` record that `ckey_call_next` gave last: 1 yes, 0 no. Without a question it
 does nothing. What a question that is answered by no asked about is not done, and the call's
 status is `CKEY_E_DECLINED`; a cmdlet that asks about several things goes on with the others.

 - Ownership: nothing changes hands.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`,
   `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_call_answer(ckey_call *call, int32_t yes);

/*
 Cancels a call: a wait for a vault ends within 100 ms. Its records end soon; repeating it, or
 cancelling a finished call, does nothing.

 - Ownership: nothing changes hands; the call is still to be freed.
 - Threading: any thread, also while another one uses the call. The only such function.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_POISONED`, `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_call_cancel(ckey_call *call);

/*
 Whether the call did what was asked: 0 only if it finished without an error record and every
 question was answered by yes. Otherwise `*error` is the first error record; where there is none,
 `CKEY_E_UNANSWERED` if a question had no answer, else `CKEY_E_DECLINED`. No record tells of
 these two: whether a no of the user's is an error is the host's to say (to PowerShell it is
 none).

 - Ownership: `*error` is the caller's.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
   `CKEY_E_CANCELLED`, `CKEY_E_DECLINED`, `CKEY_E_UNANSWERED`, `CKEY_E_REFUSED`,
   `CKEY_E_NOT_FOUND`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`,
   `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`,
   `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_KEY_VERSION`,
   `CKEY_E_LOCKED`, `CKEY_E_STATE_BUSY`, `CKEY_E_TIMED_OUT`; `CKEY_E_BUSY` also before its end.
 - Since: 0.1
 - Requires: `error` is NULL or may be written.
 */
ckey_status ckey_call_status(ckey_call *call, ckey_error **error);

/*
 Frees a call, and cancels it if it has not finished; waits at most 100 ms for a vault.

 - Ownership: takes the call and the record it gave last.
 - Threading: any thread, but not while another one uses the call.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
   `CKEY_E_BUSY`, and the call goes on; `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: The record that the call gave last is not used afterwards.
 */
ckey_status ckey_call_free(ckey_call *call);

/*
 Makes a limit: each function under it waits at most `timeout_ms` for key vaults, and for other
 threads that wait for them, and then fails by `CKEY_E_TIMED_OUT`; 0 is no limit of time. Without
 a limit a function waits as long as the tenant's vaults may take: what `Set-CustomerKeyTenant
 -RootTimeout` says (2 s, at most 60 s) for each of two keys. A limit takes effect by
 `ckey_scope_open_limited` and `ckey_scope_limited`.

 A wait that a limit ended says nothing about the keys: it is no outage, uses no availability
 key, and is not remembered.

 - Ownership: `*limit` is the caller's, to be freed by `ckey_limit_free`.
 - Threading: any thread; many functions may be under one limit at once.
 - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.2
 - Requires: `limit` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_limit_new(uint32_t timeout_ms, ckey_limit **limit, ckey_error **error);

/*
 Cancels everything under a limit, now and from now on: functions that wait return
 `CKEY_E_CANCELLED` within 100 ms, later ones at once. Repeating it does nothing.

 - Ownership: nothing changes hands; the limit is still to be freed.
 - Threading: any thread, also while others are under the limit.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`.
 - Since: 0.2
 - Requires: None: any value may be given.
 */
ckey_status ckey_limit_cancel(ckey_limit *limit);

/*
 Frees a limit. Scopes, streams and readers under it stay under it, and nothing can cancel them
 any more.

 - Ownership: takes the limit.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless,
   `CKEY_E_FORKED`.
 - Since: 0.2
 - Requires: None: any value may be given.
 */
ckey_status ckey_limit_free(ckey_limit *limit);

/*
 Opens a scope of the session's tenant: `{"mailbox": "anna@contoso.com"}`, `{"workload":
 "TeamsChats"}` (`Get-CustomerKeyWorkload` lists them), or `{"application": "ledger"}`, which is
 made on first use, or `{"site": "https://contoso.sharepoint.com/sites/finance"}`, whose files
 `ckey_file_read_at` and `ckey_file_write_at` read and write. An application is under its own
 policy (`Set-CustomerKeyApplication`), else under the multi-workload policy that is assigned to
 the tenant; both ask the vaults as the application `c066d759-24ae-40e7-a56f-027002b5d3e4`.
 **With neither, and for a mailbox without a policy, the tenant's service-managed keys protect
 it**: `ckey_scope_describe` tells which policy does, and warns.

 The lease renews itself through the read path of the tenant; when the customer's root keys
 refuse, sealing and opening end with that error, also of streams and readers that are open.
 Taking access away from the keys bites when the lease ends: after the lifetime of cached keys (5
 minutes unless `Set-CustomerKeyTenant -MailboxCacheLifetime` says otherwise; at once with
 `-CacheEnabled:$false`), and within 10 ms after `Clear-CustomerKeyCache`, an unassignment or a
 purge in any process of the tenant.

 Each opening is one record of the audit log, under the account that is signed in to Exchange
 Online, unless `Set-CustomerKeyTenant -AuditReads $false`; a refused one always is. Where
 nothing can be recorded, the scope opens, `ckey_scope_describe` warns, and the availability key
 is not used.

 It is opened as the account that the session's user is signed in as (`Connect-ExchangeOnline`);
 where nobody is, as the owner. An owner opens every scope, another account only its own mailbox:
 `AccountNotPermitted`, `AccountUnknown`, and `SignInFailed` after a sign-in that failed (all
 `CKEY_E_ACCESS_DENIED`). Judged when the scope is opened.

 No tenant is made: without one it is `TenantNotFound` (`CKEY_E_NOT_FOUND`), see
 `ckey_session_open`.

 - Ownership: `*scope` is the caller's, to be closed by `ckey_scope_close`; it outlives its
   session.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for an empty name,
   `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON` for what is no selector, `CKEY_E_NOT_FOUND`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`,
   `CKEY_E_REFUSED`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_LOCKED`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.1
 - Requires: `selector_json` is readable for `len` bytes; `scope` may be written, `error` is NULL or may be
 written.
 */
ckey_status ckey_scope_open(ckey_session *session,
                            const uint8_t *selector_json,
                            size_t len,
                            ckey_scope **scope,
                            ckey_error **error);

/*
 As `ckey_scope_open`, within a limit, which then holds for everything that is done with the
 scope, also by the streams and readers that are made from it: sealing, opening and reading at an
 offset wait for key vaults, and for other threads that do, only so long.

 - Ownership: `*scope` is the caller's, to be closed by `ckey_scope_close`; it outlives its
   session, and keeps the limit alive.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_NOT_JSON`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_KEY_UNAVAILABLE`,
   `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`, `CKEY_E_LOCKED`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_REFUSED`, `CKEY_E_NOT_FOUND`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.2
 - Requires: As `ckey_scope_open`.
 */
ckey_status ckey_scope_open_limited(ckey_session *session,
                                    const uint8_t *selector_json,
                                    size_t len,
                                    const ckey_limit *limit,
                                    ckey_scope **scope,
                                    ckey_error **error);

/*
 Another handle of the same scope, under a limit of its own: so that each of many users of one
 scope can be stopped alone. Opens nothing, asks no vault, and leaves no record.

 - Ownership: `*limited` is the caller's, to be closed by `ckey_scope_close`; the two handles
   outlive each other. It keeps the limit alive.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`,
   `CKEY_E_POISONED`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.2
 - Requires: `limited` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_scope_limited(const ckey_scope *scope, const ckey_limit *limit, ckey_scope **limited, ckey_error **error);

/*
 What protects a scope now, as a JSON document: `scope` (its name), `kind` (`Mailbox`,
 `Workload`, `Application`), `policy` (the name of the policy above its newest key), `policyKind`
 (`Mailbox`, `MultiWorkload`, `ServiceManaged`), `isCustomerManaged`, `dataEncryptionPolicyId`
 (the generation, or null), `leaseSeconds` (how long it may go on after access to the root keys
 was withdrawn), and `warning`: null, or a sentence for anyone who relies on it, where no data
 encryption policy protects the scope.

 - Ownership: `*json` is the caller's, to be freed by `ckey_buffer_free`.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_STATE`, `CKEY_E_FORKED`,
   `CKEY_E_POISONED`, `CKEY_E_STATE_BUSY`.
 - Since: 0.2
 - Requires: `json` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_scope_describe(const ckey_scope *scope, ckey_buffer *json, ckey_error **error);

/*
 Closes a scope. Streams that were started from it go on.

 - Ownership: takes the scope.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was closed already, which is harmless;
   `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_scope_close(ckey_scope *scope);

/*
 Encodes an encryption context from a JSON object of texts, such as `{"mailbox": "anna", "item":
 "42"}`, to the bytes that the data functions take. Keys in any order; the same pairs give the
 same bytes. A context is not secret and is not stored in the object: anyone who opens it must
 give the same one.

 - Ownership: `*context` is the caller's, to be freed by `ckey_buffer_free`.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON`, `CKEY_E_CONTEXT`
   beyond 64 pairs, 256 bytes a key, 4096 bytes a value or 8192 bytes in all.
 - Since: 0.1
 - Requires: `json` is readable for `len` bytes; `context` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_context_encode(const uint8_t *json, size_t len, ckey_buffer *context, ckey_error **error);

/*
 Seals one item under the scope's newest key. With `wrapped_key` NULL the object is attached: it
 carries its wrapped data key. Otherwise it is detached, and anyone who opens it gives the 48
 bytes of `*wrapped_key` too.

 - Ownership: `*object` and `*wrapped_key` are the caller's, to be freed by `ckey_buffer_free`.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`,
   `CKEY_E_POISONED`, `CKEY_E_LIMIT`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `context` is readable for `context_len` bytes, `item` for `len`; `object` may be written;
 `wrapped_key` and `error` are NULL or may be written.
 */
ckey_status ckey_scope_seal(const ckey_scope *scope,
                            const uint8_t *context,
                            size_t context_len,
                            const uint8_t *item,
                            size_t len,
                            ckey_buffer *object,
                            ckey_buffer *wrapped_key,
                            ckey_error **error);

/*
 Opens one item that is whole in memory. Nothing of it is released before all of it is verified.
 `wrapped_key` is that of a detached object, and empty for an attached one.

 - Ownership: `*item` is the caller's, to be freed by `ckey_buffer_free`, which wipes it.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_CONTEXT`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`,
   `CKEY_E_KEY_VERSION`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_POISONED`,
   `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: `context` is readable for `context_len` bytes, `wrapped_key` for `wrapped_key_len`, `object` for
 `len`; `item` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_scope_open_item(const ckey_scope *scope,
                                 const uint8_t *context,
                                 size_t context_len,
                                 const uint8_t *wrapped_key,
                                 size_t wrapped_key_len,
                                 const uint8_t *object,
                                 size_t len,
                                 ckey_buffer *item,
                                 ckey_error **error);

/*
 As `ckey_scope_seal`, to the front of the caller's buffer: `*written` bytes of `object`, which
 `ckey_seal_bound` foretells. With `wrapped_key_len` 0 the object is attached; with
 `CKEY_WRAPPED_KEY_LEN` it is detached, and `wrapped_key` gets its wrapped data key.

 - Ownership: nothing changes hands.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for another
   `wrapped_key_len`, `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`,
   `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_CONTEXT`, `CKEY_E_LIMIT`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.2
 - Requires: `context` is readable for `context_len` bytes, `item` for `len`; `object` is writable for `cap`
 bytes and `wrapped_key` for `wrapped_key_len`, and they overlap nothing else; `written` may be
 written, `error` is NULL or may be written.
 */
ckey_status ckey_scope_seal_into(const ckey_scope *scope,
                                 const uint8_t *context,
                                 size_t context_len,
                                 const uint8_t *item,
                                 size_t len,
                                 uint8_t *object,
                                 size_t cap,
                                 size_t *written,
                                 uint8_t *wrapped_key,
                                 size_t wrapped_key_len,
                                 ckey_error **error);

/*
 As `ckey_scope_open_item`, to the front of the caller's buffer: `*written` bytes of `item`, at
 most `len`. Nothing is released before all of it is verified: if anything fails, `item` is wiped.

 - Ownership: nothing changes hands; wiping the item is the caller's.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUFFER_TOO_SMALL` with the
   size needed in `*written`, `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`,
   `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`,
   `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`,
   `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.2
 - Requires: `context` is readable for `context_len` bytes, `wrapped_key` for `wrapped_key_len`, `object` for
 `len`; `item` is writable for `cap` bytes and overlaps none of them; `written` may be written,
 `error` is NULL or may be written.
 */
ckey_status ckey_scope_open_item_into(const ckey_scope *scope,
                                      const uint8_t *context,
                                      size_t context_len,
                                      const uint8_t *wrapped_key,
                                      size_t wrapped_key_len,
                                      const uint8_t *object,
                                      size_t len,
                                      uint8_t *item,
                                      size_t cap,
                                      size_t *written,
                                      ckey_error **error);

/*
 An upper bound of the sealed length of `plaintext_len` bytes: exact for the attached form, 48
 bytes too many for the detached.

 - Ownership: nothing changes hands.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_LIMIT` beyond 8 TiB.
 - Since: 0.1
 - Requires: `bound` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_seal_bound(uint64_t plaintext_len, uint64_t *bound, ckey_error **error);

/*
 Begins to seal a stream under the scope's newest key. The object is `*header`, then what every
 update and the finish give. With `wrapped_key` NULL it is attached; otherwise detached, and
 `*wrapped_key` is to be kept beside it. An object whose finish never came opens nowhere.

 - Ownership: `*seal` is the caller's, to be freed by `ckey_seal_free`; `*header` and
   `*wrapped_key` by `ckey_buffer_free`. The stream keeps the scope alive.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`,
   `CKEY_E_POISONED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.1
 - Requires: `context` is readable for `context_len` bytes; `header` and `seal` may be written; `wrapped_key`
 and `error` are NULL or may be written.
 */
ckey_status ckey_seal_start(const ckey_scope *scope,
                            const uint8_t *context,
                            size_t context_len,
                            ckey_buffer *header,
                            ckey_buffer *wrapped_key,
                            ckey_seal **seal,
                            ckey_error **error);

/*
 Seals the next bytes of the stream, of any number, to another buffer. Some are held back until
 more comes: `*written` may be less or more than `len`, and is never more than `len + 65536 +
 256` and 16 bytes for each 64 KiB of `len`.

 - Ownership: nothing changes hands. `data` and `out` must not overlap.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`, `CKEY_E_STREAM_STATE`,
   `CKEY_E_LIMIT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_KEY_UNAVAILABLE`,
   `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `data` is readable for `len` bytes, `out` writable for `cap`, and the two do not overlap;
 `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_seal_update(ckey_seal *seal,
                             const uint8_t *data,
                             size_t len,
                             uint8_t *out,
                             size_t cap,
                             size_t *written,
                             ckey_error **error);

/*
 Seals one whole group where it lies: `buffer` has `CKEY_SEALED_GROUP_LEN` bytes, of which the
 first `CKEY_GROUP_LEN` are plaintext, and is to be written as a whole afterwards. More must
 follow: the last piece, of at least one byte, goes to a finish.

 - Ownership: nothing changes hands.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for another length or after a
   `ckey_seal_update` that ended inside a group, `CKEY_E_STREAM_STATE`, `CKEY_E_LIMIT`,
   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
 may be written.
 */
ckey_status ckey_seal_update_in_place(ckey_seal *seal, uint8_t *buffer, size_t len, size_t *written, ckey_error **error);

/*
 Seals what was held back and ends the object. At most 65,536 + 272 bytes are written.

 - Ownership: nothing changes hands; the stream is still to be freed.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also where nothing followed a
   `ckey_seal_update_in_place`, `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`,
   `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_LIMIT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `out` is writable for `cap` bytes; `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_seal_finish(ckey_seal *seal, uint8_t *out, size_t cap, size_t *written, ckey_error **error);

/*
 Seals the last `len` bytes, at most a group, where they are at the front of `buffer`, and ends
 the object. `*written` bytes at its front are to be written: `len`, and 16 for each 64 KiB
 begun, at least 16; `cap` must have room for them.

 - Ownership: nothing changes hands; the stream is still to be freed.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for more than a group, for nothing
   although something came before, or after a `ckey_seal_update` that ended inside a group,
   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`, `CKEY_E_STREAM_STATE`,
   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`, `CKEY_E_LIMIT`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `buffer` is readable and writable for `cap` bytes; `written` may be written, `error` is NULL or
 may be written.
 */
ckey_status ckey_seal_finish_in_place(ckey_seal *seal,
                                      uint8_t *buffer,
                                      size_t cap,
                                      size_t len,
                                      size_t *written,
                                      ckey_error **error);

/*
 Frees a stream, finished or not.

 - Ownership: takes the stream.
 - Threading: any thread, but not while another one uses the stream.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
   `CKEY_E_BUSY`; `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_seal_free(ckey_seal *seal);

/*
 Begins to open a stream. `head` is the beginning of the object: `CKEY_HEADER_MAX` bytes, or all
 of a shorter one. The updates go on with what follows its first `*header_len` bytes. Each frame
 is released once it is verified; **what was released is complete only when the finish
 succeeds**: until then the object may have been cut off.

 - Ownership: `*open` is the caller's, to be freed by `ckey_open_free`. The stream keeps the
   scope alive.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_CONTEXT`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_KEY_VERSION`, `CKEY_E_KEY_UNAVAILABLE`,
   `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.1
 - Requires: `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
 `wrapped_key_len`, `head` for `head_len`; `header_len` and `open` may be written;
 `sealed_group_len` (what `ckey_open_update_in_place` takes) and `error` are NULL or may be
 written.
 */
ckey_status ckey_open_start(const ckey_scope *scope,
                            const uint8_t *context,
                            size_t context_len,
                            const uint8_t *wrapped_key,
                            size_t wrapped_key_len,
                            const uint8_t *head,
                            size_t head_len,
                            size_t *header_len,
                            size_t *sealed_group_len,
                            ckey_open **open,
                            ckey_error **error);

/*
 Takes the next bytes of the object, of any number, and writes verified plaintext to another
 buffer. Some are held back until more comes. Pieces of the `sealed_group_len` bytes that
 `ckey_open_start` named are opened in one pass; of any others, what the tags at the end of its
 group have not verified yet is copied first, which takes about half as long again.

 - Ownership: nothing changes hands. `data` and `out` must not overlap.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written` (`len` and a group are always
   enough), `CKEY_E_SEALED_FRAME` (`out` is wiped and the stream has failed),
   `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `data` is readable for `len` bytes, `out` writable for `cap`, and the two do not overlap;
 `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_open_update(ckey_open *open,
                             const uint8_t *data,
                             size_t len,
                             uint8_t *out,
                             size_t cap,
                             size_t *written,
                             ckey_error **error);

/*
 Opens one whole group where it lies: `buffer` has the `sealed_group_len` bytes that
 `ckey_open_start` named, and `*written` bytes of plaintext are at its front afterwards. More
 must follow: the object's last piece, a whole group or less, goes to a finish.

 - Ownership: nothing changes hands.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for another length or after a
   `ckey_open_update` that ended inside a group, `CKEY_E_SEALED_FRAME` (`buffer` is wiped and the
   stream has failed), `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
   `CKEY_E_TOO_LARGE`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`,
   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
 may be written.
 */
ckey_status ckey_open_update_in_place(ckey_open *open, uint8_t *buffer, size_t len, size_t *written, ckey_error **error);

/*
 Opens what was held back, which must end the object. Only now is what was released known to be
 complete.

 - Ownership: nothing changes hands; the stream is still to be freed.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUFFER_TOO_SMALL` with the
   size needed in `*written` (a group is always enough), `CKEY_E_SEALED_LENGTH` and
   `CKEY_E_SEALED_FRAME` if the object was cut off or changed, `CKEY_E_STREAM_STATE`,
   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `out` is writable for `cap` bytes; `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_open_finish(ckey_open *open, uint8_t *out, size_t cap, size_t *written, ckey_error **error);

/*
 Opens the object's last piece, a whole group or less, where it lies; `*written` bytes of
 plaintext are at its front afterwards.

 - Ownership: nothing changes hands; the stream is still to be freed.
 - Threading: one thread at a time.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for more than a group or after a
   `ckey_open_update` that ended inside a group, `CKEY_E_SEALED_LENGTH` and `CKEY_E_SEALED_FRAME`
   if the object was cut off or changed (`buffer` is wiped), `CKEY_E_STREAM_STATE`,
   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_BUFFER_TOO_SMALL`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
 may be written.
 */
ckey_status ckey_open_finish_in_place(ckey_open *open, uint8_t *buffer, size_t len, size_t *written, ckey_error **error);

/*
 Frees a stream, finished or not.

 - Ownership: takes the stream.
 - Threading: any thread, but not while another one uses the stream.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
   `CKEY_E_BUSY`; `CKEY_E_FORKED`.
 - Since: 0.1
 - Requires: None: any value may be given.
 */
ckey_status ckey_open_free(ckey_open *open);

/*
 Reads plaintext of an object in memory from `offset` on, both in bytes of plaintext. The
 object's length and every frame that is touched are verified, and nothing else. `*written` is
 less than `cap` only at the end of the object. Who reads an object more than once opens a
 `ckey_reader`, which derives its key and verifies its last frame once.

 - Ownership: nothing changes hands. `object` and `out` must not overlap.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`; `out` is wiped when a frame is
   refused.
 - Since: 0.1
 - Requires: `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
 `wrapped_key_len`, `object` for `len`; `out` is writable for `cap` bytes and overlaps none of
 them; `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_read_at(const ckey_scope *scope,
                         const uint8_t *context,
                         size_t context_len,
                         const uint8_t *wrapped_key,
                         size_t wrapped_key_len,
                         const uint8_t *object,
                         size_t len,
                         uint64_t offset,
                         uint8_t *out,
                         size_t cap,
                         size_t *written,
                         ckey_error **error);

/*
 As `ckey_read_at`, of an object in a regular file: a named pipe, a device or a folder is
 refused. `path` is taken as it is; a relative one is relative to the process's working
 directory.

 - Ownership: nothing changes hands; the file is closed on return.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_SOURCE` for a file that cannot be read, `CKEY_E_NOT_TEXT` for a path that is
   no UTF-8, `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.1
 - Requires: As `ckey_read_at`; `path` is readable for `path_len` bytes.
 */
ckey_status ckey_read_at_path(const ckey_scope *scope,
                              const uint8_t *context,
                              size_t context_len,
                              const uint8_t *wrapped_key,
                              size_t wrapped_key_len,
                              const uint8_t *path,
                              size_t path_len,
                              uint64_t offset,
                              uint8_t *out,
                              size_t cap,
                              size_t *written,
                              ckey_error **error);

/*
 Opens an object in memory for many reads. Its key is derived and its last frame, and so its
 length, is verified once; both are kept, the frame in locked memory where the system allows. The
 bytes of the object are not kept: every read gives them again.

 - Ownership: `*reader` is the caller's, to be freed by `ckey_reader_free`. The reader keeps the
   scope alive.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.2
 - Requires: `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
 `wrapped_key_len`, `object` for `len`; `reader` may be written, `error` is NULL or may be
 written.
 */
ckey_status ckey_reader_open(const ckey_scope *scope,
                             const uint8_t *context,
                             size_t context_len,
                             const uint8_t *wrapped_key,
                             size_t wrapped_key_len,
                             const uint8_t *object,
                             size_t len,
                             ckey_reader **reader,
                             ckey_error **error);

/*
 As `ckey_reader_open`, of an object in a regular file, which stays open. `path` is taken as it
 is; a relative one is relative to the process's working directory.

 - Ownership: `*reader` is the caller's, to be freed by `ckey_reader_free`, which closes the
   file. The reader keeps the scope alive.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`,
   `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`,
   `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_SOURCE`, `CKEY_E_STATE_BUSY`,
   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
 - Since: 0.2
 - Requires: As `ckey_reader_open`; `path` is readable for `path_len` bytes.
 */
ckey_status ckey_reader_open_path(const ckey_scope *scope,
                                  const uint8_t *context,
                                  size_t context_len,
                                  const uint8_t *wrapped_key,
                                  size_t wrapped_key_len,
                                  const uint8_t *path,
                                  size_t path_len,
                                  ckey_reader **reader,
                                  ckey_error **error);

/*
 The length of the plaintext, in bytes: authenticated.

 - Ownership: nothing changes hands.
 - Threading: any thread; a reader is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_POISONED`,
   `CKEY_E_FORKED`.
 - Since: 0.2
 - Requires: `length` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_reader_length(const ckey_reader *reader, uint64_t *length, ckey_error **error);

/*
 Reads plaintext from `offset` on, both in bytes of plaintext. `object` and `len` are the same
 object as when the reader was opened, and NULL and 0 for one in a file. Every frame that is
 touched is verified; the last one was when the reader was opened. `*written` is less than `cap`
 only at the end of the object.

 - Ownership: nothing changes hands.
 - Threading: any thread; a reader is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for an object of another
   length, `CKEY_E_TOO_LARGE`, `CKEY_E_SEALED_FRAME` (`out` is wiped), `CKEY_E_SOURCE`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`.
 - Since: 0.2
 - Requires: `object` is readable for `len` bytes, `out` writable for `cap`; `written` may be written,
 `error` is NULL or may be written.
 */
ckey_status ckey_reader_read_at(const ckey_reader *reader,
                                const uint8_t *object,
                                size_t len,
                                uint64_t offset,
                                uint8_t *out,
                                size_t cap,
                                size_t *written,
                                ckey_error **error);

/*
 Frees a reader. Reads that other threads have begun go on to their end.

 - Ownership: takes the reader.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
   `CKEY_E_FORKED`.
 - Since: 0.2
 - Requires: None: any value may be given.
 */
ckey_status ckey_reader_free(ckey_reader *reader);

/*
 How long a file of a site is, in bytes. `id` is the text that `Get-CustomerKeyItem` and
 `Import-CustomerKeyItem` show as its `Identity`.

 - Ownership: nothing changes hands.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND` for no file of the
   scope, or a site that was deleted, `CKEY_E_REFUSED` for an item that is no file of a site,
   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`.
 - Since: 0.2
 - Requires: `id` is readable for `id_len` bytes; `length` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_file_length(const ckey_scope *scope, const uint8_t *id, size_t id_len, uint64_t *length, ckey_error **error);

/*
 Reads a file of a site from `offset` on. The chunks that hold it are verified whole before any
 of it is in `out`, and no others are touched. `*written` is less than `cap` only at the end of
 the file; who goes on at `offset + *written` until it is 0 reads the file as a stream. While
 others write to the file, each call reads it as it is at one moment.

 - Ownership: nothing changes hands.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND`,
   `CKEY_E_REFUSED` for an item that is no file of a site, `CKEY_E_SEALED_HEADER`,
   `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`,
   `CKEY_E_SEALED_FRAME`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
   `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
   `CKEY_E_TIMED_OUT`; `out` is wiped then.
 - Since: 0.2
 - Requires: `id` is readable for `id_len` bytes; `out` is writable for `cap` bytes and does not overlap it;
 `written` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_file_read_at(const ckey_scope *scope,
                              const uint8_t *id,
                              size_t id_len,
                              uint64_t offset,
                              uint8_t *out,
                              size_t cap,
                              size_t *written,
                              ckey_error **error);

/*
 Writes a part of a file of a site anew, from `offset` on: at its end at most, where it grows. The
 chunks that hold the part are sealed again, each under a new key, and the wrapped keys of the old
 ones are gone with the same change. It is durable when the call returns; a crash, a power cut or
 an error leaves the file as it was. What two write at once to one file is both in it. Each call
 is one record of the audit log, and one object of the content store: a long text is written in
 large parts.

 - Ownership: nothing changes hands.
 - Threading: any thread; a scope is used by many threads at once.
 - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND`,
   `CKEY_E_REFUSED` for an item that is no file of a site, an offset beyond its end, or a tenant
   that cannot be written, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`,
   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`,
   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, also where others write to the file again and again,
   `CKEY_E_LIMIT`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
 - Since: 0.2
 - Requires: `id` is readable for `id_len` bytes, `data` for `len`; `error` is NULL or may be written.
 */
ckey_status ckey_file_write_at(const ckey_scope *scope,
                               const uint8_t *id,
                               size_t id_len,
                               uint64_t offset,
                               const uint8_t *data,
                               size_t len,
                               ckey_error **error);

/*
 What the header of a sealed object says, as a JSON document: `form`, `headerLength`,
 `frameLength`, `groupLength`, `sealedGroupLength`, `scope` and `objectId` in hexadecimal,
 `scopeVersion`, and `plaintextLength` if `total` is the length of the whole object (else null).
 Nothing of it is authenticated.

 - Ownership: `*json` is the caller's, to be freed by `ckey_buffer_free`.
 - Threading: any thread.
 - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_SEALED_HEADER`.
 - Since: 0.1
 - Requires: `object` is readable for `len` bytes; `json` may be written, `error` is NULL or may be written.
 */
ckey_status ckey_inspect(const uint8_t *object, size_t len, uint64_t total, ckey_buffer *json, ckey_error **error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CUSTOMER_KEY_H */


#ifndef CUSTOMER_KEY_H_CHECKED
#define CUSTOMER_KEY_H_CHECKED
/* Sizes and alignments that this header relies on. */
typedef char ckey_assert_pointer_is_64_bit[sizeof(void *) == 8 ? 1 : -1];
typedef char ckey_assert_size_is_64_bit[sizeof(size_t) == 8 ? 1 : -1];
typedef char ckey_assert_buffer_size[sizeof(ckey_buffer) == 24 ? 1 : -1];
typedef char ckey_assert_buffer_len[offsetof(ckey_buffer, len) == 8 ? 1 : -1];
typedef char ckey_assert_buffer_cap[offsetof(ckey_buffer, cap) == 16 ? 1 : -1];
#endif
