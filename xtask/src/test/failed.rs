//! What failed, said again where a run of thousands of tests ends.

/// Of one program no more than this: the rest is above, where it happened.
const LINES: usize = 60;
const FAILED: &str = " ... FAILED";

/// The lines with which a test program told what failed and why: cargo's own closing sections, and
/// the tests that Pester marks.
pub(crate) fn told(lines: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    let (mut inside, mut after) = (false, false);
    for line in lines {
        let line = &uncoloured(line);
        let plain = line.trim();
        inside = match plain {
            "failures:" => true,
            _ if plain.starts_with("test result:") => false,
            _ => inside,
        };
        let says = plain.contains(FAILED) || plain.contains("[-] ");
        // A scenario's reason follows at once, further in.
        after = says || (after && line.starts_with("   "));
        if after || (inside && !plain.is_empty() && plain != "failures:") {
            told.push(line.clone());
        }
    }
    told.truncate(LINES);
    told
}

/// Without the colours in which Pester writes: they stand before the blanks that a reason begins with.
fn uncoloured(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, text)| text));
    std::iter::once(first).chain(rest).collect()
}

fn name(line: &str) -> Option<&str> {
    let what = line.split_once(FAILED)?.0;
    let of_scenario = || what.strip_prefix("scenario ")?.split_once(" on ").map(|(file, _)| file);
    what.strip_prefix("test ").or_else(of_scenario)
}

/// The tests and scenarios in what was told, by the names that their programs take.
pub(crate) fn names(told: &[String]) -> Vec<&str> {
    told.iter().filter_map(|line| name(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Vec<String> {
        told(&lines.iter().map(|line| String::from(*line)).collect::<Vec<_>>())
    }

    #[test]
    fn a_failed_test_is_told_with_its_reason_and_a_passed_one_is_not() {
        let lines = [
            "test a ... ok",
            "test b ... FAILED",
            "",
            "failures:",
            "",
            "---- b stdout ----",
            "it was 2",
            "",
            "test result: FAILED. 1 passed; 1 failed",
            "test c ... ok",
            "scenario a/b.json on cli ... FAILED",
            "    a step is wrong (0.1 s)",
            "scenario a/c.json on cli ... ok (0.1 s)",
            "\x1b[91m  [-] a cmdlet ends\x1b[0m\x1b[90m 12ms (10ms|2ms)\x1b[0m",
            "\x1b[91m   Expected 1, but got 2.\x1b[0m",
            "  [+] another ends 12ms",
        ];
        let told = of(&lines);
        assert_eq!(names(&told), ["b", "a/b.json"]);
        assert_eq!(
            told,
            [
                "test b ... FAILED",
                "---- b stdout ----",
                "it was 2",
                "scenario a/b.json on cli ... FAILED",
                "    a step is wrong (0.1 s)",
                "  [-] a cmdlet ends 12ms (10ms|2ms)",
                "   Expected 1, but got 2."
            ]
        );
    }

    #[test]
    fn a_flood_is_cut() {
        let lines = vec!["test b ... FAILED"; LINES + 9];
        assert_eq!(of(&lines).len(), LINES);
    }
}
