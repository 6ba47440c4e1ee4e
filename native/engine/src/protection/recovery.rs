//! The recovery mode of SharePoint, in which alone its availability key serves (rule 3.3.5).

use ckey_store::Reader;
use ckey_store::model::{Geo, Policy, PolicyKind};

use crate::error::Result;

/// How long the service takes from the request to the mode: four hours of the tenant's clock (rule
/// 4.9.7).
const DELAY: i64 = 4 * 60 * 60;

/// From when on the availability key serves the geo, where its recovery mode was asked for.
pub(crate) const fn recovers_from(geo: &Geo) -> Option<i64> {
    match geo.recovery {
        Some(asked) => Some(asked.saturating_add(DELAY)),
        None => None,
    }
}

/// Whether the geo is in recovery mode now.
pub(crate) fn is_in_recovery(geo: &Geo, now: i64) -> bool {
    recovers_from(geo).is_some_and(|from| from <= now)
}

/// Whether the availability key may open the key of a policy of SharePoint now.
pub(crate) fn may_recover(reader: &mut dyn Reader, policy: &Policy, now: i64) -> Result<bool> {
    if policy.kind != PolicyKind::SharePoint {
        return Ok(false);
    }
    let geo = reader.geos()?.into_iter().find(|geo| geo.policy_no == Some(policy.no));
    Ok(geo.is_some_and(|geo| is_in_recovery(&geo, now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Rule 4.9.7.
    #[test]
    fn the_mode_begins_four_hours_after_it_was_asked_for_and_not_before() {
        let mut geo = Geo {
            no: 1,
            guid: Uuid::nil(),
            name: String::new(),
            admin_url: String::new(),
            policy_no: Some(1),
            created: 0,
            recovery: None,
        };
        assert!(!is_in_recovery(&geo, i64::MAX));
        geo.recovery = Some(100);
        assert!(!is_in_recovery(&geo, 100 + 14_399));
        assert!(is_in_recovery(&geo, 100 + 14_400));
    }
}
