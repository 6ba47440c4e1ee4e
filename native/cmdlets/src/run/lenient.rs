//! What Azure would refuse or do otherwise: it is done here, and one warning says so (rule 8.4.8).

use super::RunResult;
use crate::runtime::context::Context;
use ckey_vault::{Cloud, normalized_region};

/// What of a call is taken here and not in Azure.
#[derive(Default)]
pub(super) struct Lenient(Vec<String>);

/// Whether Azure has a region of this name, spaces and case aside; regions are those that the table
/// of cmdlets lists.
#[must_use]
pub fn is_region(location: &str) -> bool {
    let known = ckey_table::find("New-AzKeyVault")
        .and_then(|cmdlet| cmdlet.parameter("Location"))
        .map_or(&[][..], |parameter| parameter.values);
    let wanted = normalized_region(location);
    known.iter().any(|region| normalized_region(region) == wanted)
}

impl Lenient {
    pub(super) fn note(&mut self, is_lenient: bool, said: impl FnOnce() -> String) {
        if is_lenient {
            self.0.push(said());
        }
    }

    /// A region that the table does not list.
    pub(super) fn location(&mut self, location: &str) {
        self.note(!is_region(location), || refused(location, "known regions"));
    }

    /// The same, and one of another cloud than that of the tenant's vaults.
    pub(super) fn location_in(&mut self, cloud: Cloud, location: &str) {
        if cloud.has_region(location) {
            return self.location(location);
        }
        self.note(true, || refused(location, &format!("regions of {cloud}")));
    }

    pub(super) fn tell(&self, context: &mut Context) -> RunResult {
        if self.0.is_empty() { Ok(()) } else { context.warning(&self.0.join(" ")) }
    }
}

fn refused(location: &str, none_of: &str) -> String {
    format!("Azure would refuse the location '{location}': it is none of the {none_of}.")
}
