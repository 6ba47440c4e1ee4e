//! Who takes a tenant as it is although its audit log lacks records. No tenant is open yet, so that
//! its database alone is asked: who is signed in, what the marks say, and whose mailboxes there
//! are. What vaults give is not known.

use ckey_store::model::{DirectoryKind, TenantMode};
use ckey_store::{Reader, State, StateExt};
use ckey_vault::Caller;

use super::marks::{Mark, mark};
use super::naming::mailbox_of;
use super::people::find;
use super::resolve::{administrator_of, canonical_account};
use super::sign_in::{SignIn, note};
use crate::error::{Category, EngineError, Result};

/// The account that is signed in for this user of the operating system; the user, where nobody is
/// or the database cannot tell.
///
/// # Errors
/// `AccountNotPermitted` for an account that is no owner as far as the database tells.
pub(crate) fn accepting(state: &dyn State, os_user: &str) -> Result<String> {
    match state.view(|reader| judged(reader, os_user)) {
        Ok(Some((account, true))) => Ok(account),
        Ok(Some((account, false))) => Err(EngineError::new(
            "AccountNotPermitted",
            Category::PermissionDenied,
            format!("'{account}' is signed in, which is no owner of the tenant: only an owner takes it as it is."),
            "Restore the records that are missing, or let an owner accept the loss, as another user of the operating system.",
        )
        .about(account.as_str())),
        Ok(None) => Ok(os_user.to_owned()),
        Err(error) => {
            tracing::warn!("who is signed in cannot be told: {}", error.message);
            Ok(os_user.to_owned())
        }
    }
}

/// Who is signed in, and whether it may act for the owner.
fn judged(reader: &mut dyn Reader, os_user: &str) -> Result<Option<(String, bool)>> {
    let Some(text) = reader.note(&note(os_user))? else { return Ok(None) };
    let SignIn { exchange_account, azure_account, failed, .. } = serde_json::from_str(&text)
        .map_err(|error| EngineError::damaged(&note(os_user), error.to_string()))?;
    if let Some(failed) = failed {
        return Ok(Some((failed, false)));
    }
    let Some(account) = exchange_account.or(azure_account) else { return Ok(None) };
    let tenant = reader.tenant()?;
    let known = find(reader, &tenant.name, DirectoryKind::User, &canonical_account(&account))?;
    if known.as_ref().is_some_and(|known| known.name == administrator_of(&tenant.name)) {
        return Ok(Some((account, true)));
    }
    let caller = known.map_or_else(
        || Caller::person("", account.as_str()),
        |known| match known.kind {
            DirectoryKind::ServicePrincipal => {
                Caller::application(known.id, known.name.as_str(), known.name.as_str())
            }
            _ => Caller::person(known.id, known.name),
        },
    );
    let may = match mark(reader, &caller)? {
        Some(Mark::Owner) => true,
        Some(Mark::Named) => false,
        Some(Mark::SelfGiven) => tenant.mode == TenantMode::Rehearsal,
        None => {
            tenant.mode == TenantMode::Rehearsal
                && mailbox_of(reader, &tenant.name, &caller.name)?.is_none()
        }
    };
    Ok(Some((account, may)))
}
