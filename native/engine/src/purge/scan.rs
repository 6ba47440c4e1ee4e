//! Looking for what could be left of a purge: in the database and its log, in all other files of
//! the tenant, and in known backups.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use ckey_base::{CancelToken, FileId, regular};
use serde_json::{Value, json};

use super::fingerprints::Needles;
use crate::error::{EngineError, Result};
use crate::ground::{Ground, Layout};

const PIECE: usize = 1 << 20;
const LONGEST_LOCK: u64 = 4096;

/// What was looked at in one place.
#[derive(Default)]
struct Area {
    files: u64,
    bytes: u64,
}

/// A search, and what it found.
pub(super) struct Search<'a> {
    needles: &'a Needles,
    cancel: &'a CancelToken,
    areas: Vec<(&'static str, Area)>,
    searched_folders: Vec<FileId>,
    /// In the tenant: the file, and what it holds.
    pub(super) found: Vec<String>,
}

/// Bytes that come in pieces, of which none is passed over that lies across two.
struct Window<'a> {
    needles: &'a Needles,
    kept: Vec<u8>,
    found: Vec<String>,
}

impl Window<'_> {
    fn take(&mut self, piece: &[u8]) {
        self.kept.extend_from_slice(piece);
        self.needles.look(&self.kept, &mut self.found);
        let cut = self.kept.len().saturating_sub(self.needles.overlap());
        self.kept.drain(..cut);
    }
}

impl<'a> Search<'a> {
    pub(super) const fn of(needles: &'a Needles, cancel: &'a CancelToken) -> Self {
        Self { needles, cancel, areas: Vec::new(), searched_folders: Vec::new(), found: Vec::new() }
    }

    fn note(&mut self, area: &'static str, files: u64, bytes: u64) {
        if self.areas.iter().all(|(name, _)| *name != area) {
            self.areas.push((area, Area::default()));
        }
        if let Some((_, found)) = self.areas.iter_mut().find(|(name, _)| *name == area) {
            found.files = found.files.saturating_add(files);
            found.bytes = found.bytes.saturating_add(bytes);
        }
    }

    fn window(&self) -> Window<'a> {
        Window { needles: self.needles, kept: Vec::new(), found: Vec::new() }
    }

    fn go_on(&self) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(EngineError::stopped(
                "The search was stopped. The same job goes on with it.",
            ));
        }
        Ok(())
    }

    /// All files of a tenant.
    pub(super) fn tenant(&mut self, ground: &Ground) -> Result<()> {
        self.state(ground)?;
        self.folder(ground.layout(), ground.path())
    }

    /// The database and its log, byte by byte: free pages too.
    fn state(&mut self, ground: &Ground) -> Result<()> {
        let (mut windows, mut sizes) = (Vec::<(String, Window<'a>)>::new(), [0_u64; 2]);
        ground.state().raw(&mut |file, piece| {
            if windows.last().is_none_or(|(name, _)| name != file) {
                windows.push((file.to_owned(), self.window()));
            }
            let at = windows.len().saturating_sub(1).min(1);
            if let Some(size) = sizes.get_mut(at) {
                *size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(0));
            }
            if let Some((_, window)) = windows.last_mut() {
                window.take(piece);
            }
        })?;
        let [state, log] = sizes;
        self.note("database", 1, state);
        self.note("log of the database", 1, log);
        for (name, window) in windows {
            self.found.extend(told(&name, &window.found));
        }
        Ok(())
    }

    /// Links are followed: what belongs to the tenant may lie on another disk. No folder is
    /// searched twice, whatever links to it.
    fn folder(&mut self, layout: &Layout, folder: &Path) -> Result<()> {
        let failed = |error: io::Error| Layout::failed(folder, "read the folder", &error);
        let entries = match FileId::of(folder) {
            Ok(id) if self.searched_folders.contains(&id) => return Ok(()),
            Ok(id) => {
                self.searched_folders.push(id);
                fs::read_dir(folder).map_err(failed)?
            }
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            self.go_on()?;
            let path = entry.map_err(failed)?.path();
            let about = match fs::metadata(&path) {
                Ok(about) => about,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(Layout::failed(&path, "look at the file", &error)),
            };
            if about.is_dir() {
                self.folder(layout, &path)?;
            } else if about.is_file()
                && !is_state(layout, &path)
                && !is_lock(layout, &path, about.len())
            {
                let (bytes, found) = self.file(&path)?;
                self.note(area(layout, &path), 1, bytes);
                self.found.extend(told(&path.display().to_string(), &found));
            }
        }
        Ok(())
    }

    /// One file: how long it is, and what was found. One that is gone by now holds nothing.
    fn file(&self, path: &Path) -> Result<(u64, Vec<String>)> {
        let file = match regular::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((0, Vec::new())),
            Err(error) => return Err(Layout::failed(path, "read the file", &error)),
        };
        self.pieces(file)
            .map_err(|error| Layout::failed(path, "read the file", &error))?
            .map_or_else(
                || {
                    Err(EngineError::stopped(
                        "The search was stopped. The same job goes on with it.",
                    ))
                },
                Ok,
            )
    }

    fn pieces(&self, mut file: File) -> io::Result<Option<(u64, Vec<String>)>> {
        let (mut window, mut piece, mut total) = (self.window(), vec![0; PIECE], 0_u64);
        loop {
            if self.go_on().is_err() {
                return Ok(None);
            }
            match file.read(&mut piece) {
                Ok(0) => return Ok(Some((total, window.found))),
                Ok(read) => {
                    window.take(piece.get(..read).unwrap_or_default());
                    total = total.saturating_add(u64::try_from(read).unwrap_or(0));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// How much of what was destroyed is in a file of a backup; `None` where it cannot be looked.
    pub(super) fn backup(&self, path: &Path) -> Result<Option<usize>> {
        self.go_on()?;
        let Ok(file) = regular::open(path) else { return Ok(None) };
        match self.pieces(file) {
            Ok(Some((_, found))) => Ok(Some(found.len())),
            Ok(None) => self.go_on().map(|()| None),
            Err(_) => Ok(None),
        }
    }

    /// What was searched, for people.
    pub(super) fn searched(&self) -> Vec<Value> {
        let told = |(name, area): &(&'static str, Area)| json!({ "what": name, "files": area.files, "bytes": area.bytes });
        self.areas.iter().map(told).collect()
    }
}

/// What a file holds, in words: there may be hundreds of wraps in it.
fn told(file: &str, found: &[String]) -> Option<String> {
    let (first, others) = found.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    Some(format!("{file}: {first}{more}"))
}

/// Looked at by the state itself, with its log; the third file is an index of that.
fn is_state(layout: &Layout, path: &Path) -> bool {
    let state = layout.state();
    ["", "-wal", "-shm"].iter().any(|end| {
        let mut own = state.clone().into_os_string();
        own.push(end);
        path.as_os_str() == own
    })
}

/// Says who has the tenant open, and is too short for more. Some systems let nobody else read it.
fn is_lock(layout: &Layout, path: &Path, length: u64) -> bool {
    path.parent() == Some(&layout.locks())
        && path.extension().is_some_and(|ending| ending == "lock")
        && length <= LONGEST_LOCK
}

fn area(layout: &Layout, path: &Path) -> &'static str {
    let of = [
        (layout.content(), "content"),
        (layout.secrets(), "secrets of the service"),
        (layout.vaults(), "vaults"),
    ];
    of.into_iter()
        .find(|(folder, _)| path.starts_with(folder))
        .map_or("other files", |(_, name)| name)
}
