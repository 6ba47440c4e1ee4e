//! Vaults that somebody else holds, below `kv.test` or where Azure's are: those of a folder, with a
//! key for each of two embedded vaults, asked as Azure's are, without the network.
// No test uses all of it.
#![allow(dead_code)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ckey_base::clock::SystemClock;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_crypto::{Backend, SecretBytes, SecretKey};
use ckey_engine::directory::well_known;
use ckey_engine::{NewRoots, OpenOptions, RootAccess, VaultProvider};
use ckey_vault::{
    AccessPolicy, Caller, EmbeddedVaults, KeyDescription, KeyPermission, KeyUpdate, KeyUri, NewKey,
    NewVault, RootVault, Variables, VaultAccess, VaultError, VaultHosts, VaultPlace, Wait,
    WrapResult,
};

const FOLDER: &str = "FOLDER";
const BELOW: &str = ".kv.test";
const HOME: &str = ".vault.azure.net";

/// How a tenant is opened whose vaults are, or may come to be, those of this folder.
pub(crate) fn options(folder: &Path) -> OpenOptions {
    let variables = Variables::of([(FOLDER.to_owned(), folder.display().to_string())]);
    OpenOptions { roots: Some(RootAccess { connect, variables }), ..OpenOptions::default() }
}

fn connect(access: VaultAccess) -> Result<Arc<dyn RootVault>, VaultError> {
    let folder = access.variables.get(FOLDER).unwrap();
    let below = if access.hosts.is_azures() { HOME } else { BELOW };
    Ok(Arc::new(Others { held: open(Path::new(folder)), below }))
}

fn open(folder: &Path) -> EmbeddedVaults {
    let master = SecretKey::from_slice(&[7; 32]).unwrap();
    let clock = Arc::new(SystemClock);
    let vaults = EmbeddedVaults::open(folder, &master, clock, Backend::default(), None).unwrap();
    vaults.without_record_of_uses()
}

/// Two vaults of these names with a key of this name each, which the service may use.
pub(crate) fn make(folder: &Path, admin: &Caller, vaults: [&str; 2], key: &str) {
    let held = open(folder);
    for (vault, location) in vaults.into_iter().zip(["eastus", "westeurope"]) {
        held.create_vault(&NewVault::new(vault, location, admin)).unwrap();
        add_key(folder, admin, vault, key);
        permit(folder, admin, vault, true);
    }
}

/// A key, or a version of it. The pair is the same each time: one made anew takes long.
pub(crate) fn add_key(folder: &Path, admin: &Caller, vault: &str, key: &str) {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/vectors/rsa.json")).unwrap();
    let pair = hex::decode(vectors["vectors"][0]["pkcs8"].as_str().unwrap()).unwrap();
    let pair = SecretBytes::from_slice(&pair).unwrap();
    open(folder).import_key(admin, vault, key, &pair, &NewKey::default()).unwrap();
}

/// Gives the service the use of a vault's keys, or takes it away.
pub(crate) fn permit(folder: &Path, admin: &Caller, vault: &str, allowed: bool) {
    let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    for application in [
        well_known::EXCHANGE_ONLINE,
        well_known::DATA_AT_REST_ENCRYPTION,
        well_known::SHAREPOINT_ONLINE,
    ] {
        let who = Caller::application(application.object_id, application.app_id, application.name);
        let given = if allowed { &permissions[..] } else { &permissions[..1] };
        let policy = AccessPolicy::for_caller(&who, given);
        open(folder).set_access_policy(admin, vault, &policy).unwrap();
    }
}

/// Enables a key, or disables it.
pub(crate) fn enable(folder: &Path, admin: &Caller, vault: &str, key: &str, enabled: bool) {
    let update = KeyUpdate { enabled: Some(enabled), ..KeyUpdate::default() };
    open(folder).update_key(admin, vault, key, None, &update).unwrap();
}

pub(crate) fn uri(vault: &str, key: &str) -> String {
    format!("https://{}{BELOW}/keys/{key}", vault.to_lowercase())
}

/// The way there, by which key takes the place of which embedded one.
pub(crate) fn there(keys: &[(String, String)]) -> NewRoots {
    let hosts = VaultHosts::below(&BELOW[1..], None).unwrap();
    let vaults = VaultProvider { hosts, ..VaultProvider::default() };
    NewRoots { vaults, keys: keys.to_vec() }
}

/// The same from where Azure's vaults are.
pub(crate) fn at_azures(keys: &[(String, String)]) -> NewRoots {
    let vaults = VaultProvider { hosts: VaultHosts::Azure, ..VaultProvider::default() };
    let there = |(from, to): &(String, String)| (from.clone(), to.replace(BELOW, HOME));
    NewRoots { vaults, keys: keys.iter().map(there).collect() }
}

struct Others {
    held: EmbeddedVaults,
    below: &'static str,
}

impl Others {
    fn inside(&self, uri: &KeyUri) -> KeyUri {
        KeyUri::stored(&uri.to_string().replace(self.below, HOME)).unwrap()
    }

    fn outside(&self, uri: &KeyUri) -> KeyUri {
        KeyUri::stored(&uri.to_string().replace(HOME, self.below)).unwrap()
    }

    fn described(&self, key: KeyDescription) -> KeyDescription {
        KeyDescription { uri: self.outside(&key.uri), ..key }
    }
}

type Answer<T> = Result<T, VaultError>;

impl RootVault for Others {
    fn get_key(&self, who: &Caller, uri: &KeyUri, wait: &Wait) -> Answer<KeyDescription> {
        self.held.get_key(who, &self.inside(uri), wait).map(|key| self.described(key))
    }

    fn wrap_key(
        &self,
        who: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Answer<WrapResult> {
        let made = self.held.wrap_key(who, &self.inside(uri), algorithm, plaintext, wait)?;
        Ok(WrapResult { uri: self.outside(&made.uri), ..made })
    }

    fn unwrap_key(
        &self,
        who: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Answer<SecretBytes> {
        self.held.unwrap_key(who, &self.inside(uri), algorithm, ciphertext, wait)
    }

    fn check_root(&self, who: &Caller, uri: &KeyUri, wait: &Wait) -> Answer<KeyDescription> {
        RootVault::check_root(&self.held, who, &self.inside(uri), wait)
            .map(|key| self.described(key))
    }

    fn check_unwrap(&self, who: &Caller, uri: &KeyUri, wait: &Wait) -> Answer<()> {
        RootVault::check_unwrap(&self.held, who, &self.inside(uri), wait)
    }

    fn inspect_key(&self, uri: &KeyUri, wait: &Wait) -> Answer<KeyDescription> {
        RootVault::inspect_key(&self.held, &self.inside(uri), wait).map(|key| self.described(key))
    }

    fn turn(&self, _: &KeyUri, _: ckey_vault::KeyOp, _: usize) -> Duration {
        Duration::ZERO
    }

    fn locate(&self, _: &str) -> Answer<Option<VaultPlace>> {
        Ok(None)
    }
}
