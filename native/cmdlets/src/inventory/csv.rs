//! Inventories in CSV, as Export-Csv and the admin centers write them: any of three separators,
//! quotes, lines within fields. Each field keeps its line and column, for whoever has to mend it.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Result;
use super::row::{At, Row};
use super::source::Source;

/// More than any export of a vault, a policy or a mailbox has.
const MOST_COLUMNS: usize = 1000;

/// Hands out every row of a file.
pub(super) fn rows(source: &Source, take: &mut dyn FnMut(Row<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::new(source.text());
    let Some(header) = reader.record(source)? else {
        return Err(source.wrong(1, 1, "the file is empty"));
    };
    let names: Vec<&str> = header.iter().map(|cell| cell.text.trim()).collect();
    if names.len() > MOST_COLUMNS {
        let (line, column) = header.get(MOST_COLUMNS).map_or((1, 1), |cell| cell.place);
        let why = format!("the header has {} columns, of at most {MOST_COLUMNS}", names.len());
        return Err(source.wrong(line, column, &why));
    }
    let mut known = HashSet::new();
    for (cell, name) in header.iter().zip(&names) {
        if !known.insert(name.to_ascii_lowercase()) {
            let why = format!("the column '{name}' is there twice");
            return Err(source.wrong(cell.place.0, cell.place.1, &why));
        }
    }
    let mut is_empty = true;
    while let Some(cells) = reader.record(source)? {
        is_empty = false;
        if cells.len() != names.len() {
            let (line, column) = cells.last().map_or((1, 1), |cell| cell.place);
            let why =
                format!("the row has {} fields, and the header has {}", cells.len(), names.len());
            return Err(source.wrong(line, column, &why));
        }
        let places = cells.iter().map(|cell| cell.place).collect();
        let named = names.iter().zip(cells);
        let fields: Map<String, Value> =
            named.map(|(name, cell)| ((*name).to_owned(), Value::String(cell.text))).collect();
        take(Row { source, at: At::Cells(places), fields })?;
    }
    if is_empty { Err(source.wrong(1, 1, "no row follows the header")) } else { Ok(()) }
}

struct Cell {
    text: String,
    place: (usize, usize),
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: usize,
    column: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        // Windows PowerShell writes the type into the first line.
        let (text, line) = match text.strip_prefix("#TYPE") {
            Some(rest) => (rest.split_once('\n').map_or("", |(_, rest)| rest), 2),
            None => (text, 1),
        };
        let first = text.lines().next().unwrap_or_default();
        let many = |separator: &char| first.matches(*separator).count();
        let separator = [',', ';', '\t'].into_iter().rev().max_by_key(many).unwrap_or(',');
        Self { letters: text.chars().peekable(), separator, line, column: 1 }
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.letters.next()?;
        if letter == '\n' {
            (self.line, self.column) = (self.line.saturating_add(1), 1);
        } else {
            self.column = self.column.saturating_add(1);
        }
        Some(letter)
    }

    /// The next record that is no empty line.
    fn record(&mut self, source: &Source) -> Result<Option<Vec<Cell>>> {
        loop {
            if self.letters.peek().is_none() {
                return Ok(None);
            }
            let mut cells = Vec::new();
            while self.cell(source, &mut cells)? {}
            if !matches!(cells.as_slice(), [only] if only.text.trim().is_empty()) {
                return Ok(Some(cells));
            }
        }
    }

    /// One field; whether another one follows in the record.
    fn cell(&mut self, source: &Source, cells: &mut Vec<Cell>) -> Result<bool> {
        let place = (self.line, self.column);
        let mut text = String::new();
        if self.letters.peek() == Some(&'"') {
            self.next();
            loop {
                match self.next() {
                    Some('"') if self.letters.peek() == Some(&'"') => {
                        self.next();
                        text.push('"');
                    }
                    Some('"') => break,
                    Some(letter) => text.push(letter),
                    None => {
                        let why = "the quote that begins here is not closed";
                        return Err(source.wrong(place.0, place.1, why));
                    }
                }
            }
        }
        loop {
            let letter = self.next();
            let ends = letter.is_none_or(|letter| letter == '\n' || letter == self.separator);
            if ends {
                cells.push(Cell { text, place });
                return Ok(letter == Some(self.separator));
            }
            text.extend(letter.filter(|letter| *letter != '\r'));
        }
    }
}
