//! Sealed objects of a sequence: those that were prepared and those that it sealed.

use super::house::{CONTEXTS, HOUSE};
use super::ops::Twist;
use super::raw::{Buffer, call, handle, with_error};
use crate::edits;
use customerkey::exports::item::ckey_scope_open_item;
use std::path::PathBuf;
use std::sync::Arc;

/// An object, and all that belongs to it.
pub struct Object {
    /// Which of the prepared scopes.
    pub scope: usize,
    /// Which of the contexts.
    pub context: usize,
    /// Empty for an attached object.
    pub wrapped: Vec<u8>,
    pub bytes: Vec<u8>,
    pub plain: Vec<u8>,
    /// Where it also lies.
    pub path: Option<PathBuf>,
}

/// What is given for an object.
pub struct Twisted {
    pub of: Arc<Object>,
    pub context: usize,
    pub wrapped: Vec<u8>,
    pub bytes: Vec<u8>,
}

impl Twisted {
    fn is(&self, object: &Object) -> bool {
        self.context == object.context
            && self.wrapped == object.wrapped
            && self.bytes == object.bytes
    }

    /// Whether it opens in a scope: it is the object, in its scope. `None` where the model does not
    /// know the scope.
    pub fn opens_in(&self, scope: Option<usize>) -> Option<bool> {
        if self.is(&self.of) { scope.map(|scope| scope == self.of.scope) } else { Some(false) }
    }

    /// Holds the end of a call that opens against what must come.
    pub fn check(&self, scope: Option<usize>, status: i32) {
        if let Some(opens) = self.opens_in(scope) {
            assert_eq!(
                status >= 0,
                opens,
                "status {status}, {} bytes sealed, {} plain",
                self.bytes.len(),
                self.of.plain.len()
            );
        }
    }

    /// The same, of the object as it is in its file.
    pub fn of_file(&self) -> Self {
        Self {
            of: Arc::clone(&self.of),
            context: self.context,
            wrapped: self.wrapped.clone(),
            bytes: self.of.bytes.clone(),
        }
    }

    /// What stands at an offset.
    pub fn at(&self, offset: u32, room: usize) -> &[u8] {
        let rest = self.of.plain.get(offset as usize..).unwrap_or_default();
        &rest[..rest.len().min(room)]
    }
}

pub struct Objects(Vec<Arc<Object>>);

impl Objects {
    pub fn new(prepared: &[Arc<Object>]) -> Self {
        Self(prepared.to_vec())
    }

    /// Takes up an object that was sealed, and opens it: what was sealed opens.
    pub fn add(&mut self, object: Object) {
        open_again(&object, HOUSE.scopes[object.scope]);
        self.0.push(Arc::new(object));
    }

    /// An object with what is given for it: of a scope, if one is named.
    pub fn choose(&self, number: u8, twist: Twist, scope: Option<usize>) -> Twisted {
        let fitting: Vec<_> = self
            .0
            .iter()
            .filter(|object| scope.is_none_or(|scope| object.scope == scope))
            .collect();
        let of = Arc::clone(fitting[usize::from(number) % fitting.len()]);
        let other = &self.0[usize::from(twist.edit[3]) % self.0.len()];
        let mut twisted = Twisted {
            context: of.context,
            wrapped: of.wrapped.clone(),
            bytes: of.bytes.clone(),
            of,
        };
        // Most objects are given as they are.
        if twist.what & 0x80 != 0 {
            if twist.what & 1 != 0 {
                twisted.context = usize::from(twist.edit[1]) % CONTEXTS.len();
            }
            if twist.what & 2 != 0 {
                twisted.wrapped.clone_from(&other.wrapped);
            }
            if twist.what & 4 != 0 {
                edits::apply(twist.edit, &mut twisted.bytes, &other.bytes);
            }
        }
        // What came to be another object, whole, is that object, and opens where that one does.
        if let Some(another) = self.0.iter().find(|object| twisted.is(object)) {
            twisted.of = Arc::clone(another);
        }
        twisted
    }
}

/// Opens an object by the scope with this handle.
pub fn open_again(object: &Object, scope: usize) {
    let (context, wrapped, bytes) = (CONTEXTS[object.context], &object.wrapped, &object.bytes);
    let mut item = Buffer::new();
    let status = with_error(|error| {
        call!(ckey_scope_open_item(
            handle(scope),
            context.as_ptr(),
            context.len(),
            wrapped.as_ptr(),
            wrapped.len(),
            bytes.as_ptr(),
            bytes.len(),
            item.place(),
            error
        ))
    });
    assert_eq!(item.taken(status).expect("what was sealed opens"), object.plain);
}
