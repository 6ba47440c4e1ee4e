//! What a command line asks for.

use std::time::{SystemTime, UNIX_EPOCH};

use super::area;

const USAGE: &str = "usage: ./build mutants [CRATE] [--sample N] [--seed S] [--shard K/N] [--only TEXT]... [--trust-baseline]";

/// Which mutants, and how many.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    krate: Option<String>,
    /// How many of those that are only sampled, in all crates together.
    pub(super) sample: usize,
    pub(super) seed: u64,
    /// Which shard, from 0, of how many.
    pub(super) shard: (u64, u64),
    /// Only mutants whose name holds one of these; all, where there are none.
    only: Vec<String>,
    /// Whether the tests are taken to pass without a mutation, without trying.
    pub(super) trusted: bool,
}

impl Asked {
    pub(super) fn read(args: &[String]) -> Result<Self, String> {
        let mut asked = Self {
            krate: None,
            sample: 400,
            seed: any_seed(),
            shard: (0, 1),
            only: Vec::new(),
            trusted: false,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .map(String::as_str)
                    .ok_or_else(|| format!("{arg} takes a value\n{USAGE}"))
            };
            match arg.as_str() {
                "--sample" => asked.sample = number(value()?)?,
                "--seed" => asked.seed = number(value()?)?,
                "--shard" => asked.shard = shard(value()?)?,
                "--only" => asked.only.push(value()?.to_owned()),
                "--trust-baseline" => asked.trusted = true,
                name if area::ALL.iter().any(|area| area.krate == name)
                    && asked.krate.is_none() =>
                {
                    asked.krate = Some(name.to_owned())
                }
                other => {
                    return Err(format!(
                        "it does not take {other}\n{USAGE}\nCRATE is one of {}",
                        area::names()
                    ));
                }
            }
        }
        Ok(asked)
    }

    /// Whether a mutant of this name is asked for.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| name.contains(part.as_str()))
    }

    /// Whether the mutants of this crate are asked for.
    pub(super) fn names(&self, krate: &str) -> bool {
        self.krate.as_deref().is_none_or(|only| only == krate)
    }
}

fn any_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("'{text}' is no such number\n{USAGE}"))
}

/// `K/N`, K from 1 to N.
fn shard(text: &str) -> Result<(u64, u64), String> {
    let (shard, of) = text.split_once('/').ok_or_else(|| format!("--shard takes K/N\n{USAGE}"))?;
    let (shard, of): (u64, u64) = (number(shard)?, number(of)?);
    if shard == 0 || shard > of {
        return Err(format!("--shard takes K/N, K from 1 to N\n{USAGE}"));
    }
    Ok((shard - 1, of))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(args: &[&str]) -> Result<Asked, String> {
        Asked::read(&args.iter().map(|arg| String::from(*arg)).collect::<Vec<_>>())
    }

    #[test]
    fn a_crate_a_sample_a_seed_and_a_shard_are_taken_and_nothing_else() {
        let asked = read(&[
            "vault", "--sample", "9", "--seed", "7", "--shard", "2/3", "--only", "pins", "--only",
            "log",
        ])
        .unwrap();
        assert_eq!((asked.sample, asked.seed, asked.shard), (9, 7, (1, 3)));
        assert!(
            asked.holds("src/pins.rs") && asked.holds("src/log.rs") && !asked.holds("src/uri.rs")
        );
        assert!(asked.names("vault") && !asked.names("crypto"));
        assert!(read(&[]).unwrap().names("crypto"));
        for wrong in [
            &["nothing"][..],
            &["--sample"],
            &["--seed", "x"],
            &["--shard", "0/3"],
            &["--shard", "4/3"],
            &["vault", "crypto"],
        ] {
            assert!(read(wrong).unwrap_err().contains(USAGE), "{wrong:?}");
        }
    }
}
