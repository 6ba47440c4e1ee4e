//! Rehearsed faults as clients see them.

use std::time::Duration;

use ckey_engine::Tenant;
use ckey_vault::{Fault, VaultErrorKind, VaultKind};
use hyper::StatusCode;

use crate::answer::{Answer, Ending};

/// What a rehearsed fault does to a request.
pub(crate) enum Met {
    /// Nothing.
    Nothing,
    /// It waits first.
    Wait(Duration),
    /// It ends so.
    End(Answer),
}

/// What is said of a managed HSM, deleted as it may be: its host is another, at which nothing is
/// served. Asked again after whatever a request waited for, as the name may have become one's.
pub(crate) fn not_served(tenant: &Tenant, vault: &str) -> Option<Answer> {
    let refused = tenant.vaults().check_kind(vault, VaultKind::Vault).err()?;
    let message = format!("There is no key vault named '{vault}'.");
    (refused.kind == VaultErrorKind::VaultNotFound)
        .then(|| Answer::error(StatusCode::NOT_FOUND, "VaultNotFound", &message))
}

/// The fault of a vault as it is now, for who has shown a token. It comes before permissions. A
/// vault that cannot be read, or that is not there, has none: it is refused later.
pub(crate) fn meet(tenant: &Tenant, vault: &str) -> Met {
    if let Some(answer) = not_served(tenant, vault) {
        return Met::End(answer);
    }
    match tenant.vaults().fault(vault) {
        Ok(Fault::Slow(duration)) => Met::Wait(duration),
        Ok(Fault::Unreachable) => Met::End(Answer::ended(Ending::Closed)),
        Ok(Fault::Reset) => Met::End(Answer::ended(Ending::Reset)),
        Ok(Fault::HalfAnswer) => Met::End(Answer::ended(Ending::Half)),
        Ok(Fault::Throttled) => {
            let message = "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached";
            let answer = Answer::error(StatusCode::TOO_MANY_REQUESTS, "Throttled", message);
            Met::End(answer.with("retry-after", "1"))
        }
        Ok(Fault::ServerError) => {
            let message = "An unexpected error occurred while the vault processed the request.";
            Met::End(Answer::error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalServerError",
                message,
            ))
        }
        // The vault itself answers so.
        Ok(Fault::None | Fault::Unauthorized | Fault::Firewall | Fault::SubscriptionCanceled)
        | Err(_) => Met::Nothing,
    }
}
