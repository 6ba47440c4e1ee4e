//! The types of outputs.

use serde::{Deserialize, Deserializer};

use crate::kept::{self, Text};

/// One type of output object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    /// The name without its prefix, as in `DataEncryptionPolicy`.
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// Types it is also one of, without their prefix.
    #[serde(default, deserialize_with = "kept::texts")]
    pub bases: &'static [&'static str],
    /// The property that an object becomes where a name is wanted.
    #[serde(deserialize_with = "kept::text")]
    pub identity: Text,
    /// The columns of the table view.
    #[serde(deserialize_with = "kept::texts")]
    pub table: &'static [&'static str],
    /// The properties of the list view; empty for all properties.
    #[serde(default, deserialize_with = "kept::texts")]
    pub list: &'static [&'static str],
    /// The properties, in order. Every object has all of them, `null` when unset. A name with a dot
    /// is a property of a nested object whose kind JSON cannot say.
    #[serde(deserialize_with = "kept::list")]
    pub properties: &'static [PropertyDef],
    /// The head of its `output` records.
    #[serde(skip)]
    pub shape: Shape,
}

/// One property of an output object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyDef {
    /// Its name.
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// What its value is.
    pub kind: Member,
    /// The label in the list view, where it is not the name.
    #[serde(default, deserialize_with = "kept::text")]
    label: Text,
    /// What it says.
    #[serde(deserialize_with = "kept::text")]
    pub help: Text,
}

/// What the objects of an `output` record are: their type names and what JSON cannot say about
/// their members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Type names, most derived first, as in `CustomerKey.DataEncryptionPolicy`.
    pub types: &'static [&'static str],
    /// Path of a member to its kind: `local`, `text`, `guid`, `int`, `bytes` or `table`.
    pub members: &'static [(&'static str, &'static str)],
}

/// Gives each kind of value its word in the table.
macro_rules! members {
    ($($(#[$doc:meta])* $kind:ident $word:literal $recorded:literal)+) => {
        /// What the value of a property is, and how JSON carries it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Member { $($(#[$doc])* $kind),+ }

        impl Member {
            const ALL: [Self; [$($word),+].len()] = [$(Self::$kind),+];

            /// Its word in the table and in records.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }

            /// Whether a record says it, because JSON does not.
            const fn is_recorded(self) -> bool {
                match self { $(Self::$kind => $recorded),+ }
            }
        }
    };
}

members! {
    /// Text that never looks like a date.
    Plain "string" false
    /// Free text: behind `\u{1}` in the record, because PowerShell would make dates of some.
    Text "text" true
    /// A GUID, as text.
    Guid "guid" true
    /// True or false.
    Bool "bool" false
    /// A number of 32 bits.
    Int "int" true
    /// A number of 64 bits.
    Long "long" false
    /// A number with a fraction.
    Real "number" false
    /// A moment in UTC: ISO 8601 with `Z`.
    Date "date" false
    /// The same, shown in local time.
    Local "local" true
    /// A list.
    List "list" false
    /// A hashtable: an object.
    Table "table" true
    /// Bytes: Base64.
    Bytes "bytes" true
    /// A nested object.
    Object "object" false
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        let known = Self::ALL.into_iter().find(|member| member.word() == word);
        known.ok_or_else(|| serde::de::Error::custom(format!("'{word}' is no kind of a property")))
    }
}

impl PropertyDef {
    /// The label in the list view.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        if self.label.is_empty() { self.name } else { self.label }
    }
}

impl TypeDef {
    /// Puts together what its records say of it.
    pub(crate) fn complete(&mut self) {
        let full = |name: &&'static str| -> &'static str { format!("CustomerKey.{name}").leak() };
        let types: Vec<&'static str> =
            std::iter::once(&self.name).chain(self.bases).map(full).collect();
        let recorded = self.properties.iter().filter(|property| property.kind.is_recorded());
        let members: Vec<_> =
            recorded.map(|property| (property.name, property.kind.word())).collect();
        self.shape = Shape { types: types.leak(), members: members.leak() };
    }

    /// The properties of the object itself, without those of nested objects.
    pub fn own_properties(&self) -> impl Iterator<Item = &'static PropertyDef> + use<> {
        self.properties.iter().filter(|property| !property.name.contains('.'))
    }

    /// The property of this exact name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static PropertyDef> {
        self.properties.iter().find(|property| property.name == name)
    }
}
