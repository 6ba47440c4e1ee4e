//! What can be known of a line before any is played: whether its cmdlets and parameters are there.

use ckey_cmdlets::bind::Binder;
use serde_json::Value as Json;

use super::stage::{self, Cmdlet, Stage};
use crate::expression;
use crate::line::{Pipeline, Value};

/// Whether every stage of a pipeline is there and its arguments bind, also of those in parentheses.
/// Runs nothing.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn check(pipeline: &Pipeline) -> Result<(), String> {
    if let Some(source) = &pipeline.source {
        value(source)?;
    }
    let known = pipeline.with_values(&mut |inner| {
        value(inner)?;
        // Whatever it will be: what it is, is seen when it is there.
        Ok::<_, String>(Value::Known(Json::String(String::from("1"))))
    })?;
    let rest = match known.commands.split_first() {
        Some((first, rest)) if expression::gives_date(first) => {
            expression::date(first)?;
            Pipeline { source: Some(Value::Null), commands: rest.to_vec(), ..known }
        }
        _ => known,
    };
    let stages = stage::build(&rest)?;
    let mut piped = rest.source.is_some();
    for stage in &stages {
        if let Stage::Cmdlet(cmdlet) = stage
            && let Some(missing) = missing(cmdlet, piped)
        {
            return Err(format!(
                "{0}: -{missing} is missing. See: customer-key help {0}",
                cmdlet.def.name
            ));
        }
        piped = true;
    }
    Ok(())
}

/// A mandatory parameter that nothing gives.
fn missing(cmdlet: &Cmdlet, piped: bool) -> Option<&'static str> {
    let mut binder = Binder::new(cmdlet.def);
    cmdlet.bound.positional.iter().for_each(|value| binder.positional(value.clone()));
    binder.missing_mandatory(&cmdlet.bound.parameters, piped)
}

fn value(of: &Value) -> Result<(), String> {
    match of {
        Value::Sub(pipeline) => check(pipeline),
        Value::Member { of, arguments, .. } => {
            value(of)?;
            arguments.iter().flatten().try_for_each(value)
        }
        Value::List(items) => items.iter().try_for_each(value),
        Value::Table(entries) => entries.iter().try_for_each(|(_, entry)| value(entry)),
        _ => Ok(()),
    }
}
