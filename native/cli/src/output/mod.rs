//! Objects as they are shown: JSON lines, tables and lists.

mod layout;
mod text;
mod view;

use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value as Json;

use crate::options::Format;
pub(crate) use layout::hang;
pub(crate) use text::cell;
use view::View;

/// One object of a pipeline.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// The name of its type; empty where it is no longer an object of one.
    pub(crate) kind: Rc<str>,
    /// The name of the type that its properties are of: still there where some were picked.
    of: Rc<str>,
    pub(crate) value: Json,
    /// The view that a stage of the pipeline has asked for.
    pub(crate) view: Option<Format>,
}

impl Item {
    pub(crate) fn new(kind: Rc<str>, value: Json) -> Self {
        Self { of: Rc::clone(&kind), kind, value, view: None }
    }

    /// The same item with another value; it is no longer an object of its type.
    pub(crate) fn with(&self, value: Json) -> Self {
        Self { view: self.view, ..Self::new("".into(), value) }
    }

    /// Some properties of the same item: no longer an object of its type, but each is what it was.
    pub(crate) fn picked(&self, value: Json) -> Self {
        Self { of: Rc::clone(&self.of), ..self.with(value) }
    }

    /// The same item, to be shown in this view whatever the default is.
    pub(crate) fn viewed(self, view: Option<Format>) -> Self {
        Self { view: view.or(self.view), ..self }
    }

    fn is_shown_like(&self, other: &Self) -> bool {
        (&self.kind, &self.of, self.view) == (&other.kind, &other.of, other.view)
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

/// How wide the lines of the terminal are: what `COLUMNS` says, also where there is none.
pub(crate) fn screen() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
    said.filter(|columns| *columns > 0).or_else(seen)
}

/// Rows that a table gathers before it is printed: widths need all of them, memory only so many.
const GATHERED: usize = 500;

/// Shows objects on a writer in one format.
pub(crate) struct Printer<W> {
    out: W,
    format: Format,
    /// How wide a line may be.
    width: Option<usize>,
    waiting: Vec<Item>,
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(out: W, format: Format, width: Option<usize>) -> Printer<W> {
        Printer { out, format, width, waiting: Vec::new() }
    }

    /// Shows one object, now or with others of its kind.
    pub(crate) fn object(&mut self, item: Item) -> io::Result<()> {
        // A view named in the pipeline is for eyes: a program that reads JSON gets JSON.
        let format = match self.format {
            Format::Json | Format::Records => self.format,
            Format::View | Format::List => item.view.unwrap_or(self.format),
        };
        match format {
            Format::Json => {
                self.flush()?;
                serde_json::to_writer(&mut self.out, &item.value)?;
                self.out.write_all(b"\n")
            }
            Format::Records => self.line(&HashMap::from([("output", &item.value)])),
            Format::View | Format::List => {
                if self.waiting.first().is_some_and(|first| !first.is_shown_like(&item))
                    || self.waiting.len() >= GATHERED
                {
                    self.print()?;
                }
                self.waiting.push(item);
                Ok(())
            }
        }
    }

    /// Whether everything that there is to say is written here as records.
    pub(crate) fn is_of_records(&self) -> bool {
        self.format == Format::Records
    }

    /// Writes a record that is no object: a line of JSON. It arrives at once, and all before it.
    pub(crate) fn record(&mut self, record: &impl Serialize) -> io::Result<()> {
        self.line(record)?;
        self.out.flush()
    }

    fn line(&mut self, record: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record)?;
        self.out.write_all(b"\n")
    }

    /// Shows what waits.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.print()?;
        self.out.flush()
    }

    fn print(&mut self) -> io::Result<()> {
        let items = std::mem::take(&mut self.waiting);
        let Some(first) = items.first() else { return Ok(()) };
        let list = first.view.unwrap_or(self.format) == Format::List;
        let how = View { list, asked: first.view.is_some(), width: self.width };
        let text = view::render((&first.kind, &first.of), how, &items);
        self.out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests;
