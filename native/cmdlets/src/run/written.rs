//! Which file of a folder this process wrote for which item: no other item takes its place, not
//! even by `-Force`, whichever mailbox it is of and in whatever order items come.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// So many files are remembered.
const MOST_FILES: usize = 100_000;

/// The most bytes that file systems take as a name.
const LONGEST: usize = 255;

static WRITTEN: LazyLock<Mutex<Written>> = LazyLock::new(|| Mutex::new(Written::new(MOST_FILES)));

fn written() -> MutexGuard<'static, Written> {
    WRITTEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An item: its tenant's id and its own.
pub(super) type Owner = (Uuid, Uuid);

/// Where an item would go.
pub(super) struct Wish<'a> {
    pub(super) folder: &'a Path,
    pub(super) owner: Owner,
    /// The name that it would have alone, from which others are made by numbers.
    pub(super) plain: &'a str,
    /// The name to try first.
    pub(super) first: &'a str,
    pub(super) force: bool,
}

/// A file that is being written for an item; forgotten when dropped, unless it was kept or had been
/// written for it before.
pub(super) struct Claim {
    pub(super) file: PathBuf,
    /// The folder and the name that it is remembered by; `None` of a file that the user named.
    of: Option<(PathBuf, String)>,
    kept: bool,
}

impl Claim {
    /// Of a file that the user named.
    pub(super) fn named(file: PathBuf) -> Self {
        Self { file, of: None, kept: false }
    }

    /// The file that an item goes to: its own from before, else the first that is free. `Err` is a
    /// file that somebody else made and that is not written over.
    pub(super) fn of(wish: &Wish<'_>) -> Result<Self, PathBuf> {
        let key = ckey_base::path::resolved(wish.folder).unwrap_or_else(|_| wish.folder.to_owned());
        let name = written().claim(&key, wish).map_err(|name| wish.folder.join(name))?;
        let file = wish.folder.join(&name);
        Ok(Self { file, of: Some((key, name.to_lowercase())), kept: false })
    }

    /// It has been written.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some((folder, folded)) = &self.of {
            written().release(folder, folded, self.kept);
        }
    }
}

struct Entry {
    owner: Owner,
    /// As it is written; what finds it is the same in lower case, because case does not count
    /// everywhere.
    name: String,
    /// How many are writing it now.
    writing: usize,
    written: bool,
}

#[derive(Default)]
struct Folder {
    files: HashMap<String, Entry>,
    own: HashMap<Owner, String>,
}

struct Written {
    folders: HashMap<PathBuf, Folder>,
    most: usize,
}

impl Written {
    fn new(most: usize) -> Self {
        Self { folders: HashMap::new(), most }
    }

    fn claim(&mut self, key: &Path, wish: &Wish<'_>) -> Result<String, String> {
        let full = self.is_full_for(key);
        let folder = self.folders.entry(key.to_owned()).or_default();
        let is_there = |name: &str| wish.folder.join(name).symlink_metadata().is_ok();
        let is_others = |folder: &Folder, folded: &str| {
            let known = folder.files.get(folded);
            known.is_some_and(|known| known.writing > 0 || is_there(&known.name))
        };
        let own = folder.own.get(&wish.owner).and_then(|folded| folder.files.get_mut(folded));
        if let Some(own) = own {
            if !wish.force && is_there(&own.name) {
                return Err(own.name.clone());
            }
            own.writing = own.writing.saturating_add(1);
            return Ok(own.name.clone());
        }
        let (mut name, mut number) = (wish.first.to_owned(), 1_u64);
        loop {
            if !is_others(folder, &name.to_lowercase()) {
                match is_there(&name) {
                    false => break,
                    true if !wish.force && number == 1 => return Err(name),
                    // Where not all that was written is known, whatever is there may be of it.
                    true if wish.force && !full => break,
                    true => {}
                }
            }
            number = number.saturating_add(1);
            name = numbered(wish.plain, number);
        }
        if !full {
            let folded = name.to_lowercase();
            let entry = Entry { owner: wish.owner, name: name.clone(), writing: 1, written: false };
            if let Some(gone) = folder.files.insert(folded.clone(), entry) {
                folder.own.remove(&gone.owner);
            }
            folder.own.insert(wish.owner, folded);
        }
        Ok(name)
    }

    fn release(&mut self, key: &Path, folded: &str, written: bool) {
        let Some(folder) = self.folders.get_mut(key) else { return };
        if let Some(entry) = folder.files.get_mut(folded) {
            entry.writing = entry.writing.saturating_sub(1);
            entry.written |= written;
            if entry.writing == 0 && !entry.written {
                let owner = entry.owner;
                folder.files.remove(folded);
                folder.own.remove(&owner);
            }
        }
        if folder.files.is_empty() {
            self.folders.remove(key);
        }
    }

    /// Whether no more can be remembered, also when other folders are forgotten in which nothing is
    /// being written.
    fn is_full_for(&mut self, key: &Path) -> bool {
        let most = self.most;
        let is_full = |folders: &HashMap<PathBuf, Folder>| {
            folders.values().map(|folder| folder.files.len()).sum::<usize>() >= most
        };
        if is_full(&self.folders) {
            self.folders.retain(|other, folder| {
                other == key || folder.files.values().any(|entry| entry.writing > 0)
            });
        }
        is_full(&self.folders)
    }
}

/// A name with a number, as systems number files of one name.
pub(super) fn numbered(name: &str, number: u64) -> String {
    fitted(name, &format!(" ({number})"))
}

/// A name with something before its ending, cut where it would be too long for a file.
pub(super) fn fitted(name: &str, with: &str) -> String {
    let dot =
        name.rfind('.').filter(|dot| *dot > 0 && name.len().saturating_sub(*dot) < LONGEST / 2);
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    let room = LONGEST.saturating_sub(with.len()).saturating_sub(ending.len());
    let mut stem = stem;
    while stem.len() > room {
        let mut chars = stem.chars();
        chars.next_back();
        stem = chars.as_str();
    }
    format!("{stem}{with}{ending}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    fn claim(
        written: &mut Written,
        folder: &Path,
        item: u128,
        force: bool,
    ) -> Result<String, String> {
        let owner = (Uuid::nil(), Uuid::from_u128(item));
        let wish = Wish { folder, owner, plain: "a.eml", first: "a.eml", force };
        written.claim(folder, &wish)
    }

    fn write(written: &mut Written, folder: &Path, item: u128, force: bool) -> String {
        let name = claim(written, folder, item, force).unwrap();
        fs::write(folder.join(&name), "x").unwrap();
        written.release(folder, &name.to_lowercase(), true);
        name
    }

    #[test]
    fn an_item_goes_to_its_own_file_again_and_no_other_does_also_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let (folder, mut written) = (folder.path(), Written::new(9));
        for force in [false, true] {
            if force {
                assert_eq!(claim(&mut written, folder, 1, false), Err("a.eml".to_owned()));
            }
            assert_eq!(write(&mut written, folder, 1, force), "a.eml");
            assert_eq!(write(&mut written, folder, 2, force), "a (2).eml");
        }
        fs::remove_file(folder.join("a.eml")).unwrap();
        assert_eq!(write(&mut written, folder, 3, false), "a.eml", "which is gone");
        assert_eq!(write(&mut written, folder, 1, true), "a (3).eml");
    }

    #[test]
    fn what_somebody_else_made_is_written_over_by_force_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (folder, mut written) = (folder.path(), Written::new(9));
        fs::write(folder.join("a.eml"), "theirs").unwrap();
        assert_eq!(claim(&mut written, folder, 1, false), Err("a.eml".to_owned()));
        assert_eq!(write(&mut written, folder, 1, true), "a.eml");
        fs::write(folder.join("a (2).eml"), "theirs").unwrap();
        assert_eq!(write(&mut written, folder, 2, false), "a (3).eml");
        assert_eq!(write(&mut written, folder, 3, true), "a (2).eml");
    }

    #[test]
    fn a_file_that_is_being_written_is_another_items_and_one_that_was_not_written_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let (folder, mut written) = (folder.path(), Written::new(9));
        assert_eq!(claim(&mut written, folder, 1, true).unwrap(), "a.eml");
        assert_eq!(claim(&mut written, folder, 2, true).unwrap(), "a (2).eml");
        written.release(folder, "a.eml", false);
        assert_eq!(claim(&mut written, folder, 3, true).unwrap(), "a.eml");
        written.release(folder, "a.eml", false);
        written.release(folder, "a (2).eml", false);
        assert!(written.folders.is_empty());
    }

    #[test]
    fn memory_has_a_bound_and_what_is_not_remembered_is_not_written_over_by_other_items() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut written = Written::new(2);
        assert_eq!(write(&mut written, other.path(), 9, true), "a.eml");
        let names = [1, 2, 3, 4].map(|item| write(&mut written, one.path(), item, true));
        assert_eq!(names, ["a.eml", "a (2).eml", "a (3).eml", "a (4).eml"]);
        assert_eq!(written.folders.values().map(|folder| folder.files.len()).sum::<usize>(), 2);
    }

    #[test]
    fn a_numbered_name_is_cut_before_its_number_at_a_character() {
        assert_eq!(numbered("a.eml", 2), "a (2).eml");
        assert_eq!(numbered(".x", 2), ".x (2)");
        let long = numbered(&format!("{}.eml", "é".repeat(125)), 10);
        assert_eq!(long, format!("{} (10).eml", "é".repeat(123)));
        assert_eq!(numbered(&format!("a.{}", "b".repeat(253)), 2).len(), LONGEST);
        assert_eq!(fitted(&"é".repeat(200), "").len(), LONGEST - 1);
    }
}
