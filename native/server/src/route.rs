//! What a request asks for: its method, path and query.

use ckey_vault::{KeyOp, KeyPermission};
use hyper::Method;
use serde_json::{Map, Value};

use crate::wire;

/// The versions of the protocol that are answered, all alike.
const VERSIONS: [&str; 10] = [
    "2016-10-01",
    "7.0",
    "7.1",
    "7.2",
    "7.3",
    "7.4",
    "7.5",
    "7.6",
    "2025-07-01",
    "2026-03-01-preview",
];

/// What is asked of a vault's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Create(String),
    Import(String),
    Get(String, Option<String>),
    Update(String, Option<String>),
    List,
    Versions(String),
    Delete(String),
    Backup(String),
    Restore,
    Rotate(String),
    GetRotationPolicy(String),
    SetRotationPolicy(String),
    Operate(String, Option<String>, KeyOp),
    ListDeleted,
    GetDeleted(String),
    Recover(String),
    Purge(String),
}

impl Target {
    /// Whether what is asked for looks at the kind of the vault itself, together with the key.
    pub(crate) const fn looks_itself(&self) -> bool {
        use KeyOp::{Decrypt, Encrypt, UnwrapKey, WrapKey};
        matches!(self, Self::Operate(_, _, WrapKey | UnwrapKey | Encrypt | Decrypt))
    }

    /// As the service's own log names it.
    pub(crate) const fn operation(&self) -> &'static str {
        match self {
            Self::Create(_) => "KeyCreate",
            Self::Import(_) => "KeyImport",
            Self::Get(..) => "KeyGet",
            Self::Update(..) => "KeyUpdate",
            Self::List => "KeyList",
            Self::Versions(_) => "KeyListVersions",
            Self::Delete(_) => "KeyDelete",
            Self::Backup(_) => "KeyBackup",
            Self::Restore => "KeyRestore",
            Self::Rotate(_) => "KeyRotate",
            Self::GetRotationPolicy(_) => "KeyGetRotationPolicy",
            Self::SetRotationPolicy(_) => "KeySetRotationPolicy",
            Self::Operate(_, _, KeyOp::Encrypt) => "KeyEncrypt",
            Self::Operate(_, _, KeyOp::Decrypt) => "KeyDecrypt",
            Self::Operate(_, _, KeyOp::Sign) => "KeySign",
            Self::Operate(_, _, KeyOp::Verify) => "KeyVerify",
            Self::Operate(_, _, KeyOp::UnwrapKey) => "KeyUnwrap",
            Self::Operate(..) => "KeyWrap",
            Self::ListDeleted => "KeyListDeleted",
            Self::GetDeleted(_) => "KeyGetDeleted",
            Self::Recover(_) => "KeyRecover",
            Self::Purge(_) => "KeyPurge",
        }
    }

    /// What a vault asks for it of whoever asks.
    pub(crate) const fn permission(&self) -> KeyPermission {
        match self {
            Self::Create(_) => KeyPermission::Create,
            Self::Import(_) => KeyPermission::Import,
            Self::Get(..) | Self::GetDeleted(_) => KeyPermission::Get,
            Self::Update(..) => KeyPermission::Update,
            Self::List | Self::Versions(_) | Self::ListDeleted => KeyPermission::List,
            Self::Delete(_) => KeyPermission::Delete,
            Self::Backup(_) => KeyPermission::Backup,
            Self::Restore => KeyPermission::Restore,
            Self::Rotate(_) => KeyPermission::Rotate,
            Self::GetRotationPolicy(_) => KeyPermission::GetRotationPolicy,
            Self::SetRotationPolicy(_) => KeyPermission::SetRotationPolicy,
            Self::Operate(_, _, KeyOp::Encrypt) => KeyPermission::Encrypt,
            Self::Operate(_, _, KeyOp::Decrypt) => KeyPermission::Decrypt,
            Self::Operate(_, _, KeyOp::Sign) => KeyPermission::Sign,
            Self::Operate(_, _, KeyOp::Verify) => KeyPermission::Verify,
            Self::Operate(_, _, KeyOp::UnwrapKey) => KeyPermission::UnwrapKey,
            Self::Operate(..) => KeyPermission::WrapKey,
            Self::Recover(_) => KeyPermission::Recover,
            Self::Purge(_) => KeyPermission::Purge,
        }
    }

    /// The key that it is about, by its name, and a version of it where one is named.
    fn named(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::Get(key, version)
            | Self::Update(key, version)
            | Self::Operate(key, version, _) => (Some(key), version.as_deref()),
            Self::Create(key)
            | Self::Import(key)
            | Self::Versions(key)
            | Self::Delete(key)
            | Self::Backup(key)
            | Self::Rotate(key)
            | Self::GetRotationPolicy(key)
            | Self::SetRotationPolicy(key)
            | Self::GetDeleted(key)
            | Self::Recover(key)
            | Self::Purge(key) => (Some(key), None),
            Self::List | Self::ListDeleted | Self::Restore => (None, None),
        }
    }

    /// The key that it is about, where it is about one.
    pub(crate) fn key(&self) -> Option<&str> {
        self.named().0
    }

    /// What records tell of a request to a vault.
    pub(crate) fn told(&self, vault: &str) -> Map<String, Value> {
        let (key, version) = self.named();
        let told = [("vault", Some(vault)), ("key", key), ("version", version)];
        told.iter().filter_map(|(name, text)| Some(((*name).to_owned(), (*text)?.into()))).collect()
    }

    /// Whether a private key works long for it.
    pub(crate) const fn makes_keys(&self) -> bool {
        matches!(self, Self::Create(_) | Self::Rotate(_))
    }

    /// Whether the vault's file is written, for which one waits for another. A backup is noted.
    pub(crate) const fn changes(&self) -> bool {
        !matches!(
            self,
            Self::Get(..)
                | Self::List
                | Self::Versions(_)
                | Self::GetRotationPolicy(_)
                | Self::Operate(..)
                | Self::ListDeleted
                | Self::GetDeleted(_)
        )
    }
}

/// Why a request asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// There is no such path.
    Path,
    /// The path does not go with the method.
    Method,
    /// The query has no version, or one that is not answered.
    Version,
    /// It is no query.
    Query,
}

/// A request that asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) target: Target,
    pub(crate) version: String,
    pub(crate) most: Option<String>,
    pub(crate) after: Option<String>,
}

impl Request {
    pub(crate) fn read(method: &Method, path_and_query: &str) -> Result<Self, Unread> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let target = target(method, path)?;
        let query = wire::pairs(query).ok_or(Unread::Query)?;
        let version = wire::only(&query, "api-version").ok_or(Unread::Version)?;
        if !VERSIONS.contains(&version) {
            return Err(Unread::Version);
        }
        let text = |name| wire::only(&query, name).map(str::to_owned);
        let version = version.to_owned();
        Ok(Self { target, version, most: text("maxresults"), after: text("$skiptoken") })
    }
}

/// Clients leave parts of a path empty where they name no version.
fn target(method: &Method, path: &str) -> Result<Target, Unread> {
    let parts = path.split('/').map(wire::unescaped).collect::<Option<Vec<_>>>();
    let parts = parts.ok_or(Unread::Path)?;
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let (get, put, post) =
        (*method == Method::GET, *method == Method::PUT, *method == Method::POST);
    let (patch, delete) = (*method == Method::PATCH, *method == Method::DELETE);
    let name = |text: &str| text.to_owned();
    Ok(match parts.as_slice() {
        ["keys"] if get => Target::List,
        ["deletedkeys"] if get => Target::ListDeleted,
        ["keys", "restore"] if post => Target::Restore,
        ["keys", key] if get => Target::Get(name(key), None),
        ["keys", key] if put => Target::Import(name(key)),
        ["keys", key] if patch => Target::Update(name(key), None),
        ["keys", key] if delete => Target::Delete(name(key)),
        ["keys", key, "create"] if post => Target::Create(name(key)),
        ["keys", key, "backup"] if post => Target::Backup(name(key)),
        ["keys", key, "rotate"] if post => Target::Rotate(name(key)),
        ["keys", key, "versions"] if get => Target::Versions(name(key)),
        ["keys", key, "rotationpolicy"] if get => Target::GetRotationPolicy(name(key)),
        ["keys", key, "rotationpolicy"] if put => Target::SetRotationPolicy(name(key)),
        ["keys", key, version] if get => Target::Get(name(key), Some(name(version))),
        ["keys", key, version] if patch => Target::Update(name(key), Some(name(version))),
        ["keys", key, op] if post => Target::Operate(name(key), None, operation(op)?),
        ["keys", key, version, op] if post => {
            Target::Operate(name(key), Some(name(version)), operation(op)?)
        }
        ["deletedkeys", key] if get => Target::GetDeleted(name(key)),
        ["deletedkeys", key] if delete => Target::Purge(name(key)),
        ["deletedkeys", key, "recover"] if post => Target::Recover(name(key)),
        ["keys" | "deletedkeys"] | ["keys" | "deletedkeys", _] => return Err(Unread::Method),
        _ => return Err(Unread::Path),
    })
}

/// Clients write `wrapkey` or `wrapKey`.
fn operation(word: &str) -> Result<KeyOp, Unread> {
    let op = word.parse().map_err(|_| Unread::Path)?;
    if matches!(op, KeyOp::Import | KeyOp::Export) { Err(Unread::Path) } else { Ok(op) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(method: &Method, path: &str) -> Result<Target, Unread> {
        Request::read(method, path).map(|request| request.target)
    }

    #[test]
    fn every_client_writes_paths_in_its_own_way() {
        let wrap = |version: Option<&str>| {
            Ok(Target::Operate("k".into(), version.map(Into::into), KeyOp::WrapKey))
        };
        for path in ["/keys/k//wrapkey", "/keys/k/wrapKey", "/keys/k/WRAPKEY"] {
            assert_eq!(
                read(&Method::POST, &format!("{path}?api-version=7.4")),
                wrap(None),
                "{path}"
            );
        }
        assert_eq!(
            read(&Method::POST, "/keys/k/v/wrapkey?api%2Dversion=2025-07-01"),
            wrap(Some("v"))
        );
        assert_eq!(
            read(&Method::GET, "/keys/k/?api-version=7.0"),
            Ok(Target::Get("k".into(), None))
        );
    }

    #[test]
    fn a_rotation_policy_is_no_version() {
        let path = "/keys/k/rotationpolicy?api-version=7.4";
        assert_eq!(read(&Method::GET, path), Ok(Target::GetRotationPolicy("k".into())));
        assert_eq!(read(&Method::PUT, path), Ok(Target::SetRotationPolicy("k".into())));
        assert_eq!(
            read(&Method::PATCH, path),
            Ok(Target::Update("k".into(), Some("rotationpolicy".into())))
        );
    }

    #[test]
    fn what_is_not_asked_for_rightly_is_refused() {
        for (method, path, why) in [
            (Method::GET, "/keys", Unread::Version),
            (Method::GET, "/keys?api-version=6.0", Unread::Version),
            (Method::GET, "/keys?api-version=7.4&api-version=7.4", Unread::Version),
            (Method::GET, "/keys?api-version=%", Unread::Query),
            (Method::GET, "/secrets?api-version=7.4", Unread::Path),
            (Method::POST, "/keys/k/v/export?api-version=7.4", Unread::Path),
            (Method::OPTIONS, "/keys/k?api-version=7.4", Unread::Method),
        ] {
            assert_eq!(read(&method, path), Err(why), "{method} {path}");
        }
    }
}
