//! What a step expects fails when it should, and what a step does is done as it says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use ckey_scenarios::Record;
use serde_json::{Value, json};
use support::host;

fn problem(id: &str) -> Record {
    Record::Error(json!({"id": id, "message": "No.", "category": "ObjectNotFound"}))
}

/// How one call ends that expects this and hears that.
fn ends(expected: Value, says: Vec<Record>) -> Result<(), String> {
    let mut step = json!({"cmdlet": "Get-X"});
    step.as_object_mut().unwrap().extend(expected.as_object().unwrap().clone());
    host(&json!([step]), vec![says]).1
}

#[test]
fn objects_are_counted_and_compared() {
    let two = || vec![Record::Output(json!({"Name": "a"})), Record::Output(json!({"Name": "b"}))];
    ends(json!({}), two()).unwrap();
    ends(json!({"count": 2, "output": [{"Name": "a"}, {"Name": "b"}]}), two()).unwrap();
    ends(json!({"output": {"$each": {"Name": {"$set": true}}}}), two()).unwrap();
    let wrong = ends(json!({"count": 1}), two()).unwrap_err();
    assert_eq!(wrong, "step 1 {\"cmdlet\":\"Get-X\",\"count\":1}: expected 1 objects, found 2");
    assert!(
        ends(json!({"output": [{"Name": "a"}]}), two()).unwrap_err().contains("output: expected")
    );
    assert!(ends(json!({"output": []}), two()).is_err());
    assert!(ends(json!({"count": 0}), two()).is_err());
}

#[test]
fn errors_are_those_that_are_expected_and_no_others() {
    let unexpected = ends(json!({}), vec![problem("PolicyNotFound")]).unwrap_err();
    assert!(unexpected.contains("expected 0 errors") && unexpected.contains("PolicyNotFound"));
    ends(json!({"error": {"id": "A", "category": "ObjectNotFound"}}), vec![problem("A")]).unwrap();
    ends(json!({"errors": [{"id": "A"}, {"id": "B"}]}), vec![problem("A"), problem("B")]).unwrap();
    for (expected, says) in [
        (json!({"error": {"id": "A"}}), vec![]),
        (json!({"error": {"id": "A"}}), vec![problem("B")]),
        (json!({"error": {"reason": "R"}}), vec![problem("A")]),
        (json!({"error": {"id": "A"}}), vec![problem("A"), problem("A")]),
        (json!({"errors": [{"id": "A"}, {"id": "B"}]}), vec![problem("A")]),
        (json!({"errors": [{"id": "A"}, {"id": "B"}]}), vec![problem("B"), problem("A")]),
    ] {
        assert!(ends(expected.clone(), says).is_err(), "{expected}");
    }
}

#[test]
fn texts_fit_every_pattern_and_an_empty_list_wants_none() {
    type Kind = fn(String) -> Record;
    let kinds: [(&str, Kind); 3] =
        [("warnings", Record::Warning), ("messages", Record::WhatIf), ("asks", Record::Question)];
    for (key, kind) in kinds {
        let says = || vec![kind("Alice is gone.".into())];
        ends(json!({key: ["Alice*"]}), says()).unwrap();
        ends(json!({key: []}), vec![]).unwrap();
        ends(json!({}), says()).unwrap();
        let wrong = ends(json!({key: ["Bob*"]}), says()).unwrap_err();
        assert!(wrong.contains(key) && wrong.contains("Alice is gone."), "{wrong}");
        for (patterns, says) in
            [(json!([]), says()), (json!(["Alice*"]), vec![]), (json!(["A*", "B*"]), says())]
        {
            assert!(ends(json!({key: patterns}), says).is_err(), "{key} {patterns}");
        }
    }
}

#[test]
fn where_questions_are_expected_every_other_one_is_a_failure() {
    let asked = || vec![Record::Question("Sure?".into()), Record::Question("Really?".into())];
    ends(json!({"asks": ["Sure*", "Really*"]}), asked()).unwrap();
    let wrong = ends(json!({"asks": ["Sure*"]}), asked()).unwrap_err();
    assert!(wrong.contains("this question was not expected: \"Really?\""), "{wrong}");
}

#[test]
fn a_no_where_nothing_is_asked_is_a_failure() {
    ends(json!({"answer": "no"}), vec![Record::Question("Sure?".into())]).unwrap();
    let wrong = ends(json!({"answer": "no"}), vec![]).unwrap_err();
    assert!(wrong.contains("nothing was asked"), "{wrong}");
    ends(json!({"answer": "yes"}), vec![]).unwrap();
}

#[test]
fn calls_arrive_as_they_are_written() {
    let steps = json!([
        {"cmdlet": "Get-X", "output": [{"Id": {"$save": "id"}}]},
        {"cmdlet": "Set-X", "positional": [{"$var": "id"}], "parameters": {"List": [{"$var": "id"}]}, "whatIf": true, "answer": "no"},
        {"pipe": [{"cmdlet": "Get-X"}, {"cmdlet": "Set-X", "bind": {"Identity": "Id"}}], "answer": "yes"},
        {"work": "all"},
        {"work": 3}
    ]);
    let says =
        vec![vec![Record::Output(json!({"Id": [1]}))], vec![Record::Question("Sure?".into())]];
    let (host, done) = host(&steps, says);
    done.unwrap();
    assert_eq!(host.starts, 1);
    assert_eq!(host.answers, [true, false, true, true, true]);
    let calls = serde_json::to_value(&host.calls).unwrap();
    let call = |cmdlet: &str| json!({"cmdlet": cmdlet, "parameters": {}, "positional": [], "whatIf": false, "bind": {}});
    assert_eq!(calls[0], call("Get-X"));
    assert_eq!(
        calls[1],
        json!({"cmdlet": "Set-X", "parameters": {"List": [[1]]}, "positional": [[1]], "whatIf": true, "bind": {}})
    );
    assert_eq!((&calls[2], &calls[3]["bind"]), (&call("Get-X"), &json!({"Identity": "Id"})));
    assert_eq!(calls[4], call("Invoke-CustomerKeyJob"));
    assert_eq!(calls[5]["parameters"], json!({"MaxSteps": 3}));
}

#[test]
fn a_repetition_counts_from_one_and_ends_with_its_first_failure() {
    let steps = json!([{"repeat": 3, "steps": [{"cmdlet": "New-X", "parameters": {"Name": "x{n}"}, "positional": [["{n}"]]}]}]);
    let (played, done) = host(&steps, vec![]);
    done.unwrap();
    let names: Vec<&Value> = played.calls.iter().map(|call| &call.parameters["Name"]).collect();
    assert_eq!(names, ["x1", "x2", "x3"]);
    assert_eq!(played.calls[2].positional, [json!(["3"])]);
    let (played, done) = host(&steps, vec![vec![], vec![problem("A")]]);
    let wrong = done.unwrap_err();
    assert!(
        wrong.starts_with("step 1 ") && wrong.contains(": step 1 ") && wrong.contains("x2"),
        "{wrong}"
    );
    assert_eq!(played.calls.len(), 2);
}

#[test]
fn files_are_written_and_compared() {
    let files = json!([
        {"write": "a", "text": "Grüße"},
        {"write": "b", "text": "Grüße"},
        {"write": "c", "size": 300},
        {"write": "d", "size": 300},
        {"write": "e", "size": 301}
    ]);
    let with = |step: Value| {
        let steps: Vec<Value> = files.as_array().unwrap().iter().cloned().chain([step]).collect();
        host(&json!(steps), vec![]).1
    };
    with(json!({"compare": ["a", "b"]})).unwrap();
    with(json!({"compare": ["c", "d"]})).unwrap();
    with(json!({"compare": ["d", "e"], "equal": false})).unwrap();
    assert!(
        with(json!({"compare": ["a", "b"], "equal": false}))
            .unwrap_err()
            .contains("the files are equal")
    );
    assert!(with(json!({"compare": ["d", "e"]})).unwrap_err().contains("the files are different"));
    assert!(with(json!({"compare": ["a", "none"]})).unwrap_err().contains("none"));
}

#[test]
fn a_file_is_removed_that_is_there_and_no_other() {
    let with = |step: Value| {
        host(&json!([{"write": "a", "text": ""}, {"remove": "a"}, step]), vec![]).1.unwrap_err()
    };
    assert!(with(json!({"compare": ["a", "a"]})).starts_with("step 3 "));
    assert!(with(json!({"remove": "a"})).starts_with("step 3 "));
}
