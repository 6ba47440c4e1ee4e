//! SharePoint: geos, their sites, and the chunks of files.

use std::ops::Range;

use super::Result;
use crate::model::{Chunk, Geo, InstallationKey, Recorded, ScopeWrap, Site, SitesAmong};
use crate::protocol::Place;

/// What can be asked about geos, sites and chunks.
pub trait ReadSites {
    /// All geos.
    fn geos(&mut self) -> Result<Vec<Geo>>;
    /// A site by the row number of its scope.
    fn site(&mut self, no: i64) -> Result<Option<Site>>;
    /// Sites above a row number, at most 1000, with the records that last changed them: of one geo,
    /// or of all.
    fn sites(
        &mut self,
        geo_no: Option<i64>,
        among: SitesAmong,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Recorded<Site>>>;
    /// How many sites a geo has, without those that are deleted.
    fn count_sites(&mut self, geo_no: i64) -> Result<u64>;
    /// The row numbers of sites above one that were deleted within these times, at most so many.
    fn sites_deleted_between(
        &mut self,
        times: &Range<i64>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>>;
    /// How many keys of deleted sites are under each generation that has any.
    fn deleted_site_keys(&mut self) -> Result<Vec<(Place, u64)>>;
    /// The keys of a geo's sites that are not deleted, of scopes above `after`. Pages as in
    /// [`super::ReadScopeWraps::wraps_of_policy`].
    fn wraps_of_sites(&mut self, geo_no: i64, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// How many sites of a geo that are not deleted have keys under a policy.
    fn count_sites_under(&mut self, geo_no: i64, policy_no: i64) -> Result<u64>;
    /// The chunks of a file, in order; none of an item that is not cut into any.
    fn chunks(&mut self, item_no: i64) -> Result<Vec<Chunk>>;
    /// The key pair of the service installation, once there is one.
    fn installation_key(&mut self) -> Result<Option<InstallationKey>>;
}

/// What can be changed about geos, sites and chunks.
pub trait WriteSites {
    /// Inserts a geo and returns its row number. [`crate::StoreErrorKind::Conflict`] where its name
    /// or URL is taken.
    fn insert_geo(&mut self, geo: &Geo) -> Result<i64>;
    /// Overwrites a geo by row number.
    fn update_geo(&mut self, geo: &Geo) -> Result<()>;
    /// Inserts a site and its scope, and returns their row number.
    /// [`crate::StoreErrorKind::Conflict`] where its URL is taken.
    fn insert_site(&mut self, site: &Site) -> Result<i64>;
    /// Overwrites a site by row number; its URL stays.
    fn update_site(&mut self, site: &Site) -> Result<()>;
    /// Inserts the chunks of a file.
    fn insert_chunks(&mut self, item_no: i64, chunks: &[Chunk]) -> Result<()>;
    /// Puts chunks in the place of those of the same positions, if there are any: the wrapped keys of
    /// these are gone then.
    fn replace_chunks(&mut self, item_no: i64, chunks: &[Chunk]) -> Result<()>;
    /// Keeps the key pair of the service installation. [`crate::StoreErrorKind::Conflict`] where
    /// there is one.
    fn insert_installation_key(&mut self, key: &InstallationKey) -> Result<()>;
    /// Forgets the key pair of the service installation: its row is overwritten.
    fn remove_installation_key(&mut self) -> Result<()>;
    /// Destroys a site: its keys are overwritten, its rows removed, its URL is free.
    /// [`crate::StoreErrorKind::Conflict`] while it holds files.
    fn destroy_site(&mut self, no: i64) -> Result<()>;
}
