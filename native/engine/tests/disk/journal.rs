//! The calls that changed files and folders, as `tests/disk/recorder.c` wrote them down.

/// One call. It was made, and it succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    Create,
    MakeFolder,
    Write {
        offset: usize,
        data: &'static [u8],
    },
    Resize {
        size: usize,
    },
    /// Of a file or of a folder.
    Sync,
    Rename {
        to: String,
    },
    Link {
        to: String,
    },
    Remove,
    /// Somebody took this call out.
    Nothing,
}

/// A call and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) call: Call,
    /// Below the recorded folder, which itself is "".
    pub(crate) path: String,
    /// What tells a file or folder from others while it exists; 0 where a name alone is changed.
    pub(crate) inode: u64,
}

/// Takes `length` bytes off the front.
fn take(bytes: &mut &'static [u8], length: usize) -> &'static [u8] {
    let (front, rest) = bytes.split_at(length);
    *bytes = rest;
    front
}

fn number(bytes: &mut &'static [u8], length: usize) -> usize {
    take(bytes, length).iter().rev().fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

fn text(bytes: &mut &'static [u8], length: usize) -> String {
    String::from_utf8(take(bytes, length).to_vec()).unwrap()
}

/// The records of a journal. It stays in memory as long as the process: what was written is not
/// copied.
pub(crate) fn read(journal: &'static [u8]) -> Vec<Record> {
    let mut rest = journal;
    let mut records = Vec::new();
    while !rest.is_empty() {
        let [kind, path, other, data] = [(); 4].map(|()| number(&mut rest, 4));
        let [inode, offset] = [(); 2].map(|()| number(&mut rest, 8));
        let path = text(&mut rest, path);
        let other = text(&mut rest, other);
        let data = take(&mut rest, data);
        let call = match kind {
            1 => Call::Create,
            2 => Call::MakeFolder,
            3 => Call::Write { offset, data },
            4 => Call::Resize { size: offset },
            5 => Call::Sync,
            6 => Call::Rename { to: other },
            7 => Call::Link { to: other },
            8 => Call::Remove,
            other => panic!("the journal has a record of kind {other}"),
        };
        records.push(Record { call, path, inode: inode as u64 });
    }
    records
}
