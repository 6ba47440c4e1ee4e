//! What the model knows of streams and readers, and the calls on them.

use super::house::{CONTEXTS, HOUSE};
use super::objects::{Object, Twisted};
use super::raw::*;
use customerkey::exports::{open::*, reader::*, seal::*};
use std::ptr::{null, null_mut};

/// What no output holds that was never written.
const MARK: u8 = 0xA5;

/// Whether a buffer that a failed call was given holds nothing: it was not written, or wiped.
fn is_clear(buffer: &[u8]) -> bool {
    buffer.iter().all(|byte| matches!(*byte, 0 | MARK))
}

/// A call that writes to a buffer of this size: the status, and what it wrote. Where it wants more
/// room, the call with as much succeeds or fails otherwise, and nothing has changed before.
fn written(room: usize, call: impl Fn(&mut [u8], *mut usize) -> i32) -> (i32, Vec<u8>) {
    let mut buffer = vec![MARK; room];
    let mut length = usize::MAX;
    let status = call(&mut buffer, &raw mut length);
    if status == BUFFER_TOO_SMALL {
        assert!(
            length > room && buffer.iter().all(|byte| *byte == MARK),
            "{length} bytes in place of {room}"
        );
        let again = written(length, call);
        assert_ne!(again.0, BUFFER_TOO_SMALL, "the size that was named is enough");
        return again;
    }
    if status < 0 {
        assert!(is_clear(&buffer), "a refused call left bytes");
        return (status, Vec::new());
    }
    assert!(length <= room);
    buffer.truncate(length);
    (status, buffer)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Ended,
}

/// A stream that seals.
pub struct Sealing {
    pub scope: Option<usize>,
    pub context: usize,
    wrapped: Vec<u8>,
    object: Vec<u8>,
    plain: Vec<u8>,
    state: State,
}

impl Sealing {
    pub fn start(
        scope: usize,
        known: Option<usize>,
        context: usize,
        detached: bool,
    ) -> (i32, Option<(usize, Self)>) {
        let (mut header, mut wrapped, mut seal) = (Buffer::new(), Buffer::new(), null_mut());
        let place = if detached { wrapped.place() } else { null_mut() };
        let bytes = CONTEXTS[context];
        let status = with_error(|error| {
            call!(ckey_seal_start(
                handle(scope),
                bytes.as_ptr(),
                bytes.len(),
                header.place(),
                place,
                &raw mut seal,
                error
            ))
        });
        let (object, wrapped) = (header.taken(status), wrapped.taken(status));
        let stream =
            made(status, seal).zip(object).zip(wrapped).map(|((handle, object), wrapped)| {
                (
                    handle,
                    Self {
                        scope: known,
                        context,
                        wrapped,
                        object,
                        plain: Vec::new(),
                        state: State::Running,
                    },
                )
            });
        (status, stream)
    }

    fn next(&self, size: usize) -> &'static [u8] {
        let content = &HOUSE.content;
        let from = self.plain.len() % (content.len() / 2);
        &content[from..from + size.min(content.len() / 2)]
    }

    fn take(&mut self, status: i32, plain: &[u8], out: &[u8]) -> i32 {
        assert!(self.state == State::Running || status < 0, "a stream that has ended goes on");
        if status >= 0 {
            self.plain.extend_from_slice(plain);
            self.object.extend_from_slice(out);
        }
        status
    }

    pub fn update(&mut self, seal: usize, size: usize, room: impl Fn(usize) -> usize) {
        let data = self.next(size);
        let most = data.len() + 65_536 + 256 + data.len().div_ceil(65_536) * 16;
        let (status, out) = written(room(most), |out, length| {
            with_error(|error| {
                call!(ckey_seal_update(
                    handle(seal),
                    data.as_ptr(),
                    data.len(),
                    out.as_mut_ptr(),
                    out.len(),
                    length,
                    error
                ))
            })
        });
        assert!(self.state == State::Running || status == STREAM_STATE, "{status} after the end");
        assert!(self.state == State::Ended || status == 0, "{status} while it runs");
        self.take(status, data, &out);
    }

    pub fn update_in_place(&mut self, seal: usize, size: usize) {
        let data = self.next(size.min(CKEY_GROUP_LEN));
        let mut buffer = data.to_vec();
        buffer.resize(size, MARK);
        let mut length = usize::MAX;
        let status = with_error(|error| {
            call!(ckey_seal_update_in_place(
                handle(seal),
                buffer.as_mut_ptr(),
                buffer.len(),
                &raw mut length,
                error
            ))
        });
        assert!(status < 0 || length == buffer.len(), "{length} of {}", buffer.len());
        self.take(status, data, &buffer);
    }

    /// Ends the object; what is whole now.
    pub fn finish(&mut self, seal: usize, room: impl Fn(usize) -> usize) -> Option<Object> {
        let (status, out) = written(room(65_536 + 272), |out, length| {
            with_error(|error| {
                call!(ckey_seal_finish(handle(seal), out.as_mut_ptr(), out.len(), length, error))
            })
        });
        self.end(status, &[], &out)
    }

    pub fn finish_in_place(&mut self, seal: usize, size: usize, room: usize) -> Option<Object> {
        let data = self.next(size);
        let mut buffer = data.to_vec();
        buffer.resize(data.len() + room, MARK);
        let mut length = usize::MAX;
        let status = with_error(|error| {
            let (place, count) = (buffer.as_mut_ptr(), buffer.len());
            call!(ckey_seal_finish_in_place(
                handle(seal),
                place,
                count,
                data.len(),
                &raw mut length,
                error
            ))
        });
        assert!(
            status != BUFFER_TOO_SMALL || length > buffer.len() && buffer.starts_with(data),
            "nothing changed"
        );
        buffer.truncate(if status < 0 { 0 } else { length });
        self.end(status, data, &buffer)
    }

    fn end(&mut self, status: i32, plain: &[u8], out: &[u8]) -> Option<Object> {
        if self.take(status, plain, out) < 0 {
            return None;
        }
        self.state = State::Ended;
        let (wrapped, bytes, plain) =
            (self.wrapped.clone(), self.object.clone(), self.plain.clone());
        Some(Object {
            scope: self.scope?,
            context: self.context,
            wrapped,
            bytes,
            plain,
            path: None,
        })
    }
}

/// A stream that opens.
pub struct Opening {
    object: Twisted,
    /// Whether all of it belongs together, where the model knows.
    whole: Option<bool>,
    fed: usize,
    released: usize,
    state: State,
    group: usize,
}

impl Opening {
    pub fn start(
        scope: usize,
        known: Option<usize>,
        object: Twisted,
        head: usize,
    ) -> (i32, Option<(usize, Self)>) {
        let (context, wrapped) = (CONTEXTS[object.context], &object.wrapped);
        let head = &object.bytes[..object.bytes.len().min(CKEY_HEADER_MAX.max(head))];
        let (mut header, mut group, mut open) = (usize::MAX, usize::MAX, null_mut());
        let status = with_error(|error| {
            call!(ckey_open_start(
                handle(scope),
                context.as_ptr(),
                context.len(),
                wrapped.as_ptr(),
                wrapped.len(),
                head.as_ptr(),
                head.len(),
                &raw mut header,
                &raw mut group,
                &raw mut open,
                error
            ))
        });
        let whole = object.opens_in(known);
        assert!(status >= 0 || whole != Some(true), "{status}: a whole object does not begin");
        let stream = made(status, open);
        (
            status,
            stream.map(|handle| {
                (
                    handle,
                    Self { object, whole, fed: header, released: 0, state: State::Running, group },
                )
            }),
        )
    }

    pub const fn group(&self) -> usize {
        self.group
    }

    fn next(&self, size: usize) -> &[u8] {
        let rest = self.object.bytes.get(self.fed..).unwrap_or_default();
        &rest[..rest.len().min(size)]
    }

    /// Whatever comes out is the plaintext, as far as it goes.
    fn take(&mut self, status: i32, fed: usize, out: &[u8]) {
        assert!(self.state == State::Running || status < 0, "a stream that has ended goes on");
        if status < 0 {
            // A wrong length changes nothing, anything else ends it.
            self.state = if status == INVALID_ARGUMENT { self.state } else { State::Ended };
            return;
        }
        assert!(
            self.object.of.plain[self.released..].starts_with(out),
            "something else was released"
        );
        self.fed += fed;
        self.released += out.len();
    }

    pub fn update(&mut self, open: usize, size: usize, room: impl Fn(usize) -> usize) {
        let data = self.next(size);
        let (status, out) = written(room(data.len() + self.group), |out, length| {
            with_error(|error| {
                call!(ckey_open_update(
                    handle(open),
                    data.as_ptr(),
                    data.len(),
                    out.as_mut_ptr(),
                    out.len(),
                    length,
                    error
                ))
            })
        });
        assert!(
            status == 0 || self.state == State::Ended || self.whole != Some(true),
            "{status} in a whole object"
        );
        let fed = data.len();
        self.take(status, fed, &out);
    }

    pub fn update_in_place(&mut self, open: usize, size: usize) {
        let mut buffer = self.next(size).to_vec();
        let (fed, mut length) = (buffer.len(), usize::MAX);
        let status = with_error(|error| {
            call!(ckey_open_update_in_place(
                handle(open),
                buffer.as_mut_ptr(),
                fed,
                &raw mut length,
                error
            ))
        });
        buffer.truncate(if status < 0 { 0 } else { length });
        self.take(status, fed, &buffer);
    }

    pub fn finish(&mut self, open: usize, room: impl Fn(usize) -> usize) {
        let (status, out) = written(room(self.group), |out, length| {
            with_error(|error| {
                call!(ckey_open_finish(handle(open), out.as_mut_ptr(), out.len(), length, error))
            })
        });
        self.end(status, 0, &out);
    }

    pub fn finish_in_place(&mut self, open: usize, size: usize) {
        let mut buffer = self.next(size).to_vec();
        let (fed, mut length) = (buffer.len(), usize::MAX);
        let status = with_error(|error| {
            call!(ckey_open_finish_in_place(
                handle(open),
                buffer.as_mut_ptr(),
                fed,
                &raw mut length,
                error
            ))
        });
        buffer.truncate(if status < 0 { 0 } else { length });
        self.end(status, fed, &buffer);
    }

    fn end(&mut self, status: i32, fed: usize, out: &[u8]) {
        self.take(status, fed, out);
        if status >= 0 {
            self.state = State::Ended;
            assert_ne!(self.whole, Some(false), "what does not belong together opens to its end");
            assert_eq!(self.released, self.object.of.plain.len(), "the stream ended early");
        }
    }
}

/// A reader.
pub struct Reading {
    object: Twisted,
    in_file: bool,
}

impl Reading {
    pub const fn new(object: Twisted, in_file: bool) -> Self {
        Self { object, in_file }
    }

    pub fn length(&self) -> u64 {
        self.object.of.plain.len() as u64
    }

    /// Reads by the bytes it was opened with, or by others; what comes is the plaintext.
    pub fn read(&self, reader: usize, other: Option<&[u8]>, offset: u32, room: usize) {
        let own: &[u8] = if self.in_file { &[] } else { &self.object.bytes };
        let bytes = other.unwrap_or(own);
        let (status, out) = written(room, |out, length| {
            with_error(|error| {
                let start = if bytes.is_empty() { null() } else { bytes.as_ptr() };
                let (place, count) = (out.as_mut_ptr(), out.len());
                call!(ckey_reader_read_at(
                    handle(reader),
                    start,
                    bytes.len(),
                    offset.into(),
                    place,
                    count,
                    length,
                    error
                ))
            })
        });
        let whole = self.in_file || self.object.bytes == self.object.of.bytes;
        assert!(status >= 0 || !whole || bytes != own, "{status}: a whole object is not read");
        if status >= 0 {
            assert_eq!(out, self.object.at(offset, room), "at {offset}");
        }
    }
}
