//! The tenant's settings: what would change, what is asked about first, and the change.

use super::PlanResult;
use super::account_lists::{List, Lists, Plans};
use super::tenant::unknown_identifiers;
use crate::generated::customer_key::SetCustomerKeyTenant;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use ckey_engine::{
    Account, Administrators, JobMode, RuleProfile, Settings, SettingsChange, Supposition, Tenant,
    UnknownAccounts, ValidationMode,
};
use std::fmt::Debug;
use std::time::Duration;

fn unknown_accounts(word: &str) -> UnknownAccounts {
    if word.eq_ignore_ascii_case("Refuse") {
        UnknownAccounts::Refuse
    } else {
        UnknownAccounts::Owner
    }
}

fn job_mode(word: &str) -> JobMode {
    if word.eq_ignore_ascii_case("Manual") { JobMode::Manual } else { JobMode::Background }
}

fn validation(word: &str) -> ValidationMode {
    if word.eq_ignore_ascii_case("Warn") { ValidationMode::Warn } else { ValidationMode::Enforce }
}

/// A time that a root key may take.
fn span(seconds: Option<f64>) -> Result<Option<Duration>, CmdletError> {
    seconds.map(Duration::try_from_secs_f64).transpose().map_err(|_| {
        CmdletError::argument(
            "InvalidRootTimeout",
            "A root key cannot take a negative time.",
            "Give seconds, such as 2 or 0.5.",
        )
    })
}

impl Change for SetCustomerKeyTenant {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let account = context.account(&tenant)?;
        let seconds = |value: Option<u32>| value.map(|value| Duration::from_secs(value.into()));
        let root_timeout = span(self.root_timeout)?;
        // Owners last: who becomes one is restricted by nothing else that the same call gives.
        let lists = Lists::given([
            (List::Administrators(Administrators::Exchange), self.exchange_administrators),
            (List::Administrators(Administrators::Compliance), self.compliance_administrators),
            (List::Owners, self.owners),
        ]);
        let plans = lists.plans(tenant.directory().planning(), &account)?;
        let mut change = SettingsChange {
            unknown_identifiers: self.unknown_identifiers.as_deref().map(unknown_identifiers),
            unknown_accounts: self.unknown_accounts.as_deref().map(unknown_accounts),
            job_mode: self.job_mode.as_deref().map(job_mode),
            mailbox_cache: seconds(self.mailbox_cache_lifetime),
            failure_cache: seconds(self.failure_cache_lifetime),
            site_cache: seconds(self.site_cache_lifetime),
            root_offset: span(self.root_offset)?,
            root_timeout,
            cache_enabled: self.cache_enabled,
            seed: self.seed.map(u64::from),
            audit_reads: self.audit_reads,
            rules: self.rule_profile.as_deref().and_then(RuleProfile::from_name),
            validation: self.validation.as_deref().map(validation),
            accounts: plans.accounts(),
        };
        tenant.check_settings(&change)?;
        tenant.directory().check_not_locked_out(&account, &change)?;
        let effects = effects(&tenant, &change, &plans)?;
        let question = loss(&account, &change, lists.left_out(tenant.name(), &plans));
        let apply = move |context: &mut Context| {
            let plans = lists.plans(tenant.directory(), &account)?;
            plans.mentioned().try_for_each(|who| context.made("user", who).map(drop))?;
            change.accounts = plans.accounts();
            tenant.change_settings(&account.actor(), &change)?;
            Ok(())
        };
        Ok(Plan::new(effects, apply).asking_about(question))
    }
}

/// What is asked about first: who is left out of a list, and the loss of one's own rights.
fn loss(account: &Account, change: &SettingsChange, mut told: Vec<String>) -> Option<String> {
    if change.takes_from(account) {
        let name = &account.name;
        told.push(format!(
            "'{name}', which does this, loses the owner's rights and cannot take that back."
        ));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// What would change, a sentence for each setting.
fn effects(
    tenant: &Tenant,
    change: &SettingsChange,
    lists: &Plans,
) -> Result<Effects, CmdletError> {
    let Settings {
        unknown_identifiers,
        job_mode,
        mailbox_cache,
        site_cache,
        root_offset,
        failure_cache,
        root_timeout,
        cache_enabled,
        seed,
        audit_reads,
        rules,
        validation,
        ..
    } = tenant.settings()?;
    let seconds = |value: Duration| format!("{} s", value.as_secs_f64());
    let truth = |value: bool| if value { "True" } else { "False" }.to_owned();
    let settings = [
        changed("UnknownIdentifiers", unknown_identifiers, change.unknown_identifiers, word),
        changed("UnknownAccounts", tenant.unknown_accounts(), change.unknown_accounts, word),
        changed("JobMode", job_mode, change.job_mode, word),
        changed("MailboxCacheLifetime", mailbox_cache, change.mailbox_cache, seconds),
        changed("SiteCacheLifetime", site_cache, change.site_cache, seconds),
        changed("RootOffset", root_offset, change.root_offset, seconds),
        changed("FailureCacheLifetime", failure_cache, change.failure_cache, seconds),
        changed("RootTimeout", root_timeout, change.root_timeout, seconds),
        changed("CacheEnabled", cache_enabled, change.cache_enabled, truth),
        changed("Seed", seed, change.seed.map(Some), |seed| {
            seed.map_or_else(|| "none".to_owned(), |seed| seed.to_string())
        }),
        changed("AuditReads", audit_reads, change.audit_reads, truth),
        changed("RuleProfile", rules, change.rules, |rules| rules.name().to_owned()),
        changed("Validation", validation, change.validation, word),
    ];
    let name = tenant.name();
    let mut told: Vec<_> = settings
        .into_iter()
        .flatten()
        .chain(lists.shown())
        .map(|(setting, old, new)| {
            if old == new {
                format!("{setting} of the tenant '{name}' would stay {old}.")
            } else {
                format!("{setting} of the tenant '{name}' would change from {old} to {new}.")
            }
        })
        .collect();
    if told.is_empty() {
        told.push(format!("No setting is given: nothing of the tenant '{name}' would change."));
    }
    let rules = change.rules.map(Supposition::Profile);
    told.extend(tenant.what_if().remarks(rules.as_slice())?);
    let mut effects = Effects::from(told);
    for who in lists.mentioned() {
        effects.mention("user", who);
    }
    Ok(effects)
}

fn word(value: impl Debug) -> String {
    format!("{value:?}")
}

/// A setting that is given: its name, what it is and what it would be.
fn changed<T>(
    name: &str,
    old: T,
    new: Option<T>,
    shown: impl Fn(T) -> String,
) -> Option<(String, String, String)> {
    new.map(|new| (name.to_owned(), shown(old), shown(new)))
}
