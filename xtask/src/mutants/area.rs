//! Which code is mutated: all of it where keys are wrapped, opened and moved, a sample elsewhere;
//! and which tests should notice.

use super::mutant::{self, Mutant};

/// Whether all mutants are tried, or a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    Complete,
    #[default]
    Sample,
}

/// The mutated code of one crate.
pub(super) struct Area {
    /// Its short name: the folder below `native`.
    pub(super) krate: &'static str,
    /// Globs below its `src`, each mutant tried.
    complete: &'static [&'static str],
    /// Globs below its `src`, of which a sample is tried.
    sample: &'static [&'static str],
    /// Files that hold only what tests need.
    not: &'static [&'static str],
    /// Packages whose tests should notice: the crate's own, and then, for what those miss, those
    /// above it.
    pub(super) tests: &'static [&'static [&'static str]],
}

pub(super) const ALL: &[Area] = &[
    Area {
        krate: "engine",
        complete: &[
            "hierarchy/*.rs",
            "protection/precedence.rs",
            "ground/cache.rs",
            "ground/keys.rs",
            "jobs/rewrap.rs",
        ],
        sample: &[
            "policies/*.rs",
            "jobs/*.rs",
            "queue.rs",
            "ground/intents.rs",
            "workloads/scope.rs",
            "tenant/check/*_keys.rs",
        ],
        not: &[],
        tests: &[&["ckey-engine"], &["ckey-cmdlets"]],
    },
    Area {
        krate: "store",
        complete: &["live.rs", "sqlite/wraps.rs"],
        sample: &["sqlite/policies.rs", "authenticated.rs", "row_key.rs"],
        not: &[],
        tests: &[&["ckey-store"], &["ckey-engine"]],
    },
    Area {
        krate: "crypto",
        complete: &["key_wrap.rs", "root_wrap.rs"],
        sample: &["**/*.rs"],
        not: &["vectors/**"],
        tests: &[&["ckey-crypto"]],
    },
    Area {
        krate: "vault",
        complete: &[],
        sample: &["**/*.rs"],
        not: &[],
        tests: &[&["ckey-vault"], &["ckey-engine"]],
    },
    Area {
        krate: "base",
        complete: &[],
        sample: &["**/*.rs"],
        not: &[],
        tests: &[&["ckey-base"], &["ckey-store", "ckey-vault"]],
    },
];

/// The names of all areas.
pub(super) fn names() -> String {
    ALL.iter().map(|area| area.krate).collect::<Vec<_>>().join(", ")
}

impl Area {
    /// The package of the crate.
    pub(super) fn package(&self) -> String {
        format!("ckey-{}", self.krate)
    }

    /// Every mutant of the area, in the order of the source.
    pub(super) fn mutants(&self) -> Result<Vec<Mutant>, String> {
        let mut all = self.listed(self.complete, &[], Part::Complete)?;
        let not: Vec<&str> = self.complete.iter().chain(self.not).copied().collect();
        all.extend(self.listed(self.sample, &not, Part::Sample)?);
        Ok(all)
    }

    fn listed(&self, globs: &[&str], not: &[&str], part: Part) -> Result<Vec<Mutant>, String> {
        if globs.is_empty() {
            return Ok(Vec::new());
        }
        let below = |option: &str, globs: &[&str]| -> Vec<String> {
            globs.iter().map(|glob| format!("{option}=native/{}/src/{glob}", self.krate)).collect()
        };
        let filters = [below("--file", globs), below("--exclude", not)].concat();
        mutant::list(&self.package(), &filters, part)
    }
}
