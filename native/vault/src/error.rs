//! What a vault may answer instead of doing its work, and what that means for the availability key.

use std::fmt;

/// What a failed root means to the read path (rule 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// The customer acted: by intent, by accident or by malice (rule 3.4.11). A user's read fails
    /// closed.
    Explicit,
    /// The vault cannot answer or cannot be reached. The availability key may stand in once both
    /// roots fail so.
    System,
    /// The request itself was at fault or was given up. It says nothing about the root and never
    /// brings in the availability key.
    Request,
}

impl FailureClass {
    /// The stable name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::System => "system",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for FailureClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Writes the enum and its tables from one list, so that no kind can be without class, status and
/// code.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: $class:ident, $status:expr, $code:expr, $inner:expr;)*) => {
        /// What went wrong, as a stable name. [`VaultErrorKind::class`] is the only place where the
        /// class is decided.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum VaultErrorKind { $($(#[$doc])* $kind,)* }

        impl VaultErrorKind {
            /// Every kind, for tables and tests.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The class of the failure (rule 3.4).
            #[must_use]
            pub const fn class(self) -> FailureClass {
                match self { $(Self::$kind => FailureClass::$class,)* }
            }

            /// The stable name: the variant's own.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)* }
            }

            /// The HTTP status the vault's REST API gives; `None` where no answer would come at
            /// all.
            #[must_use]
            pub const fn http_status(self) -> Option<u16> {
                match self { $(Self::$kind => $status,)* }
            }

            /// `error.code` and `error.innererror.code` of the REST API, where it has them. The inner
            /// codes of 500 are ours: by them what is wrong with a store stays no outage, whoever
            /// reads the answer. So is that of a deleted vault, whose name would not resolve in
            /// Azure: by it nobody takes the vault for lost.
            #[must_use]
            pub const fn service_code(self) -> (&'static str, Option<&'static str>) {
                match self { $(Self::$kind => ($code, $inner),)* }
            }
        }
    };
}

kinds! {
    /// No access policy gives the caller the permission (rules 3.4.1 and 7.2).
    AccessDenied: Explicit, Some(403), "Forbidden", Some("ForbiddenByPolicy");
    /// The vault refuses, for a reason that it does not give or that is not known here: a missing
    /// permission, a canceled subscription, or what the service may say some day.
    ReasonUnknown: Explicit, Some(403), "Forbidden", None;
    /// The key's own list of operations lacks this one (rules 3.4.2 and 7.4).
    OperationNotPermitted: Explicit, Some(403), "Forbidden", Some("KeyOperationForbidden");
    /// The key version is disabled (rules 3.4.3 and 7.3).
    KeyDisabled: Explicit, Some(403), "Forbidden", Some("KeyDisabled");
    /// No key of that name is in the vault, or it was purged (rules 3.4.4 and 7.7).
    KeyNotFound: Explicit, Some(404), "KeyNotFound", None;
    /// The key is deleted and can still be recovered (rule 3.4.4).
    KeyDeleted: Explicit, Some(404), "KeyNotFound", None;
    /// The key is there, the version is not (rule 7.7).
    VersionNotFound: Explicit, Some(404), "KeyNotFound", None;
    /// No key of that name is there, and whether it was only deleted was not answered.
    DeletionUnknown: Explicit, Some(404), "KeyNotFound", None;
    /// No vault of that name is here, or it was purged (rules 3.4.4 and 7.7).
    VaultNotFound: Explicit, Some(404), "VaultNotFound", None;
    /// The vault is deleted and can still be recovered (rule 3.4.4).
    VaultDeleted: Explicit, Some(404), "VaultNotFound", Some("VaultIsDeletedButRecoverable");
    /// The key is past its expiry: wrap is refused, unwrap still works (rule 3.4.5).
    KeyExpired: Explicit, Some(403), "Forbidden", None;
    /// The key is before its not-before date: wrap is refused, unwrap still works (rule 3.4.6).
    KeyNotYetValid: Explicit, Some(403), "Forbidden", None;
    /// The vault's network rules refuse the caller (rules 3.4.7 and 7.5).
    FirewallRefused: Explicit, Some(403), "Forbidden", Some("ForbiddenByFirewall");
    /// The vault's subscription was canceled, and the vault says so (rule 3.4.10).
    SubscriptionCanceled: Explicit, Some(403), "Forbidden", None;
    /// The caller's token was missing, expired or for something else: a fault on the service's side
    /// (rule 3.4.8).
    Unauthorized: System, Some(401), "Unauthorized", None;
    /// Too many requests (rules 3.4.9 and 7.6).
    Throttled: System, Some(429), "Throttled", None;
    /// The vault cannot be reached (rule 3.4.9).
    Unreachable: System, None, "Unreachable", None;
    /// The vault did not answer within the time given (rule 3.4.9).
    TimedOut: System, None, "TimedOut", None;
    /// The vault answered with a failure of its own, 5xx (rule 3.4.9).
    ServerError: System, Some(500), "InternalServerError", None;
    /// The vault's file is damaged or was altered: nothing in it is used (rule 8.1.4). Not a system
    /// error: who alters both keys' files must not bring in the availability key for users.
    Damaged: Request, Some(500), "InternalServerError", Some("VaultStoreDamaged");
    /// The vault's file could not be read or written. It is on this machine, so this is no outage
    /// either: anyone who can put a folder in its place must not bring in the availability key.
    Io: Request, Some(500), "InternalServerError", Some("VaultStoreUnusable");
    /// The disk is full, a quota is used up, or a file may not grow: nothing was changed, and no key
    /// was used.
    StoreFull: Request, Some(500), "InternalServerError", Some("VaultStoreFull");
    /// The tenant's record of its vaults could not be read or written.
    NotRecorded: Request, Some(500), "InternalServerError", Some("VaultNotRecorded");
    /// The cryptographic library failed in this process.
    CryptoFailed: Request, Some(500), "InternalServerError", Some("CryptographyFailed");
    /// No sign-in is set up for the vaults, or the directory refuses the one that is. Not a system
    /// error: who can change the variables of this process must not bring in the availability key.
    SignInFailed: Request, None, "SignInFailed", None;
    /// Who answers does not show that it is the vault: its certificate, a challenge for another
    /// host, a redirection.
    NotTheVault: Request, None, "NotTheVault", None;
    /// The answer is not what the protocol says: empty, too large, no JSON, parts missing.
    AnswerUnreadable: Request, None, "AnswerUnreadable", None;
    /// The answer is about another key than the one that was asked for.
    AnswerForAnotherKey: Request, None, "AnswerForAnotherKey", None;
    /// The answer is about another version of the key.
    AnswerForAnotherVersion: Request, None, "AnswerForAnotherVersion", None;
    /// What was wrapped or unwrapped has not the length that it must have.
    AnswerOfWrongLength: Request, None, "AnswerOfWrongLength", None;
    /// This build, or this process, has nothing that could ask the vaults.
    ProviderMissing: Request, None, "ProviderMissing", None;
    /// The vault would grow beyond what is read back.
    TooLarge: Request, Some(413), "RequestEntityTooLarge", None;
    /// The caller gave the request up.
    Cancelled: Request, None, "Cancelled", None;
    /// A parameter is outside what the vault takes.
    BadParameter: Request, Some(400), "BadParameter", None;
    /// The ciphertext does not open under this key version.
    BadCiphertext: Request, Some(400), "BadParameter", None;
    /// The key is of a type that cannot wrap keys (rule 2.6).
    NotRsa: Request, Some(400), "BadParameter", None;
    /// A vault or key of that name exists.
    NameTaken: Request, Some(409), "Conflict", None;
    /// The name belongs to a deleted vault or key that can still be recovered (rule 5.17.2).
    DeletedNameTaken: Request, Some(409), "Conflict", Some("ObjectIsDeletedButRecoverable");
    /// Purge protection or a protected subscription keeps the deleted object until its retention
    /// ends (rule 5.17.3).
    PurgeProtected: Request, Some(403), "Forbidden", None;
    /// The key has as many versions as a key can have (rule 5.12.5).
    TooManyVersions: Request, Some(403), "Forbidden", None;
    /// A backup blob is damaged, foreign, or of another subscription or geography (rule 5.12.2).
    BackupRefused: Request, Some(400), "BadParameter", None;
}

impl VaultErrorKind {
    /// The kind that a vault means by its REST API's status and codes: of those that the table has
    /// for it the one with the same inner code, else the plain one. `None` where it has none.
    ///
    /// An inner code that nobody knows is never a system error: a refusal stays one.
    #[must_use]
    pub fn of_answer(status: u16, code: &str, inner: Option<&str>) -> Option<Self> {
        let of_status = |kind: &Self| kind.http_status() == Some(status);
        let known = inner.and_then(Self::of_inner).filter(of_status);
        if known.is_some() {
            return known;
        }
        match status {
            400 => Some(Self::BadParameter),
            401 => Some(Self::Unauthorized),
            403 => Some(Self::ReasonUnknown),
            404 if code.eq_ignore_ascii_case("VaultNotFound") => Some(Self::VaultNotFound),
            404 => Some(Self::KeyNotFound),
            408 => Some(Self::TimedOut),
            409 => Some(Self::NameTaken),
            413 => Some(Self::TooLarge),
            429 => Some(Self::Throttled),
            500..=599 => Some(Self::ServerError),
            _ => None,
        }
    }

    /// The same of a refusal whose codes name no reason, by what the service says of it: a key vault
    /// calls a missing permission by the inner code `AccessDenied` in some answers, which it has for
    /// other reasons too, and a managed HSM calls a missing role by that as its code.
    #[must_use]
    pub fn of_words(code: &str, inner: Option<&str>, message: &str) -> Option<Self> {
        let says = |words: &[&str]| words.iter().all(|word| message.contains(word));
        let is_denied = |code: &str| code.eq_ignore_ascii_case("AccessDenied");
        let is_missing = inner.is_some_and(is_denied)
            && says(&["does not have keys ", " permission"])
            || is_denied(code)
                && says(&["Not authorized to access Microsoft.KeyVault/managedHsm/keys/"]);
        is_missing.then_some(Self::AccessDenied)
    }

    /// The kind that an inner code of the REST API means.
    fn of_inner(inner: &str) -> Option<Self> {
        let all = Self::ALL.iter().filter_map(|kind| Some((kind.service_code().1?, *kind)));
        let mut known = all.chain(SAID_OTHERWISE);
        known.find(|(code, _)| code.eq_ignore_ascii_case(inner)).map(|(_, kind)| kind)
    }
}

impl fmt::Display for VaultErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A vault's refusal: what happened, to which object, and what to do about it. Never holds key
/// material or plaintext.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({target}) {fix}")]
pub struct VaultError {
    /// Stable kind.
    pub kind: VaultErrorKind,
    /// What happened; for refusals the real service's wording.
    pub message: String,
    /// The URI of the key or vault, or the path of the file.
    pub target: String,
    /// What to do about it.
    pub fix: String,
    /// Whether a role is missing, where no policy counts.
    pub(crate) is_by_role: bool,
}

/// What a vault of roles says where one of policies says `ForbiddenByPolicy`.
const BY_ROLE: &str = "ForbiddenByRbac";

/// Inner codes that the service has beside those of the table.
const SAID_OTHERWISE: [(&str, VaultErrorKind); 3] = [
    (BY_ROLE, VaultErrorKind::AccessDenied),
    ("ForbiddenByConnection", VaultErrorKind::FirewallRefused),
    ("ObjectIsBeingDeleted", VaultErrorKind::DeletedNameTaken),
];

impl VaultError {
    /// An error from its four parts.
    #[must_use]
    pub fn new(
        kind: VaultErrorKind,
        message: impl Into<String>,
        target: impl fmt::Display,
        fix: impl Into<String>,
    ) -> Self {
        let (message, target, fix) = (message.into(), target.to_string(), fix.into());
        Self { kind, message, target, fix, is_by_role: false }
    }

    /// The same of a vault in which roles count.
    pub(crate) const fn by_role(mut self) -> Self {
        self.is_by_role = true;
        self
    }

    /// The codes of the REST API, as [`VaultErrorKind::service_code`]: the service names apart
    /// which of the two is missing, a policy or a role.
    #[must_use]
    pub const fn service_code(&self) -> (&'static str, Option<&'static str>) {
        match (self.kind.service_code(), self.is_by_role) {
            ((code, _), true) => (code, Some(BY_ROLE)),
            (codes, false) => codes,
        }
    }

    /// The class of the failure; short for `self.kind.class()`.
    #[must_use]
    pub const fn class(&self) -> FailureClass {
        self.kind.class()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::FailureClass::{Explicit, Request, System};
    use super::VaultErrorKind as Kind;

    /// Rules 3.4.1, 3.4.2, 3.4.3, 3.4.4, 3.4.5, 3.4.6, 3.4.7, 3.4.8, 3.4.9, 3.4.10 and 8.1.4; and the codes
    /// of rules 7.2, 7.3, 7.4, 7.5, 7.6 and 7.7.
    const TABLE: &[(&str, Kind, super::FailureClass, Option<u16>)] = &[
        ("permission removed", Kind::AccessDenied, Explicit, Some(403)),
        ("refused without a reason", Kind::ReasonUnknown, Explicit, Some(403)),
        ("operation missing from key_ops", Kind::OperationNotPermitted, Explicit, Some(403)),
        ("key or version disabled", Kind::KeyDisabled, Explicit, Some(403)),
        ("key soft-deleted", Kind::KeyDeleted, Explicit, Some(404)),
        ("key purged", Kind::KeyNotFound, Explicit, Some(404)),
        ("version gone", Kind::VersionNotFound, Explicit, Some(404)),
        ("key purged or deleted", Kind::DeletionUnknown, Explicit, Some(404)),
        ("vault deleted", Kind::VaultDeleted, Explicit, Some(404)),
        ("vault purged", Kind::VaultNotFound, Explicit, Some(404)),
        ("key expired", Kind::KeyExpired, Explicit, Some(403)),
        ("key not yet valid", Kind::KeyNotYetValid, Explicit, Some(403)),
        ("firewall refuses", Kind::FirewallRefused, Explicit, Some(403)),
        ("subscription canceled", Kind::SubscriptionCanceled, Explicit, Some(403)),
        ("401 on the service's side", Kind::Unauthorized, System, Some(401)),
        ("throttled", Kind::Throttled, System, Some(429)),
        ("5xx", Kind::ServerError, System, Some(500)),
        ("cannot be reached", Kind::Unreachable, System, None),
        ("timeout", Kind::TimedOut, System, None),
        ("file damaged: somebody altered it", Kind::Damaged, Request, Some(500)),
        ("file unreadable: somebody did that", Kind::Io, Request, Some(500)),
        ("disk full", Kind::StoreFull, Request, Some(500)),
        ("record of the vault unreadable", Kind::NotRecorded, Request, Some(500)),
        ("our own cryptographic library", Kind::CryptoFailed, Request, Some(500)),
        ("the directory refuses our sign-in", Kind::SignInFailed, Request, None),
        ("somebody else answers", Kind::NotTheVault, Request, None),
        ("an answer that says nothing", Kind::AnswerUnreadable, Request, None),
        ("an answer about another key", Kind::AnswerForAnotherKey, Request, None),
        ("an answer about another version", Kind::AnswerForAnotherVersion, Request, None),
        ("an answer of the wrong length", Kind::AnswerOfWrongLength, Request, None),
        ("built without the provider", Kind::ProviderMissing, Request, None),
        ("vault full", Kind::TooLarge, Request, Some(413)),
        ("given up by the caller", Kind::Cancelled, Request, None),
        ("bad parameter", Kind::BadParameter, Request, Some(400)),
        ("not a key that wraps", Kind::NotRsa, Request, Some(400)),
    ];

    /// Rule 3.4.
    #[test]
    fn every_condition_has_its_class_and_status() {
        for (condition, kind, class, status) in TABLE {
            assert_eq!((kind.class(), kind.http_status()), (*class, *status), "{condition}");
        }
    }

    #[test]
    fn only_what_an_outage_looks_like_from_outside_is_a_system_error() {
        let system: Vec<_> = Kind::ALL.iter().filter(|kind| kind.class() == System).collect();
        let expected = [
            Kind::Unauthorized,
            Kind::Throttled,
            Kind::Unreachable,
            Kind::TimedOut,
            Kind::ServerError,
        ];
        assert_eq!(system, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn an_answer_is_classified_by_the_table_and_what_is_new_in_it_stays_what_its_status_says() {
        for kind in Kind::ALL {
            if let (Some(status), (code, Some(inner))) = (kind.http_status(), kind.service_code()) {
                assert_eq!(Kind::of_answer(status, code, Some(inner)), Some(*kind));
            }
        }
        // Each row that the reference of the service has, and what it may say some day.
        for (status, inner, kind) in [
            (401, None, Kind::Unauthorized),
            (403, Some("ForbiddenByPolicy"), Kind::AccessDenied),
            (403, Some("ForbiddenByRbac"), Kind::AccessDenied),
            (403, Some("ForbiddenByFirewall"), Kind::FirewallRefused),
            (403, Some("ForbiddenByConnection"), Kind::FirewallRefused),
            (403, Some("KeyDisabled"), Kind::KeyDisabled),
            (403, Some("KeyOperationForbidden"), Kind::OperationNotPermitted),
            (403, Some("KeyManagedByKeyVault"), Kind::ReasonUnknown),
            (403, Some("NewInAzure"), Kind::ReasonUnknown),
            (403, None, Kind::ReasonUnknown),
            (404, None, Kind::KeyNotFound),
            (400, None, Kind::BadParameter),
            (409, Some("ObjectIsDeletedButRecoverable"), Kind::DeletedNameTaken),
            (409, Some("ObjectIsBeingDeleted"), Kind::DeletedNameTaken),
            (409, Some("NewInAzure"), Kind::NameTaken),
            (408, None, Kind::TimedOut),
            (429, None, Kind::Throttled),
            (500, None, Kind::ServerError),
            (502, Some("KeyDisabled"), Kind::ServerError),
            (503, None, Kind::ServerError),
            (504, None, Kind::ServerError),
        ] {
            let answer = Kind::of_answer(status, "", inner);
            assert_eq!(answer, Some(kind), "{status} {inner:?}");
        }
        assert_eq!(Kind::of_answer(404, "VaultNotFound", None), Some(Kind::VaultNotFound));
        assert_eq!(Kind::of_answer(302, "", None), None);
        let (code, inner) = Kind::VaultDeleted.service_code();
        assert_eq!(Kind::of_answer(404, code, inner), Some(Kind::VaultDeleted));
    }

    #[test]
    fn a_missing_permission_is_also_known_by_the_services_words_where_its_codes_say_too_little() {
        let policy = "The user, group or application 'appid=a;oid=o;iss=i' does not have keys unwrap key permission on key vault 'kv-a;location=eastus'.";
        let role = "Not authorized to access Microsoft.KeyVault/managedHsm/keys/unwrap/action on /keys/Root (Activity ID: a)";
        let firewall = "Client address is not authorized and caller is not a trusted service.";
        let (inner, denied) = (Some("AccessDenied"), Some(Kind::AccessDenied));
        for (code, inner, message, kind) in [
            ("Forbidden", inner, policy, denied),
            ("AccessDenied", None, role, denied),
            ("Forbidden", inner, firewall, None),
            ("Forbidden", inner, "", None),
            ("Forbidden", None, policy, None),
            ("Forbidden", None, role, None),
            ("AccessDenied", None, policy, None),
            ("AccessDenied", None, firewall, None),
        ] {
            assert_eq!(Kind::of_words(code, inner, message), kind, "{code} {inner:?} {message}");
        }
    }

    /// Or who damages the served vaults would bring in the availability key where they are roots.
    #[test]
    fn what_is_no_outage_here_is_none_to_who_hears_of_it_over_the_network() {
        for kind in Kind::ALL {
            let Some(status) = kind.http_status() else { continue };
            let (code, inner) = kind.service_code();
            let heard = Kind::of_answer(status, code, inner).unwrap();
            assert_eq!(heard.class() == System, kind.class() == System, "{kind} is {heard}");
        }
    }

    #[test]
    fn a_missing_role_has_a_code_of_its_own_and_is_heard_as_a_missing_policy_is() {
        let by_policy = super::VaultError::new(Kind::AccessDenied, "", "", "");
        let by_role = by_policy.clone().by_role();
        assert_eq!(by_policy.service_code(), ("Forbidden", Some("ForbiddenByPolicy")));
        assert_eq!(by_role.service_code(), ("Forbidden", Some("ForbiddenByRbac")));
        for (code, inner) in [by_policy.service_code(), by_role.service_code()] {
            assert_eq!(Kind::of_answer(403, code, inner), Some(Kind::AccessDenied));
        }
    }

    #[test]
    fn every_refusal_of_the_customer_is_403_or_404() {
        for kind in Kind::ALL.iter().filter(|kind| kind.class() == Explicit) {
            assert!(matches!(kind.http_status(), Some(403 | 404)), "{kind}");
        }
    }

    #[test]
    fn an_error_says_what_where_and_what_to_do() {
        let error = super::VaultError::new(
            Kind::KeyDisabled,
            "It is disabled.",
            "https://v.vault.azure.net/keys/k",
            "Enable it.",
        );
        assert_eq!(
            error.to_string(),
            "It is disabled. (https://v.vault.azure.net/keys/k) Enable it."
        );
        assert_eq!((error.kind.name(), error.class()), ("KeyDisabled", Explicit));
    }
}
