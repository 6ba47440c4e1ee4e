//! What command lines are, once they are read.

use serde_json::Value as Json;

use super::token::Piece;

/// What can be called on a value: the ways to add to a date.
pub(crate) const METHODS: [&str; 7] =
    ["AddDays", "AddHours", "AddMinutes", "AddSeconds", "AddMonths", "AddYears", "ToUniversalTime"];

/// One line: commands joined by pipes, or a value, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Pipeline {
    /// The variable that keeps what comes out: `$name = ...`.
    pub(crate) kept: Option<String>,
    /// The value that it begins with in place of a cmdlet: `(Get-Mailbox x).Name`, `$name | ...`.
    pub(crate) source: Option<Value>,
    /// The commands, in the order in which objects pass through them.
    pub(crate) commands: Vec<Command>,
    /// Line on which it begins, 1-based.
    pub(crate) line: usize,
}

impl Pipeline {
    /// These commands.
    pub(crate) fn of(commands: Vec<Command>) -> Pipeline {
        Pipeline { commands, line: 1, ..Pipeline::default() }
    }

    /// The same line with other values: each that is not just what it says is given to `change`.
    ///
    /// # Errors
    /// Those of `change`.
    pub(crate) fn with_values<E>(
        &self,
        change: &mut dyn FnMut(&Value) -> Result<Value, E>,
    ) -> Result<Pipeline, E> {
        let mut commands = Vec::with_capacity(self.commands.len());
        for command in &self.commands {
            let mut arguments = Vec::with_capacity(command.arguments.len());
            for argument in &command.arguments {
                arguments.push(match argument {
                    Argument::Value(value) => Argument::Value(value.known(change)?),
                    Argument::Parameter { name, value } => {
                        let value = value.as_ref().map(|value| value.known(change)).transpose()?;
                        Argument::Parameter { name: name.clone(), value }
                    }
                });
            }
            commands.push(Command { arguments, ..command.clone() });
        }
        Ok(Pipeline {
            kept: self.kept.clone(),
            source: self.source.clone(),
            commands,
            line: self.line,
        })
    }
}

/// One cmdlet and what was written after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) arguments: Vec<Argument>,
    /// Whether a shell has read the words first, and put its own in place of `$null`.
    pub(crate) by_shell: bool,
}

impl Command {
    /// A cmdlet that this program calls by itself.
    pub(crate) fn of(name: &str, arguments: Vec<Argument>) -> Command {
        Command { name: name.to_owned(), arguments, by_shell: false }
    }
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

impl Argument {
    /// `-Name:value`
    pub(crate) fn of(name: &str, value: Value) -> Argument {
        Argument::Parameter { name: name.to_owned(), value: Some(value) }
    }
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
    /// `$name`
    Variable(String),
    /// `"text with $name"`
    Joined {
        pieces: Vec<Piece>,
        quoted: bool,
    },
    /// `(Get-Mailbox ... | ...)`
    Sub(Box<Pipeline>),
    /// `value.Property`, and with arguments `value.AddDays(-1)`.
    Member {
        of: Box<Value>,
        name: String,
        arguments: Option<Vec<Value>>,
    },
    /// What one of the four above was, once it was looked at.
    Known(Json),
    /// A word whose quotes a shell has taken off; what it is depends on its parameter.
    Word(String),
}

impl Value {
    /// The same value, in which `change` has replaced what is not just what it says.
    fn known<E>(&self, change: &mut dyn FnMut(&Value) -> Result<Value, E>) -> Result<Value, E> {
        Ok(match self {
            Value::Variable(_) | Value::Joined { .. } | Value::Sub(_) | Value::Member { .. } => {
                change(self)?
            }
            Value::List(items) => {
                let items: Result<_, E> = items.iter().map(|item| item.known(change)).collect();
                Value::List(items?)
            }
            Value::Table(entries) => {
                let entries: Result<_, E> = entries
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), value.known(change)?)))
                    .collect();
                Value::Table(entries?)
            }
            plain => plain.clone(),
        })
    }
}
