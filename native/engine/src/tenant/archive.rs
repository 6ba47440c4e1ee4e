//! The two files of a backup: archives of plain files, each written beside its name and named when
//! it is complete.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use ckey_base::{FileId, durable, path, regular};
use ckey_crypto::digest::{Sha256, sha256};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use uuid::Uuid;

use crate::error::{Category, EngineError, Result};
use crate::ground::{Alive, Layout};

/// The state, in the main file.
pub(super) const STATE: &str = "tenant.db";
/// What the main file says of itself.
pub(super) const LABEL: &str = "backup.json";
/// The secrets, in the secrets file.
pub(super) const SECRETS: &str = "service-secrets.backup";
/// The vaults' sealing key, in the secrets file.
pub(super) const MASTER: &str = "vault-keys/master.key";
/// What the names of archives begin with that are being written.
const PREFIX: &str = ".backup-";
/// A label is at most this long, in bytes.
const LABEL_LIMIT: u64 = 64 * 1024;

/// Which backup a file is of. In the main file it is only what the file says; in the secrets file
/// it is authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Label {
    /// Random, one for each backup.
    pub(super) backup: Uuid,
    /// The tenant's id.
    pub(super) tenant: Uuid,
    /// The tenant's name.
    pub(super) name: String,
    /// When it was written, the tenant's Unix seconds.
    pub(super) written: i64,
}

pub(super) fn to_json(what: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(what).map_err(|error| {
        EngineError::damaged("backup", format!("The backup cannot be described: {error}."))
    })
}

impl Label {
    /// In a sentence.
    pub(super) fn shown(&self) -> String {
        format!(
            "backup {} of the tenant '{}' of {}",
            self.backup,
            self.name,
            crate::clock::iso(self.written)
        )
    }
}

/// What the secrets file says it belongs to, under the secrets' own authentication.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pair {
    #[serde(flatten)]
    pub(super) label: Label,
    /// The digest of the main file, in hexadecimal.
    pub(super) main_sha256: String,
    /// The digest of the vaults' sealing key, in hexadecimal.
    pub(super) vault_master_sha256: String,
}

fn failed<'a>(path: &'a Path, what: &'a str) -> impl Fn(io::Error) -> EngineError + 'a {
    move |error| Layout::failed(path, what, &error)
}

/// Computes the digest of what goes through.
struct Digesting<T> {
    inner: T,
    digest: Sha256,
}

impl<T> Digesting<T> {
    fn new(inner: T) -> Self {
        Self { inner, digest: Sha256::default() }
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// Who writes archives: what is not finished says so in its name, so that it is removed after us
/// should we be killed. It may hold secrets.
pub(super) struct Writer<'a> {
    pub(super) tenant: Uuid,
    pub(super) alive: &'a Alive,
}

impl Writer<'_> {
    fn prefix(&self) -> String {
        format!("{PREFIX}{}-{}-", self.tenant, self.alive.id())
    }

    /// Removes what processes that are gone left of this tenant's backups in the folder of `path`.
    pub(super) fn sweep(&self, path: &Path) {
        let ours = format!("{PREFIX}{}-", self.tenant);
        for entry in fs::read_dir(durable::folder_of(path)).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let owner = name
                .to_str()
                .and_then(|name| Uuid::try_parse(name.strip_prefix(&ours)?.get(..36)?).ok());
            if owner.is_some_and(|owner| !self.alive.is_alive(owner)) {
                // Best effort: the next backup tries again.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// An archive that is complete and durable and waits for its name.
pub(super) struct Archive {
    file: NamedTempFile,
    path: PathBuf,
    digest: [u8; 32],
    length: u64,
}

impl Archive {
    pub(super) fn write(
        path: &Path,
        by: &Writer<'_>,
        fill: impl FnOnce(&mut Filling<'_>) -> Result<()>,
    ) -> Result<Self> {
        let folder = durable::folder_of(path);
        let file = tempfile::Builder::new()
            .prefix(&by.prefix())
            .tempfile_in(path::for_system(folder))
            .map_err(path::told)
            .map_err(failed(folder, "make a file in"))?;
        let digest = {
            let mut filling =
                Filling { archive: tar::Builder::new(Digesting::new(file.as_file())), path };
            fill(&mut filling)?;
            let finished = filling.archive.into_inner();
            finished.map_err(failed(path, "write the file"))?.digest.finish()
        };
        let synced = file.as_file().sync_all().and_then(|()| file.as_file().metadata());
        let length = synced.map_err(failed(path, "write the file"))?.len();
        Ok(Self { file, path: path.to_owned(), digest, length })
    }

    pub(super) const fn digest(&self) -> [u8; 32] {
        self.digest
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    fn publish(self) -> Result<(PathBuf, File)> {
        let (path, folder) = (&self.path, durable::folder_of(&self.path));
        let file = self
            .file
            .persist_noclobber(path::for_system(path))
            .map_err(|error| Layout::failed(path, "write the file", &error.error))?;
        durable::sync_folder(folder).map_err(failed(folder, "sync the folder"))?;
        Ok((self.path, file))
    }
}

/// Gives both files their names, or neither: one alone is no backup.
pub(super) fn publish_both(one: Archive, other: Archive) -> Result<()> {
    let (path, file) = one.publish()?;
    other.publish().map(drop).inspect_err(|_| {
        let ours = FileId::of_open(&file).ok();
        if ours.is_some() && ours == FileId::of(&path).ok() {
            // What went wrong with the other is what to tell.
            let _ = fs::remove_file(&path);
        }
    })
}

/// An archive that is being filled. What is in it is its owner's alone.
pub(super) struct Filling<'a> {
    archive: tar::Builder<Digesting<&'a File>>,
    path: &'a Path,
}

fn header(length: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(0o600);
    header.set_mtime(0);
    header.set_size(length);
    header
}

impl Filling<'_> {
    pub(super) fn text(&mut self, name: &str, text: &[u8]) -> Result<()> {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.archive
            .append_data(&mut header(length), name, text)
            .map_err(failed(self.path, "write the file"))
    }

    pub(super) fn file(&mut self, from: &Path, name: &Path) -> Result<()> {
        let source = regular::open(from).map_err(failed(from, "read the file"))?;
        let length = source.metadata().map_err(failed(from, "read the file"))?.len();
        self.archive
            .append_data(&mut header(length), name, source.take(length))
            .map_err(failed(self.path, "write the file"))
    }

    /// What is in a folder and the folders in it, without what is still being written.
    pub(super) fn folder(&mut self, from: &Path, name: &Path) -> Result<()> {
        for entry in fs::read_dir(from).map_err(failed(from, "read the folder"))? {
            let entry = entry.map_err(failed(from, "read the folder"))?;
            let (path, name) = (entry.path(), name.join(entry.file_name()));
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let kind = entry.file_type().map_err(failed(&path, "look at the file"))?;
            if kind.is_dir() {
                self.folder(&path, &name)?;
            } else if kind.is_file() && !hidden {
                self.file(&path, &name)?;
            }
        }
        Ok(())
    }
}

pub(super) fn unreadable(path: &Path, why: &str) -> EngineError {
    EngineError::new(
        "BackupUnreadable",
        Category::InvalidData,
        format!("'{}' cannot be restored: {why}.", path.display()),
        "Give the two files that Backup-CustomerKeyTenant wrote together.",
    )
    .about(path.display().to_string())
}

/// An archive that is read. It stays open from the look at its digest to the last byte that is
/// restored.
pub(super) struct Source<'a> {
    path: &'a Path,
    file: File,
}

impl<'a> Source<'a> {
    pub(super) fn open(path: &'a Path) -> Result<Self> {
        let file = regular::open(path).map_err(|error| unreadable(path, &error.to_string()))?;
        Ok(Self { path, file })
    }

    fn rewound(&self) -> Result<&File> {
        (&self.file)
            .seek(SeekFrom::Start(0))
            .map_err(|error| unreadable(self.path, &error.to_string()))?;
        Ok(&self.file)
    }

    pub(super) fn digest(&self) -> Result<[u8; 32]> {
        let mut reading = Digesting::new(self.rewound()?);
        io::copy(&mut reading, &mut io::sink())
            .map_err(|error| unreadable(self.path, &error.to_string()))?;
        Ok(reading.digest.finish())
    }

    /// What the file says of itself, which anybody may have written.
    pub(super) fn label(&self) -> Option<Label> {
        let mut archive = tar::Archive::new(self.rewound().ok()?);
        let first = archive.entries().ok()?.next()?.ok()?;
        let mut text = Vec::new();
        first.take(LABEL_LIMIT).read_to_end(&mut text).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Writes the files in it below `folder`, those that are `wanted`, each its owner's alone;
    /// returns the digest of what was read. Anything but files under plain names is refused.
    pub(super) fn unpack(&self, folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<[u8; 32]> {
        let broken = |error: io::Error| unreadable(self.path, &error.to_string());
        let mut reading = Digesting::new(self.rewound()?);
        let mut archive = tar::Archive::new(&mut reading);
        for entry in archive.entries().map_err(broken)? {
            let mut entry = entry.map_err(broken)?;
            let name = entry.path().map_err(broken)?.into_owned();
            let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
            if !plain || !entry.header().entry_type().is_file() || !wanted(&name) {
                return Err(unreadable(
                    self.path,
                    &format!("it holds '{}', which no backup holds", name.display()),
                ));
            }
            write_file(&folder.join(&name), &mut entry)?;
        }
        // The digest is of the whole file, of which nothing but zeros follows the last entry.
        if !is_zeros(&mut reading).map_err(broken)? {
            return Err(unreadable(self.path, "something follows its end"));
        }
        Ok(reading.digest.finish())
    }
}

/// Reads to the end.
fn is_zeros(from: &mut impl Read) -> io::Result<bool> {
    let (mut buffer, mut zeros) = ([0; 8192], true);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(zeros),
            Ok(length) => zeros &= buffer.iter().take(length).all(|byte| *byte == 0),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn write_file(path: &Path, from: &mut impl Read) -> Result<()> {
    Layout::make_private(durable::folder_of(path))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed(path, "write the file"))?;
    io::copy(from, &mut file).map(drop).map_err(failed(path, "write the file"))
}

/// Whether a file that was restored has this digest, which was written in hexadecimal.
pub(super) fn has_digest(path: &Path, expected: &str) -> Result<bool> {
    let bytes = ckey_store::read_key_file(path)?;
    Ok(hex::encode(sha256(bytes.expose())) == expected)
}

/// [`Source::unpack`] of a file.
#[cfg(feature = "fuzzing")]
pub(crate) fn unpack(
    path: &Path,
    folder: &Path,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<[u8; 32]> {
    Source::open(path)?.unpack(folder, wanted)
}

/// [`Source::label`] of a file, shown.
#[cfg(feature = "fuzzing")]
pub(crate) fn label(path: &Path) -> Option<String> {
    Source::open(path).ok()?.label().map(|label| label.shown())
}
