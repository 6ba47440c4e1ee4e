//! The C functions with their errors checked.

use customerkey::exports::{call::*, error::*, item::*, open::*, scope::*, seal::*, session::*};
use customerkey::{ckey_buffer, ckey_error};
use std::path::Path;
use std::ptr::{null, null_mut};

/// Runs a C function that must succeed; the error is its last argument.
macro_rules! c {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        let mut error: *mut customerkey::ckey_error = std::ptr::null_mut();
        let status = unsafe { $function($($argument,)* &raw mut error) };
        assert!(status >= 0, "{}: {status} {}", stringify!($function), crate::c::text_of(error));
        status
    }};
}
pub(crate) fn text_of(error: *const ckey_error) -> String {
    let (mut json, mut len) = (null(), 0);
    unsafe {
        ckey_error_message(error, &raw mut json, &raw mut len);
        String::from_utf8_lossy(std::slice::from_raw_parts(json, len)).into_owned()
    }
}

pub(crate) const EMPTY: ckey_buffer = ckey_buffer { data: null_mut(), len: 0, cap: 0 };

pub(crate) struct Session(pub(crate) *mut ckey_session);

/// A scope, for any thread.
#[derive(Clone, Copy)]
pub(crate) struct Scope(pub(crate) *mut ckey_scope);
unsafe impl Send for Scope {}
unsafe impl Sync for Scope {}

impl Session {
    /// A session on a new rehearsal tenant in `folder`.
    pub(crate) fn on_new_tenant(folder: &Path) -> Self {
        let options =
            serde_json::json!({ "environment": { "XDG_DATA_HOME": folder }, "manualJobs": true })
                .to_string();
        let mut session = null_mut();
        c!(ckey_session_open(options.as_ptr(), options.len(), &raw mut session));
        let session = Self(session);
        session.run(
            "New-CustomerKeyTenant",
            &format!("{{\"Path\": {:?}, \"Name\": \"contoso\"}}", folder.join("tenant")),
            |_| (),
        );
        session
    }

    pub(crate) fn scope(&self, selector: &str) -> Scope {
        let mut scope = null_mut();
        c!(ckey_scope_open(self.0, selector.as_ptr(), selector.len(), &raw mut scope));
        Scope(scope)
    }

    /// Runs a cmdlet to its end, shows each record, and succeeds.
    pub(crate) fn run(&self, cmdlet: &str, parameters: &str, show: impl FnMut(&str)) {
        let call = self.call(cmdlet, parameters, show);
        c!(ckey_call_status(call));
        assert_eq!(unsafe { ckey_call_free(call) }, 0);
    }

    /// Runs a cmdlet to its end and shows each record.
    pub(crate) fn call(
        &self,
        cmdlet: &str,
        parameters: &str,
        mut show: impl FnMut(&str),
    ) -> *mut ckey_call {
        let arguments = format!("{{\"parameters\": {parameters}}}");
        let mut call = null_mut();
        c!(ckey_call_start(
            self.0,
            cmdlet.as_ptr(),
            cmdlet.len(),
            arguments.as_ptr(),
            arguments.len(),
            &raw mut call
        ));
        loop {
            let (mut record, mut len) = (null(), 0);
            match c!(ckey_call_next(call, 60_000, &raw mut record, &raw mut len)) {
                0 => break,
                1 => show(
                    std::str::from_utf8(unsafe { std::slice::from_raw_parts(record, len) })
                        .unwrap(),
                ),
                _ => panic!("{cmdlet} takes longer than a minute"),
            }
        }
        call
    }
}

/// A stream that seals, and ends in any state.
pub(crate) struct Seal(pub(crate) *mut ckey_seal, pub(crate) ckey_buffer);

impl Seal {
    pub(crate) fn start(scope: Scope) -> Self {
        let (mut header, mut seal) = (EMPTY, null_mut());
        c!(ckey_seal_start(scope.0, null(), 0, &raw mut header, null_mut(), &raw mut seal));
        Self(seal, header)
    }

    pub(crate) fn in_place(&self, buffer: &mut [u8]) {
        let mut written = 0;
        c!(ckey_seal_update_in_place(self.0, buffer.as_mut_ptr(), buffer.len(), &raw mut written));
    }

    pub(crate) fn update(&self, data: &[u8], out: &mut [u8]) {
        let mut written = 0;
        c!(ckey_seal_update(
            self.0,
            data.as_ptr(),
            data.len(),
            out.as_mut_ptr(),
            out.len(),
            &raw mut written
        ));
    }

    pub(crate) fn header(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.1.data, self.1.len) }
    }
}

impl Drop for Seal {
    fn drop(&mut self) {
        assert_eq!(unsafe { ckey_seal_free(self.0) }, 0);
        unsafe { customerkey::exports::buffer::ckey_buffer_free(&raw mut self.1) };
    }
}

/// A stream that opens.
pub(crate) struct Open(pub(crate) *mut ckey_open);

impl Open {
    pub(crate) fn start(scope: Scope, head: &[u8]) -> Self {
        let (mut header, mut open) = (0, null_mut());
        c!(ckey_open_start(
            scope.0,
            null(),
            0,
            null(),
            0,
            head.as_ptr(),
            head.len(),
            &raw mut header,
            null_mut(),
            &raw mut open
        ));
        Self(open)
    }

    pub(crate) fn in_place(&self, buffer: &mut [u8]) {
        let mut written = 0;
        c!(ckey_open_update_in_place(self.0, buffer.as_mut_ptr(), buffer.len(), &raw mut written));
    }

    pub(crate) fn update(&self, data: &[u8], out: &mut [u8]) {
        let mut written = 0;
        c!(ckey_open_update(
            self.0,
            data.as_ptr(),
            data.len(),
            out.as_mut_ptr(),
            out.len(),
            &raw mut written
        ));
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        assert_eq!(unsafe { ckey_open_free(self.0) }, 0);
    }
}

/// Seals one item.
pub(crate) fn seal_item(scope: Scope, item: &[u8]) -> ckey_buffer {
    let mut object = EMPTY;
    c!(ckey_scope_seal(scope.0, null(), 0, item.as_ptr(), item.len(), &raw mut object, null_mut()));
    object
}

/// Opens one item.
pub(crate) fn open_item(scope: Scope, object: &ckey_buffer) -> ckey_buffer {
    let mut item = EMPTY;
    c!(ckey_scope_open_item(scope.0, null(), 0, null(), 0, object.data, object.len, &raw mut item));
    item
}
