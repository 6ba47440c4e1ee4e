//! A tenant's settings, kept in its state so that every process obeys them, and the epoch by which
//! a change is noticed.

use std::time::Duration;

use ckey_store::protocol::LONGEST_ROOT;

use super::profile::RuleProfile;
use crate::error::{EngineError, Result};

/// What happens when a script names a subscription, tenant id, user or service principal that the
/// local tenant does not know.
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
    /// It acts with the owner's rights, as scripts that bring their own accounts expect; said once
    /// in a session. Rehearsals only.
    #[default]
    Owner,
    /// Nothing.
    Refuse,
}

/// What becomes of a policy whose keys do not pass the checks of Customer Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValidationMode {
    /// Errors refuse it, warnings warn.
    #[default]
    Enforce,
    /// All of it warns, for rehearsals of what is broken.
    Warn,
}

/// Who runs jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JobMode {
    /// A background thread of anyone who has the tenant open.
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
    /// Default `Owner`; a production tenant refuses whatever this says
    /// ([`crate::Tenant::unknown_accounts`]).
    pub unknown_accounts: UnknownAccounts,
    /// Default `Background`.
    pub job_mode: JobMode,
    /// How long an opened policy or mailbox key is kept; default 5 minutes (rule 2.11).
    pub mailbox_cache: Duration,
    /// How long an opened tenant intermediate key of SharePoint is kept; default 24 hours.
    pub site_cache: Duration,
    /// How much later the second root of a SharePoint policy is asked than the first; default 100
    /// milliseconds (rule 3.3.2).
    pub root_offset: Duration,
    /// How long a failure to open a policy key is kept; default 5 seconds.
    pub failure_cache: Duration,
    /// How long a root may take to answer; default 2 seconds.
    pub root_timeout: Duration,
    /// Whether keys are cached at all; default yes.
    pub cache_enabled: bool,
    /// Makes the choice of the root that is asked first a function of this number, so that a
    /// rehearsal can be repeated.
    pub seed: Option<u64>,
    /// Whether each opening of a scope by a program is recorded; default yes. Refused ones always
    /// are.
    pub audit_reads: bool,
    /// The rules of which time hold; default those of 2021.
    pub rules: RuleProfile,
    /// Default `Enforce`.
    pub validation: ValidationMode,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            unknown_identifiers: UnknownIdentifiers::default(),
            unknown_accounts: UnknownAccounts::default(),
            job_mode: JobMode::default(),
            mailbox_cache: Duration::from_secs(300),
            site_cache: Duration::from_secs(86_400),
            root_offset: Duration::from_millis(100),
            failure_cache: Duration::from_secs(5),
            root_timeout: Duration::from_secs(2),
            cache_enabled: true,
            seed: None,
            audit_reads: true,
            rules: RuleProfile::default(),
            validation: ValidationMode::default(),
        }
    }
}

/// What is to be remembered of accounts: names of settings, and what they become.
pub type AccountMarks = Vec<(String, String)>;

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
    /// See [`Settings::site_cache`]; at most 24 hours.
    pub site_cache: Option<Duration>,
    /// See [`Settings::root_offset`]; at most 60 seconds.
    pub root_offset: Option<Duration>,
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
    /// See [`Settings::rules`].
    pub rules: Option<RuleProfile>,
    /// See [`Settings::validation`].
    pub validation: Option<ValidationMode>,
    /// What is to be remembered of accounts, from [`crate::directory::Directory::owners_plan`] and
    /// [`crate::directory::Directory::administrators_plan`].
    pub accounts: AccountMarks,
}

pub(crate) const PREFIX: &str = "setting.";

/// How the names of the settings begin that hold the roles of a subscription or a resource group.
pub(crate) const ROLES: &str = "roles.";

/// The setting that holds the roles that are given on this resource id.
pub(crate) fn roles_setting(scope: &str) -> String {
    format!("{ROLES}{}", scope.to_ascii_lowercase())
}

fn milliseconds(value: Duration) -> String {
    value.as_millis().to_string()
}

impl SettingsChange {
    pub(crate) fn entries(&self) -> Vec<(&str, String)> {
        let mut entries: Vec<_> =
            self.accounts.iter().map(|(name, mark)| (name.as_str(), mark.clone())).collect();
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
        if let Some(value) = self.site_cache {
            entries.push(("site-cache-ms", milliseconds(value)));
        }
        if let Some(value) = self.root_offset {
            entries.push(("root-offset-ms", milliseconds(value)));
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
        if let Some(value) = self.rules {
            entries.push(("rule-profile", value.name().to_owned()));
        }
        if let Some(value) = self.validation {
            entries.push(("validation", format!("{value:?}")));
        }
        entries
    }

    /// What is stored of it, by name.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn stored(&self) -> impl Iterator<Item = (String, String)> {
        self.entries().into_iter().map(|(name, value)| (format!("{PREFIX}{name}"), value))
    }

    pub(crate) fn check(&self) -> Result<()> {
        let longest_root = Duration::from_millis(LONGEST_ROOT.unsigned_abs());
        let limits = [
            (
                "MailboxCacheLifetime",
                self.mailbox_cache,
                Duration::ZERO,
                Duration::from_secs(86_400),
            ),
            ("SiteCacheLifetime", self.site_cache, Duration::ZERO, Duration::from_secs(86_400)),
            ("RootOffset", self.root_offset, Duration::ZERO, longest_root),
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
    /// Takes up one stored setting; false where its value is none. A setting that only a newer
    /// library knows is left alone.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let duration = || value.parse().ok().map(Duration::from_millis);
        match name {
            "unknown-identifiers" => {
                self.unknown_identifiers =
                    word(value, &[UnknownIdentifiers::Create, UnknownIdentifiers::Refuse]);
                self.unknown_identifiers.is_some()
            }
            "unknown-accounts" => {
                self.unknown_accounts =
                    word(value, &[UnknownAccounts::Owner, UnknownAccounts::Refuse]);
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
            "site-cache-ms" => {
                self.site_cache = duration();
                self.site_cache.is_some()
            }
            "root-offset-ms" => {
                self.root_offset = duration();
                self.root_offset.is_some()
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
            "rule-profile" => {
                self.rules = RuleProfile::from_name(value).filter(|rules| rules.name() == value);
                self.rules.is_some()
            }
            "validation" => {
                self.validation = word(value, &[ValidationMode::Enforce, ValidationMode::Warn]);
                self.validation.is_some()
            }
            _ => true,
        }
    }
}

impl Settings {
    /// The settings as they are stored, each held to the limits of [`SettingsChange`]: a time limit
    /// of 0, say, would make every root time out, and so bring in the availability key.
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
                    format!(
                        "The stored setting '{name}' is '{value}', which cannot have been set."
                    ),
                ));
            }
        }
        let default = Self::default();
        Ok(Self {
            unknown_identifiers: stored.unknown_identifiers.unwrap_or(default.unknown_identifiers),
            unknown_accounts: stored.unknown_accounts.unwrap_or(default.unknown_accounts),
            job_mode: stored.job_mode.unwrap_or(default.job_mode),
            mailbox_cache: stored.mailbox_cache.unwrap_or(default.mailbox_cache),
            site_cache: stored.site_cache.unwrap_or(default.site_cache),
            root_offset: stored.root_offset.unwrap_or(default.root_offset),
            failure_cache: stored.failure_cache.unwrap_or(default.failure_cache),
            root_timeout: stored.root_timeout.unwrap_or(default.root_timeout),
            cache_enabled: stored.cache_enabled.unwrap_or(default.cache_enabled),
            seed: stored.seed,
            audit_reads: stored.audit_reads.unwrap_or(default.audit_reads),
            rules: stored.rules.unwrap_or(default.rules),
            validation: stored.validation.unwrap_or(default.validation),
        })
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
            site_cache: Some(Duration::from_secs(86_400)),
            root_offset: Some(Duration::ZERO),
            failure_cache: Some(Duration::ZERO),
            root_timeout: Some(Duration::from_millis(10)),
            cache_enabled: Some(false),
            seed: Some(u64::MAX),
            audit_reads: Some(false),
            rules: Some(RuleProfile::Current),
            validation: Some(ValidationMode::Warn),
            accounts: vec![("account.of-somebody".into(), "Owner".into())],
        };
        let entries: Vec<_> = change
            .entries()
            .into_iter()
            .map(|(name, value)| (format!("{PREFIX}{name}"), value))
            .collect();
        let settings = Settings::from_entries(&entries).unwrap();
        assert_eq!((settings.job_mode, settings.seed), (JobMode::Manual, Some(u64::MAX)));
        assert_eq!(
            (settings.root_timeout, settings.cache_enabled),
            (Duration::from_millis(10), false)
        );
        assert_eq!(settings.unknown_identifiers, UnknownIdentifiers::Refuse);
        assert_eq!(settings.unknown_accounts, UnknownAccounts::Refuse);
        assert_eq!(
            (settings.mailbox_cache, settings.failure_cache),
            (Duration::from_secs(86_400), Duration::ZERO)
        );
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
            ("site-cache-ms", "86400001"),
            ("root-offset-ms", "60001"),
            ("failure-cache-ms", "3600001"),
            ("cache-enabled", "no"),
            ("job-mode", "manual"),
            ("unknown-identifiers", "Never"),
            ("unknown-accounts", "owner"),
            ("seed", "x"),
            ("rule-profile", "2022"),
            ("rule-profile", "Current"),
            ("validation", "Off"),
        ] {
            let error = stored(name, value).unwrap_err();
            assert!(
                error.id == "DataDamaged" && error.message.contains(name),
                "{name} {value}: {error:?}"
            );
        }
        assert_eq!(stored("of-a-newer-library", "x").unwrap(), Settings::default());
    }
}
