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

/// The last key epochs that were raised because the clock moved, and for no other reason: `3-5`
/// says that whoever was at 3 and finds 5 has missed only that, twice.
pub(crate) const CLOCK_EPOCHS: &str = "clock.epochs";

/// The last second that dates can name, of the year 9999.
pub(crate) const LAST_SECOND: i64 = 253_402_300_799;

/// What [`CLOCK_EPOCHS`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockMoves {
    from: i64,
    to: i64,
}

impl ClockMoves {
    fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        Some(Self { from: from.parse().ok()?, to: to.parse().ok()? })
    }

    /// What is to be stored where a move of the clock has raised the epoch to `epoch`.
    pub(crate) fn with(stored: Option<&str>, epoch: i64) -> String {
        let before = epoch.saturating_sub(1);
        let run = stored.and_then(Self::read).filter(|run| run.to == before);
        format!("{}-{epoch}", run.map_or(before, |run| run.from))
    }

    /// Whether nothing but moves of the clock lies between two epochs.
    fn lead(self, from: i64, to: i64) -> bool {
        self.to == to && (self.from..to).contains(&from)
    }
}

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
    /// caches are dropped, settings and clock read again. Where only the clock moved, what is kept
    /// ends by its own time. Every operation begins with it.
    pub(crate) fn sync(&self) -> Result<()> {
        let look = self.looked.begin();
        let epoch = self.look_up_epoch()?;
        self.looked.done(look);
        let known = self.epoch.load(Ordering::Acquire);
        if epoch == known {
            return Ok(());
        }
        if let Err(error) = self.layout.must_stay() {
            self.looked.doubt();
            self.cache.begin(epoch);
            return Err(error);
        }
        let (settings, offset, moves) = self.state().view(|reader| {
            let offset = self.stored_offset(reader.setting(CLOCK_OFFSET)?.as_deref())?;
            let moves = reader.setting(CLOCK_EPOCHS)?;
            let settings = Settings::from_entries(&reader.settings(PREFIX)?)?;
            Ok::<_, EngineError>((settings, offset, moves))
        })?;
        self.clock.set_offset(offset);
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        let moves = moves.as_deref().and_then(ClockMoves::read);
        if moves.is_some_and(|moves| moves.lead(known, epoch)) {
            self.cache.go_on(known, epoch);
        } else {
            self.cache.begin(epoch);
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::ClockMoves;

    #[test]
    fn moves_of_the_clock_one_after_the_other_are_one_run() {
        let first = ClockMoves::with(None, 4);
        let second = ClockMoves::with(Some(&first), 5);
        let after_another = ClockMoves::with(Some(&second), 7);
        assert_eq!(
            (first.as_str(), second.as_str(), after_another.as_str()),
            ("3-4", "3-5", "6-7")
        );
        assert_eq!(ClockMoves::with(Some("damaged"), 7), "6-7");
    }

    #[test]
    fn only_who_missed_nothing_else_may_keep_what_was_opened() {
        let moves = ClockMoves::read("3-5").unwrap();
        let kept: Vec<i64> = (0..8).filter(|from| moves.lead(*from, 5)).collect();
        assert_eq!(kept, [3, 4]);
        assert!(!moves.lead(3, 6) && !moves.lead(3, 4) && !moves.lead(5, 3));
        assert_eq!(ClockMoves::read("3"), None);
    }
}
