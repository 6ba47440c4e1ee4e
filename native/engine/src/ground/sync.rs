//! Obeying what other processes did.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ckey_store::StateExt;
use ckey_store::model::TenantMode;

use super::Ground;
use super::settings::{PREFIX, Settings, UnknownAccounts};
use crate::error::{Category, EngineError, Result};

pub(crate) const CLOCK_OFFSET: &str = "clock.offset";

/// The last second that dates can name, of the year 9999.
pub(crate) const LAST_SECOND: i64 = 253_402_300_799;

/// How old a look at the key epoch may be for those who seal or open thousands of objects a second
/// under a lease: 10 ms.
const RECENT: Duration = Duration::from_millis(10);

impl Ground {
    /// The settings as they are now.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn settings(&self) -> Result<Settings> {
        self.sync()?;
        Ok(self.current_settings())
    }

    pub(crate) fn current_settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What an account may do that nothing names. A production tenant refuses it.
    #[must_use]
    pub(crate) fn unknown_accounts(&self) -> UnknownAccounts {
        if self.mode() == TenantMode::Production {
            UnknownAccounts::Refuse
        } else {
            self.current_settings().unknown_accounts
        }
    }

    /// Obeys what other processes did: when the key epoch has been raised since the last look,
    /// caches are dropped, settings and clock read again. Every operation begins with it.
    pub(crate) fn sync(&self) -> Result<()> {
        let look = self.looked.begin();
        let epoch = self.look_up_epoch()?;
        self.looked.done(look);
        if epoch == self.epoch.load(Ordering::Acquire) {
            return Ok(());
        }
        if let Err(error) = self.layout.must_stay() {
            self.looked.doubt();
            self.cache.begin(epoch);
            return Err(error);
        }
        let (settings, offset) = self.state().view(|reader| {
            let offset = self.stored_offset(reader.setting(CLOCK_OFFSET)?.as_deref())?;
            Ok::<_, EngineError>((Settings::from_entries(&reader.settings(PREFIX)?)?, offset))
        })?;
        self.clock.set_offset(offset);
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        self.cache.begin(epoch);
        self.epoch.store(epoch, Ordering::Release);
        Ok(())
    }

    /// What was opened in a tenant that is not there any more is not kept either.
    fn look_up_epoch(&self) -> Result<i64> {
        let looked = self
            .place
            .check(&self.layout)
            .and_then(|()| self.state().key_epoch().map_err(EngineError::from));
        looked.inspect_err(|error| {
            if error.id == "TenantReplaced" {
                self.cache.begin(self.epoch.load(Ordering::Acquire));
            }
        })
    }

    /// [`Ground::sync`], but a look of the last 10 ms will do. Returns the epoch.
    pub(crate) fn sync_recent(&self) -> Result<i64> {
        self.sync_recent_at(Instant::now())
    }

    /// [`Ground::sync_recent`] for those who have just asked what time it is.
    pub(crate) fn sync_recent_at(&self, now: Instant) -> Result<i64> {
        if !self.looked.is_recent(now, RECENT) {
            self.sync()?;
        }
        Ok(self.epoch.load(Ordering::Acquire))
    }

    pub(crate) fn rehearsal_only(&self, what: &str) -> Result<()> {
        if self.mode() == TenantMode::Rehearsal {
            return Ok(());
        }
        Err(EngineError::new(
            "NotARehearsal",
            Category::InvalidOperation,
            format!("'{}' is a production tenant: {what} only in a rehearsal.", self.name()),
            "Try it in a rehearsal. To make one: New-CustomerKeyTenant -Path ./rehearsal -Mode Rehearsal",
        )
        .about(self.name()))
    }

    /// What the clock was moved by, as it is stored. A production tenant's clock never moves.
    pub(crate) fn stored_offset(&self, text: Option<&str>) -> Result<i64> {
        let Some(text) = text else { return Ok(0) };
        let offset = text.parse().ok().filter(|offset| (0..=LAST_SECOND).contains(offset));
        offset.filter(|offset| *offset == 0 || self.mode() == TenantMode::Rehearsal).ok_or_else(
            || {
                EngineError::damaged(
                    CLOCK_OFFSET,
                    format!(
                        "The stored offset of the clock is '{text}', which cannot have been set."
                    ),
                )
            },
        )
    }
}
