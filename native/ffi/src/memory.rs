//! The memory of a call: all that a function reads and writes is named first, checked as a whole,
//! and only then touched. Two places that are the same, an output in an input, and a buffer that
//! still holds something are refused while nothing has happened yet.

use crate::error::ckey_error;
use crate::failure::{Failure, Result};
use crate::status::Status;

/// The most pieces of memory that one function takes, its error among them.
const MOST: usize = 8;

/// A piece of a caller's memory, or several of them.
pub(crate) trait Memory {
    /// What the function works with: references in place of pointers, outputs cleared.
    type Opened;

    /// Notes what is read and written, and what is wrong with it. Touches nothing.
    ///
    /// # Safety
    /// The pointers are as the exported function's contract says.
    unsafe fn claim(&self, claims: &mut Claims);

    /// Clears the outputs and makes references of the pointers.
    ///
    /// # Safety
    /// As [`Memory::claim`], which found nothing wrong.
    unsafe fn open(self) -> Self::Opened;
}

#[derive(Clone, Copy)]
struct Span {
    start: usize,
    len: usize,
    written: bool,
    what: &'static str,
}

impl Span {
    /// Whether the two share a byte that one of them writes.
    fn clashes(&self, other: &Self) -> bool {
        let apart = self.start.saturating_add(self.len) <= other.start
            || other.start.saturating_add(other.len) <= self.start;
        !apart && (self.written || other.written)
    }
}

/// What a call was given, as far as it was noted.
pub(crate) struct Claims {
    error: Option<Span>,
    others: [Option<Span>; MOST],
    error_is_usable: bool,
    failure: Option<Failure>,
}

impl Claims {
    /// Of a call whose error goes to `error`.
    pub(crate) fn new(error: *mut *mut ckey_error) -> Self {
        let len = size_of::<*mut ckey_error>();
        let span = (!error.is_null()).then_some(Span {
            start: error.addr(),
            len,
            written: true,
            what: "the error",
        });
        let mut claims =
            Self { error: span, others: [None; MOST], error_is_usable: true, failure: None };
        if !error.is_aligned() {
            claims.error_is_usable = false;
            claims.refuse("The pointer for the error is no address of one.");
        }
        claims
    }

    /// Notes bytes that are read, or written too.
    pub(crate) fn span(&mut self, start: usize, len: usize, written: bool, what: &'static str) {
        if len == 0 {
            return;
        }
        let span = Span { start, len, written, what };
        let with_error = self.error.filter(|error| error.clashes(&span));
        self.error_is_usable &= with_error.is_none();
        if let Some(other) = with_error
            .or_else(|| self.others.iter().flatten().find(|other| other.clashes(&span)).copied())
        {
            self.refuse(format!(
                "{} and {what} are the same memory, or overlap.",
                capital(other.what)
            ));
        }
        match self.others.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(span),
            None => self.fail(Status::Internal.into()),
        }
    }

    pub(crate) fn refuse(&mut self, why: impl Into<std::borrow::Cow<'static, str>>) {
        self.fail(Failure::new(Status::InvalidArgument, why));
    }

    /// Keeps the first thing that is wrong.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// Whether the error's place belongs to nothing else.
    pub(crate) fn error_is_usable(&self) -> bool {
        self.error_is_usable
    }

    pub(crate) fn verdict(self) -> Result<()> {
        self.failure.map_or(Ok(()), Err)
    }
}

fn capital(what: &str) -> String {
    let mut rest = what.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

macro_rules! several {
    ($($piece:ident)*) => {
        impl<$($piece: Memory),*> Memory for ($($piece,)*) {
            type Opened = ($($piece::Opened,)*);

            #[allow(non_snake_case, unused_variables)]
            unsafe fn claim(&self, claims: &mut Claims) {
                let ($($piece,)*) = self;
                // SAFETY: as promised by the caller, for each piece.
                $(unsafe { $piece.claim(claims) };)*
            }

            #[allow(non_snake_case, clippy::unused_unit)]
            unsafe fn open(self) -> Self::Opened {
                let ($($piece,)*) = self;
                // SAFETY: as promised by the caller, for each piece.
                ($(unsafe { $piece.open() },)*)
            }
        }
    };
}

several!();
several!(A);
several!(A B);
several!(A B C);
several!(A B C D);
several!(A B C D E);
several!(A B C D E F);
