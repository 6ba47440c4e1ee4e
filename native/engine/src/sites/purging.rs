//! What a purge asks of geos and sites.

use ckey_store::model::{Geo, Policy, SitesAmong};
use ckey_store::{Reader, StateExt};

use super::recovery::must_not_recover;
use super::site::current_geo;
use super::status::{not_registered, stage};
use super::{Sites, end_of_retention};
use crate::error::{Category, EngineError, Result};
use crate::protection::policy_row;

/// Deleted sites that are looked at in one page.
const PAGE: u32 = 1000;
/// How many of them are named.
const NAMED: usize = 5;

impl Sites<'_> {
    /// The policy that is registered for a geo, whatever is under way in it.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotNamed`, `GeoNotRegistered`.
    pub(crate) fn policy_of(&self, geo: Option<&str>) -> Result<Policy> {
        let geo = self.find_geo(geo)?;
        let Some(no) = geo.policy_no else { return Err(not_registered(&geo)) };
        let policy = self.ground.state().view(|reader| policy_row(reader, no))?;
        if policy.is_deleted() { Err(not_registered(&geo)) } else { Ok(policy) }
    }

    /// A geo and the policy that all its sites are under; of the only geo where none is named.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotNamed`, `GeoNotRegistered`, `GeoRecovers`; `GeoInTransition` while its sites are
    /// being brought under the policy or a key of it is rolled; `DeletedSitesElsewhere` where one that was
    /// deleted is under another policy and may be restored.
    pub(crate) fn registered(&self, geo: Option<&str>) -> Result<(Geo, Policy)> {
        let geo = self.find_geo(geo)?;
        self.ground.state().view(|reader| {
            let geo = current_geo(reader, geo.no)?;
            let Some(no) = geo.policy_no else { return Err(not_registered(&geo)) };
            let policy = policy_row(reader, no)?;
            if policy.is_deleted() {
                return Err(not_registered(&geo));
            }
            must_not_recover(reader, no)?;
            match stage(reader, &geo, &policy)?.shown() {
                ("Registered", _) => {}
                (status, percent) => return Err(in_transition(&geo.name, status, percent)),
            }
            must_hold_deleted_sites(reader, &geo, &policy, i64::MIN)?;
            Ok((geo, policy))
        })
    }

    /// The policy of a geo once jobs have brought all its sites under it, and nobody can restore any
    /// more what was deleted so early that its time is over at `later`, Unix seconds.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotNamed`, `GeoNotRegistered`, `GeoRecovers`, `DeletedSitesElsewhere`.
    pub(crate) fn registered_by(&self, geo: Option<&str>, later: i64) -> Result<Policy> {
        let policy = self.policy_of(geo)?;
        let geo = self.find_geo(geo)?;
        self.ground.state().view(|reader| {
            must_not_recover(reader, policy.no)?;
            must_hold_deleted_sites(reader, &geo, &policy, later)
        })?;
        Ok(policy)
    }
}

fn in_transition(geo: &str, status: &str, percent: u8) -> EngineError {
    let mut error = EngineError::new(
        "GeoInTransition",
        Category::ResourceBusy,
        format!("The geo '{geo}' is {status}: {percent} % of its sites are done."),
        "Wait until Get-SPODataEncryptionPolicy shows Registered.",
    )
    .about(geo);
    error.retryable = true;
    error
}

/// Refused while a deleted site that may be restored, by its time at `later`, has a key that is not
/// under the policy of its geo: nothing that destroys what is under it reaches that site.
fn must_hold_deleted_sites(
    reader: &mut dyn Reader,
    geo: &Geo,
    policy: &Policy,
    later: i64,
) -> Result<()> {
    let elsewhere = deleted_elsewhere(reader, geo, policy, end_of_retention(later))?;
    if elsewhere.is_empty() { Ok(()) } else { Err(left_behind(&geo.name, &elsewhere)) }
}

/// The URLs of the sites of a geo, deleted from then on, with a key that is not under its policy.
fn deleted_elsewhere(
    reader: &mut dyn Reader,
    geo: &Geo,
    policy: &Policy,
    since: i64,
) -> Result<Vec<String>> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let page = reader.sites(Some(geo.no), SitesAmong::Deleted, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.row.no;
        for site in page.into_iter().filter(|site| site.row.deleted.is_some_and(|at| at >= since)) {
            let wraps = reader.scope_wraps(site.row.no)?;
            if wraps.iter().any(|wrap| wrap.policy_no != policy.no) {
                found.push(site.row.url);
            }
        }
    }
}

fn left_behind(geo: &str, urls: &[String]) -> EngineError {
    let named: Vec<_> = urls.iter().take(NAMED).map(|url| format!("'{url}'")).collect();
    let more = urls.len().saturating_sub(named.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    EngineError::new(
        "DeletedSitesElsewhere",
        Category::InvalidOperation,
        format!(
            "Sites of the geo '{geo}' were deleted before its policy reached them, and could be restored after a purge: {}{more}.",
            named.join(", ")
        ),
        "Destroy them: Remove-SPODeletedSite -Identity URL; or restore them, Restore-SPODeletedSite -Identity URL, and let a job move their keys: Wait-CustomerKeyJob",
    )
    .about(geo)
}
