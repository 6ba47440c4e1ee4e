//! Records: what a call sends, one UTF-8 document each. The first line is a JSON head with
//! `stream`; an `output` record's further line is a JSON array of at most [`MOST_OBJECTS`] objects.

use crate::runtime::error::CmdletError;
use ckey_engine::Operation;
use ckey_table::Shape;
use serde::Serialize;
use serde_json::{Value, json};

/// The most objects in one `output` record.
pub const MOST_OBJECTS: usize = 1000;

/// A record that describes a type and holds no object.
pub(crate) fn description(shape: &Shape) -> Vec<u8> {
    [shape.head(true).as_slice(), b"\n[]"].concat()
}

/// One `output` record while it fills.
pub(crate) struct Batch {
    shape: &'static Shape,
    bytes: Vec<u8>,
    objects: usize,
}

impl Batch {
    /// `describe`: whether the call has not described the type yet.
    pub(crate) fn new(shape: &'static Shape, describe: bool) -> Self {
        Self { shape, bytes: [shape.head(describe).as_slice(), b"\n"].concat(), objects: 0 }
    }

    pub(crate) fn shape(&self) -> &'static Shape {
        self.shape
    }

    pub(crate) fn len(&self) -> usize {
        self.objects
    }

    /// Adds one object; what cannot be written as JSON leaves the batch as it was.
    pub(crate) fn push<T: Serialize + ?Sized>(&mut self, object: &T) -> Result<(), CmdletError> {
        let before = self.bytes.len();
        self.bytes.push(if self.objects == 0 { b'[' } else { b',' });
        if serde_json::to_writer(&mut self.bytes, object).is_err() {
            self.bytes.truncate(before);
            return Err(CmdletError::internal("Writing an output object"));
        }
        self.objects += 1;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.bytes.push(b']');
        self.bytes
    }
}

/// A record of one of the streams that carry a message.
pub(crate) fn message(stream: &str, text: &str) -> Vec<u8> {
    head(json!({ "stream": stream, "message": text }))
}

/// An `error` record.
pub(crate) fn error(problem: &CmdletError) -> Vec<u8> {
    let mut document = json!({ "stream": "error" });
    if let (Some(document), Ok(Value::Object(fields))) =
        (document.as_object_mut(), serde_json::to_value(problem))
    {
        document.extend(fields);
    }
    head(document)
}

/// An `operation` record.
pub(crate) fn operation(operation: &Operation, account: &str) -> Vec<u8> {
    head(json!({ "stream": "operation", "operationId": operation.id(), "account": account }))
}

/// A `confirm` record.
pub(crate) fn confirm(caption: &str, text: &str) -> Vec<u8> {
    head(json!({ "stream": "confirm", "caption": caption, "message": text }))
}

/// A `progress` record; `percent` is 0 to 100, or -1 when unknown.
pub(crate) fn progress(id: u32, activity: &str, status: &str, percent: i32, done: bool) -> Vec<u8> {
    head(
        json!({ "stream": "progress", "id": id, "activity": activity, "status": status, "percent": percent, "done": done }),
    )
}

fn head(document: Value) -> Vec<u8> {
    serde_json::to_vec(&document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use ckey_engine::Category;

    use super::*;

    const SHAPE: Shape = Shape {
        types: &["CustomerKey.Toy"],
        shown: "Name",
        ordered: "",
        columns: &[("Name", "text"), ("Created", "date")],
    };

    #[test]
    fn an_output_record_is_a_head_line_and_an_array() {
        let mut batch = Batch::new(&SHAPE, true);
        batch.push(&json!({ "Name": "a\nb" })).unwrap();
        batch.push(&json!({ "Name": null })).unwrap();
        let text = String::from_utf8(batch.finish()).unwrap();
        let (head, items) = text.split_once('\n').unwrap();
        let head: Value = serde_json::from_str(head).unwrap();
        assert_eq!(
            head,
            json!({ "stream": "output", "type": ["CustomerKey.Toy"], "shown": "Name",
                "columns": { "Name": "text", "Created": "date" } })
        );
        assert_eq!(items, r#"[{"Name":"a\nb"},{"Name":null}]"#);
        let known = String::from_utf8(Batch::new(&SHAPE, false).bytes).unwrap();
        assert_eq!(known, "{\"stream\":\"output\",\"type\":[\"CustomerKey.Toy\"]}\n");
    }

    #[test]
    fn an_object_that_is_not_json_leaves_the_batch_whole() {
        let mut batch = Batch::new(&SHAPE, true);
        batch.push(&1).unwrap();
        let bad: std::collections::BTreeMap<(u8, u8), u8> = [((1, 2), 3)].into();
        assert!(batch.push(&bad).is_err());
        batch.push(&2).unwrap();
        assert!(batch.finish().ends_with(b"[1,2]"));
    }

    #[test]
    fn an_error_record_is_one_line_with_every_field() {
        let problem = CmdletError::new("A", Category::InvalidArgument, "line\nbreak", "fix")
            .about("x")
            .because("R");
        let value: Value = serde_json::from_slice(&error(&problem)).unwrap();
        assert_eq!(value["stream"], "error");
        assert_eq!(
            (value["id"].as_str(), value["reason"].as_str(), value["target"].as_str()),
            (Some("A"), Some("R"), Some("x"))
        );
        assert!(!error(&problem).contains(&b'\n'));
        assert_eq!(value["terminating"], false);
    }
}
