//! A checker for JSON Schema 2020-12, as far as `scenario.schema.json` uses it: a keyword that it
//! does not know is refused, never passed over. Its answers say what to write instead, from the
//! schema's descriptions.

use serde_json::{Map, Value};

use crate::place::Place;

/// A schema with its definitions.
pub(crate) struct Schema(Value);

type Answer = Result<(), String>;

impl Schema {
    pub(crate) fn new(text: &str) -> Result<Schema, String> {
        serde_json::from_str(text).map(Schema).map_err(|problem| problem.to_string())
    }

    /// Checks a file.
    ///
    /// # Errors
    /// Where it is not as it should be, and what to write instead.
    pub(crate) fn check(&self, file: &Value) -> Answer {
        self.value(&self.0, file, &Place::default())
    }

    fn value(&self, schema: &Value, value: &Value, at: &Place) -> Answer {
        let Some(rules) = schema.as_object() else {
            return Err(format!("the schema has no rules at {at}: {schema}"));
        };
        // The type first: the other rules take it for granted.
        let mut order: Vec<_> = rules.iter().collect();
        order.sort_by_key(|(keyword, _)| keyword.as_str() != "type");
        order
            .into_iter()
            .try_for_each(|(keyword, rule)| self.keyword(keyword, rule, rules, value, at))
    }

    fn keyword(
        &self,
        keyword: &str,
        rule: &Value,
        rules: &Map<String, Value>,
        value: &Value,
        at: &Place,
    ) -> Answer {
        let wrong = || Err(format!("{at}: {value} is wrong; write {}", instead(rules)));
        let holds = |holds: bool| if holds { Ok(()) } else { wrong() };
        let valid = |schema: &Value| self.value(schema, value, at).is_ok();
        let (object, list) = (value.as_object(), value.as_array());
        let keys = || object.into_iter().flat_map(Map::iter);
        match keyword {
            "$schema" | "title" | "description" | "$defs" | "then" | "else" => Ok(()),
            "$ref" => self.value(self.named(rule)?, value, at),
            "type" => holds(is_a(rule, value)),
            "const" => holds(value == rule),
            "enum" => holds(rule.as_array().is_some_and(|all| all.contains(value))),
            "minimum" => holds(value.as_f64().is_none_or(|number| rule.as_f64() <= Some(number))),
            "minLength" => holds(value.as_str().is_none_or(|t| at_least(t.chars().count(), rule))),
            "maxLength" => holds(value.as_str().is_none_or(|t| at_most(t.chars().count(), rule))),
            "minItems" => holds(list.is_none_or(|list| at_least(list.len(), rule))),
            "maxItems" => holds(list.is_none_or(|list| at_most(list.len(), rule))),
            "minProperties" => holds(object.is_none_or(|table| at_least(table.len(), rule))),
            "pattern" => match rule.as_str().and_then(|rule| rule.strip_prefix('^')) {
                Some(text) => {
                    let beginning = text.replace('\\', "");
                    holds(value.as_str().is_none_or(|text| text.starts_with(&beginning)))
                }
                None => Err(format!("the schema has a pattern that is no beginning: {rule}")),
            },
            "not" if valid(rule) => match rule.get("description").and_then(Value::as_str) {
                Some(instead) => Err(format!("{at}: write {instead}")),
                None => wrong(),
            },
            "not" => Ok(()),
            "if" => {
                let branch = rules.get(if valid(rule) { "then" } else { "else" });
                branch.map_or(Ok(()), |branch| self.value(branch, value, at))
            }
            "oneOf" => self.one_of(rule, rules, value, at),
            "required" => {
                let missing = words(rule).find(|key| object.is_some_and(|o| !o.contains_key(*key)));
                missing.map_or(Ok(()), |key| Err(self.missing(key, rules, at)))
            }
            "dependentRequired" => {
                let groups = rule.as_object().into_iter().flat_map(Map::iter);
                let wanted = groups
                    .filter(|(key, _)| object.is_some_and(|table| table.contains_key(*key)))
                    .flat_map(|(_, needs)| words(needs));
                let missing = { wanted }.find(|key| object.is_some_and(|o| !o.contains_key(*key)));
                missing.map_or(Ok(()), |key| Err(self.missing(key, rules, at)))
            }
            "properties" => keys().try_for_each(|(key, value)| match rule.get(key) {
                Some(own) => self.value(own, value, &at.key(key)),
                None => Ok(()),
            }),
            "additionalProperties" => {
                let known = rules.get("properties").and_then(Value::as_object);
                let other = |key: &String| known.is_none_or(|known| !known.contains_key(key));
                { keys() }.filter(|(key, _)| other(key)).try_for_each(|(key, value)| {
                    if rule == &Value::Bool(false) {
                        return Err(unknown(key, known, at));
                    }
                    self.value(rule, value, &at.key(key))
                })
            }
            "propertyNames" => keys().try_for_each(|(key, _)| {
                let fits = self.value(rule, &Value::from(key.as_str()), at);
                fits.map_err(|_| {
                    let instead = rule.as_object().map(instead).unwrap_or_default();
                    format!("{at}: \"{key}\" cannot stand here; write {instead}")
                })
            }),
            "items" => {
                let mut items = list.into_iter().flatten().enumerate();
                items.try_for_each(|(n, item)| self.value(rule, item, &at.index(n)))
            }
            other => Err(format!("the schema has \"{other}\", which its checker does not know")),
        }
    }

    fn named(&self, reference: &Value) -> Result<&Value, String> {
        let path = reference.as_str().and_then(|path| path.strip_prefix('#'));
        path.and_then(|path| self.0.pointer(path))
            .ok_or_else(|| format!("the schema has no {reference}"))
    }

    /// Where the alternatives differ in the keys that they need, those of the value choose one, and
    /// what is wrong is said about that one.
    fn one_of(&self, all: &Value, rules: &Map<String, Value>, value: &Value, at: &Place) -> Answer {
        let mut open = Vec::new();
        for one in all.as_array().into_iter().flatten() {
            let one = one.get("$ref").map_or(Ok(one), |name| self.named(name))?;
            let needs = one.get("required").into_iter().flat_map(words).next();
            if needs.is_none_or(|key| value.get(key).is_some()) {
                open.push(one);
            }
        }
        if let [one] = open.as_slice() {
            return self.value(one, value, at);
        }
        let fitting = open.iter().filter(|one| self.value(one, value, at).is_ok()).count();
        if fitting == 1 {
            Ok(())
        } else {
            Err(format!("{at}: {value} is wrong; write {}", instead(rules)))
        }
    }

    fn missing(&self, key: &str, rules: &Map<String, Value>, at: &Place) -> String {
        let own = rules.get("properties").and_then(|known| known.get(key));
        let own = own.map(|own| own.get("$ref").and_then(|n| self.named(n).ok()).unwrap_or(own));
        let instead = own.and_then(Value::as_object).map(instead).unwrap_or_default();
        format!("{at}: \"{key}\" is missing; write {instead}")
    }
}

/// What a rule wants, in words.
fn instead(rules: &Map<String, Value>) -> String {
    let text = |name: &str| rules.get(name).and_then(Value::as_str).map(str::to_owned);
    text("description")
        .or_else(|| rules.get("const").map(Value::to_string))
        .or_else(|| text("type"))
        .unwrap_or_else(|| String::from("something else"))
}

fn unknown(key: &str, known: Option<&Map<String, Value>>, at: &Place) -> String {
    let names: Vec<&str> = known.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    format!("{at}: \"{key}\" is not known here; write one of {}", names.join(", "))
}

fn words(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn at_least(count: usize, rule: &Value) -> bool {
    rule.as_u64() <= u64::try_from(count).ok()
}

fn at_most(count: usize, rule: &Value) -> bool {
    rule.as_u64() >= u64::try_from(count).ok()
}

fn is_a(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        // Narrower than JSON Schema, which takes 5.0: the player reads whole numbers.
        Some("integer") => value.is_u64() || value.is_i64(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
