//! What a purge leaves: it is meant for those who leave the service, never for a part of what they
//! have there (rule 4.8.10).

use ckey_base::counted;
use ckey_store::model::{Policy, PolicyKind};
use ckey_store::{Reader, StateExt};

use super::{Purges, count_removed};
use crate::error::Result;

/// How many mailboxes or sites the purge of a policy leaves.
pub(super) struct Left {
    /// Those in use.
    pub(super) in_use: u64,
    /// Those that were removed or deleted, and can be brought back.
    pub(super) removed: u64,
}

impl Left {
    /// Mailboxes that do not carry a mailbox policy; sites of other geos than that of one of
    /// SharePoint.
    pub(super) fn of(reader: &mut dyn Reader, policy: &Policy) -> Result<Self> {
        if policy.kind == PolicyKind::SharePoint {
            return Self::of_geos(reader, policy);
        }
        let own = Some(policy.no);
        Ok(Self {
            in_use: reader.count_mailboxes(None)?.saturating_sub(reader.count_mailboxes(own)?),
            removed: count_removed(reader, None)?.saturating_sub(count_removed(reader, own)?),
        })
    }

    fn of_geos(reader: &mut dyn Reader, policy: &Policy) -> Result<Self> {
        let mut in_use = 0_u64;
        for geo in reader.geos()?.iter().filter(|geo| geo.policy_no != Some(policy.no)) {
            in_use = in_use.saturating_add(reader.count_sites(geo.no)?);
        }
        // Of the geo itself none is elsewhere: its purge would have been refused.
        let deleted = reader.deleted_site_keys()?.into_iter();
        let elsewhere = deleted.filter(|(place, _)| place.policy_no != policy.no);
        let removed = elsewhere.map(|(_, keys)| keys).fold(0, u64::saturating_add);
        Ok(Self { in_use, removed })
    }

    /// In words; nothing where nothing is left.
    fn told(&self, one: &str, many: &str, how: &str) -> Option<String> {
        let was = if self.removed == 1 { "was" } else { "were" };
        let in_use = (self.in_use > 0).then(|| counted(self.in_use, one, many));
        let removed = (self.removed > 0)
            .then(|| format!("{} that {was} {how}", counted(self.removed, one, many)));
        let told: Vec<_> = in_use.into_iter().chain(removed).collect();
        (!told.is_empty()).then(|| told.join(" and "))
    }
}

impl Purges<'_> {
    /// What is said of what the purge of a policy leaves, if anything.
    pub(super) fn others(&self, policy: &Policy) -> Result<Option<String>> {
        let left = self.ground.state().view(|reader| Left::of(reader, policy))?;
        let name = &policy.name;
        Ok(if policy.kind == PolicyKind::SharePoint {
            left.told("site", "sites", "deleted").map(|left| {
                format!("The purge of the geo '{name}' is meant for those who leave the service: it leaves {left} in other geos.")
            })
        } else {
            left.told("mailbox", "mailboxes", "removed").map(|left| {
                format!("The purge of the policy '{name}' is meant for those who leave the service, not for a part of the mailboxes: it leaves {left} under other protection.")
            })
        })
    }
}
