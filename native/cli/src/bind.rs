//! What was written after a cmdlet becomes the arguments of a call: names found, switches told from
//! parameters with values.
//!
//! Types, sets, positions and mandatory parameters are the business of the cmdlets' own binder;
//! here is only what PowerShell's parser decides by knowing the parameters.

use ckey_cmdlets::table::{self, CmdletDef, CommonParameter, Kind, Meant, ParameterDef, meant};
use serde_json::{Map, Value as Json};

use crate::common::Common;
use crate::line::{Argument, Command, Value, is_dash, parse_value};
use crate::near;

/// A call, ready but for what comes from the pipeline.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bound {
    pub(crate) parameters: Map<String, Json>,
    pub(crate) positional: Vec<Json>,
    pub(crate) common: Common,
}

/// Words as a shell left them: quotes are gone, so a list is known by its parameter and not by its
/// look.
pub(crate) fn words(name: &str, words: &[String]) -> Command {
    let argument = |word: &String| {
        let mut chars = word.chars();
        let named = chars.next().is_some_and(is_dash)
            && chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
        if !named {
            return Argument::Value(of_word(word));
        }
        let body: String = word.chars().skip(1).collect();
        match body.split_once(':') {
            Some((name, value)) => {
                Argument::Parameter { name: name.to_owned(), value: Some(of_word(value)) }
            }
            None => Argument::Parameter { name: body, value: None },
        }
    };
    let arguments = words.iter().map(argument).collect();
    Command { name: name.to_owned(), arguments, by_shell: true }
}

/// A word, or the expression that it is: `(Get-Mailbox x).Name`. A text that only begins with a
/// parenthesis is a text.
fn of_word(word: &str) -> Value {
    match is_expression(word).then(|| parse_value(word)) {
        Some(Ok(value)) => value,
        _ => Value::Word(word.to_owned()),
    }
}

/// Whether a word begins as an expression does.
fn is_expression(word: &str) -> bool {
    let Some(inner) = word.strip_prefix('(') else { return false };
    let name = inner.trim_start();
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, ')' | '|')).next();
    name.is_some_and(|name| name.eq_ignore_ascii_case("Get-Date") || table::find(name).is_some())
}

/// Binds a command to its cmdlet.
///
/// # Errors
/// A sentence for the user: an unknown or ambiguous parameter, or a missing value.
pub(crate) fn bind(def: &CmdletDef, command: &Command) -> Result<Bound, String> {
    let mut bound = Bound::default();
    let mut arguments = command.arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        let (name, given) = match argument {
            Argument::Value(value) => {
                bound.positional.push(json(value, None)?);
                continue;
            }
            Argument::Parameter { name, value } => (name, value),
        };
        let found = find(def, name)?;
        let mut values: Vec<&Value> = given.iter().collect();
        if values.is_empty() && !found.is_switch() {
            while let Some(Argument::Value(value)) =
                arguments.next_if(|a| matches!(a, Argument::Value(_)))
            {
                values.push(value);
                let more = |word: &Value| matches!(word, Value::Word(word) if word.ends_with(','));
                let next = |a: &&Argument| matches!(a, Argument::Value(Value::Word(word)) if word.starts_with(','));
                if !found.is_list() || !(more(value) || arguments.peek().is_some_and(next)) {
                    break;
                }
            }
            if values.is_empty() {
                let hint = if command.by_shell { ", also $null: '$null', with quotes" } else { "" };
                return Err(format!("-{} needs a value{hint}", found.name()));
            }
        }
        let value = match (values.as_slice(), found.is_switch()) {
            ([], _) => Json::Bool(true),
            ([Value::Word(word)], true) if word.is_empty() => return Err(eaten(found.name())),
            ([one], _) => json(one, found.kind())?,
            (several, _) => joined(several)?,
        };
        match found {
            Found::Common(setting) => bound.common.set(setting, &value)?,
            Found::Own(parameter) => {
                if bound.parameters.insert(parameter.name.to_owned(), value).is_some() {
                    return Err(format!("-{} is given twice", parameter.name));
                }
            }
        }
    }
    Ok(bound)
}

#[derive(Clone, Copy)]
enum Found {
    Own(&'static ParameterDef),
    Common(CommonParameter),
}

impl Found {
    fn name(self) -> &'static str {
        match self {
            Found::Own(parameter) => parameter.name,
            Found::Common(setting) => setting.name(),
        }
    }

    fn names(self) -> Vec<&'static str> {
        match self {
            Found::Own(parameter) => parameter.names().collect(),
            Found::Common(setting) => setting.names().to_vec(),
        }
    }

    fn is_switch(self) -> bool {
        match self {
            Found::Own(parameter) => parameter.kind() == Kind::Switch,
            Found::Common(setting) => setting.is_switch(),
        }
    }

    fn is_list(self) -> bool {
        self.kind().is_some_and(is_list)
    }

    fn kind(self) -> Option<Kind> {
        match self {
            Found::Own(parameter) => Some(parameter.kind()),
            Found::Common(_) => None,
        }
    }
}

fn is_list(kind: Kind) -> bool {
    matches!(kind, Kind::TextList | Kind::MultiValue | Kind::ObjectList)
}

/// A parameter by its name, an alias, or a beginning that only one of them has.
fn find(def: &CmdletDef, name: &str) -> Result<Found, String> {
    let own = def.parameters.iter().map(Found::Own);
    let all = own.chain(CommonParameter::of(def).map(Found::Common));
    match meant(name, all.clone(), Found::names) {
        Meant::One(found) => Ok(found),
        Meant::Nothing => {
            let hint = near::suggestion(name, all.map(Found::name))
                .map_or_else(String::new, |near| format!(" Did you mean -{near}?"));
            Err(format!(
                "{} has no parameter -{name}.{hint} See: customer-key help {}",
                def.name, def.name
            ))
        }
        Meant::Several(several) => {
            let names: Vec<_> = several.into_iter().map(Found::name).collect();
            Err(format!("-{name} may mean -{}: write more of it", names.join(", -")))
        }
    }
}

fn eaten(name: &str) -> String {
    format!(
        "-{name}: has no value: the shell has replaced $true or $false by nothing; write -{name}:false, or quote it: '-{name}:$false'"
    )
}

/// Words that a shell has cut a list into: `a, b` and `a ,b`.
fn joined(values: &[&Value]) -> Result<Json, String> {
    let mut all = Vec::new();
    for value in values {
        match json(value, Some(Kind::TextList))? {
            Json::Array(items) => all.extend(items),
            other => all.push(other),
        }
    }
    Ok(Json::Array(all))
}

/// A value as JSON. `kind` is that of its parameter, where known.
fn json(value: &Value, kind: Option<Kind>) -> Result<Json, String> {
    Ok(match value {
        Value::Text { text, .. } => Json::String(text.clone()),
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Null => Json::Null,
        Value::List(items) => {
            Json::Array(items.iter().map(|item| json(item, None)).collect::<Result<_, _>>()?)
        }
        Value::Table(entries) => {
            let entries =
                entries.iter().map(|(name, value)| Ok((name.clone(), json(value, None)?)));
            Json::Object(entries.collect::<Result<_, String>>()?)
        }
        Value::Known(value) => value.clone(),
        Value::Variable(_) | Value::Joined { .. } | Value::Sub(_) | Value::Member { .. } => {
            return Err(String::from("an expression was not looked at before it was bound"));
        }
        Value::Word(word) => return word_json(word, kind),
    })
}

/// A shell word: `$null` and its like are literals, and what begins like a list, table or
/// sub-expression is read as one.
fn word_json(word: &str, kind: Option<Kind>) -> Result<Json, String> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "$null" => return Ok(Json::Null),
        "$true" => return Ok(Json::Bool(true)),
        "$false" => return Ok(Json::Bool(false)),
        _ => {}
    }
    let list = kind.is_some_and(is_list);
    let quoted = list && word.contains(['\'', '"', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}']);
    if is_expression(word) || word.starts_with("@{") || (list && word.starts_with("@(")) || quoted {
        let value = parse_value(word.trim_end_matches(','))
            .map_err(|problem| format!("{word}: {problem}"))?;
        return json(&value, kind);
    }
    if list && word.contains(',') {
        let items = word.split(',').map(str::trim).filter(|item| !item.is_empty());
        return Ok(Json::Array(items.map(|item| Json::String(item.to_owned())).collect()));
    }
    Ok(Json::String(word.to_owned()))
}

#[cfg(test)]
mod tests;
