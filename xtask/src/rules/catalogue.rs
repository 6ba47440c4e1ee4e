//! `docs/rules.md`: one table for each heading, one row for each rule.

use std::collections::BTreeSet;

use super::citations::is_number;

const CERTAINTIES: [&str; 4] = ["documented", "observed", "inferred", "own"];

/// One rule, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) number: String,
    /// The heading that it stands under.
    pub(super) heading: String,
}

/// The list of rules, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) rules: Vec<Rule>,
    /// The tags of the sources that there are.
    pub(super) sources: BTreeSet<String>,
    pub(super) problems: Vec<String>,
}

impl Catalogue {
    /// Reads the list; `sources` is the text that explains the tags of the sources.
    pub(super) fn parse(text: &str, sources: &str) -> Self {
        let tags = rows(sources)
            .flat_map(|row| row.first().copied().unwrap_or_default().split(", "))
            .map(str::to_owned);
        let sources = tags
            .filter(|tag| tag.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
            .collect();
        let mut catalogue = Self { sources, ..Self::default() };
        let mut heading = String::new();
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
                title.clone_into(&mut heading);
            }
            for row in rows(line).filter(|row| row.first().is_some_and(|first| is_number(first))) {
                catalogue.add(&row, &heading);
            }
        }
        catalogue
    }

    fn add(&mut self, row: &[&str], heading: &str) {
        let [number, what, tags, certainty] = row else {
            return self.problems.push(format!(
                "docs/rules.md: a row has four columns, not {}: {}",
                row.len(),
                row.join(" | ")
            ));
        };
        let mut problem =
            |what: String| self.problems.push(format!("docs/rules.md: rule {number} {what}"));
        if !what.trim_end_matches('"').ends_with('.') {
            problem("is no sentence".to_owned());
        }
        if !CERTAINTIES.contains(certainty) {
            problem(format!("is '{certainty}', which is none of {}", CERTAINTIES.join(", ")));
        }
        for tag in tags
            .split(", ")
            .filter(|tag| !self.sources.contains(*tag) && *tag != "own" && !tag.starts_with("GH#"))
        {
            problem(format!("names the source '{tag}', which docs/sources.md does not know"));
        }
        if (*tags == "own") != (*certainty == "own") {
            problem("has 'own' in one of two columns".to_owned());
        }
        if self.has(number) {
            self.problems.push(format!("docs/rules.md: there are two rules {number}"));
        }
        self.rules.push(Rule { number: (*number).to_owned(), heading: heading.to_owned() });
    }

    pub(super) fn has(&self, number: &str) -> bool {
        self.rules.iter().any(|rule| rule.number == number)
    }

    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }
}

/// The cells of each row of a table.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter_map(|line| {
        let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(inner.split(" | ").map(str::trim).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: &str = "| tag | document |\n|---|---|\n| S1, S3 | a page |\n";

    fn problems(row: &str) -> Vec<String> {
        Catalogue::parse(row, SOURCES).problems
    }

    #[test]
    fn a_rule_has_a_number_a_sentence_sources_and_a_certainty_under_a_heading() {
        let text = "# Rules\n## 3 Reads\n| rule | what |\n|---|---|\n| 3.1 | It reads. | S1, GH#7 | documented |\n| V2 | Two. | own | own |\n";
        let catalogue = Catalogue::parse(text, SOURCES);
        assert_eq!(catalogue.problems, Vec::<String>::new());
        let numbers: Vec<_> = catalogue
            .rules
            .iter()
            .map(|rule| (rule.number.as_str(), rule.heading.as_str()))
            .collect();
        assert_eq!(numbers, [("3.1", "3 Reads"), ("V2", "3 Reads")]);
    }

    #[test]
    fn a_row_that_is_wrong_is_told_with_its_number() {
        for (row, problem) in [
            ("| 3.1 | It reads. | S9 | documented |", "rule 3.1 names the source 'S9'"),
            ("| 3.1 | It reads. | S1 | certain |", "rule 3.1 is 'certain'"),
            ("| 3.1 | It reads | S1 | documented |", "rule 3.1 is no sentence"),
            ("| 3.1 | It reads. | own | inferred |", "rule 3.1 has 'own' in one of two"),
            ("| 3.1 | It reads. | documented |", "a row has four columns, not 3"),
        ] {
            let found = problems(row);
            assert!(matches!(found.as_slice(), [one] if one.contains(problem)), "{row}: {found:?}");
        }
    }

    #[test]
    fn a_number_stands_for_one_rule() {
        let row = "| 3.1 | It reads. | S1 | documented |";
        assert_eq!(problems(&format!("{row}\n{row}")), ["docs/rules.md: there are two rules 3.1"]);
    }
}
