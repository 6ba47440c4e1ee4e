//! The keys below a policy as they are, worked out from what lies in a tenant's folder by
//! `docs/format.md`, so that tests can look for them.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use ckey_crypto::digest::sha256;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::rsa::{RsaPrivateKey, WrapAlgorithm};
use ckey_crypto::{Backend, EncryptionContext, SecretKey, derive};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use rusqlite::{Connection, Params, Row};
use uuid::Uuid;

use crate::stage::{Stage, bytes_below, files_below};

/// A key of 32 bytes, or as many bytes of a longer one, and what it is.
pub(crate) type Plain = (String, [u8; 32]);

const HEADER: usize = 96;
const PREFIX: usize = 64;
const WRAPPED: usize = 48;
const AVAILABILITY: u8 = 3;

struct Search<'a> {
    stage: &'a Stage,
    database: Connection,
    secrets: FolderSecrets,
    policy: (i64, Uuid),
    found: Vec<Plain>,
}

/// Every key below a policy of mailboxes or of a geo that is not purged yet: availability key,
/// erasure key, keys of the policy, of its scopes, and of all that is sealed in them.
pub(crate) fn below(stage: &Stage, policy: &str) -> Vec<Plain> {
    let path = stage.path();
    let secrets = FolderSecrets::open(&path.join("service-secrets"), MasterKey::InFolder).unwrap();
    let database = Connection::open(path.join("tenant.db")).unwrap();
    let sql = "SELECT no, guid FROM policy WHERE name = ?1 AND purge IS NULL";
    let policy = database
        .query_row(sql, [policy], |row| Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?))))
        .unwrap();
    let mut search = Search { stage, database, secrets, policy, found: Vec::new() };
    let erasure = search.secret("erasure key", &SecretName::ErasureKey(policy.1));
    for (generation, seed, sealed) in search.all(
        "SELECT generation, seed, sealed_key FROM policy_wrap WHERE policy_no = ?1 AND slot = ?2",
        (policy.0, AVAILABILITY),
        |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?)),
    ) {
        let key = search.policy_key(generation, &seed, &sealed);
        let kek = derive::policy_kek(&key, &erasure, policy.1.as_bytes(), generation).unwrap();
        search.note(&format!("policy key {generation}"), key.expose());
        search.note(&format!("key-encryption key {generation}"), kek.expose());
        search.scopes(generation, &kek);
    }
    search.found
}

impl Search<'_> {
    fn note(&mut self, what: &str, key: &[u8]) {
        self.found.push((what.to_owned(), key.try_into().unwrap()));
    }

    fn all<T>(
        &self,
        sql: &str,
        given: impl Params,
        row: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Vec<T> {
        let mut statement = self.database.prepare(sql).unwrap();
        statement.query_map(given, row).unwrap().map(Result::unwrap).collect()
    }

    fn secret(&mut self, what: &str, name: &SecretName) -> SecretKey {
        let key = self.secrets.get(name).unwrap().unwrap();
        self.note(what, key.expose());
        key
    }

    /// Opened by the availability key: that of the policy, or that of all of SharePoint.
    fn policy_key(&mut self, generation: u32, seed: &[u8], sealed: &[u8]) -> SecretKey {
        let availability = if seed.is_empty() {
            self.secret("availability key", &SecretName::AvailabilityKey(self.policy.1))
        } else {
            self.seed(seed)
        };
        let (tenant, policy) = (self.stage.tenant.id(), self.policy.1);
        let (tenant, policy) = (tenant.as_bytes(), policy.as_bytes());
        let place = WrapContext::Availability { tenant, policy, generation };
        KeyWrapper::new(Backend::default(), &availability).unwrap().unwrap(&place, sealed).unwrap()
    }

    fn seed(&mut self, wrapped: &[u8]) -> SecretKey {
        let row = |row: &Row<'_>| Ok((Uuid::from_bytes(row.get(0)?), row.get::<_, Vec<u8>>(1)?));
        let (guid, sealed) =
            self.all("SELECT guid, sealed FROM installation_key", [], row).remove(0);
        let key = self.secret("key of the availability key", &SecretName::StoreKey(guid));
        let place = WrapContext::Secret { name: "sharepoint-availability-key" };
        let wrapper = KeyWrapper::new(Backend::default(), &key).unwrap();
        let pair = wrapper.unwrap_bytes(&place, &sealed).unwrap();
        // In the midst of its private exponent.
        self.note("availability key", &pair.expose()[400..432]);
        let pair = RsaPrivateKey::from_pkcs8(Backend::default(), pair.expose()).unwrap();
        let seed = pair.unwrap(WrapAlgorithm::RsaOaep256, wrapped).unwrap();
        SecretKey::from_slice(seed.expose()).unwrap()
    }

    fn scopes(&mut self, generation: u32, kek: &SecretKey) {
        let (tenant, policy) = (self.stage.tenant.id(), self.policy.1);
        let wrapper = KeyWrapper::new(Backend::default(), kek).unwrap();
        for (no, scope, version, wrap) in self.all(
            "SELECT s.no, s.guid, w.version, w.wrap FROM scope_wrap w JOIN scope s ON s.no = w.scope_no WHERE w.policy_no = ?1 AND w.generation = ?2",
            (self.policy.0, generation),
            |row| {
                let guid = Uuid::from_bytes(row.get(1)?);
                Ok((row.get::<_, i64>(0)?, guid, row.get::<_, u32>(2)?, row.get::<_, Vec<u8>>(3)?))
            },
        ) {
            let (tenant, policy) = (tenant.as_bytes(), policy.as_bytes());
            let place =
                WrapContext::Scope { tenant, policy, generation, scope: scope.as_bytes(), version };
            let key = wrapper.unwrap(&place, &wrap).unwrap();
            self.note("scope key", key.expose());
            self.items(no, version, scope, &key);
        }
    }

    fn items(&mut self, scope_no: i64, version: u32, scope: Uuid, key: &SecretKey) {
        for (no, id) in self.all(
            "SELECT no, id FROM item WHERE scope_no = ?1 AND key_version = ?2",
            (scope_no, version),
            |row| Ok((row.get::<_, i64>(0)?, Uuid::from_bytes(row.get(1)?))),
        ) {
            let mut named = vec![
                ("item", id.to_string()),
                ("scope", scope.to_string()),
                ("tenant", self.stage.tenant.id().to_string()),
            ];
            let chunks = self.all(
                "SELECT place, key, object FROM chunk WHERE item_no = ?1 ORDER BY position",
                [no],
                |row| {
                    let object = row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes);
                    Ok((row.get::<_, isize>(0)?.cast_unsigned(), row.get::<_, Vec<u8>>(1)?, object))
                },
            );
            if chunks.is_empty() {
                let body = "SELECT sealed FROM item_body WHERE item_no = ?1";
                let body = self.all(body, [no], |row| row.get::<_, Vec<u8>>(0)).pop();
                let object = body.unwrap_or_else(|| self.content(id));
                let wrapped = &object[HEADER..HEADER + WRAPPED];
                self.object(key, &object[..HEADER], wrapped, &named);
            }
            for (position, (place, wrapped, object)) in chunks.iter().enumerate() {
                named.truncate(3);
                named.push(("chunk", position.to_string()));
                named.push(("last", (position + 1 == chunks.len()).to_string()));
                let object = self.content(object.unwrap_or(id));
                self.object(key, &object[*place..place + HEADER], wrapped, &named);
            }
        }
    }

    fn content(&self, id: Uuid) -> Vec<u8> {
        let (hyphenated, simple) = (id.to_string(), id.simple().to_string());
        let mut files = files_below(&self.stage.path().join("content")).into_iter();
        let is_it = |name: &str| name.contains(&hyphenated) || name.contains(&simple);
        let file = files.find(|file| is_it(file.file_name().unwrap().to_str().unwrap()));
        std::fs::read(file.unwrap()).unwrap()
    }

    /// Data key and frame key of an object.
    fn object(
        &mut self,
        scope: &SecretKey,
        header: &[u8],
        wrapped: &[u8],
        named: &[(&str, String)],
    ) {
        let context = EncryptionContext::from_pairs(
            named.iter().map(|(name, value)| (*name, value.as_str())),
        )
        .unwrap();
        let prefix = &header[..PREFIX];
        let kind = [&prefix[..9], &prefix[10..12]].concat();
        let binding = sha256(&canonical(
            "customer-key/v1/object/binding",
            &[&kind, &prefix[32..], context.as_bytes()],
        ));
        let of_scope = scope.expose();
        let wrap_key = derived(of_scope, "customer-key/v1/object/wrap-key", &[prefix, &binding]);
        let mut data_key = wrapped.to_vec();
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &wrap_key).unwrap())
            .open_in_place(
                Nonce::assume_unique_for_key([0; 12]),
                Aad::from(&binding),
                &mut data_key,
            )
            .unwrap();
        data_key.truncate(32);
        let frame_key = derived(&data_key, "customer-key/v1/object/keys", &[&binding]);
        self.note("data key", &data_key);
        self.note("frame key", &frame_key);
    }
}

fn canonical(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let pieces = [label.as_bytes()].into_iter().chain(parts.iter().copied());
    pieces.flat_map(|it| [&(it.len() as u32).to_be_bytes(), it].concat()).collect()
}

/// HKDF-SHA-256; a longer output begins with the same bytes.
fn derived(key: &[u8], label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"customer-key/v1");
    let (info, mut out) = (canonical(label, parts), [0; 32]);
    let from = salt.extract(key);
    from.expand(&[&info], hkdf::HKDF_SHA256).unwrap().fill(&mut out).unwrap();
    out
}

/// Which of these keys are in the files of a folder, as they are or in hexadecimal digits: at least
/// half of it.
pub(crate) fn in_files(stage: &Stage, keys: &[Plain]) -> Vec<String> {
    let mut by_first = vec![Vec::<(&str, Vec<u8>)>::new(); 256];
    for (what, key) in keys {
        for half in key.chunks(16) {
            let digits = hex::encode(half);
            let upper = digits.to_uppercase().into_bytes();
            for needle in [half.to_vec(), digits.into_bytes(), upper] {
                by_first[usize::from(needle[0])].push((what, needle));
            }
        }
    }
    let mut found = Vec::new();
    for (file, bytes) in bytes_below(&stage.path()) {
        for (at, first) in bytes.iter().enumerate() {
            for (what, needle) in &by_first[usize::from(*first)] {
                if bytes[at..].starts_with(needle) {
                    found.push(format!("{what} in {}", file.display()));
                }
            }
        }
    }
    found.dedup();
    found
}

/// The search finds a key that lies there, and none of these is there without it.
pub(crate) fn no_file_holds(stage: &Stage, keys: &[Plain]) {
    assert_eq!(in_files(stage, keys), [""; 0]);
    let planted = stage.path().join("content").join("planted");
    for (_, key) in keys.iter().take(2) {
        for text in [key.to_vec(), hex::encode(key).into_bytes()] {
            std::fs::write(&planted, [&[7; 100], &text[..]].concat()).unwrap();
            assert_eq!(in_files(stage, keys).len(), 1);
        }
    }
    std::fs::remove_file(planted).unwrap();
}
