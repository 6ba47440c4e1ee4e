//! Reading a few bytes of a long object.

use crate::boundary::boundary;
use crate::ckey_status;
use crate::exports::context;
use crate::exports::error::ckey_error;
use crate::exports::scope::ckey_scope;
use crate::failure::{Failure, Result};
use crate::input::{self, MAX_DATA, MAX_PATH};
use crate::keys::Scope;
use crate::output::{required, written};
use crate::status::Status;
use crate::table;
use ckey_crypto::sealed::{Header, RandomAccess, ReadAt};
use ckey_crypto::{CryptoError, EncryptionContext};
use std::fs::File;

/// A sealed object in a file.
struct Source(File);

impl Source {
    fn open(path: &str) -> Result<(Self, u64)> {
        let read = || File::open(path).and_then(|file| Ok((file.metadata()?, file)));
        let (about, file) = read().map_err(|error| Failure::new(Status::Source, format!("{path} cannot be read: {error}.")))?;
        if about.is_file() {
            Ok((Self(file), about.len()))
        } else {
            Err(Failure::new(Status::Source, format!("{path} is no file.")))
        }
    }
}

impl ReadAt for Source {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> ckey_crypto::Result<()> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_exact_at(&self.0, buffer, offset);
        #[cfg(not(unix))]
        let read = {
            use std::io::{Read, Seek, SeekFrom};
            let mut file = &self.0;
            file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(buffer))
        };
        read.map_err(|error| CryptoError::Source(error.to_string()))
    }
}

fn read<R: ReadAt>(
    scope: &Scope,
    context: &EncryptionContext,
    wrapped: &[u8],
    (source, length): (R, u64),
    offset: u64,
    out: &mut [u8],
) -> Result<ckey_crypto::Result<usize>> {
    let mut head = [0; Header::MAX_LEN];
    let head = match head.get_mut(..usize::try_from(length).unwrap_or(usize::MAX)) {
        Some(short) => short,
        None => &mut head,
    };
    source.read_at(0, head)?;
    let wrapped = Some(wrapped).filter(|wrapped| !wrapped.is_empty());
    let object = scope.with_key_of(head, |backend, key| RandomAccess::open(backend, key, context, source, length, wrapped))?;
    Ok(object.read_at(offset, out))
}

/// Reads plaintext of an object in memory from `offset` on, both in bytes of plaintext. The object's length and every frame that is touched
/// are verified, and nothing else. `*written` is less than `cap` only at the end of the object.
///
/// - Ownership: nothing changes hands. `object` and `out` must not overlap.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: as `ckey_scope_open_item`; `out` is wiped when a frame is refused.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for `wrapped_key_len`, `object` for `len`;
/// `out` is writable for `cap` bytes and overlaps none of them; `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_read_at(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    object: *const u8,
    len: usize,
    offset: u64,
    out: *mut u8,
    cap: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(written, "the length"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(object, len, MAX_DATA, "the object"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, context, wrapped, object, out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let length = u64::try_from(object.len()).unwrap_or(u64::MAX);
                self::written(&count, read(&scope, &context, wrapped, (object, length), offset, out)?)
            },
        )
    }
}

/// As `ckey_read_at`, of an object in a file. `path` is taken as it is; a relative one is relative to the process's working directory.
///
/// - Ownership: nothing changes hands; the file is closed on return.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: as `ckey_scope_open_item`, and `CKEY_E_SOURCE` for a file that cannot be read, `CKEY_E_NOT_TEXT` for a path that is no UTF-8.
/// - Since: 0.1
///
/// # Safety
/// As `ckey_read_at`; `path` is readable for `path_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_read_at_path(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    path: *const u8,
    path_len: usize,
    offset: u64,
    out: *mut u8,
    cap: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(written, "the length"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(path, path_len, MAX_PATH, "the path"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, context, wrapped, path, out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let path = input::text(path, "the path")?;
                self::written(&count, read(&scope, &context, wrapped, Source::open(path)?, offset, out)?)
            },
        )
    }
}
