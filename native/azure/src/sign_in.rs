//! Who asks the vaults: one way to sign in, chosen by what is set up, and never another where that
//! one fails. Only the authority that is configured, or that of the vault's cloud, is ever asked,
//! whatever a vault's challenge names.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

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
use crate::proof::{self, WorkloadToken};
use crate::token::{SECRET, in_one_line, is_token, without_secrets};
use crate::transport::{Asked, transport};

const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";
const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
const TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
const IDENTITY: &str = "IDENTITY_ENDPOINT";
const CHOSEN: &str = "AZURE_TOKEN_CREDENTIALS";

/// The ways to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Secret,
    Certificate,
    Workload,
    ManagedIdentity,
    AzureCli,
}

impl Means {
    const fn name(self) -> &'static str {
        match self {
            Self::Secret => "the client secret",
            Self::Certificate => "the client certificate",
            Self::Workload => "the workload identity",
            Self::ManagedIdentity => "the managed identity",
            Self::AzureCli => "the Azure CLI",
        }
    }

    /// The one that is chosen by name, else the first of which something is set up. The Azure CLI
    /// and a machine's identity, of which no variable tells, are only used by name.
    fn chosen(variables: &Variables) -> Result<Self, Failure> {
        let has = |name| variables.get(name).is_some();
        let in_environment = || {
            (has(SECRET).then_some(Self::Secret))
                .or_else(|| has(CERTIFICATE).then_some(Self::Certificate))
        };
        let found = match variables.get(CHOSEN).map(str::to_ascii_lowercase).as_deref() {
            None | Some("prod") => in_environment()
                .or_else(|| has(TOKEN_FILE).then_some(Self::Workload))
                .or_else(|| has(IDENTITY).then_some(Self::ManagedIdentity)),
            Some("environmentcredential") => in_environment(),
            Some("workloadidentitycredential") => Some(Self::Workload),
            Some("managedidentitycredential") => Some(Self::ManagedIdentity),
            Some("azureclicredential" | "dev") => Some(Self::AzureCli),
            Some(other) => {
                let what = format!("{CHOSEN} names '{other}', which is no way to sign in here");
                return Err(Failure::new(Kind::SignInFailed, what));
            }
        };
        found.ok_or_else(|| {
            let what = format!(
                "no sign-in is set up: none of {SECRET}, {CERTIFICATE}, {TOKEN_FILE}, {IDENTITY} and {CHOSEN} says how"
            );
            Failure::new(Kind::SignInFailed, what)
        })
    }
}

/// More of what tokens are for are not kept apart.
const MOST_SCOPES: usize = 16;

/// When a directory refused, and how.
type Refused = tokio::sync::Mutex<Option<(Instant, Failure)>>;

/// A refusal that still holds.
fn just_refused(last: &Option<(Instant, Failure)>) -> Option<Failure> {
    let (when, how) = last.as_ref()?;
    how.retry_after.filter(|after| when.elapsed() < *after).map(|_| how.clone())
}

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
    /// When the directory refused it last, and how, by what the token was to be for.
    turned_away: Mutex<HashMap<String, Arc<Refused>>>,
    inner: Arc<dyn TokenCredential>,
}

/// When a program was asked for a token.
#[derive(Debug, Default)]
struct Program {
    waiting: usize,
    ended: Option<Instant>,
}

/// Somebody who waits for it, until that is over or given up.
struct Waiting<'s>(&'s Mutex<Program>);

impl<'s> Waiting<'s> {
    fn for_it(program: &'s Mutex<Program>) -> Self {
        let mut now = program.lock().unwrap_or_else(PoisonError::into_inner);
        now.waiting = now.waiting.saturating_add(1);
        Self(program)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.waiting = now.waiting.saturating_sub(1);
        now.ended = Some(Instant::now());
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
        let turned_away = Mutex::default();
        Self { means, cloud, giver, variables, claims, program, is_refused, turned_away, inner }
    }

    /// Where is kept how the directory has just refused a secret, or who signs by a key. A command
    /// asks many times, and many threads may; a directory locks out who is wrong that often, and
    /// with it everybody by that name.
    fn place(&self, scopes: &[&str]) -> Option<Arc<Refused>> {
        if !matches!(self.means, Means::Secret | Means::Certificate) {
            return None;
        }
        let mut places = self.turned_away.lock().unwrap_or_else(PoisonError::into_inner);
        // A vault says what its tokens are to be for.
        let scopes = scopes.join(" ");
        if places.len() >= MOST_SCOPES && !places.contains_key(&scopes) {
            places.clear();
        }
        Some(Arc::clone(places.entry(scopes).or_default()))
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

fn needed<'v>(variables: &'v Variables, name: &str) -> Result<&'v str, Failure> {
    variables
        .get(name)
        .ok_or_else(|| Failure::new(Kind::SignInFailed, format!("the variable {name} is not set")))
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
        // One after the other: whoever waits hears of the refusal, and asks no more.
        let place = self.place(scopes);
        let mut last = match &place {
            Some(place) => Some(place.lock().await),
            None => None,
        };
        if let Some(failure) = last.as_deref().and_then(just_refused) {
            return Err(failure.into());
        }
        let waiting = (self.means == Means::AzureCli).then(|| Waiting::for_it(&self.program));
        let given = self.inner.get_token(scopes, options).await;
        drop(waiting);
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
                    if let Some(last) = last.as_deref_mut() {
                        *last = Some((Instant::now(), failure.clone()));
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn variables(given: &[(&str, &str)]) -> Variables {
        Variables::of(given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_first_way_to_sign_in_that_is_set_up_is_used_and_one_that_is_named_before_all() {
        let all =
            [(SECRET, "s"), (CERTIFICATE, "c"), (TOKEN_FILE, "t"), (IDENTITY, "http://localhost")];
        let means = [Means::Secret, Means::Certificate, Means::Workload, Means::ManagedIdentity];
        for (at, means) in means.into_iter().enumerate() {
            assert_eq!(Means::chosen(&variables(&all[at..])).unwrap(), means);
        }
        for (named, means) in [
            ("AzureCliCredential", Means::AzureCli),
            ("ManagedIdentityCredential", Means::ManagedIdentity),
            ("WorkloadIdentityCredential", Means::Workload),
            ("EnvironmentCredential", Means::Secret),
        ] {
            let given = [(CHOSEN, named), (SECRET, "s")];
            assert_eq!(Means::chosen(&variables(&given)).unwrap(), means);
        }
        for none in [&[][..], &[(CHOSEN, "InteractiveBrowserCredential")], &[(CLIENT, "c")]] {
            let failure = Means::chosen(&variables(none)).unwrap_err();
            assert_eq!(failure.kind, Kind::SignInFailed);
        }
    }
}
