//! Destroying deleted sites for good: their files, their keys, their rows (rule 4.4.6).

use std::ops::Range;

use ckey_base::CancelToken;
use ckey_store::model::Site;
use ckey_store::{StateExt, Writer};
use serde_json::json;

use super::Sites;
use super::removing::end_of_retention;
use crate::error::{EngineError, Result};
use crate::ground::Moment;
use crate::mailboxes::{Content, destroy_items};
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// Sites that are looked for at once whose time is over.
const PAGE: u32 = 64;

impl Sites<'_> {
    /// Ends a deleted site at once: first nobody can restore it any more, then its files go, a
    /// thousand at a time, and at last its key and its rows. What ends it in between is gone on with
    /// by the next call, or by whoever works off jobs.
    ///
    /// # Errors
    /// `DeletedSiteNotFound`; `TenantReadOnly`; `Stopped` between two steps.
    pub fn end_site(&self, actor: &Actor, identity: &str, cancel: &CancelToken) -> Result<()> {
        self.ground.must_be_writable()?;
        let found = self.deleted_site(identity)?;
        // Whoever works off jobs goes on with it, and need not wait until a time is beyond doubt.
        let time = self.ground.certain_time()?;
        let over = end_of_retention(time).saturating_sub(1);
        self.ground.state().commit(|writer| {
            let current = writer.site(found.no)?.filter(|site| site.guid == found.guid);
            let Some((site, deleted)) = current.and_then(|site| site.deleted.map(|at| (site, at)))
            else {
                return Err(EngineError::changed_meanwhile(&found.url));
            };
            if deleted <= over {
                return Ok(());
            }
            // Its time is over from now on: who restores sites asks for nothing else.
            self.mark(writer, actor, Site { deleted: Some(over), ..site }, "Begin to destroy site")
        })?;
        self.destroy_one(actor, found.no, time, cancel).map(drop)
    }

    /// The deleted sites above a row number whose time was over within such a span, a page of them
    /// (rule 4.4.5).
    pub(crate) fn ended(&self, within: Range<i64>, after: i64) -> Result<Vec<i64>> {
        let times = end_of_retention(within.start)..end_of_retention(within.end);
        self.ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.sites_deleted_between(&times, after, PAGE)?))
    }

    /// Destroys a deleted site that nobody could restore any more at a time, in the name of the
    /// service. Whether it was one.
    pub(crate) fn destroy_ended(&self, no: i64, time: i64, cancel: &CancelToken) -> Result<bool> {
        self.destroy_one(&Actor::new(Actor::SERVICE), no, time, cancel)
    }

    fn destroy_one(&self, actor: &Actor, no: i64, time: i64, cancel: &CancelToken) -> Result<bool> {
        let before = end_of_retention(time);
        let is_over = |site: &Site| site.deleted.is_some_and(|deleted| deleted < before);
        let found = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.site(no)?.filter(is_over)))?;
        let Some(site) = found else { return Ok(false) }; // Another process was faster.
        let scope = (no, site.guid, site.url.as_str());
        // Asked in each change: a clock that was put right meanwhile lets others restore the site.
        let is_meant =
            |writer: &mut dyn Writer| Ok(writer.site(no)?.is_some_and(|it| is_over(&it)));
        let content = Content::WhenNoneCopies;
        while destroy_items(self.ground, actor, "SharePoint", scope, content, &is_meant)? {
            self.ground.pause(Moment::Emptied);
            if cancel.is_cancelled() {
                return Err(EngineError::stopped(
                    "The destruction of the site was stopped. The same command goes on with it.",
                )
                .about(site.url));
            }
        }
        let now = self.ground.now();
        let is_gone = self.ground.state().commit(|writer| {
            if writer.scope_by_guid(site.guid)?.is_none() || !is_meant(writer)? {
                return Ok(false);
            }
            writer.destroy_site(no)?;
            writer.raise_epoch()?;
            // At its end generations are retired that nothing is under any more.
            ensure_scope_job(writer, 0, now)?;
            let details = json!({ "site": site.guid });
            let event =
                AuditEvent::new("Destroy site", "SharePoint", &actor.name, &site.url, details);
            self.ground.chain().append(writer, now, &event)?;
            Ok::<_, EngineError>(true)
        })?;
        // Nothing that was overwritten stays in the write-ahead log.
        self.ground.state().truncate_log()?;
        Ok(is_gone)
    }
}
