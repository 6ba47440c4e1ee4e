//! Rehearsed faults as clients see them.

use std::time::Duration;

use ckey_engine::Tenant;
use ckey_vault::Fault;
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
    tenant.vaults().served_fault(vault).is_none().then(|| no_vault(vault))
}

fn no_vault(vault: &str) -> Answer {
    let message = format!("There is no key vault named '{vault}'.");
    Answer::error(StatusCode::NOT_FOUND, "VaultNotFound", &message)
}

/// The fault of a vault as it is now, for who has shown a token. It comes before permissions.
pub(crate) fn meet(tenant: &Tenant, vault: &str) -> Met {
    let Some(fault) = tenant.vaults().served_fault(vault) else {
        return Met::End(no_vault(vault));
    };
    match fault {
        Fault::Slow(duration) => Met::Wait(duration),
        Fault::Unreachable => Met::End(Answer::ended(Ending::Closed)),
        Fault::Reset => Met::End(Answer::ended(Ending::Reset)),
        Fault::HalfAnswer => Met::End(Answer::ended(Ending::Half)),
        Fault::Throttled => {
            let message = "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached";
            let answer = Answer::error(StatusCode::TOO_MANY_REQUESTS, "Throttled", message);
            Met::End(answer.with("retry-after", "1"))
        }
        Fault::ServerError => {
            let message = "An unexpected error occurred while the vault processed the request.";
            Met::End(Answer::error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalServerError",
                message,
            ))
        }
        // The vault itself answers so.
        Fault::None | Fault::Unauthorized | Fault::Firewall | Fault::SubscriptionCanceled => {
            Met::Nothing
        }
    }
}
