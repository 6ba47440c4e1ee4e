//! What is done with keys: read, make, change, delete, bring back.

use ckey_engine::Tenant;
use ckey_vault::{Caller, KeyOp, KeyType, KeyUpdate, NewKey, RotationPolicy, Tags, VaultError};
use hyper::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::bundle::{bundle, deleted_bundle, deleted_item, item, rotation_policy};
use crate::import::Import;
use crate::page::{page, size};
use crate::route::{Request, Target};
use crate::wire;

/// A page has at most so many.
const PAGE: usize = 25;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Attributes {
    enabled: Option<bool>,
    nbf: Option<i64>,
    exp: Option<i64>,
    exportable: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Create {
    pub(crate) kty: String,
    pub(crate) key_size: Option<u32>,
    pub(crate) public_exponent: Option<u64>,
    pub(crate) crv: Option<String>,
    pub(crate) key_ops: Option<Vec<String>>,
    pub(crate) attributes: Option<Attributes>,
    pub(crate) tags: Option<Tags>,
    pub(crate) release_policy: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Update {
    key_ops: Option<Vec<String>>,
    attributes: Option<Attributes>,
    tags: Option<Tags>,
    release_policy: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Blob {
    value: String,
}

/// Reads what bodies may hold. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(body: &[u8]) {
    let _ = read::<Create>(body).map(|wanted| new_key(&wanted).is_ok());
    let _ = read::<Import>(body).map(|wanted| wanted.read().is_ok());
    let _ = read::<Update>(body);
    let _ = RotationPolicy::from_json(body);
    let _ = read::<Blob>(body).map(|blob| wire::decode(&blob.value));
}

/// A body as JSON.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    serde_json::from_slice(body)
        .map_err(|error| Answer::bad(&format!("The request body is not as expected: {error}.")))
}

/// Bytes of a body.
pub(crate) fn bytes(text: &str, what: &str) -> Result<Vec<u8>, Answer> {
    wire::decode(text).ok_or_else(|| Answer::bad(&format!("'{what}' is not base64url.")))
}

pub(crate) fn refused(error: VaultError) -> Answer {
    Answer::refused(&error)
}

/// Who asks which vault, by which host.
pub(crate) struct Asked<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) caller: &'a Caller,
    pub(crate) vault: &'a str,
    pub(crate) host: &'a str,
    /// What the client calls its request, where that is a GUID.
    pub(crate) request: Option<Uuid>,
}

impl Asked<'_> {
    /// Does what a request asks for, but for what keys do themselves.
    pub(crate) fn keep(&self, request: &Request, body: &[u8]) -> Result<Answer, Answer> {
        let (vaults, caller, vault) = (self.tenant.vaults(), self.caller, self.vault);
        let shown = |key: &_| Answer::ok(&Value::from(bundle(self.host, key)));
        let deleted = |key: &_| Answer::ok(&deleted_bundle(self.host, key));
        match &request.target {
            Target::Create(name) => {
                let new = new_key(&read(body)?)?;
                vaults.create_key(caller, vault, name, &new).map(|key| shown(&key))
            }
            Target::Get(name, version) => {
                vaults.key(caller, vault, name, version.as_deref()).map(|key| shown(&key))
            }
            Target::Update(name, version) => {
                let update = update(read(body)?)?;
                let version = version.as_deref();
                vaults.update_key(caller, vault, name, version, &update).map(|key| shown(&key))
            }
            Target::List => return self.keys(request),
            Target::Versions(name) => return self.versions(request, name),
            Target::ListDeleted => return self.deleted_keys(request),
            Target::Delete(name) => {
                match vaults.delete_key(caller, vault, name).map_err(refused)? {
                    Some(key) => return Ok(deleted(&key)),
                    None => return Ok(Answer::ok(&json!({}))),
                }
            }
            Target::GetDeleted(name) => {
                vaults.deleted_key(caller, vault, name).map(|key| deleted(&key))
            }
            Target::Recover(name) => vaults.recover_key(caller, vault, name).map(|key| shown(&key)),
            Target::Purge(name) => {
                vaults.purge_key(caller, vault, name).map(|_| Answer::empty(StatusCode::NO_CONTENT))
            }
            Target::Backup(name) => vaults
                .backup_key(caller, vault, name)
                .map(|blob| Answer::ok(&json!({ "value": wire::encode(&blob) }))),
            Target::Restore => {
                let blob = bytes(&read::<Blob>(body)?.value, "value")?;
                vaults.restore_key(caller, vault, &blob).map(|key| shown(&key))
            }
            Target::GetRotationPolicy(name) => vaults
                .rotation_policy(caller, vault, name)
                .map(|found| Answer::ok(&rotation_policy(self.host, &found))),
            Target::SetRotationPolicy(name) => {
                let policy = RotationPolicy::from_json(body).map_err(refused)?;
                vaults
                    .set_rotation_policy(caller, vault, name, &policy)
                    .map(|set| Answer::ok(&rotation_policy(self.host, &set)))
            }
            Target::Rotate(name) => vaults.rotate_key(caller, vault, name).map(|key| shown(&key)),
            Target::Import(name) => {
                let (new, pair) = read::<Import>(body)?.read()?;
                vaults.import_key(caller, vault, name, &pair, &new).map(|key| shown(&key))
            }
            Target::Operate(..) => {
                let message = "This operation is not supported by this server.";
                return Ok(Answer::error(StatusCode::NOT_IMPLEMENTED, "NotSupported", message));
            }
        }
        .map_err(refused)
    }

    fn keys(&self, request: &Request) -> Result<Answer, Answer> {
        let all = self.tenant.vaults().keys(self.caller, self.vault).map_err(refused)?;
        let all =
            all.iter().map(|key| (key.uri.key().to_ascii_lowercase(), item(self.host, key, false)));
        self.page(request, "keys", all.collect())
    }

    fn versions(&self, request: &Request, name: &str) -> Result<Answer, Answer> {
        let all = self.tenant.vaults().key_versions(self.caller, self.vault, name);
        // Paged by their places: versions are only ever added at the end.
        let all = all.map_err(refused)?;
        let all = all
            .iter()
            .enumerate()
            .map(|(at, key)| (format!("{at:06}"), item(self.host, key, true)));
        self.page(request, &format!("keys/{name}/versions"), all.collect())
    }

    fn deleted_keys(&self, request: &Request) -> Result<Answer, Answer> {
        let all = self.tenant.vaults().deleted_keys(self.caller, self.vault).map_err(refused)?;
        let all = all
            .iter()
            .map(|key| (key.key.uri.key().to_ascii_lowercase(), deleted_item(self.host, key)));
        self.page(request, "deletedkeys", all.collect())
    }

    fn page(
        &self,
        request: &Request,
        path: &str,
        all: Vec<(String, Value)>,
    ) -> Result<Answer, Answer> {
        let bad = |why: String| Answer::bad(&why);
        let most = size(request.most.as_deref(), "maxresults", PAGE).map_err(bad)?;
        let page = page(all, most, request.after.as_deref()).map_err(bad)?;
        let (host, version) = (self.host, &request.version);
        let next = page.next.map(|token| {
            format!(
                "https://{host}/{path}?api-version={version}&$skiptoken={token}&maxresults={most}"
            )
        });
        Ok(Answer::ok(&json!({ "value": page.items, "nextLink": next })))
    }
}

fn ops(words: Option<Vec<String>>) -> Result<Option<Vec<KeyOp>>, Answer> {
    let read = |words: Vec<String>| words.iter().map(|word| word.parse()).collect::<Result<_, _>>();
    words.map(read).transpose().map_err(refused)
}

/// Refuses what would let a key leave its vault.
fn check_stays(policy: bool, attributes: Option<&Attributes>) -> Result<(), Answer> {
    if policy || attributes.is_some_and(|given| given.exportable == Some(true)) {
        return Err(Answer::bad("Keys are not exportable here, and have no release policy."));
    }
    Ok(())
}

pub(crate) fn new_key(wanted: &Create) -> Result<NewKey, Answer> {
    check_stays(wanted.release_policy.is_some(), wanted.attributes.as_ref())?;
    let key_type: KeyType = wanted.kty.parse().map_err(refused)?;
    if wanted.public_exponent.is_some_and(|exponent| exponent != 65537) {
        return Err(Answer::bad("The public exponent must be 65537."));
    }
    if !key_type.is_rsa() && wanted.crv.as_ref().is_some_and(|curve| curve != "P-256") {
        return Err(Answer::bad("The curve must be P-256."));
    }
    let attributes = wanted.attributes.as_ref();
    Ok(NewKey {
        key_type,
        size: wanted.key_size,
        ops: ops(wanted.key_ops.clone())?,
        enabled: attributes.and_then(|given| given.enabled).unwrap_or(true),
        not_before: attributes.and_then(|given| given.nbf),
        expires: attributes.and_then(|given| given.exp),
        tags: wanted.tags.clone().unwrap_or_default(),
    })
}

fn update(wanted: Update) -> Result<KeyUpdate, Answer> {
    check_stays(wanted.release_policy.is_some(), wanted.attributes.as_ref())?;
    let attributes = wanted.attributes.unwrap_or_default();
    Ok(KeyUpdate {
        enabled: attributes.enabled,
        not_before: attributes.nbf,
        expires: attributes.exp,
        ops: ops(wanted.key_ops)?,
        tags: wanted.tags,
    })
}
