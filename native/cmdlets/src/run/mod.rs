//! What each cmdlet does: one [`Run`](crate::bind::Run) a cmdlet, in a file by service. An error returned ends the run as a
//! non-terminating error of its input object.

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
mod tenant;
mod vault;

use crate::error::CmdletError;
use crate::value::Object;
use ckey_engine::{PolicyKind, Tenant};
use ckey_vault::KeyUri;

/// How a run ends.
type Ran = Result<(), CmdletError>;

/// A property of an object of the pipeline as text, in any case of its name; without the mark that free texts carry in records.
fn text_of(object: &Object, name: &str) -> Option<String> {
    let text = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str())?;
    Some(text.strip_prefix('\u{1}').unwrap_or(text).to_owned())
}

/// The policies of both kinds that have a root key of this sort, by name.
fn rooted(tenant: &Tenant, is_meant: impl Fn(&KeyUri) -> bool) -> Result<Vec<String>, CmdletError> {
    let mut names = Vec::new();
    for kind in [PolicyKind::Mailbox, PolicyKind::MultiWorkload] {
        for policy in tenant.policies(kind)? {
            let uses = policy.roots.iter().any(|root| KeyUri::parse(&root.key_uri).is_ok_and(|uri| is_meant(&uri)));
            if uses {
                names.push(policy.name);
            }
        }
    }
    Ok(names)
}

/// What a key version that no longer answers would mean (GH#10981).
fn dependents(tenant: &Tenant, uri: &KeyUri) -> Result<Vec<String>, CmdletError> {
    let names = rooted(tenant, |root| root.same_key(uri) && root.version() == uri.version())?;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "It wraps the current policy key of: {}. Users are refused what lies below as soon as both roots of a policy refuse.",
        names.join(", ")
    )])
}
