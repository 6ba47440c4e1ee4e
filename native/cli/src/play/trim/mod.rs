//! The few shell commands that command lines put around cmdlets: those that pick objects or
//! properties (`Select-Object`, `Where-Object`, `Sort-Object`, `ForEach-Object Property`), that show
//! them (`Format-List`, `Format-Table`, `ConvertTo-Json`), count them, write them to a file, or drop
//! them.

mod csv;
mod given;
mod select;
mod sift;

use std::path::Path;

use serde_json::json;

use crate::line::Command;
use crate::options::Format;
use crate::output::{Item, property};
pub(crate) use csv::Csv;
use given::Given;
use select::Select;
use sift::{Condition, Sort};

/// A stage that needs no tenant.
#[derive(Debug)]
enum Kind {
    Select(Select),
    Where(Condition),
    Sort(Sort),
    Each(String),
    Export(Csv),
    Count(u64),
    Nothing,
}

/// Such a stage, and which property it goes by that no object has had yet.
#[derive(Debug)]
pub(crate) struct Trim {
    kind: Kind,
    missing: Vec<String>,
    any: bool,
}

/// What begins a pipeline without a tenant.
///
/// # Errors
/// A parameter that it does not know.
pub(crate) fn source(command: &Command) -> Result<Option<Csv>, String> {
    let is_import = is(command, &["import-csv", "ipcsv"]);
    is_import.then(|| Csv::read(command)).transpose()
}

fn is(command: &Command, names: &[&str]) -> bool {
    names.iter().any(|name| command.name.eq_ignore_ascii_case(name))
}

impl Trim {
    /// The stage of this name; `None` for everything else.
    ///
    /// # Errors
    /// A parameter that it does not know.
    pub(crate) fn from_command(command: &Command) -> Result<Option<Trim>, String> {
        let select = |view| Select::read(command, view).map(Kind::Select);
        let kind = match command.name.to_ascii_lowercase().as_str() {
            "format-list" | "fl" => select(Some(Format::List)),
            "format-table" | "ft" => select(Some(Format::View)),
            "convertto-json" => select(Some(Format::Json)),
            "select-object" | "select" => select(None),
            "where-object" | "where" | "?" => Condition::read(command).map(Kind::Where),
            "sort-object" | "sort" => Sort::read(command).map(Kind::Sort),
            "foreach-object" | "foreach" | "%" => each(command).map(Kind::Each),
            "export-csv" | "epcsv" => Csv::read(command).map(Kind::Export),
            "measure-object" | "measure" => Given::read(command, &[]).map(|_| Kind::Count(0)),
            "out-null" => Ok(Kind::Nothing),
            _ => return Ok(None),
        }?;
        let missing = match &kind {
            Kind::Where(condition) => vec![condition.property().to_owned()],
            Kind::Sort(sort) => sort.properties().to_vec(),
            Kind::Each(name) => vec![name.clone()],
            _ => Vec::new(),
        };
        Ok(Some(Trim { kind, missing, any: false }))
    }

    /// The file that it writes.
    pub(crate) fn writes(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Export(csv) => Some(csv.path()),
            _ => None,
        }
    }

    /// What comes out for one object, and whether no more is wanted.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn push(
        &mut self,
        item: Item,
        location: &Path,
    ) -> Result<(Vec<Item>, bool), String> {
        self.any = true;
        self.missing.retain(|name| property(&item.value, name).is_none());
        let items = match &mut self.kind {
            Kind::Select(select) => return Ok(select.push(item)),
            Kind::Where(condition) if condition.lets(&item) => vec![item],
            Kind::Each(name) => select::expanded(&item, name),
            Kind::Sort(sort) => {
                sort.push(item);
                Vec::new()
            }
            Kind::Export(csv) => {
                csv.push(&item, location)?;
                Vec::new()
            }
            Kind::Count(count) => {
                *count = count.saturating_add(1);
                Vec::new()
            }
            Kind::Where(_) | Kind::Nothing => Vec::new(),
        };
        Ok((items, false))
    }

    /// What comes out at the end.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn finish(&mut self) -> Result<Vec<Item>, String> {
        Ok(match &mut self.kind {
            Kind::Select(select) => select.finish(),
            Kind::Sort(sort) => sort.finish(),
            Kind::Count(count) => {
                vec![Item::new("Count".into(), json!({ "Count": count }))]
            }
            Kind::Export(csv) => {
                csv.finish()?;
                Vec::new()
            }
            Kind::Where(_) | Kind::Each(_) | Kind::Nothing => Vec::new(),
        })
    }

    /// A property that it goes by and that no object has: mostly a slip of the finger.
    pub(crate) fn never_seen(&self) -> Option<&str> {
        self.missing.first().filter(|_| self.any).map(String::as_str)
    }
}

fn each(command: &Command) -> Result<String, String> {
    let given = Given::read(command, &[("MemberName", true)])?;
    let name = given.text(&["", "MemberName"])?;
    name.filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)).ok_or_else(|| {
        format!("{} takes the name of one property; a script block needs PowerShell", command.name)
    })
}
