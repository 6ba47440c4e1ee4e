//! Binds names and values to the parameters of a cmdlet, by the rules of PowerShell.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::surface::bind_error::{BindError, BindErrorKind};
use crate::surface::canonical::{canonical, side, wanted};
use ckey_table::{CmdletDef, Effect, Kind, Meant, ParameterDef, Pipeline, meant};

/// What a cmdlet does: one implementation per parameter struct, written by hand. `C` is what it
/// works with, `E` what ends it.
pub trait Run<C, E>: DeserializeOwned {
    /// Does it, sending outputs, warnings and errors through the context.
    ///
    /// # Errors
    /// What ends the call.
    fn run(self, context: &mut C) -> Result<(), E>;
}

/// Collects names and values for one cmdlet.
#[derive(Debug)]
pub struct Binder {
    cmdlet: &'static CmdletDef,
    values: BTreeMap<&'static str, Value>,
    positional: Vec<Value>,
}

/// Bound values: one parameter set, all its mandatory parameters, every value of its parameter's
/// kind, in the form of [`crate::value`].
#[derive(Clone, Debug)]
pub struct Bound {
    cmdlet: &'static CmdletDef,
    set: &'static str,
    values: BTreeMap<&'static str, Value>,
}

impl Binder {
    /// A binder for a cmdlet.
    #[must_use]
    pub fn new(cmdlet: &'static CmdletDef) -> Self {
        Self { cmdlet, values: BTreeMap::new(), positional: Vec::new() }
    }

    /// Binds a JSON object of names and values, as a host sends it. Common parameters (`Verbose`,
    /// `ErrorAction`, `WhatIf` ...) are the host's and have to be taken out before.
    ///
    /// # Errors
    /// As [`Binder::named`] and [`Binder::finish`].
    pub fn bind(
        cmdlet: &'static CmdletDef,
        parameters: &Map<String, Value>,
    ) -> Result<Bound, BindError> {
        let mut binder = Self::new(cmdlet);
        for (name, value) in parameters {
            binder.named(name, value.clone())?;
        }
        binder.finish()
    }

    /// The parameter of this name, alias or unambiguous beginning of one, in any case.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find(
        cmdlet: &'static CmdletDef,
        name: &str,
    ) -> Result<&'static ParameterDef, BindError> {
        match meant(name, cmdlet.parameters.iter(), ParameterDef::names) {
            Meant::One(parameter) => Ok(parameter),
            Meant::Several(several) => {
                let names: Vec<_> = several.iter().map(|own| format!("-{}", own.name)).collect();
                Err(BindError::new(
                    BindErrorKind::AmbiguousParameter,
                    name,
                    format!("-{name} may be {}.", names.join(", ")),
                    "Write more of the name.",
                ))
            }
            Meant::Nothing => Err(BindError::new(
                BindErrorKind::NamedParameterNotFound,
                name,
                format!("There is no parameter -{name}."),
                "See its help for the parameters it has.",
            )),
        }
    }

    /// Takes a value with a name.
    ///
    /// # Errors
    /// When no parameter has the name, or it has a value already.
    pub fn named(&mut self, name: &str, value: Value) -> Result<(), BindError> {
        let parameter = Self::find(self.cmdlet, name)?;
        if value.is_null() && is_none_given(parameter) {
            return Ok(());
        }
        if self.values.insert(parameter.name, value).is_some() {
            return Err(BindError::new(
                BindErrorKind::ParameterAlreadyBound,
                parameter.name,
                format!("-{} is given more than once.", parameter.name),
                "Give it once.",
            ));
        }
        Ok(())
    }

    /// Takes a value without a name.
    pub fn positional(&mut self, value: Value) {
        self.positional.push(value);
    }

    /// Chooses the parameter set, places the values without a name, and checks all of it.
    ///
    /// # Errors
    /// When the values fit no set or several, a mandatory one is missing, one is not of its kind,
    /// or one is refused here.
    pub fn finish(mut self) -> Result<Bound, BindError> {
        let set = self.choose_set()?;
        let mut bound = Bound { cmdlet: self.cmdlet, set, values: self.values };
        bound.check()?;
        Ok(bound)
    }

    fn choose_set(&mut self) -> Result<&'static str, BindError> {
        let mut fitting = self.fitting();
        let whole = |(set, placed): &(&'static str, Placed)| self.missing(set, placed).is_empty();
        let is_default = |(set, _): &(&'static str, Placed)| self.cmdlet.default_set == Some(*set);
        let complete: Vec<usize> =
            (0..fitting.len()).filter(|at| fitting.get(*at).is_some_and(whole)).collect();
        let chosen = match complete.as_slice() {
            // A set that lacks nothing is meant, however many others would take the same values.
            [only] => Some(*only),
            [] if fitting.len() == 1 => Some(0),
            // Only so can the error name what is missing: each set lacks something else.
            [] => fitting.iter().position(is_default),
            several => {
                let default =
                    several.iter().copied().find(|at| fitting.get(*at).is_some_and(is_default));
                // Where only a place tells two sets apart, PowerShell gives the value to the
                // parameter that was declared first.
                default.or_else(|| several.first().copied().filter(|_| !self.positional.is_empty()))
            }
        };
        let Some((set, placed)) =
            chosen.and_then(|at| (at < fitting.len()).then(|| fitting.swap_remove(at)))
        else {
            return Err(self.no_set(fitting.is_empty()));
        };
        let said = |(name, value): &(&'static str, Value)| {
            !value.is_null() || !self.cmdlet.parameter(name).is_some_and(is_none_given)
        };
        // What is none by its place is as if it were not given.
        let placed: Placed = placed.into_iter().filter(said).collect();
        if let Some(missing) = self.missing(set, &placed).first() {
            return Err(BindError::new(
                BindErrorKind::MissingMandatoryParameter,
                missing,
                format!("-{missing} is missing."),
                format!("Give -{missing}."),
            ));
        }
        self.values.extend(placed);
        Ok(set)
    }

    /// A mandatory parameter that is given nowhere, whatever the values are; what may come from the
    /// pipeline counts as given where there is one.
    #[must_use]
    pub fn missing_mandatory(
        mut self,
        named: &Map<String, Value>,
        piped: bool,
    ) -> Option<&'static str> {
        for (name, value) in named {
            self.named(name, value.clone()).ok()?;
        }
        let comes = |name: &&'static str| {
            piped && self.cmdlet.parameter(name).is_some_and(|p| p.pipeline != Pipeline::No)
        };
        let lacks = self.fitting().into_iter().map(|(set, placed)| {
            let missing = self.missing(set, &placed).into_iter();
            missing.filter(|name| !comes(name)).collect::<Vec<_>>()
        });
        // The set that lacks least is the one that was meant; of several the default one.
        lacks.min_by_key(Vec::len)?.into_iter().next()
    }

    /// The sets that all that is given belongs to, the default one first.
    fn fitting(&self) -> Vec<(&'static str, Placed)> {
        let in_set = |set: &str, name: &&'static str| {
            self.cmdlet.parameter(name).is_some_and(|parameter| parameter.is_in(set))
        };
        self.sets_default_first()
            .into_iter()
            .filter(|set| self.values.keys().all(|name| in_set(set, name)))
            .filter_map(|set| self.place(set).map(|placed| (set, placed)))
            .collect()
    }

    fn sets_default_first(&self) -> Vec<&'static str> {
        let mut sets = self.cmdlet.all_sets().to_vec();
        sets.sort_by_key(|set| self.cmdlet.default_set != Some(*set));
        sets
    }

    /// The values without a name at their places in a set, or `None` where they do not fit.
    fn place(&self, set: &str) -> Option<Placed> {
        let free = |parameter: &&'static ParameterDef| {
            parameter.position.is_some()
                && parameter.is_in(set)
                && !self.values.contains_key(parameter.name)
        };
        let mut places: Vec<_> = self.cmdlet.parameters.iter().filter(free).collect();
        places.sort_by_key(|parameter| parameter.position);
        let mut places = places.into_iter();
        let mut placed = Placed::new();
        for value in &self.positional {
            let parameter = places.next()?;
            // A text at an object's place belongs to another set, whose place takes the name.
            if (parameter.kind() == Kind::Object) != value.is_object() {
                return None;
            }
            placed.insert(parameter.name, value.clone());
        }
        Some(placed)
    }

    fn missing(&self, set: &str, placed: &Placed) -> Vec<&'static str> {
        let absent = |parameter: &&ParameterDef| {
            parameter.is_mandatory_in(set)
                && !self.values.contains_key(parameter.name)
                && !placed.contains_key(parameter.name)
        };
        self.cmdlet.parameters.iter().filter(absent).map(|parameter| parameter.name).collect()
    }

    fn no_set(&self, nothing_fits: bool) -> BindError {
        let given: Vec<_> = self.values.keys().map(|name| format!("-{name}")).collect();
        if nothing_fits && !self.positional.is_empty() && given.len() < 2 {
            return BindError::new(
                BindErrorKind::PositionalParameterNotFound,
                self.cmdlet.name,
                "There are more values without a name than places for them.",
                "Write the parameters' names.",
            );
        }
        let why = if nothing_fits { "cannot be given together" } else { "do not say enough" };
        BindError::new(
            BindErrorKind::AmbiguousParameterSet,
            self.cmdlet.name,
            format!(
                "{} {why}.",
                if given.is_empty() { "No parameters".to_owned() } else { given.join(", ") }
            ),
            "See its help for the parameters that belong together.",
        )
    }
}

type Placed = BTreeMap<&'static str, Value>;

/// Whether a text among the values of a list is blank: a variable that is not set.
fn has_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().any(has_blank),
        Value::Object(sides) if sides.keys().all(|key| side(key).is_some()) => {
            sides.values().any(has_blank)
        }
        _ => false,
    }
}

fn empty(parameter: &ParameterDef) -> BindError {
    let instead = if parameter.unassigns {
        "Give a name. Only $null takes away what was set: an empty text is often a variable that was never set."
    } else if parameter.value.nullable {
        "Give a value, or leave it out: an empty text is often a variable that was never set."
    } else {
        "Give a value."
    };
    let message = format!("-{} cannot be empty.", parameter.name);
    BindError::new(BindErrorKind::ParameterArgumentEmpty, parameter.name, message, instead)
}

/// Whether `$null` says nothing about a parameter. For a text that is not nullable it is the empty
/// one, as in PowerShell, and for a list that is set whole an empty one.
fn is_none_given(parameter: &ParameterDef) -> bool {
    match parameter.kind() {
        Kind::Text => parameter.value.nullable && !parameter.unassigns,
        Kind::MultiValue => false,
        _ => true,
    }
}

impl Bound {
    /// The cmdlet.
    #[must_use]
    pub fn cmdlet(&self) -> &'static CmdletDef {
        self.cmdlet
    }

    /// The parameter set that was chosen; empty where there is only one.
    #[must_use]
    pub fn set(&self) -> &'static str {
        self.set
    }

    /// Whether a parameter was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// What was given, by the parameters' whole names.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.iter().map(|(name, value)| (*name, value))
    }

    /// The parameters that were given and have no effect here: one warning names them.
    #[must_use]
    pub fn ignored(&self) -> Vec<&'static str> {
        let ignored = |name: &&str| {
            self.cmdlet.parameter(name).is_some_and(|parameter| parameter.effect == Effect::Ignored)
        };
        self.values.keys().copied().filter(ignored).collect()
    }

    /// The parameter struct of the cmdlet.
    ///
    /// # Errors
    /// When the struct is another cmdlet's.
    pub fn into_parameters<P: DeserializeOwned>(self) -> Result<P, BindError> {
        let name = self.cmdlet.name;
        let object = self
            .values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>();
        serde_json::from_value(Value::Object(object)).map_err(|problem| {
            let message = format!("The parameters cannot be read: {problem}.");
            BindError::new(
                BindErrorKind::ParameterArgumentTransformationError,
                name,
                message,
                "Check their values.",
            )
        })
    }

    /// Checks kinds, values and effects, and brings every value into its one form.
    fn check(&mut self) -> Result<(), BindError> {
        for parameter in self.cmdlet.parameters {
            let Some(value) = self.values.get(parameter.name) else { continue };
            if parameter.effect == Effect::Refused && *value != Value::Bool(false) {
                let (why, instead) = parameter.refusal();
                let message = format!("-{} cannot be used here. {why}", parameter.name);
                return Err(BindError::new(
                    BindErrorKind::ParameterRefused,
                    parameter.name,
                    message,
                    instead,
                ));
            }
            // What does nothing here may be anything, such as an object that PowerShell sends by
            // its text.
            if parameter.effect == Effect::Ignored && parameter.kind() == Kind::Object {
                continue;
            }
            if value.is_null() && parameter.unassigns {
                continue;
            }
            let blank = parameter.kind() == Kind::MultiValue && has_blank(value);
            let value = canonical(parameter.kind(), value)
                .ok_or_else(|| Self::not_of_kind(parameter, value))?;
            // Only now: a list of one empty text, or an object of an empty identity, is an empty
            // text too.
            if blank || self.is_empty(parameter, &value) {
                return Err(empty(parameter));
            }
            let value = if parameter.closed { Self::spell(parameter, &value)? } else { value };
            self.values.insert(parameter.name, value);
        }
        Ok(())
    }

    /// Whether it is an empty text where a name or a word is wanted (rule 4.10.10).
    fn is_empty(&self, parameter: &ParameterDef, value: &Value) -> bool {
        let empty = |value: &Value| value.as_str() == Some("");
        match parameter.kind() {
            Kind::Text if parameter.value.nullable => empty(value),
            Kind::Text => {
                empty(value) && !parameter.allow_empty && parameter.is_mandatory_in(self.set)
            }
            Kind::TextList => value.as_array().is_some_and(|list| list.iter().any(empty)),
            _ => false,
        }
    }

    /// A value of a closed list, as the list spells it (rule 4.10.9).
    fn spell(parameter: &ParameterDef, value: &Value) -> Result<Value, BindError> {
        if let Value::Array(list) = value {
            // No known value has a comma: "get, list" is two.
            let items = list
                .iter()
                .filter_map(Value::as_str)
                .flat_map(|text| text.split(','))
                .map(Value::from);
            return items
                .map(|item| Self::spell(parameter, &item))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array);
        }
        let text = value.as_str().unwrap_or_default();
        let known = parameter.values.iter().find(|known| known.eq_ignore_ascii_case(text.trim()));
        known.map(|known| Value::from(*known)).ok_or_else(|| {
            let message = format!("-{} cannot be '{text}'.", parameter.name);
            let fix = format!("Give one of {}.", parameter.values.join(", "));
            BindError::new(
                BindErrorKind::ParameterArgumentValidationError,
                parameter.name,
                message,
                fix,
            )
        })
    }

    fn not_of_kind(parameter: &ParameterDef, value: &Value) -> BindError {
        let wanted = wanted(parameter.kind());
        let many = value.as_array().filter(|list| list.len() > 1 && parameter.kind() == Kind::Text);
        let (message, fix) = match many {
            Some(list) => (
                format!("-{} takes one text, and {} were given.", parameter.name, list.len()),
                if matches!(parameter.pipeline, Pipeline::Value | Pipeline::Both) {
                    "Pipe them to the cmdlet, which takes one after the other.".to_owned()
                } else {
                    "Give one of them at a time.".to_owned()
                },
            ),
            None => (format!("-{} takes {wanted}.", parameter.name), format!("Give {wanted}.")),
        };
        BindError::new(
            BindErrorKind::ParameterArgumentTransformationError,
            parameter.name,
            message,
            fix,
        )
    }
}
