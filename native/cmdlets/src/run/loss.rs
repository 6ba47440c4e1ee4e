//! Who loses what when root keys are taken away: said before they are (rule 4.3.6).

use crate::runtime::error::CmdletError;
use ckey_base::counted;
use ckey_engine::{BackupView, PolicyKind, RootLoss, Tenant, iso};
use ckey_vault::{FailureClass, KeyUri};
use std::collections::BTreeSet;

/// Most backups that are named.
const NAMED: usize = 3;

/// What depends on the root keys that are meant, the state of the other root now, and the backups
/// that need them, in sentences; none where nothing depends on them.
pub(super) fn losses(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
) -> Result<Vec<String>, CmdletError> {
    let mut told = of_policies(&tenant.policies().root_losses(&is_meant)?);
    told.extend(backups(tenant, is_meant)?);
    Ok(told)
}

fn of_policies(losses: &[RootLoss]) -> Vec<String> {
    if losses.is_empty() {
        return Vec::new();
    }
    let policies: BTreeSet<_> =
        losses.iter().map(|loss| (&loss.policy, is_of_mailboxes(loss))).collect();
    let sum = |mailboxes: bool| {
        let own = losses.iter().filter(|loss| is_of_mailboxes(loss) == mailboxes);
        own.fold(0_u64, |sum, loss| sum.saturating_add(loss.keys))
    };
    let below: Vec<_> = [true, false]
        .into_iter()
        .map(|of_mailboxes| (of_mailboxes, sum(of_mailboxes)))
        .filter(|(_, count)| *count > 0)
        .map(|(of_mailboxes, count)| if of_mailboxes { mailboxes(count) } else { others(count) })
        .collect();
    let below = if below.is_empty() { "nothing yet".to_owned() } else { below.join(", ") };
    let mut told = vec![format!(
        "{} on it, and below: {below}.",
        counted(policies.len(), "policy depends", "policies depend")
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
        backup.keys.iter().any(|key| KeyUri::parse(key).is_ok_and(|uri| is_meant(&uri)))
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
    if is_of_mailboxes(loss) { mailboxes(loss.keys) } else { others(loss.keys) }
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
    format!(
        "'{policy}' ({below}): its other root {other} {state} now ({}). Refused at once: {below}.",
        refusal.kind.name()
    )
}

fn is_of_mailboxes(loss: &RootLoss) -> bool {
    loss.kind == PolicyKind::Mailbox
}

fn mailboxes(count: u64) -> String {
    counted(count, "mailbox", "mailboxes")
}

fn others(count: u64) -> String {
    counted(count, "key of workloads and applications", "keys of workloads and applications")
}
