//! The table of cmdlets: what each is called, what it takes and gives, and what it does, as data.
//!
//! `native/table/services/*.json` is read once in a process, when it is first asked for, and kept
//! as long as the process. The generator of structs, PowerShell functions and pages reads the same,
//! so that there is one schema.

mod announced;
mod beginning;
mod check;
mod cmdlet;
mod common;
mod completion;
pub mod json;
mod kept;
mod output;
mod parameter;
mod services;
mod written;

use std::collections::HashMap;

use once_cell::sync::OnceCell;
use serde::de::DeserializeOwned;

use written::Shared;

pub use announced::verb;
pub use beginning::{Meant, meant};
pub use cmdlet::{CmdletDef, Example, ShouldProcess};
pub use common::CommonParameter;
pub use completion::{Handed, NameSource, Stage};
pub use kept::Text;
pub use output::{Column, Member, PropertyDef, PropertyKind, Shape, TypeDef};
pub use parameter::{Effect, Kind, Mandatory, ParameterDef, ParameterType, Pipeline};
pub use services::{Service, Shim, Table, TableError};

macro_rules! built_in {
    ($($name:literal),+) => { [$(($name, include_str!(concat!("../services/", $name)))),+] };
}

/// The files, in the order of their names.
const FILES: [(&str, &str); 7] = built_in![
    "AzAccounts.json",
    "AzKeyVault.json",
    "AzResources.json",
    "CustomerKey.json",
    "CustomerKeyOnboarding.json",
    "ExchangeOnline.json",
    "SharePointOnline.json"
];

/// What several cmdlets have the same.
const SHARED: (&str, &str) = ("shared.json", include_str!("../services/shared.json"));

static TABLE: OnceCell<Table> = OnceCell::new();

/// The table.
///
/// # Errors
/// A file that is not as it should be, which no released version has.
pub fn table() -> Result<&'static Table, TableError> {
    TABLE.get_or_try_init(|| read(SHARED, &FILES))
}

/// Whether this is a cmdlet of one of the services that is documented and not built.
#[must_use]
pub fn announced(name: &str) -> bool {
    find(name).is_none() && announced::is_announced(name, cmdlets())
}

/// Every cmdlet, by service; none where the table is unsound, which opening a session tells.
pub fn cmdlets() -> impl Iterator<Item = &'static CmdletDef> {
    table().into_iter().flat_map(Table::cmdlets)
}

/// The cmdlet of this name or other name, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static CmdletDef> {
    let is = |own: &str| own.eq_ignore_ascii_case(name);
    cmdlets().find(|cmdlet| is(cmdlet.name) || cmdlet.aliases.iter().any(|alias| is(alias)))
}

/// Every type of output.
pub fn types() -> impl Iterator<Item = &'static TypeDef> {
    table().into_iter().flat_map(Table::types)
}

/// The type of output of this name, without its prefix.
#[must_use]
pub fn find_type(name: &str) -> Option<&'static TypeDef> {
    types().find(|known| known.name == name)
}

fn parse<T: DeserializeOwned>((file, text): (&str, &str)) -> Result<T, TableError> {
    serde_json::from_str(text)
        .map_err(|problem| TableError { file: file.to_owned(), problem: problem.to_string() })
}

/// Reads files, each a name and its JSON.
fn read(shared: (&str, &str), files: &[(&str, &str)]) -> Result<Table, TableError> {
    let shared: Shared = parse(shared)?;
    let mut services = Vec::new();
    for file in files {
        let mut service: Service = parse(*file)?;
        let unsound = |problem: String| TableError { file: file.0.to_owned(), problem };
        let name = service.service;
        let mut cmdlets = service.cmdlets.iter_mut();
        cmdlets.try_for_each(|cmdlet| cmdlet.complete(name, &shared)).map_err(unsound)?;
        services.push(service);
    }
    let types = services.iter().flat_map(|service| &service.types);
    let documented: HashMap<&str, _> = types.map(|ty| (ty.name, ty.documented)).collect();
    for ty in services.iter_mut().flat_map(|service| &mut service.types) {
        ty.complete(|name| documented.get(name).copied().unwrap_or_default());
    }
    let table = Table { services: services.leak() };
    check::check(&table)?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::Value;

    fn unsound(cmdlet: &str) -> String {
        let file = format!(
            r#"{{"service": "X", "title": "X", "cmdlets": [
            {cmdlet}], "types": []}}"#
        );
        let shared =
            r#"{"Quiet": {"name": "Quiet", "type": "switch", "effect": "acts", "help": "x"}}"#;
        read(("shared.json", shared), &[("X.json", &file)]).unwrap_err().to_string()
    }

    #[test]
    fn the_table_that_is_built_in_is_sound() {
        assert!(table().unwrap().cmdlets().count() > 40);
        assert_eq!(table().unwrap().types().filter(|ty| ty.shape.types.is_empty()).count(), 0);
        assert_eq!(find("get-mailbox").map(|cmdlet| cmdlet.service), Some("ExchangeOnline"));
        assert!(find_type("Mailbox").is_some() && find("Get-Nothing").is_none());
    }

    #[test]
    fn what_several_cmdlets_have_the_same_is_written_once_and_used_more_than_once() {
        let mut written = Vec::new();
        let mut referred = Vec::new();
        for (file, text) in std::iter::once(&SHARED).chain(&FILES) {
            for line in text.lines().map(|line| line.trim().trim_end_matches(',')) {
                let entry = if *file == SHARED.0 {
                    line.split_once(": ").map(|(_, at)| at)
                } else {
                    Some(line)
                };
                let Ok(Value::Object(mut parameter)) =
                    serde_json::from_str(entry.unwrap_or_default())
                else {
                    continue;
                };
                if let Some(word) = parameter.get("shared") {
                    referred.push(word.as_str().unwrap().to_owned());
                } else if parameter.contains_key("effect") {
                    for place in ["sets", "position", "mandatory", "pipeline"] {
                        parameter.remove(place);
                    }
                    assert!(
                        !written.contains(&parameter),
                        "{file}: {parameter:?} is written twice"
                    );
                    written.push(parameter);
                }
            }
        }
        assert!(written.len() > 200, "{}", written.len());
        for word in parse::<Shared>(SHARED).unwrap().keys() {
            assert!(referred.iter().filter(|other| *other == word).count() > 1, "{word}");
        }
    }

    #[test]
    fn a_word_that_the_table_does_not_know_is_an_error_that_names_its_place() {
        let cmdlet = |parameter: &str| {
            format!(
                r#"{{"name": "Get-X", "synopsis": "x", "outputs": [], "examples": [{{"code": "x", "text": "x"}}],
            "parameters": [{parameter}]}}"#
            )
        };
        for (parameter, problem) in [
            (
                r#"{"name": "A", "type": "strnig", "effect": "acts", "help": "x"}"#,
                "'strnig' is no type of a parameter at line 3",
            ),
            (
                r#"{"name": "A", "type": "string", "effect": "act", "help": "x"}"#,
                "unknown variant `act`",
            ),
            (
                r#"{"name": "A", "type": "string", "effect": "acts", "hlep": "x"}"#,
                "unknown field `hlep`",
            ),
            (
                r#"{"name": "A", "type": "string", "effect": "refused", "help": "x"}"#,
                "Get-X -A: a refused parameter has a reason",
            ),
            (
                r#"{"name": "A", "type": "string", "effect": "acts", "help": "x", "sets": ["S"]}"#,
                "Get-X -A: it is in a set",
            ),
            (r#"{"shared": "Quiet", "sets": ["S"]}"#, "Get-X -Quiet: it is in a set"),
            (r#"{"shared": "Loud"}"#, "Get-X: there is no shared parameter 'Loud'"),
            (r#"{"shared": "Quiet", "help": "y"}"#, "unknown field `help`"),
            (r#"{"type": "string", "name": "A"}"#, "a parameter begins with its name"),
        ] {
            let said = unsound(&cmdlet(parameter));
            assert!(said.starts_with("X.json: ") && said.contains(problem), "{said}");
        }
    }
}
