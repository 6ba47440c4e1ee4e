//! Values that are known only when a line is played: variables, what stands in parentheses, and
//! properties of both.

use serde_json::Value as Json;

use super::{Player, Stop};
use crate::expression;
use crate::line::{Piece, Pipeline, Value};
use crate::output::{Item, cell, property};

impl Player {
    /// The line with every such value in it.
    pub(super) fn looked_at(&mut self, pipeline: &Pipeline) -> Result<Pipeline, Stop> {
        pipeline.with_values(&mut |value| match value {
            Value::Joined { pieces, quoted } => {
                Ok(Value::Text { text: self.joined(pieces)?, quoted: *quoted })
            }
            value => self.argument(value).map(Value::Known),
        })
    }

    /// What a value is as an argument. Nothing is no `$null`: that takes a policy off.
    fn argument(&mut self, value: &Value) -> Result<Json, Stop> {
        if *value == Value::Null {
            return Ok(Json::Null);
        }
        let mut items = self.items(value)?;
        match items.len() {
            0 => Err(self
                .stop(&format!("{} gave nothing. To mean nothing, write $null", written(value)))),
            1 => Ok(items.pop().map(|item| item.value).unwrap_or_default()),
            _ => Ok(Json::Array(items.into_iter().map(|item| item.value).collect())),
        }
    }

    /// What a value is as objects of a pipeline.
    pub(super) fn items(&mut self, value: &Value) -> Result<Vec<Item>, Stop> {
        let plain = |value: Json| vec![Item::new("".into(), value)];
        Ok(match value {
            Value::Text { text, .. } | Value::Word(text) => plain(Json::String(text.clone())),
            Value::Bool(yes) => plain(Json::Bool(*yes)),
            Value::Null => Vec::new(),
            Value::Known(value) => plain(value.clone()),
            Value::List(items) => {
                let mut all = Vec::new();
                for item in items {
                    all.extend(self.items(item)?);
                }
                all
            }
            Value::Table(entries) => {
                let mut object = serde_json::Map::new();
                for (name, value) in entries {
                    object.insert(name.clone(), self.argument(value)?);
                }
                plain(Json::Object(object))
            }
            Value::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Value::Joined { pieces, .. } => plain(Json::String(self.joined(pieces)?)),
            Value::Sub(pipeline) => self.gathered(pipeline)?,
            Value::Member { of, name, arguments: Some(arguments) } => {
                let (of, mut given) = (self.argument(of)?, Vec::new());
                for argument in arguments {
                    given.push(self.argument(argument)?);
                }
                match expression::added(&of, name, &given) {
                    Ok(date) => plain(Json::String(date)),
                    Err(problem) => return Err(self.stop(&problem)),
                }
            }
            Value::Member { of, name, arguments: None } => {
                let items = self.items(of)?;
                self.members(&items, name, value)?
            }
        })
    }

    /// A property of objects, its values one by one. One that none of them has is a slip.
    fn members(&mut self, items: &[Item], name: &str, of: &Value) -> Result<Vec<Item>, Stop> {
        let with = |item: &Item, value: &Json| match value {
            Json::Array(values) => values.iter().map(|value| item.with(value.clone())).collect(),
            Json::Null => Vec::new(),
            value => vec![item.with(value.clone())],
        };
        let counts = name.eq_ignore_ascii_case("Count");
        let found: Vec<_> =
            items.iter().filter_map(|item| Some((item, property(&item.value, name)?))).collect();
        if !found.is_empty() || items.is_empty() && !counts {
            return Ok(found.into_iter().flat_map(|(item, value)| with(item, value)).collect());
        }
        if counts {
            let count = match items {
                // A table, and no object of a type, counts its entries.
                [one] if one.kind.is_empty() => one.value.as_object().map_or(1, |all| all.len()),
                items => items.len(),
            };
            return Ok(vec![Item::new("".into(), Json::from(count))]);
        }
        Err(self.stop(&format!("{}: there is no property {name}", written(of))))
    }

    fn joined(&mut self, pieces: &[Piece]) -> Result<String, Stop> {
        let mut all = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => all.push_str(text),
                Piece::Variable(name) => {
                    let value = self.argument(&Value::Variable(name.to_lowercase()))?;
                    all.push_str(&match &value {
                        Json::Array(values) => {
                            values.iter().map(cell).collect::<Vec<_>>().join(" ")
                        }
                        one => cell(one),
                    });
                }
            }
        }
        Ok(all)
    }

    /// What a pipeline gives, shown to nobody. After an error of one of its cmdlets the line that it
    /// stands in ends: what it would have given must not be taken for nothing.
    fn gathered(&mut self, pipeline: &Pipeline) -> Result<Vec<Item>, Stop> {
        let (outer, errors) = (self.sink.replace(Vec::new()), self.errors);
        let done = self.pipeline(pipeline);
        let items = std::mem::replace(&mut self.sink, outer).unwrap_or_default();
        done?;
        if self.errors == errors { Ok(items) } else { Err(Stop::Ended) }
    }

    /// What a pipeline gives, for somebody who only looks: what goes wrong gives nothing.
    pub(crate) fn gather(&mut self, pipeline: &Pipeline) -> Vec<Item> {
        self.gathered(pipeline).unwrap_or_default()
    }

    /// Says why a line cannot go on.
    fn stop(&mut self, problem: &str) -> Stop {
        self.console.complain(problem);
        self.errors = self.errors.saturating_add(1);
        self.failed = true;
        Stop::Ended
    }
}

/// A value as it was written, about.
fn written(value: &Value) -> String {
    match value {
        Value::Variable(name) => format!("${name}"),
        Value::Sub(pipeline) => {
            let names: Vec<_> = pipeline.commands.iter().map(|one| one.name.as_str()).collect();
            format!("({} ...)", names.join(" ... | "))
        }
        Value::Member { of, name, .. } => format!("{}.{name}", written(of)),
        _ => String::from("this value"),
    }
}
