//! What two failed roots mean together (rules 3.1.5, 3.1.6, 3.1.7 and 3.2).

use ckey_base::counted;
use ckey_store::model::{Policy, PolicyKind};
use ckey_vault::{FailureClass, VaultErrorKind};

use super::roots::RootFailure;
use crate::error::{Category, EngineError, RootReason};
use crate::ground::Access;

/// What follows when neither customer key opened a policy key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The availability key may be asked.
    AvailabilityKey,
    /// That of SharePoint may, because the geo is in recovery mode (rule 3.3.5).
    Recovery,
    /// Nothing but the roots serves, and none answers.
    Unavailable,
    /// The caller is refused.
    Refuse,
    /// The caller ended the call while it waited for a vault: nothing is known of the keys.
    Stopped,
}

impl Verdict {
    /// Both failures are system errors: the availability key serves everybody (rule 3.1.5). Any
    /// explicit customer action in the pair, also a mixed pair: users are refused (rules 3.1.6 and
    /// 3.1.7), the service's own jobs go on until the availability key is deleted (rules 3.2 and
    /// 4.8.7).
    pub(crate) fn of(failures: &[RootFailure], access: Access) -> Self {
        if failures.iter().any(|failure| failure.error.kind == VaultErrorKind::Cancelled) {
            return Self::Stopped;
        }
        let all_system =
            failures.iter().all(|failure| failure.error.kind.class() == FailureClass::System);
        if all_system || access == Access::Service { Self::AvailabilityKey } else { Self::Refuse }
    }

    /// The same of a policy of a kind: in SharePoint no availability key serves, whatever the roots
    /// answer and whoever asks (rule 3.3.4), but in recovery mode.
    pub(crate) fn for_policy(
        kind: PolicyKind,
        recovers: bool,
        failures: &[RootFailure],
        access: Access,
    ) -> Self {
        if kind != PolicyKind::SharePoint {
            return Self::of(failures, access);
        }
        match Self::of(failures, Access::User) {
            Self::Stopped => Self::Stopped,
            _ if recovers => Self::Recovery,
            Self::AvailabilityKey => Self::Unavailable,
            other => other,
        }
    }
}

fn reasons(failures: &[RootFailure]) -> String {
    failures
        .iter()
        .map(|failure| {
            format!(
                "{}: {} ({})",
                failure.key_uri,
                failure.error.kind.name(),
                failure.error.message
            )
        })
        .collect::<Vec<_>>()
        .join("; ")
}

/// The same as data.
fn roots(failures: &[RootFailure]) -> Box<[RootReason]> {
    let reason = |failure: &RootFailure| RootReason {
        key: failure.key_uri.clone(),
        reason: failure.error.kind.name(),
        class: failure.error.class().name(),
        message: failure.error.message.clone(),
    };
    failures.iter().map(reason).collect()
}

/// The error of who would put something under a policy whose key opens for no user.
pub(crate) fn not_opened(policy: &Policy, failures: &[RootFailure]) -> EngineError {
    match Verdict::for_policy(policy.kind, false, failures, Access::User) {
        Verdict::Refuse => refused(&policy.name, policy.kind, failures),
        _ => unavailable(&policy.name, failures, "no availability key serves"),
    }
}

/// What helps where the keys are lost for good. Mailboxes move as a whole; most data that a
/// multi-workload policy covers stays under the keys it was written with (rule 1.8).
pub(crate) const fn rescue(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Mailbox => {
            " If the keys are lost for good, the availability key carries mailboxes to a policy of new keys: New-DataEncryptionPolicy -Name NEW -AzureKeyIDs URI1, URI2; then Set-Mailbox MAILBOX -DataEncryptionPolicy NEW."
        }
        PolicyKind::SharePoint => {
            " If both keys are lost for good, ask for the recovery mode: Enable-CustomerKeyRecoveryMode; then give the geo new keys: Restore-SPODataEncryptionPolicy -PrimaryKeyVaultUri URI1 -SecondaryKeyVaultUri URI2"
        }
        _ => {
            " If the keys are lost for good, the availability key carries what an assignment rewraps to a policy of new keys (docs/recovery.md, Both vaults are lost)."
        }
    }
}

/// The error of a reader whom neither root served (rule 7.20); it says which root failed and why.
pub(crate) fn refused(policy: &str, kind: PolicyKind, failures: &[RootFailure]) -> EngineError {
    let is_full = |failure: &RootFailure| failure.error.kind == VaultErrorKind::StoreFull;
    let mut error = if failures.iter().all(is_full) {
        full(policy, failures)
    } else {
        let mut error = refusal(policy, failures);
        // No key is lost where nobody could ask for it.
        if failures.iter().any(|failure| concerns_what_is_kept(failure.error.kind)) {
            error.fix.push_str(rescue(kind));
        }
        error
    };
    error.roots = roots(failures);
    error.about(policy)
}

/// A full disk says nothing of the keys, and has one name wherever it is met.
fn full(policy: &str, failures: &[RootFailure]) -> EngineError {
    EngineError::new(
        "StoreFull",
        Category::WriteError,
        format!(
            "The data was not opened: the use of the customer keys of '{policy}' could not be recorded. {}",
            reasons(failures)
        ),
        "Free space on the disk or raise the limit; then try again.",
    )
}

/// Whether a failure says something of whoever asks a vault, or of the way there, and nothing of
/// what the vault keeps.
const fn concerns_who_asks(kind: VaultErrorKind) -> bool {
    use VaultErrorKind as Kind;
    matches!(
        kind,
        Kind::SignInFailed
            | Kind::NotTheVault
            | Kind::AnswerUnreadable
            | Kind::AnswerForAnotherKey
            | Kind::AnswerForAnotherVersion
            | Kind::AnswerOfWrongLength
            | Kind::ProviderMissing
            | Kind::Cancelled
    )
}

fn concerns_what_is_kept(kind: VaultErrorKind) -> bool {
    !concerns_who_asks(kind) && kind.class() != FailureClass::System
}

/// What mends keys that could not be used: of a store what holds for every file of it, else what
/// each failure says itself. An outage mends itself.
fn mending(failures: &[RootFailure]) -> String {
    let asking = failures.iter().filter(|failure| concerns_who_asks(failure.error.kind));
    let mut fixes: Vec<&str> = asking.map(|failure| failure.error.fix.as_str()).collect();
    if failures.iter().any(|failure| concerns_what_is_kept(failure.error.kind)) {
        fixes.push(
            "Mend what is named here: put the newest file of the vault back, restore the whole tenant with Restore-CustomerKeyTenant, or see to what keeps this process from reading it.",
        );
    }
    fixes.dedup();
    fixes.join(" ")
}

fn refusal(policy: &str, failures: &[RootFailure]) -> EngineError {
    if failures.iter().all(|failure| failure.error.kind.class() != FailureClass::Explicit) {
        return EngineError::new(
            "CustomerKeyUnusable",
            Category::ReadError,
            format!(
                "The data cannot be opened: neither customer key of '{policy}' could be used, and what keeps them from it is no outage. {}",
                reasons(failures)
            ),
            mending(failures),
        );
    }
    let any = |class| failures.iter().any(|failure| failure.error.kind.class() == class);
    let what = if any(FailureClass::System) {
        format!(
            "one customer key of '{policy}' refused and the other did not answer, which is not taken for an outage"
        )
    } else if any(FailureClass::Request) {
        format!("one customer key of '{policy}' refused and the other could not be used")
    } else {
        format!("both customer keys of '{policy}' refused")
    };
    let is_kept_out = failures.iter().any(|one| one.error.kind == VaultErrorKind::FirewallRefused);
    let through =
        if is_kept_out { "Let the service through the firewall of the vault. " } else { "" };
    EngineError::new(
        "CustomerKeyAccessDenied",
        Category::PermissionDenied,
        format!("The data cannot be opened: {what}. {}", reasons(failures)),
        format!(
            "{through}Give the service get, wrapKey and unwrapKey on both keys again, and enable, recover or restore the key versions named here. Access comes back by itself within seconds."
        ),
    )
}

/// The error of who leaves policies while keys of theirs do not answer (rule 4.7.4).
pub(crate) fn unreachable_keys(failures: &[RootFailure], with_lost_keys: bool) -> EngineError {
    let lost = if with_lost_keys {
        "Of none of them does its vault say that it is lost for good (purged, or the file of its vault)."
    } else {
        "If a key is lost for good (purged, or the file of its vault): Unregister-CustomerKeyWorkload -WithLostKeys."
    };
    let mut error = EngineError::new(
        "PolicyKeysUnreachable",
        Category::ResourceUnavailable,
        format!(
            "The tenant cannot leave its policies for multiple workloads now, because {} not answer: {}",
            counted(failures.len(), "customer key does", "customer keys do"),
            reasons(failures)
        ),
        format!(
            "Nothing has changed. Give back what is named here, or wait for it, and leave then. {lost}"
        ),
    );
    error.roots = roots(failures);
    error
}

/// The error where the vaults do not answer and there is no availability key to fall back to.
pub(crate) fn unavailable(policy: &str, failures: &[RootFailure], why: &str) -> EngineError {
    let mut error = EngineError::new(
        "CustomerKeyUnavailable",
        Category::ResourceUnavailable,
        format!("The data cannot be opened now: neither customer key of '{policy}' answered, and {why}. {}", reasons(failures)),
        "Wait until the vaults answer again, or find out what keeps them from it.",
    )
    .about(policy);
    error.retryable = true;
    error.roots = roots(failures);
    error
}

#[cfg(test)]
mod tests {
    use ckey_vault::{VaultError, VaultErrorKind};

    use super::{Access, PolicyKind, RootFailure, Verdict};

    fn pair(first: VaultErrorKind, second: VaultErrorKind) -> [RootFailure; 2] {
        [first, second].map(|kind| RootFailure {
            key_uri: "k".to_owned(),
            error: VaultError::new(kind, "m", "k", "f"),
        })
    }

    /// Rule 3.1.5.
    #[test]
    fn two_outages_let_users_and_service_fall_back_to_the_availability_key() {
        let outages = pair(VaultErrorKind::Unreachable, VaultErrorKind::Throttled);
        assert_eq!(Verdict::of(&outages, Access::User), Verdict::AvailabilityKey);
        assert_eq!(Verdict::of(&outages, Access::Service), Verdict::AvailabilityKey);
    }

    #[test]
    fn a_refusal_says_whether_both_keys_refused_or_one_did_not_answer() {
        let told =
            |first, second| super::refused("P", PolicyKind::Mailbox, &pair(first, second)).message;
        assert!(
            told(VaultErrorKind::AccessDenied, VaultErrorKind::KeyDisabled)
                .contains("both customer keys of 'P' refused")
        );
        assert!(
            told(VaultErrorKind::Unreachable, VaultErrorKind::AccessDenied)
                .contains("the other did not answer")
        );
        assert!(
            told(VaultErrorKind::KeyDeleted, VaultErrorKind::Damaged)
                .contains("the other could not be used")
        );
    }

    /// Rule 8.1.4.
    #[test]
    fn files_that_cannot_be_read_are_neither_a_refusal_of_the_customer_nor_an_outage() {
        for failures in [
            pair(VaultErrorKind::Io, VaultErrorKind::Io),
            pair(VaultErrorKind::Io, VaultErrorKind::Unreachable),
            pair(VaultErrorKind::NotRecorded, VaultErrorKind::Damaged),
            pair(VaultErrorKind::CryptoFailed, VaultErrorKind::Throttled),
        ] {
            assert_eq!(Verdict::of(&failures, Access::User), Verdict::Refuse);
            assert_eq!(
                super::refused("P", PolicyKind::Mailbox, &failures).id,
                "CustomerKeyUnusable"
            );
        }
    }

    #[test]
    fn who_could_not_ask_is_told_so_and_not_that_keys_are_lost_or_files_damaged() {
        let fix = |first, second| {
            let mut failures = pair(first, second);
            failures.iter_mut().for_each(|one| "Check the secret.".clone_into(&mut one.error.fix));
            super::refused("P", PolicyKind::Mailbox, &failures).fix
        };
        let (sign_in, damaged) = (VaultErrorKind::SignInFailed, VaultErrorKind::Damaged);
        assert_eq!(fix(sign_in, sign_in), "Check the secret.");
        assert_eq!(fix(VaultErrorKind::Throttled, sign_in), "Check the secret.");
        let both = fix(sign_in, damaged);
        assert!(both.starts_with("Check the secret. Mend") && both.contains("lost for good"));
        assert!(fix(damaged, damaged).starts_with("Mend what is named here"));
        let kept_out = fix(VaultErrorKind::FirewallRefused, VaultErrorKind::FirewallRefused);
        assert!(kept_out.starts_with("Let the service through the firewall"), "{kept_out}");
    }

    /// Rule 8.1.8.
    #[test]
    fn a_full_disk_has_its_own_name_and_says_nothing_of_the_keys() {
        let full = pair(VaultErrorKind::StoreFull, VaultErrorKind::StoreFull);
        assert_eq!(Verdict::of(&full, Access::User), Verdict::Refuse);
        let told = super::refused("P", PolicyKind::Mailbox, &full);
        assert_eq!((told.id, told.fix.contains("lost")), ("StoreFull", false));
    }

    /// Rules 3.1.6, 3.1.7 and 3.2.
    #[test]
    fn a_call_that_its_caller_stopped_says_nothing_of_the_keys_whatever_the_other_root_said() {
        for other in
            [VaultErrorKind::Cancelled, VaultErrorKind::Unreachable, VaultErrorKind::AccessDenied]
        {
            for failures in
                [pair(VaultErrorKind::Cancelled, other), pair(other, VaultErrorKind::Cancelled)]
            {
                assert_eq!(Verdict::of(&failures, Access::User), Verdict::Stopped);
                assert_eq!(Verdict::of(&failures, Access::Service), Verdict::Stopped);
            }
        }
    }

    #[test]
    fn any_explicit_action_in_the_pair_refuses_users_and_not_the_service() {
        for failures in [
            pair(VaultErrorKind::AccessDenied, VaultErrorKind::KeyDisabled),
            pair(VaultErrorKind::AccessDenied, VaultErrorKind::Unreachable),
            pair(VaultErrorKind::TimedOut, VaultErrorKind::KeyDeleted),
            pair(VaultErrorKind::Damaged, VaultErrorKind::Damaged),
        ] {
            assert_eq!(Verdict::of(&failures, Access::User), Verdict::Refuse);
            assert_eq!(Verdict::of(&failures, Access::Service), Verdict::AvailabilityKey);
        }
    }
}
