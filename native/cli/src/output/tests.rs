#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use serde_json::json;

use super::*;

fn shown(format: Format, items: &[(&str, Json)]) -> String {
    within(None, format, items)
}

fn within(width: Option<usize>, format: Format, items: &[(&str, Json)]) -> String {
    let mut out = Vec::new();
    let mut shown = Printer::new(&mut out, format, width);
    for (kind, value) in items {
        shown.object(Item::new((*kind).into(), value.clone())).unwrap();
    }
    shown.flush().unwrap();
    drop(shown);
    String::from_utf8(out).unwrap()
}

#[test]
fn json_is_one_object_a_line() {
    let text = shown(
        Format::Json,
        &[("", json!({"Name": "2020-01-01", "List": ["a"]})), ("", json!({"Name": null}))],
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

const GUID: &str = "cb3bb96f-5ff2-4dad-a80f-4a4e4ee8752e";
const VERSION: &str = "0123456789abcdef0123456789abcdef";
const TIME: &str = "2026-11-26T18:30:38Z";

/// An object of a type with a long value in every property: names of blanks and of none.
fn long(def: &ckey_cmdlets::table::TypeDef, words: bool) -> Json {
    use ckey_cmdlets::table::Member;
    let text = |name: &str| match (name, words) {
        ("Version", _) => Json::from(VERSION),
        (_, true) => {
            Json::from("Contoso mailboxes of the north and of the south east of the world")
        }
        (_, false) => Json::from("ContosoMailboxesOfTheNorthAndOfTheSouthEastOfTheWholeWideWorld"),
    };
    let value = |property: &ckey_cmdlets::table::PropertyDef| match property.kind.of {
        Member::Guid => Json::from(GUID),
        Member::Date | Member::Local => Json::from(TIME),
        Member::Bool => Json::from(true),
        Member::Int | Member::Long | Member::Real => Json::from(1_234_567),
        _ => text(property.name),
    };
    def.properties.iter().map(|property| (property.name.to_owned(), value(property))).collect()
}

#[test]
fn every_table_fits_80_and_120_columns_and_breaks_no_guid_version_or_time() {
    for (def, words) in ckey_cmdlets::table::types().flat_map(|def| [(def, true), (def, false)]) {
        let Some(kind) = def.shape.types.first().filter(|_| !def.table.is_empty()) else {
            continue;
        };
        let object = long(def, words);
        for width in [80, 120] {
            let text = within(
                Some(width),
                Format::View,
                &[(kind, object.clone()), (kind, object.clone())],
            );
            let is_list = text.contains(" : ");
            for line in text.lines() {
                assert!(
                    is_list || console::measure_text_width(line) <= width,
                    "{kind} {width}: {text}"
                );
            }
            for column in def.table.iter().filter(|_| !text.contains("Not shown")) {
                let whole = object.get(column.name).and_then(Json::as_str).unwrap_or_default();
                if [GUID, VERSION, TIME].contains(&whole) {
                    assert!(text.contains(whole), "{kind} {width} {}: {text}", column.name);
                }
            }
        }
    }
}

#[test]
fn a_wrapped_cell_keeps_its_column() {
    let row =
        |name: &str, detail: &str| ("X", json!({"Name": name, "Guid": GUID, "Detail": detail}));
    let rows = [row("a", "one two three four five six seven eight nine ten"), row("b", "short")];
    let text = within(Some(60), Format::View, &rows);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let at = lines[0].find("Detail").unwrap();
    assert!(lines.iter().all(|line| line.len() <= 60), "{text}");
    assert!(lines.len() > 5 && lines[3].starts_with(&" ".repeat(at)), "{text}");
    assert!(text.matches(GUID).count() == 2, "{text}");
}

#[test]
fn a_column_without_room_is_left_out_by_name_and_a_list_stands_where_many_are() {
    let wide = |more: bool| {
        let mut value = json!({"A": GUID, "B": TIME, "C": "some words that are long", "D": true});
        if more {
            value["E"] = json!(VERSION);
            value["F"] = json!(GUID);
        }
        within(Some(66), Format::View, &[("X", value)])
    };
    let text = wide(false);
    assert!(text.contains("Not shown, for want of room: C.") && text.contains(TIME), "{text}");
    let text = wide(true);
    assert!(
        text.contains(&format!("A : {GUID}")) && text.contains(&format!("F : {GUID}")),
        "{text}"
    );
}

#[test]
fn a_list_is_wrapped_behind_its_labels() {
    let text = within(
        Some(30),
        Format::List,
        &[("", json!({"Name": "a", "Detail": "one two three four five six"}))],
    );
    assert_eq!(text, "\nName   : a\nDetail : one two three four\n         five six\n");
}

#[test]
fn a_job_and_the_directory_are_tables_in_80_columns_and_a_name_is_broken_at_its_parts() {
    let id = "34392054-1ec1-4aa7-8375-a0a74ac5827e";
    let job = json!({"Identity": id, "Kind": "RewrapPolicy", "State": "Open", "PercentComplete": 100, "Target": "Contoso_Global_Mailboxes"});
    let jobs = within(Some(80), Format::View, &[("CustomerKey.CustomerKeyJob", job)]);
    assert!(jobs.contains("  Contoso_Global_\n") && jobs.contains(" Mailboxes\n"), "{jobs}");
    let entry = json!({"Kind": "Subscription", "Name": "subscription-34392054000000000000000000000000", "DisplayName": id});
    let user = json!({"Kind": "User", "Name": id, "DisplayName": "Administrator"});
    let kind = "CustomerKey.CustomerKeyDirectoryEntry";
    let known = within(Some(80), Format::View, &[(kind, user), (kind, entry)]);
    assert!(known.contains("----") && known.contains("Not shown") && known.contains(id), "{known}");
}
