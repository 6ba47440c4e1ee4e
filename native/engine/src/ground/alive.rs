//! Who has the tenant open: a locked file each, so that what a killed process left unfinished is
//! resolved at once and what a living one is still doing is left alone.
//!
//! The lock belongs to the open file, so a child that was forked keeps it when its parent is gone.
//! Therefore the file also says which process holds the tenant open ([`Owner`]), and that one may
//! be seen to be gone while somebody still has the lock. Whatever cannot be told for certain counts
//! as alive: taking a living one for dead would undo what it is doing, the other way round costs a
//! wait for its lease.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ckey_base::{durable, regular};
use uuid::Uuid;

use super::layout::Layout;
use super::owner::Owner;
use crate::error::Result;

/// How long a file is left alone that is not locked.
const YOUNG: Duration = Duration::from_secs(60);
const ENDING: &str = "lock";
/// More than any owner takes.
const MOST_BYTES: u64 = 4096;

/// This process's hold on the tenant; ends with it, however it ends.
pub(crate) struct Alive {
    id: Uuid,
    path: PathBuf,
    /// `None` where the folder cannot be written: nobody sees that this process has the tenant
    /// open.
    file: Option<File>,
    process: u32,
}

/// What a file of the folder says about its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Alive,
    Dead,
    /// There is no file: its owner ended as it should, and took it along.
    Gone,
}

fn lock_file(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}.{ENDING}"))
}

impl Alive {
    pub(crate) fn start(layout: &Layout) -> Result<Self> {
        let folder = layout.locks();
        Layout::make_private(&folder)?;
        let id = Uuid::new_v4();
        let path = lock_file(&folder, id);
        let mut file =
            make(&path).map_err(|error| Layout::failed(&path, "make the file", &error))?;
        // Waits, for no longer than another process takes to look at the file.
        file.lock().map_err(|error| Layout::failed(&path, "lock the file", &error))?;
        // Best effort: who cannot be told from a forked child counts as alive as long as the child.
        if let Some(owner) = Owner::this_process() {
            let _ = file.write_all(owner.to_string().as_bytes());
        }
        others(&folder, id).for_each(|other| {
            remove_dead(&other, true);
        });
        Ok(Self { id, path, file: Some(file), process: std::process::id() })
    }

    /// Of a folder that cannot be written: sees the others, and is not seen.
    pub(crate) fn unseen(layout: &Layout) -> Self {
        let id = Uuid::new_v4();
        Self { id, path: lock_file(&layout.locks(), id), file: None, process: std::process::id() }
    }

    /// Whether this is a forked child's copy: the tenant is still its parent's.
    pub(crate) fn is_forked(&self) -> bool {
        self.process != std::process::id()
    }

    pub(crate) const fn id(&self) -> Uuid {
        self.id
    }

    /// Whether `owner` still has the tenant open. The file of one that has not is removed.
    pub(crate) fn is_alive(&self, owner: Uuid) -> bool {
        if owner == self.id {
            return true;
        }
        let Some(folder) = self.path.parent() else { return true };
        remove_dead(&lock_file(folder, owner), false) == Sign::Alive
    }

    /// Whether nobody else has the tenant open now, in this process or another. Anyone who begins
    /// to open it at this moment has read nothing of it yet.
    pub(crate) fn alone(&self) -> bool {
        let Some(folder) = self.path.parent() else { return false };
        // A folder that cannot be listed hides who is there.
        folder.read_dir().is_ok()
            && others(folder, self.id).all(|other| sign(&other) != Sign::Alive)
    }

    /// Whether nobody holds a lock in this folder, by anything that can be told.
    pub(crate) fn nobody_in(folder: &Path) -> bool {
        let is_free = |entry: io::Result<std::fs::DirEntry>| {
            entry.is_ok_and(|entry| sign(&entry.path()) != Sign::Alive)
        };
        folder.read_dir().is_ok_and(|mut entries| entries.all(is_free))
    }
}

/// Makes a file that only its owner may open.
fn make(path: &Path) -> io::Result<File> {
    durable::private(OpenOptions::new().create_new(true).write(true)).open(path)
}

/// What is in the folder under a name as ours have, but our own. Other files are not ours to judge
/// or to remove.
fn others(folder: &Path, own: Uuid) -> impl Iterator<Item = PathBuf> {
    let is_ours = move |path: &Path| {
        path.extension().is_some_and(|ending| ending == ENDING)
            && path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .and_then(|stem| Uuid::try_parse(stem).ok())
                .is_some_and(|id| id != own)
    };
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(move |path| is_ours(path))
}

/// Only a file that is not there, that nobody has locked, or whose owner is seen to be gone, tells
/// of no living process.
fn sign(path: &Path) -> Sign {
    let file = match regular::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Sign::Gone,
        Err(_) => return Sign::Alive,
    };
    if file.try_lock().is_ok() {
        // Not ours to keep: somebody else may be looking, and a forked child must not inherit it.
        let _ = file.unlock();
        return Sign::Dead;
    }
    let mut text = String::new();
    let read = file.take(MOST_BYTES).read_to_string(&mut text);
    let is_gone = read.is_ok() && Owner::parse(&text).is_some_and(|owner| owner.is_gone());
    if is_gone { Sign::Dead } else { Sign::Alive }
}

/// Removes the file of a process that is gone. With `careful`, one that is not locked is left if it
/// is young: its process may be about to lock it.
fn remove_dead(path: &Path, careful: bool) -> Sign {
    if careful && durable::age(path.metadata()).is_none_or(|age| age < YOUNG) {
        return Sign::Alive;
    }
    let found = sign(path);
    if found == Sign::Dead {
        // Best effort: a file left behind costs nothing but its name.
        let _ = std::fs::remove_file(path);
    }
    found
}

impl Drop for Alive {
    fn drop(&mut self) {
        if self.is_forked() {
            return;
        }
        // Best effort: anyone who finds the file unlocked removes it. Unlocked by itself, since a
        // forked child may still have the file.
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(&self.path);
            let _ = file.unlock();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::TempDir::new().unwrap())
        }

        fn start(&self) -> Alive {
            Alive::start(&Layout::at(self.0.path()).unwrap()).unwrap()
        }

        fn locks(&self) -> PathBuf {
            Layout::at(self.0.path()).unwrap().locks()
        }
    }

    #[test]
    fn two_who_have_the_tenant_open_see_each_other_until_one_ends() {
        let folder = Folder::new();
        let one = folder.start();
        assert!(one.alone() && one.is_alive(one.id()));
        let two = folder.start();
        assert!(!one.alone() && !two.alone() && one.is_alive(two.id()) && two.is_alive(one.id()));
        let id = two.id();
        drop(two);
        assert!(one.alone() && !one.is_alive(id) && !one.is_alive(Uuid::new_v4()));
    }

    #[test]
    fn a_file_that_is_not_locked_tells_of_nobody_and_goes_when_it_is_asked_for() {
        let folder = Folder::new();
        let one = folder.start();
        let dead = Uuid::new_v4();
        std::fs::write(lock_file(&folder.locks(), dead), "").unwrap();
        assert!(one.alone() && lock_file(&folder.locks(), dead).exists());
        assert!(!one.is_alive(dead) && !lock_file(&folder.locks(), dead).exists());
    }

    #[cfg(unix)]
    #[test]
    fn whatever_else_is_found_in_the_place_of_a_locked_file_counts_as_alive_and_stays() {
        let folder = Folder::new();
        let one = folder.start();
        let tricks: [fn(&Path); 4] = [
            |path| std::fs::create_dir(path).unwrap(),
            |path| std::os::unix::fs::symlink(path, path).unwrap(),
            |path| {
                assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success())
            },
            |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
        ];
        for trick in tricks {
            let owner = Uuid::new_v4();
            let path = lock_file(&folder.locks(), owner);
            trick(&path);
            assert!(one.is_alive(owner) && !one.alone());
            assert!(path.symlink_metadata().is_ok());
            std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path)).unwrap();
        }
        assert!(one.alone());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_lock_that_outlives_its_owner_tells_of_nobody() {
        let folder = Folder::new();
        let one = folder.start();
        let mut owner = std::process::Command::new("true").spawn().unwrap();
        let gone = Owner::this_process().unwrap().with_process(owner.id());
        owner.wait().unwrap();
        let id = Uuid::new_v4();
        std::fs::write(lock_file(&folder.locks(), id), gone.to_string()).unwrap();
        // Held as by a child of it that lives on.
        let held = File::open(lock_file(&folder.locks(), id)).unwrap();
        held.try_lock().unwrap();
        assert!(one.alone() && !one.is_alive(id));
        // One that says nothing, or something else, may be alive.
        for text in ["", "1", "nonsense", &Owner::this_process().unwrap().to_string()] {
            let id = Uuid::new_v4();
            std::fs::write(lock_file(&folder.locks(), id), text).unwrap();
            let held = File::open(lock_file(&folder.locks(), id)).unwrap();
            held.try_lock().unwrap();
            assert!(one.is_alive(id) && !one.alone(), "{text}");
        }
    }
}
