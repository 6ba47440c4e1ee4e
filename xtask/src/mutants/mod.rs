//! `./build mutants`: changes the product one place at a time, with cargo-mutants, and sees whether
//! a test notices.

mod area;
mod asked;
mod known;
mod listed;
mod mutant;
mod trial;

use std::collections::BTreeMap;
use std::process::ExitCode;

use area::{Area, Part};
use asked::Asked;
use known::{Known, Outcome};
use listed::Listed;
use mutant::Mutant;

use crate::shell;

/// Mutants in one run of cargo-mutants: what is known is written down after each, so that a killed
/// step loses no more than this.
const BATCH: usize = 20;

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let asked = Asked::read(args)?;
    let _alone = trial::alone()?;
    trial::need()?;
    trial::copy_tree()?;
    let listed = Listed::read()?;
    let mut known = Known::read();
    println!("seed {}", asked.seed);
    let mut chosen = Vec::new();
    for area in area::ALL.iter().filter(|area| asked.names(area.krate)) {
        chosen.extend(area.mutants()?.into_iter().map(|mutant| (area, mutant)));
    }
    choose(&mut chosen, &asked);
    let mut report = Report::default();
    for area in area::ALL {
        let here: Vec<&Mutant> = chosen
            .iter()
            .filter(|(of, _)| of.krate == area.krate)
            .map(|(_, mutant)| mutant)
            .collect();
        let (stay, try_now): (Vec<_>, Vec<_>) =
            here.into_iter().partition(|mutant| listed.reason(mutant).is_some());
        report.listed(area, &stay);
        test(area, &try_now, &mut known, &asked)?;
        for mutant in try_now {
            report.count(area, mutant, known.outcome(mutant));
        }
    }
    print!("{report}");
    Ok(if report.missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Leaves of what is only sampled as many as asked for, the same ones for the same seed; then the
/// shard.
fn choose(all: &mut Vec<(&Area, Mutant)>, asked: &Asked) {
    all.retain(|(_, mutant)| asked.holds(&mutant.name));
    let mut lots: Vec<u64> = all
        .iter()
        .filter(|(_, mutant)| mutant.part == Part::Sample)
        .map(|(_, mutant)| mutant.lot(asked.seed))
        .collect();
    lots.sort_unstable();
    let limit = lots.get(asked.sample).copied().unwrap_or(u64::MAX);
    all.retain(|(_, mutant)| mutant.part == Part::Complete || mutant.lot(asked.seed) < limit);
    let (shard, of) = asked.shard;
    let mut place = 0..;
    all.retain(|_| place.next().is_some_and(|place: u64| place % of == shard));
}

/// Tries mutants whose outcome is not known: all with the tests of their own crate, and what those
/// miss with those of the crates above it.
fn test(area: &Area, mutants: &[&Mutant], known: &mut Known, asked: &Asked) -> Result<(), String> {
    let mut left: Vec<&Mutant> =
        mutants.iter().copied().filter(|mutant| !known.is_settled(mutant)).collect();
    println!("{}: {} of {} to be tried", area.krate, left.len(), mutants.len());
    let mut baseline = !asked.trusted;
    for packages in area.tests {
        for batch in left.chunks(BATCH) {
            let outcomes: BTreeMap<String, Outcome> = trial::run(area, batch, packages, baseline)?;
            baseline = false;
            for mutant in batch {
                known.learn(mutant, outcomes.get(&mutant.name).copied().unwrap_or(Outcome::Missed));
            }
            known.write()?;
        }
        left.retain(|mutant| !known.is_settled(mutant));
        baseline = !asked.trusted;
    }
    Ok(())
}

/// What became of the mutants of each crate.
#[derive(Default)]
struct Report {
    counts: BTreeMap<&'static str, [usize; 5]>,
    missed: Vec<String>,
}

impl Report {
    fn row(&mut self, area: &Area) -> &mut [usize; 5] {
        self.counts.entry(area.krate).or_default()
    }

    fn listed(&mut self, area: &Area, mutants: &[&Mutant]) {
        let [.., listed] = self.row(area);
        *listed += mutants.len();
    }

    fn count(&mut self, area: &Area, mutant: &Mutant, outcome: Outcome) {
        if outcome == Outcome::Missed {
            self.missed.push(mutant.told());
        }
        let [caught, timeout, unviable, missed, _] = self.row(area);
        *match outcome {
            Outcome::Caught => caught,
            Outcome::Timeout => timeout,
            Outcome::Unviable => unviable,
            Outcome::Missed => missed,
        } += 1;
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (krate, [caught, timeout, unviable, missed, listed]) in &self.counts {
            writeln!(
                f,
                "{krate:<8} {caught} caught, {timeout} ran out of time, {unviable} did not build, {missed} missed, {listed} listed"
            )?;
        }
        for missed in &self.missed {
            writeln!(f, "missed: {missed}")?;
        }
        if self.missed.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "Write a test that fails for each, or list it with the reason in {}.",
            shell::root().join(listed::FILE).display()
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn mutants(part: Part, count: u64) -> Vec<(&'static Area, Mutant)> {
        (0..count)
            .map(|n| {
                (
                    &area::ALL[0],
                    Mutant { name: format!("{part:?}{n}"), key: n * 7, part, ..Mutant::default() },
                )
            })
            .collect()
    }

    fn chosen(args: &[&str]) -> Vec<String> {
        let args: Vec<String> = args.iter().map(|arg| String::from(*arg)).collect();
        let mut all = mutants(Part::Complete, 5);
        all.extend(mutants(Part::Sample, 50));
        choose(&mut all, &Asked::read(&args).unwrap());
        all.into_iter().map(|(_, mutant)| mutant.name).collect()
    }

    #[test]
    fn a_seed_always_draws_the_same_sample_and_a_larger_one_holds_the_smaller() {
        let ten = chosen(&["--seed", "3", "--sample", "10"]);
        assert_eq!(ten.len(), 15);
        assert_eq!(ten, chosen(&["--seed", "3", "--sample", "10"]));
        assert_ne!(ten, chosen(&["--seed", "4", "--sample", "10"]));
        let twenty = chosen(&["--seed", "3", "--sample", "20"]);
        assert!(ten.iter().all(|name| twenty.contains(name)));
        assert_eq!(chosen(&["--seed", "3"]).len(), 55);
    }

    #[test]
    fn shards_together_are_the_whole_and_share_nothing() {
        let whole = chosen(&["--seed", "1", "--sample", "20"]);
        let mut shards: Vec<String> = (1..=3)
            .flat_map(|k| chosen(&["--seed", "1", "--sample", "20", "--shard", &format!("{k}/3")]))
            .collect();
        shards.sort();
        let mut sorted = whole;
        sorted.sort();
        assert_eq!(shards, sorted);
    }
}
