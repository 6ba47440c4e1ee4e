//! Tokens to commands: pipelines of cmdlets with their arguments.

use std::collections::{BTreeSet, VecDeque};

use super::lexer::lex;
use super::token::{Literal, Located, Piece, Token};
use super::value::{Argument, Command, METHODS, Pipeline, Value};
use super::{LineError, Place};

/// How deep lists, tables and sub-expressions may nest.
const DEEPEST: usize = 32;

/// What begins a statement of PowerShell, which is no line here.
const KEYWORDS: [&str; 14] = [
    "if", "else", "foreach", "for", "while", "do", "switch", "function", "param", "try", "catch",
    "return", "throw", "exit",
];

/// The pipelines of a text that can be read, one a line (or between `;`), and every place that
/// cannot.
pub(crate) fn parse_all(text: &str) -> (Vec<Pipeline>, Vec<LineError>) {
    let (tokens, mut errors) = lex(text);
    let mut parser = Parser::new(tokens);
    let mut pipelines = Vec::new();
    while parser.skip_ends() {
        (parser.depth, parser.broken) = (0, false);
        match parser.statement() {
            Ok(pipeline) => pipelines.push(pipeline),
            Err(error) => {
                // What the lexer could not read is told already.
                if !parser.skip_statement() {
                    errors.push(error);
                }
            }
        }
    }
    errors.sort_by_key(|error| (error.line, error.column));
    (pipelines, errors)
}

/// One value, as a parameter given by a shell word may hold it: `@('a','b')`, `(Get-Date ...)`,
/// `@{a=b}`.
///
/// # Errors
/// The text is not exactly one value.
pub(crate) fn parse_value(text: &str) -> Result<Value, LineError> {
    let (tokens, errors) = lex(text);
    if let Some(error) = errors.into_iter().next() {
        return Err(error);
    }
    let mut parser = Parser::new(tokens);
    let value = parser.value()?;
    match parser.tokens.front() {
        Some(extra) => Err(extra.place.error("one value was expected here")),
        None => Ok(value),
    }
}

struct Parser {
    tokens: VecDeque<Located>,
    last: Place,
    depth: usize,
    /// Whether something in this line could not be read by the lexer.
    broken: bool,
    /// The variables that lines before have set.
    set: BTreeSet<String>,
}

impl Parser {
    fn new(tokens: Vec<Located>) -> Parser {
        Parser {
            tokens: tokens.into(),
            last: Place { line: 1, column: 1 },
            depth: 0,
            broken: false,
            set: BTreeSet::new(),
        }
    }

    /// Goes to the end of a line that cannot be read. Says whether the lexer could not read it.
    fn skip_statement(&mut self) -> bool {
        while self.peek().is_some_and(|token| *token != Token::End) {
            self.next();
        }
        self.broken
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.front().map(|t| &t.token)
    }

    fn place(&self) -> Place {
        self.tokens.front().map_or(self.last, |t| t.place)
    }

    fn next(&mut self) -> Option<Token> {
        let located = self.tokens.pop_front()?;
        self.last = located.place;
        self.broken |= located.token == Token::Broken;
        Some(located.token)
    }

    /// Skips empty lines; `false` when nothing is left.
    fn skip_ends(&mut self) -> bool {
        while self.peek() == Some(&Token::End) {
            self.next();
        }
        self.peek().is_some()
    }

    /// A pipeline, or one whose outcome a variable keeps.
    fn statement(&mut self) -> Result<Pipeline, LineError> {
        let place = self.place();
        let line = place.line;
        let sets = matches!(
            (self.peek(), self.tokens.get(1).map(|t| &t.token)),
            (Some(Token::Variable(_) | Token::Literal(Literal::Null)), Some(Token::Equals))
        );
        let kept = match self.peek() {
            Some(Token::Variable(name)) if sets => Some(name.to_lowercase()),
            // What is given to $null is gone.
            Some(_) if sets => Some(String::from("null")),
            _ => None,
        };
        if sets {
            self.next();
            self.next();
            self.skip_ends();
        }
        let pipeline = self.pipeline()?;
        match self.peek() {
            None | Some(Token::End) => {}
            Some(_) => {
                return Err(self.place().error("this does not belong at the end of a command"));
            }
        }
        let says_itself = matches!(
            pipeline.source,
            Some(
                Value::Text { .. }
                    | Value::Bool(_)
                    | Value::Null
                    | Value::List(_)
                    | Value::Table(_)
            )
        );
        if says_itself && kept.is_none() && pipeline.commands.is_empty() {
            return Err(place.error("a cmdlet's name was expected here"));
        }
        self.set.extend(kept.clone());
        Ok(Pipeline { kept, line, ..pipeline })
    }

    /// Commands joined by pipes, to the end of the line or of the parentheses.
    fn pipeline(&mut self) -> Result<Pipeline, LineError> {
        let line = self.place().line;
        let (mut source, mut commands) = (None, Vec::new());
        match self.peek() {
            Some(Token::Bare(word))
                if word.starts_with('[')
                    || KEYWORDS.iter().any(|key| key.eq_ignore_ascii_case(word)) =>
            {
                let told = format!(
                    "{word} needs PowerShell: a line here is a cmdlet, or several joined by |"
                );
                return Err(self.place().error(told));
            }
            Some(Token::Bare(_)) | None => commands.push(self.command()?),
            Some(_) => source = Some(self.beginning()?),
        }
        loop {
            match self.peek() {
                Some(Token::Pipe) => {
                    self.next();
                    let place = self.place();
                    if !self.skip_ends() {
                        return Err(place.error("a cmdlet is missing after the pipe"));
                    }
                    commands.push(self.command()?);
                }
                None | Some(_) => return Ok(Pipeline { kept: None, source, commands, line }),
            }
        }
    }

    /// What a line begins with that begins with no cmdlet.
    fn beginning(&mut self) -> Result<Value, LineError> {
        let place = self.place();
        match self.peek() {
            Some(
                Token::Variable(_)
                | Token::Joined { .. }
                | Token::Open
                | Token::ListOpen
                | Token::TableOpen
                | Token::Quoted(_)
                | Token::Literal(_),
            ) => self.value(),
            _ => Err(place.error("a cmdlet's name was expected here")),
        }
    }

    fn command(&mut self) -> Result<Command, LineError> {
        let place = self.place();
        let name = match self.next() {
            Some(Token::Bare(name)) => name,
            _ => return Err(place.error("a cmdlet's name was expected here")),
        };
        let mut arguments = Vec::new();
        loop {
            match self.peek() {
                None
                | Some(
                    Token::End | Token::Pipe | Token::Close | Token::TableClose | Token::Broken,
                ) => {
                    return Ok(Command { name, arguments, by_shell: false });
                }
                Some(Token::Parameter { .. }) => arguments.push(self.parameter()?),
                Some(_) => arguments.push(Argument::Value(self.value()?)),
            }
        }
    }

    fn parameter(&mut self) -> Result<Argument, LineError> {
        let place = self.place();
        let Some(Token::Parameter { name, colon }) = self.next() else {
            return Err(place.error("a parameter was expected here"));
        };
        let value = if colon { Some(self.value()?) } else { None };
        Ok(Argument::Parameter { name, value })
    }

    /// One value, or several joined by commas. A line may end after a comma.
    fn value(&mut self) -> Result<Value, LineError> {
        let first = self.single()?;
        if self.peek() != Some(&Token::Comma) {
            return Ok(first);
        }
        let mut list = vec![first];
        while self.peek() == Some(&Token::Comma) {
            self.next();
            self.skip_ends();
            list.push(self.single()?);
        }
        Ok(Value::List(list))
    }

    fn single(&mut self) -> Result<Value, LineError> {
        let place = self.place();
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err(place.error("lists and expressions are nested too deep"));
        }
        let mut value = match self.next() {
            Some(Token::Bare(text)) => Value::Text { text, quoted: false },
            Some(Token::Quoted(text)) => Value::Text { text, quoted: true },
            Some(Token::Joined { pieces, quoted }) => {
                for piece in &pieces {
                    if let Piece::Variable(name) = piece {
                        self.must_be_set(name, place)?;
                    }
                }
                Value::Joined { pieces, quoted }
            }
            Some(Token::Literal(Literal::True)) => Value::Bool(true),
            Some(Token::Literal(Literal::False)) => Value::Bool(false),
            Some(Token::Literal(Literal::Null)) => Value::Null,
            Some(Token::Variable(name)) => {
                self.must_be_set(&name, place)?;
                Value::Variable(name.to_lowercase())
            }
            Some(Token::ListOpen) => self.list(place)?,
            Some(Token::TableOpen) => self.table(place)?,
            Some(Token::Open) => self.parenthesis(place)?,
            _ => return Err(place.error("a value was expected here")),
        };
        if matches!(value, Value::Variable(_) | Value::Sub(_)) {
            value = self.members(value)?;
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(value)
    }

    fn must_be_set(&self, name: &str, place: Place) -> Result<(), LineError> {
        if self.set.contains(&name.to_lowercase()) {
            return Ok(());
        }
        Err(place.error(format!(
            "${name} has no value here: a line before sets it, ${name} = ...; a text with a dollar is written in single quotes"
        )))
    }

    /// `.Property`, `.AddDays(-1)`, as often as they follow without a blank.
    fn members(&mut self, mut of: Value) -> Result<Value, LineError> {
        loop {
            let place = self.place();
            let Some(Located { token, spaced: false, .. }) = self.tokens.front() else {
                return Ok(of);
            };
            let path = match token {
                Token::Bare(word) => word.clone(),
                Token::Comma | Token::Close | Token::Pipe | Token::End | Token::TableClose => {
                    return Ok(of);
                }
                _ => return Err(place.error("what stands here, after a value, needs PowerShell")),
            };
            self.next();
            let names: Vec<&str> =
                path.strip_prefix('.').map(|rest| rest.split('.').collect()).unwrap_or_default();
            let is_name = |name: &&str| {
                !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            };
            if names.is_empty() || !names.iter().all(is_name) {
                return Err(place.error(format!(
                    "{path} needs PowerShell: only .Property may stand after a value"
                )));
            }
            self.depth = self.depth.saturating_add(names.len());
            if self.depth > DEEPEST {
                return Err(place.error("lists and expressions are nested too deep"));
            }
            for name in names {
                of = Value::Member { of: Box::new(of), name: name.to_owned(), arguments: None };
            }
            if matches!(
                self.tokens.front(),
                Some(Located { token: Token::Open, spaced: false, .. })
            ) {
                self.next();
                let mut given = Vec::new();
                if self.peek() != Some(&Token::Close) {
                    match self.value()? {
                        Value::List(several) => given = several,
                        one => given.push(one),
                    }
                }
                if self.next() != Some(Token::Close) {
                    return Err(place.error("this parenthesis is not closed: end it with )"));
                }
                if let Value::Member { name, arguments, .. } = &mut of {
                    if !METHODS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                        return Err(place.error(format!(
                            "{name}() needs PowerShell: what can be called here, on a date, is {}",
                            METHODS.join(", ")
                        )));
                    }
                    *arguments = Some(given);
                }
            }
        }
    }

    fn list(&mut self, open: Place) -> Result<Value, LineError> {
        let mut items = Vec::new();
        loop {
            self.skip_ends();
            match self.peek() {
                Some(Token::Close) => {
                    self.next();
                    return Ok(Value::List(items));
                }
                Some(Token::Comma) => {
                    self.next();
                }
                Some(_) => items.push(self.single()?),
                None => return Err(open.error("this list is not closed: end it with )")),
            }
        }
    }

    fn table(&mut self, open: Place) -> Result<Value, LineError> {
        let mut entries = Vec::new();
        loop {
            self.skip_ends();
            let place = self.place();
            match self.next() {
                Some(Token::TableClose) => return Ok(Value::Table(entries)),
                Some(Token::Bare(name) | Token::Quoted(name)) => {
                    if self.next() != Some(Token::Equals) {
                        return Err(place.error("an entry of a table is written Name = Value"));
                    }
                    entries.push((name, self.value()?));
                }
                Some(_) => return Err(place.error("an entry of a table is written Name = Value")),
                None => return Err(open.error("this table is not closed: end it with }")),
            }
        }
    }

    /// `(Get-Mailbox ... | ...)`, or a value in parentheses.
    fn parenthesis(&mut self, open: Place) -> Result<Value, LineError> {
        let value = match self.peek() {
            Some(Token::Bare(name)) if name.contains('-') && !name.contains("://") => {
                Value::Sub(Box::new(self.pipeline()?))
            }
            _ => self.value()?,
        };
        match self.next() {
            Some(Token::Close) => Ok(value),
            _ => Err(open.error(
                "this parenthesis is not closed, or holds more than one value: end it with )",
            )),
        }
    }
}
