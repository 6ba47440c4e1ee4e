//! A tenant's settings, kept in its state so that every process obeys them, and the epoch by which a change is noticed.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ckey_store::StateExt;
use ckey_store::model::TenantMode;
use ckey_store::protocol::LONGEST_ROOT;
use serde_json::json;

use super::{Actor, Tenant};
use crate::audit::Draft;
use crate::error::{EngineError, Result};

/// What happens when a script names a subscription, tenant id, user or service principal that the local tenant does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownIdentifiers {
    /// It is made on first mention, with one warning that names it.
    #[default]
    Create,
    /// It is an error.
    Refuse,
}

/// What an account may do that no permission, role or mailbox of somebody else's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownAccounts {
    /// It acts with the owner's rights, as scripts that bring their own accounts expect; said once in a session. Rehearsals only.
    #[default]
    Owner,
    /// Nothing.
    Refuse,
}

/// Who works off jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JobMode {
    /// A background thread of whoever has the tenant open.
    #[default]
    Background,
    /// Only who asks for it: `Invoke-CustomerKeyJob`, `customer-key work`.
    Manual,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Default `Create`.
    pub unknown_identifiers: UnknownIdentifiers,
    /// Default `Owner`; a production tenant refuses whatever this says ([`Tenant::unknown_accounts`]).
    pub unknown_accounts: UnknownAccounts,
    /// Default `Background`.
    pub job_mode: JobMode,
    /// How long an opened policy or mailbox key is kept; default 5 minutes (GH#10981, inferred).
    pub mailbox_cache: Duration,
    /// How long a failure to open a policy key is kept; default 5 seconds.
    pub failure_cache: Duration,
    /// How long a root may take to answer; default 2 seconds.
    pub root_timeout: Duration,
    /// Whether keys are cached at all; default yes.
    pub cache_enabled: bool,
    /// Makes the choice of the root that is asked first a function of this number, so that a rehearsal can be repeated.
    pub seed: Option<u64>,
    /// Whether each opening of a scope by a program is recorded; default yes. Refused ones always are.
    pub audit_reads: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            unknown_identifiers: UnknownIdentifiers::default(),
            unknown_accounts: UnknownAccounts::default(),
            job_mode: JobMode::default(),
            mailbox_cache: Duration::from_secs(300),
            failure_cache: Duration::from_secs(5),
            root_timeout: Duration::from_secs(2),
            cache_enabled: true,
            seed: None,
            audit_reads: true,
        }
    }
}

/// Changes to settings; `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct SettingsChange {
    /// See [`Settings::unknown_identifiers`].
    pub unknown_identifiers: Option<UnknownIdentifiers>,
    /// See [`Settings::unknown_accounts`]; `Owner` in rehearsals only.
    pub unknown_accounts: Option<UnknownAccounts>,
    /// See [`Settings::job_mode`].
    pub job_mode: Option<JobMode>,
    /// See [`Settings::mailbox_cache`]; at most 24 hours.
    pub mailbox_cache: Option<Duration>,
    /// See [`Settings::failure_cache`]; at most 1 hour.
    pub failure_cache: Option<Duration>,
    /// See [`Settings::root_timeout`]; 10 milliseconds to 60 seconds.
    pub root_timeout: Option<Duration>,
    /// See [`Settings::cache_enabled`].
    pub cache_enabled: Option<bool>,
    /// See [`Settings::seed`].
    pub seed: Option<u64>,
    /// See [`Settings::audit_reads`].
    pub audit_reads: Option<bool>,
    /// What is to be remembered of accounts, from [`Tenant::owners_change`].
    pub accounts: crate::identity::AccountMarks,
}

pub(crate) const PREFIX: &str = "setting.";

fn milliseconds(value: Duration) -> String {
    value.as_millis().to_string()
}

impl SettingsChange {
    fn entries(&self) -> Vec<(&str, String)> {
        let mut entries: Vec<_> = self.accounts.iter().map(|(name, mark)| (name.as_str(), mark.clone())).collect();
        if let Some(value) = self.unknown_identifiers {
            entries.push(("unknown-identifiers", format!("{value:?}")));
        }
        if let Some(value) = self.unknown_accounts {
            entries.push(("unknown-accounts", format!("{value:?}")));
        }
        if let Some(value) = self.job_mode {
            entries.push(("job-mode", format!("{value:?}")));
        }
        if let Some(value) = self.mailbox_cache {
            entries.push(("mailbox-cache-ms", milliseconds(value)));
        }
        if let Some(value) = self.failure_cache {
            entries.push(("failure-cache-ms", milliseconds(value)));
        }
        if let Some(value) = self.root_timeout {
            entries.push(("root-timeout-ms", milliseconds(value)));
        }
        if let Some(value) = self.cache_enabled {
            entries.push(("cache-enabled", value.to_string()));
        }
        if let Some(value) = self.seed {
            entries.push(("seed", value.to_string()));
        }
        if let Some(value) = self.audit_reads {
            entries.push(("audit-reads", value.to_string()));
        }
        entries
    }

    /// What is stored of it, by name.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn stored(&self) -> impl Iterator<Item = (String, String)> {
        self.entries().into_iter().map(|(name, value)| (format!("{PREFIX}{name}"), value))
    }

    fn check(&self) -> Result<()> {
        let longest_root = Duration::from_millis(LONGEST_ROOT.unsigned_abs());
        let limits = [
            ("MailboxCacheLifetime", self.mailbox_cache, Duration::ZERO, Duration::from_secs(86_400)),
            ("FailureCacheLifetime", self.failure_cache, Duration::ZERO, Duration::from_secs(3600)),
            ("RootTimeout", self.root_timeout, Duration::from_millis(10), longest_root),
        ];
        for (name, value, least, most) in limits {
            if let Some(value) = value
                && (value < least || value > most)
            {
                return Err(EngineError::invalid(
                    "SettingOutOfRange",
                    name,
                    format!("{name} cannot be {} s.", value.as_secs_f64()),
                    format!("Give {} to {} seconds.", least.as_secs_f64(), most.as_secs_f64()),
                ));
            }
        }
        Ok(())
    }
}

/// One of the words that a setting may be.
fn word<T: Copy + std::fmt::Debug>(value: &str, words: &[T]) -> Option<T> {
    words.iter().copied().find(|word| format!("{word:?}") == value)
}

impl SettingsChange {
    /// Takes up one stored setting; false where its value is none. A setting that only a newer library knows is left alone.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let duration = || value.parse().ok().map(Duration::from_millis);
        match name {
            "unknown-identifiers" => {
                self.unknown_identifiers = word(value, &[UnknownIdentifiers::Create, UnknownIdentifiers::Refuse]);
                self.unknown_identifiers.is_some()
            }
            "unknown-accounts" => {
                self.unknown_accounts = word(value, &[UnknownAccounts::Owner, UnknownAccounts::Refuse]);
                self.unknown_accounts.is_some()
            }
            "job-mode" => {
                self.job_mode = word(value, &[JobMode::Background, JobMode::Manual]);
                self.job_mode.is_some()
            }
            "mailbox-cache-ms" => {
                self.mailbox_cache = duration();
                self.mailbox_cache.is_some()
            }
            "failure-cache-ms" => {
                self.failure_cache = duration();
                self.failure_cache.is_some()
            }
            "root-timeout-ms" => {
                self.root_timeout = duration();
                self.root_timeout.is_some()
            }
            "cache-enabled" => {
                self.cache_enabled = word(value, &[true, false]);
                self.cache_enabled.is_some()
            }
            "seed" => {
                self.seed = value.parse().ok();
                self.seed.is_some()
            }
            "audit-reads" => {
                self.audit_reads = word(value, &[true, false]);
                self.audit_reads.is_some()
            }
            _ => true,
        }
    }
}

impl Settings {
    /// The settings as they are stored, each held to the limits of [`SettingsChange`]: a time limit of 0, say, would make every root time
    /// out, and so bring in the availability key.
    ///
    /// # Errors
    /// `DataDamaged` about a value that cannot have been set.
    pub(crate) fn from_entries(entries: &[(String, String)]) -> Result<Self> {
        let mut stored = SettingsChange::default();
        for (name, value) in entries {
            let name = name.strip_prefix(PREFIX).unwrap_or_default();
            if !stored.take(name, value) || stored.check().is_err() {
                return Err(EngineError::damaged(
                    name,
                    format!("The stored setting '{name}' is '{value}', which cannot have been set."),
                ));
            }
        }
        let default = Self::default();
        Ok(Self {
            unknown_identifiers: stored.unknown_identifiers.unwrap_or(default.unknown_identifiers),
            unknown_accounts: stored.unknown_accounts.unwrap_or(default.unknown_accounts),
            job_mode: stored.job_mode.unwrap_or(default.job_mode),
            mailbox_cache: stored.mailbox_cache.unwrap_or(default.mailbox_cache),
            failure_cache: stored.failure_cache.unwrap_or(default.failure_cache),
            root_timeout: stored.root_timeout.unwrap_or(default.root_timeout),
            cache_enabled: stored.cache_enabled.unwrap_or(default.cache_enabled),
            seed: stored.seed,
            audit_reads: stored.audit_reads.unwrap_or(default.audit_reads),
        })
    }
}

/// How old a look at the key epoch may be for those who seal or open thousands of objects a second under a lease: 10 ms.
const RECENT: Duration = Duration::from_millis(10);

impl Tenant {
    /// The settings as they are now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn settings(&self) -> Result<Settings> {
        self.sync()?;
        Ok(self.current_settings())
    }

    pub(crate) fn current_settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What an account may do that nothing names. A production tenant refuses it.
    #[must_use]
    pub fn unknown_accounts(&self) -> UnknownAccounts {
        if self.mode() == TenantMode::Production { UnknownAccounts::Refuse } else { self.current_settings().unknown_accounts }
    }

    /// Changes settings for every process; audited.
    ///
    /// # Errors
    /// `SettingOutOfRange`; `NotARehearsal` for unknown accounts with the owner's rights; those of the store.
    pub fn change_settings(&self, actor: &Actor, change: &SettingsChange) -> Result<Settings> {
        change.check()?;
        if change.unknown_accounts == Some(UnknownAccounts::Owner) {
            self.rehearsal_only("accounts that nothing names act with the owner's rights")?;
        }
        let entries = change.entries();
        if !entries.is_empty() {
            let now = self.now();
            self.state().commit(|writer| {
                for (name, value) in &entries {
                    writer.set_setting(&format!("{PREFIX}{name}"), Some(value))?;
                }
                writer.raise_epoch()?;
                let details =
                    entries.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<serde_json::Map<_, _>>();
                self.audit().append(
                    writer,
                    now,
                    &Draft::new("Change settings", "Tenant", &actor.name, self.name(), details.into()),
                )
            })?;
        }
        self.settings()
    }

    /// Obeys what other processes did: when the key epoch has been raised since the last look, caches are dropped, settings and clock
    /// read again. Every operation begins with it.
    pub(crate) fn sync(&self) -> Result<()> {
        let look = self.looked.begin();
        self.place.check(&self.layout)?;
        let epoch = self.state().key_epoch()?;
        self.looked.done(look);
        if epoch == self.epoch.load(Ordering::Acquire) {
            return Ok(());
        }
        let (settings, offset) = self.state().view(|reader| {
            let offset = self.stored_offset(reader.setting(super::rehearsal::CLOCK_OFFSET)?.as_deref())?;
            Ok::<_, EngineError>((Settings::from_entries(&reader.settings(PREFIX)?)?, offset))
        })?;
        self.clock.set_offset(offset);
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        self.cache.begin(epoch);
        self.epoch.store(epoch, Ordering::Release);
        Ok(())
    }

    /// [`Tenant::sync`], but a look of the last 10 ms will do. Returns the epoch.
    pub(crate) fn sync_recent(&self) -> Result<i64> {
        if !self.looked.is_recent(RECENT) {
            self.sync()?;
        }
        Ok(self.epoch.load(Ordering::Acquire))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stored(name: &str, value: &str) -> Result<Settings> {
        Settings::from_entries(&[(format!("{PREFIX}{name}"), value.to_owned())])
    }

    #[test]
    fn what_was_set_is_read_back() {
        let change = SettingsChange {
            unknown_identifiers: Some(UnknownIdentifiers::Refuse),
            unknown_accounts: Some(UnknownAccounts::Refuse),
            job_mode: Some(JobMode::Manual),
            mailbox_cache: Some(Duration::from_secs(86_400)),
            failure_cache: Some(Duration::ZERO),
            root_timeout: Some(Duration::from_millis(10)),
            cache_enabled: Some(false),
            seed: Some(u64::MAX),
            audit_reads: Some(false),
            accounts: vec![("account.of-somebody".into(), "Owner".into())],
        };
        let entries: Vec<_> = change.entries().into_iter().map(|(name, value)| (format!("{PREFIX}{name}"), value)).collect();
        let settings = Settings::from_entries(&entries).unwrap();
        assert_eq!((settings.job_mode, settings.seed), (JobMode::Manual, Some(u64::MAX)));
        assert_eq!((settings.root_timeout, settings.cache_enabled), (Duration::from_millis(10), false));
        assert_eq!(settings.unknown_identifiers, UnknownIdentifiers::Refuse);
        assert_eq!(settings.unknown_accounts, UnknownAccounts::Refuse);
        assert_eq!((settings.mailbox_cache, settings.failure_cache), (Duration::from_secs(86_400), Duration::ZERO));
    }

    #[test]
    fn a_stored_value_that_cannot_have_been_set_is_damage() {
        for (name, value) in [
            ("root-timeout-ms", "0"),
            ("root-timeout-ms", "9"),
            ("root-timeout-ms", "60001"),
            ("root-timeout-ms", "-1"),
            ("root-timeout-ms", ""),
            ("mailbox-cache-ms", "86400001"),
            ("failure-cache-ms", "3600001"),
            ("cache-enabled", "no"),
            ("job-mode", "manual"),
            ("unknown-identifiers", "Never"),
            ("unknown-accounts", "owner"),
            ("seed", "x"),
        ] {
            let error = stored(name, value).unwrap_err();
            assert!(error.id == "DataDamaged" && error.message.contains(name), "{name} {value}: {error:?}");
        }
        assert_eq!(stored("of-a-newer-library", "x").unwrap(), Settings::default());
    }
}
