//! What a form of help tells of one cmdlet, as far as two forms can be compared.

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) synopsis: String,
    pub(crate) description: Vec<String>,
    /// A line of syntax for each set.
    pub(crate) lines: Vec<Vec<Word>>,
    /// Title, code, remark.
    pub(crate) examples: Vec<[String; 3]>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    pub(crate) notes: Vec<String>,
    /// Texts, and the addresses of those that are on the web.
    pub(crate) links: Vec<[String; 2]>,
}

/// A parameter in a line of syntax.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) name: String,
    /// The type of its value; a switch has none.
    pub(crate) value: String,
    pub(crate) required: bool,
    /// Its place, or `named`.
    pub(crate) position: String,
}

/// A parameter in the list of all.
#[derive(Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) ty: String,
    pub(crate) aliases: Vec<String>,
    /// In some set.
    pub(crate) required: bool,
    pub(crate) position: String,
    pub(crate) default: String,
    pub(crate) pipeline: String,
}

/// `a, b` as a list.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(", ").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The text between two marks, and what follows.
pub(crate) fn cut<'a>(text: &'a str, from: &str, to: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(from)?.1.split_once(to)
}

/// Every text between two marks.
pub(crate) fn every<'a>(mut text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    while let Some((within, rest)) = cut(text, from, to) {
        found.push(within);
        text = rest;
    }
    found
}
