//! The types of outputs.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    /// The .NET type that the service's reference names; empty where it names none.
    #[serde(default, deserialize_with = "kept::text")]
    pub documented: Text,
    /// The property that an object becomes where a name is wanted.
    #[serde(deserialize_with = "kept::text")]
    pub identity: Text,
    /// The columns of the table view; empty for types that are only part of others.
    #[serde(default, deserialize_with = "kept::list")]
    pub table: &'static [Column],
    /// The property whose value stands above the table of all objects that have it.
    #[serde(default, deserialize_with = "kept::text")]
    pub group: Text,
    /// Whether a long cell goes on in the next line.
    #[serde(default)]
    pub wrap: bool,
    /// The properties of the list view; empty for all properties.
    #[serde(default, deserialize_with = "kept::texts")]
    pub list: &'static [&'static str],
    /// The property that objects are sorted by, where they are sorted as a whole.
    #[serde(default, deserialize_with = "kept::text")]
    pub ordered: Text,
    /// The properties, in order. Every object has all of them, `null` when unset.
    #[serde(deserialize_with = "kept::list")]
    pub properties: &'static [PropertyDef],
    /// The head of its `output` records.
    #[serde(skip)]
    pub shape: Shape,
}

/// One column of a table view. Where no column has a width, each is as wide as what it holds, and
/// the last one has what is left of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The property.
    pub name: Text,
    /// The heading, where it is not the name.
    label: Text,
    /// How wide it is, in characters.
    pub width: Option<u8>,
    /// Whether it stands at the right, where a value that is too long loses its beginning: a path.
    right: bool,
}

impl Column {
    /// The heading.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        if self.label.is_empty() { self.name } else { self.label }
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            #[serde(deserialize_with = "kept::text")]
            name: Text,
            #[serde(default, deserialize_with = "kept::text")]
            label: Text,
            width: Option<u8>,
            #[serde(default)]
            right: bool,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Name(#[serde(deserialize_with = "kept::text")] Text),
            Whole(Whole),
        }
        Ok(match Written::deserialize(from)? {
            Written::Name(name) => Self { name, label: "", width: None, right: false },
            Written::Whole(Whole { name, label, width, right }) => {
                Self { name, label, width, right }
            }
        })
    }
}

/// One property of an output object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyDef {
    /// Its name.
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// What its value is.
    pub kind: PropertyKind,
    /// The label in the list view, where it is not the name.
    #[serde(default, deserialize_with = "kept::text")]
    label: Text,
    /// What it says.
    #[serde(deserialize_with = "kept::text")]
    pub help: Text,
}

/// What the objects of an `output` record are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Type names, most derived first, as in `CustomerKey.DataEncryptionPolicy`.
    pub types: &'static [&'static str],
    /// The property that an object becomes where a name is wanted.
    pub shown: &'static str,
    /// The property that objects are sorted by, where they are sorted as a whole.
    pub ordered: &'static str,
    /// Each property and its kind as records have it: `text`, `date[]`, `CustomerKey.KeyAttributes`.
    pub columns: &'static [(&'static str, &'static str)],
}

impl Shape {
    /// The head of an `output` record of such objects, in one line: with what describes the type,
    /// or with its names alone.
    #[must_use]
    pub fn head(&self, describe: bool) -> Vec<u8> {
        #[derive(Serialize)]
        struct Head<'a> {
            stream: &'a str,
            r#type: &'a [&'a str],
            #[serde(skip_serializing_if = "str::is_empty")]
            shown: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            ordered: &'a str,
            #[serde(serialize_with = "as_map", skip_serializing_if = "<[_]>::is_empty")]
            columns: &'a [(&'a str, &'a str)],
        }
        let mut head =
            Head { stream: "output", r#type: self.types, shown: "", ordered: "", columns: &[] };
        if describe {
            head = Head { shown: self.shown, ordered: self.ordered, columns: self.columns, ..head };
        }
        // Texts alone, of which serialising cannot fail.
        serde_json::to_vec(&head).unwrap_or_default()
    }
}

fn as_map<S: Serializer>(columns: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(columns.iter().copied())
}

/// What the value of a property is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyKind {
    /// What it is, or what each element of the list is.
    pub of: Member,
    /// Whether it is a list.
    pub list: bool,
}

/// What one value is, and how JSON carries it. Each may be `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// Text.
    Text,
    /// A GUID, as text.
    Guid,
    /// True or false.
    Bool,
    /// A number of 32 bits.
    Int,
    /// A number of 64 bits.
    Long,
    /// A number with a fraction.
    Real,
    /// A moment in UTC: ISO 8601 with `Z`.
    Date,
    /// The same, shown in local time: with `+00:00`.
    Local,
    /// A table of names and texts: an object.
    Table,
    /// Bytes: Base64.
    Bytes,
    /// Any JSON.
    Json,
    /// An object of this type: the name of a [`TypeDef`].
    Object(&'static str),
}

impl Member {
    const WORDS: [(&'static str, Self); 11] = [
        ("text", Self::Text),
        ("guid", Self::Guid),
        ("bool", Self::Bool),
        ("int", Self::Int),
        ("long", Self::Long),
        ("number", Self::Real),
        ("date", Self::Date),
        ("local", Self::Local),
        ("table", Self::Table),
        ("bytes", Self::Bytes),
        ("json", Self::Json),
    ];

    /// Its word in the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Object(name) => name,
            other => Self::WORDS.iter().find(|(_, is)| *is == other).map_or("", |(word, _)| word),
        }
    }
}

impl PropertyKind {
    /// As pages have it.
    #[must_use]
    pub fn word(self) -> String {
        let list = if self.list { "[]" } else { "" };
        let zone = if self.of == Member::Local { " (date in local time)" } else { "" };
        format!("{}{list}{zone}", self.of.word())
    }

    /// As a record says it: a moment's zone stands in its text, a type has its full name.
    fn column(self) -> &'static str {
        let one = match self.of {
            Member::Local => Member::Date.word().to_owned(),
            Member::Object(name) => full(name),
            other => other.word().to_owned(),
        };
        if self.list { format!("{one}[]").leak() } else { one.leak() }
    }
}

impl<'de> Deserialize<'de> for PropertyKind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        let (word, list) =
            written.strip_suffix("[]").map_or((written.as_str(), false), |word| (word, true));
        let known = Member::WORDS.iter().find(|(known, _)| *known == word).map(|(_, is)| *is);
        // The names of types begin with a capital; whether there is such a type is checked later.
        let of = known.or_else(|| {
            word.starts_with(|first: char| first.is_ascii_uppercase())
                .then(|| Member::Object(word.to_owned().leak()))
        });
        let problem = || serde::de::Error::custom(format!("'{written}' is no kind of a property"));
        Ok(Self { of: of.ok_or_else(problem)?, list })
    }
}

/// The name of a type as records and PowerShell have it.
fn full(name: &str) -> String {
    format!("CustomerKey.{name}")
}

impl PropertyDef {
    /// The label in the list view.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        if self.label.is_empty() { self.name } else { self.label }
    }
}

impl TypeDef {
    /// Puts together what its records say of it: after each name of ours the documented one, whose
    /// class it is made from. `documented` knows that of its bases.
    pub(crate) fn complete(&mut self, documented: impl Fn(&str) -> Text) {
        let names = std::iter::once(&self.name).chain(self.bases);
        let types = names.flat_map(|name| {
            let known = documented(name);
            [&*full(name).leak()].into_iter().chain((!known.is_empty()).then_some(known))
        });
        let columns =
            self.properties.iter().map(|property| (property.name, property.kind.column()));
        self.shape = Shape {
            types: types.collect::<Vec<_>>().leak(),
            shown: self.identity,
            ordered: self.ordered,
            columns: columns.collect::<Vec<_>>().leak(),
        };
    }

    /// The types that a record has to describe before this one: what it is based on, and what its
    /// properties hold.
    pub fn needs(&self) -> impl Iterator<Item = &'static str> + use<> {
        let held = self.properties.iter().filter_map(|property| match property.kind.of {
            Member::Object(name) => Some(name),
            _ => None,
        });
        self.bases.iter().rev().copied().chain(held)
    }

    /// Whether a column stands at the right: numbers do.
    #[must_use]
    pub fn is_right(&self, column: &Column) -> bool {
        let kind = self.property(column.name).map(|property| property.kind.of);
        column.right || matches!(kind, Some(Member::Int | Member::Long | Member::Real))
    }

    /// The property of this exact name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static PropertyDef> {
        self.properties.iter().find(|property| property.name == name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_kind_is_in_the_description_of_records() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/records.md");
        let text = std::fs::read_to_string(file).unwrap();
        let (_, kinds) = text.split_once("| kind | in JSON |").unwrap();
        let described: Vec<&str> = kinds
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(word, _)| word)
            .collect();
        let recorded = Member::WORDS.map(|(word, _)| word);
        let recorded: Vec<&str> = recorded.into_iter().filter(|word| *word != "local").collect();
        assert_eq!(described, recorded);
    }

    #[test]
    fn a_type_needs_its_bases_and_what_its_properties_hold() {
        let needs: Vec<_> = crate::find_type("KeyVaultKey").unwrap().needs().collect();
        assert_eq!(needs, ["KeyVaultKeyIdentityItem", "KeyVaultKeyAttributes", "JsonWebKey"]);
    }
}
