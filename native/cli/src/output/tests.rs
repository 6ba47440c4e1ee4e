#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;

fn shown(format: Format, items: &[(&str, Json)]) -> String {
    let mut out = Vec::new();
    let mut shown = Printer::new(&mut out, format);
    for (kind, value) in items {
        let mut value = value.clone();
        unmark(&mut value);
        shown.object(Item::new((*kind).into(), value)).unwrap();
    }
    shown.flush().unwrap();
    drop(shown);
    String::from_utf8(out).unwrap()
}

#[test]
fn json_is_one_object_a_line_without_the_marks_of_the_records() {
    let text = shown(
        Format::Json,
        &[
            ("", json!({"Name": "\u{1}2020-01-01", "List": ["\u{1}a"]})),
            ("", json!({"Name": null})),
        ],
    );
    assert_eq!(text, "{\"Name\":\"2020-01-01\",\"List\":[\"a\"]}\n{\"Name\":null}\n");
}

#[test]
fn an_object_of_an_unknown_type_is_shown_with_all_its_properties() {
    let text = shown(
        Format::View,
        &[("X", json!({"Name": "a", "On": true})), ("X", json!({"Name": "b", "On": null}))],
    );
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|l| l.split_whitespace().collect())
        .filter(|l: &Vec<&str>| !l.is_empty())
        .collect();
    assert_eq!(lines, [vec!["Name", "On"], vec!["----", "--"], vec!["a", "True"], vec!["b"]]);
}

#[test]
fn a_list_shows_every_property_on_its_own_line() {
    let text = shown(Format::List, &[("", json!({"Name": "a", "Keys": ["x", "y"], "Longer": 1}))]);
    assert_eq!(text, "\nName   : a\nKeys   : {x, y}\nLonger : 1\n");
}

#[test]
fn control_characters_never_reach_a_terminal() {
    assert!(!shown(Format::View, &[("", json!({"Name": "a\u{1b}[31mred"}))]).contains('\u{1b}'));
    assert!(!shown(Format::List, &[("", json!({"Name": "a\u{1b}]0;x\u{7}"}))]).contains('\u{1b}'));
}

#[test]
fn a_cell_of_several_lines_stays_below_its_column() {
    let text = shown(
        Format::View,
        &[
            ("X", json!({"Name": "a", "Text": "one\ntwo"})),
            ("X", json!({"Name": "  b", "Text": "c"})),
        ],
    );
    assert_eq!(text, "\nName  Text\n----  ----\na     one\n      two\n  b   c\n\n");
}
