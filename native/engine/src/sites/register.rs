//! Registering the policy of a geo: it is made and encryption begins, in one change (rule 4.1.4).

use ckey_base::CancelToken;
use ckey_store::model::{Geo, PolicyKind};
use ckey_store::{Reader, StateExt};
use ckey_vault::KeyUri;
use serde_json::{Map, Value, json};

use super::Sites;
use super::site::current_geo;
use super::status::{GeoStatus, stage};
use crate::error::{Category, EngineError, Result};
use crate::ground::Ground;
use crate::hierarchy::check_roots;
use crate::policies::{NewPolicy, Policies};
use crate::protection::policy_row;
use crate::queue::{JobKind, ensure_job};
use crate::record::Actor;

impl Sites<'_> {
    /// What keeps a policy from being registered, if anything; else the geo and how many sites it
    /// would encrypt.
    ///
    /// # Errors
    /// As [`Sites::register`].
    pub fn check_register(&self, geo: Option<&str>, keys: &[String; 2]) -> Result<(String, u64)> {
        let (geo, new) = self.registration(geo, keys)?;
        let pair = Policies::of(self.ground).check_new(&new)?;
        check_roots(self.ground, PolicyKind::SharePoint, &pair)?;
        let sites =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.count_sites(geo.no)?))?;
        Ok((geo.name, sites))
    }

    fn registration(&self, geo: Option<&str>, keys: &[String; 2]) -> Result<(Geo, NewPolicy)> {
        self.ground.must_be_writable()?;
        let geo = self.find_geo(geo)?;
        self.ground.state().view(|reader| must_be_free(reader, &geo))?;
        keys.iter().try_for_each(|key| must_have_version(self.ground, key).map(drop))?;
        let new = NewPolicy {
            kind: PolicyKind::SharePoint,
            name: geo.name.clone(),
            description: String::new(),
            enabled: true,
            key_uris: keys.to_vec(),
        };
        Ok((geo, new))
    }

    /// Registers the primary and the secondary key of a geo. Sites that are there are brought under
    /// the policy by a job, one after the other; new ones are under it at once.
    ///
    /// # Errors
    /// `GeoNotFound`; `AlreadyRegistered` (rule 7.11); `KeyVersionRequired`; those of making a
    /// policy.
    pub fn register(
        &self,
        actor: &Actor,
        geo: Option<&str>,
        keys: &[String; 2],
        cancel: &CancelToken,
    ) -> Result<GeoStatus> {
        self.ground.sync()?;
        let (geo, new) = self.registration(geo, keys)?;
        let now = self.ground.now();
        let made = Policies::of(self.ground).create_with(
            actor,
            &new,
            &|writer, policy| {
                must_be_free(writer, &geo)?;
                let mut current = current_geo(writer, geo.no)?;
                current.policy_no = Some(policy.no);
                writer.update_geo(&current)?;
                let sites = writer.count_sites(geo.no)?;
                if sites > 0 {
                    ensure_job(writer, &JobKind::Sites { policy: policy.no }, sites, now)?;
                }
                let details = [("geo", json!(geo.guid)), ("sites", json!(sites))];
                let named = |(name, value): (&str, Value)| (name.to_owned(), value);
                Ok(Map::from_iter(details.map(named)))
            },
            cancel,
        );
        // The name of the policy is the geo's: it is taken where somebody else was first.
        if let Err(error) = made {
            let taken = self.ground.state().view(|reader| must_be_free(reader, &geo));
            return Err(taken.err().unwrap_or(error));
        }
        self.ground.sync()?;
        self.ground.background().wake();
        self.status(Some(&geo.name))
    }
}

/// One policy a geo, for good (rules 1.13 and 7.11).
fn must_be_free(reader: &mut dyn Reader, geo: &Geo) -> Result<()> {
    let geo = current_geo(reader, geo.no)?;
    let Some(no) = geo.policy_no else { return Ok(()) };
    let policy = policy_row(reader, no)?;
    let (status, percent) = stage(reader, &geo, &policy)?.shown();
    let told = if percent == 100 {
        format!("A data encryption policy is registered for the geo '{}' already.", geo.name)
    } else {
        format!(
            "A data encryption policy is registered for the geo '{}' already: {status}, {percent} %.",
            geo.name
        )
    };
    Err(EngineError::new(
        "AlreadyRegistered",
        Category::ResourceExists,
        told,
        "To change its keys, roll them one at a time: Update-SPODataEncryptionPolicy -KeyVaultUri https://VAULT.vault.azure.net/keys/KEY/VERSION -KeyType Primary",
    )
    .about(geo.name))
}

/// SharePoint names a version, where other policies may leave it out (rule 5.14.1).
pub(super) fn must_have_version(ground: &Ground, key: &str) -> Result<KeyUri> {
    let uri = ground.key_uri(key)?;
    ground.provider().must_stay_in_use(&uri)?;
    if uri.version().is_some() {
        return Ok(uri);
    }
    Err(EngineError::invalid(
        "KeyVersionRequired",
        key,
        format!("'{key}' names no version of the key, and SharePoint takes none without."),
        "Add the version: 32 hexadecimal digits, which Get-AzKeyVaultKey shows.",
    ))
}
