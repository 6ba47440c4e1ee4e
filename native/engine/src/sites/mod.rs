//! SharePoint: geos, sites, the policy that is registered for a geo, and rolling its keys.

mod availability;
mod destroying;
mod geo;
mod purging;
mod recovery;
mod register;
mod removing;
mod restore;
mod roll;
mod site;
mod status;

pub use geo::GeoView;
pub use removing::DeletedSiteView;
pub use site::SiteView;
pub use status::{GeoStatus, SiteStatus};

pub(crate) use recovery::must_not_recover;
pub(crate) use removing::end_of_retention;

use crate::ground::Ground;

/// The geos and sites of a tenant.
#[derive(Clone, Copy)]
pub struct Sites<'a> {
    ground: &'a Ground,
}

impl<'a> Sites<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
