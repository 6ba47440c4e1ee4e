//! A parameter as help shows it. What all forms of help say of one is decided here, so that they
//! cannot differ; each form only writes it down.

use super::pipeline;
use ckey_table::{CmdletDef, CommonParameter, Effect, Kind, Mandatory, ParameterDef};

/// One of the table, or `-WhatIf` and `-Confirm`.
pub(super) enum Shown {
    Own(&'static ParameterDef),
    Common(CommonParameter),
}

/// The common parameters that help shows among a cmdlet's own, where it has them.
const ASKING: [CommonParameter; 2] = [CommonParameter::WhatIf, CommonParameter::Confirm];

/// The common parameters that every cmdlet has, which help names together.
pub(super) fn on_every_page() -> impl Iterator<Item = CommonParameter> {
    CommonParameter::ALL.into_iter().filter(|common| !ASKING.contains(common))
}

/// Every parameter that help has a text for, in its order.
pub(super) fn all(cmdlet: &CmdletDef) -> Vec<Shown> {
    let asks = cmdlet.has_what_if();
    let common = ASKING.map(Shown::Common);
    cmdlet.parameters.iter().map(Shown::Own).chain(common.into_iter().filter(|_| asks)).collect()
}

/// Those of a line of syntax, in its order.
pub(super) fn in_line(cmdlet: &CmdletDef, set: &str) -> Vec<Shown> {
    let mut own = all(cmdlet);
    own.retain(|shown| shown.is_in(set));
    // A line of syntax with two hundred names tells nobody anything; the list of all has them.
    own.retain(|shown| !matches!(shown, Shown::Own(parameter) if parameter.is_unrelated()));
    own.sort_by_key(|shown| shown.position().unwrap_or(u8::MAX));
    own
}

/// Whether one statement holds for all sets: each has the parameter, and requires it alike.
pub(super) fn is_same_in_all(cmdlet: &CmdletDef, parameter: &ParameterDef) -> bool {
    let mut required = cmdlet.all_sets().iter().map(|set| parameter.is_mandatory_in(set));
    let first = required.next();
    parameter.sets.is_empty() && required.all(|other| Some(other) == first)
}

impl Shown {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Own(parameter) => parameter.name,
            Self::Common(common) => common.name(),
        }
    }

    pub(super) fn aliases(&self) -> String {
        match self {
            Self::Own(parameter) => parameter.aliases.join(", "),
            Self::Common(common) => {
                let [_, short] = common.names();
                short.to_owned()
            }
        }
    }

    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Own(parameter) => parameter.type_name(),
            Self::Common(_) => Kind::Switch.type_name(),
        }
    }

    /// Whether it is written without a value.
    pub(super) fn is_switch(&self) -> bool {
        self.type_name() == Kind::Switch.type_name()
    }

    pub(super) fn is_in(&self, set: &str) -> bool {
        match self {
            Self::Own(parameter) => parameter.is_in(set),
            Self::Common(_) => true,
        }
    }

    /// Whether one statement holds for all sets.
    pub(super) fn is_same_in_all(&self, cmdlet: &CmdletDef) -> bool {
        match self {
            Self::Own(parameter) => is_same_in_all(cmdlet, parameter),
            Self::Common(_) => true,
        }
    }

    pub(super) fn is_mandatory_in(&self, set: &str) -> bool {
        matches!(self, Self::Own(parameter) if parameter.is_mandatory_in(set))
    }

    /// Whether it must be given in some set.
    pub(super) fn is_mandatory(&self) -> bool {
        matches!(self, Self::Own(parameter) if parameter.mandatory != Mandatory::No)
    }

    pub(super) const fn position(&self) -> Option<u8> {
        match self {
            Self::Own(parameter) => parameter.position,
            Self::Common(_) => None,
        }
    }

    /// Its place; without one, this word: each form of help has its own for that.
    pub(super) fn place(&self, named: &str) -> String {
        self.position().map_or_else(|| named.to_owned(), |at| at.to_string())
    }

    pub(super) const fn pipeline(&self) -> &'static str {
        match self {
            Self::Own(parameter) => pipeline::word(parameter.pipeline),
            Self::Common(_) => pipeline::word(ckey_table::Pipeline::No),
        }
    }

    /// What holds without it.
    pub(super) fn default(&self) -> &'static str {
        match self {
            Self::Own(parameter) if !parameter.default.is_empty() => parameter.default,
            Self::Own(parameter) if parameter.kind() != Kind::Switch => "None",
            _ => "False",
        }
    }

    /// The only values that it takes; empty where others are taken too.
    pub(super) const fn only_values(&self) -> &'static [&'static str] {
        match self {
            Self::Own(parameter) if parameter.closed => parameter.values,
            _ => &[],
        }
    }

    /// What it does here.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Own(parameter) => text(parameter),
            Self::Common(CommonParameter::WhatIf) => {
                "Say what would happen and change nothing.".to_owned()
            }
            Self::Common(_) => {
                "Ask before anything happens; -Confirm:$false asks nothing.".to_owned()
            }
        }
    }
}

fn text(parameter: &ParameterDef) -> String {
    let mut text = parameter.help.to_owned();
    let mut say = |what: &str| text.push_str(&format!(" {what}"));
    match parameter.effect {
        Effect::Acts => {}
        Effect::Stored => say("It is kept and shown, and has no other effect here."),
        Effect::Ignored => say("It has no effect here; a warning says so."),
        Effect::Refused => say(&format!("It cannot be used here. {}", parameter.reason)),
    }
    if let Some(values) = values(parameter) {
        say(&values);
    }
    text
}

/// The values that it takes, as a sentence.
pub(super) fn values(parameter: &ParameterDef) -> Option<String> {
    let start = if parameter.closed { "One of" } else { "Usually" };
    (!parameter.values.is_empty()).then(|| format!("{start} {}.", parameter.values.join(", ")))
}
