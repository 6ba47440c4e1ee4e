//! Calls on files of sites: with any id, at any offset, of scopes that have no files.

use super::Run;
use super::handles::Chosen;
use super::house::HOUSE;
use super::ops::{Op, Which};
use super::raw::*;
use customerkey::exports::file::*;

/// How a scope stands to the house's file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Site,
    Elsewhere,
}

/// The longest that the file becomes.
const MOST: u64 = 3 << 20;

impl Run {
    pub(super) fn file(&mut self, op: &Op) {
        match op {
            Op::FileLength { scope, id } => {
                let ((chosen, place), mut length) = (self.file_scope(*scope), 0);
                let (id, known) = HOUSE.file_id(id);
                let status = with_error(|error| {
                    let scope = handle(chosen.handle);
                    call!(ckey_file_length(scope, id.as_ptr(), id.len(), &raw mut length, error))
                });
                let expected = HOUSE.in_file.lock().expect("nobody failed").len() as u64;
                if told(chosen, place, known, status) {
                    assert_eq!((status, length), (0, expected));
                }
            }
            Op::FileReadAt { scope, id, offset, room } => {
                let content = HOUSE.in_file.lock().expect("nobody failed");
                let (offset, room) = (offset.of(content.len()), usize::from(*room));
                self.read_file(self.file_scope(*scope), HOUSE.file_id(id), offset, room, &content);
            }
            Op::FileWriteAt { scope, id, offset, size } => {
                let offset = offset.of(HOUSE.in_file.lock().expect("nobody failed").len());
                let (scope, id) = (self.file_scope(*scope), HOUSE.file_id(id));
                self.write_file(scope, id, offset, usize::from(*size));
            }
            _ => {}
        }
    }

    /// Mostly the house's site, sometimes a scope of another kind or none.
    fn file_scope(&self, which: Which) -> (Chosen, Where) {
        if which.0 % 4 != 0 {
            return (Chosen::known(HOUSE.site), Where::Site);
        }
        (self.scope_of(which).0, Where::Elsewhere)
    }

    fn read_file(
        &self,
        (chosen, place): (Chosen, Where),
        (id, known): (&[u8], bool),
        offset: u64,
        room: usize,
        content: &[u8],
    ) {
        let (mut out, mut count) = (vec![0xA5; room], usize::MAX);
        let status = with_error(|error| {
            let (to, cap, written) = (out.as_mut_ptr(), out.len(), &raw mut count);
            let (scope, id, len) = (handle(chosen.handle), id.as_ptr(), id.len());
            call!(ckey_file_read_at(scope, id, len, offset, to, cap, written, error))
        });
        if told(chosen, place, known, status) {
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(content.len());
            let expected = &content[from..(from.saturating_add(room)).min(content.len())];
            assert_eq!(status, 0, "at {offset} of {}", content.len());
            assert!(out[..count] == *expected, "{count} bytes at {offset}");
        } else {
            assert!(out.iter().all(|byte| matches!(*byte, 0 | 0xA5)), "a refused call left bytes");
        }
    }

    /// What must be refused is tried always; what succeeds, once in a sequence.
    fn write_file(
        &mut self,
        (chosen, place): (Chosen, Where),
        (id, known): (&[u8], bool),
        offset: u64,
        size: usize,
    ) {
        let mut content = HOUSE.in_file.lock().expect("nobody failed");
        let fits = offset <= content.len() as u64;
        if place == Where::Site && known && fits {
            if self.writes == 0 || offset + size as u64 > MOST {
                return;
            }
            self.writes -= 1;
        }
        let data = &HOUSE.content[..size];
        let status = with_error(|error| {
            let (scope, id, len) = (handle(chosen.handle), id.as_ptr(), id.len());
            call!(ckey_file_write_at(scope, id, len, offset, data.as_ptr(), size, error))
        });
        if !told(chosen, place, known, status) {
            return;
        }
        assert_eq!(status == 0, fits, "{status} at {offset} of {}", content.len());
        if let (true, Ok(from)) = (fits, usize::try_from(offset)) {
            let end = content.len().max(from + size);
            content.resize(end, 0);
            content[from..from + size].copy_from_slice(data);
        }
    }
}

/// Whether a call was of the file that is there; else it was refused.
fn told(chosen: Chosen, place: Where, known: bool, status: i32) -> bool {
    let there = chosen.fits() && place == Where::Site && known;
    assert!(there || status < 0, "{status}: a file of nobody was there");
    if !chosen.fits() {
        let refused = [INVALID_HANDLE, INVALID_ARGUMENT, TOO_LARGE, NOT_TEXT];
        assert!(refused.contains(&status), "{status} for {:x}", chosen.handle);
    }
    there
}
