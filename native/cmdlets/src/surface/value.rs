//! The types of parameters that are more than a text, a number or a truth value. The binder writes
//! them, runs read them.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A `MultiValuedProperty`: a list, or changes to one. Read from one text, `"a, b"`, a list, or
/// `{"Add": ..., "Remove": ...}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum MultiValue {
    /// The whole list.
    Whole(Vec<String>),
    /// Elements to add to the list and to remove from it.
    Change(MultiValueChange),
}

/// Changes to a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MultiValueChange {
    /// Elements to add.
    #[serde(rename = "Add")]
    pub add: Vec<String>,
    /// Elements to remove.
    #[serde(rename = "Remove")]
    pub remove: Vec<String>,
}

/// What somebody says about something that is assigned: the name of it, or by `$null` that there is
/// none any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<String>")]
pub enum Assigned {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// There is none any more.
    Nothing,
    /// The one of this name.
    To(String),
}

impl Assigned {
    /// What is said, if anything: the name of one, or none.
    #[must_use]
    pub fn said(self) -> Option<Option<String>> {
        match self {
            Self::Unsaid => None,
            Self::Nothing => Some(None),
            Self::To(name) => Some(Some(name)),
        }
    }
}

impl From<Option<String>> for Assigned {
    fn from(name: Option<String>) -> Self {
        name.map_or(Self::Nothing, Self::To)
    }
}

/// A moment: unix seconds, UTC. The binder writes dates in this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A span of time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub i64);

/// How many objects a listing returns at most: `"Unlimited"` or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ResultSize {
    /// This many.
    AtMost(u64),
    /// All.
    Unlimited(Unlimited),
}

/// The word `Unlimited`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unlimited {
    /// All.
    Unlimited,
}

impl ResultSize {
    /// The number; `u64::MAX` for all.
    #[must_use]
    pub fn limit(self) -> u64 {
        match self {
            Self::Unlimited(Unlimited::Unlimited) => u64::MAX,
            Self::AtMost(count) => count,
        }
    }
}

/// A hashtable of texts, such as `-Tag`.
pub type Table = BTreeMap<String, String>;

/// A secret that travels outside of JSON: its name in the session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretRef {
    /// Such as `parameter:KeyFilePassword`.
    pub secret: String,
}

/// A credential: a user's name, and a password that nothing here reads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Credential {
    /// Who signs in.
    #[serde(rename = "userName")]
    pub user_name: String,
}

/// An object of the pipeline given as a parameter, such as `-InputObject`.
pub type Object = serde_json::Map<String, Value>;
