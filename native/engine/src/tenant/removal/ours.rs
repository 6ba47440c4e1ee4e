//! What in a tenant folder a tenant has made, by place and name, and what it has not. Links are
//! looked at and never followed.

use std::fs::{self, DirEntry};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ckey_base::durable;
use ckey_store::{FORMAT_VERSION, FolderContent, SecretFile, SecretName, copy_before};
use ckey_vault::is_file_of_vaults;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::Result;
use crate::ground::{Layout, is_work_folder};
use crate::tenant::serving::is_file_of_serving;

/// A file that the tenant has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) path: PathBuf,
    pub(super) what: What,
    bytes: u64,
}

/// What a file is, as far as it matters for when it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A secret that opens something.
    Secret,
    /// The secret that signs what is said of the removal.
    Signing,
    /// What the signing key is opened with.
    BesideSigning,
    /// Where others say that they have the tenant open.
    Lock,
    /// Says that the tenant is being removed.
    Mark,
    /// Database, vaults, content.
    Data,
}

/// What is in a tenant folder.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) own: Vec<Own>,
    /// Folders of the tenant, those that are in others first.
    pub(super) folders: Vec<PathBuf>,
    /// What the tenant has not made.
    pub(super) foreign: Vec<PathBuf>,
}

/// What a file of this name is; `None` where the tenant makes no such file there.
type Rule = fn(&str) -> Option<What>;

fn of_secrets(name: &str) -> Option<What> {
    Some(match SecretFile::of(name)? {
        SecretFile::Secret(SecretName::AuditSigning) => What::Signing,
        SecretFile::Secret(_) => What::Secret,
        SecretFile::Master | SecretFile::Other => What::BesideSigning,
    })
}

fn of_vault_keys(name: &str) -> Option<What> {
    (name == "master.key" || durable::is_temporary(name)).then_some(What::Secret)
}

/// What a server of the vaults keeps.
fn of_server(name: &str) -> Option<What> {
    let is_secret = name.ends_with(".key") || durable::is_temporary(name);
    let is_other = name.ends_with(".crt") || is_file_of_serving(name);
    is_secret.then_some(What::Secret).or(is_other.then_some(What::Data))
}

fn of_vaults(name: &str) -> Option<What> {
    is_file_of_vaults(name).then_some(What::Data)
}

fn of_content(name: &str) -> Option<What> {
    let is_ours = FolderContent::is_object(name) || durable::is_temporary(name);
    is_ours.then_some(What::Data)
}

fn of_locks(name: &str) -> Option<What> {
    let is_owner = |stem: &str| Uuid::try_parse(stem).is_ok() || stem == "removal";
    name.strip_suffix(".lock").is_some_and(is_owner).then_some(What::Lock)
}

/// A copy of wraps or secrets that an operation needed for a while, in a folder that says whose it
/// was.
const fn of_work(_: &str) -> Option<What> {
    Some(What::Secret)
}

impl Survey {
    /// Looks at a folder; at one that is not there, too.
    pub(super) fn of(layout: &Layout) -> Result<Self> {
        let mut survey = Self::default();
        for (name, entry) in entries(layout.root())? {
            let path = entry.path();
            let rule: Option<Rule> = match &path {
                path if *path == layout.vaults() => Some(of_vaults),
                path if *path == layout.secrets() => Some(of_secrets),
                path if *path == layout.locks() => Some(of_locks),
                path if *path == layout.server() => Some(of_server),
                path if *path == layout.content() => None,
                path if Some(path.as_path()) == layout.vault_master().parent() => {
                    Some(of_vault_keys)
                }
                _ if is_work_folder(&name) => Some(of_work),
                _ => {
                    survey.note(&entry, of_root(layout, &path, &name));
                    continue;
                }
            };
            match rule {
                _ if !entry.file_type().is_ok_and(|kind| kind.is_dir()) => {
                    survey.foreign.push(path);
                }
                Some(rule) => survey.folder(path, rule)?,
                None => survey.content(path)?,
            }
        }
        Ok(survey)
    }

    fn folder(&mut self, folder: PathBuf, rule: Rule) -> Result<()> {
        for (name, entry) in entries(&folder)? {
            self.note(&entry, rule(&name));
        }
        self.folders.push(folder);
        Ok(())
    }

    fn content(&mut self, folder: PathBuf) -> Result<()> {
        for (name, entry) in entries(&folder)? {
            if FolderContent::is_part(&name) && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.folder(entry.path(), of_content)?;
            } else {
                self.foreign.push(entry.path());
            }
        }
        self.folders.push(folder);
        Ok(())
    }

    fn note(&mut self, entry: &DirEntry, what: Option<What>) {
        let path = entry.path();
        // Not followed: a link in the place of a file is somebody else's.
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        match what.filter(|_| is_file) {
            Some(what) => {
                let bytes = entry.metadata().map_or(0, |about| about.len());
                self.own.push(Own { path, what, bytes });
            }
            None => self.foreign.push(path),
        }
    }

    /// Files and bytes by place, for people.
    pub(super) fn told(&self, layout: &Layout) -> Value {
        let places = [
            ("vaults", layout.vaults()),
            ("content", layout.content()),
            ("secrets of the service", layout.secrets()),
        ];
        let place = |own: &Own| {
            let found = places.iter().position(|(_, folder)| own.path.starts_with(folder));
            found.unwrap_or(places.len())
        };
        let told = |(at, name): (usize, &str)| {
            let here = self.own.iter().filter(|own| place(own) == at);
            let bytes = here.clone().map(|own| own.bytes).fold(0, u64::saturating_add);
            json!({ "what": name, "files": here.count(), "bytes": bytes })
        };
        let names = places.iter().map(|(name, _)| *name).chain(["other files"]);
        Value::from(names.enumerate().map(told).collect::<Vec<_>>())
    }
}

fn of_root(layout: &Layout, path: &Path, name: &str) -> Option<What> {
    if *path == layout.removal() {
        return Some(What::Mark);
    }
    let state = layout.state();
    if (1..FORMAT_VERSION).any(|version| *path == copy_before(&state, version)) {
        return Some(What::Data);
    }
    let database = state.file_name()?.to_str()?;
    let of_database = |name: &str| {
        let endings = ["", "-wal", "-shm", "-journal", ".migration"];
        name.strip_prefix(database).is_some_and(|ending| endings.contains(&ending))
    };
    let unfinished = |name: &str| {
        let name = name.strip_prefix('.').and_then(|name| name.strip_suffix(durable::TEMPORARY));
        name.is_some_and(|name| {
            name.starts_with(database)
                || name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    (of_database(name) || unfinished(name)).then_some(What::Data)
}

/// What is in a folder, with names; nothing where it is gone by now.
fn entries(folder: &Path) -> Result<Vec<(String, DirEntry)>> {
    let failed = |error: std::io::Error| Layout::failed(folder, "read the folder", &error);
    let mut found = Vec::new();
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        listed => listed.map_err(failed)?,
    };
    for entry in listed {
        let entry = entry.map_err(failed)?;
        found.push((entry.file_name().to_string_lossy().into_owned(), entry));
    }
    Ok(found)
}
