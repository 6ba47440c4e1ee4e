//! Objects as they are shown: JSON lines, tables and lists.

mod text;
mod view;

use std::io::{self, Write};
use std::rc::Rc;

use serde_json::Value as Json;

use crate::options::Format;

/// One object of a pipeline and the name of its type.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) kind: Rc<str>,
    pub(crate) value: Json,
}

/// Between a type's name and the view that a stage of the pipeline has asked for.
const VIEWED: char = '#';

impl Item {
    /// The same item with another value; it is no longer an object of its type.
    pub(crate) fn with(&self, value: Json) -> Item {
        let view = self.kind.split_once(VIEWED).map_or("", |(_, view)| view);
        let kind = if view.is_empty() { Rc::from("") } else { Rc::from(format!("{VIEWED}{view}")) };
        Item { kind, value }
    }

    /// The same item, to be shown in this view whatever the default is.
    pub(crate) fn viewed(mut self, view: Option<Format>) -> Item {
        let name = match view {
            Some(Format::Json) => "json",
            Some(Format::List) => "list",
            Some(Format::View) => "view",
            None => return self,
        };
        self.kind = format!("{}{VIEWED}{name}", self.type_name()).into();
        self
    }

    fn type_name(&self) -> &str {
        self.kind.split_once(VIEWED).map_or(&self.kind, |(name, _)| name)
    }

    fn view(&self) -> Option<Format> {
        match self.kind.split_once(VIEWED).map(|(_, view)| view) {
            Some("json") => Some(Format::Json),
            Some("list") => Some(Format::List),
            Some("view") => Some(Format::View),
            _ => None,
        }
    }
}

/// A property by its name in any case.
pub(crate) fn property<'a>(value: &'a Json, name: &str) -> Option<&'a Json> {
    value
        .as_object()?
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Takes the mark off texts that records carry for PowerShell's sake.
pub(crate) fn unmark(value: &mut Json) {
    match value {
        Json::String(text) if text.starts_with('\u{1}') => drop(text.drain(..1)),
        Json::Array(items) => items.iter_mut().for_each(unmark),
        Json::Object(entries) => entries.values_mut().for_each(unmark),
        _ => {}
    }
}

/// Rows that a table gathers before it is printed: widths need all of them, memory only so many.
const GATHERED: usize = 500;

/// Shows objects on a writer in one format.
pub(crate) struct Printer<W> {
    out: W,
    format: Format,
    waiting: Vec<Item>,
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(out: W, format: Format) -> Printer<W> {
        Printer { out, format, waiting: Vec::new() }
    }

    /// Shows one object, now or with others of its kind.
    pub(crate) fn object(&mut self, item: Item) -> io::Result<()> {
        // A view named in the pipeline is for eyes: a program that reads JSON gets JSON.
        let format = if self.format == Format::Json {
            Format::Json
        } else {
            item.view().unwrap_or(self.format)
        };
        match format {
            Format::Json => {
                self.flush()?;
                serde_json::to_writer(&mut self.out, &item.value)?;
                self.out.write_all(b"\n")
            }
            Format::View | Format::List => {
                if self.waiting.first().is_some_and(|first| first.kind != item.kind)
                    || self.waiting.len() >= GATHERED
                {
                    self.print()?;
                }
                self.waiting.push(item);
                Ok(())
            }
        }
    }

    /// Shows what waits.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.print()?;
        self.out.flush()
    }

    fn print(&mut self) -> io::Result<()> {
        let items = std::mem::take(&mut self.waiting);
        let Some(first) = items.first() else { return Ok(()) };
        let list = first.view().unwrap_or(self.format) == Format::List;
        let text = view::render(first.type_name(), list, first.view().is_some(), &items);
        self.out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests;
