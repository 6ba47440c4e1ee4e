//! Sites: scopes of files in a geo, each with one key.

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Geo, PolicyKind, ScopeKind, Site, SitesAmong};
use ckey_store::{StateExt, StoreErrorKind, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Sites;
use super::geo::parse_url;
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::protection::{ScopeKeys, geo_policy};
use crate::record::{Actor, AuditEvent};
use crate::workloads::Workloads;

/// A site as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteView {
    /// Its row number; listings continue from it.
    pub no: i64,
    /// Its id.
    pub guid: Uuid,
    /// Its URL.
    pub url: String,
    /// The name of its geo.
    pub geo: String,
    /// The policy above its key, by name.
    pub protected_by: String,
    /// Whether that is the policy of the geo.
    pub is_encrypted: bool,
    /// When it was made, Unix seconds.
    pub created: i64,
}

impl Sites<'_> {
    /// What keeps a site from being made, if anything; else its geo.
    ///
    /// # Errors
    /// `UrlInvalid`, `GeoNotFound`, `SiteExists`; `TenantReadOnly`.
    pub fn check_new_site(&self, url: &str, geo: Option<&str>) -> Result<String> {
        self.planned(url, geo).map(|(geo, _)| geo.name)
    }

    fn planned(&self, url: &str, geo: Option<&str>) -> Result<(Geo, String)> {
        self.ground.must_be_writable()?;
        let (_, url) = parse_url(url)?;
        let geo = self.find_geo(Some(geo.unwrap_or(&url)))?;
        let known = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.scope_by_name(ScopeKind::Site, &url)?))?;
        if known.is_some() { Err(exists(&url)) } else { Ok((geo, url)) }
    }

    /// Makes a site, whose key is under what applies in its geo from the beginning.
    ///
    /// # Errors
    /// Those of [`Sites::check_new_site`]; `CustomerKeyAccessDenied` and `CustomerKeyUnavailable`
    /// where the policy of the geo does not open.
    pub fn create_site(
        &self,
        actor: &Actor,
        url: &str,
        geo: Option<&str>,
        cancel: &CancelToken,
    ) -> Result<SiteView> {
        self.ground.sync()?;
        let (geo, url) = self.planned(url, geo)?;
        let (key, created) = (SecretKey::generate()?, self.ground.now());
        let guid = Uuid::new_v4();
        let mut site = Site { no: 0, guid, url, geo_no: geo.no, created, deleted: None };
        let details = json!({ "site": site.guid, "geo": geo.guid });
        let event =
            AuditEvent::new("Create site", "SharePoint", &actor.name, site.url.as_str(), details);
        Hierarchy::of(self.ground).commit_under(
            Access::User,
            cancel,
            |reader| {
                let geo = current_geo(reader, geo.no)?;
                let policy = geo_policy(reader, &geo)?;
                if policy.purge.is_some() {
                    return Err(crate::policies::purge_requested(&policy));
                }
                Ok(policy)
            },
            |writer: &mut dyn Writer, under| {
                site.no = writer.insert_site(&site).map_err(|error| match error.kind {
                    StoreErrorKind::Conflict => exists(&site.url),
                    _ => error.into(),
                })?;
                under.insert(writer, site.no, site.guid, ScopeKind::Site, 1, &key)?;
                self.ground.chain().append(writer, created, &event)
            },
        )?;
        self.site_view(site)
    }

    pub(super) fn site_view(&self, site: Site) -> Result<SiteView> {
        let (geo, newest) = self.ground.state().view(|reader| {
            let geo = current_geo(reader, site.geo_no)?;
            let scope = reader.scope(site.no)?.ok_or_else(|| {
                EngineError::damaged(&site.url, format!("The site '{}' has no scope.", site.url))
            })?;
            Ok::<_, EngineError>((geo, ScopeKeys::of(reader, &scope)?.into_newest()))
        })?;
        let standing = Workloads::of(self.ground).standing(&newest)?;
        Ok(SiteView {
            no: site.no,
            guid: site.guid,
            url: site.url,
            geo: geo.name,
            protected_by: standing.policy,
            is_encrypted: standing.kind == PolicyKind::SharePoint,
            created: site.created,
        })
    }

    /// A page of sites above a row number, at most 1000: of one geo, or of all.
    ///
    /// # Errors
    /// `GeoNotFound`; those of the store.
    pub fn page(&self, geo: Option<&str>, after: i64, limit: u32) -> Result<Vec<SiteView>> {
        self.ground.sync()?;
        let geo = geo.map(|geo| self.find_geo(Some(geo))).transpose()?;
        let page = self.ground.state().view(|reader| {
            let geo = geo.as_ref().map(|geo| geo.no);
            Ok::<_, EngineError>(reader.sites(
                geo,
                SitesAmong::InUse,
                after,
                limit.clamp(1, 1000),
            )?)
        })?;
        page.into_iter().map(|found| self.site_view(found.row)).collect()
    }

    /// One site by its URL.
    ///
    /// # Errors
    /// `SiteNotFound`; those of the store.
    pub fn site(&self, url: &str) -> Result<SiteView> {
        self.ground.sync()?;
        let site = self.find_site(url)?;
        self.site_view(site)
    }

    pub(super) fn find_site(&self, url: &str) -> Result<Site> {
        let selector = crate::protection::ScopeSelector::Site(url.to_owned());
        let scope = Workloads::of(self.ground).find_scope(&selector, &CancelToken::default())?;
        let site =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.site(scope.no)?))?;
        site.ok_or_else(|| {
            EngineError::damaged(url, format!("The site '{}' has no row.", scope.name))
        })
    }
}

/// A geo as it is now.
pub(super) fn current_geo(reader: &mut dyn ckey_store::Reader, no: i64) -> Result<Geo> {
    let gone = || EngineError::damaged("geo", format!("There is no geo {no}."));
    reader.geos()?.into_iter().find(|geo| geo.no == no).ok_or_else(gone)
}

fn exists(url: &str) -> EngineError {
    EngineError::new(
        "SiteExists",
        Category::ResourceExists,
        format!("The object '{url}' already exists."),
        "Give another URL.",
    )
    .about(url)
}
