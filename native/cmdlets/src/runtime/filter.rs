//! Filters of recipients in OPATH: `Name -like 'A*' -and DataEncryptionPolicy -eq 'CN=...'`.
//!
//! ```text
//! any        = all { -or all }
//! all        = one { -and one }
//! one        = -not one | ( any ) | property operator value
//! operator   = -eq | -ne | -like | -notlike; of a date -eq | -ne | -gt | -ge | -lt | -le
//! value      = 'text' | "text" | $true | $false | $null | word
//! ```
//!
//! A date is written as PowerShell reads it, without an offset in UTC; one that is not set is neither
//! before nor after another (rule 4.10.15). A property has no, one or several values. `-eq $null` asks for none; case does not count.

use crate::runtime::error::CmdletError;
use crate::surface::moment::parse_moment;
use crate::surface::wildcard::Pattern;
use std::iter::Peekable;

/// Parentheses and `-not` deeper than this are refused.
const DEEPEST: usize = 64;

/// A filter, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Node);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Any(Vec<Node>),
    All(Vec<Node>),
    Not(Box<Node>),
    Is(&'static str, Value),
    When(&'static str, Compare, i64),
}

/// How dates are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    At,
    After,
    NotBefore,
    Before,
    NotAfter,
}

impl Compare {
    fn of(operator: &str) -> Option<Self> {
        Some(match operator {
            "eq" | "ne" => Self::At,
            "gt" => Self::After,
            "ge" => Self::NotBefore,
            "lt" => Self::Before,
            "le" => Self::NotAfter,
            _ => return None,
        })
    }

    const fn holds(self, own: i64, wanted: i64) -> bool {
        match self {
            Self::At => own == wanted,
            Self::After => own > wanted,
            Self::NotBefore => own >= wanted,
            Self::Before => own < wanted,
            Self::NotAfter => own <= wanted,
        }
    }
}

/// Whether a property is a date; what it holds is given in Unix seconds then.
fn is_date(property: &str) -> bool {
    property.starts_with("When") || property.ends_with("Date")
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Nothing,
    Text(String),
    Like(Pattern),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Operator(String),
    Text(String),
    Word(String),
}

impl Filter {
    /// Reads a filter over these properties, whose names may be written in any case.
    ///
    /// # Errors
    /// `InvalidFilter`, which says what was expected where; for a property that is not in the list
    /// it names the list.
    pub fn parse(text: &str, properties: &'static [&'static str]) -> Result<Self, CmdletError> {
        let tokens = tokens(text).map_err(|problem| refuse(text, &problem))?;
        refuse_variables(text, &tokens)?;
        let mut parser = Parser { tokens: tokens.into_iter().peekable(), properties, depth: 0 };
        let node = parser.any().and_then(|node| match parser.tokens.next() {
            None => Ok(node),
            Some(token) => {
                Err(format!("{} stands where -and, -or or the end was expected", show(&token)))
            }
        });
        node.map(Self).map_err(|problem| refuse(text, &problem))
    }

    /// Whether an object fits. `values` gives a property's values, none for one that is not set, a
    /// date in Unix seconds.
    pub fn matches<'a, F: Fn(&str) -> Vec<std::borrow::Cow<'a, str>>>(&self, values: &F) -> bool {
        fits(&self.0, values)
    }
}

fn fits<'a, F: Fn(&str) -> Vec<std::borrow::Cow<'a, str>>>(node: &Node, values: &F) -> bool {
    match node {
        Node::Any(nodes) => nodes.iter().any(|node| fits(node, values)),
        Node::All(nodes) => nodes.iter().all(|node| fits(node, values)),
        Node::Not(node) => !fits(node, values),
        Node::When(property, compare, wanted) => values(property)
            .iter()
            .filter_map(|own| own.parse().ok())
            .any(|own: i64| compare.holds(own, *wanted)),
        Node::Is(property, wanted) => {
            let values = values(property);
            match wanted {
                Value::Nothing => values.iter().all(|value| value.is_empty()),
                Value::Text(text) => values.iter().any(|value| value.to_lowercase() == *text),
                Value::Like(pattern) => values.iter().any(|value| pattern.matches(value)),
            }
        }
    }
}

struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
    properties: &'static [&'static str],
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.all()?];
        while self.takes("or") {
            nodes.push(self.all()?);
        }
        Ok(one_or(nodes, Node::Any))
    }

    fn all(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.one()?];
        while self.takes("and") {
            nodes.push(self.one()?);
        }
        Ok(one_or(nodes, Node::All))
    }

    fn one(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} deep"));
        }
        let node = if self.takes("not") {
            Node::Not(Box::new(self.one()?))
        } else {
            match self.tokens.next() {
                Some(Token::Open) => {
                    let inner = self.any()?;
                    match self.tokens.next() {
                        Some(Token::Close) => inner,
                        _ => return Err("a parenthesis is not closed".to_owned()),
                    }
                }
                Some(Token::Word(property)) => self.comparison(&property)?,
                Some(token) => {
                    return Err(format!("{} stands where a property was expected", show(&token)));
                }
                None => return Err("it ends where a property was expected".to_owned()),
            }
        };
        self.depth -= 1;
        Ok(node)
    }

    fn comparison(&mut self, property: &str) -> Result<Node, String> {
        let known = self.properties.iter().find(|known| known.eq_ignore_ascii_case(property));
        let property = *known.ok_or_else(|| {
            format!(
                "'{property}' is not one of the properties that can be asked for: {}",
                self.properties.join(", ")
            )
        })?;
        let operator = match self.tokens.next() {
            Some(Token::Operator(operator)) => operator,
            _ => {
                return Err(format!(
                    "no operator follows {property}; -eq, -ne, -like and -notlike can"
                ));
            }
        };
        let value = match self.tokens.next() {
            Some(Token::Text(text)) => Some(text),
            Some(Token::Word(word)) => literal(word),
            _ => return Err(format!("no value follows -{operator}")),
        };
        if is_date(property)
            && let Some(text) = value.as_deref().filter(|text| !text.is_empty())
        {
            return Self::date(property, &operator, text);
        }
        let (wanted, like) = match operator.as_str() {
            "eq" => (true, false),
            "ne" => (false, false),
            "like" => (true, true),
            "notlike" => (false, true),
            other => {
                return Err(format!(
                    "-{other} is not one of the operators -eq, -ne, -like, -notlike"
                ));
            }
        };
        let value = match value.filter(|text| !text.is_empty()) {
            None => Value::Nothing,
            Some(text) if like => Value::Like(Pattern::new(&text)),
            Some(text) => Value::Text(text.to_lowercase()),
        };
        let node = Node::Is(property, value);
        Ok(if wanted { node } else { Node::Not(Box::new(node)) })
    }

    fn date(property: &'static str, operator: &str, text: &str) -> Result<Node, String> {
        let compare = Compare::of(operator).ok_or_else(|| {
            format!(
                "-{operator} is not one of the operators of {property}, which is a date: -eq, -ne, -gt, -ge, -lt, -le"
            )
        })?;
        let wanted = parse_moment(text).ok_or_else(|| {
            format!("'{text}' is no date, which {property} is compared with; write 11/20/2026 or 2026-11-20T09:00:00Z")
        })?;
        let node = Node::When(property, compare, wanted);
        Ok(if operator == "ne" { Node::Not(Box::new(node)) } else { node })
    }

    fn takes(&mut self, operator: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token, Token::Operator(name) if name == operator))
            .is_some()
    }
}

fn one_or(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        Some(last) => {
            nodes.push(last);
            join(nodes)
        }
        None => join(nodes),
    }
}

/// `$null` is nothing; `$true` and `$false` are the texts that truth values are compared as.
fn literal(word: String) -> Option<String> {
    match word.to_ascii_lowercase().as_str() {
        "$null" => None,
        "$true" => Some("True".to_owned()),
        "$false" => Some("False".to_owned()),
        _ => Some(word),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut chars = text.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(next) = chars.next() {
        tokens.push(match next {
            ' ' | '\t' | '\r' | '\n' => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '!' => Token::Operator("not".to_owned()),
            // PowerShell takes typographic quotes and dashes for plain ones.
            '\'' | '\u{2018}'..='\u{201b}' => {
                Token::Text(quoted(&mut chars, |c| matches!(c, '\'' | '\u{2018}'..='\u{201b}'))?)
            }
            '"' | '\u{201c}'..='\u{201e}' => {
                Token::Text(quoted(&mut chars, |c| matches!(c, '"' | '\u{201c}'..='\u{201e}'))?)
            }
            '-' | '\u{2013}' | '\u{2014}' => Token::Operator(word(&mut chars).to_ascii_lowercase()),
            first => Token::Word(format!("{first}{}", word(&mut chars))),
        });
    }
    Ok(tokens)
}

/// The text up to the closing quote; a doubled quote stands for one.
fn quoted(
    chars: &mut Peekable<std::str::Chars<'_>>,
    is_quote: fn(char) -> bool,
) -> Result<String, String> {
    let mut text = String::new();
    while let Some(next) = chars.next() {
        if !is_quote(next) {
            text.push(next);
        } else if let Some(doubled) = chars.next_if(|&c| is_quote(c)) {
            text.push(doubled);
        } else {
            return Ok(text);
        }
    }
    Err("a quote is not closed".to_owned())
}

fn word(chars: &mut Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(next) = chars.next_if(|c| !c.is_whitespace() && !matches!(c, '(' | ')')) {
        text.push(next);
    }
    text
}

fn show(token: &Token) -> String {
    match token {
        Token::Open => "(".to_owned(),
        Token::Close => ")".to_owned(),
        Token::Operator(name) => format!("-{name}"),
        Token::Text(text) => format!("'{text}'"),
        Token::Word(word) => word.clone(),
    }
}

/// A script block and single quotes keep variables as they are written: the filter would ask for
/// their names, and find nothing without a word.
fn refuse_variables(text: &str, tokens: &[Token]) -> Result<(), CmdletError> {
    let Some(at) = tokens.iter().position(is_variable) else { return Ok(()) };
    let shown = |back: usize, else_: &str| {
        let before = at.checked_sub(back).and_then(|at| tokens.get(at));
        before.map_or_else(|| else_.to_owned(), show)
    };
    let (property, operator) = (shown(2, "Name"), shown(1, "-eq"));
    let variable = tokens.get(at).map(show).unwrap_or_default();
    let variable = variable.trim_matches('\'');
    let written =
        if variable.contains('.') { format!("$({variable})") } else { variable.to_owned() };
    let message = format!(
        "The filter asks for the text '{variable}': a variable in braces or single quotes is not replaced by its value."
    );
    let fix = format!(
        "Write the filter in double quotes and the variable in single ones: \"{property} {operator} '{written}'\""
    );
    Err(CmdletError::argument("InvalidFilter", message, fix).about(text))
}

/// `$name`, also of a scope, and `$object.Property`.
fn is_variable(token: &Token) -> bool {
    let (Token::Text(text) | Token::Word(text)) = token else { return false };
    let Some(name) = text.strip_prefix('$') else { return false };
    !["null", "true", "false"].iter().any(|known| name.eq_ignore_ascii_case(known))
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.'))
}

fn refuse(text: &str, problem: &str) -> CmdletError {
    CmdletError::argument(
        "InvalidFilter",
        format!("The filter cannot be read: {problem}."),
        "Write comparisons such as Name -like 'A*', joined by -and and -or.",
    )
    .about(text)
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
