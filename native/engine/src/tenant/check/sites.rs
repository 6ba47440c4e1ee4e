//! Geos and sites against the audit chain: which policy is registered for a geo, and which geo a site
//! is in, decide who is protected by what.

use std::collections::HashMap;

use ckey_store::Reader;
use ckey_store::model::{Geo, Recorded, Site, SitesAmong};
use uuid::Uuid;

use super::rows::{current, unknown};
use super::{Finding, Tally};
use crate::audit::{Derived, Expected, ExpectedGeo, ExpectedSite};
use crate::error::Result;

pub(super) fn compare(
    reader: &mut dyn Reader,
    derived: &mut Derived,
    geos: &[Recorded<Geo>],
    policies: &HashMap<i64, Uuid>,
    tally: &mut Tally,
) -> Result<()> {
    for row in geos {
        tally.look(geo(derived, row, policies));
    }
    for guid in derived.geos.keys() {
        tally.look(Err(format!("the geo {guid} was removed")));
    }
    let mut after = 0;
    loop {
        let page = reader.sites(None, SitesAmong::All, after, 1000)?;
        let Some(last) = page.last() else { break };
        after = last.row.no;
        for row in &page {
            tally.look(site(derived, row, geos));
        }
    }
    for guid in derived.sites.keys() {
        tally.look(Err(format!("the site {guid} was removed")));
    }
    Ok(())
}

fn geo(derived: &mut Derived, row: &Recorded<Geo>, policies: &HashMap<i64, Uuid>) -> Finding {
    let what = format!("the geo '{}'", row.row.name);
    let Some(Expected { record, value }) = derived.geos.remove(&row.row.guid) else {
        return unknown(derived, &what, row.record);
    };
    current(derived, &what, row.record, record)?;
    let registered = row.row.policy_no.and_then(|no| policies.get(&no)).copied();
    match value {
        Some(ExpectedGeo { policy, .. }) if policy != registered => {
            Err(format!("{what} has another policy than the record says"))
        }
        Some(ExpectedGeo { recovery, .. }) if recovery != row.row.recovery.is_some() => {
            Err(format!("{what} is in recovery mode or not, other than the record says"))
        }
        _ => Ok(()),
    }
}

fn site(derived: &mut Derived, row: &Recorded<Site>, geos: &[Recorded<Geo>]) -> Finding {
    let what = format!("the site '{}'", row.row.url);
    let Some(Expected { record, value }) = derived.sites.remove(&row.row.guid) else {
        return unknown(derived, &what, row.record);
    };
    current(derived, &what, row.record, record)?;
    let geo = geos.iter().find(|geo| geo.row.no == row.row.geo_no).map(|geo| geo.row.guid);
    match value {
        Some(ExpectedSite { geo: expected, .. }) if geo != Some(expected) => {
            Err(format!("{what} is in another geo than the record says"))
        }
        Some(ExpectedSite { deleted, .. }) if deleted != row.row.deleted.is_some() => {
            Err(format!("{what} is deleted or not, other than the record says"))
        }
        _ => Ok(()),
    }
}
