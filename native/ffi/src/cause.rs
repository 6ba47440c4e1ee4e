//! Which status an error of a cmdlet is: what a service does about it decides. A status that
//! says who withdrew access, or that a vault did not answer, is never given for anything else.

use crate::status::Status;
use ckey_cmdlets::CmdletError;
use ckey_crypto::CryptoError;
use ckey_engine::Category;

/// The type that errors of vaults have, and no others.
const OF_A_VAULT: &str = "Microsoft.Azure.KeyVault.Models.KeyVaultErrorException";

/// The reason of a name or a value that does not bind, whatever its category.
const OF_BINDING: &str = "ParameterBindingException";

/// The status of an error: by its id where that says more than its category.
pub(crate) fn of(error: &CmdletError) -> Status {
    by_id(error).unwrap_or_else(|| by_category(error))
}

fn by_id(error: &CmdletError) -> Option<Status> {
    Some(match error.id.as_str() {
        "CustomerKeyUnavailable" => Status::KeyUnavailable,
        "ScopeKeyVersionUnknown" => Status::KeyVersion,
        "TenantReplaced" => Status::State,
        "StoreWrongMasterKey" | "PassphraseEmpty" => Status::Locked,
        "UnknownSecret" => Status::InvalidArgument,
        "QuestionDeclined" => Status::Declined,
        "QuestionUnanswered" => Status::Unanswered,
        "CallNotFinished" => Status::Busy,
        "ThreadUnavailable" => Status::OutOfThreads,
        id => return of_object(id),
    })
}

/// What the engine says of a sealed object, by the names of the format.
fn of_object(id: &str) -> Option<Status> {
    [
        (CryptoError::Header { reason: "" }, Status::SealedHeader),
        (CryptoError::DataKey, Status::SealedDataKey),
        (CryptoError::Commitment, Status::SealedCommitment),
        (CryptoError::Length, Status::SealedLength),
        (CryptoError::Frame { index: 0 }, Status::SealedFrame),
    ]
    .into_iter()
    .find_map(|(error, status)| (error.name() == id).then_some(status))
}

fn by_category(error: &CmdletError) -> Status {
    match error.category {
        _ if error.reason == Some(OF_BINDING) && error.category != Category::ObjectNotFound => {
            Status::Refused
        }
        Category::ObjectNotFound => Status::NotFound,
        Category::PermissionDenied | Category::AuthenticationError => Status::AccessDenied,
        Category::OperationStopped => Status::Cancelled,
        Category::OperationTimeout if error.exception != Some(OF_A_VAULT) => Status::TimedOut,
        Category::ResourceUnavailable | Category::OperationTimeout | Category::ConnectionError => {
            Status::VaultUnavailable
        }
        Category::ResourceBusy => Status::StateBusy,
        Category::ReadError
        | Category::WriteError
        | Category::InvalidData
        | Category::SecurityError => Status::State,
        Category::ParserError => Status::NotJson,
        Category::NotSpecified => Status::Internal,
        _ => Status::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ckey_engine::EngineError;

    fn status(id: &'static str, category: Category) -> Status {
        of(&CmdletError::new(id, category, "It happened.", "Do this."))
    }

    /// Whatever the category says of the value, no state of a tenant is meant.
    #[test]
    fn a_value_that_is_none_of_its_parameter_says_nothing_about_the_state() {
        for category in [Category::InvalidData, Category::InvalidArgument] {
            let error = CmdletError::new("X", category, "-X takes a number.", "Give a number.");
            assert_eq!(of(&error.because(OF_BINDING)), Status::Refused);
        }
        assert_eq!(status("DataDamaged", Category::InvalidData), Status::State);
    }

    #[test]
    fn a_passphrase_that_is_missing_or_wrong_is_no_withdrawal_of_access() {
        for id in ["StoreWrongMasterKey", "PassphraseEmpty"] {
            assert_eq!(status(id, Category::SecurityError), Status::Locked, "{id}");
        }
        assert_eq!(
            status("CustomerKeyAccessDenied", Category::PermissionDenied),
            Status::AccessDenied
        );
    }

    #[test]
    fn what_is_damaged_is_no_withdrawal_of_access_and_says_where() {
        for (error, expected) in [
            (CryptoError::Frame { index: 7 }, Status::SealedFrame),
            (CryptoError::Commitment, Status::SealedCommitment),
            (CryptoError::Random, Status::State),
        ] {
            assert_eq!(of(&EngineError::from(error).into()), expected);
        }
        assert_eq!(status("AuditBroken", Category::SecurityError), Status::State);
    }

    #[test]
    fn only_a_vault_that_did_not_answer_is_one() {
        let timed_out = status("TimedOut", Category::OperationTimeout);
        assert_eq!(timed_out, Status::TimedOut, "jobs that were waited for");
        let mut error = CmdletError::new("TimedOut", Category::OperationTimeout, "It.", "Wait.");
        error.exception = Some(OF_A_VAULT);
        assert_eq!(of(&error), Status::VaultUnavailable);
        assert_eq!(status("StoreBusy", Category::ResourceBusy), Status::StateBusy);
        assert_eq!(
            status("ThreadUnavailable", Category::ResourceUnavailable),
            Status::OutOfThreads
        );
    }
}
