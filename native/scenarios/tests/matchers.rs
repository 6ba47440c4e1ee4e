//! Each matcher holds for what it names and fails for the rest.
#![allow(clippy::unwrap_used)]

use ckey_scenarios::{Saved, compare, like};
use serde_json::{Value, json};

fn fits(wanted: &Value, found: &Value) -> bool {
    compare(wanted, found, &mut Saved::new(), "it").is_ok()
}

#[test]
fn every_matcher_holds_and_fails() {
    let guid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    let cases = [
        (json!({"$like": "a*c"}), json!("abc"), json!("abd")),
        (json!({"$like": "5"}), json!("5"), json!(5)),
        (json!({"$guid": true}), json!(guid), json!("6f9619ff-8b86-d011-b42d-00c04fc964fg")),
        (json!({"$guid": true}), json!(guid), json!("6f9619ff8b86d011b42d00c04fc964ff")),
        (json!({"$set": true}), json!(0), json!(null)),
        (json!({"$set": true}), json!(false), json!("")),
        (json!({"$set": false}), json!([]), json!(["a"])),
        (json!({"$not": "a"}), json!("b"), json!("a")),
        (json!({"$all": [{"$like": "a*"}, {"$like": "*b"}]}), json!("ab"), json!("ac")),
        (json!({"$is": {"a": 1}}), json!({"a": 1}), json!({"a": 2})),
        (json!({"$one-of": [1, "a"]}), json!("a"), json!("b")),
        (json!({"$min": 2}), json!(2), json!(1)),
        (json!({"$min": 2}), json!(3), json!("3")),
        (json!({"$max": 2}), json!(2), json!(3)),
        (json!({"$max": 2}), json!(1), json!(null)),
        (json!({"$length": 2}), json!([1, 2]), json!([1])),
        (json!({"$length": 2}), json!("ü€"), json!({"a": 1, "b": 2})),
        (json!({"$contains": {"a": 1}}), json!([0, {"a": 1}]), json!([{"a": 2}])),
        (json!({"$contains": "a"}), json!(["a"]), json!("a")),
        (json!({"$each": {"$min": 1}}), json!([1, 2]), json!([1, 0])),
        (json!({"$each": "a"}), json!(["a"]), json!([])),
        (json!({"$each": "a"}), json!(["a"]), json!("a")),
        (
            json!({"$date": "9999-12-31"}),
            json!("9999-12-31T00:00:00Z"),
            json!("9999-12-30T23:59:59Z"),
        ),
        (json!({"$min": 1, "$max": 2}), json!(2), json!(3)),
    ];
    for (wanted, right, wrong) in cases {
        assert!(fits(&wanted, &right), "{wanted} holds for {right}");
        assert!(!fits(&wanted, &wrong), "{wanted} fails for {wrong}");
    }
    assert!(fits(&json!({"$any": true}), &json!(null)));
    assert!(!fits(&json!({"$nothing": true}), &json!(null)), "an unknown matcher never holds");
}

#[test]
fn what_cannot_be_judged_is_neither_so_nor_its_opposite() {
    let cases = [
        (json!({"$like": "a"}), json!(null), json!("b")),
        (json!({"$date": "2020-01-01"}), json!(1), json!("2020-01-02")),
        (json!({"$guid": true}), json!(null), json!("b")),
        (json!({"$min": 2}), json!("1"), json!(1)),
        (json!({"$max": 2}), json!(null), json!(3)),
        (json!({"$length": 2}), json!(null), json!("b")),
        (json!({"$contains": "a"}), json!("b"), json!(["b"])),
        (json!({"$contains": {"Kind": "a"}}), json!([{"Name": "a"}]), json!([{"Kind": "b"}])),
        (json!({"$contains": {"Kind": "a"}}), json!({}), json!([])),
        (json!({"$each": "a"}), json!([]), json!(["a", "b"])),
        (json!({"Name": "a"}), json!({"Other": "a"}), json!({"Name": "b"})),
        (json!({"$not": {"$like": "a"}}), json!(null), json!("a")),
    ];
    for (rule, unjudged, not_so) in cases {
        let opposite = json!({ "$not": rule });
        assert!(!fits(&rule, &unjudged) && !fits(&opposite, &unjudged), "{rule} of {unjudged}");
        assert!(fits(&opposite, &not_so), "{opposite} of {not_so}");
    }
    let unsaved = json!({"$not": {"$same": "nothing"}});
    assert!(!fits(&unsaved, &json!("b")), "{unsaved}");
}

#[test]
fn plain_values_are_equal_objects_are_subsets_and_lists_are_whole() {
    let found = json!({"Name": "a", "Size": 2, "Keys": ["x", "y"], "Off": false, "None": null});
    let right = json!({"Name": "a", "Size": 2.0, "Keys": ["x", "y"], "Off": false, "None": null});
    assert!(fits(&right, &found));
    for wrong in [
        json!({"Name": "A"}),
        json!({"name": "a"}),
        json!({"Size": "2"}),
        json!({"Keys": ["x"]}),
        json!({"Keys": ["y", "x"]}),
        json!({"Off": 0}),
        json!({"Off": null}),
        json!({"Other": null}),
        json!(["a"]),
    ] {
        assert!(!fits(&wrong, &found), "{wrong}");
    }
    let problem =
        compare(&json!([{"a": {"b": 1}}]), &json!([{"a": {"b": 2}}]), &mut Saved::new(), "output");
    assert_eq!(problem.unwrap_err(), "output[0].a.b: expected 1, found 2");
}

#[test]
fn what_is_saved_is_the_same_later_and_only_then() {
    let mut saved = Saved::new();
    let mut fits = |wanted: Value, found: Value| compare(&wanted, &found, &mut saved, "it").is_ok();
    assert!(!fits(json!({"$same": "id"}), json!(null)), "nothing is saved yet");
    assert!(fits(json!([{"Id": {"$save": "id", "$like": "a*"}}]), json!([{"Id": "ab"}])));
    assert!(fits(json!({"$same": "id"}), json!("ab")));
    assert!(!fits(json!({"$same": "id"}), json!("ac")));
    assert!(fits(json!({"$not": {"$same": "id"}}), json!("ac")));
    assert!(fits(json!({"$not": {"$all": [{"$save": "id"}, "no"]}}), json!("ac")));
    assert!(fits(json!({"$same": "id"}), json!("ab")), "what must not be is not kept");
    let list = json!([{"Name": "a", "Id": 1}, {"Name": "b", "Id": 2}]);
    assert!(fits(json!({"$contains": {"Id": {"$save": "id"}, "Name": "b"}}), list.clone()));
    assert!(fits(json!({"$same": "id"}), json!(2)), "that of the element that fits");
    assert!(!fits(json!({"$contains": {"Id": {"$save": "id"}, "Name": "c"}}), list));
    assert!(fits(json!({"$same": "id"}), json!(2)));
}

#[test]
fn a_star_stands_for_anything_and_everything_else_for_itself() {
    for (pattern, text) in [
        ("a*c", "abc"),
        ("*", ""),
        ("*b*", "abc"),
        ("abc", "abc"),
        ("a*b*c", "a-b-b-c"),
        ("*\n", "a\n"),
    ] {
        assert!(like(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [
        ("a*c", "abd"),
        ("abc", "abcd"),
        ("*x*", "abc"),
        ("ABC", "abc"),
        ("a.c", "abc"),
        ("a*a", "a"),
    ] {
        assert!(!like(pattern, text), "{pattern} {text}");
    }
}
