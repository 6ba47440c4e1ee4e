//! What does not hold through provider and server, with the reason of each. Every other scenario is
//! played.

use std::collections::BTreeMap;

/// The list: a reason, and below it the files that it holds for.
const LIST: &str = include_str!("../../../../tests/scenarios/azure.txt");

/// The name of this host.
pub const HOST: &str = "azure";

pub struct LeftOut {
    reasons: BTreeMap<String, String>,
}

impl LeftOut {
    /// # Errors
    /// A line that names no scenario, or one twice, or no reason; a scenario that is kept from this
    /// host by its `hosts` alone.
    pub fn read() -> Result<Self, String> {
        let (mut reasons, mut reason) = (BTreeMap::new(), None);
        for line in LIST.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            if !line.ends_with(".json") {
                reason = Some(line.to_owned());
                continue;
            }
            let because = reason.clone().ok_or(format!("{line} has no reason"))?;
            if !ckey_scenarios::folder().join(line).is_file() {
                return Err(format!("there is no scenario {line}: take it off the list"));
            }
            if reasons.insert(line.to_owned(), because).is_some() {
                return Err(format!("{line} is on the list twice"));
            }
        }
        let kept = ckey_scenarios::kept_from(HOST).map_err(|problems| problems.join("\n"))?;
        if let Some(file) = kept.iter().find(|file| !reasons.contains_key(*file)) {
            return Err(format!(
                "{file} is not on the list, and its \"hosts\" lack {HOST}: add it to them, or list the file with its reason"
            ));
        }
        Ok(Self { reasons })
    }

    pub fn reason(&self, file: &str) -> Option<&str> {
        self.reasons.get(file).map(String::as_str)
    }
}
