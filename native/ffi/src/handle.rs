//! Handles: keys of a table that look like pointers to C and are never addresses.
//!
//! A handle is a number below 2^53, which is as far as the numbers of JavaScript are exact, with bit
//! 52 set: no system gives a program an address so high and so low, since those of x86-64 and
//! AArch64 end below 2^52 or, where the program asks for more, lie above 2^56. Below it are four
//! bits of kind, 26 of generation and 22 of index, the lowest 4 of which name the shard; these 52
//! bits are mixed with a number that each copy of the library draws for itself. So a handle of
//! another copy in the same process is none here.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

/// Kinds of handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Error = 1,
    Session = 2,
    Call = 3,
    Scope = 4,
    Seal = 5,
    Open = 6,
    /// An error that consists of its status alone and needs no table.
    PlainError = 7,
    Reader = 8,
    Limit = 9,
}

const TAG: u64 = 1 << 52;
const KIND_SHIFT: u32 = 48;
const GENERATION_SHIFT: u32 = 22;
/// Highest generation of a slot; a slot that has reached it is never used again.
pub(crate) const LAST_GENERATION: u32 = (1 << 26) - 1;
/// Highest index.
pub(crate) const LAST_INDEX: u32 = (1 << 22) - 1;

/// What this copy of the library mixes its handles with.
fn mix() -> u64 {
    static MIX: OnceLock<u64> = OnceLock::new();
    *MIX.get_or_init(|| RandomState::new().hash_one("handles") & (TAG - 1))
}

const _: () = assert!(size_of::<*const u8>() == 8, "handles need 64-bit pointers");

/// A handle in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handle {
    pub(crate) kind: u8,
    pub(crate) generation: u32,
    pub(crate) index: u32,
}

impl Handle {
    pub(crate) fn new(kind: Kind, generation: u32, index: u32) -> Self {
        // An enumeration with numbers of its own has no other way to become a number.
        #[expect(clippy::as_conversions, reason = "kind of a field-less enumeration")]
        let kind = kind as u8;
        Self { kind, generation, index }
    }

    /// The opaque pointer that C keeps.
    pub(crate) fn to_pointer<T>(self) -> *mut T {
        let parts = (u64::from(self.kind & 0xf) << KIND_SHIFT)
            | (u64::from(self.generation & LAST_GENERATION) << GENERATION_SHIFT)
            | u64::from(self.index & LAST_INDEX);
        std::ptr::without_provenance_mut(usize::try_from(TAG | (parts ^ mix())).unwrap_or(0))
    }

    /// The handle behind a pointer, or none if no handle looks so.
    pub(crate) fn from_pointer<T>(pointer: *const T) -> Option<Self> {
        let value = u64::try_from(pointer.addr()).ok()?;
        if value & !(TAG - 1) != TAG {
            return None;
        }
        let parts = (value ^ mix()) & (TAG - 1);
        let part =
            |shift: u32, mask: u32| u32::try_from(parts >> shift & u64::from(mask)).unwrap_or(0);
        Some(Self {
            kind: u8::try_from(part(KIND_SHIFT, 0xf)).ok()?,
            generation: part(GENERATION_SHIFT, LAST_GENERATION),
            index: part(0, LAST_INDEX),
        })
    }

    pub(crate) fn is(self, kind: Kind) -> bool {
        self == Self::new(kind, self.generation, self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_survives_its_pointer() {
        for (generation, index) in [(1, 0), (77, 12_345), (LAST_GENERATION, LAST_INDEX)] {
            let handle = Handle::new(Kind::Open, generation, index);
            assert_eq!(Handle::from_pointer(handle.to_pointer::<u8>()), Some(handle));
            assert!(handle.is(Kind::Open) && !handle.is(Kind::Seal));
        }
    }

    #[test]
    fn no_address_is_a_handle_and_no_handle_an_address() {
        let here = 5_u8;
        let boxed = Box::new(5_u8);
        let main: fn() = || {};
        for pointer in [
            std::ptr::null(),
            &raw const here,
            &raw const *boxed,
            std::ptr::without_provenance(usize::MAX),
        ] {
            assert_eq!(Handle::from_pointer(pointer), None);
        }
        assert_eq!(Handle::from_pointer(std::ptr::from_ref(&main)), None);
        let value = Handle::new(Kind::Error, 0, 0).to_pointer::<u8>().addr();
        assert!(value >> 52 == 1, "below 2^53, and above what systems give");
    }
}
