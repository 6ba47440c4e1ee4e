//! Who is signed in. Sign-in and Az context belong to the tenant and the operating system's user,
//! so that other sessions and processes of that user see them.

use ckey_store::StateExt;
use ckey_vault::Caller;
use serde::{Deserialize, Serialize};

use super::{Directory, Service};
use crate::error::{EngineError, Result};
use crate::record::AuditEvent;

/// What `Connect-*` and `Set-AzContext` have left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Who is signed in to Exchange Online; a user principal name.
    pub exchange_account: Option<String>,
    /// Who is signed in to Azure; a user principal name or application id.
    pub azure_account: Option<String>,
    /// The subscription that Az cmdlets work in.
    pub subscription_id: Option<String>,
    /// Who was to sign in last and could not: an account, or the cmdlet where it named none. All
    /// else is refused until somebody is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

impl SignIn {
    /// The same after a sign-in to this service has failed: nobody is signed in to it any more.
    #[must_use]
    pub fn after_failure(mut self, service: Service, who: &str) -> Self {
        match service {
            Service::Exchange => self.exchange_account = None,
            Service::Azure => self.azure_account = None,
        }
        self.failed = Some(who.to_owned());
        self
    }
}

pub(super) fn note(os_user: &str) -> String {
    format!("sign-in.{os_user}")
}

impl Directory<'_> {
    /// Who this user of the operating system is signed in as.
    ///
    /// # Errors
    /// Those of the store.
    pub fn sign_in(&self, os_user: &str) -> Result<SignIn> {
        let text = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.note(&note(os_user))?))?;
        text.map_or_else(
            || Ok(SignIn::default()),
            |text| {
                serde_json::from_str(&text).map_err(|error| {
                    EngineError::damaged(
                        &note(os_user),
                        format!("The sign-in cannot be read: {error}."),
                    )
                })
            },
        )
    }

    /// Keeps who is signed in, and records it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn set_sign_in(&self, os_user: &str, sign_in: &SignIn) -> Result<()> {
        let details = serde_json::to_value(sign_in)
            .map_err(|error| EngineError::damaged("sign-in", error.to_string()))?;
        let text = details.to_string();
        // Who was signed in does it; anyone who signs in by it acts from the next command on.
        let event =
            AuditEvent::new("Change sign-in", "Tenant", &self.ground.asking(), os_user, details);
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            writer.set_note(&note(os_user), Some(&text))?;
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// The tenant's administrator, who acts where nobody is signed in.
    #[must_use]
    pub fn administrator(&self) -> String {
        self.ground.administrator()
    }

    /// The account of a sign-in: the service's own, else the other's, else the administrator.
    /// Anyone who is signed in to one service alone is no owner in the other, and neither is who
    /// could not sign in.
    #[must_use]
    pub fn signed_in(&self, sign_in: &SignIn, service: Service) -> String {
        let SignIn { exchange_account: exchange, azure_account: azure, failed, .. } = sign_in;
        let account = match service {
            Service::Exchange => exchange.as_ref().or(azure.as_ref()),
            Service::Azure => azure.as_ref().or(exchange.as_ref()),
        };
        failed.as_ref().or(account).cloned().unwrap_or_else(|| self.ground.administrator())
    }

    /// Who asks the vaults for this user of the operating system, with the rights that it has.
    ///
    /// # Errors
    /// Those of [`Directory::account`].
    pub fn azure_caller(&self, os_user: &str) -> Result<Caller> {
        Ok(self.account(os_user, Service::Azure)?.caller)
    }
}
