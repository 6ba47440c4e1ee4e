//! Inventories in JSON: one object with a list for each kind of thing, or a list of things.

use serde_json::Value;

use super::Result;
use super::row::{At, Row};
use super::source::Source;

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    Element(usize),
}

/// What takes each object, with the name of its list where it has one.
type Take<'t> = &'t mut dyn FnMut(Option<&str>, Row<'_>) -> Result<()>;

/// Hands out every object of a file.
pub(super) fn rows(source: &Source, take: Take<'_>) -> Result<()> {
    let root: Value = serde_json::from_str(source.text()).map_err(|error| {
        let told = error.to_string();
        let why = told.split(" at line ").next().unwrap_or("this is no JSON");
        source.wrong(error.line().max(1), error.column().max(1), why)
    })?;
    let has_lists = |root: &Value| {
        let lists = root.as_object().into_iter().flat_map(|all| all.iter());
        lists.into_iter().any(|(name, value)| value.is_array() && super::Kind::is_section(name))
    };
    if !has_lists(&root) {
        return each(source, None, Vec::new(), root, take);
    }
    let Value::Object(lists) = root else { return Ok(()) };
    for (name, list) in lists {
        if name == "TenantId" {
            let fields = [(name.clone(), list)].into_iter().collect();
            take(Some("TenantId"), Row { source, at: At::Path(Vec::new()), fields })?;
        } else if !list.is_null() {
            each(source, Some(&name), vec![Step::Field(name.clone())], list, take)?;
        }
    }
    Ok(())
}

fn each(
    source: &Source,
    section: Option<&str>,
    path: Vec<Step>,
    value: Value,
    take: Take<'_>,
) -> Result<()> {
    match value {
        Value::Array(list) => {
            for (at, one) in list.into_iter().enumerate() {
                let mut path = path.clone();
                path.push(Step::Element(at));
                each(source, section, path, one, take)?;
            }
            Ok(())
        }
        Value::Object(fields) => take(section, Row { source, at: At::Path(path), fields }),
        _ => {
            let byte = find(source.text(), &path).unwrap_or(0);
            Err(source.wrong_at(byte, "an object is wanted here"))
        }
    }
}

/// The byte at which a value begins, in text that is sound JSON.
pub(super) fn find(text: &str, path: &[Step]) -> Option<usize> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    for step in path {
        scan.enter(step)?;
    }
    scan.blanks();
    Some(scan.at)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.step();
        }
    }

    /// Goes to a field or an element of the value that begins here.
    fn enter(&mut self, step: &Step) -> Option<()> {
        self.blanks();
        self.step();
        let mut number = 0_usize;
        loop {
            self.blanks();
            if matches!(self.peek()?, b'}' | b']') {
                return None;
            }
            let is_it = match step {
                Step::Field(wanted) => {
                    let begin = self.at;
                    self.value();
                    let key = self.bytes.get(begin..self.at)?;
                    let key: String = serde_json::from_slice(key).ok()?;
                    self.blanks();
                    self.step();
                    key.trim().eq_ignore_ascii_case(wanted)
                }
                Step::Element(wanted) => number == *wanted,
            };
            if is_it {
                return Some(());
            }
            self.value();
            self.blanks();
            if self.peek()? == b',' {
                self.step();
            }
            number = number.saturating_add(1);
        }
    }

    /// Goes behind the value that begins here.
    fn value(&mut self) {
        self.blanks();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth = depth.saturating_add(1);
                    self.step();
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.step();
                }
                b',' | b':' if depth == 0 => return,
                _ => self.step(),
            }
            let is_over = depth == 0 && (byte == b'"' || byte == b'}' || byte == b']');
            if is_over {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.step();
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'\\' => self.step(),
                b'"' => return,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Step, find};

    #[test]
    fn a_value_is_found_where_it_stands() {
        let text = "{\"a\": [1, {\"b\\\"}\": [], \"c\": \"x,]\"}],\n \"d\": {\"e\": true}}";
        let field = |name: &str| Step::Field(name.to_owned());
        let at = |path: &[Step]| find(text, path).map(|byte| text.get(byte..).unwrap());
        assert!(at(&[field("a"), Step::Element(1), field("C")]).unwrap().starts_with("\"x,]"));
        assert!(at(&[field("d"), field("e")]).unwrap().starts_with("true"));
        assert_eq!(at(&[field("a"), Step::Element(2)]), None);
        assert_eq!(at(&[field("f")]), None);
    }
}
