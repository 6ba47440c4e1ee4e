//! What is done with keys: read, make, change, delete, bring back.

use ckey_vault::RotationPolicy;
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::bundle::{bundle, deleted_bundle, deleted_item, item, rotation_policy};
use crate::import::Import;
use crate::page::{page, size};
use crate::route::{Request, Target};
use crate::wanted::{bytes, new_key, read, refused, update};
use crate::wire;

/// A page has at most so many.
const PAGE: usize = 25;

#[derive(Debug, Deserialize)]
struct Blob {
    value: String,
}

/// Reads what bodies may hold. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(body: &[u8]) {
    let _ = read::<crate::wanted::Create>(body).map(|wanted| new_key(&wanted).is_ok());
    let _ = read::<Import>(body).map(|wanted| wanted.read().is_ok());
    let _ = read::<crate::wanted::Update>(body);
    let _ = RotationPolicy::from_json(body);
    let _ = read::<Blob>(body).map(|blob| wire::decode(&blob.value));
}

impl Asked<'_> {
    /// Does what a request asks for.
    pub(crate) fn answer(&self, request: &Request, body: &[u8]) -> Result<Answer, Answer> {
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
            Target::Operate(name, version, op) => {
                return self.operate((name, version.as_deref(), *op), body);
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
