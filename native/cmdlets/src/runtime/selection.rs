//! Objects with some of their properties: those that a caller asked for, and no others.

use crate::runtime::error::CmdletError;
use crate::surface::output::Output;
use ckey_table::Shape;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The properties of a type that are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selection(&'static Shape);

type Columns = Vec<&'static str>;

/// A shape is kept as long as the process: whoever asks again for the same gets the same.
static MADE: Mutex<BTreeMap<(&'static str, Columns), &'static Shape>> = Mutex::new(BTreeMap::new());

impl Selection {
    /// The properties of `T` that `is_wanted`, in the order of the table. What stands for the object
    /// has to be one of them.
    ///
    /// # Errors
    /// Where the table has no such type.
    pub(crate) fn of<T: Output>(is_wanted: impl Fn(&str) -> bool) -> Result<Self, CmdletError> {
        let whole = &ckey_table::find_type(T::TYPE)
            .ok_or_else(|| CmdletError::internal("The table of outputs"))?
            .shape;
        let columns: Vec<_> =
            whole.columns.iter().copied().filter(|(name, _)| is_wanted(name)).collect();
        let names: Columns = columns.iter().map(|(name, _)| *name).collect();
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        let shape = *made.entry((T::TYPE, names)).or_insert_with(|| {
            &*Box::leak(Box::new(Shape { columns: Vec::leak(columns), ..*whole }))
        });
        Ok(Self(shape))
    }

    pub(crate) const fn shape(self) -> &'static Shape {
        self.0
    }

    /// What is wanted of an object.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub(crate) fn part<T: Output>(self, object: &T) -> Result<Part, CmdletError> {
        match serde_json::to_value(object) {
            Ok(Value::Object(all)) => Ok(Part(self.0, all)),
            _ => Err(CmdletError::internal("Writing an output object")),
        }
    }
}

/// An object with some of its properties.
pub(crate) struct Part(&'static Shape, Map<String, Value>);

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(shape, all) = self;
        serializer.collect_map(shape.columns.iter().map(|(name, _)| (name, all.get(*name))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Selection;
    use crate::generated::output::exchange_online::EXOMailbox;

    #[test]
    fn an_object_has_the_properties_that_were_asked_for_in_the_order_of_the_table() {
        let wanted = |name: &str| ["DataEncryptionPolicy", "Name"].contains(&name);
        let selection = Selection::of::<EXOMailbox>(wanted).unwrap();
        let object = EXOMailbox { name: Some("Ann".to_owned()), ..EXOMailbox::default() };
        let part = serde_json::to_string(&selection.part(&object).unwrap()).unwrap();
        assert_eq!(part, r#"{"Name":"Ann","DataEncryptionPolicy":null}"#);
        let again = Selection::of::<EXOMailbox>(wanted).unwrap();
        assert!(std::ptr::eq(selection.shape(), again.shape()), "asked twice, made once");
    }
}
