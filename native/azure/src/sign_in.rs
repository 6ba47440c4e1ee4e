//! Who asks the vaults: one way to sign in, chosen by what is set up, and never another where that
//! one fails. Only the authority that is configured, or that of the vault's cloud, is ever asked,
//! whatever a vault's challenge names.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::http::headers::Headers;
use azure_core::http::{ClientOptions, RetryOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredential,
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions,
    Executor, ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
};
use ckey_vault::{Cloud, Variables, VaultAccess, VaultError, VaultErrorKind as Kind};
use uuid::Uuid;

use crate::assertion::Assertion;
use crate::authority::authority;
use crate::cli::{Cli, Runner};
use crate::directory::{Claims, Giver, Standing};
use crate::failure::Failure;
use crate::means::{CERTIFICATE, CLIENT, Means, TENANT, TOKEN_FILE, needed};
use crate::proof::{self, WorkloadToken};
use crate::token::{SECRET, in_one_line, is_token, without_secrets};
use crate::transport::{Asked, transport};
use crate::turned_away::TurnedAway;

/// Who asks, by what, and in which cloud.
#[derive(Debug)]
pub(crate) struct SignIn {
    means: Means,
    cloud: Option<Cloud>,
    giver: Giver,
    /// What it signs in with.
    variables: Variables,
    /// Whose its tokens say they are, once it has one.
    claims: Mutex<Option<Claims>>,
    /// How long it took a question's time, where it is a program of this machine.
    program: Mutex<Program>,
    is_refused: AtomicBool,
    turned_away: TurnedAway,
    inner: Arc<dyn TokenCredential>,
}

/// When a program was asked for a token.
#[derive(Debug, Default)]
struct Program {
    waiting: usize,
    ended: Option<Instant>,
}

/// A program takes longer. What was given sooner was there already: a token that is kept for all
/// vaults.
const AT_ONCE: Duration = Duration::from_millis(50);

/// Somebody who waits for it, until that is over or given up.
struct Waiting<'s> {
    program: &'s Mutex<Program>,
    begun: Instant,
    /// Nothing ran.
    was_there: bool,
}

impl<'s> Waiting<'s> {
    fn for_it(program: &'s Mutex<Program>) -> Self {
        let mut now = program.lock().unwrap_or_else(PoisonError::into_inner);
        now.waiting = now.waiting.saturating_add(1);
        Self { program, begun: Instant::now(), was_there: false }
    }

    fn given(mut self) {
        self.was_there = self.begun.elapsed() < AT_ONCE;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut now = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        now.waiting = now.waiting.saturating_sub(1);
        if !self.was_there {
            now.ended = Some(Instant::now());
        }
    }
}

/// What proves who asks, where a file does; read before, as it may take time.
pub(crate) async fn certificate(
    variables: Variables,
) -> Result<Option<Arc<zeroize::Zeroizing<Vec<u8>>>>, VaultError> {
    let path = match Means::chosen(&variables).map_err(told)? {
        Means::Certificate => needed(&variables, CERTIFICATE).map_err(told)?,
        _ => return Ok(None),
    };
    proof::read("the certificate's file", path).await.map(Some).map_err(told)
}

impl SignIn {
    /// By what the variables set up, for the vaults of a cloud, or for hosts that are in none.
    pub(crate) fn of(
        access: &VaultAccess,
        cloud: Option<Cloud>,
        certificate: Option<&[u8]>,
    ) -> Result<Arc<Self>, VaultError> {
        let means = Means::chosen(&access.variables).map_err(told)?;
        let authority = authority(access, cloud).map_err(told)?;
        let inner = make(means, access, &authority, certificate).map_err(|error| match error {
            Unmade::Told(error) => error,
            Unmade::Failed(failure) => told(failure),
            Unmade::Refused(error) => {
                told(Failure::new(Kind::SignInFailed, format!("{}: {error}", means.name())))
            }
        })?;
        Ok(Arc::new(Self::by(means, cloud, (&authority, &access.variables), inner)))
    }

    fn by(
        means: Means,
        cloud: Option<Cloud>,
        (authority, variables): (&str, &Variables),
        inner: Arc<dyn TokenCredential>,
    ) -> Self {
        let giver = match means {
            Means::Secret | Means::Certificate | Means::Workload => Giver::at(authority),
            Means::ManagedIdentity | Means::AzureCli => Giver::ThisMachine,
        };
        let (claims, program) = (Mutex::default(), Mutex::default());
        let (variables, is_refused) = (variables.clone(), AtomicBool::new(false));
        let turned_away = TurnedAway::default();
        Self { means, cloud, giver, variables, claims, program, is_refused, turned_away, inner }
    }

    /// What its token is to a vault that refuses it so.
    pub(crate) fn refused(&self, refusal: &Headers) -> Standing {
        self.is_refused.store(true, Ordering::Release);
        self.giver.standing(self.claims().directory, refusal)
    }

    /// Who asks, as far as its token says it.
    pub(crate) fn identity(&self) -> Option<Uuid> {
        self.claims().identity
    }

    fn claims(&self) -> Claims {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default()
    }

    /// Takes a token that fits into a request and is of the same identity as those before: what one
    /// was refused says nothing of another, and each vault's client keeps a token of its own.
    fn take(&self, token: AccessToken) -> azure_core::Result<AccessToken> {
        let refused = |what: String| Err(Failure::new(Kind::SignInFailed, what).into());
        let by = self.means.name();
        if !is_token(token.token.secret()) {
            return refused(format!("the sign-in by {by} gave what cannot be a token"));
        }
        let claims = Claims::of(token.token.secret());
        let mut first = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        if *first.get_or_insert(claims) != claims {
            return refused(format!(
                "the sign-in by {by} is of another identity than before: open the tenant again to go on as that one"
            ));
        }
        Ok(token)
    }

    /// What it is that a question which began then took too long. That a program of this machine
    /// gives no token, or takes the time of the question to give one, is no outage of a vault:
    /// whoever changes where programs are found must not bring in the availability key.
    pub(crate) fn took_too_long(&self, error: VaultError, began: Instant) -> VaultError {
        let program = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        let took_part = program.waiting > 0 || program.ended.is_some_and(|ended| ended >= began);
        if error.kind != Kind::TimedOut || !took_part {
            return error;
        }
        VaultError::new(
            Kind::SignInFailed,
            format!(
                "The time was over before {} had given a token and the vault had answered.",
                self.means.name()
            ),
            error.target,
            "Ask again: the token is kept once it is there. If that happens each time, run 'az account get-access-token' to see what keeps it.",
        )
    }

    /// Whether a vault has refused a token of it: another sign-in may have one that is taken.
    pub(crate) fn is_refused(&self) -> bool {
        self.is_refused.load(Ordering::Acquire)
    }

    /// Whether its tokens are for vaults of this cloud.
    pub(crate) fn is_in(&self, cloud: Option<Cloud>) -> bool {
        self.cloud == cloud
    }
}

/// Why there is no way to sign in.
enum Unmade {
    Told(VaultError),
    Failed(Failure),
    Refused(azure_core::Error),
}

impl From<VaultError> for Unmade {
    fn from(error: VaultError) -> Self {
        Self::Told(error)
    }
}

impl From<Failure> for Unmade {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<azure_core::Error> for Unmade {
    fn from(error: azure_core::Error) -> Self {
        Self::Refused(error)
    }
}

fn told(failure: Failure) -> VaultError {
    VaultError::new(
        failure.kind,
        format!("The vaults cannot be asked: {}.", failure.what.trim_end_matches('.')),
        "the sign-in to Azure",
        "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or what another way to sign in needs. A changed AZURE_ variable takes effect with the next command; after any other change open the tenant again.",
    )
}

fn make(
    means: Means,
    access: &VaultAccess,
    authority: &str,
    certificate: Option<&[u8]>,
) -> Result<Arc<dyn TokenCredential>, Unmade> {
    // The identity of a machine is given by the machine itself: no proxy is told of it.
    let asked = if means == Means::ManagedIdentity { Asked::Machine } else { Asked::Directory };
    let transport = transport(access, asked)?;
    make_by(means, &access.variables, (authority, certificate), transport)
}

fn make_by(
    means: Means,
    variables: &Variables,
    (authority, certificate): (&str, Option<&[u8]>),
    transport: Transport,
) -> Result<Arc<dyn TokenCredential>, Unmade> {
    let mut cloud = CustomConfiguration::default();
    authority.clone_into(&mut cloud.authority_host);
    let client_options = ClientOptions {
        transport: Some(transport),
        retry: RetryOptions::none(),
        cloud: Some(Arc::new(CloudConfiguration::Custom(cloud))),
        ..ClientOptions::default()
    };
    Ok(match means {
        Means::Secret => ClientSecretCredential::new(
            needed(variables, TENANT)?,
            needed(variables, CLIENT)?.to_owned(),
            Secret::new(needed(variables, SECRET)?.to_owned()),
            Some(ClientSecretCredentialOptions { client_options }),
        )?,
        Means::Certificate => {
            let (tenant, client) = (needed(variables, TENANT)?, needed(variables, CLIENT)?);
            let pem = certificate.unwrap_or_default();
            let audience = format!("{authority}/{tenant}/oauth2/v2.0/token");
            let assertion = Assertion::of(pem, audience, client)?;
            ClientAssertionCredential::new(
                tenant.to_owned(),
                client.to_owned(),
                assertion,
                Some(ClientAssertionCredentialOptions { client_options }),
            )?
        }
        Means::Workload => ClientAssertionCredential::new(
            needed(variables, TENANT)?.to_owned(),
            needed(variables, CLIENT)?.to_owned(),
            WorkloadToken::at(needed(variables, TOKEN_FILE)?.to_owned()),
            Some(ClientAssertionCredentialOptions { client_options }),
        )?,
        Means::ManagedIdentity => {
            ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                user_assigned_id: variables
                    .get(CLIENT)
                    .map(|id| UserAssignedId::ClientId(id.to_owned())),
                client_options,
            }))?
        }
        Means::AzureCli => {
            let executor: Option<Arc<dyn Executor>> = Some(Arc::new(Runner));
            let options = AzureCliCredentialOptions { executor, ..Default::default() };
            Arc::new(Cli::new(AzureCliCredential::new(Some(options))?))
        }
    })
}

#[async_trait::async_trait]
impl TokenCredential for SignIn {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        // Only of a secret, or of a key that signs, does a directory say who is wrong too often.
        let mut turn = match self.means {
            Means::Secret | Means::Certificate => Some(self.turned_away.turn(scopes).await?),
            _ => None,
        };
        let waiting = (self.means == Means::AzureCli).then(|| Waiting::for_it(&self.program));
        let given = self.inner.get_token(scopes, options).await;
        if let Some(waiting) = waiting {
            waiting.given();
        }
        let given = given.map(|token| self.take(token));
        given.map_err(|error| {
            let by = self.means.name();
            let failure = match Failure::behind(&error) {
                Some(known) if known.kind != Kind::SignInFailed => Failure {
                    what: format!("the sign-in by {by} had no answer: {}", known.what),
                    ..known.clone()
                },
                known => {
                    let why = known.map_or_else(
                        || in_one_line(&without_secrets(&error.to_string(), &self.variables)),
                        |known| known.what.clone(),
                    );
                    let what = format!("the sign-in by {by} was refused: {why}");
                    let retry_after = known.and_then(|known| known.retry_after);
                    let failure = Failure { retry_after, ..Failure::new(Kind::SignInFailed, what) };
                    if let Some(turn) = &mut turn {
                        turn.refused(&failure);
                    }
                    failure
                }
            };
            azure_core::Error::from(failure)
        })?
    }
}

#[cfg(test)]
#[path = "sign_in_tests.rs"]
mod identities;
