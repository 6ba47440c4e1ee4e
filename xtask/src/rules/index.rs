//! `docs/rules-index.md`: where each rule is built, shown and decided.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;
use super::citations::{Citation, Place};

const INTRODUCTION: &str = "\
# Index of the rules

Written by `./build generate` from what cites [the rules](rules.md); edit that. Where nothing stands behind a rule, nothing here implements it
yet, or only the service itself can.
";

pub(super) fn render(catalogue: &Catalogue, citations: &BTreeSet<Citation>) -> String {
    let (mut text, mut heading) = (String::from(INTRODUCTION), "");
    for rule in &catalogue.rules {
        if rule.heading != heading {
            heading = &rule.heading;
            text.push_str(&format!("\n## {heading}\n\n| rule | code | scenarios and tests | decisions |\n|---|---|---|---|\n"));
        }
        let links = |places: &[Place]| {
            let cite = |place: Place| {
                citations
                    .iter()
                    .filter(move |citation| citation.place == place && citation.rule == rule.number)
            };
            places
                .iter()
                .flat_map(|place| cite(*place))
                .map(|citation| link(&citation.path))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let cells = [
            links(&[Place::Code]),
            links(&[Place::Scenario, Place::Test]),
            links(&[Place::Decision]),
        ];
        text.push_str(
            &format!("| {} | {} |\n", rule.number, cells.join(" | ")).replace("|  ", "| "),
        );
    }
    text
}

/// A file by what tells it from others.
fn link(path: &str) -> String {
    let name = if let Some(decision) = path.strip_prefix("docs/decisions/") {
        decision.split('-').next().unwrap_or(decision).to_owned()
    } else if let Some(scenario) = path.strip_prefix("tests/scenarios/") {
        scenario.trim_end_matches(".json").to_owned()
    } else {
        path.trim_start_matches("native/").replacen("/src/", "/", 1)
    };
    let target = path.strip_prefix("docs/").map_or_else(|| format!("../{path}"), str::to_owned);
    format!("[{name}]({target})")
}

#[cfg(test)]
mod tests {
    use super::super::citations::Found;
    use super::*;

    #[test]
    fn a_row_leads_from_a_rule_to_its_code_scenarios_tests_and_decisions() {
        let rules = "## 3 Reads\n| 3.1 | It reads. | own | own |\n## 4 Writes\n| 4.1 | It writes. | own | own |\n";
        let mut found = Found::default();
        for (path, text) in [
            ("native/engine/src/read_path/a.rs", "/// rule 3.1"),
            ("native/engine/tests/a.rs", "// rule 3.1"),
            ("tests/scenarios/reading/a.json", "{\"rules\": [\"3.1\"]}"),
            ("docs/decisions/0001-a.md", "rule 3.1"),
            ("docs/format.md", "rule 3.1"),
        ] {
            found.add(path, text);
        }
        let text = render(&Catalogue::parse(rules, ""), &found.citations);
        let (_, tables) = text.split_once("\n## ").unwrap_or_default();
        assert_eq!(
            tables,
            "3 Reads\n\n| rule | code | scenarios and tests | decisions |\n|---|---|---|---|\n\
             | 3.1 | [engine/read_path/a.rs](../native/engine/src/read_path/a.rs) | \
             [reading/a](../tests/scenarios/reading/a.json), [engine/tests/a.rs](../native/engine/tests/a.rs) | \
             [0001](decisions/0001-a.md) |\n\
             \n## 4 Writes\n\n| rule | code | scenarios and tests | decisions |\n|---|---|---|---|\n| 4.1 | | | |\n"
        );
    }
}
