//! What a run of libFuzzer says on its standard error.

use std::fmt;

/// What one target found, and how much it looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    target: String,
    executions: u64,
    /// Edges of the program that were reached.
    coverage: u64,
    /// Inputs that each reach something of their own.
    corpus: u64,
    problem: Option<Problem>,
}

#[derive(Debug, PartialEq, Eq)]
struct Problem {
    what: String,
    /// The input, where one was kept.
    artifact: Option<String>,
}

impl Found {
    pub(super) fn read(target: &str, success: bool, log: &str) -> Self {
        let after = |line: &str, word: &str| {
            let mut words = line.split_whitespace().skip_while(|known| *known != word);
            words.nth(1).and_then(|number| number.split('/').next()?.parse::<u64>().ok())
        };
        let last = |word: &str| log.lines().rev().find_map(|line| after(line, word)).unwrap_or(0);
        let counted = last("stat::number_of_executed_units:");
        // A crash ends before the statistics: then the last line that counts inputs does.
        let reached = log
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix('#')?.split_whitespace().next()?.parse().ok());
        Self {
            target: target.to_owned(),
            executions: if counted == 0 { reached.unwrap_or(0) } else { counted },
            coverage: last("cov:"),
            corpus: last("corp:"),
            problem: (!success).then(|| Problem::read(log)),
        }
    }

    pub(super) const fn is_nothing(&self) -> bool {
        self.problem.is_none()
    }
}

impl Problem {
    fn read(log: &str) -> Self {
        let line = |part: &str| log.lines().find(|line| line.contains(part));
        let lines: Vec<&str> = log.lines().collect();
        // A panic's message is on the line after its place.
        let panic = lines.iter().position(|line| line.contains("panicked at"));
        let panic = panic.and_then(|at| {
            Some(format!("{} {}", lines.get(at)?, lines.get(at.saturating_add(1))?))
        });
        let what = panic.or_else(|| line("ERROR: libFuzzer").map(str::to_owned));
        let artifact = log
            .lines()
            .find_map(|line| line.split_once("Test unit written to "))
            .map(|(_, path)| path.to_owned());
        Self {
            what: what.unwrap_or_else(|| {
                lines.last().copied().unwrap_or("it ended without a word").to_owned()
            }),
            artifact,
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, executions, coverage, corpus, problem } = self;
        write!(
            f,
            "{target:<15} {executions:>9} executions, coverage {coverage:>5}, corpus {corpus:>4}, "
        )?;
        match problem {
            None => write!(f, "nothing found"),
            Some(Problem { what, artifact: None }) => write!(f, "FAILED: {what}"),
            Some(Problem { what, artifact: Some(path) }) => {
                write!(f, "FOUND {path}: {what}\n    replay: ./build fuzz {target} {path}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: &str = "INFO: seed corpus: files: 2\n#2\tINITED cov: 10 ft: 12 corp: 2/84b exec/s: 0 rss: 30Mb\n\
        #4096\tNEW    cov: 77 ft: 90 corp: 13/2Kb lim: 84 exec/s: 2048 rss: 40Mb\nDone 9001 runs in 3 second(s)\n\
        stat::number_of_executed_units: 9001\nstat::average_exec_per_sec:     3000\n";

    #[test]
    fn a_run_that_found_nothing_says_how_much_it_looked_at() {
        let found = Found::read("context", true, QUIET);
        assert!(found.is_nothing());
        assert_eq!((found.executions, found.coverage, found.corpus), (9001, 77, 13));
        assert!(found.to_string().ends_with("nothing found"), "{found}");
    }

    #[test]
    fn a_crash_names_its_input_and_how_to_replay_it() {
        let log = "#2048\tNEW    cov: 5 ft: 5 corp: 3/9b\nthread '<unnamed>' panicked at x.rs:1:2:\nit broke\n\
            ==7== ERROR: libFuzzer: deadly signal\nartifact_prefix='a/'; Test unit written to a/crash-1\n";
        let found = Found::read("context", false, log);
        let shown = found.to_string();
        assert!(!found.is_nothing() && found.executions == 2048, "{found:?}");
        assert!(
            shown.contains("it broke") && shown.contains("./build fuzz context a/crash-1"),
            "{shown}"
        );
    }

    #[test]
    fn a_program_that_fails_without_an_input_is_no_success() {
        let shown = Found::read("context", false, "cannot open shared object\n").to_string();
        assert!(shown.contains("FAILED: cannot open shared object"), "{shown}");
    }
}
