//! Who loses what when root keys are taken away: said before they are (rule 4.3.6).

use crate::runtime::error::CmdletError;
use ckey_base::{counted, counted_parts};
use ckey_engine::directory::well_known;
use ckey_engine::{BackupView, PolicyKind, RootLoss, Tenant, iso};
use ckey_vault::{Caller, FailureClass, KeyPermission, KeyUri, VaultDescription, same_id};
use std::collections::BTreeSet;

/// Most backups that are named.
const NAMED: usize = 3;

/// What depends on the root keys that are meant, the state of the other root now, and the backups
/// that need them, in sentences; none where nothing depends on them.
pub(super) fn losses(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
) -> Result<Vec<String>, CmdletError> {
    losses_of(tenant, is_meant, |_| true)
}

/// Only what those lose for whom it `counts`.
pub(super) fn losses_of(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
    counts: impl Fn(&RootLoss) -> bool,
) -> Result<Vec<String>, CmdletError> {
    let mut lost = tenant.policies().root_losses(&is_meant)?;
    lost.retain(counts);
    let mut told = of_policies(&lost);
    told.extend(backups(tenant, is_meant)?);
    Ok(told)
}

/// What the service's applications could read from a vault before a change and not after it.
pub(super) fn lost_reads(
    tenant: &Tenant,
    before: &VaultDescription,
    after: &VaultDescription,
) -> Result<Vec<String>, CmdletError> {
    let mut told = Vec::new();
    for known in well_known::ALL {
        let app = Caller::application(known.object_id, known.app_id, known.name);
        let reads = |vault: &VaultDescription| {
            vault.permissions_of(&app).contains(&KeyPermission::UnwrapKey)
        };
        if !reads(before) || reads(after) {
            continue;
        }
        let is_here = |uri: &KeyUri| uri.vault().eq_ignore_ascii_case(&before.name);
        let is_its = |loss: &RootLoss| {
            same_id(known.app_id, &loss.reader) || same_id(known.object_id, &loss.reader)
        };
        told.extend(losses_of(tenant, is_here, is_its)?);
    }
    Ok(told)
}

fn of_policies(losses: &[RootLoss]) -> Vec<String> {
    if losses.is_empty() {
        return Vec::new();
    }
    let policies: BTreeSet<_> = losses.iter().map(|loss| (&loss.policy, &loss.reader)).collect();
    let sum = |part: fn(&RootLoss) -> u64| losses.iter().map(part).fold(0, u64::saturating_add);
    let mut told = vec![format!(
        "{} on it, and below: {}.",
        counted(policies.len(), "policy depends", "policies depend"),
        named(sum(|loss| loss.mailboxes), sum(|loss| loss.sites), sum(|loss| loss.others))
    )];
    told.extend(losses.iter().map(one));
    told
}

/// The known backups that need the root keys that are meant, even where nothing in the tenant does.
fn backups(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
) -> Result<Option<String>, CmdletError> {
    let needs = |backup: &BackupView| {
        backup.keys.iter().any(|key| KeyUri::stored(key).is_ok_and(|uri| is_meant(&uri)))
    };
    let found: Vec<_> = tenant.key_use().backups()?.into_iter().filter(needs).collect();
    if found.is_empty() {
        return Ok(None);
    }
    let mut named: Vec<_> = found
        .iter()
        .take(NAMED)
        .map(|backup| format!("{} of {}", backup.output, iso(backup.at)))
        .collect();
    if found.len() > NAMED {
        named.push(format!("{} more", found.len().saturating_sub(NAMED)));
    }
    Ok(Some(format!(
        "{} it: {}.",
        counted(found.len(), "known backup needs", "known backups need"),
        named.join(", ")
    )))
}

/// What depends on the root keys that are meant, where nothing is taken away for good.
pub(super) fn dependents(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
) -> Result<Option<String>, CmdletError> {
    let losses = tenant.policies().root_losses(is_meant)?;
    let named: Vec<_> =
        losses.iter().map(|loss| format!("'{}' ({})", loss.policy, below(loss))).collect();
    Ok((!named.is_empty())
        .then(|| format!("These policies have a root key there: {}.", named.join(", "))))
}

fn below(loss: &RootLoss) -> String {
    named(loss.mailboxes, loss.sites, loss.others)
}

/// Who has a key there, in numbers.
fn named(mailboxes: u64, sites: u64, others: u64) -> String {
    counted_parts([
        (mailboxes, "mailbox", "mailboxes"),
        (sites, "site", "sites"),
        (others, "key of workloads and applications", "keys of workloads and applications"),
    ])
}

fn one(loss: &RootLoss) -> String {
    let (policy, other, below) = (&loss.policy, &loss.other, below(loss));
    let Some(refusal) = &loss.refusal else {
        return format!(
            "'{policy}' ({below}): its other root {other} answers now. Users are served through it alone, and refused as soon as it does not answer."
        );
    };
    let state = match refusal.kind.class() {
        FailureClass::System => "does not answer",
        FailureClass::Explicit => "refuses",
        FailureClass::Request => "cannot be used",
    };
    // Only SharePoint keeps an opened key for long (rule 2.10).
    let when = if loss.kind == PolicyKind::SharePoint {
        "Refused at once, or once a key expires that is kept opened"
    } else {
        "Refused at once"
    };
    format!(
        "'{policy}' ({below}): its other root {other} {state} now ({}). {when}: {below}.",
        refusal.kind.name()
    )
}
