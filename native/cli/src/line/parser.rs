//! Tokens to commands: pipelines of cmdlets with their arguments.

use std::collections::VecDeque;

use super::lexer::lex;
use super::token::{Literal, Located, Token};
use super::{LineError, Place};

/// How deep lists, tables and sub-expressions may nest.
const DEEPEST: usize = 32;

/// Commands joined by pipes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pipeline {
    /// One or more commands, in the order in which objects pass through them.
    pub(crate) commands: Vec<Command>,
    /// Line on which it begins, 1-based.
    pub(crate) line: usize,
}

/// One cmdlet and what was written after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) arguments: Vec<Argument>,
}

/// One argument, before anything is known about the cmdlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// `-Name` or `-Name:value`. Whether the next value belongs to it depends on the parameter's
    /// type.
    Parameter { name: String, value: Option<Value> },
    /// A value by itself.
    Value(Value),
}

/// A value as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// `quoted` tells `'a,b'` from `a,b` where a shell has taken the quotes off already.
    Text {
        text: String,
        quoted: bool,
    },
    Bool(bool),
    Null,
    List(Vec<Value>),
    Table(Vec<(String, Value)>),
    /// `(Get-Date ...)`
    Expression(Box<Command>),
    /// A word whose quotes a shell has taken off; what it is depends on its parameter.
    Word(String),
}

/// The pipelines of a text, one a line (or between `;`).
///
/// # Errors
/// The first place that is not a command line.
pub(crate) fn parse(text: &str) -> Result<Vec<Pipeline>, LineError> {
    let mut parser =
        Parser { tokens: lex(text)?.into(), last: Place { line: 1, column: 1 }, depth: 0 };
    let mut pipelines = Vec::new();
    while parser.skip_ends() {
        pipelines.push(parser.pipeline()?);
    }
    Ok(pipelines)
}

/// One value, as a parameter given by a shell word may hold it: `@('a','b')`, `(Get-Date ...)`,
/// `@{a=b}`.
///
/// # Errors
/// The text is not exactly one value.
pub(crate) fn parse_value(text: &str) -> Result<Value, LineError> {
    let mut parser =
        Parser { tokens: lex(text)?.into(), last: Place { line: 1, column: 1 }, depth: 0 };
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
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.front().map(|t| &t.token)
    }

    fn place(&self) -> Place {
        self.tokens.front().map_or(self.last, |t| t.place)
    }

    fn next(&mut self) -> Option<Token> {
        let located = self.tokens.pop_front()?;
        self.last = located.place;
        Some(located.token)
    }

    /// Skips empty lines; `false` when nothing is left.
    fn skip_ends(&mut self) -> bool {
        while self.peek() == Some(&Token::End) {
            self.next();
        }
        self.peek().is_some()
    }

    fn pipeline(&mut self) -> Result<Pipeline, LineError> {
        let line = self.place().line;
        let mut commands = vec![self.command()?];
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
                None | Some(Token::End) => return Ok(Pipeline { commands, line }),
                Some(_) => {
                    return Err(self.place().error("this does not belong at the end of a command"));
                }
            }
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
                None | Some(Token::End | Token::Pipe | Token::Close | Token::TableClose) => {
                    return Ok(Command { name, arguments });
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
        let value = match self.next() {
            Some(Token::Bare(text)) => Value::Text { text, quoted: false },
            Some(Token::Quoted(text)) => Value::Text { text, quoted: true },
            Some(Token::Literal(Literal::True)) => Value::Bool(true),
            Some(Token::Literal(Literal::False)) => Value::Bool(false),
            Some(Token::Literal(Literal::Null)) => Value::Null,
            Some(Token::ListOpen) => self.list(place)?,
            Some(Token::TableOpen) => self.table(place)?,
            Some(Token::Open) => self.parenthesis(place)?,
            _ => return Err(place.error("a value was expected here")),
        };
        self.depth = self.depth.saturating_sub(1);
        Ok(value)
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

    /// `(Get-Date ...)`, or a value in parentheses.
    fn parenthesis(&mut self, open: Place) -> Result<Value, LineError> {
        let value = match self.peek() {
            Some(Token::Bare(name)) if name.contains('-') && !name.contains("://") => {
                Value::Expression(Box::new(self.command()?))
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
