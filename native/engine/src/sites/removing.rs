//! Deleting sites, and bringing them back. A deleted site is kept for a time; nobody reads it, and no
//! job moves its key (rule 4.4.4).

use ckey_store::model::{ScopeKind, Site, SitesAmong};
use ckey_store::{Reader, StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Sites;
use super::site::SiteView;
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// How long a deleted site can be restored: 93 days (rule 4.4.5).
const RETENTION: i64 = 93 * DAY;
const DAY: i64 = 24 * 60 * 60;

/// A deleted site as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedSiteView {
    /// Its row number; listings continue from it.
    pub no: i64,
    /// Its id.
    pub guid: Uuid,
    /// Its URL.
    pub url: String,
    /// When it was deleted, Unix seconds.
    pub deleted: i64,
    /// On how many days it can still be restored; one that has begun counts.
    pub days_remaining: u16,
    /// Whether it is a person's own (OneDrive).
    pub is_personal: bool,
}

/// Deleted sites that nobody can restore any more were deleted before this time.
pub(crate) const fn end_of_retention(now: i64) -> i64 {
    now.saturating_sub(RETENTION)
}

fn view(site: Site, now: i64) -> Option<DeletedSiteView> {
    let deleted = site.deleted?;
    // A day that has begun counts: a site that was deleted just now has all of them.
    let left = deleted.saturating_add(RETENTION).saturating_sub(now).max(0);
    let left = left.saturating_add(DAY - 1) / DAY;
    let host = site.url.split('/').nth(2).unwrap_or_default();
    let first = host.split('.').next().unwrap_or_default();
    Some(DeletedSiteView {
        no: site.no,
        guid: site.guid,
        is_personal: first.to_lowercase().ends_with("-my"),
        url: site.url,
        deleted,
        days_remaining: u16::try_from(left).unwrap_or(u16::MAX),
    })
}

/// The deleted site of this URL or id.
fn find_deleted(reader: &mut dyn Reader, identity: &str) -> Result<Site> {
    let identity = identity.trim().trim_end_matches('/');
    let scope = match Uuid::try_parse(identity) {
        Ok(guid) => reader.scope_by_guid(guid)?.filter(|scope| scope.kind == ScopeKind::Site),
        Err(_) => reader.scope_by_name(ScopeKind::Site, identity)?,
    };
    let site = match scope {
        Some(scope) => reader.site(scope.no)?,
        None => None,
    };
    site.filter(|site| site.deleted.is_some()).ok_or_else(|| {
        EngineError::new(
            "DeletedSiteNotFound",
            Category::ObjectNotFound,
            format!("There is no deleted site '{identity}'."),
            "Get-SPODeletedSite lists the sites that were deleted.",
        )
        .about(identity)
    })
}

impl Sites<'_> {
    /// What keeps a site from being deleted, if anything; else the site.
    ///
    /// # Errors
    /// `SiteNotFound`; `TenantReadOnly`.
    pub fn check_deletion(&self, url: &str) -> Result<SiteView> {
        self.ground.must_be_writable()?;
        self.site(url)
    }

    /// Deletes a site: nobody reads it any more, its URL stays its own, and its key stays where it is.
    /// Calls back its opened key.
    ///
    /// # Errors
    /// Those of [`Sites::check_deletion`].
    pub fn delete_site(&self, actor: &Actor, url: &str) -> Result<()> {
        let no = self.check_deletion(url)?.no;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let current = writer.site(no)?.filter(|site| site.deleted.is_none());
            let site = current.ok_or_else(|| EngineError::changed_meanwhile(url))?;
            self.mark(writer, actor, Site { deleted: Some(now), ..site }, "Delete site")?;
            Ok::<_, EngineError>(writer.raise_epoch()?)
        })
    }

    /// What keeps a deleted site from being restored, if anything; else the site.
    ///
    /// # Errors
    /// `DeletedSiteNotFound`; `SiteRetentionEnded`; `TenantReadOnly`.
    pub fn check_restoration(&self, identity: &str) -> Result<DeletedSiteView> {
        self.ground.must_be_writable()?;
        let found = self.deleted_site(identity)?;
        self.must_be_kept(&found.url, found.deleted)?;
        Ok(found)
    }

    fn must_be_kept(&self, url: &str, deleted: i64) -> Result<()> {
        let until = deleted.saturating_add(RETENTION);
        if until >= self.ground.now() {
            return Ok(());
        }
        Err(EngineError::new(
            "SiteRetentionEnded",
            Category::InvalidOperation,
            format!("The site '{url}' could be restored until {}.", iso(until)),
            "Restore a backup of the tenant from before into a folder of its own: Restore-CustomerKeyTenant.",
        )
        .about(url))
    }

    /// Brings a deleted site back, with its files and its key, which the next job moves to where it
    /// belongs now.
    ///
    /// # Errors
    /// Those of [`Sites::check_restoration`].
    pub fn restore_site(&self, actor: &Actor, identity: &str) -> Result<SiteView> {
        self.check_restoration(identity)?;
        let now = self.ground.now();
        let restored = self.ground.state().commit(|writer| {
            let site = find_deleted(writer, identity)?;
            self.must_be_kept(&site.url, site.deleted.unwrap_or_default())?;
            let site = Site { deleted: None, ..site };
            self.mark(writer, actor, site.clone(), "Restore site")?;
            writer.add_pending_scopes(&[site.no])?;
            ensure_scope_job(writer, 1, now)?;
            Ok::<_, EngineError>(site)
        })?;
        self.ground.background().wake();
        self.site_view(restored)
    }

    pub(super) fn mark(
        &self,
        writer: &mut dyn Writer,
        actor: &Actor,
        site: Site,
        activity: &'static str,
    ) -> Result<()> {
        writer.update_site(&site)?;
        let details = json!({ "site": site.guid, "deleted": site.deleted.is_some() });
        let event =
            AuditEvent::new(activity, "SharePoint", &actor.name, site.url.as_str(), details);
        self.ground.chain().append(writer, self.ground.now(), &event)
    }

    /// A deleted site by its URL or id.
    ///
    /// # Errors
    /// `DeletedSiteNotFound`; those of the store.
    pub fn deleted_site(&self, identity: &str) -> Result<DeletedSiteView> {
        self.ground.sync()?;
        let site = self.ground.state().view(|reader| find_deleted(reader, identity))?;
        let vanished = || EngineError::damaged(identity, "The site is not deleted.");
        view(site, self.ground.now()).ok_or_else(vanished)
    }

    /// A page of deleted sites above a row number, at most 1000.
    ///
    /// # Errors
    /// Those of the store.
    pub fn deleted_page(&self, after: i64, limit: u32) -> Result<Vec<DeletedSiteView>> {
        self.ground.sync()?;
        let limit = limit.clamp(1, 1000);
        let page = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.sites(None, SitesAmong::Deleted, after, limit)?)
        })?;
        let now = self.ground.now();
        Ok(page.into_iter().filter_map(|found| view(found.row, now)).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn deleted(url: &str, at: i64, now: i64) -> DeletedSiteView {
        let (url, guid) = (url.to_owned(), Uuid::nil());
        view(Site { no: 1, guid, url, geo_no: 1, created: 0, deleted: Some(at) }, now).unwrap()
    }

    #[test]
    fn what_is_left_is_told_in_days_that_have_begun_and_never_less_than_none() {
        let left = |now| deleted("https://c.sharepoint.com/a", 100, now).days_remaining;
        assert_eq!(left(100), 93);
        assert_eq!(left(101), 93);
        assert_eq!(left(100 + DAY), 92);
        assert_eq!(left(100 + RETENTION - 1), 1);
        assert_eq!(left(100 + RETENTION), 0);
        assert_eq!(left(100 + 2 * RETENTION), 0);
    }

    #[test]
    fn a_site_of_a_persons_own_host_is_personal() {
        assert!(deleted("https://c-my.sharepoint.com/personal/a", 0, 0).is_personal);
        assert!(!deleted("https://c.sharepoint.com/sites/a-my", 0, 0).is_personal);
    }
}
