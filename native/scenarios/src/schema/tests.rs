#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;

fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    Schema::new(&schema.to_string()).unwrap().check(value)
}

#[test]
fn every_keyword_means_what_json_schema_says() {
    let cases = [
        (json!({"type": "object"}), json!({}), json!([])),
        (json!({"type": "array"}), json!([]), json!({})),
        (json!({"type": "string"}), json!(""), json!(1)),
        (json!({"type": "boolean"}), json!(false), json!(0)),
        (json!({"type": "number"}), json!(1.5), json!("1.5")),
        (json!({"type": "integer"}), json!(-2), json!(1.5)),
        (json!({"type": "integer"}), json!(u64::MAX), json!(2.0)),
        (json!({"const": true}), json!(true), json!(false)),
        (json!({"enum": ["yes", "no"]}), json!("no"), json!("maybe")),
        (json!({"minimum": 1}), json!(1), json!(0)),
        (json!({"minLength": 1}), json!("ü"), json!("")),
        (json!({"maxLength": 1}), json!("ü"), json!("ab")),
        (json!({"minItems": 1}), json!([0]), json!([])),
        (json!({"maxItems": 1}), json!([0]), json!([0, 1])),
        (json!({"minProperties": 1}), json!({"a": 0}), json!({})),
        (json!({"pattern": "^\\$"}), json!("$a"), json!("a$")),
        (json!({"not": {"type": "string"}}), json!(1), json!("a")),
        (json!({"required": ["a", "b"]}), json!({"a": 0, "b": 0}), json!({"a": 0})),
        (json!({"dependentRequired": {"a": ["b"]}}), json!({"c": 0}), json!({"a": 0})),
        (json!({"properties": {"a": {"const": 0}}}), json!({"a": 0, "b": 1}), json!({"a": 1})),
        (
            json!({"properties": {"a": {}}, "additionalProperties": false}),
            json!({"a": 0}),
            json!({"a": 0, "b": 0}),
        ),
        (json!({"additionalProperties": {"const": 0}}), json!({"a": 0}), json!({"a": 1})),
        (json!({"propertyNames": {"const": "a"}}), json!({"a": 0}), json!({"b": 0})),
        (json!({"items": {"const": 0}}), json!([0, 0]), json!([0, 1])),
        (json!({"oneOf": [{"const": 0}, {"type": "string"}]}), json!("a"), json!(1)),
        (json!({"oneOf": [{"minimum": 0}, {"minimum": 5}]}), json!(3), json!(7)),
        (
            json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"b": 0}),
            json!({"a": 0, "b": 0}),
        ),
        (
            json!({"if": {"const": 1}, "then": {"type": "string"}, "else": {"const": 2}}),
            json!(2),
            json!(1),
        ),
        (
            json!({"$defs": {"a": {"const": 0}}, "items": {"$ref": "#/$defs/a"}}),
            json!([0]),
            json!([1]),
        ),
    ];
    for (schema, right, wrong) in cases {
        assert_eq!(fits(&schema, &right), Ok(()), "{schema} {right}");
        assert!(fits(&schema, &wrong).is_err(), "{schema} {wrong}");
    }
}

#[test]
fn a_keyword_that_the_checker_does_not_know_is_refused() {
    for schema in [
        json!({"maximum": 3}),
        json!({"properties": {"a": {"uniqueItems": true}}}),
        json!({"pattern": "a$"}),
        json!({"$ref": "#/$defs/none"}),
        json!({"type": "null"}),
        json!({"items": true}),
    ] {
        let value =
            if schema.get("properties").is_some() { json!({"a": []}) } else { json!(["a"]) };
        let value = if schema.get("pattern").is_some() { json!("a") } else { value };
        assert!(fits(&schema, &value).is_err(), "{schema}");
    }
}

#[test]
fn of_several_alternatives_the_one_that_is_meant_is_explained() {
    let schema = json!({
        "description": "an object with a or b",
        "oneOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}},
            {"type": "object", "required": ["b"], "properties": {"b": {"const": 2, "description": "the number two"}}}
        ]
    });
    assert_eq!(
        fits(&schema, &json!({"b": 3})).unwrap_err(),
        ", at b: 3 is wrong; write the number two"
    );
    assert_eq!(
        fits(&schema, &json!({})).unwrap_err(),
        ": {} is wrong; write an object with a or b"
    );
}
