//! A disk that was written to as a journal says, and what a power cut may leave on it.
//!
//! What a file system owes anyone who called it, and no more than that:
//!
//! - **A synced file** has the data and the size that it had when `fsync` or `fdatasync` returned,
//!   or what was written later.
//! - **A synced folder** has the names that it had then. A file's own sync does not make its name
//!   durable: that is what POSIX promises, and less than ext4 and XFS do.
//! - **Data that was not synced**: each sector of 512 bytes has what any write since the last sync
//!   left there, or what it had before, independently of every other sector, of the same file or
//!   another one. A file is as long as any of these writes made it; where it is longer than what
//!   was written, it holds zeros.
//! - **A file that was cut off** by a resize has lost what lay beyond, or the cut has not happened;
//!   what was written after it is there only if it has.
//! - **Names that were not synced**: each creation, renaming, linking and removal has happened as a
//!   whole, or not. Those of one name happen in their order, and nothing is renamed or linked
//!   before it was made, nor a folder removed before what lay in it. Otherwise they are
//!   independent, also within one folder. A renaming is durable once either folder was synced.
//!
//! Whether the file system keeps a journal of its own decides which of these states are likely; all
//! of its states are among them. The chance of a seed therefore also takes names strictly in order,
//! as such a journal does, all or none of them, and all or none of the data.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::chance::Chance;
use crate::journal::{Call, Record};
use crate::notes::NOTES;

/// What a disk writes at once.
const SECTOR: usize = 512;
/// The recorded folder.
const ROOT: usize = 0;

/// A file or folder: its number in the order of their making.
type Object = usize;
/// A name in a folder.
type Name = (Object, String);

/// What was done to names at once.
struct Change {
    at: usize,
    sets: Vec<(Name, Option<Object>)>,
    /// What cannot have happened later.
    after: Vec<usize>,
}

/// What was done to the data of a file.
enum Data {
    Write { offset: usize, range: usize },
    Resize { size: usize },
}

#[derive(Default)]
struct Content {
    is_folder: bool,
    data: Vec<(usize, Data)>,
    syncs: Vec<usize>,
}

/// Files by their paths; folders are there with `None`.
pub(crate) type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// What is not part of the disk: the notes, and the index of SQLite's log, which is memory shared
/// by a file's name and made anew by who opens the database first.
pub(crate) fn is_kept(path: &str) -> bool {
    path != NOTES && !path.ends_with("-shm")
}

/// Puts files and folders into an empty folder.
pub(crate) fn build(tree: &Tree, folder: &Path) {
    for (path, content) in tree.iter().filter(|(path, _)| is_kept(path)) {
        let path = folder.join(path);
        match content {
            // Their names are in order, so a folder comes before what is in it.
            None => std::fs::create_dir(path).unwrap(),
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
        }
    }
}

/// What was done to the disk.
pub(crate) struct Disk<'a> {
    records: &'a [Record],
    objects: Vec<Content>,
    changes: Vec<Change>,
}

/// How much of what was not synced is left.
#[derive(Clone, Copy)]
enum Names {
    None,
    All,
    InOrder,
    Any,
}

#[derive(Clone, Copy)]
enum Writes {
    None,
    All,
    Whole,
    Torn,
}

impl<'a> Disk<'a> {
    pub(crate) fn new(records: &'a [Record]) -> Self {
        let mut reading = Reading {
            inodes: HashMap::new(),
            names: HashMap::new(),
            named: HashMap::new(),
            held: HashMap::new(),
        };
        let root = Content { is_folder: true, ..Content::default() };
        let mut disk = Disk { records, objects: vec![root], changes: Vec::new() };
        for (at, record) in records.iter().enumerate() {
            reading.take(&mut disk, at, record);
        }
        disk
    }

    /// What is on the disk after the first `point` calls while the power is on, also when the
    /// process was killed then.
    pub(crate) fn seen(&self, point: usize) -> Tree {
        let happened: Vec<_> = self.changes.iter().map(|change| change.at < point).collect();
        self.tree(&happened, &|object| self.content(object, point, None))
    }

    /// What a power cut may leave that comes after the first `point` calls.
    pub(crate) fn after_power_cut(&self, point: usize, chance: Chance) -> Tree {
        let names = [Names::None, Names::All, Names::InOrder, Names::Any][chance.about(1).below(4)];
        let writes =
            [Writes::None, Writes::All, Writes::Whole, Writes::Torn][chance.about(2).below(4)];
        let happened = self.happened(point, names, chance.about(3));
        self.tree(&happened, &|object| self.content(object, point, Some((writes, chance.about(4)))))
    }

    fn synced(&self, object: Object, point: usize) -> Option<usize> {
        self.objects[object].syncs.iter().copied().rfind(|at| *at < point)
    }

    /// Which changes of names have happened.
    fn happened(&self, point: usize, names: Names, chance: Chance) -> Vec<bool> {
        let begun = self.changes.iter().take_while(|change| change.at < point).count();
        let mut happened = vec![false; self.changes.len()];
        for (number, change) in self.changes[..begun].iter().enumerate().rev() {
            let durable = |folder: Object| {
                self.synced(folder, point).is_some_and(|synced| synced > change.at)
            };
            if happened[number] || change.sets.iter().any(|((folder, _), _)| durable(*folder)) {
                happened[number] = true;
                change.after.iter().for_each(|earlier| happened[*earlier] = true);
            }
        }
        let last = chance.below(begun + 1);
        for (number, change) in self.changes[..begun].iter().enumerate() {
            let wanted = match names {
                Names::None => false,
                Names::All => true,
                Names::InOrder => number < last,
                Names::Any => chance.about(change.at as u64).percent(50),
            };
            happened[number] |= wanted && change.after.iter().all(|earlier| happened[*earlier]);
        }
        happened
    }

    fn tree(&self, happened: &[bool], content: &dyn Fn(Object) -> Vec<u8>) -> Tree {
        let mut folders: HashMap<Object, BTreeMap<&str, Object>> = HashMap::new();
        for change in self
            .changes
            .iter()
            .zip(happened)
            .filter(|(_, happened)| **happened)
            .map(|(change, _)| change)
        {
            for ((folder, name), object) in &change.sets {
                let names = folders.entry(*folder).or_default();
                match object {
                    Some(object) => names.insert(name, *object),
                    None => names.remove(name.as_str()),
                };
            }
        }
        let mut tree = Tree::new();
        let mut open = vec![(String::new(), ROOT)];
        while let Some((path, folder)) = open.pop() {
            for (name, object) in folders.get(&folder).into_iter().flatten() {
                let path =
                    if path.is_empty() { (*name).to_owned() } else { format!("{path}/{name}") };
                if self.objects[*object].is_folder {
                    open.push((path.clone(), *object));
                    tree.insert(path, None);
                } else {
                    tree.insert(path, Some(content(*object)));
                }
            }
        }
        tree
    }

    /// The bytes of a file; all of them where nothing says which are missing.
    fn content(&self, object: Object, point: usize, lost: Option<(Writes, Chance)>) -> Vec<u8> {
        let synced = self.synced(object, point);
        let data = &self.objects[object].data;
        let done = data.iter().take_while(|(at, _)| *at < point);
        let (durable, open): (Vec<_>, Vec<_>) =
            done.partition(|(at, _)| synced.is_some_and(|synced| *at < synced));
        let mut file = Leaving::default();
        durable.into_iter().for_each(|(at, data)| self.apply(&mut file, *at, data, None));
        let Some((writes, chance)) = lost else {
            open.into_iter().for_each(|(at, data)| self.apply(&mut file, *at, data, None));
            return file.end();
        };
        let chance = chance.about(object as u64);
        let cuts = self.cuts(file.bytes.len(), &open);
        let happened = match writes {
            Writes::None => 0,
            Writes::All => cuts.len(),
            Writes::Whole | Writes::Torn => chance.below(cuts.len() + 1),
        };
        let end = cuts.get(happened).copied().unwrap_or(usize::MAX);
        for (at, data) in open.into_iter().take_while(|(at, _)| *at < end) {
            self.apply(&mut file, *at, data, Some((writes, chance.about(*at as u64))));
        }
        file.end()
    }

    /// When the file became shorter.
    fn cuts(&self, mut length: usize, open: &[&(usize, Data)]) -> Vec<usize> {
        let mut cuts = Vec::new();
        for (at, data) in open {
            match data {
                Data::Write { offset, range } => length = length.max(offset + range),
                Data::Resize { size } => {
                    if *size < length {
                        cuts.push(*at);
                    }
                    length = *size;
                }
            }
        }
        cuts
    }

    fn apply(&self, file: &mut Leaving, at: usize, data: &Data, lost: Option<(Writes, Chance)>) {
        match data {
            Data::Resize { size } => file.resize(*size, lost),
            Data::Write { offset, .. } => {
                let Call::Write { data, .. } = &self.records[at].call else { return };
                file.write(*offset, data, lost);
            }
        }
    }
}

/// A file as a power cut leaves it.
#[derive(Default)]
struct Leaving {
    bytes: Vec<u8>,
    length: usize,
    /// Sectors that some later write did not reach, and so no one after it.
    lost: std::collections::HashSet<usize>,
    length_is_lost: bool,
}

impl Leaving {
    fn resize(&mut self, size: usize, lost: Option<(Writes, Chance)>) {
        if size < self.length.max(self.bytes.len()) {
            // A cut that happened: nothing that lay beyond it comes back.
            self.bytes.truncate(size);
            self.lost.retain(|sector| sector * SECTOR < size);
            (self.length, self.length_is_lost) = (size, false);
            self.bytes.resize(size, 0);
        } else {
            self.bytes.resize(size, 0);
            self.grow(size, lost);
        }
    }

    fn grow(&mut self, length: usize, lost: Option<(Writes, Chance)>) {
        let grows = length > self.length;
        self.length_is_lost |= grows
            && lost.is_some_and(|(writes, chance)| match writes {
                Writes::None => true,
                Writes::All => false,
                Writes::Whole | Writes::Torn => chance.about(1).percent(30),
            });
        if grows && !self.length_is_lost {
            self.length = length;
        }
    }

    fn write(&mut self, offset: usize, data: &[u8], lost: Option<(Writes, Chance)>) {
        let end = offset + data.len();
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        let whole = lost.is_some_and(|(_, chance)| chance.about(2).percent(50));
        for sector in offset / SECTOR..end.div_ceil(SECTOR) {
            let misses = lost.is_some_and(|(writes, chance)| match writes {
                Writes::None => true,
                Writes::All => false,
                Writes::Whole => !whole,
                Writes::Torn => chance.about(3 + sector as u64).percent(50),
            });
            if misses {
                self.lost.insert(sector);
            }
            if !self.lost.contains(&sector) {
                let range = offset.max(sector * SECTOR)..end.min((sector + 1) * SECTOR);
                self.bytes[range.clone()]
                    .copy_from_slice(&data[range.start - offset..range.end - offset]);
            }
        }
        self.grow(end, lost);
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.resize(self.length, 0);
        self.bytes
    }
}

/// Reads a journal, with the names as they are at each call.
struct Reading {
    inodes: HashMap<u64, Object>,
    names: HashMap<Name, Object>,
    /// The last change of a name.
    named: HashMap<Name, usize>,
    /// The last change that gave an object a name.
    held: HashMap<Object, usize>,
}

impl Reading {
    fn name(&self, path: &str) -> Name {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folder = ROOT;
        for part in above.split('/').filter(|part| !part.is_empty()) {
            folder = self.names[&(folder, part.to_owned())];
        }
        (folder, name.to_owned())
    }

    fn object(&self, record: &Record) -> Object {
        if record.path.is_empty() { ROOT } else { self.inodes[&record.inode] }
    }

    fn take(&mut self, disk: &mut Disk<'_>, at: usize, record: &Record) {
        match &record.call {
            Call::Create | Call::MakeFolder => {
                let object = disk.objects.len();
                disk.objects.push(Content {
                    is_folder: record.call == Call::MakeFolder,
                    ..Content::default()
                });
                self.inodes.insert(record.inode, object);
                self.change(disk, at, vec![(self.name(&record.path), Some(object))]);
            }
            Call::Write { offset, data } => {
                let data = Data::Write { offset: *offset, range: data.len() };
                disk.objects[self.object(record)].data.push((at, data));
            }
            Call::Resize { size } => {
                disk.objects[self.object(record)].data.push((at, Data::Resize { size: *size }))
            }
            Call::Sync => disk.objects[self.object(record)].syncs.push(at),
            Call::Rename { to } => {
                let (from, to) = (self.name(&record.path), self.name(to));
                let object = self.names[&from];
                self.change(disk, at, vec![(from, None), (to, Some(object))]);
            }
            Call::Link { to } => {
                let (from, to) = (self.name(&record.path), self.name(to));
                let object = self.names[&from];
                self.change(disk, at, vec![(to, Some(object))]);
            }
            Call::Remove => self.change(disk, at, vec![(self.name(&record.path), None)]),
            Call::Nothing => {}
        }
    }

    fn change(&mut self, disk: &mut Disk<'_>, at: usize, sets: Vec<(Name, Option<Object>)>) {
        let number = disk.changes.len();
        let mut after = Vec::new();
        for (name, object) in &sets {
            after.extend(self.named.insert(name.clone(), number));
            let before = match object {
                Some(object) => {
                    after.extend(self.held.insert(*object, number));
                    self.names.insert(name.clone(), *object)
                }
                None => self.names.remove(name),
            };
            // A folder that goes was empty.
            if let Some(gone) = before
                .filter(|gone| object.is_none() && disk.objects[*gone].is_folder && sets.len() == 1)
            {
                after.extend(
                    self.named
                        .iter()
                        .filter(|((folder, _), _)| *folder == gone)
                        .map(|(_, change)| *change),
                );
            }
        }
        after.retain(|earlier| *earlier < number);
        disk.changes.push(Change { at, sets, after });
    }
}
