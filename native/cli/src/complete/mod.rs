//! What the Tab key offers: cmdlets, parameters, the values of a closed list, and the names that
//! the tenant knows. The scripts for the shells ask `customer-key complete` each time, so that they
//! never fall behind the table.

mod line;
mod names;
pub(crate) mod scripts;

use ckey_cmdlets::table::{self, CmdletDef, CommonParameter, Kind, Meant, ParameterDef, meant};

use crate::data;
use crate::options::{self, Options};
pub(crate) use line::Typed;

/// One thing that is offered, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) text: String,
    pub(crate) about: String,
}

impl Offer {
    fn new(text: impl Into<String>, about: &str) -> Offer {
        Offer { text: text.into(), about: about.to_owned() }
    }
}

/// What the words before the one that is completed have given to a cmdlet.
struct Given {
    def: &'static CmdletDef,
    named: Vec<(&'static ParameterDef, String)>,
    /// Values without a name.
    plain: Vec<String>,
    /// The parameter whose value is being written.
    awaits: Option<Awaited>,
}

#[derive(Clone, Copy)]
enum Awaited {
    Own(&'static ParameterDef),
    Common(CommonParameter),
}

impl Awaited {
    fn is_switch(self) -> bool {
        match self {
            Awaited::Own(parameter) => parameter.kind() == Kind::Switch,
            Awaited::Common(common) => common.is_switch(),
        }
    }
}

/// Everything that may stand where the last of the words does.
pub(crate) fn offers(typed: &Typed) -> Vec<Offer> {
    let (before, word) = (typed.before.as_slice(), typed.word.as_str());
    // The tool's own options may stand anywhere; what is left is what they are completed in.
    let (options, rest) = match options::own(before) {
        Ok(found) => found,
        // A path is to follow --tenant.
        Err(_) => return Vec::new(),
    };
    let mut offers = match rest.split_first() {
        None => beginnings(),
        Some((first, rest)) => match (first.as_str(), rest) {
            ("help" | "--help" | "-h" | "-?", []) => help(),
            ("run", _) => own(&["--echo", "--what-if"]),
            ("work", []) => own(&["--forever"]),
            ("seal" | "open", _) => own(&data::OPTIONS),
            ("completion", []) => own(&scripts::SHELLS),
            (name, rest) => match table::find(name) {
                Some(def) => of_cmdlet(def, rest, word, &options),
                None => Vec::new(),
            },
        },
    };
    if word.starts_with("--") && rest.first().is_none_or(|first| table::find(first).is_some()) {
        offers.extend(options::ALL.iter().map(|(name, about)| Offer::new(*name, about)));
    }
    let begin = word.to_lowercase();
    offers.retain(|offer| offer.text.to_lowercase().starts_with(&begin));
    let mut seen = std::collections::BTreeSet::new();
    offers.retain(|offer| seen.insert(offer.text.to_lowercase()));
    offers
}

fn own(words: &[&str]) -> Vec<Offer> {
    words.iter().map(|word| Offer::new(*word, "")).collect()
}

fn beginnings() -> Vec<Offer> {
    let cmdlets = table::cmdlets().flat_map(|def| {
        let names = std::iter::once(def.name).chain(def.aliases.iter().copied());
        names.map(|name| Offer::new(name, def.synopsis))
    });
    cmdlets.chain(options::WORDS.iter().map(|(name, about)| Offer::new(*name, about))).collect()
}

fn help() -> Vec<Offer> {
    let cmdlets = table::cmdlets().map(|def| Offer::new(def.name, def.synopsis));
    cmdlets.chain(own(&["run", "work", "seal", "open", "inspect", "options"])).collect()
}

fn of_cmdlet(
    def: &'static CmdletDef,
    before: &[String],
    word: &str,
    options: &Options,
) -> Vec<Offer> {
    let given = read(def, before);
    if let Some(awaited) = given.awaits {
        return values(&given, awaited, word, options);
    }
    if word.starts_with('-') {
        return parameters(&given);
    }
    match place(&given) {
        Some(parameter) => values(&given, Awaited::Own(parameter), word, options),
        None if word.is_empty() => parameters(&given),
        None => Vec::new(),
    }
}

fn read(def: &'static CmdletDef, before: &[String]) -> Given {
    let mut given = Given { def, named: Vec::new(), plain: Vec::new(), awaits: None };
    for word in before {
        let list_goes_on = word.ends_with(',');
        if let Some(awaited) = given.awaits.filter(|_| !is_parameter(word)) {
            if let Awaited::Own(parameter) = awaited {
                given.named.push((parameter, word.clone()));
            }
            if !list_goes_on {
                given.awaits = None;
            }
            continue;
        }
        given.awaits = None;
        if !is_parameter(word) {
            given.plain.push(word.clone());
            continue;
        }
        let (name, value) =
            word.split_once(':').map_or((word.as_str(), None), |(n, v)| (n, Some(v)));
        let Some(found) = find(def, name.trim_start_matches('-')) else { continue };
        match (found, value) {
            (Awaited::Own(parameter), Some(value)) => {
                given.named.push((parameter, value.to_owned()));
            }
            (Awaited::Own(parameter), None) if found.is_switch() => {
                given.named.push((parameter, String::new()));
            }
            (_, None) if !found.is_switch() => given.awaits = Some(found),
            _ => {}
        }
    }
    given
}

fn is_parameter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next() == Some('-') && letters.next().is_some_and(char::is_alphabetic)
}

fn find(def: &'static CmdletDef, name: &str) -> Option<Awaited> {
    let own = def.parameters.iter().map(Awaited::Own);
    let all = own.chain(CommonParameter::of(def).map(Awaited::Common));
    let names = |one: Awaited| -> Vec<&'static str> {
        match one {
            Awaited::Own(parameter) => parameter.names().collect(),
            Awaited::Common(common) => common.names().to_vec(),
        }
    };
    match meant(name, all, names) {
        Meant::One(found) => Some(found),
        _ => None,
    }
}

/// The parameter that the next value without a name belongs to.
fn place(given: &Given) -> Option<&'static ParameterDef> {
    let is_given = |p: &&ParameterDef| !given.named.iter().any(|(known, _)| known.name == p.name);
    let mut free: Vec<&'static ParameterDef> = given.def.parameters.iter().collect();
    free.retain(|p| is_given(p) && p.position.is_some());
    free.sort_by_key(|p| p.position);
    free.dedup_by_key(|p| p.position);
    free.get(given.plain.len()).copied()
}

fn parameters(given: &Given) -> Vec<Offer> {
    use table::Effect;
    let is_given = |p: &&ParameterDef| given.named.iter().any(|(known, _)| known.name == p.name);
    let own = given
        .def
        .parameters
        .iter()
        .filter(|p| matches!(p.effect, Effect::Acts | Effect::Stored) && !is_given(p))
        .map(|p| Offer::new(format!("-{}", p.name), p.help));
    let common = [
        CommonParameter::WhatIf,
        CommonParameter::Confirm,
        CommonParameter::Verbose,
        CommonParameter::ErrorAction,
    ];
    let common = CommonParameter::of(given.def).filter(move |one| common.contains(one));
    own.chain(common.map(|one| Offer::new(format!("-{}", one.name()), ""))).collect()
}

/// The values of a parameter. Of a list what stands before its last comma stays.
fn values(given: &Given, of: Awaited, word: &str, options: &Options) -> Vec<Offer> {
    let parameter = match of {
        Awaited::Own(parameter) => parameter,
        Awaited::Common(
            CommonParameter::ErrorAction
            | CommonParameter::WarningAction
            | CommonParameter::InformationAction
            | CommonParameter::ProgressAction,
        ) => {
            return own(&["Continue", "SilentlyContinue", "Ignore", "Stop"]);
        }
        Awaited::Common(_) => return Vec::new(),
    };
    let is_list = matches!(parameter.kind(), Kind::TextList | Kind::MultiValue);
    let before = word.rfind(',').filter(|_| is_list).map_or("", |at| word.get(..=at).unwrap_or(""));
    let mut texts: Vec<String> = parameter.values.iter().map(|value| (*value).to_owned()).collect();
    if parameter.kind() == Kind::Bool {
        texts.extend([String::from("true"), String::from("false")]);
    }
    texts.extend(names::of(given.def, parameter, &given.named, options));
    texts.into_iter().map(|text| Offer::new(format!("{before}{text}"), "")).collect()
}

#[cfg(test)]
mod tests;
