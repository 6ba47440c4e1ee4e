//! What a purge asks of geos and sites.

use ckey_store::StateExt;
use ckey_store::model::{Geo, Policy};

use super::Sites;
use super::recovery::must_not_recover;
use super::site::current_geo;
use super::status::{not_registered, stage};
use crate::error::{Category, EngineError, Result};
use crate::protection::policy_row;

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
    /// being brought under the policy or a key of it is rolled.
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
                ("Registered", _) => Ok((geo, policy)),
                (status, percent) => Err(in_transition(&geo.name, status, percent)),
            }
        })
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
