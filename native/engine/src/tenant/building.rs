//! Building a tenant folder: beside its place under a name of our own, and moved there when it is
//! whole. What a user named is never removed, and of several that build for one place one gets it.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use ckey_base::{NewFolder, durable, path};
use tempfile::TempDir;

use crate::error::{Category, EngineError, Result};
use crate::ground::{Alive, Layout};

/// What the names of folders begin with that are being built.
const PREFIX: &str = ".customer-key-making-";
/// How long a folder is left alone that nobody seems to build any more.
const YOUNG: Duration = Duration::from_secs(60);

/// A tenant folder that is being built.
pub(super) struct Building {
    /// The folder and our hold on it, which is let go of before the folder goes or gets its name:
    /// open files hold a folder where it is on some systems. None once that has begun.
    held: Option<(Alive, NewFolder)>,
    layout: Layout,
    place: Layout,
}

impl Building {
    /// Begins a tenant for a new or empty folder.
    ///
    /// # Errors
    /// `TenantFolderNotEmpty`, `TenantFolderNotReplaceable`, `TenantFolderInaccessible`,
    /// `StorePathTooLong`.
    pub(super) fn begin(path: &Path) -> Result<Self> {
        let place = Layout::at(path)?;
        ckey_store::refuse_long(&place.state())?;
        let root = place.root();
        let begun = NewFolder::begin(root, PREFIX);
        if !begun.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists) {
            can_be_replaced(root)?;
        }
        let folder = begun.map_err(|error| failed(&place, "make a folder beside", &error))?;
        let layout = Layout::at(folder.path())?;
        let alive = Alive::start(&layout)?;
        sweep_beside(folder.path());
        Ok(Self { held: Some((alive, folder)), layout, place })
    }

    /// Where to build.
    pub(super) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Where it is going to be.
    pub(super) const fn place(&self) -> &Layout {
        &self.place
    }

    /// Makes it durable and gives it its name.
    ///
    /// # Errors
    /// `TenantFolderNotEmpty` when somebody else was first; `TenantFolderInaccessible`.
    pub(super) fn finish(mut self) -> Result<()> {
        let Some((alive, mut folder)) = self.held.take() else { return Ok(()) };
        drop(alive);
        if let Err(error) = folder.finish() {
            let _ = remove(&self.layout);
            return Err(failed(&self.place, "move the tenant to", &error));
        }
        super::open::somebody_replaced(self.place.root());
        Ok(())
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if let Some((alive, folder)) = self.held.take() {
            drop(alive);
            // What cannot be removed does no harm where it is.
            let _ = remove(&self.layout);
            drop(folder);
        }
    }
}

/// A private folder for a while, in one that is there. It is ours like one that is built in: what a
/// killed process leaves of it is removed by the next that builds or looks beside it.
pub(super) struct Scratch {
    held: Option<(Alive, TempDir)>,
    layout: Layout,
}

impl Scratch {
    /// Begins one.
    ///
    /// # Errors
    /// `TenantFolderInaccessible`.
    pub(super) fn begin(near: &Path) -> Result<Self> {
        let folder = durable::temporary_folder(near, PREFIX, durable::TEMPORARY)
            .map_err(|error| Layout::failed(near, "make a folder in", &error))?;
        let layout = Layout::at(folder.path())?;
        let alive = Alive::start(&layout)?;
        sweep_beside(folder.path());
        let made = Self { held: Some((alive, folder)), layout };
        let work = made.path();
        fs::create_dir(&work).map_err(|error| Layout::failed(&work, "make the folder", &error))?;
        Ok(made)
    }

    /// Where it is filled.
    pub(super) fn path(&self) -> PathBuf {
        self.layout.root().join("work")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some((alive, folder)) = self.held.take() {
            drop(alive);
            // What cannot be removed is removed by the next.
            let _ = remove(&self.layout);
            drop(folder);
        }
    }
}

/// Removes what makers left beside `ours` that were killed.
fn sweep_beside(ours: &Path) {
    let (Some(parent), Ok(about)) = (ours.parent(), fs::metadata(ours)) else { return };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let named = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if named && entry.metadata().is_ok_and(|found| found.is_dir() && same_owner(&found, &about))
        {
            sweep(&entry.path());
        }
    }
}

/// Removes a folder that its maker began and does not work on any more: nothing happened to it for
/// a minute, in which a maker either locks or finishes, and either nothing is in it, or our lock
/// folder is and nobody holds a lock there.
fn sweep(folder: &Path) {
    let Ok(layout) = Layout::at(folder) else { return };
    let locks = layout.locks();
    let still = |path: &Path| {
        fs::symlink_metadata(path).is_ok_and(|found| {
            found.is_dir() && durable::age(Ok(found)).is_some_and(|age| age >= YOUNG)
        })
    };
    if still(folder) {
        // Best effort: it does no harm where it is.
        let _ = if still(&locks) && Alive::nobody_in(&locks) {
            remove(&layout)
        } else {
            fs::remove_dir(folder)
        };
    }
}

/// Removes a folder of ours, the lock folder last: should we be killed meanwhile, what is left can
/// still be told for ours.
fn remove(layout: &Layout) -> io::Result<()> {
    let locks = layout.locks();
    for entry in fs::read_dir(layout.root())? {
        let entry = entry?;
        if entry.path() == locks {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?
        } else {
            fs::remove_file(entry.path())?
        }
    }
    fs::remove_dir_all(locks)?;
    fs::remove_dir(layout.root())
}

#[cfg(unix)]
fn same_owner(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.uid() == other.uid()
}

#[cfg(not(unix))]
const fn same_owner(_one: &fs::Metadata, _other: &fs::Metadata) -> bool {
    true
}

/// What keeps a tenant from being built in a folder, if anything that can be told before.
///
/// # Errors
/// As [`Building::begin`].
pub(super) fn check_place(path: &Path) -> Result<Layout> {
    let place = Layout::at(path)?;
    let root = place.root();
    match NewFolder::check(root) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(not_empty(&place));
        }
        checked => {
            can_be_replaced(root)?;
            checked.map_err(|error| failed(&place, "make a folder beside", &error))?;
        }
    }
    Ok(place)
}

/// An empty folder gives its place to the new one; what a process works in, or where a disk is
/// mounted, cannot.
fn can_be_replaced(root: &Path) -> Result<()> {
    let why = if !root.exists() {
        return Ok(());
    } else if std::env::current_dir()
        .and_then(|here| path::resolved(&here))
        .is_ok_and(|here| here == root)
    {
        "the folder that this process works in"
    } else if is_mounted(root) {
        "a mounted file system"
    } else {
        return Ok(());
    };
    Err(not_replaceable(root, why))
}

fn not_replaceable(root: &Path, why: &str) -> EngineError {
    EngineError::new(
        "TenantFolderNotReplaceable",
        Category::InvalidOperation,
        format!(
            "'{}' is {why}. A tenant folder is made beside its place and moved there, which cannot be done here.",
            root.display()
        ),
        format!("Give a new folder in it, such as '{}'.", root.join("tenant").display()),
    )
    .about(root.display().to_string())
}

#[cfg(unix)]
fn is_mounted(root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    root.parent().is_some_and(|parent| device(parent) != device(root))
}

#[cfg(not(unix))]
const fn is_mounted(_root: &Path) -> bool {
    false
}

fn failed(place: &Layout, what: &str, error: &io::Error) -> EngineError {
    let root = place.root();
    match error.kind() {
        io::ErrorKind::AlreadyExists => not_empty(place),
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            not_replaceable(root, "a mounted file system")
        }
        _ => Layout::failed(root, what, error),
    }
}

fn not_empty(place: &Layout) -> EngineError {
    let root = place.root();
    let (message, fix) = if place.has_older_mark() {
        (
            format!(
                "In '{}' an older version was interrupted while it made a tenant (it holds 'unfinished'). Nothing was removed.",
                root.display()
            ),
            "Look at what is in it and move it away, or give a new folder.",
        )
    } else {
        (
            format!("The folder '{}' is not empty.", root.display()),
            "Give a new folder, or open the tenant that is there with Open-CustomerKeyTenant.",
        )
    };
    EngineError::new("TenantFolderNotEmpty", Category::ResourceExists, message, fix)
        .about(root.display().to_string())
}
