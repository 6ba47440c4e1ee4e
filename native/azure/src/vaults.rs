//! The vaults behind the trait of all: who asks is the identity that is signed in, whatever
//! application of the service asks here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use azure_core::Bytes;
use azure_core::error::ErrorKind;
use azure_core::http::request::options::ClientRequestId;
use azure_core::http::{ClientMethodOptions, ClientOptions, RequestContent, RetryOptions};
use azure_security_keyvault_keys::models::{
    KeyClientGetKeyOptions, KeyClientUnwrapKeyOptions, KeyClientWrapKeyOptions,
    KeyOperationParameters,
};
use azure_security_keyvault_keys::{KeyClient, KeyClientOptions};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_network::Share;
use ckey_vault::{
    Caller, Cloud, FailureClass, KeyDescription, KeyOp, KeyUri, RootVault, VaultAccess, VaultError,
    VaultErrorKind as Kind, VaultPlace, Wait, WrapResult,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::answer::{Refusal, described, must_allow, not_the_vault, unwrapped, wrapped};
use crate::asking::{wait_for, with_patience};
use crate::directory::Standing;
use crate::failure::{Failure, no_network, shown};
use crate::pace::Paces;
use crate::sign_in::{SignIn, certificate};
use crate::told_apart::told_apart;
use crate::transport::{Asked, check_authorities, transport};

/// For how long Azure may say of a key that it is being deleted neither that it is there nor that it
/// was deleted.
const DELETION: Duration = Duration::from_secs(60);
/// A vault that refuses tokens again within this time refuses them all.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much is shown of what was no answer of a vault.
const LONGEST_SHOWN: usize = 300;

/// What has been started, in the order in which it ends: clients before their network.
#[derive(Default)]
struct Started {
    clients: HashMap<String, Arc<KeyClient>>,
    sign_in: Option<Arc<SignIn>>,
    /// When a sign-in was given up for a vault that has taken no token since.
    forgotten: HashMap<String, Instant>,
    /// The cloud of the vault that was the first to answer; hosts below a suffix are in none.
    cloud: Option<Option<Cloud>>,
    network: Option<Share>,
}

impl Started {
    /// What signs in to vaults of the key's cloud, if it is there. Nothing in one cloud is reached
    /// from another, so whoever has had an answer from one shows its secret to no authority of
    /// another: a key there is a mistake.
    fn signed_in(&self, uri: &KeyUri) -> Result<Option<Arc<SignIn>>, VaultError> {
        let cloud = cloud_of(uri);
        if let Some(own) = self.cloud.filter(|own| *own != cloud) {
            return Err(in_another_cloud(uri, own));
        }
        Ok(self.sign_in.as_ref().filter(|sign_in| sign_in.is_in(cloud)).map(Arc::clone))
    }

    /// Keeps what signs in, unless another thread was faster.
    fn keep(&mut self, uri: &KeyUri, made: Arc<SignIn>) -> Result<Arc<SignIn>, VaultError> {
        if let Some(faster) = self.signed_in(uri)? {
            return Ok(faster);
        }
        self.clients.clear();
        Ok(Arc::clone(self.sign_in.insert(made)))
    }

    /// Whether this is what signs in now.
    fn is_signed_in_by(&self, by: &Arc<SignIn>) -> bool {
        self.sign_in.as_ref().is_some_and(|now| Arc::ptr_eq(now, by))
    }
}

fn cloud_of(uri: &KeyUri) -> Option<Cloud> {
    uri.cloud().map(|(cloud, _)| cloud)
}

fn in_another_cloud(uri: &KeyUri, own: Option<Cloud>) -> VaultError {
    let named = |cloud: Option<Cloud>| cloud.map_or("none of Azure's clouds", Cloud::as_str);
    VaultError::new(
        Kind::BadParameter,
        format!(
            "'{uri}' is in {}, and the vaults of this tenant are in {}: a tenant is in one cloud.",
            named(cloud_of(uri)),
            named(own)
        ),
        uri,
        "Name keys in vaults of the same cloud.",
    )
}

/// The vaults of one tenant.
pub(crate) struct Vaults {
    access: VaultAccess,
    started: Mutex<Started>,
    paces: Paces,
}

/// What asks about one key.
struct Asking {
    network: Share,
    client: Arc<KeyClient>,
    sign_in: Arc<SignIn>,
    uri: KeyUri,
}

impl Vaults {
    pub(crate) fn new(access: VaultAccess) -> Result<Self, VaultError> {
        check_authorities(&access)?;
        Ok(Self { access, started: Mutex::default(), paces: Paces::default() })
    }

    fn started(&self) -> MutexGuard<'_, Started> {
        self.started.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts what is not there yet.
    fn begin(&self, uri: &KeyUri, wait: &Wait) -> Result<Asking, VaultError> {
        // What was made before a tenant had its hosts may name others.
        self.access.hosts.key_uri(&uri.to_string())?;
        let network = self.network()?;
        let sign_in = self.sign_in(&network, uri, wait)?;
        let client = self.client(&network, uri, &sign_in)?;
        Ok(Asking { network, client, sign_in, uri: uri.clone() })
    }

    fn network(&self) -> Result<Share, VaultError> {
        let mut started = self.started();
        if let Some(network) = &started.network {
            return Ok(network.clone());
        }
        let share = Share::take(Duration::ZERO).map_err(no_network)?;
        Ok(started.network.insert(share).clone())
    }

    /// What signs in. It may rest on a file, which is read within the time of who asks, while
    /// nobody else is kept from asking.
    fn sign_in(
        &self,
        network: &Share,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<Arc<SignIn>, VaultError> {
        if let Some(sign_in) = self.started().signed_in(uri)? {
            return Ok(sign_in);
        }
        let file = wait_for(network, wait, uri, certificate(self.access.variables.clone()))?;
        let inside = network.runtime().map_err(no_network)?.enter();
        let pem = file.as_ref().map(|bytes| bytes.as_slice());
        let made = SignIn::of(&self.access, cloud_of(uri), pem)?;
        drop(inside);
        self.started().keep(uri, made)
    }

    fn client(
        &self,
        network: &Share,
        uri: &KeyUri,
        sign_in: &Arc<SignIn>,
    ) -> Result<Arc<KeyClient>, VaultError> {
        let address = uri.vault_address();
        let mut started = self.started();
        // One of before a sign-in was given up asks by what was refused.
        let is_current = started.is_signed_in_by(sign_in);
        if let Some(client) = started.clients.get(&address).filter(|_| is_current) {
            return Ok(Arc::clone(client));
        }
        // Clients note the runtime that they are made in.
        let inside = network.runtime().map_err(no_network)?.enter();
        let client = Arc::new(self.new_client(&address, Arc::clone(sign_in))?);
        drop(inside);
        if is_current {
            started.clients.insert(address, Arc::clone(&client));
        }
        Ok(client)
    }

    /// Asks, and once more by a new sign-in where the vault takes the token no longer: the SDK keeps
    /// one for as long as it says that it lives, and in the middle of a job it may end before.
    fn asked<T>(
        &self,
        uri: &KeyUri,
        wait: &Wait,
        ask: impl Fn(Asking) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let once = || {
            let began = Instant::now();
            let asking = self.begin(uri, wait)?;
            let by = Arc::clone(&asking.sign_in);
            let answer = ask(asking).map_err(|error| by.took_too_long(error, began));
            Ok::<_, VaultError>((by, answer))
        };
        let answer = match once()? {
            (by, Err(error)) if is_of_token(&error) && by.is_refused() => {
                if self.forget(&by, uri) && wait.check(uri).is_ok() {
                    // What the vault said is told, and not that there was no time for more, or that
                    // the directory is out: a refusal never becomes an outage.
                    let second = once().and_then(|(_, answer)| answer);
                    second.map_err(|second| if is_outage(&second) { error } else { second })
                } else {
                    Err(error)
                }
            }
            (_, answer) => answer,
        };
        if answer.as_ref().err().is_none_or(|error| error.class() == FailureClass::Explicit) {
            self.answered(uri, answer.is_ok());
        }
        answer
    }

    /// Notes that a vault has taken a token and, where it has done what it was asked, in which cloud
    /// the vaults are. A typing error that nobody answers binds nobody.
    fn answered(&self, uri: &KeyUri, is_done: bool) {
        let mut started = self.started();
        if is_done {
            started.cloud.get_or_insert(cloud_of(uri));
        }
        // Hardly ever is there one, and its name is made anew each time.
        if !started.forgotten.is_empty() {
            started.forgotten.remove(&uri.vault_address());
        }
    }

    /// Lets the next question sign in anew, unless somebody has done so meanwhile; whether it is
    /// worth to ask again. A vault that takes no token at all does not take those of the other ones
    /// away each time.
    fn forget(&self, by: &Arc<SignIn>, uri: &KeyUri) -> bool {
        let (mut started, now) = (self.started(), Instant::now());
        if !started.is_signed_in_by(by) {
            return true;
        }
        let last = started.forgotten.insert(uri.vault_address(), now);
        if last.is_some_and(|last| now.saturating_duration_since(last) < PATIENCE) {
            return false;
        }
        started.clients.clear();
        started.sign_in = None;
        true
    }

    fn described(&self, uri: &KeyUri, wait: &Wait) -> Result<KeyDescription, VaultError> {
        self.asked(uri, wait, |asking| asking.get(wait))
    }

    fn new_client(&self, address: &str, sign_in: Arc<SignIn>) -> Result<KeyClient, VaultError> {
        let options = KeyClientOptions {
            client_options: ClientOptions {
                transport: Some(transport(&self.access, Asked::Vault)?),
                retry: RetryOptions::none(),
                ..ClientOptions::default()
            },
            ..KeyClientOptions::default()
        };
        KeyClient::new(address, sign_in, Some(options)).map_err(|error| {
            VaultError::new(
                Kind::BadParameter,
                format!("The vault at {address} cannot be asked: {error}."),
                address,
                "Check the address of the vault.",
            )
        })
    }
}

impl Asking {
    /// Asks for a key, and reads what comes.
    fn get(self, wait: &Wait) -> Result<KeyDescription, VaultError> {
        let Self { network, client, sign_in, uri } = self;
        let (asked, deadline, request) = (uri.clone(), wait.deadline, wait.request);
        let work = async move {
            with_patience(deadline, || async {
                let options = KeyClientGetKeyOptions {
                    key_version: uri.version().map(str::to_owned),
                    method_options: named(request),
                };
                let answer = match client.get_key(uri.key(), Some(options)).await {
                    Ok(answer) => answer,
                    Err(error) => {
                        return Err(judged(&client, (&sign_in, &uri), error, None, deadline).await);
                    }
                };
                Ok(described(&uri, &answer.into_body())?)
            })
            .await
        };
        wait_for(&network, wait, &asked, work)
    }

    fn wrap(
        self,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Result<WrapResult, VaultError> {
        let Self { network, client, sign_in, uri } = self;
        let body = body(algorithm, plaintext);
        let (asked, deadline, request) = (uri.clone(), wait.deadline, wait.request);
        let work = async move {
            with_patience(deadline, || async {
                let options = KeyClientWrapKeyOptions {
                    key_version: uri.version().map(str::to_owned),
                    method_options: named(request),
                };
                let answer = client.wrap_key(uri.key(), body.clone(), Some(options)).await;
                let answer = match answer {
                    Ok(answer) => answer,
                    Err(error) => {
                        let op = Some(KeyOp::WrapKey);
                        return Err(judged(&client, (&sign_in, &uri), error, op, deadline).await);
                    }
                };
                let (by, value) = wrapped(&uri, &answer.into_body())?;
                Ok(WrapResult { uri: by, algorithm, value })
            })
            .await
        };
        wait_for(&network, wait, &asked, work)
    }

    fn unwrap(
        self,
        version: &str,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        let Self { network, client, sign_in, uri } = self;
        let (body, version) = (body(algorithm, ciphertext), version.to_owned());
        // OAEP takes two hashes and two bytes of a modulus.
        let hash: usize = if algorithm == WrapAlgorithm::RsaOaep256 { 32 } else { 20 };
        let most = ciphertext.len().saturating_sub(hash.saturating_mul(2).saturating_add(2));
        let (asked, deadline, request) = (uri.clone(), wait.deadline, wait.request);
        let work = async move {
            with_patience(deadline, || async {
                let options = KeyClientUnwrapKeyOptions { method_options: named(request) };
                let answer = client.unwrap_key(uri.key(), &version, body.clone(), Some(options));
                let answer = match answer.await {
                    Ok(answer) => answer,
                    Err(error) => {
                        let op = Some(KeyOp::UnwrapKey);
                        return Err(judged(&client, (&sign_in, &uri), error, op, deadline).await);
                    }
                };
                Ok(unwrapped(&uri, &answer.into_body(), most)?)
            })
            .await
        };
        wait_for(&network, wait, &asked, work)
    }
}

/// What a request is called: by the operation that it belongs to, which the vault's record of the
/// use then names as ours does.
fn named(request: Option<Uuid>) -> ClientMethodOptions<'static> {
    let mut options = ClientMethodOptions::default();
    if let Some(id) = request {
        options.context.insert(ClientRequestId::new(id.to_string()));
    }
    options
}

/// A body that is wiped once it was sent.
fn body(algorithm: WrapAlgorithm, value: &[u8]) -> RequestContent<KeyOperationParameters> {
    let mut text = Zeroizing::new(Vec::with_capacity(value.len().saturating_mul(2)));
    text.extend_from_slice(b"{\"alg\":\"");
    text.extend_from_slice(algorithm.as_str().as_bytes());
    text.extend_from_slice(b"\",\"value\":\"");
    let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode(value));
    text.extend_from_slice(encoded.as_bytes());
    text.extend_from_slice(b"\"}");
    Bytes::from_owner(text).into()
}

/// What kept a question from an answer, once the key was asked for what the service does not tell
/// apart.
async fn judged(
    client: &KeyClient,
    (sign_in, uri): (&SignIn, &KeyUri),
    error: azure_core::Error,
    op: Option<KeyOp>,
    deadline: Instant,
) -> Refusal {
    told_apart(client, uri, (refusal_of(sign_in, uri, error), op), deadline).await
}

fn is_outage(error: &VaultError) -> bool {
    error.class() == FailureClass::System
}

/// Whether it is about the token, whosever fault that is.
fn is_of_token(error: &VaultError) -> bool {
    matches!(error.kind, Kind::Unauthorized | Kind::SignInFailed)
}

/// What kept a question from an answer, to who signed in so. That a vault takes no token is its own
/// fault only where its own directory gave it.
fn refusal_of(sign_in: &SignIn, uri: &KeyUri, error: azure_core::Error) -> Refusal {
    let headers = match error.kind() {
        ErrorKind::HttpResponse { raw_response: Some(raw), .. } => Some(raw.headers().clone()),
        _ => None,
    };
    let refusal = refusal(uri, error);
    let Some(headers) = headers.filter(|_| refusal.error.kind == Kind::Unauthorized) else {
        return refusal;
    };
    let why = match sign_in.refused(&headers) {
        Standing::OfItsDirectory => return refusal,
        Standing::OfAnother => "tokens of another directory than the one that signs in",
        Standing::Unknown => {
            "no token of this sign-in, and nothing shows that its directory gave it"
        }
    };
    let what = format!("The vault takes {why}: {}", refusal.error.message);
    let mut told = Refusal::of_failure(uri, &Failure::new(Kind::SignInFailed, what));
    told.error.fix = refusal.error.fix;
    told
}

/// What kept a question from an answer, by the table of all vaults.
fn refusal(uri: &KeyUri, error: azure_core::Error) -> Refusal {
    if let Some(failure) = Failure::behind(&error) {
        return Refusal::of_failure(uri, failure);
    }
    match error.kind() {
        ErrorKind::HttpResponse { status, raw_response: Some(raw), .. } => {
            Refusal::of_answer(uri, u16::from(*status), raw.headers(), raw.body())
        }
        // A challenge that is none, or is for another host: whoever answers does not show that it
        // is the vault.
        _ => {
            let what = shown(&error.to_string(), LONGEST_SHOWN);
            not_the_vault(uri, format!("What answered is not the vault: {what}.")).into()
        }
    }
}

impl RootVault for Vaults {
    fn get_key(
        &self,
        _caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<KeyDescription, VaultError> {
        self.described(uri, wait)
    }

    fn wrap_key(
        &self,
        _caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Result<WrapResult, VaultError> {
        self.asked(uri, wait, |asking| asking.wrap(algorithm, plaintext, wait))
    }

    fn unwrap_key(
        &self,
        _caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        let Some(version) = uri.version() else {
            return Err(VaultError::new(
                Kind::BadParameter,
                "An unwrap names the version of the key that wrapped.",
                uri,
                "Unwrap with the version that the wrap names.",
            ));
        };
        self.asked(uri, wait, |asking| asking.unwrap(version, algorithm, ciphertext, wait))
    }

    fn check_root(
        &self,
        _caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<KeyDescription, VaultError> {
        let key = self.described(uri, wait)?;
        must_allow(&key, &[KeyOp::WrapKey, KeyOp::UnwrapKey])?;
        Ok(key)
    }

    /// By something that no key opens: the vault judges who asks, and the key, before it says so.
    fn check_unwrap(&self, caller: &Caller, uri: &KeyUri, wait: &Wait) -> Result<(), VaultError> {
        // What is wrong with the URI is not what the vault says of the probe.
        self.begin(uri, wait)?;
        let probe = [0; 256];
        match self.unwrap_key(caller, uri, WrapAlgorithm::RsaOaep256, &probe, wait) {
            Err(error) if error.kind == Kind::BadParameter && uri.version().is_some() => Ok(()),
            other => other.map(drop),
        }
    }

    fn inspect_key(&self, uri: &KeyUri, wait: &Wait) -> Result<KeyDescription, VaultError> {
        self.described(uri, wait)
    }

    fn turn(&self, uri: &KeyUri, op: KeyOp, modulus: usize) -> Duration {
        self.paces.turn(uri, op, modulus)
    }

    fn asker(&self, _uri: &KeyUri) -> Option<String> {
        self.started().sign_in.as_ref()?.identity().map(|id| id.to_string())
    }

    /// The vaults of a host of one's own say at once what they have deleted.
    fn settles_within(&self, uri: &KeyUri) -> Duration {
        cloud_of(uri).map_or(Duration::ZERO, |_| DELETION)
    }

    fn locate(&self, _vault: &str) -> Result<Option<VaultPlace>, VaultError> {
        // Azure Resource Manager knows, and this identity need not be known to it.
        Ok(None)
    }
}
