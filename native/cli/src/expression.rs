//! The one sub-expression that documented command lines use: `(Get-Date -Date "12/31/9999")`.
//!
//! Its value is passed on as text; the cmdlet reads it as UTC.

use ckey_cmdlets::table::{Meant, meant};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::line::{Argument, Command, Value};

/// The text that stands for a sub-expression.
///
/// # Errors
/// A sentence naming what is not supported.
pub(crate) fn evaluate(command: &Command) -> Result<String, String> {
    if !command.name.eq_ignore_ascii_case("Get-Date") {
        return Err(format!(
            "({} ...): only Get-Date may stand in parentheses; use a pipe between cmdlets",
            command.name
        ));
    }
    let mut date = None;
    let mut arguments = command.arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = match argument {
            Argument::Parameter { name, value }
                if meant(name, std::iter::once("Date"), |one| [one]) == Meant::One("Date") =>
            {
                match value {
                    Some(value) => Some(value),
                    None => match arguments.next() {
                        Some(Argument::Value(value)) => Some(value),
                        _ => None,
                    },
                }
            }
            Argument::Parameter { name, .. } => {
                return Err(format!("Get-Date -{name} is not supported here, only -Date"));
            }
            Argument::Value(value) => Some(value),
        };
        match value {
            Some(Value::Text { text, .. }) if date.is_none() => date = Some(text.clone()),
            _ => {
                return Err(String::from(
                    "Get-Date takes one date, as in (Get-Date -Date \"12/31/9999\")",
                ));
            }
        }
    }
    match date {
        Some(date) => Ok(date),
        None => OffsetDateTime::now_utc().format(&Rfc3339).map_err(|problem| problem.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::line::parse_value;

    fn of(text: &str) -> Result<String, String> {
        match parse_value(text).unwrap() {
            Value::Expression(command) => evaluate(&command),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn dates_of_the_documentation_are_passed_on() {
        assert_eq!(of("(Get-Date -Date \"12/31/9999\")").unwrap(), "12/31/9999");
        assert_eq!(of("(get-date '12/27/2016 12:01 AM')").unwrap(), "12/27/2016 12:01 AM");
        assert_eq!(of("(Get-Date -D:“1/1/2030”)").unwrap(), "1/1/2030");
        assert!(of("(Get-Date)").unwrap().ends_with('Z'));
    }

    #[test]
    fn any_other_cmdlet_in_parentheses_is_refused() {
        assert!(of("(Get-Mailbox -Identity a)").unwrap_err().contains("pipe"));
        assert!(of("(Get-Date -Format o)").unwrap_err().contains("-Format"));
    }
}
