//! Who is signed in, as a session sees it: what the tenant keeps for the user of the operating
//! system, or the session where the tenant cannot be written. A sign-in that failed is kept as
//! well, so that a script that goes on after errors does not go on as the owner.

use crate::runtime::error::CmdletError;
use crate::runtime::session::Session;
use crate::surface::value::Credential;
use ckey_engine::{Account, Operation, Service, SignIn, Tenant};
use serde_json::Map;
use std::sync::Arc;

/// The service that a cmdlet signs in to, where it does.
pub(crate) fn signs_in_to(cmdlet: &str) -> Option<Service> {
    match cmdlet {
        "Connect-ExchangeOnline" | "Connect-IPPSSession" => Some(Service::Exchange),
        "Connect-AzAccount" => Some(Service::Azure),
        _ => None,
    }
}

/// The account that a cmdlet is to sign in, by its name or by a credential (rule 8.3.9).
///
/// # Errors
/// `AccountAmbiguous` where both are given and differ.
pub(crate) fn named(
    account: Option<String>,
    credential: Option<Credential>,
) -> Result<Option<String>, CmdletError> {
    let credential = credential.map(|credential| credential.user_name);
    match (account, credential) {
        (Some(account), Some(other)) if !account.trim().eq_ignore_ascii_case(other.trim()) => {
            let message = format!("The credential is of '{other}', and '{account}' is to sign in.");
            Err(CmdletError::argument(
                "AccountAmbiguous",
                message,
                "Give one of them, or the same account twice.",
            )
            .about(account))
        }
        (account, credential) => Ok(account.or(credential)),
    }
}

impl Session {
    /// Who is signed in to this tenant.
    pub(crate) fn sign_in(&self, tenant: &Tenant) -> Result<SignIn, CmdletError> {
        self.kept_sign_ins()
            .of(tenant)
            .map_or_else(|| Ok(tenant.directory().sign_in(&self.os_user())?), Ok)
    }

    /// Keeps who is signed in: in the tenant, or here where it cannot be written.
    pub(crate) fn set_sign_in(&self, tenant: &Tenant, sign_in: &SignIn) -> Result<(), CmdletError> {
        if !tenant.is_read_only() {
            tenant.directory().set_sign_in(&self.os_user(), sign_in)?;
        }
        self.kept_sign_ins().forget(tenant);
        if tenant.is_read_only() {
            self.kept_sign_ins().keep(Some(tenant), sign_in.clone());
        }
        Ok(())
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
            return self.kept_sign_ins().keep(None, SignIn::default().after_failure(service, who));
        };
        let before = self.sign_in(&tenant).unwrap_or_default();
        let operation = Operation::new(cmdlet, &Map::new());
        operation.asked_by(|| tenant.directory().signed_in(&before, service));
        let after = before.after_failure(service, who);
        if let Err(error) = operation.run(|| self.set_sign_in(&tenant, &after)) {
            tracing::debug!(%error, "that a sign-in failed is kept by the session alone");
            self.kept_sign_ins().keep(Some(&tenant), after);
        }
    }
}
