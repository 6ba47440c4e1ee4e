//! Text to tokens. Reads any text without panicking; what it cannot read is an error with its
//! place.

use super::token::{
    Literal, Located, Piece, Token, ends_word, is_dash, is_double_quote, is_single_quote,
};
use super::{LineError, Place};

/// The tokens of a whole text, which may hold many lines, and what cannot be read: an unclosed quote
/// or comment, redirection, and whatever needs PowerShell. The rest of such a line is left out.
pub(crate) fn lex(text: &str) -> (Vec<Located>, Vec<LineError>) {
    let mut lexer = Lexer {
        rest: text.chars().collect(),
        place: Place { line: 1, column: 1 },
        tables: Vec::new(),
    };
    let (mut tokens, mut errors): (Vec<Located>, Vec<_>) = (Vec::new(), Vec::new());
    loop {
        match lexer.located(&tokens) {
            Ok(Some(located)) => tokens.push(located),
            Ok(None) => return (tokens, errors),
            Err(error) => {
                let place = Place { line: error.line, column: error.column };
                tokens.push(Located { token: Token::Broken, place, spaced: true });
                errors.push(error);
                lexer.tables.clear();
                while lexer.peek(0).is_some_and(|c| c != '\n') {
                    lexer.next();
                }
            }
        }
    }
}

struct Lexer {
    rest: std::collections::VecDeque<char>,
    place: Place,
    /// Which brackets are open: `true` for a table, where `=` is a token and names end at it.
    tables: Vec<bool>,
}

const SCRIPT_BLOCK: &str = "a script block needs PowerShell; a table is written @{Name=Value}, a condition Where-Object Property -eq value";

/// Whether a variable is set by this token, which stands at the beginning of a line.
fn begins(tokens: &[Located]) -> bool {
    let is_one =
        |token: &Token| matches!(token, Token::Variable(_) | Token::Literal(Literal::Null));
    match tokens {
        [.., before, last] => is_one(&last.token) && before.token == Token::End,
        [only] => is_one(&only.token),
        [] => false,
    }
}

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

    fn located(&mut self, before: &[Located]) -> Result<Option<Located>, LineError> {
        let spaced = self.skip_blanks()?;
        let place = self.place;
        let Some(c) = self.peek(0) else { return Ok(None) };
        let token = if c == '=' && begins(before) {
            self.single(Token::Equals)
        } else {
            self.token(c, place)?
        };
        Ok(Some(Located { token, place, spaced }))
    }

    fn token(&mut self, c: char, place: Place) -> Result<Token, LineError> {
        let token =
            match c {
                '\n' | ';' => self.single(Token::End),
                ',' => self.single(Token::Comma),
                '|' if self.peek(1) == Some('|') => {
                    return Err(place.error("|| needs PowerShell: write two lines"));
                }
                '|' => self.single(Token::Pipe),
                '&' => return Err(place.error("& needs PowerShell: write one command a line")),
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
                '$' => return self.variable(place),
                c if is_single_quote(c) => Token::Quoted(self.single_quoted(place)?),
                c if is_double_quote(c) => {
                    let mut pieces = Vec::new();
                    self.double_quoted(place, &mut pieces)?;
                    joined(pieces, true)
                }
                c if is_dash(c) && self.peek(1).is_some_and(|n| n.is_alphabetic() || n == '_') => {
                    self.parameter()
                }
                _ => joined(self.word(place)?, false),
            };
        Ok(token)
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

    /// `$true`, `$false`, `$null` in any case, or a variable; `${name}` too.
    fn variable(&mut self, place: Place) -> Result<Token, LineError> {
        self.next();
        let name = self.variable_name(place)?;
        Ok(literal(&name).map_or(Token::Variable(name), Token::Literal))
    }

    /// The name after a dollar.
    fn variable_name(&mut self, place: Place) -> Result<String, LineError> {
        let braced = self.peek(0) == Some('{');
        if braced {
            self.next();
        }
        let mut name = String::new();
        while let Some(c) =
            self.peek(0).filter(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '?'))
        {
            // `"$name: text"` and `$x:y` differ: a scope has letters behind its colon.
            if c == ':' && !self.peek(1).is_some_and(char::is_alphanumeric) {
                break;
            }
            self.next();
            name.push(c);
        }
        let closed = !braced || self.next() == Some('}');
        let known =
            name.chars().next().is_some_and(char::is_alphabetic) && !name.contains([':', '?']);
        if known && closed { Ok(name) } else { Err(needs_powershell(&name, place)) }
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

    fn double_quoted(&mut self, place: Place, pieces: &mut Vec<Piece>) -> Result<(), LineError> {
        self.next();
        loop {
            let here = self.place;
            match self.next() {
                Some(c) if is_double_quote(c) => {
                    if !self.peek(0).is_some_and(is_double_quote) {
                        return Ok(());
                    }
                    self.next();
                    Piece::letter(pieces, '"');
                }
                Some('`') => {
                    if let Some(c) = self.next().map(escaped) {
                        Piece::letter(pieces, c);
                    }
                }
                Some('$') if self.names_variable() => self.expand(pieces, here)?,
                Some(c) => Piece::letter(pieces, c),
                None => return Err(place.error("this quote is not closed")),
            }
        }
    }

    /// Whether what follows a dollar in a text is the name of a variable.
    fn names_variable(&self) -> bool {
        self.peek(0).is_some_and(|c| c.is_alphabetic() || matches!(c, '{' | '(' | '_'))
    }

    /// PowerShell puts a variable's value here; of the three that are always there, `$null` is empty
    /// and the others their names.
    fn expand(&mut self, pieces: &mut Vec<Piece>, place: Place) -> Result<(), LineError> {
        let name = self.variable_name(place)?;
        match literal(&name) {
            Some(Literal::Null) => {}
            Some(Literal::True) => Piece::text(pieces, "True"),
            Some(Literal::False) => Piece::text(pieces, "False"),
            None => pieces.push(Piece::Variable(name)),
        }
        Ok(())
    }

    fn word(&mut self, place: Place) -> Result<Vec<Piece>, LineError> {
        let mut pieces = Vec::new();
        let table = self.in_table();
        while let Some(c) = self.peek(0).filter(|c| !(ends_word(*c) || table && *c == '=')) {
            let here = self.place;
            if is_single_quote(c) {
                let quoted = self.single_quoted(place)?;
                Piece::text(&mut pieces, &quoted);
            } else if is_double_quote(c) {
                self.double_quoted(place, &mut pieces)?;
            } else {
                self.next();
                match c {
                    '`' => {
                        if let Some(c) = self.next() {
                            Piece::letter(&mut pieces, c);
                        }
                    }
                    '$' if self.names_variable() => self.expand(&mut pieces, here)?,
                    c => Piece::letter(&mut pieces, c),
                }
            }
        }
        Ok(pieces)
    }
}

/// What stands after a backtick inside double quotes.
fn escaped(c: char) -> char {
    match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        c => c,
    }
}

/// A text, or one that is known once its variables are.
fn joined(pieces: Vec<Piece>, quoted: bool) -> Token {
    match Piece::plain(&pieces) {
        Some(text) if quoted => Token::Quoted(text),
        Some(text) => Token::Bare(text),
        None => Token::Joined { pieces, quoted },
    }
}

fn literal(name: &str) -> Option<Literal> {
    match name.to_ascii_lowercase().as_str() {
        "true" => Some(Literal::True),
        "false" => Some(Literal::False),
        "null" => Some(Literal::Null),
        _ => None,
    }
}

fn needs_powershell(name: &str, place: Place) -> LineError {
    place.error(format!(
        "${name} needs PowerShell: here are $true, $false, $null and variables that a line before has set; put a text with a dollar in single quotes"
    ))
}
