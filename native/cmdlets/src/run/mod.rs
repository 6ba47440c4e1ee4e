//! What each cmdlet does: one [`Run`](crate::surface::bind::Run) a cmdlet, or one
//! [`Change`](crate::runtime::plan::Change) where it changes something, in a file by service. An
//! error returned ends the run as a non-terminating error of its input object.

mod access;
mod audit;
mod azure;
mod connect;
mod content;
mod export;
mod job;
mod key;
mod listing;
mod mailbox;
mod policy;
mod rehearsal;
mod settings;
mod tenant;
mod vault;

use crate::runtime::error::CmdletError;
use crate::runtime::plan::Plan;
use crate::surface::value::Object;
use ckey_engine::{PolicyKind, Tenant};
use ckey_vault::KeyUri;
use std::collections::BTreeMap;

/// How a run ends.
type RunResult = Result<(), CmdletError>;

/// What a cmdlet is going to do, or why it cannot.
type PlanResult = Result<Plan, CmdletError>;

/// A property of an object of the pipeline as text, in any case of its name; without the mark that
/// free texts carry in records.
fn text_of(object: &Object, name: &str) -> Option<String> {
    let text = object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .and_then(|(_, value)| value.as_str())?;
    Some(text.strip_prefix('\u{1}').unwrap_or(text).to_owned())
}

/// The policies that need a root key of this sort, each with how much is under it; none where
/// nothing does.
fn rooted(
    tenant: &Tenant,
    is_meant: impl Fn(&KeyUri) -> bool,
) -> Result<Option<String>, CmdletError> {
    let mut keys: BTreeMap<(String, bool), u64> = BTreeMap::new();
    for root in tenant.policies().root_uses()? {
        if KeyUri::parse(&root.key_uri).is_ok_and(|uri| is_meant(&uri)) {
            let below = keys.entry((root.policy, root.kind == PolicyKind::Mailbox)).or_default();
            *below = below.saturating_add(root.keys);
        }
    }
    let told: Vec<String> = keys
        .iter()
        .map(|((policy, _), keys)| format!("'{policy}' (keys below it: {keys})"))
        .collect();
    Ok((!told.is_empty()).then(|| told.join(", ")))
}

/// What a key version that no longer answers would mean (rule 4.3.6).
fn dependents(tenant: &Tenant, uri: &KeyUri) -> Result<Option<String>, CmdletError> {
    let policies = rooted(tenant, |root| root.same_key(uri) && root.version() == uri.version())?;
    Ok(policies.map(|policies| {
        format!(
            "It wraps a key of these policies: {policies}. Users are refused what is below as soon as both roots of a policy refuse."
        )
    }))
}
