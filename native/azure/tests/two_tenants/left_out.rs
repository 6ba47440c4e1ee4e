//! What does not hold through provider and server, with the reason of each. Every other scenario is
//! played.

use std::collections::BTreeMap;

use ckey_scenarios::Shortfall;

/// The list: a reason, and below it the files that it holds for, each with the step that fails
/// where this host plays it.
const LIST: &str = include_str!("../../../../tests/scenarios/azure.txt");

/// The name of this host.
pub const HOST: &str = "azure";

pub struct LeftOut {
    known: BTreeMap<String, Known>,
}

struct Known {
    why: String,
    /// None where the file's `hosts` keep it from this one.
    step: Option<usize>,
}

impl LeftOut {
    /// # Errors
    /// A line that names no scenario, or one twice, or no reason, or no step of one that is played;
    /// a scenario that is kept from this host by its `hosts` alone.
    pub fn read() -> Result<Self, String> {
        let (mut known, mut reason) = (BTreeMap::new(), None);
        for line in LIST.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            let (file, step) = line.split_once(" at step ").unwrap_or((line, ""));
            if !file.ends_with(".json") {
                reason = Some(line.to_owned());
                continue;
            }
            let why = reason.clone().ok_or(format!("{file} has no reason"))?;
            if !ckey_scenarios::folder().join(file).is_file() {
                return Err(format!("there is no scenario {file}: take it off the list"));
            }
            if known.insert(file.to_owned(), Known { why, step: step.parse().ok() }).is_some() {
                return Err(format!("{file} is on the list twice"));
            }
        }
        let kept = ckey_scenarios::kept_from(HOST).map_err(|problems| problems.join("\n"))?;
        if let Some(file) = kept.iter().find(|file| !known.contains_key(*file)) {
            return Err(format!(
                "{file} is not on the list, and its \"hosts\" lack {HOST}: add it to them, or list the file with its reason"
            ));
        }
        let has_step = |file: &String, known: &Known| known.step.is_some() != kept.contains(file);
        match known.iter().find(|(file, known)| !has_step(file, known)) {
            Some((file, _)) => Err(format!(
                "{file} has to be listed with \" at step N\" if this host plays it, and without if its \"hosts\" do not name {HOST}"
            )),
            None => Ok(Self { known }),
        }
    }

    pub fn shortfall(&self, file: &str) -> Option<Shortfall<'_>> {
        let known = self.known.get(file)?;
        Some(Shortfall { why: &known.why, step: known.step? })
    }
}
