//! Where the policy of a geo stands (rule 4.2.1), exact at any time.

use ckey_store::model::{Geo, Policy, WrapSlot};
use ckey_store::{Reader, StateExt};

use super::Sites;
use super::site::current_geo;
use crate::error::{Category, EngineError, Result};
use crate::protection::{is_in_recovery, policy_row};
use crate::queue::JobKind;

/// The policy of a geo as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeoStatus {
    /// The geo, by name.
    pub geo: String,
    /// The URL of its admin site.
    pub admin_url: String,
    /// The primary key with its version, once a policy is registered.
    pub primary: Option<String>,
    /// The secondary key with its version.
    pub secondary: Option<String>,
    /// `Unregistered`, `Registering`, `Registered` or `Rolling`.
    pub status: &'static str,
    /// How many percent of the sites are done, 0 to 100.
    pub percent: u8,
    /// Whether it is in recovery mode: the availability key serves.
    pub in_recovery: bool,
}

/// The policy of a site as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteStatus {
    /// The site's URL.
    pub url: String,
    /// The policy of its geo, with the status and percentage of this site.
    pub of: GeoStatus,
}

/// What is under way in a geo, and how many percent of the sites are done.
pub(super) enum Stage {
    Registering(u8),
    /// With the keys that replaced lost ones; up to which site.
    Onboarding(u8, i64),
    Registered,
    /// Up to which site.
    Rolling(u8, i64),
}

pub(super) fn stage(reader: &mut dyn Reader, geo: &Geo, policy: &Policy) -> Result<Stage> {
    let (sites, under) =
        (reader.count_sites(geo.no)?, reader.count_sites_under(geo.no, policy.no)?);
    if under < sites {
        return Ok(Stage::Registering(percent(under, sites)));
    }
    let mut found = Stage::Registered;
    for job in reader.jobs(false)? {
        match JobKind::of(&job)? {
            JobKind::OnboardSites { policy: of } if of == policy.no => {
                return Ok(Stage::Onboarding(percent(job.done, sites), job.cursor));
            }
            JobKind::CheckSites { policy: of, .. } if of == policy.no => {
                found = Stage::Rolling(percent(job.done, sites), job.cursor);
            }
            _ => {}
        }
    }
    Ok(found)
}

/// What is not done is never shown as done.
fn percent(done: u64, all: u64) -> u8 {
    let whole = done.saturating_mul(100).checked_div(all).unwrap_or(0);
    u8::try_from(whole.min(99)).unwrap_or(99)
}

impl Stage {
    pub(super) const fn shown(&self) -> (&'static str, u8) {
        match self {
            Self::Registering(percent) | Self::Onboarding(percent, _) => ("Registering", *percent),
            Self::Registered => ("Registered", 100),
            Self::Rolling(percent, _) => ("Rolling", *percent),
        }
    }
}

impl Sites<'_> {
    /// Where the policy of a geo stands; of the only geo where none is named.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotNamed`; those of the store.
    pub fn status(&self, geo: Option<&str>) -> Result<GeoStatus> {
        self.ground.sync()?;
        let (geo, now) = (self.find_geo(geo)?, self.ground.now());
        self.ground.state().view(|reader| {
            let geo = current_geo(reader, geo.no)?;
            Ok(status_of(reader, &geo, now)?.0)
        })
    }

    /// Where a site stands under the policy of its geo.
    ///
    /// # Errors
    /// `SiteNotFound`; `GeoNotRegistered` where no policy is registered (rule 7.19).
    pub fn site_status(&self, url: &str) -> Result<SiteStatus> {
        self.ground.sync()?;
        let (site, now) = (self.find_site(url)?, self.ground.now());
        self.ground.state().view(|reader| {
            let geo = current_geo(reader, site.geo_no)?;
            let (mut of, stage) = status_of(reader, &geo, now)?;
            let Some(stage) = stage else { return Err(not_registered(&geo)) };
            let under = reader.scope_wraps(site.no)?;
            let is_under = under.iter().all(|wrap| Some(wrap.policy_no) == geo.policy_no);
            (of.status, of.percent) = match stage {
                Stage::Registering(_) if !is_under => ("Registering", 0),
                Stage::Onboarding(_, done) if done < site.no => ("Registering", 0),
                Stage::Rolling(_, done) if done < site.no => ("Rolling", 0),
                _ => ("Registered", 100),
            };
            Ok(SiteStatus { url: site.url.clone(), of })
        })
    }
}

fn status_of(reader: &mut dyn Reader, geo: &Geo, now: i64) -> Result<(GeoStatus, Option<Stage>)> {
    let mut status = GeoStatus {
        geo: geo.name.clone(),
        admin_url: geo.admin_url.clone(),
        primary: None,
        secondary: None,
        status: "Unregistered",
        percent: 0,
        in_recovery: is_in_recovery(geo, now),
    };
    let Some(no) = geo.policy_no else { return Ok((status, None)) };
    let policy = policy_row(reader, no)?;
    if policy.is_deleted() {
        return Ok((status, None));
    }
    let wraps = reader.policy_wraps(policy.no, policy.generation)?;
    let key = |slot| wraps.iter().find(|wrap| wrap.slot == slot).map(|wrap| wrap.key_uri.clone());
    (status.primary, status.secondary) = (key(WrapSlot::First), key(WrapSlot::Second));
    let stage = stage(reader, geo, &policy)?;
    (status.status, status.percent) = stage.shown();
    Ok((status, Some(stage)))
}

pub(super) fn not_registered(geo: &Geo) -> EngineError {
    EngineError::new(
        "GeoNotRegistered",
        Category::ObjectNotFound,
        format!("No data encryption policy is registered for the geo '{}': its sites are under service-managed keys.", geo.name),
        "Register one: Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri https://VAULT1.vault.azure.net/keys/KEY1/VERSION1 -SecondaryKeyVaultUri https://VAULT2.vault.azure.net/keys/KEY2/VERSION2",
    )
    .about(geo.name.as_str())
}
