//! Where rules are cited: `rule 3.1.5` in any text, `"rules": ["3.1.5"]` in a scenario.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// What cites a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Code,
    Scenario,
    Test,
    Decision,
    Other,
}

/// A rule, and the file that cites it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Citation {
    pub(super) rule: String,
    pub(super) place: Place,
    pub(super) path: String,
}

/// All citations, and what is wrong with the files that they come from.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) citations: BTreeSet<Citation>,
    pub(super) problems: Vec<String>,
    sources: BTreeSet<String>,
}

impl Found {
    /// Nothing found yet; these tags of sources belong to the list of rules alone.
    pub(super) fn knowing(sources: &BTreeSet<String>) -> Self {
        Self { sources: sources.clone(), ..Self::default() }
    }

    pub(super) fn add(&mut self, path: &str, text: &str) {
        if place(path) == Place::Scenario {
            match scenario_rules(text) {
                Ok(rules) => self.note(path, Place::Scenario, rules),
                Err(problem) => self.problems.push(format!("{path}: {problem}")),
            }
            return;
        }
        if path.starts_with("native/") {
            let named: Vec<&str> =
                text.split_whitespace().filter_map(|word| self.source_in(word)).collect();
            self.problems.extend(
                named.iter().map(|tag| {
                    format!("{path}: ({tag}) is a source; cite the rule that rests on it")
                }),
            );
        }
        // Code and its own tests share a file; the tests come last.
        let (code, tests) = match place(path) {
            Place::Code => text.split_once("\nmod tests {").unwrap_or((text, "")),
            _ => (text, ""),
        };
        self.note(path, place(path), cited(code));
        self.note(path, Place::Test, cited(tests));
    }

    /// The tag of a source that stands in parentheses, as in `(S0, PSX)`.
    fn source_in<'a>(&self, word: &'a str) -> Option<&'a str> {
        let tag = word.strip_prefix('(')?.split([',', ';', ')']).next()?;
        let first = tag.split("-S").next().unwrap_or(tag);
        (self.sources.contains(first) || tag.starts_with("GH#")).then_some(tag)
    }

    fn note(&mut self, path: &str, place: Place, rules: BTreeSet<String>) {
        self.citations.extend(rules.into_iter().map(|rule| Citation {
            rule,
            place,
            path: path.to_owned(),
        }));
    }
}

/// Whether a file below the folders that are looked at may cite rules.
pub(super) fn is_read(path: &str) -> bool {
    let generated = ["docs/rules.md", "docs/rules-index.md", "docs/cmdlets.md"].contains(&path)
        || path.starts_with("docs/cmdlets/")
        || path.contains("/src/generated/");
    let kind = Path::new(path).extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    // What is included cites nothing, what is invalid shows nothing, and the schema is no scenario.
    let topic = path.strip_prefix("tests/scenarios/").and_then(|file| file.split_once('/'));
    let scenario =
        kind == "json" && topic.is_some_and(|(topic, _)| !["common", "invalid"].contains(&topic));
    !generated && (scenario || ["rs", "py", "ps1", "c", "cpp", "h", "md"].contains(&kind))
}

fn place(path: &str) -> Place {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends = |ending: &str| name.ends_with(ending);
    if ends(".json") {
        Place::Scenario
    } else if path.starts_with("docs/decisions/") {
        Place::Decision
    } else if ends(".md") || path.starts_with("tests/scenarios/") {
        Place::Other
    } else if path.starts_with("tests/")
        || path.contains("/tests/")
        || name == "tests.rs"
        || ends("_tests.rs")
    {
        Place::Test
    } else if path.contains("/src/") {
        Place::Code
    } else {
        Place::Other
    }
}

fn scenario_rules(text: &str) -> Result<BTreeSet<String>, String> {
    let scenario: Value = serde_json::from_str(text).map_err(|problem| problem.to_string())?;
    let rules = scenario.get("rules").and_then(Value::as_array).ok_or("it names no rules")?;
    if rules.is_empty() {
        return Err("it names no rules".to_owned());
    }
    rules
        .iter()
        .map(|rule| match rule.as_str() {
            Some(number) if is_number(number) => Ok(number.to_owned()),
            _ => Err(format!("{rule} is no number of a rule")),
        })
        .collect()
}

/// `3.1`, `3.1.5`, `V7`.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.strip_prefix('V') {
        Some(check) => digits(check),
        None => text.contains('.') && text.split('.').all(digits),
    }
}

/// The rules that a text cites: `rule 3.1.5`, `rules 3.1.5, 4.1 and V7`, also where a comment goes
/// on in the next line.
fn cited(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut words = text
        .split_whitespace()
        .filter(|word| !["///", "//!", "//", "#", "*"].contains(word))
        .peekable();
    while let Some(word) = words.next() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !["rule", "Rule", "rules", "Rules"].contains(&word) {
            continue;
        }
        while let Some((number, goes_on)) = words.peek().and_then(|word| number_in(word)) {
            found.insert(number);
            words.next();
            if words.peek().is_some_and(|word| ["and", "or"].contains(word)) {
                words.next();
            } else if !goes_on {
                break;
            }
        }
    }
    found
}

/// The number that a word is, and whether a comma follows it.
fn number_in(word: &str) -> Option<(String, bool)> {
    let rest = word.trim_start_matches(|c: char| c == 'V' || c == '.' || c.is_ascii_digit());
    let number = word.strip_suffix(rest)?.trim_end_matches('.');
    let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (is_whole && is_number(number)).then(|| (number.to_owned(), rest == ","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<String> {
        cited(text).into_iter().collect()
    }

    #[test]
    fn one_rule_or_a_list_is_cited() {
        for (text, expected) in [
            ("/// Chosen at random (rule 3.1.2).", vec!["3.1.2"]),
            ("// rules 3.1.2, 4.1 and V7: so", vec!["3.1.2", "4.1", "V7"]),
            ("Rule V22.", vec!["V22"]),
            ("/// (rules 1.2 and\n    /// 1.4, else none)", vec!["1.2", "1.4"]),
            ("`rule 3.4`, 5.6 seconds", vec!["3.4"]),
            ("rule 3.1 and 4 more", vec!["3.1"]),
        ] {
            assert_eq!(rules(text), expected, "{text}");
        }
    }

    #[test]
    fn other_words_and_numbers_cite_nothing() {
        for text in [
            "the rules of 1.2",
            "rule 3 of",
            "ruler 1.2",
            "version 3.1",
            "rule 3.1-beta",
            "rules Very",
            "rule",
        ] {
            assert_eq!(rules(text), Vec::<String>::new(), "{text}");
        }
    }

    fn places(path: &str, text: &str) -> Vec<(Place, String)> {
        let mut found = Found::default();
        found.add(path, text);
        assert_eq!(found.problems, Vec::<String>::new(), "{path}");
        found.citations.into_iter().map(|citation| (citation.place, citation.rule)).collect()
    }

    #[test]
    fn code_tests_scenarios_and_decisions_are_told_apart() {
        let place = |path: &str| {
            places(path, "rule 3.1").into_iter().map(|(place, _)| place).collect::<Vec<_>>()
        };
        assert_eq!(place("native/engine/src/lib.rs"), [Place::Code]);
        assert_eq!(place("native/engine/src/filter_tests.rs"), [Place::Test]);
        assert_eq!(place("native/engine/src/sealed/tests.rs"), [Place::Test]);
        assert_eq!(place("native/engine/tests/rules/reading.rs"), [Place::Test]);
        assert_eq!(place("tests/python/test_fork.py"), [Place::Test]);
        assert_eq!(place("tests/scenarios/rust/play.rs"), [Place::Other]);
        assert_eq!(place("docs/decisions/0001-a.md"), [Place::Decision]);
        assert_eq!(place("docs/format.md"), [Place::Other]);
        let both = "/// rule 3.1\nfn it() {}\n\n#[cfg(test)]\nmod tests {\n    // rule 3.2\n}\n";
        assert_eq!(
            places("native/vault/src/key.rs", both),
            [(Place::Code, "3.1".to_owned()), (Place::Test, "3.2".to_owned())]
        );
        assert_eq!(
            places("tests/scenarios/a/b.json", "{\"rules\": [\"3.1\"]}"),
            [(Place::Scenario, "3.1".to_owned())]
        );
    }

    #[test]
    fn a_scenario_without_rules_or_with_another_tag_is_a_problem() {
        for (text, problem) in [
            ("{}", "a/b.json: it names no rules"),
            ("{\"rules\": []}", "a/b.json: it names no rules"),
            ("{\"rules\": [\"3.1\", \"AK21\"]}", "a/b.json: \"AK21\" is no number of a rule"),
        ] {
            let mut found = Found::default();
            found.add("a/b.json", text);
            assert_eq!(found.problems, [problem]);
        }
    }

    #[test]
    fn code_that_names_a_source_instead_of_a_rule_is_a_problem() {
        let problems = |path: &str, text: &str| {
            let mut found = Found::knowing(&["S0".to_owned(), "KV".to_owned()].into());
            found.add(path, text);
            found.problems.len()
        };
        for text in ["/// So (S0).", "/// So (KV): it", "/// So (S0-S3, PSX).", "/// So (GH#7)."] {
            assert_eq!(problems("native/vault/src/key.rs", text), 1, "{text}");
            assert_eq!(problems("docs/decisions/0001-a.md", text), 0, "{text}");
        }
        assert_eq!(problems("native/vault/src/key.rs", "f(S0Key) (none) S0 says (rule 3.1)"), 0);
    }

    #[test]
    fn generated_and_shared_files_are_not_read() {
        for (path, expected) in [
            ("docs/rules.md", false),
            ("docs/rules-index.md", false),
            ("native/cmdlets/src/generated/mod.rs", false),
            ("tests/scenarios/common/tenant.json", false),
            ("tests/scenarios/invalid/empty.json", false),
            ("tests/scenarios/scenario.schema.json", false),
            ("tests/scenarios/reading/expired.json", true),
            ("native/engine/tests/fixtures/format-1.tar", false),
            ("native/engine/src/lib.rs", true),
        ] {
            assert_eq!(is_read(path), expected, "{path}");
        }
    }
}
