//! What the lexer produces, and the classes of characters it goes by.

use super::Place;

/// One token of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// `-Name`; `colon` when a value follows in the same word, as in `-Confirm:$false`.
    Parameter { name: String, colon: bool },
    /// A word without quotes at its beginning.
    Bare(String),
    /// A text in quotes.
    Quoted(String),
    /// A text with variables in it; `quoted` when it begins with a quote.
    Joined { pieces: Vec<Piece>, quoted: bool },
    /// `$true`, `$false` or `$null`.
    Literal(Literal),
    /// `$name`
    Variable(String),
    /// `,`
    Comma,
    /// `|`
    Pipe,
    /// End of a line, or `;`.
    End,
    /// `@(`
    ListOpen,
    /// `@{`
    TableOpen,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `}`
    TableClose,
    /// `=` standing between a name and its value in a table, or after a variable that is set.
    Equals,
    /// What could not be read; the error is told apart.
    Broken,
}

/// A part of a text with variables in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Variable(String),
}

impl Piece {
    /// Adds a letter to the last of the pieces.
    pub(super) fn letter(pieces: &mut Vec<Piece>, c: char) {
        match pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => pieces.push(Piece::Text(c.into())),
        }
    }

    /// Adds a text.
    pub(super) fn text(pieces: &mut Vec<Piece>, text: &str) {
        text.chars().for_each(|c| Piece::letter(pieces, c));
    }

    /// The text that the pieces are, if no variable is among them.
    pub(super) fn plain(pieces: &[Piece]) -> Option<String> {
        match pieces {
            [] => Some(String::new()),
            [Piece::Text(text)] => Some(text.clone()),
            _ => None,
        }
    }
}

/// The three variables that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Literal {
    True,
    False,
    Null,
}

/// A token and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) token: Token,
    pub(crate) place: Place,
    /// Whether white space stands before it: `a -b` against `a-b`.
    pub(crate) spaced: bool,
}

/// Hyphen, en dash, em dash and horizontal bar: PowerShell takes all of them before a parameter
/// name.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// Plain and typographic single quotes (U+2018 to U+201B).
pub(crate) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201b}')
}

/// Plain and typographic double quotes (U+201C to U+201E).
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201e}')
}

/// What ends a word without quotes.
pub(crate) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | ')' | '{' | '}' | '<' | '>' | '&')
}
