//! The JSON documents that others write: a caller's options, arguments, selectors, contexts; the
//! files of scenarios. A key that stands twice in one object, at any depth, is refused: two readers
//! would not agree which of the two holds.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// This key stands twice in one object.
    #[error("the key '{0}' stands twice in one object")]
    Twice(String),
    /// It is not what is wanted, or no JSON at all.
    #[error("{0}")]
    Unreadable(String),
}

/// Reads a JSON object to `T`. A list, which would be taken for a struct's fields in their order,
/// is refused.
///
/// # Errors
/// [`JsonError::Twice`], [`JsonError::Unreadable`].
pub fn object<T: DeserializeOwned>(json: &[u8]) -> Result<T, JsonError> {
    let unreadable = |error: serde_json::Error| JsonError::Unreadable(error.to_string());
    if json.trim_ascii_start().first() != Some(&b'{') {
        return Err(JsonError::Unreadable("it is not an object".to_owned()));
    }
    let twice = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value =
        Once(&twice).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    if let Some(key) = twice.into_inner() {
        return Err(JsonError::Twice(key));
    }
    serde_json::from_value(value.map_err(unreadable)?).map_err(unreadable)
}

/// Reads a value, and notes the first key that an object has twice.
#[derive(Clone, Copy)]
struct Once<'a>(&'a RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(self)?;
            if members.insert(key.clone(), value).is_some() {
                let error = A::Error::custom(format_args!("the key '{key}' stands twice"));
                self.0.borrow_mut().get_or_insert(key);
                return Err(error);
            }
        }
        Ok(members.into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Result<Value, JsonError> {
        object(text.as_bytes())
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_by_name_at_every_depth() {
        for text in [
            r#"{"a": 1, "b": {}, "a": 1}"#,
            r#"{"x": {"a": 1, "a": 2}}"#,
            r#"{"x": [[{"y": {"a": null, "\u0061": {}}}]]}"#,
        ] {
            assert_eq!(read(text), Err(JsonError::Twice("a".to_owned())), "{text}");
        }
    }

    #[test]
    fn everything_else_is_read_as_it_stands() {
        let text =
            r#"{"a": [1, -2, 2.5, "t", true, null, {"a": {"a": 18446744073709551615}}], "A": ""}"#;
        assert_eq!(read(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(read(" {} ").unwrap(), json!({}));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let deep = r#"{"a":"#.repeat(100_000);
        for text in ["", "[]", "[{}]", "3", "null", "{", "{} {}", "{\"a\":}", &deep] {
            assert!(matches!(read(text), Err(JsonError::Unreadable(_))), "{:.20}", text);
        }
    }
}
