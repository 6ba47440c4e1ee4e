//! `Export-Csv` and `Import-Csv`: tables for spreadsheets, as PowerShell writes and reads them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};

use super::given::{Given, Known};
use crate::line::Command;
use crate::output::{Item, cell};

const KNOWN: [Known; 8] = [
    ("Path", true),
    ("LiteralPath", true),
    ("Delimiter", true),
    ("Encoding", true),
    ("NoTypeInformation", false),
    ("NoClobber", false),
    ("Append", false),
    ("Force", false),
];

/// A file of such a table.
#[derive(Debug)]
pub(crate) struct Csv {
    path: PathBuf,
    delimiter: char,
    no_clobber: bool,
    append: bool,
    /// The file that is written, and its columns, once the first object has come.
    open: Option<(BufWriter<File>, Vec<String>)>,
}

impl Csv {
    pub(super) fn read(command: &Command) -> Result<Csv, String> {
        let given = Given::read(command, &KNOWN)?;
        let path = given.text(&["", "Path", "LiteralPath"])?;
        let delimiter = given.text(&["Delimiter"])?.unwrap_or_else(|| String::from(","));
        let mut letters = delimiter.chars();
        let (Some(delimiter), None) = (letters.next(), letters.next()) else {
            return Err(format!("{} -Delimiter takes one letter", command.name));
        };
        Ok(Csv {
            path: path.ok_or_else(|| format!("{} needs the path of a file", command.name))?.into(),
            delimiter,
            no_clobber: given.has("NoClobber"),
            append: given.has("Append"),
            open: None,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file is, which is a file if it is there at all: a pipe would be waited for.
    fn place(&self, location: &Path, done: &str) -> Result<PathBuf, String> {
        let path = location.join(&self.path);
        if path.metadata().is_ok_and(|known| !known.is_file()) {
            return Err(self.told(done, "it is no regular file"));
        }
        Ok(path)
    }

    fn told(&self, done: &str, why: impl std::fmt::Display) -> String {
        format!("the file {} cannot be {done}: {why}", self.path.display())
    }

    fn unread(&self, problem: &std::io::Error) -> String {
        self.told("read", ckey_base::why(problem))
    }

    fn unwritten(&self, problem: &std::io::Error) -> String {
        self.told("written", ckey_base::why_not_written(problem))
    }

    /// Writes an object. The first one's properties are the columns.
    ///
    /// # Errors
    /// A sentence.
    pub(super) fn push(&mut self, item: &Item, location: &Path) -> Result<(), String> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin(item, location)?,
        };
        let cells = open.1.iter().map(|name| match item.value.get(name).unwrap_or(&Json::Null) {
            Json::Null => String::new(),
            Json::Array(items) => quoted(&items.iter().map(cell).collect::<Vec<_>>().join(", ")),
            Json::String(text) => quoted(text),
            value => quoted(&cell(value)),
        });
        let line = cells.collect::<Vec<_>>().join(&self.delimiter.to_string());
        writeln!(open.0, "{line}").map_err(|problem| self.unwritten(&problem))?;
        self.open = Some(open);
        Ok(())
    }

    fn begin(
        &self,
        item: &Item,
        location: &Path,
    ) -> Result<(BufWriter<File>, Vec<String>), String> {
        let Some(object) = item.value.as_object() else {
            return Err(String::from("Export-Csv writes objects with properties, not values"));
        };
        let mut columns: Vec<String> = object.keys().cloned().collect();
        let path = self.place(location, "written")?;
        let there = self.append && path.metadata().is_ok_and(|known| known.len() > 0);
        if there {
            let text = std::fs::read_to_string(&path).map_err(|problem| self.unread(&problem))?;
            columns = rows(&text, self.delimiter)
                .map_err(|problem| self.told("read", problem))?
                .into_iter()
                .next()
                .unwrap_or(columns);
        }
        let mut options = File::options();
        if self.append {
            options.append(true).create(true);
        } else {
            options.write(true).create(!self.no_clobber).create_new(self.no_clobber).truncate(true);
        }
        let file = options.open(&path).map_err(|problem| self.unwritten(&problem))?;
        let mut file = BufWriter::new(file);
        if !there {
            let head: Vec<_> = columns.iter().map(|name| quoted(name)).collect();
            let head = head.join(&self.delimiter.to_string());
            writeln!(file, "{head}").map_err(|problem| self.unwritten(&problem))?;
        }
        Ok((file, columns))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// A sentence.
    pub(super) fn finish(&mut self) -> Result<(), String> {
        match self.open.take() {
            Some((mut file, _)) => file.flush().map_err(|problem| self.unwritten(&problem)),
            None => Ok(()),
        }
    }

    /// The objects of the file, every property a text.
    ///
    /// # Errors
    /// A sentence.
    pub(crate) fn items(&self, location: &Path) -> Result<Vec<Item>, String> {
        let path = self.place(location, "read")?;
        let text = std::fs::read_to_string(path).map_err(|problem| self.unread(&problem))?;
        let mut rows =
            rows(&text, self.delimiter).map_err(|problem| self.told("read", problem))?.into_iter();
        let names = rows.next().unwrap_or_default();
        let object = |row: Vec<String>| {
            let mut cells = row.into_iter();
            let properties: Map<String, Json> = names
                .iter()
                .map(|name| (name.clone(), cells.next().map_or(Json::Null, Json::String)))
                .collect();
            Item::new("".into(), Json::Object(properties))
        };
        Ok(rows.map(object).collect())
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The rows of a table; empty lines, and the line of types of old PowerShells, are none.
fn rows(text: &str, delimiter: char) -> Result<Vec<Vec<String>>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut in_quotes = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if in_quotes && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if in_quotes => in_quotes = false,
            letter if in_quotes => cell.push(letter),
            '"' if cell.is_empty() => in_quotes = true,
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter if letter == delimiter => row.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    if in_quotes {
        return Err(String::from("a quote is not closed"));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.retain(|row| !matches!(row.as_slice(), [one] if one.is_empty()));
    if rows.first().and_then(|row| row.first()).is_some_and(|first| first.starts_with("#TYPE")) {
        rows.remove(0);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut csv = Csv {
            path: "t.csv".into(),
            delimiter: ',',
            no_clobber: false,
            append: false,
            open: None,
        };
        let value = serde_json::json!({"Name": "a \"b\", c\nd", "List": ["x", "y"], "On": true, "No": null});
        csv.push(&Item::new("X".into(), value), folder.path()).unwrap();
        csv.finish().unwrap();
        let text = std::fs::read_to_string(folder.path().join("t.csv")).unwrap();
        assert_eq!(
            text,
            "\"Name\",\"List\",\"On\",\"No\"\n\"a \"\"b\"\", c\nd\",\"x, y\",\"True\",\n"
        );
        let items = csv.items(folder.path()).unwrap();
        let read =
            serde_json::json!({"Name": "a \"b\", c\nd", "List": "x, y", "On": "True", "No": ""});
        assert_eq!(items.iter().map(|item| &item.value).collect::<Vec<_>>(), [&read]);
    }

    #[test]
    fn what_is_no_file_is_neither_read_nor_written() {
        let folder = tempfile::tempdir().unwrap();
        let csv =
            Csv { path: ".".into(), delimiter: ',', no_clobber: false, append: false, open: None };
        assert!(csv.items(folder.path()).unwrap_err().contains("no regular file"));
        let mut csv = csv;
        let item = Item::new("".into(), serde_json::json!({"A": 1}));
        assert!(csv.push(&item, folder.path()).unwrap_err().contains("no regular file"));
    }

    #[test]
    fn files_of_other_programs_are_read() {
        let read = |text: &str| rows(text, ';').unwrap();
        assert_eq!(read("\u{feff}#TYPE X\r\na;b\r\n1;\r\n\r\n"), [["a", "b"], ["1", ""]]);
        assert_eq!(read(""), Vec::<Vec<String>>::new());
        assert!(rows("\"a", ',').is_err());
    }
}
