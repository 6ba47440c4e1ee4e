//! A parameter as the table writes it: in full, or as one that several cmdlets share.

use std::collections::HashMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::kept::{self, Text};
use crate::parameter::{Mandatory, ParameterDef, Pipeline};

/// The parameters that cmdlets share, by the word that they are referred to by.
pub(crate) type Shared = HashMap<String, Written>;

/// A parameter of a cmdlet as it is written.
#[derive(Debug)]
pub(crate) enum Written {
    /// In full; it begins with its name.
    Full(ParameterDef),
    /// One of those that are shared, and what is different here.
    Shared(Text, Here),
}

/// What may be different in each cmdlet that shares a parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Here {
    mandatory: Option<Mandatory>,
    #[serde(default, deserialize_with = "kept::some_texts")]
    sets: Option<&'static [&'static str]>,
    position: Option<u8>,
    pipeline: Option<Pipeline>,
    #[serde(default, deserialize_with = "kept::some_text")]
    added: Option<Text>,
}

impl Written {
    /// The parameter in full.
    pub(crate) fn resolve(&self, shared: &Shared) -> Result<ParameterDef, String> {
        match self {
            Self::Full(parameter) => Ok(parameter.clone()),
            Self::Shared(word, here) => match shared.get(*word) {
                Some(Self::Full(parameter)) => Ok(here.applied_to(parameter.clone())),
                _ => Err(format!("there is no shared parameter '{word}'")),
            },
        }
    }
}

impl Here {
    fn applied_to(&self, parameter: ParameterDef) -> ParameterDef {
        ParameterDef {
            mandatory: self.mandatory.unwrap_or(parameter.mandatory),
            sets: self.sets.unwrap_or(parameter.sets),
            position: self.position.or(parameter.position),
            pipeline: self.pipeline.unwrap_or(parameter.pipeline),
            added: self.added.unwrap_or(parameter.added),
            ..parameter
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(First)
    }
}

/// The first name says which it is, so that nothing has to be read twice and errors keep their
/// place.
struct First;

impl<'de> Visitor<'de> for First {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a parameter that begins with its name, or with what it shares")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
        let first: Option<String> = map.next_key()?;
        let word = |map: &mut A| Ok::<_, A::Error>(kept::keep(&map.next_value::<String>()?));
        match first.as_deref() {
            Some("name") => {
                let name = word(&mut map)?;
                let rest = ParameterDef::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Written::Full(ParameterDef { name, ..rest }))
            }
            Some("shared") => {
                let word = word(&mut map)?;
                Ok(Written::Shared(word, Here::deserialize(MapAccessDeserializer::new(map))?))
            }
            _ => Err(A::Error::custom(
                "a parameter begins with its name, or with \"shared\" and a word of shared.json",
            )),
        }
    }
}
