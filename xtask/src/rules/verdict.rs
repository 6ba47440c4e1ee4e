//! What is wrong between the rules and those that cite them.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::citations::{Found, Place};

pub(super) fn problems(
    catalogue: &Catalogue,
    found: &Found,
    not_shown: &[(&str, &str)],
) -> Vec<String> {
    let mut problems = [catalogue.problems.as_slice(), &found.problems].concat();
    let unknown = found.citations.iter().filter(|citation| !catalogue.has(&citation.rule));
    problems.extend(unknown.map(|citation| {
        format!("{}: there is no rule {} in docs/rules.md", citation.path, citation.rule)
    }));

    let mut built: BTreeMap<&str, &str> = BTreeMap::new();
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for citation in &found.citations {
        match citation.place {
            Place::Code => {
                built.entry(&citation.rule).or_insert(&citation.path);
            }
            Place::Scenario | Place::Test => {
                shown.insert(&citation.rule);
            }
            Place::Decision | Place::Other => {}
        }
    }
    let excused = |rule: &str| not_shown.iter().any(|(number, _)| *number == rule);
    for (rule, path) in built.iter().filter(|(rule, _)| !shown.contains(*rule) && !excused(rule)) {
        problems.push(format!(
            "{path}: rule {rule} is built here and nothing shows it; cite it in the scenario or test that does, or say in NOT_SHOWN why none does"
        ));
    }
    for (rule, reason) in not_shown {
        if !built.contains_key(rule) || shown.contains(rule) {
            problems.push(format!("NOT_SHOWN: rule {rule} needs no excuse: {reason}"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(files: &[(&str, &str)], not_shown: &[(&str, &str)]) -> Vec<String> {
        let rules = "| 3.1 | It reads. | own | own |\n| 3.2 | It writes. | own | own |\n";
        let mut found = Found::default();
        files.iter().for_each(|(path, text)| found.add(path, text));
        problems(&Catalogue::parse(rules, ""), &found, not_shown)
    }

    const CODE: (&str, &str) = ("native/engine/src/a.rs", "/// rule 3.1");

    #[test]
    fn a_rule_that_a_scenario_or_a_test_shows_is_in_order() {
        let nothing = Vec::<String>::new();
        assert_eq!(
            judged(&[CODE, ("tests/scenarios/r/a.json", "{\"rules\": [\"3.1\"]}")], &[]),
            nothing
        );
        assert_eq!(judged(&[CODE, ("native/engine/tests/a.rs", "// rule 3.1")], &[]), nothing);
        assert_eq!(judged(&[(CODE.0, "/// rule 3.1\nmod tests {\n// rule 3.1\n}")], &[]), nothing);
    }

    #[test]
    fn a_rule_that_is_built_and_not_shown_is_found() {
        for elsewhere in
            ["docs/decisions/0001-a.md", "docs/format.md", "native/engine/benches/a.rs"]
        {
            let found = judged(&[CODE, (elsewhere, "rule 3.1")], &[]);
            assert!(
                matches!(found.as_slice(), [one] if one.contains("a.rs: rule 3.1 is built here")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_citation_without_a_rule_is_found_wherever_it_is() {
        for (path, text) in [
            ("native/engine/src/a.rs", "/// rule 3.9"),
            ("native/engine/tests/a.rs", "// rule 3.9"),
            ("tests/scenarios/r/a.json", "{\"rules\": [\"3.9\"]}"),
            ("docs/decisions/0001-a.md", "rule 3.9"),
            ("README.md", "rule 3.9"),
        ] {
            let found = judged(&[(path, text)], &[]);
            assert!(
                found.contains(&format!("{path}: there is no rule 3.9 in docs/rules.md")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn an_excuse_counts_until_it_is_not_needed() {
        assert_eq!(judged(&[CODE], &[("3.1", "because")]), Vec::<String>::new());
        let shown = ("native/engine/tests/a.rs", "// rule 3.1");
        assert_eq!(
            judged(&[CODE, shown], &[("3.1", "because")]),
            ["NOT_SHOWN: rule 3.1 needs no excuse: because"]
        );
        assert_eq!(
            judged(&[], &[("3.2", "because")]),
            ["NOT_SHOWN: rule 3.2 needs no excuse: because"]
        );
    }
}
