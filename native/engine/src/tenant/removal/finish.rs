//! Removing what a tenant has made, once that has begun. Each act may be cut off, and whoever comes
//! next goes on: what there is to do is what is still there.

use std::fs::{self, File, OpenOptions as FileOptions};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use ckey_base::{clock, durable, regular};
use ckey_crypto::sign::SigningKey;
use ckey_store::{FolderSecrets, SecretName, SecretStore, SqliteState, StateExt};
use serde_json::Value;
use uuid::Uuid;

use super::ours::{Own, Survey, What};
use super::{RemovalReport, check_output, exists};
use crate::audit::Statement;
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::ground::{Layout, Place, chain_key, row_key};
use crate::tenant::{OpenOptions, Tenant};

const LIMITS: &str = "This tells of the folder of the tenant. It does not tell what a disk, a snapshot of a disk or a file system keeps of what was overwritten, nor of copies that were made by other means. A backup whose file of secrets still exists still opens all that is in it. The key that signs this, and what it was opened with, were destroyed right after it was written.";
/// How often is looked again for what others put down meanwhile.
const ROUNDS: u32 = 16;
/// No mark is longer.
const MOST_BYTES: u64 = 256 << 20;

/// Who removes a tenant now: one at a time.
struct Turn(File);

impl Turn {
    fn take(layout: &Layout) -> Result<Self> {
        let (locks, path) = (layout.locks(), layout.locks().join("removal.lock"));
        Layout::make_private(&locks)?;
        let failed = |error: std::io::Error| Layout::failed(&path, "lock the file", &error);
        let mut options = FileOptions::new();
        let file = regular::open_with(
            durable::private(options.create(true).truncate(false).write(true)),
            &path,
        )
        .map_err(failed)?;
        if file.try_lock().is_ok() {
            return Ok(Self(file));
        }
        let root = layout.root().display().to_string();
        Err(EngineError::new(
            "TenantRemovalElsewhere",
            Category::ResourceBusy,
            format!("Another process is removing the tenant in '{root}'."),
            "Let it end; should it be cut off, run the same again.",
        )
        .about(root))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // By itself: a child that was forked meanwhile has the file too.
        let _ = self.0.unlock();
    }
}

/// A removal that goes on.
struct Removal<'a> {
    layout: Layout,
    place: Place,
    facts: Value,
    public_key: String,
    told: &'a mut dyn FnMut(&'static str),
}

impl Tenant {
    /// What keeps the removal of the tenant in this folder from going on, if anything: its name
    /// otherwise.
    ///
    /// # Errors
    /// `OutputExists`, `OutputInTenant`; those of opening the secrets.
    pub fn check_removal_left(path: &Path, options: &OpenOptions, output: &Path) -> Result<String> {
        let layout = Layout::at(path)?;
        Self::check_output(output)?;
        let (facts, _) = read_mark(&layout)?;
        if let Some((_, key)) = signer(&layout, options)? {
            proven(&layout, &key)?;
            if output.symlink_metadata().is_ok() && !is_evidence(&key.public(), output, &facts) {
                return Err(exists(output));
            }
        }
        Ok(text(&facts, "tenantName"))
    }

    /// Goes on with a removal that has begun, to its end: destroys the secrets, removes the files,
    /// writes the evidence, and then destroys the key that signed it. `told` hears of each act
    /// before it is made.
    ///
    /// # Errors
    /// `TenantNotFound`; `TenantRemovalElsewhere`; `OutputExists`; `TenantInUse` where a system does
    /// not let go of a file that somebody has open; those of the stores. What is done is done then,
    /// and the same call goes on.
    pub fn finish_removal(
        path: &Path,
        options: &OpenOptions,
        output: &Path,
        told: &mut dyn FnMut(&'static str),
    ) -> Result<RemovalReport> {
        let layout = Layout::at(path)?;
        read_mark(&layout)?;
        let turn = Turn::take(&layout)?;
        let (facts, public_key) = read_mark(&layout)?;
        let place = Place::of(&layout)?;
        let mut removal = Removal { layout, place, facts, public_key, told };
        let evidence = match signer(&removal.layout, options)? {
            Some((secrets, key)) => {
                removal.destroy(&secrets, &key, output)?;
                true
            }
            // The same command, which was cut off after it: the key is destroyed, the file is there.
            None => hex::decode(&removal.public_key)
                .ok()
                .and_then(|public| public.try_into().ok())
                .is_some_and(|public| is_evidence(&public, output, &removal.facts)),
        };
        removal.end(turn, evidence)
    }
}

fn text(facts: &Value, of: &str) -> String {
    facts.get(of).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn damaged(layout: &Layout, why: &str) -> EngineError {
    let mark = layout.removal();
    EngineError::damaged(
        &mark.display().to_string(),
        format!("'{}' says that the tenant is being removed, and {why}.", mark.display()),
    )
}

fn mark_text(layout: &Layout) -> Result<String> {
    let path = layout.removal();
    let mut text = String::new();
    match regular::check_replaced(&path).and_then(|()| regular::open(&path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let root = layout.root().display().to_string();
            Err(EngineError::new(
                "TenantNotFound",
                Category::ObjectNotFound,
                format!("There is no tenant in '{root}' that is being removed."),
                "Give the folder of the tenant.",
            )
            .about(root))
        }
        opened => opened
            .and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text))
            .map(|_| text)
            .map_err(|error| Layout::failed(&path, "read the file", &error)),
    }
}

/// What the mark says, and by which key it says to be signed.
fn read_mark(layout: &Layout) -> Result<(Value, String)> {
    let document: Option<Value> = serde_json::from_str(&mark_text(layout)?).ok();
    let read = document.and_then(|document| {
        let facts = serde_json::from_str(document.get("report")?.as_str()?).ok()?;
        Some((facts, text(&document, "publicKey")))
    });
    read.ok_or_else(|| damaged(layout, "cannot be read"))
}

/// The mark is this tenant's own: nobody removes a tenant by putting a file down.
fn proven(layout: &Layout, key: &SigningKey) -> Result<()> {
    let is_ours = Statement::RemovalBegun.read(&key.public(), &mark_text(layout)?).is_some();
    if is_ours { Ok(()) } else { Err(damaged(layout, "is not signed by it")) }
}

/// The secrets and the key that signs, as long as that is there.
fn signer(layout: &Layout, options: &OpenOptions) -> Result<Option<(FolderSecrets, SigningKey)>> {
    let file = format!("{}.secret", SecretName::AuditSigning.label());
    if !layout.secrets().join(file).is_file() {
        return Ok(None);
    }
    let secrets = FolderSecrets::open(&layout.secrets(), options.master_key(layout)?)?;
    let Some(seed) = secrets.get(&SecretName::AuditSigning)? else { return Ok(None) };
    let key = SigningKey::from_seed(&seed)?;
    Ok(Some((secrets, key)))
}

/// Whether a file is the evidence of this removal, written before somebody was killed.
fn is_evidence(public: &[u8; 32], file: &Path, facts: &Value) -> bool {
    let mut document = String::new();
    let read = regular::open(file)
        .and_then(|opened| opened.take(MOST_BYTES).read_to_string(&mut document));
    read.is_ok()
        && Statement::Removal
            .read(public, &document)
            .is_some_and(|report| report.get("tenant") == facts.get("tenant"))
}

impl Removal<'_> {
    /// The folder is still the one that was marked; then an act is told of.
    fn begin_act(&mut self, act: &'static str) -> Result<()> {
        self.place.check(&self.layout)?;
        (self.told)(act);
        Ok(())
    }

    fn destroy(&mut self, secrets: &FolderSecrets, key: &SigningKey, output: &Path) -> Result<()> {
        proven(&self.layout, key)?;
        if !is_evidence(&key.public(), output, &self.facts) {
            check_output(output)?;
        }
        self.announce(secrets)?;
        // Whoever was in the middle of something may put down a last file.
        for _ in 0..ROUNDS {
            self.remove("Destroying the secrets", |own| own.what == What::Secret)?;
            self.remove("Removing the files", |own| own.what == What::Data)?;
            let left = Survey::of(&self.layout)?;
            if left.own.iter().all(|own| !matches!(own.what, What::Secret | What::Data)) {
                return self.tell(key, output, &left);
            }
        }
        let root = self.layout.root().display().to_string();
        Err(EngineError::new(
            "TenantInUse",
            Category::ResourceBusy,
            format!("Somebody goes on writing files in '{root}'."),
            "End the processes that have the tenant open; then run the same again.",
        )
        .about(root))
    }

    /// Once more, where whoever began was killed before: everyone who has the tenant open looks.
    fn announce(&mut self, secrets: &FolderSecrets) -> Result<()> {
        self.begin_act("Telling everyone who has the tenant open")?;
        let Ok(chain) = chain_key(secrets) else { return Ok(()) };
        // A database that does not open any more tells nobody anything.
        if let Ok(state) = SqliteState::open(&self.layout.state(), row_key(&chain)?) {
            state.commit(|writer| Ok::<_, EngineError>(writer.raise_epoch()?))?;
        }
        Ok(())
    }

    fn remove(&mut self, act: &'static str, is_meant: fn(&Own) -> bool) -> Result<()> {
        let survey = Survey::of(&self.layout)?;
        for own in survey.own.iter().filter(|own| is_meant(own)) {
            self.begin_act(act)?;
            remove_file(own)?;
        }
        for folder in &survey.folders {
            // One that still holds something stays; it is looked at again.
            if fs::remove_dir(folder).is_err() {
                sync(folder)?;
            }
        }
        sync(self.layout.root())
    }

    fn tell(&mut self, key: &SigningKey, output: &Path, left: &Survey) -> Result<()> {
        if is_evidence(&key.public(), output, &self.facts) {
            return Ok(());
        }
        self.begin_act("Writing the evidence")?;
        let document = Statement::Removal.sign(key, &self.report(left))?;
        durable::write_new(output, document.as_bytes()).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(output),
            _ => Layout::failed(output, "write the file", &error),
        })
    }

    fn report(&self, left: &Survey) -> Value {
        let mut report = self.facts.clone();
        let offset = self.facts.get("clockOffset").and_then(Value::as_i64).unwrap_or(0);
        let Some(told) = report.as_object_mut() else { return report };
        told.remove("clockOffset");
        told.insert("finished".into(), iso(clock::seconds().saturating_add(offset)).into());
        let kept: Vec<_> = left.foreign.iter().map(|path| path.display().to_string()).collect();
        told.insert("kept".into(), kept.into());
        let named = |own: &Own| {
            let inside = own.path.strip_prefix(self.layout.root()).unwrap_or(&own.path);
            inside.display().to_string()
        };
        let last: Vec<_> = left.own.iter().map(named).collect();
        told.insert("removedAfterThis".into(), last.into());
        for backup in told.get_mut("backups").and_then(Value::as_array_mut).into_iter().flatten() {
            let is_there = |of: &str| {
                let file = backup.get(of).and_then(Value::as_str).unwrap_or_default();
                !file.is_empty() && Path::new(file).symlink_metadata().is_ok()
            };
            let found = (is_there("file"), is_there("secretsFile"));
            if let Some(backup) = backup.as_object_mut() {
                backup.insert("isThere".into(), found.0.into());
                backup.insert("secretsFileIsThere".into(), found.1.into());
                backup.insert("holdsSecrets".into(), true.into());
            }
        }
        told.insert("limits".into(), LIMITS.into());
        report
    }

    /// What signed and what opened it, and then what says that there was a tenant.
    fn end(mut self, turn: Turn, evidence: bool) -> Result<RemovalReport> {
        self.remove("Destroying the key that signed", |own| own.what == What::Signing)?;
        self.remove("Removing the files", |own| !matches!(own.what, What::Lock | What::Mark))?;
        drop(turn);
        self.remove("Removing the files", |own| own.what == What::Lock)?;
        self.remove("Removing the mark", |own| own.what == What::Mark)?;
        let foreign = Survey::of(&self.layout)?.foreign;
        let Self { layout, place, facts, public_key, .. } = self;
        drop(place);
        crate::tenant::open::somebody_replaced(layout.root());
        remove_empty(layout.root());
        let count = |at: &str| {
            let list = facts.pointer(at).and_then(Value::as_array).map_or(0, Vec::len);
            u64::try_from(list).unwrap_or(u64::MAX)
        };
        Ok(RemovalReport {
            id: Uuid::try_parse(&text(&facts, "tenant")).unwrap_or_default(),
            name: text(&facts, "tenantName"),
            secrets: count("/destroyed/secrets"),
            foreign,
            backups: count("/backups"),
            public_key,
            evidence,
        })
    }
}

/// A folder that nothing is in any more; one with something in it stays.
fn remove_empty(root: &Path) {
    if fs::remove_dir(root).is_ok() {
        // Not being durable by now costs an empty folder after a power cut.
        let _ = durable::sync_folder(durable::folder_of(root));
    }
}

/// Makes durable what is not in a folder any more.
fn sync(folder: &Path) -> Result<()> {
    match durable::sync_folder(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        synced => synced.map_err(|error| Layout::failed(folder, "sync the folder", &error)),
    }
}

fn remove_file(own: &Own) -> Result<()> {
    let path: &PathBuf = &own.path;
    // A link in its place by now is somebody else's.
    match path.symlink_metadata() {
        Ok(about) if about.is_file() => {}
        _ => return Ok(()),
    }
    let removed = match own.what {
        What::Data | What::Lock | What::Mark => durable::remove(path).map(drop),
        What::Secret | What::Signing | What::BesideSigning => durable::destroy(path),
    };
    removed.map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ResourceBusy if cfg!(windows) => EngineError::new(
            "TenantInUse",
            Category::ResourceBusy,
            format!("'{}' cannot be removed: {}.", path.display(), ckey_base::why(&error)),
            "End the processes that have the tenant open; then run the same again.",
        )
        .about(path.display().to_string()),
        _ => Layout::failed(path, "remove the file", &error),
    })
}
