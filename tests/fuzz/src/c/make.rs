//! Each call of a sequence, and what must come of it.

use super::Run;
use super::handles::{Chosen, Kind};
use super::house::{self, CONTEXTS, ENCODED, HOUSE, House};
use super::objects::{Object, Twisted};
use super::ops::{Op, Size, Text, Twist, Which};
use super::raw::*;
use super::streams::{Opening, Reading, Sealing};
use customerkey::exports::{
    buffer::*, call::*, inspect::*, item::*, open::*, read_at::*, reader::*, scope::*, seal::*,
    session::*,
};
use std::os::unix::ffi::OsStrExt;
use std::ptr::null_mut;

const fn is_session(kind: &Kind) -> bool {
    matches!(kind, Kind::Session)
}

const fn is_call(kind: &Kind) -> bool {
    matches!(kind, Kind::Call)
}

const fn is_scope(kind: &Kind) -> bool {
    matches!(kind, Kind::Scope(_))
}

const fn is_seal(kind: &Kind) -> bool {
    matches!(kind, Kind::Seal(_))
}

const fn is_open(kind: &Kind) -> bool {
    matches!(kind, Kind::Open(_))
}

const fn is_reader(kind: &Kind) -> bool {
    matches!(kind, Kind::Reader(_))
}

impl Run {
    pub(super) fn make(&mut self, op: &Op) {
        self.begin(op);
        match op {
            Op::SessionOpen { .. } | Op::SessionClose { .. } | Op::SessionSecret { .. } => {
                self.session(op)
            }
            Op::CallStart { .. } | Op::CallNext { .. } | Op::CallAnswer { .. } => self.call(op),
            Op::CallCancel { .. }
            | Op::CallStatus { .. }
            | Op::CallDrain { .. }
            | Op::CallFree { .. } => self.end_call(op),
            Op::ScopeOpen { .. } | Op::ScopeDescribe { .. } | Op::ScopeClose { .. } => {
                self.scope(op)
            }
            Op::Seal { .. } | Op::OpenItem { .. } => self.item(op),
            Op::SealStart { .. } | Op::SealUpdate { .. } | Op::SealUpdateInPlace { .. } => {
                self.seal(op)
            }
            Op::SealFinish { .. } | Op::SealFinishInPlace { .. } | Op::SealFree { .. } => {
                self.end_seal(op)
            }
            Op::OpenStart { .. } | Op::OpenUpdate { .. } | Op::OpenUpdateInPlace { .. } => {
                self.open(op)
            }
            Op::OpenFinish { .. } | Op::OpenFinishInPlace { .. } | Op::OpenFree { .. } => {
                self.end_open(op)
            }
            Op::ReadAt { .. } => self.read_at(op),
            Op::ReaderOpen { .. }
            | Op::ReaderLength { .. }
            | Op::ReaderReadAt { .. }
            | Op::ReaderFree { .. } => self.reader(op),
            Op::ContextEncode { .. }
            | Op::SealBound { .. }
            | Op::Inspect { .. }
            | Op::BufferFree { .. } => self.plain(op),
            Op::FileLength { .. } | Op::FileReadAt { .. } | Op::FileWriteAt { .. } => self.file(op),
        }
    }

    /// Begins what a call goes on with, where nothing of its kind is open: else most calls would be
    /// given no handle at all.
    fn begin(&mut self, op: &Op) {
        let (wanted, which): (fn(&Kind) -> bool, _) = match op {
            Op::SealUpdate { seal, .. } | Op::SealUpdateInPlace { seal, .. } => (is_seal, seal),
            Op::SealFinish { seal, .. } | Op::SealFinishInPlace { seal, .. } => (is_seal, seal),
            Op::OpenUpdate { open, .. } | Op::OpenUpdateInPlace { open, .. } => (is_open, open),
            Op::OpenFinish { open, .. } | Op::OpenFinishInPlace { open, .. } => (is_open, open),
            Op::ReaderLength { reader } | Op::ReaderReadAt { reader, .. } => (is_reader, reader),
            Op::CallNext { call, .. }
            | Op::CallAnswer { call, .. }
            | Op::CallCancel { call }
            | Op::CallDrain { call } => (is_call, call),
            _ => return,
        };
        if which.0 >= 160 || self.handles.has(wanted) {
            return;
        }
        let (scope, object, twist) = (Which(which.0), which.0 / 3, Twist { what: 0, edit: [0; 4] });
        self.make(&match op {
            Op::SealUpdate { .. }
            | Op::SealUpdateInPlace { .. }
            | Op::SealFinish { .. }
            | Op::SealFinishInPlace { .. } => {
                Op::SealStart { scope, context: object % 3, detached: which.0 % 2 == 0 }
            }
            Op::ReaderLength { .. } | Op::ReaderReadAt { .. } => {
                Op::ReaderOpen { scope, object, twist, in_file: which.0 % 2 == 0 }
            }
            Op::OpenUpdate { .. }
            | Op::OpenUpdateInPlace { .. }
            | Op::OpenFinish { .. }
            | Op::OpenFinishInPlace { .. } => Op::OpenStart { scope, object, twist, head: 0 },
            _ => Op::CallStart {
                session: scope,
                cmdlet: Text::Known(which.0),
                arguments: Text::Known(0),
            },
        });
    }

    fn session(&mut self, op: &Op) {
        match op {
            Op::SessionOpen { options } => {
                if let Some(session) = house::open_session(HOUSE.options(options)) {
                    self.handles.add(session, Kind::Session);
                }
            }
            Op::SessionClose { session } => {
                let chosen = self.handles.choose(*session, is_session);
                self.handles.close(chosen, |session| call!(ckey_session_close(handle(session))));
            }
            Op::SessionSecret { session, name, secret } => {
                let (chosen, name) = (self.session_of(*session), House::secret(name));
                let status = with_error(|error| {
                    let (bytes, length) = (secret.as_ptr(), secret.len());
                    call!(ckey_session_secret(
                        handle(chosen.handle),
                        name.as_ptr(),
                        name.len(),
                        bytes,
                        length,
                        error
                    ))
                });
                chosen.check(status);
            }
            _ => {}
        }
    }

    /// A session to work with: the house's where the sequence has none.
    fn session_of(&self, which: Which) -> Chosen {
        let chosen = self.handles.choose(which, is_session);
        if chosen.handle == 0 { Chosen::known(HOUSE.session) } else { chosen }
    }

    /// A scope to work with, and which of the prepared ones it is: one of the house's where the
    /// sequence has none.
    pub(super) fn scope_of(&self, which: Which) -> (Chosen, Option<usize>) {
        let chosen = self.handles.choose(which, is_scope);
        if chosen.handle == 0 {
            let number = usize::from(which.0) % HOUSE.scopes.len();
            return (Chosen::known(HOUSE.scopes[number]), Some(number));
        }
        (chosen, self.handles.scope(chosen))
    }

    fn call(&mut self, op: &Op) {
        match op {
            Op::CallStart { session, cmdlet, arguments } => {
                let chosen = self.session_of(*session);
                let (cmdlet, arguments) = House::cmdlet(cmdlet, arguments);
                let (status, call) = house::start(chosen.handle, cmdlet, arguments);
                if chosen.check(status) >= 0
                    && let Some(call) = call
                {
                    self.handles.add(call, Kind::Call);
                }
            }
            Op::CallNext { call, wait } => {
                let chosen = self.handles.choose(*call, is_call);
                chosen.check(house::next(chosen.handle, u32::from(*wait), |_, _| {}));
            }
            Op::CallAnswer { call, yes } => {
                let chosen = self.handles.choose(*call, is_call);
                let status =
                    documented(call!(ckey_call_answer(handle(chosen.handle), i32::from(*yes))));
                let expected = if matches!(yes, 0 | 1) { 0 } else { INVALID_ARGUMENT };
                assert_eq!(status, if chosen.fits() { expected } else { INVALID_HANDLE });
            }
            _ => {}
        }
    }

    fn end_call(&mut self, op: &Op) {
        match op {
            Op::CallCancel { call } => {
                let chosen = self.handles.choose(*call, is_call);
                chosen.check(documented(call!(ckey_call_cancel(handle(chosen.handle)))));
            }
            Op::CallStatus { call } => {
                let chosen = self.handles.choose(*call, is_call);
                chosen.check(with_error(|error| {
                    call!(ckey_call_status(handle(chosen.handle), error))
                }));
            }
            Op::CallDrain { call } => {
                let chosen = self.handles.choose(*call, is_call);
                while chosen.check(house::next(chosen.handle, 60_000, |_, _| {})) > 0 {}
            }
            Op::CallFree { call } => {
                let chosen = self.handles.choose(*call, is_call);
                self.handles.close(chosen, |call| call!(ckey_call_free(handle(call))));
            }
            _ => {}
        }
    }

    fn scope(&mut self, op: &Op) {
        match op {
            Op::ScopeOpen { session, selector } => {
                let chosen = self.session_of(*session);
                let (selector, known) = House::selector(selector);
                match house::open_scope(chosen.handle, selector) {
                    Ok(scope) => self.handles.add(scope, Kind::Scope(known)),
                    Err(status) => assert!(chosen.check(status) < 0),
                }
            }
            Op::ScopeDescribe { scope } => {
                let (chosen, mut json) = (self.handles.choose(*scope, is_scope), Buffer::new());
                let status = with_error(|error| {
                    call!(ckey_scope_describe(handle(chosen.handle), json.place(), error))
                });
                if let Some(json) = json.taken(chosen.check(status)) {
                    let described: serde_json::Value =
                        serde_json::from_slice(&json).expect("a description is JSON");
                    assert!(described["policy"].is_string(), "{described}");
                }
            }
            Op::ScopeClose { scope } => {
                let chosen = self.handles.choose(*scope, is_scope);
                self.handles.close(chosen, |scope| call!(ckey_scope_close(handle(scope))));
            }
            _ => {}
        }
    }

    /// A size that the sequence can still afford.
    fn afford(&mut self, size: Size) -> usize {
        let bytes = size.bytes().min(self.budget);
        self.budget -= bytes;
        bytes
    }

    fn item(&mut self, op: &Op) {
        match op {
            Op::Seal { scope, context, size, detached } => {
                let (chosen, known) = self.scope_of(*scope);
                let (context, plain) =
                    (usize::from(*context) % CONTEXTS.len(), &HOUSE.content[..self.afford(*size)]);
                let (status, bytes, wrapped) =
                    house::seal(chosen.handle, CONTEXTS[context], plain, *detached);
                assert!(
                    status == if context < ENCODED { 0 } else { CONTEXT } || !chosen.fits(),
                    "{status}"
                );
                if let (0, Some(scope)) = (chosen.check(status), known) {
                    let (wrapped, bytes) = (wrapped.unwrap_or_default(), bytes.unwrap_or_default());
                    self.objects.add(Object {
                        scope,
                        context,
                        wrapped,
                        bytes,
                        plain: plain.to_vec(),
                        path: None,
                    });
                }
            }
            Op::OpenItem { scope, object, twist } => {
                let (chosen, known) = self.scope_of(*scope);
                let object = self.object(*object, *twist, known);
                let (context, wrapped, mut item) =
                    (CONTEXTS[object.context], &object.wrapped, Buffer::new());
                let status = with_error(|error| {
                    let (bytes, length) = (object.bytes.as_ptr(), object.bytes.len());
                    let (key, count) = (wrapped.as_ptr(), wrapped.len());
                    let (scope, place) = (handle(chosen.handle), item.place());
                    call!(ckey_scope_open_item(
                        scope,
                        context.as_ptr(),
                        context.len(),
                        key,
                        count,
                        bytes,
                        length,
                        place,
                        error
                    ))
                });
                check_opened(chosen, known, &object, status);
                if let Some(item) = item.taken(status) {
                    assert_eq!(item, object.of.plain);
                }
            }
            _ => {}
        }
    }

    /// An object that the sequence can still afford, mostly one of the scope.
    fn object(&mut self, number: u8, twist: Twist, scope: Option<usize>) -> Twisted {
        let scope = scope.filter(|_| twist.what < 0xf0);
        let mut object = self.objects.choose(number, twist, scope);
        if object.bytes.len() > self.budget {
            object = self.objects.choose(0, twist, None);
        }
        self.budget = self.budget.saturating_sub(object.bytes.len());
        object
    }

    fn seal(&mut self, op: &Op) {
        match op {
            Op::SealStart { scope, context, detached } => {
                let (chosen, known) = self.scope_of(*scope);
                let context = usize::from(*context) % CONTEXTS.len();
                let (status, stream) = Sealing::start(chosen.handle, known, context, *detached);
                assert!(
                    status == if context < ENCODED { 0 } else { CONTEXT } || !chosen.fits(),
                    "{status}"
                );
                chosen.check(status);
                if let Some((seal, stream)) = stream {
                    self.handles.add(seal, Kind::Seal(stream));
                }
            }
            Op::SealUpdate { seal, size, room } => {
                let size = self.afford(*size);
                let chosen = self.handles.choose(*seal, is_seal);
                match self.handles.kind_mut(chosen) {
                    Some(Kind::Seal(stream)) => {
                        stream.update(chosen.handle, size, |enough| room.bytes(enough))
                    }
                    _ => self.refused(chosen, |seal, out, length, error| {
                        call!(ckey_seal_update(
                            handle(seal),
                            out.cast_const().wrapping_add(32),
                            8,
                            out,
                            32,
                            length,
                            error
                        ))
                    }),
                }
            }
            Op::SealUpdateInPlace { seal, size } => {
                self.afford(*size);
                let chosen = self.handles.choose(*seal, is_seal);
                match self.handles.kind_mut(chosen) {
                    Some(Kind::Seal(stream)) => {
                        stream.update_in_place(chosen.handle, size.of_group(CKEY_SEALED_GROUP_LEN));
                    }
                    _ => self.refused(chosen, |seal, out, length, error| {
                        call!(ckey_seal_update_in_place(handle(seal), out, 32, length, error))
                    }),
                }
            }
            _ => {}
        }
    }

    fn end_seal(&mut self, op: &Op) {
        let (Op::SealFinish { seal, .. }
        | Op::SealFinishInPlace { seal, .. }
        | Op::SealFree { seal }) = op
        else {
            return;
        };
        let chosen = self.handles.choose(*seal, is_seal);
        let size = if let Op::SealFinishInPlace { size, .. } = op { self.afford(*size) } else { 0 };
        let ended = match (op, self.handles.kind_mut(chosen)) {
            (Op::SealFinish { room, .. }, Some(Kind::Seal(stream))) => {
                stream.finish(chosen.handle, |enough| room.bytes(enough))
            }
            (Op::SealFinishInPlace { room, .. }, Some(Kind::Seal(stream))) => {
                stream.finish_in_place(chosen.handle, size, room.bytes(512))
            }
            (Op::SealFree { .. }, _) => {
                self.handles.close(chosen, |seal| call!(ckey_seal_free(handle(seal))));
                None
            }
            _ => {
                self.refused(chosen, |seal, out, length, error| {
                    call!(ckey_seal_finish(handle(seal), out, 32, length, error))
                });
                None
            }
        };
        if let Some(object) = ended {
            self.objects.add(object);
        }
    }

    fn open(&mut self, op: &Op) {
        match op {
            Op::OpenStart { scope, object, twist, head } => {
                let (chosen, known) = self.scope_of(*scope);
                let object = self.object(*object, *twist, known);
                let known = if chosen.fits() { known } else { None };
                let (status, stream) =
                    Opening::start(chosen.handle, known, object, usize::from(*head));
                if !chosen.fits() {
                    chosen.check(status);
                }
                if let Some((open, stream)) = stream {
                    self.handles.add(open, Kind::Open(stream));
                }
            }
            Op::OpenUpdate { open, size, room } => {
                let chosen = self.handles.choose(*open, is_open);
                match self.handles.kind_mut(chosen) {
                    Some(Kind::Open(stream)) => {
                        stream.update(chosen.handle, size.bytes(), |enough| room.bytes(enough))
                    }
                    _ => self.refused(chosen, |open, out, length, error| {
                        call!(ckey_open_update(
                            handle(open),
                            out.cast_const().wrapping_add(32),
                            8,
                            out,
                            32,
                            length,
                            error
                        ))
                    }),
                }
            }
            Op::OpenUpdateInPlace { open, size } => {
                let chosen = self.handles.choose(*open, is_open);
                match self.handles.kind_mut(chosen) {
                    Some(Kind::Open(stream)) => {
                        stream.update_in_place(chosen.handle, size.of_group(stream.group()))
                    }
                    _ => self.refused(chosen, |open, out, length, error| {
                        call!(ckey_open_update_in_place(handle(open), out, 32, length, error))
                    }),
                }
            }
            _ => {}
        }
    }

    fn end_open(&mut self, op: &Op) {
        let (Op::OpenFinish { open, .. }
        | Op::OpenFinishInPlace { open, .. }
        | Op::OpenFree { open }) = op
        else {
            return;
        };
        let chosen = self.handles.choose(*open, is_open);
        match (op, self.handles.kind_mut(chosen)) {
            (Op::OpenFinish { room, .. }, Some(Kind::Open(stream))) => {
                stream.finish(chosen.handle, |enough| room.bytes(enough))
            }
            (Op::OpenFinishInPlace { size, .. }, Some(Kind::Open(stream))) => {
                stream.finish_in_place(chosen.handle, size.of_group(stream.group()));
            }
            (Op::OpenFree { .. }, _) => {
                self.handles.close(chosen, |open| call!(ckey_open_free(handle(open))))
            }
            _ => self.refused(chosen, |open, out, length, error| {
                call!(ckey_open_finish(handle(open), out, 32, length, error))
            }),
        }
    }

    /// A call whose handle is none: it is refused, and writes nothing.
    fn refused(
        &self,
        chosen: Chosen,
        call: impl Fn(usize, *mut u8, *mut usize, *mut *mut customerkey::ckey_error) -> i32,
    ) {
        let (mut out, mut length) = ([0xA5_u8; 40], 0);
        let place = out.as_mut_ptr();
        let status = with_error(|error| call(chosen.handle, place, &raw mut length, error));
        assert_eq!(status, INVALID_HANDLE);
        assert!(out.iter().all(|byte| matches!(*byte, 0 | 0xA5)), "a refused call wrote");
    }

    fn read_at(&mut self, op: &Op) {
        let Op::ReadAt { scope, object, twist, offset, room, in_file } = op else { return };
        let (chosen, known) = self.scope_of(*scope);
        let object = self.object(*object, *twist, known);
        let (context, wrapped) = (CONTEXTS[object.context], &object.wrapped);
        let (mut out, mut length) = (vec![0xA5; usize::from(*room)], usize::MAX);
        let path = object.of.path.as_ref().filter(|_| *in_file);
        let source = path.map_or(object.bytes.as_slice(), |path| path.as_os_str().as_bytes());
        let function = if path.is_some() { ckey_read_at_path } else { ckey_read_at };
        let status = with_error(|error| {
            let (context, context_len, key, key_len) =
                (context.as_ptr(), context.len(), wrapped.as_ptr(), wrapped.len());
            let (source, len, place, cap) =
                (source.as_ptr(), source.len(), out.as_mut_ptr(), out.len());
            let (scope, offset) = (handle(chosen.handle), u64::from(*offset));
            let length = &raw mut length;
            call!(function(
                scope,
                context,
                context_len,
                key,
                key_len,
                source,
                len,
                offset,
                place,
                cap,
                length,
                error
            ))
        });
        if !chosen.fits() {
            chosen.check(status);
        }
        // Of an object in a file no byte was changed.
        let whole =
            if path.is_some() { object.of_file().opens_in(known) } else { object.opens_in(known) };
        assert!(
            status >= 0 || !chosen.fits() || whole != Some(true),
            "{status}: a whole object is not read"
        );
        if status >= 0 {
            assert_eq!(out[..length], *object.at(*offset, out.len()), "at {offset}");
        } else {
            assert!(out.iter().all(|byte| matches!(*byte, 0 | 0xA5)), "a refused frame left bytes");
        }
    }

    fn reader(&mut self, op: &Op) {
        match op {
            Op::ReaderOpen { scope, object, twist, in_file } => {
                self.open_reader(*scope, (*object, *twist), *in_file)
            }
            Op::ReaderLength { reader } => {
                let (chosen, mut length) = (self.handles.choose(*reader, is_reader), 0);
                let status = with_error(|error| {
                    call!(ckey_reader_length(handle(chosen.handle), &raw mut length, error))
                });
                chosen.check(status);
                if let Some(Kind::Reader(reading)) = self.handles.kind(chosen) {
                    assert_eq!((status, length), (0, reading.length()));
                }
            }
            Op::ReaderReadAt { reader, object, offset, room } => {
                let chosen = self.handles.choose(*reader, is_reader);
                let other = self.objects.choose(*object, Twist { what: 0, edit: [0; 4] }, None);
                let other = (*object >= 224).then_some(other.bytes.as_slice());
                match self.handles.kind(chosen) {
                    Some(Kind::Reader(reading)) => {
                        reading.read(chosen.handle, other, *offset, usize::from(*room))
                    }
                    _ => self.refused(chosen, |reader, out, length, error| {
                        call!(ckey_reader_read_at(
                            handle(reader),
                            std::ptr::null(),
                            0,
                            0,
                            out,
                            32,
                            length,
                            error
                        ))
                    }),
                }
            }
            Op::ReaderFree { reader } => {
                let chosen = self.handles.choose(*reader, is_reader);
                self.handles.close(chosen, |reader| call!(ckey_reader_free(handle(reader))));
            }
            _ => {}
        }
    }

    fn open_reader(&mut self, scope: Which, (object, twist): (u8, Twist), in_file: bool) {
        let (chosen, known) = self.scope_of(scope);
        let object = self.object(object, twist, known);
        let path = object.of.path.clone().filter(|_| in_file);
        let object = if path.is_some() { object.of_file() } else { object };
        let source =
            path.as_ref().map_or(object.bytes.as_slice(), |path| path.as_os_str().as_bytes());
        let (context, wrapped) = (CONTEXTS[object.context], &object.wrapped);
        let function = if path.is_some() { ckey_reader_open_path } else { ckey_reader_open };
        let mut reader = null_mut();
        let status = with_error(|error| {
            let (context, context_len, key, key_len) =
                (context.as_ptr(), context.len(), wrapped.as_ptr(), wrapped.len());
            let (scope, source, len) = (handle(chosen.handle), source.as_ptr(), source.len());
            call!(function(
                scope,
                context,
                context_len,
                key,
                key_len,
                source,
                len,
                &raw mut reader,
                error
            ))
        });
        if !chosen.fits() {
            chosen.check(status);
        }
        // A reader looks at the last frame alone.
        assert!(
            status >= 0 || !chosen.fits() || object.opens_in(known) != Some(true),
            "{status}: a whole object is not read"
        );
        if let Some(reader) = made(status, reader) {
            self.handles.add(reader, Kind::Reader(Reading::new(object, path.is_some())));
        }
    }

    /// Calls that need no handle.
    fn plain(&mut self, op: &Op) {
        match op {
            Op::ContextEncode { json } => {
                if let Some(context) = house::encode(House::json(json)) {
                    ckey_crypto::EncryptionContext::from_canonical(&context)
                        .expect("an encoding is canonical");
                }
            }
            Op::SealBound { length } => {
                let mut bound = 0;
                let status =
                    with_error(|error| call!(ckey_seal_bound(*length, &raw mut bound, error)));
                assert!(status < 0 || bound > *length);
            }
            Op::Inspect { object, twist, whole } => {
                let (object, mut json) = (self.object(*object, *twist, None), Buffer::new());
                let total =
                    if *whole { object.bytes.len() as u64 } else { u64::from(twist.edit[0]) };
                let status = with_error(|error| {
                    call!(ckey_inspect(
                        object.bytes.as_ptr(),
                        object.bytes.len(),
                        total,
                        json.place(),
                        error
                    ))
                });
                if let Some(json) = json.taken(status) {
                    let said: serde_json::Value =
                        serde_json::from_slice(&json).expect("what is said is JSON");
                    let genuine = *whole && object.bytes == object.of.bytes;
                    assert!(!genuine || said["plaintextLength"] == object.of.plain.len(), "{said}");
                }
            }
            Op::BufferFree { filled } => {
                let mut buffer = Buffer::new();
                if *filled {
                    let status = with_error(|error| {
                        call!(ckey_scope_describe(handle(HOUSE.scopes[0]), buffer.place(), error))
                    });
                    // One that still holds something is no place for an output.
                    let again = with_error(|error| {
                        call!(ckey_scope_describe(handle(HOUSE.scopes[0]), buffer.place(), error))
                    });
                    assert_eq!((status, again), (0, INVALID_ARGUMENT));
                }
                assert_eq!(call!(ckey_buffer_free(null_mut())), 0);
            }
            _ => {}
        }
    }
}

fn check_opened(chosen: Chosen, known: Option<usize>, object: &Twisted, status: i32) {
    if chosen.fits() {
        object.check(known, status);
    } else {
        chosen.check(status);
    }
}
