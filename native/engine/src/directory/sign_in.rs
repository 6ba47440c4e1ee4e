//! Who is signed in. The tenant keeps what the operating system's user last left, from which a
//! process starts; what holds in a process that runs is its own (`cmdlets`).

use ckey_store::{StateExt, name_key};
use ckey_vault::Caller;
use serde::{Deserialize, Serialize};

use super::resolve::canonical_account;
use super::{Directory, Service};
use crate::error::{EngineError, Result};
use crate::record::AuditEvent;

/// What an account signed in with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountType {
    /// A name, or a credential.
    #[default]
    User,
    /// An application's id and its secret or certificate.
    ServicePrincipal,
    /// The identity of the machine that it runs on.
    ManagedService,
    /// A token that somebody else got.
    AccessToken,
}

impl AccountType {
    /// As `.Account.Type` of an Az context shows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::ServicePrincipal => "ServicePrincipal",
            Self::ManagedService => "ManagedService",
            Self::AccessToken => "AccessToken",
        }
    }
}

/// What `Connect-*` and `Set-AzContext` have left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Who is signed in to Exchange Online; a user principal name or application id.
    pub exchange_account: Option<String>,
    /// Who is signed in to Azure; a user principal name or application id.
    pub azure_account: Option<String>,
    /// What each of them signed in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exchange_type: Option<AccountType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    azure_type: Option<AccountType>,
    /// The subscription that Az cmdlets work in.
    subscription_id: Option<String>,
    /// The id that the caller has for the tenant, where it is not the tenant's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant_id: Option<String>,
    /// Whose choice both are: they are nobody else's. Absent in what older versions kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen_by: Option<String>,
    /// Who was to sign in last and could not: an account, or the cmdlet where it named none. All
    /// else is refused until somebody is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// The SharePoint geo that cmdlets work on, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo: Option<String>,
}

/// Where Az cmdlets work, as an account has chosen it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AzureChoice {
    /// The subscription.
    pub subscription_id: Option<String>,
    /// The id that the caller has for the tenant, where it is not the tenant's own.
    pub tenant_id: Option<String>,
}

impl SignIn {
    /// The same after this account has signed in to this service.
    #[must_use]
    pub fn after(mut self, service: Service, account: &str, with: AccountType) -> Self {
        let (name, sort) = match service {
            Service::Exchange => (&mut self.exchange_account, &mut self.exchange_type),
            Service::Azure => (&mut self.azure_account, &mut self.azure_type),
        };
        (*name, *sort) = (Some(account.to_owned()), Some(with));
        self.failed = None;
        self
    }

    /// The same after `own`, which is as a process knew it, has ended its sign-in to Exchange, or
    /// its failed one. What somebody else did since is not `own`'s to end.
    #[must_use]
    pub fn after_disconnect(mut self, own: &Self) -> Self {
        if self.exchange_account == own.exchange_account {
            self.exchange_account = None;
        }
        if self.failed == own.failed {
            self.failed = None;
        }
        self
    }

    /// The same after `own`, which is as a process knew it, has ended its sign-in to Azure, or its
    /// failed one: what it had chosen there is forgotten.
    #[must_use]
    pub fn after_azure_disconnect(mut self, own: &Self) -> Self {
        if self.azure_account == own.azure_account {
            (self.azure_account, self.azure_type) = (None, None);
            (self.subscription_id, self.tenant_id, self.chosen_by) = (None, None, None);
        }
        if self.failed == own.failed {
            self.failed = None;
        }
        self
    }

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

    /// What the account that acts in Azure signed in with.
    #[must_use]
    pub fn azure_account_type(&self) -> AccountType {
        let own = match (&self.azure_account, &self.exchange_account) {
            (Some(_), _) => self.azure_type,
            (None, Some(_)) => self.exchange_type,
            (None, None) => None,
        };
        own.unwrap_or_default()
    }
}

pub(super) fn note(os_user: &str) -> String {
    format!("sign-in.{os_user}")
}

fn read(os_user: &str, text: Option<String>) -> Result<SignIn> {
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
        read(os_user, text)
    }

    /// Changes who is signed in, and records it. What is changed is what is saved now: another
    /// process may have saved since anyone looked.
    ///
    /// # Errors
    /// Those of the store.
    pub fn change_sign_in(&self, os_user: &str, change: impl Fn(SignIn) -> SignIn) -> Result<()> {
        // Who was signed in does it; anyone who signs in by it acts from the next command on.
        let (asking, now) = (self.ground.asking(), self.ground.now());
        self.ground.state().commit(|writer| {
            let saved = read(os_user, writer.note(&note(os_user))?)?;
            let details = serde_json::to_value(change(saved))
                .map_err(|error| EngineError::damaged("sign-in", error.to_string()))?;
            writer.set_note(&note(os_user), Some(&details.to_string()))?;
            let event = AuditEvent::new("Change sign-in", "Tenant", &asking, os_user, details);
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// Where the account that acts in Azure works: what it has chosen itself (rule 8.3.17).
    #[must_use]
    pub fn azure_choice(&self, sign_in: &SignIn) -> AzureChoice {
        self.choice_of(sign_in, &self.signed_in(sign_in, Service::Azure))
    }

    fn choice_of(&self, sign_in: &SignIn, acting: &str) -> AzureChoice {
        let is_by = |account: &str| {
            let key = |name: &str| name_key(&canonical_account(name));
            sign_in.chosen_by.as_ref().is_none_or(|by| key(by) == key(account))
        };
        // A script may sign in to Exchange after it chose where to work: that is no sign-in to Azure.
        let is_still_nobody =
            sign_in.azure_account.is_none() && is_by(&self.ground.administrator());
        if !is_by(acting) && !is_still_nobody {
            return AzureChoice::default();
        }
        AzureChoice {
            subscription_id: sign_in.subscription_id.clone(),
            tenant_id: sign_in.tenant_id.clone(),
        }
    }

    /// The same sign-in after an account has chosen where it works in Azure: what `choose` makes of
    /// its choice so far. It signs nobody in.
    #[must_use]
    pub fn after_choice(
        &self,
        sign_in: SignIn,
        account: &str,
        choose: impl FnOnce(AzureChoice) -> AzureChoice,
    ) -> SignIn {
        let AzureChoice { subscription_id, tenant_id } = choose(self.choice_of(&sign_in, account));
        SignIn { subscription_id, tenant_id, chosen_by: Some(account.to_owned()), ..sign_in }
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
