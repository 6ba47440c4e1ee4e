//! A vault's own log: append-only lines, each with a tag that covers its record and the tag before
//! it.
//!
//! A line is 64 hexadecimal digits, a space and the record as JSON. The first tag is chained to the
//! vault's id. Changing, removing or reordering a line breaks every tag after it, no matter who
//! rewrites the file's own tag. Older lines may be in files of their own (`segments`); the vault's
//! file says where they end, and the chain goes on from there.

use super::keyring::Keyring;
use crate::caller::Caller;
use crate::log_record::LogRecord;
use serde::{Deserialize, Serialize};

/// A line to append.
pub(super) struct Entry {
    pub(super) operation: &'static str,
    pub(super) object: String,
    pub(super) detail: String,
}

impl Entry {
    /// The record of it, without its number.
    pub(super) fn by(self, caller: &Caller, now: i64) -> LogRecord {
        LogRecord {
            sequence: 0,
            at: now,
            actor: caller.name.clone(),
            actor_id: caller.object_id.clone(),
            operation: self.operation.to_owned(),
            object: self.object,
            detail: self.detail,
            request: None,
        }
    }
}

/// A place in the chain: after which record, and that record's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tail {
    pub(super) sequence: u64,
    #[serde(with = "crate::encoding::hex_tag")]
    pub(super) tag: [u8; 32],
}

impl Tail {
    /// Before the first record.
    pub(super) fn start(keyring: &Keyring) -> Self {
        Self { sequence: 0, tag: keyring.log_start() }
    }

    /// Before the first use of a key.
    pub(super) fn start_of_uses(keyring: &Keyring) -> Self {
        Self { sequence: 0, tag: keyring.uses_start() }
    }

    /// After this line, which is not verified: what is appended to it does not make it true.
    pub(super) fn after(line: &[u8]) -> Option<Self> {
        let (tag, json) = split_line(line)?;
        let record: LogRecord = serde_json::from_slice(json).ok()?;
        Some(Self { sequence: record.sequence, tag })
    }
}

/// The lines that the vault's file holds, where they begin in the chain and where it ends.
#[derive(Clone)]
pub(super) struct Chain {
    pub(super) base: Tail,
    pub(super) bytes: Vec<u8>,
    pub(super) tail: Tail,
}

impl Chain {
    /// The chain of a vault that has no record yet.
    pub(super) fn begin(keyring: &Keyring) -> Self {
        Self::from(Tail::start(keyring))
    }

    /// Lines that go on from here.
    pub(super) const fn from(base: Tail) -> Self {
        Self { base, bytes: Vec::new(), tail: base }
    }

    /// Appends one record and returns it.
    pub(super) fn append(
        &mut self,
        keyring: &Keyring,
        now: i64,
        caller: &Caller,
        entry: Entry,
    ) -> Result<LogRecord, serde_json::Error> {
        let record = entry.by(caller, now);
        self.put(keyring, record)
    }

    /// Appends a record as the next one, whatever number it had, and returns it.
    pub(super) fn put(
        &mut self,
        keyring: &Keyring,
        mut record: LogRecord,
    ) -> Result<LogRecord, serde_json::Error> {
        record.sequence = self.tail.sequence.saturating_add(1);
        let json = serde_json::to_vec(&record)?;
        self.tail = Tail { sequence: record.sequence, tag: keyring.log_tag(&self.tail.tag, &json) };
        self.bytes.extend_from_slice(hex::encode(self.tail.tag).as_bytes());
        self.bytes.push(b' ');
        self.bytes.extend_from_slice(&json);
        self.bytes.push(b'\n');
        Ok(record)
    }

    /// Takes all lines out: they go to a segment, and the chain goes on after them.
    pub(super) fn cut(&mut self) -> Vec<u8> {
        self.base = self.tail;
        std::mem::take(&mut self.bytes)
    }

    /// Takes up a chain at its last record. The whole file was authenticated before; the chain
    /// itself is verified by [`walk`].
    pub(super) fn resume(bytes: &[u8], base: Tail) -> Result<Self, String> {
        let mut tail = base;
        if let Some(line) = bytes.split_inclusive(|&byte| byte == b'\n').next_back() {
            tail = Tail::after(line)
                .ok_or_else(|| "the last record of its log cannot be read".to_owned())?;
        }
        Ok(Self { base, bytes: bytes.to_vec(), tail })
    }
}

/// Verifies lines that go on from `from`, hands each record on with its place, and returns where
/// they end; names the first record that is wrong.
pub(super) fn walk(
    bytes: &[u8],
    from: Tail,
    keyring: &Keyring,
    visit: &mut dyn FnMut(Tail, LogRecord),
) -> Result<Tail, String> {
    let walked = walk_far(bytes, from, keyring, visit);
    match walked.wrong {
        Some(what) => Err(what),
        None => Ok(walked.tail),
    }
}

/// How far lines verify.
pub(super) struct Walked {
    /// The last line that does.
    pub(super) tail: Tail,
    /// How many bytes do.
    pub(super) length: usize,
    /// What is wrong with the next one.
    pub(super) wrong: Option<String>,
}

/// Verifies lines that go on from `from` up to the first that is wrong.
pub(super) fn walk_far(
    bytes: &[u8],
    from: Tail,
    keyring: &Keyring,
    visit: &mut dyn FnMut(Tail, LogRecord),
) -> Walked {
    let mut walked = Walked { tail: from, length: 0, wrong: None };
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let Some((tail, record)) = verified(line, walked.tail, keyring) else {
            let expected = walked.tail.sequence.saturating_add(1);
            walked.wrong =
                Some(format!("record {expected} of its log does not belong to the chain"));
            break;
        };
        walked.tail = tail;
        walked.length = walked.length.saturating_add(line.len());
        visit(tail, record);
    }
    walked
}

fn verified(line: &[u8], before: Tail, keyring: &Keyring) -> Option<(Tail, LogRecord)> {
    let (tag, json) = split_line(line)?;
    if !keyring.log_tag_matches(&before.tag, json, &tag) {
        return None;
    }
    let record: LogRecord = serde_json::from_slice(json).ok()?;
    let sequence = before.sequence.saturating_add(1);
    (record.sequence == sequence).then_some((Tail { sequence, tag }, record))
}

fn split_line(line: &[u8]) -> Option<([u8; 32], &[u8])> {
    let (tag, rest) = line.split_at_checked(64)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(tag, &mut bytes).ok()?;
    // A line has one form: what was changed in any byte is not what was written.
    if tag.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    Some((bytes, rest.strip_prefix(b" ")?.strip_suffix(b"\n")?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::unreachable)]
    use super::*;
    use crate::embedded::keyring::Root;
    use ckey_crypto::{Backend, SecretKey};

    fn keyring() -> Keyring {
        Root::new(&SecretKey::from_slice(&[1; 32]).unwrap(), Backend::AwsLc)
            .unwrap()
            .keyring("abc", &[2; 16])
            .unwrap()
    }

    fn append(chain: &mut Chain, keyring: &Keyring, detail: &str) {
        let entry = Entry { operation: "Test", object: "abc".into(), detail: detail.into() };
        chain.append(keyring, 5, &Caller::person("id", "alice"), entry).unwrap();
    }

    fn three_records(keyring: &Keyring) -> Chain {
        let mut chain = Chain::begin(keyring);
        for detail in ["one", "two", "three"] {
            append(&mut chain, keyring, detail);
        }
        chain
    }

    fn read(bytes: &[u8], from: Tail, keyring: &Keyring) -> Result<(Vec<String>, Tail), String> {
        let mut details = Vec::new();
        let tail = walk(bytes, from, keyring, &mut |_, record| details.push(record.detail))?;
        Ok((details, tail))
    }

    #[test]
    fn a_tag_in_other_letters_is_not_the_line_that_was_written() {
        let keyring = keyring();
        let chain = three_records(&keyring);
        let mut bytes = chain.bytes.clone();
        let letter = bytes.iter_mut().take(64).find(|byte| byte.is_ascii_lowercase()).unwrap();
        letter.make_ascii_uppercase();
        assert!(read(&chain.bytes, chain.base, &keyring).is_ok());
        assert!(read(&bytes, chain.base, &keyring).is_err());
    }

    #[test]
    fn a_chain_reads_back_and_goes_on_where_it_ended() {
        let keyring = keyring();
        let written = three_records(&keyring);
        let start = Tail::start(&keyring);
        let (details, tail) = read(&written.bytes, start, &keyring).unwrap();
        assert_eq!(
            (details, tail),
            (vec!["one".into(), "two".into(), "three".into()], written.tail)
        );
        let mut resumed = Chain::resume(&written.bytes, start).unwrap();
        assert_eq!(resumed.tail, tail);
        append(&mut resumed, &keyring, "four");
        assert_eq!(read(&resumed.bytes, start, &keyring).unwrap().0.len(), 4);
    }

    #[test]
    fn a_chain_that_was_cut_goes_on_after_what_was_taken_out() {
        let keyring = keyring();
        let mut chain = three_records(&keyring);
        let taken = chain.cut();
        append(&mut chain, &keyring, "four");
        let (_, end) = read(&taken, Tail::start(&keyring), &keyring).unwrap();
        assert_eq!((end, end.sequence), (chain.base, 3));
        assert_eq!(read(&chain.bytes, end, &keyring).unwrap(), (vec!["four".into()], chain.tail));
        assert_eq!(Chain::resume(b"", end).unwrap().tail, end);
        assert!(read(&chain.bytes, Tail::start(&keyring), &keyring).is_err());
    }

    #[test]
    fn a_changed_removed_reordered_or_foreign_record_breaks_the_chain() {
        let keyring = keyring();
        let text = String::from_utf8(three_records(&keyring).bytes).unwrap();
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let [one, two, three] = lines.as_slice() else { unreachable!() };
        let forged = two.replace("alice", "carol");
        let start = Tail::start(&keyring);
        for bad in [
            [*one, *three].concat(),
            [*two, *three].concat(),
            [*one, *three, *two].concat(),
            [*one, *two, *two].concat(),
            [*one, forged.as_str(), *three].concat(),
            text.trim_end().to_owned(),
            format!("{text}x\n"),
        ] {
            assert!(read(bad.as_bytes(), start, &keyring).is_err(), "{bad}");
        }
        let root = Root::new(&SecretKey::from_slice(&[1; 32]).unwrap(), Backend::AwsLc).unwrap();
        for other in
            [root.keyring("abc", &[3; 16]).unwrap(), root.keyring("abd", &[2; 16]).unwrap()]
        {
            assert!(read(text.as_bytes(), start, &other).is_err());
        }
    }
}
