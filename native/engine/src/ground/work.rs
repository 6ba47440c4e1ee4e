//! Folders in the tenant folder for what is needed only while something is done.

use std::fs;
use std::path::Path;
use std::time::Duration;

use ckey_base::durable;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Alive, Layout};
use crate::error::Result;

const PREFIX: &str = "work-";
/// What an older version called them; it did not say whose they were.
const OLDER: [&str; 2] = ["backup-", "restore-"];
/// No backup takes longer.
const OUTLIVED: Duration = Duration::from_secs(86_400);

/// A new folder (0700), removed when dropped. Its name says whose it is, so that it is removed
/// after us should we be killed: a copy of wraps or secrets must not outlive them.
pub(crate) fn make(layout: &Layout, alive: &Alive) -> Result<TempDir> {
    durable::temporary_folder(layout.root(), &format!("{PREFIX}{}-", alive.id()), "")
        .map_err(|error| Layout::failed(layout.root(), "make a folder in", &error))
}

/// Whether a folder of this name is one that [`make`] made.
pub(crate) fn is_ours(name: &str) -> bool {
    owner_of(name).is_some()
}

/// Whether somebody who is there has such a folder: a backup is being written.
pub(crate) fn is_under_way(layout: &Layout, alive: &Alive) -> bool {
    let entries = fs::read_dir(layout.root()).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter_map(|name| owner_of(&name)).any(|owner| alive.is_alive(owner))
}

/// Whose folder it is, by its name.
fn owner_of(name: &str) -> Option<Uuid> {
    name.strip_prefix(PREFIX)?.get(..36).and_then(|owner| Uuid::try_parse(owner).ok())
}

/// Removes the folders of processes that are gone.
pub(crate) fn sweep(layout: &Layout, alive: &Alive) {
    for entry in fs::read_dir(layout.root()).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_dead(&entry.file_name().to_string_lossy(), &entry.path(), alive) {
            // Best effort: the next opening tries again.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_dead(name: &str, path: &Path, alive: &Alive) -> bool {
    if name.starts_with(PREFIX) {
        return owner_of(name).is_some_and(|owner| !alive.is_alive(owner));
    }
    OLDER.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|random| random.len() == 6))
        && durable::age(path.metadata()).is_some_and(|age| age >= OUTLIVED)
}
