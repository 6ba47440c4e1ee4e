//! Every byte of a database and its log, and who keeps an old state of it from going.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ckey_base::regular;

use crate::error::StoreError;
use crate::files;

const PIECE: usize = 1 << 20;

/// Files that were read here. Closing one would give up the locks that SQLite has on it in this
/// process (POSIX), by which others see that it is in use.
static READ: Mutex<Vec<File>> = Mutex::new(Vec::new());

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Shows what is in the database and in its log.
pub(super) fn raw(path: &Path, look: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
    for file in [path.to_owned(), beside(path, "-wal")] {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let failed = |error: io::Error| files::failure(&file, &error);
        let mut opened = match regular::open(&file) {
            Ok(opened) => opened,
            Err(error) if error.kind() == ErrorKind::NotFound && file != path => continue,
            Err(error) => return Err(failed(error)),
        };
        let outcome = pieces(&mut opened, &mut |piece| look(&name, piece));
        READ.lock().unwrap_or_else(PoisonError::into_inner).push(opened);
        outcome.map_err(failed)?;
    }
    Ok(())
}

fn pieces(file: &mut File, look: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => look(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The processes that read a state of the database now, in words; nothing where the system does not
/// tell.
pub(super) fn readers(path: &Path) -> String {
    let found = system::readers(&beside(path, "-shm"));
    let told: Vec<String> = found
        .into_iter()
        .map(|process| {
            if process == std::process::id() {
                format!("process {process}, which is this one")
            } else {
                format!("process {process}")
            }
        })
        .collect();
    told.join(" and ")
}

#[cfg(target_os = "linux")]
mod system {
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    /// Where SQLite's readers have their locks in the index of the log: `WAL_READ_LOCK(0..5)`.
    const LOCKS: std::ops::RangeInclusive<u64> = 123..=127;

    /// As the system lists its locks: `1: POSIX ADVISORY READ 4711 08:01:123 124 124`.
    pub(super) fn readers(index: &Path) -> Vec<u32> {
        let Ok(file) = index.metadata() else { return Vec::new() };
        let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
        let mut found: Vec<u32> =
            locks.lines().filter_map(|line| reader(line, file.ino())).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn reader(line: &str, inode: u64) -> Option<u32> {
        let mut words = line.split_whitespace().skip(1);
        if words.next()? != "POSIX" || words.nth(1)? != "READ" {
            return None;
        }
        let process: u32 = words.next()?.parse().ok()?;
        let of = words.next()?.rsplit(':').next()?.parse::<u64>().ok()?;
        let (from, to): (u64, u64) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        (of == inode && from <= *LOCKS.end() && to >= *LOCKS.start()).then_some(process)
    }

    #[cfg(test)]
    mod tests {
        use super::reader;

        #[test]
        fn a_reader_is_told_by_its_lock_on_the_index_of_the_log() {
            let line = |what: &str, at: &str| format!("7: {what} 4711 08:01:99 {at}");
            assert_eq!(reader(&line("POSIX  ADVISORY  READ", "124 124"), 99), Some(4711));
            assert_eq!(reader(&line("POSIX  ADVISORY  READ", "124 124"), 98), None);
            assert_eq!(reader(&line("POSIX  ADVISORY  READ", "128 128"), 99), None);
            assert_eq!(reader(&line("POSIX  ADVISORY  WRITE", "124 124"), 99), None);
            assert_eq!(reader(&line("FLOCK  ADVISORY  READ", "0 EOF"), 99), None);
            assert_eq!(reader("", 99), None);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) const fn readers(_: &std::path::Path) -> Vec<u32> {
        Vec::new()
    }
}
