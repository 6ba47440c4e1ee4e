//! Who is signed in, as a session sees it: what the process keeps, which starts from what the
//! tenant last saved for the user of the operating system. A sign-in that failed is kept as well, so
//! that a script that goes on after errors does not go on as the owner.

use crate::runtime::error::CmdletError;
use crate::runtime::process_sign_ins::{self, Exchange};
use crate::runtime::session::Session;
use crate::surface::bind::Bound;
use crate::surface::value::Credential;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_engine::directory::Directory;
use ckey_engine::{Account, AccountType, Operation, Resolved, Service, SignIn, Tenant};
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::sync::Arc;

/// The service that a cmdlet signs in to, where it does.
pub(crate) fn signs_in_to(cmdlet: &str) -> Option<Service> {
    match cmdlet {
        "Connect-ExchangeOnline" | "Connect-IPPSSession" | "Connect-SPOService" => {
            Some(Service::Exchange)
        }
        "Connect-AzAccount" => Some(Service::Azure),
        _ => None,
    }
}

/// Parameters of which any says: prove who you are, which nothing here can check.
pub(crate) const PROOFS: [&str; 15] = [
    "AccessToken",
    "AppId",
    "ApplicationId",
    "Certificate",
    "CertificateFilePath",
    "CertificatePath",
    "CertificateThumbprint",
    "ClientId",
    "Credential",
    "FederatedToken",
    "Identity",
    "ManagedIdentity",
    "ManagedIdentityAccountId",
    "ManagedIdentityClientId",
    "ServicePrincipal",
];

/// Parameters that name who signs in.
pub(crate) const NAMES: [&str; 8] = [
    "UserPrincipalName",
    "AccountId",
    "Credential",
    "AppId",
    "ApplicationId",
    "ManagedIdentityAccountId",
    "ClientId",
    "ManagedIdentityClientId",
];

/// What Az calls the identity of the machine itself.
const OF_THE_MACHINE: &str = "MSI@50342";

/// The one warning of a sign-in that proves who signs in: nobody checks it, and unattended scripts
/// begin so (rule 8.3.18). It names what is ignored besides.
pub(crate) fn unchecked(bound: &Bound, who: Option<&str>) -> Option<String> {
    if !proves(bound) {
        return None;
    }
    let who = match who {
        Some(who) => format!("'{who}'"),
        // By an empty name nobody signs in.
        None if NAMES.iter().any(|name| given(bound, name).is_some()) => return None,
        None if given(bound, "AccessToken").is_some() => "whom the token names".to_owned(),
        None => "the identity of the machine".to_owned(),
    };
    let ignored = bound.ignored();
    let ignored = if ignored.is_empty() {
        String::new()
    } else {
        format!(" It ignores -{}.", ignored.join(", -"))
    };
    Some(format!(
        "A local tenant checks nothing: {} signs in as {who}.{ignored}",
        bound.cmdlet().name
    ))
}

/// Whether it is a sign-in that proves who signs in.
fn proves(bound: &Bound) -> bool {
    signs_in_to(bound.cmdlet().name).is_some()
        && PROOFS.iter().any(|name| given(bound, name).is_some())
}

fn given<'a>(bound: &'a Bound, name: &str) -> Option<&'a Value> {
    let found = bound.values().find(|(given, _)| *given == name);
    found.map(|(_, value)| value).filter(|value| **value != Value::Bool(false))
}

/// Refuses a sign-in that proves somebody and names nobody: whoever was signed in before, or the
/// owner, would act in the place of who is meant (rule 8.3.20). `is_named` says whether a parameter that names
/// somebody was given, also one that is not set.
///
/// # Errors
/// `AccountMissing`.
pub(crate) fn check_names_somebody(bound: &Bound, is_named: bool) -> Result<(), CmdletError> {
    let has = |name: &str| given(bound, name).is_some();
    let token = given(bound, "AccessToken");
    if !(is_named || proves(bound))
        // One that names somebody badly is refused where the name is looked up.
        || NAMES.into_iter().any(has)
        || ["Identity", "ManagedIdentity"].into_iter().any(has)
        || token.and_then(Value::as_str).and_then(named_by).is_some()
    {
        return Ok(());
    }
    let cmdlet = bound.cmdlet();
    let message = if token.is_some() {
        "The access token names nobody that can be read from it, so it is not known who signs in."
    } else {
        "Nothing names who signs in: a certificate and a secret do not."
    };
    let ways: Vec<_> = ["UserPrincipalName", "AccountId", "AppId", "ApplicationId"]
        .into_iter()
        .filter_map(|name| cmdlet.parameter(name))
        .map(|parameter| format!("-{}", parameter.name))
        .collect();
    let fix = format!("Name the account as well, by {}.", ways.join(" or "));
    Err(CmdletError::argument("AccountMissing", message, fix))
}

/// What the parameters of a cmdlet say about who is to sign in.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) account: Option<String>,
    pub(crate) credential: Option<Credential>,
    /// An application's id.
    pub(crate) application: Option<String>,
    /// Whether the credential is an application's.
    pub(crate) as_application: bool,
    /// The machine's identity; its `account` is which one, where it has several.
    pub(crate) managed: bool,
    pub(crate) token: Option<String>,
}

/// Who signs in, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Principal {
    pub(crate) account: String,
    pub(crate) with: AccountType,
}

impl Asked {
    /// Who signs in; `None` where nobody is named.
    ///
    /// # Errors
    /// `AccountAmbiguous` where two different accounts are named.
    pub(crate) fn principal(self) -> Result<Option<Principal>, CmdletError> {
        let is_managed = self.managed;
        let with = match &self {
            _ if is_managed => AccountType::ManagedService,
            Self { application: Some(_), .. } | Self { as_application: true, .. } => {
                AccountType::ServicePrincipal
            }
            Self { token: Some(_), .. } => AccountType::AccessToken,
            _ => AccountType::User,
        };
        let of_token = self.token.as_deref().and_then(named_by);
        let credential = self.credential.map(|credential| credential.user_name);
        let mut named = self.application.into_iter().chain(self.account).chain(credential);
        let first = named.next();
        if let (Some(one), Some(other)) = (&first, named.next())
            && !one.trim().eq_ignore_ascii_case(other.trim())
        {
            let message = format!("Both '{one}' and '{other}' are to sign in.");
            let fix = "Give one of them, or the same account twice.";
            return Err(CmdletError::argument("AccountAmbiguous", message, fix).about(one.clone()));
        }
        let account = first.or(of_token).or_else(|| is_managed.then(|| OF_THE_MACHINE.to_owned()));
        Ok(account.map(|account| Principal { account, with }))
    }
}

impl Principal {
    /// What it stands for in the directory, and what that is called.
    ///
    /// # Errors
    /// Those of the directory.
    pub(crate) fn resolve(
        &self,
        directory: Directory<'_>,
    ) -> Result<(&'static str, Resolved), CmdletError> {
        if self.with == AccountType::User || self.account.contains('@') {
            Ok(("user", directory.resolve_user(&self.account)?))
        } else {
            Ok(("service principal", directory.resolve_service_principal(&self.account)?))
        }
    }
}

/// Whom the claims of a token name: a person or an application. Nothing in it is checked.
fn named_by(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    ["upn", "unique_name", "preferred_username", "appid", "azp"]
        .iter()
        .find_map(|name| claims.get(name)?.as_str().filter(|text| !text.trim().is_empty()))
        .map(str::to_owned)
}

impl Session {
    fn signs_in_for(&self, tenant: &Tenant) -> process_sign_ins::Of {
        process_sign_ins::Of::new(tenant, self.os_user())
    }

    /// Who is signed in to this tenant.
    pub(crate) fn sign_in(&self, tenant: &Tenant) -> Result<SignIn, CmdletError> {
        // Where nobody is signed in, the administrator acts.
        if self.observes() {
            return Ok(SignIn::default());
        }
        if let Some(failed) = &*self.failed_sign_in() {
            return Ok(failed.clone());
        }
        Ok(process_sign_ins::get(self.signs_in_for(tenant), || {
            tenant.directory().sign_in(&self.os_user())
        })?)
    }

    /// Changes who is signed in, in this process, and where the tenant can be written in those that
    /// start later: the same change to what is saved now, which another process may have left.
    /// `change` gets what it changes and what this process knew before it.
    pub(crate) fn update_sign_in(
        &self,
        tenant: &Tenant,
        change: impl Fn(SignIn, &SignIn) -> SignIn,
    ) -> Result<SignIn, CmdletError> {
        let (directory, os_user) = (tenant.directory(), self.os_user());
        let of_itself = |own: SignIn| change(own.clone(), &own);
        let save = |own: &SignIn| {
            if tenant.is_read_only() {
                return Ok(());
            }
            directory.change_sign_in(&os_user, |saved| change(saved, own))
        };
        let saved = || directory.sign_in(&os_user);
        let now = process_sign_ins::update(self.signs_in_for(tenant), saved, of_itself, save)?;
        let mut failed = self.failed_sign_in();
        *failed = failed.take().map(of_itself).filter(|sign_in| sign_in.failed.is_some());
        Ok(now)
    }

    /// Ends what a sign-in that failed before any tenant was open has left.
    pub(crate) fn forget_failed_sign_in(&self) {
        *self.failed_sign_in() = None;
    }

    /// What this process has done about its connection to Exchange.
    pub(crate) fn exchange(&self, tenant: &Tenant) -> Exchange {
        process_sign_ins::exchange(&self.signs_in_for(tenant))
    }

    pub(crate) fn note_exchange(&self, tenant: &Tenant, connected: bool) {
        process_sign_ins::note_exchange(&self.signs_in_for(tenant), connected);
    }

    /// The account that acts in this tenant, and what it may do.
    pub(crate) fn account(
        &self,
        tenant: &Tenant,
        service: Service,
    ) -> Result<Account, CmdletError> {
        Ok(tenant.directory().account_of(&self.sign_in(tenant)?, service)?)
    }

    /// Remembers that `who` could not sign in by this cmdlet: here at least, and in the tenant
    /// where it can be written.
    pub(crate) fn sign_in_failed(
        &self,
        tenant: Option<Arc<Tenant>>,
        cmdlet: &str,
        service: Service,
        who: &str,
    ) {
        let Some(tenant) = tenant.or_else(|| self.tenant().ok()) else {
            *self.failed_sign_in() = Some(SignIn::default().after_failure(service, who));
            return;
        };
        let before = self.sign_in(&tenant).unwrap_or_default();
        let operation = Operation::new(cmdlet, &Map::new());
        operation.asked_by(|| tenant.directory().signed_in(&before, service));
        let change = |current: SignIn| current.after_failure(service, who);
        if let Err(error) =
            operation.run(|| self.update_sign_in(&tenant, |current, _| change(current)))
        {
            tracing::debug!(%error, "that a sign-in failed is kept by the process alone");
            let nothing = || Ok::<_, Infallible>(SignIn::default());
            let Ok(_) =
                process_sign_ins::update(self.signs_in_for(&tenant), nothing, change, |_| Ok(()));
        }
        self.forget_failed_sign_in();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_token_names_whom_its_claims_name_and_nobody_where_it_cannot_be_read() {
        let token = |claims: &str| format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(named_by(&token(r#"{"appid":"9f0e","upn":""}"#)).as_deref(), Some("9f0e"));
        assert_eq!(named_by(&token(r#"{"appid":"9f0e","upn":"a@b"}"#)).as_deref(), Some("a@b"));
        for unread in ["", "x", "a.b.c", &token("[]"), &token(r#"{"upn":1}"#)] {
            assert_eq!(named_by(unread), None, "{unread}");
        }
    }

    #[test]
    fn the_identity_of_the_machine_has_a_name_of_its_own_where_none_is_given() {
        let machine = |account: Option<&str>| {
            let account = account.map(str::to_owned);
            Asked { managed: true, account, ..Asked::default() }.principal().unwrap().unwrap()
        };
        assert_eq!(machine(None).account, "MSI@50342");
        assert_eq!(machine(Some("9f0e")).account, "9f0e");
        assert_eq!(machine(None).with, AccountType::ManagedService);
        assert_eq!(Asked::default().principal().unwrap(), None);
    }
}
