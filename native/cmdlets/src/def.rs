//! What a cmdlet is, as data: its parameters, sets, outputs and help.
//!
//! The generator writes one [`CmdletDef`] and one parameter struct (`serde::Deserialize`) per cmdlet from
//! `native/cmdlets/table/*.json` into [`crate::generated`]. How the parts fit:
//!
//! 1. [`crate::generated::find`] finds a cmdlet by its name or another name of it, in any case.
//! 2. [`crate::bind::Binder`] takes names and values (JSON) or values without a name, and `finish` gives a
//!    [`Bound`](crate::bind::Bound): names made whole, one parameter set chosen, mandatory parameters present, values
//!    of their kind and in one form, closed values spelled as in the table, refused parameters refused with their reason.
//! 3. [`crate::generated::run`] makes the parameter struct and calls its [`Run`](crate::bind::Run). A cmdlet without one
//!    does not compile: `run` asks for all of them.
//!
//! Parameters that are ignored or refused have no field, so nobody can use them by mistake.
//! [`Bound::ignored`](crate::bind::Bound::ignored) names the ignored ones that were given, for the one warning.

use crate::record::Shape;

/// One cmdlet of the surface.
#[derive(Debug)]
pub struct CmdletDef {
    /// Its name, as in `New-DataEncryptionPolicy`.
    pub name: &'static str,
    /// The service it belongs to: the name of its table file.
    pub service: &'static str,
    /// Other names, such as `Add-AzureKeyVaultKey`.
    pub aliases: &'static [&'static str],
    /// What it does, in a sentence.
    pub synopsis: &'static str,
    /// The page of the service's own reference; empty for cmdlets of this project.
    pub link: &'static str,
    /// Whether `-WhatIf` and `-Confirm` exist, and whether they count.
    pub should_process: ShouldProcess,
    /// Whether PowerShell asks before it runs, without being told to.
    pub confirms: bool,
    /// The parameters whose values name what is changed, the first given one counts.
    pub target: &'static [&'static str],
    /// What is changed, where no parameter names it.
    pub target_text: &'static str,
    /// The parameter sets; empty when there is only one.
    pub sets: &'static [&'static str],
    /// The set that is taken when several fit.
    pub default_set: Option<&'static str>,
    /// The parameters, in the order of the documentation.
    pub parameters: &'static [ParameterDef],
    /// The types of its outputs: names of [`TypeDef`].
    pub outputs: &'static [&'static str],
    /// Examples: a line, and what it does.
    pub examples: &'static [(&'static str, &'static str)],
}

/// What `-WhatIf` and `-Confirm` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShouldProcess {
    /// The cmdlet has neither.
    Absent,
    /// It only reads: both are accepted and change nothing.
    Accepted,
    /// It changes something: `-WhatIf` says what would change and changes nothing.
    Changes,
}

/// One parameter of a cmdlet.
#[derive(Debug)]
pub struct ParameterDef {
    /// Its name, as in `AzureKeyIDs`.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The type as the service's reference names it, such as `MailboxIdParameter`.
    pub documented: &'static str,
    /// The sets it is in; empty for all.
    pub sets: &'static [&'static str],
    /// Where it must be given.
    pub mandatory: Mandatory,
    /// Its place among the values without a name.
    pub position: Option<u8>,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What it takes from the pipeline.
    pub pipeline: Pipeline,
    /// The values it takes, or for open ones the usual values.
    pub values: &'static [&'static str],
    /// Whether other values are refused.
    pub closed: bool,
    /// Whether an empty text may be given although it is mandatory: "none".
    pub allow_empty: bool,
    /// Whether it names a file or folder, relative to the caller's location.
    pub path: bool,
    /// What holds without it, as text for people.
    pub default: &'static str,
    /// What it does here.
    pub effect: Effect,
    /// Help, in a sentence or two.
    pub help: &'static str,
}

/// What values a parameter takes, and what its field in the parameter struct is. A field that is mandatory in every set is
/// not an `Option`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text: `String`. PowerShell's `$null` arrives as the empty text.
    Text,
    /// Given without a value, or with one (`-Refresh:$false`): `bool`; `Option<bool>` where it holds unless switched off.
    Switch,
    /// Always with a value: `Option<bool>`.
    Bool,
    /// A number of 32 bits: `Option<i32>`.
    Int,
    /// The same without a sign: `Option<u32>`.
    UInt,
    /// A number with a fraction: `Option<f64>`.
    Real,
    /// A date: `Option<`[`Moment`](crate::value::Moment)`>`.
    DateTime,
    /// A GUID as text, in lower case with dashes: `Option<String>`.
    Guid,
    /// `Option<Vec<String>>`.
    TextList,
    /// A text, a list, or what to add and remove: [`MultiValue`](crate::value::MultiValue).
    MultiValue,
    /// `Option<`[`Table`](crate::value::Table)`>`.
    Table,
    /// `Option<`[`SecretRef`](crate::value::SecretRef)`>`.
    Secret,
    /// `Option<`[`Credential`](crate::value::Credential)`>`.
    Credential,
    /// `Option<`[`Object`](crate::value::Object)`>`.
    Object,
    /// A number or `Unlimited`: `Option<`[`ResultSize`](crate::value::ResultSize)`>`.
    ResultSize,
    /// A span of time: `Option<`[`Seconds`](crate::value::Seconds)`>`.
    Duration,
}

/// Where a parameter must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mandatory {
    /// Nowhere.
    No,
    /// In each of its sets.
    Yes,
    /// In these of its sets.
    In(&'static [&'static str]),
}

/// What a parameter takes from the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipeline {
    /// Nothing.
    No,
    /// The object itself.
    Value,
    /// The property of its name.
    Name,
    /// Either.
    Both,
}

/// What a parameter does here. Never silently nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It does what its help says.
    Acts,
    /// It is kept and shown, and has no other effect.
    Stored,
    /// It has no effect; one warning names all that were given (rule 8.4.2).
    Ignored,
    /// It is an error; the text says why and what to do instead (rule 8.4.3).
    Refused(&'static str),
}

impl PropertyDef {
    /// A property.
    pub(crate) const fn new(name: &'static str, kind: Member, label: &'static str, help: &'static str) -> Self {
        Self { name, kind, label, help }
    }
}

impl ParameterDef {
    /// An optional parameter in all sets, with nothing special about it.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        kind: Kind::Text,
        documented: "",
        sets: &[],
        mandatory: Mandatory::No,
        position: None,
        aliases: &[],
        pipeline: Pipeline::No,
        values: &[],
        closed: false,
        allow_empty: false,
        path: false,
        default: "",
        effect: Effect::Acts,
        help: "",
    };
}

impl CmdletDef {
    /// The parameter of this exact name or alias, in any case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterDef> {
        self.parameters.iter().find(|parameter| parameter.is_named(name))
    }

    /// The sets, and one without a name where there is only one.
    pub(crate) fn all_sets(&self) -> &'static [&'static str] {
        if self.sets.is_empty() { &[""] } else { self.sets }
    }
}

impl ParameterDef {
    /// The type as it is shown: the service's own, else PowerShell's.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        if !self.documented.is_empty() {
            return self.documented;
        }
        match self.kind {
            Kind::Text => "String",
            Kind::Switch => "SwitchParameter",
            Kind::Bool => "Boolean",
            Kind::Int => "Int32",
            Kind::UInt => "UInt32",
            Kind::Real => "Double",
            Kind::DateTime => "DateTime",
            Kind::Guid => "Guid",
            Kind::TextList => "String[]",
            Kind::MultiValue => "MultiValuedProperty",
            Kind::Table => "Hashtable",
            Kind::Secret => "SecureString",
            Kind::Credential => "PSCredential",
            Kind::Object => "PSObject",
            Kind::ResultSize => "Unlimited",
            Kind::Duration => "TimeSpan",
        }
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

/// One type of output object.
#[derive(Debug)]
pub struct TypeDef {
    /// The name without its prefix, as in `DataEncryptionPolicy`.
    pub name: &'static str,
    /// The head of its `output` records: type names, most derived first, as in `CustomerKey.DataEncryptionPolicy`, and the
    /// members whose kind JSON cannot say.
    pub shape: Shape,
    /// The property that an object becomes where a name is wanted.
    pub identity: &'static str,
    /// The properties, in order. Every object has all of them, `null` when unset. A name with a dot is a property of a
    /// nested object whose kind JSON cannot say.
    pub properties: &'static [PropertyDef],
    /// The columns of the table view.
    pub table: &'static [&'static str],
    /// The properties of the list view; empty for all properties.
    pub list: &'static [&'static str],
}

/// One property of an output object.
#[derive(Debug)]
pub struct PropertyDef {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub kind: Member,
    /// The label in the list view.
    pub label: &'static str,
    /// What it says.
    pub help: &'static str,
}

/// What the value of a property is, and how JSON carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// Text that never looks like a date.
    Plain,
    /// Free text: behind `\u{1}` in the record, because PowerShell would make dates of some.
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
    /// The same, shown in local time.
    Local,
    /// A list.
    List,
    /// A hashtable: an object.
    Table,
    /// Bytes: Base64.
    Bytes,
    /// A nested object.
    Object,
}

impl TypeDef {
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
