//! Text to tokens. Reads any text without panicking; what it cannot read is an error with its
//! place.

use super::token::{Literal, Located, Token, ends_word, is_dash, is_double_quote, is_single_quote};
use super::{LineError, Place};

/// The tokens of a whole text, which may hold many lines.
///
/// # Errors
/// An unclosed quote or comment, a variable other than `$true`, `$false` and `$null`, redirection,
/// or `&&` and `||`.
pub(crate) fn lex(text: &str) -> Result<Vec<Located>, LineError> {
    let mut lexer = Lexer {
        rest: text.chars().collect(),
        place: Place { line: 1, column: 1 },
        tables: Vec::new(),
    };
    let mut tokens: Vec<Located> = Vec::new();
    loop {
        let spaced = lexer.skip_blanks()?;
        let place = lexer.place;
        let Some(c) = lexer.peek(0) else { return Ok(tokens) };
        if let Some(token) = lexer.token(c, place)? {
            tokens.push(Located { token, place, spaced });
        }
    }
}

struct Lexer {
    rest: std::collections::VecDeque<char>,
    place: Place,
    /// Which brackets are open: `true` for a table, where `=` is a token and names end at it.
    tables: Vec<bool>,
}

const SCRIPT_BLOCK: &str = "script blocks are not supported: a table is written @{Name=Value}";

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.pop_front()?;
        if c == '\n' {
            self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
        } else {
            self.place.column = self.place.column.saturating_add(1);
        }
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn in_table(&self) -> bool {
        self.tables.last().copied().unwrap_or(false)
    }

    /// Skips white space, comments and continued lines, but not the end of a line. Says whether
    /// there was any.
    fn skip_blanks(&mut self) -> Result<bool, LineError> {
        let mut any = false;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('`'), Some('\n')) => self.skip(2),
                // It continues a line that is not there.
                (Some('`'), None) => self.skip(1),
                (Some('`'), Some('\r')) if self.peek(2) == Some('\n') => self.skip(3),
                (Some('#'), _) => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.next();
                    }
                }
                (Some('<'), Some('#')) => self.skip_block_comment()?,
                (Some('\u{feff}'), _) => self.skip(1),
                (Some(c), _) if c.is_whitespace() && c != '\n' => self.skip(1),
                _ => return Ok(any),
            }
            any = true;
        }
    }

    fn skip_block_comment(&mut self) -> Result<(), LineError> {
        let start = self.place;
        self.skip(2);
        loop {
            match self.next() {
                Some('#') if self.peek(0) == Some('>') => {
                    self.next();
                    return Ok(());
                }
                Some(_) => {}
                None => return Err(start.error("this comment is not closed: end it with #>")),
            }
        }
    }

    fn token(&mut self, c: char, place: Place) -> Result<Option<Token>, LineError> {
        let token =
            match c {
                '\n' | ';' => self.single(Token::End),
                ',' => self.single(Token::Comma),
                '|' if self.peek(1) == Some('|') => {
                    return Err(place.error("|| is not supported: write two lines"));
                }
                '|' => self.single(Token::Pipe),
                '&' => return Err(place.error("& is not supported: write one command a line")),
                '>' | '<' => return Err(place.error(
                    "redirection is not supported here: use the shell's, outside the command line",
                )),
                '(' => {
                    self.tables.push(false);
                    self.single(Token::Open)
                }
                ')' => {
                    self.tables.pop();
                    self.single(Token::Close)
                }
                '}' => {
                    self.tables.pop();
                    self.single(Token::TableClose)
                }
                '{' => Token::Quoted(self.filter(place)?),
                '@' if self.peek(1) == Some('(') => {
                    self.tables.push(false);
                    self.next();
                    self.single(Token::ListOpen)
                }
                '@' if self.peek(1) == Some('{') => {
                    self.tables.push(true);
                    self.next();
                    self.single(Token::TableOpen)
                }
                '=' if self.in_table() => self.single(Token::Equals),
                '$' => return self.variable(place).map(Some),
                c if is_single_quote(c) => Token::Quoted(self.single_quoted(place)?),
                c if is_double_quote(c) => Token::Quoted(self.double_quoted(place)?),
                c if is_dash(c) && self.peek(1).is_some_and(|n| n.is_alphabetic() || n == '_') => {
                    self.parameter()
                }
                _ => Token::Bare(self.word(place)?),
            };
        Ok(Some(token))
    }

    fn single(&mut self, token: Token) -> Token {
        self.next();
        token
    }

    fn parameter(&mut self) -> Token {
        self.next();
        let mut name = String::new();
        while let Some(c) = self.peek(0).filter(|c| !ends_word(*c)) {
            self.next();
            if c == ':' {
                return Token::Parameter { name, colon: true };
            }
            name.push(c);
        }
        Token::Parameter { name, colon: false }
    }

    /// `$true`, `$false`, `$null` in any case; `${true}` too.
    fn variable(&mut self, place: Place) -> Result<Token, LineError> {
        self.next();
        let mut name = String::new();
        while let Some(c) =
            self.peek(0).filter(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '?' | '{' | '}'))
        {
            if c == '}' && self.in_table() && !name.starts_with('{') {
                break;
            }
            self.next();
            name.push(c);
        }
        literal(&name).map(Token::Literal).ok_or_else(|| no_variables(&name, place))
    }

    fn single_quoted(&mut self, place: Place) -> Result<String, LineError> {
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some(c) if is_single_quote(c) => {
                    if !self.peek(0).is_some_and(is_single_quote) {
                        return Ok(text);
                    }
                    self.next();
                    text.push('\'');
                }
                Some(c) => text.push(c),
                None => return Err(place.error("this quote is not closed")),
            }
        }
    }

    /// A filter in braces, as scripts write it, becomes its text: `-Filter {Name -eq 'alice'}`.
    /// Nothing is run, so a variable is refused.
    fn filter(&mut self, place: Place) -> Result<String, LineError> {
        self.next();
        let mut text = String::new();
        let mut quote = None;
        loop {
            match self.next() {
                Some('}') if quote.is_none() => return Ok(text.trim().to_owned()),
                Some('{') if quote.is_none() => return Err(place.error(SCRIPT_BLOCK)),
                Some('$') if !self.is_constant() => return Err(place.error(SCRIPT_BLOCK)),
                Some(c) => {
                    if is_single_quote(c) || is_double_quote(c) {
                        quote = if quote == Some(c) { None } else { quote.or(Some(c)) };
                    }
                    text.push(c);
                }
                None => return Err(place.error("this brace is not closed")),
            }
        }
    }

    /// Whether `true`, `false` or `null` follows.
    fn is_constant(&self) -> bool {
        let word: String =
            (0..6).map_while(|at| self.peek(at)).take_while(|c| c.is_alphanumeric()).collect();
        ["true", "false", "null"].iter().any(|constant| constant.eq_ignore_ascii_case(&word))
    }

    fn double_quoted(&mut self, place: Place) -> Result<String, LineError> {
        self.next();
        let mut text = String::new();
        loop {
            let here = self.place;
            match self.next() {
                Some(c) if is_double_quote(c) => {
                    if !self.peek(0).is_some_and(is_double_quote) {
                        return Ok(text);
                    }
                    self.next();
                    text.push('"');
                }
                Some('`') => self.escaped(&mut text),
                Some('$')
                    if self
                        .peek(0)
                        .is_some_and(|c| c.is_alphabetic() || matches!(c, '{' | '(' | '_')) =>
                {
                    self.expand(&mut text, here)?
                }
                Some(c) => text.push(c),
                None => return Err(place.error("this quote is not closed")),
            }
        }
    }

    /// What stands after a backtick inside double quotes.
    fn escaped(&mut self, text: &mut String) {
        match self.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('0') => text.push('\0'),
            Some(c) => text.push(c),
            None => {}
        }
    }

    /// PowerShell puts a variable's value here; of the three that are known, `$null` is empty and
    /// the others their names.
    fn expand(&mut self, text: &mut String, place: Place) -> Result<(), LineError> {
        let mut name = String::new();
        while let Some(c) = self.peek(0).filter(|c| c.is_alphanumeric() || *c == '_') {
            self.next();
            name.push(c);
        }
        match literal(&name) {
            Some(Literal::Null) => {}
            Some(Literal::True) => text.push_str("True"),
            Some(Literal::False) => text.push_str("False"),
            None => return Err(no_variables(&name, place)),
        }
        Ok(())
    }

    fn word(&mut self, place: Place) -> Result<String, LineError> {
        let mut text = String::new();
        let table = self.in_table();
        while let Some(c) = self.peek(0).filter(|c| !(ends_word(*c) || table && *c == '=')) {
            if is_single_quote(c) {
                text.push_str(&self.single_quoted(place)?);
            } else if is_double_quote(c) {
                text.push_str(&self.double_quoted(place)?);
            } else {
                self.next();
                if c == '`' { self.escaped_bare(&mut text) } else { text.push(c) }
            }
        }
        Ok(text)
    }

    fn escaped_bare(&mut self, text: &mut String) {
        if let Some(c) = self.next() {
            text.push(c);
        }
    }
}

fn literal(name: &str) -> Option<Literal> {
    match name.trim_start_matches('{').trim_end_matches('}').to_ascii_lowercase().as_str() {
        "true" => Some(Literal::True),
        "false" => Some(Literal::False),
        "null" => Some(Literal::Null),
        _ => None,
    }
}

fn no_variables(name: &str, place: Place) -> LineError {
    place.error(format!(
        "${name}: variables are not supported, only $true, $false and $null; write the value, or put the text in single quotes"
    ))
}
