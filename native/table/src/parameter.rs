//! A parameter of a cmdlet.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::completion::{self, NameSource};
use crate::kept::{self, Text};

/// One parameter of a cmdlet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ParameterDef {
    /// Its name, as in `AzureKeyIDs`. Read before the rest: see [`crate::written`].
    #[serde(skip)]
    pub name: Text,
    /// What values it takes.
    #[serde(rename = "type")]
    pub value: ParameterType,
    /// The type as the service's reference names it, such as `MailboxIdParameter`.
    #[serde(default, deserialize_with = "kept::text")]
    pub documented: Text,
    /// Why it is here although the reference does not have it, or why it takes more than that says.
    #[serde(default, deserialize_with = "kept::text")]
    pub added: Text,
    /// Where it must be given.
    #[serde(default)]
    pub mandatory: Mandatory,
    /// The sets it is in; empty for all.
    #[serde(default, deserialize_with = "kept::texts")]
    pub sets: &'static [&'static str],
    /// Its place among the values without a name.
    #[serde(default)]
    pub position: Option<u8>,
    /// Other names.
    #[serde(default, deserialize_with = "kept::texts")]
    pub aliases: &'static [&'static str],
    /// What it takes from the pipeline.
    #[serde(default)]
    pub pipeline: Pipeline,
    /// The values it takes, or for open ones the usual values.
    #[serde(default, deserialize_with = "kept::texts")]
    pub values: &'static [&'static str],
    /// Whether other values are refused.
    #[serde(default)]
    pub closed: bool,
    /// Where the names that there are come from, for completion: see [`Self::name_sources`].
    #[serde(default, deserialize_with = "kept::text")]
    pub(crate) complete: Text,
    /// Whether an empty text may be given although it is mandatory: "none".
    #[serde(default)]
    pub allow_empty: bool,
    /// Whether `$null` is a value of its own, which takes away what was set before.
    #[serde(default)]
    pub unassigns: bool,
    /// Whether it names a file or folder, relative to the caller's location.
    #[serde(default)]
    pub path: bool,
    /// What holds without it, as text for people.
    #[serde(default, deserialize_with = "kept::text")]
    pub default: Text,
    /// What it does here.
    pub effect: Effect,
    /// Help, in a sentence or two.
    #[serde(deserialize_with = "kept::text")]
    pub help: Text,
    /// Why no run reads it although it acts: what does, or why it holds anyway.
    #[serde(default, deserialize_with = "kept::text")]
    pub elsewhere: Text,
    /// Why it is refused, and in a second sentence what to do instead.
    #[serde(default, deserialize_with = "kept::text")]
    pub reason: Text,
}

/// What values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterType {
    /// Their kind.
    pub kind: Kind,
    /// Whether PowerShell's `$null` is a value of it.
    pub nullable: bool,
    /// The types of output that it takes as objects, without the prefix; empty where it is no
    /// object.
    pub input: &'static [&'static str],
}

impl<'de> Deserialize<'de> for ParameterType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        if let Some(input) = word.strip_prefix("input:") {
            let input: Vec<Text> = input.split(',').map(kept::keep).collect();
            return Ok(Self { kind: Kind::Object, nullable: false, input: input.leak() });
        }
        let (plain, nullable) =
            word.strip_suffix('?').map_or((word.as_str(), false), |plain| (plain, true));
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == plain);
        let kind =
            kind.ok_or_else(|| D::Error::custom(format!("'{word}' is no type of a parameter")))?;
        Ok(Self { kind, nullable, input: &[] })
    }
}

/// Gives each kind its word in the table and its name in PowerShell.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal $name:literal)+) => {
        /// What values a parameter takes, and what its field in the parameter struct is. A field
        /// that is mandatory in every set is not an `Option`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind),+ }

        impl Kind {
            /// Every kind.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$kind),+];

            /// Its word in the table.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }

            /// The type as PowerShell's help shows it.
            #[must_use]
            pub const fn type_name(self) -> &'static str {
                match self { $(Self::$kind => $name),+ }
            }
        }
    };
}

kinds! {
    /// A text: `String`. PowerShell's `$null` arrives as the empty text, but for a nullable one:
    /// there it is `null`, and the empty text is refused.
    Text "string" "String"
    /// Given without a value, or with one (`-Refresh:$false`): `bool`; `Option<bool>` where it
    /// holds unless switched off.
    Switch "switch" "SwitchParameter"
    /// Always with a value: `Option<bool>`.
    Bool "bool" "Boolean"
    /// A number of 32 bits: `Option<i32>`.
    Int "int" "Int32"
    /// The same without a sign: `Option<u32>`.
    UInt "uint" "UInt32"
    /// A number with a fraction: `Option<f64>`.
    Real "real" "Double"
    /// A date: `Option<Moment>`.
    DateTime "datetime" "DateTime"
    /// A GUID as text, in lower case with dashes: `Option<String>`.
    Guid "guid" "Guid"
    /// `Option<Vec<String>>`.
    TextList "string[]" "String[]"
    /// A text, a list, or what to add and remove: `MultiValue`.
    MultiValue "multivalued" "MultiValuedProperty"
    /// `Option<Table>`.
    Table "hashtable" "Hashtable"
    /// `Option<SecretRef>`.
    Secret "securestring" "SecureString"
    /// `Option<Credential>`.
    Credential "pscredential" "PSCredential"
    /// `Option<Object>`.
    Object "object" "PSObject"
    /// Objects, or one: `Vec<Object>`.
    ObjectList "object[]" "PSObject[]"
    /// A number or `Unlimited`: `Option<ResultSize>`.
    ResultSize "resultsize" "Unlimited"
    /// A span of time: `Option<Seconds>`.
    Duration "duration" "TimeSpan"
}

/// Where a parameter must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mandatory {
    /// Nowhere.
    #[default]
    No,
    /// In each of its sets.
    Yes,
    /// In these of its sets.
    In(&'static [&'static str]),
}

impl<'de> Deserialize<'de> for Mandatory {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Everywhere(bool),
            In(#[serde(deserialize_with = "kept::texts")] &'static [&'static str]),
        }
        Ok(match Written::deserialize(from)? {
            Written::Everywhere(true) => Self::Yes,
            Written::Everywhere(false) => Self::No,
            Written::In(sets) => Self::In(sets),
        })
    }
}

/// What a parameter takes from the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pipeline {
    /// Nothing.
    #[default]
    No,
    /// The object itself.
    Value,
    /// The property of its name.
    Name,
    /// Either.
    Both,
}

/// What a parameter does here. Never silently nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// It does what its help says.
    Acts,
    /// It is kept and shown, and has no other effect.
    Stored,
    /// It has no effect; one warning names all that were given (rule 8.4.2).
    Ignored,
    /// It is an error, whose text is [`ParameterDef::reason`] (rule 8.4.3).
    Refused,
}

/// What is said of a parameter that is declared by its name alone.
const UNRELATED: &str = "A setting of the service that has nothing to do with encryption.";

impl ParameterDef {
    /// A parameter that has nothing to do with encryption: declared, so that scripts run and a
    /// misspelt name is an error, and ignored.
    pub(crate) fn unrelated(name: &str, documented: Text) -> Self {
        let kind = match documented {
            "SwitchParameter" => Kind::Switch,
            "Boolean" => Kind::Bool,
            "Int32" => Kind::Int,
            "SecureString" => Kind::Secret,
            "PSCredential" => Kind::Credential,
            _ => Kind::Object,
        };
        Self {
            name: kept::keep(name),
            value: ParameterType { kind, nullable: false, input: &[] },
            documented,
            added: "the reference lists only what has to do with encryption",
            mandatory: Mandatory::No,
            sets: &[],
            position: None,
            aliases: &[],
            pipeline: Pipeline::No,
            values: &[],
            closed: false,
            complete: "",
            allow_empty: false,
            unassigns: false,
            path: false,
            default: "",
            effect: Effect::Ignored,
            help: UNRELATED,
            elsewhere: "",
            reason: "",
        }
    }

    /// Whether it was declared by its name alone.
    #[must_use]
    pub fn is_unrelated(&self) -> bool {
        self.help == UNRELATED
    }

    /// The kind of its values.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.value.kind
    }

    /// The type as it is shown: the service's own, else PowerShell's.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        if self.documented.is_empty() { self.value.kind.type_name() } else { self.documented }
    }

    /// Whether this is its name or one of its aliases, in any case.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.names().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Its name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// Where the names that there are come from, for completion.
    #[must_use]
    pub fn name_sources(&self) -> Vec<NameSource> {
        completion::sources(self.complete)
    }

    /// Why it is refused, and what to do instead: the two sentences of its reason.
    #[must_use]
    pub fn refusal(&self) -> (&'static str, &'static str) {
        let end = self.reason.find(". ").map_or(self.reason.len(), |end| end.saturating_add(1));
        let (why, instead) = self.reason.split_at(end);
        (why, instead.trim_start())
    }

    /// Whether it belongs to this set.
    #[must_use]
    pub fn is_in(&self, set: &str) -> bool {
        self.sets.is_empty() || self.sets.contains(&set)
    }

    /// Whether it must be given in this set.
    #[must_use]
    pub fn is_mandatory_in(&self, set: &str) -> bool {
        match self.mandatory {
            Mandatory::No => false,
            Mandatory::Yes => self.is_in(set),
            Mandatory::In(sets) => sets.contains(&set),
        }
    }
}
