//! Every handle that a sequence was given, open or closed.

use super::ops::Which;
use super::raw::{INVALID_HANDLE, call, documented, handle};
use super::streams::{Opening, Reading, Sealing};
use customerkey::exports::{call::*, open::*, reader::*, scope::*, seal::*, session::*};

/// What a handle is of, and what the model knows of it.
pub enum Kind {
    Session,
    Call,
    /// Which of the prepared scopes, if it is one of them.
    Scope(Option<usize>),
    Seal(Sealing),
    Open(Opening),
    Reader(Reading),
}

struct Given {
    handle: usize,
    open: bool,
    kind: Kind,
}

#[derive(Default)]
pub struct Handles(Vec<Given>);

/// A handle that was chosen, and where it is if it is open and of the kind that is wanted.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub handle: usize,
    at: Option<usize>,
}

impl Chosen {
    /// A handle outside the sequence, which is open.
    pub const fn known(handle: usize) -> Self {
        Self { handle, at: Some(usize::MAX) }
    }

    pub const fn fits(self) -> bool {
        self.at.is_some()
    }

    /// A status of a call whose handle alone may be wrong.
    pub fn check(self, status: i32) -> i32 {
        assert!(self.fits() != (status == INVALID_HANDLE), "{status} for {:x}", self.handle);
        status
    }
}

impl Handles {
    pub fn add(&mut self, handle: usize, kind: Kind) {
        assert!(self.0.iter().all(|given| given.handle != handle), "a handle was given twice");
        self.0.push(Given { handle, open: true, kind });
    }

    /// Whether any of a kind is open.
    pub fn has(&self, wanted: fn(&Kind) -> bool) -> bool {
        self.0.iter().any(|given| given.open && wanted(&given.kind))
    }

    /// A handle for a call that wants one of a kind: mostly one, sometimes any other, or what never
    /// was one.
    pub fn choose(&self, Which(number): Which, wanted: fn(&Kind) -> bool) -> Chosen {
        let fitting = |given: &Given| given.open && wanted(&given.kind);
        let number = usize::from(number);
        let open: Vec<usize> = (0..self.0.len()).filter(|at| fitting(&self.0[*at])).collect();
        match number {
            0..200 if !open.is_empty() => {
                let at = open[number % open.len()];
                Chosen { handle: self.0[at].handle, at: Some(at) }
            }
            200..240 if !self.0.is_empty() => {
                let at = number % self.0.len();
                Chosen {
                    handle: self.0[at].handle,
                    at: Some(at).filter(|at| fitting(&self.0[*at])),
                }
            }
            250.. => Chosen { handle: 0xdead_beef << (number - 250), at: None },
            // Looks like a handle of some kind, and its place was never used.
            240..250 => Chosen {
                handle: 1 << 62 | (number - 239) << 56 | 1 << 55 | 1 << 28 | 0x0fff_fff0,
                at: None,
            },
            _ => Chosen { handle: 0, at: None },
        }
    }

    pub fn kind(&self, chosen: Chosen) -> Option<&Kind> {
        self.0.get(chosen.at?).map(|given| &given.kind)
    }

    pub fn kind_mut(&mut self, chosen: Chosen) -> Option<&mut Kind> {
        self.0.get_mut(chosen.at?).map(|given| &mut given.kind)
    }

    /// Which prepared scope a chosen handle is of.
    pub fn scope(&self, chosen: Chosen) -> Option<usize> {
        match self.kind(chosen) {
            Some(Kind::Scope(scope)) => *scope,
            _ => None,
        }
    }

    /// Closes a handle by the function of the wanted kind; closing twice is refused and harmless.
    pub fn close(&mut self, chosen: Chosen, close: impl Fn(usize) -> i32) {
        assert_eq!(
            documented(close(chosen.handle)),
            if chosen.fits() { 0 } else { INVALID_HANDLE }
        );
        if let Some(at) = chosen.at {
            self.0[at].open = false;
            assert_eq!(close(chosen.handle), INVALID_HANDLE, "it was closed twice");
        }
    }

    pub fn close_all(&mut self) {
        for given in self.0.iter().filter(|given| given.open) {
            assert_eq!(documented(close(&given.kind, given.handle)), 0);
        }
    }
}

fn close(kind: &Kind, value: usize) -> i32 {
    match kind {
        Kind::Session => call!(ckey_session_close(handle(value))),
        Kind::Call => call!(ckey_call_free(handle(value))),
        Kind::Scope(_) => call!(ckey_scope_close(handle(value))),
        Kind::Seal(_) => call!(ckey_seal_free(handle(value))),
        Kind::Open(_) => call!(ckey_open_free(handle(value))),
        Kind::Reader(_) => call!(ckey_reader_free(handle(value))),
    }
}
