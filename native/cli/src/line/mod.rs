//! Command lines as an administrator types them: lexer, parser and what they produce.
//!
//! The grammar is the part of PowerShell's that the cmdlets' documentation uses: quotes of any
//! kind, lists, `@()`, tables, `-Switch:$false`, comments, pipes between cmdlets and `(Get-Date
//! -Date "12/31/9999")`. Variables, redirection and operators are refused by name. Nothing here
//! knows the cmdlets, so nothing here can fail on an unknown one.

mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub(crate) use parser::{parse_all, parse_value};
pub(crate) use token::{Piece, is_dash};
pub(crate) use value::{Argument, Command, Pipeline, Value};

/// Why a command line could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub(crate) struct LineError {
    /// 1-based line in the text that was given.
    pub(crate) line: usize,
    /// 1-based column, in characters.
    pub(crate) column: usize,
    /// What is wrong and what to write instead.
    pub(crate) message: String,
}

/// Where a token begins, 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// An error that points at this place.
    pub(crate) fn error(self, message: impl Into<String>) -> LineError {
        LineError { line: self.line, column: self.column, message: message.into() }
    }
}
