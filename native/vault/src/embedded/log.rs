//! A vault's own log: append-only lines, each with a tag that covers its record and the tag before it.
//!
//! A line is 64 hexadecimal digits, a space and the record as JSON. The first tag is chained to the vault's id. Changing, removing or
//! reordering a line breaks every tag after it, whoever rewrites the file's own tag.

use super::keyring::Keyring;
use crate::caller::Caller;
use serde::{Deserialize, Serialize};

/// One operation on a vault or its keys, as the vault's own log holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRecord {
    /// Its number; the first is 1.
    pub sequence: u64,
    /// When, unix seconds by the injected clock.
    pub at: i64,
    /// Who: the caller's name.
    pub actor: String,
    /// Who: the caller's object id.
    pub actor_id: String,
    /// What: a name in the field, such as `CreateKey`.
    pub operation: String,
    /// To what: the URI of the vault or key.
    pub object: String,
    /// What it was set to; empty where the operation says all.
    pub detail: String,
}

/// A line to append.
pub(super) struct Entry {
    pub(super) operation: &'static str,
    pub(super) object: String,
    pub(super) detail: String,
}

/// Where the chain ends.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    pub(super) sequence: u64,
    tag: [u8; 32],
}

/// The log's bytes and where its chain ends.
#[derive(Clone)]
pub(super) struct Chain {
    pub(super) bytes: Vec<u8>,
    pub(super) tail: Tail,
}

impl Chain {
    /// The chain of a vault that has no record yet.
    pub(super) fn begin(keyring: &Keyring) -> Self {
        Self { bytes: Vec::new(), tail: Tail { sequence: 0, tag: keyring.log_start() } }
    }

    /// Appends one record.
    pub(super) fn append(&mut self, keyring: &Keyring, now: i64, caller: &Caller, entry: Entry) -> Result<(), serde_json::Error> {
        let record = LogRecord {
            sequence: self.tail.sequence.saturating_add(1),
            at: now,
            actor: caller.name.clone(),
            actor_id: caller.object_id.clone(),
            operation: entry.operation.to_owned(),
            object: entry.object,
            detail: entry.detail,
        };
        let json = serde_json::to_vec(&record)?;
        self.tail = Tail { sequence: record.sequence, tag: keyring.log_tag(&self.tail.tag, &json) };
        self.bytes.extend_from_slice(hex::encode(self.tail.tag).as_bytes());
        self.bytes.push(b' ');
        self.bytes.extend_from_slice(&json);
        self.bytes.push(b'\n');
        Ok(())
    }

    /// Takes up a chain at its last record. The whole file was authenticated before; the chain itself is verified by [`Chain::read`].
    pub(super) fn resume(bytes: &[u8], keyring: &Keyring) -> Result<Self, String> {
        let mut chain = Self::begin(keyring);
        if let Some(line) = bytes.split_inclusive(|&byte| byte == b'\n').next_back() {
            let wrong = || "the last record of its log cannot be read".to_owned();
            let (tag, json) = split_line(line).ok_or_else(wrong)?;
            let record: LogRecord = serde_json::from_slice(json).map_err(|_| wrong())?;
            chain.tail = Tail { sequence: record.sequence, tag };
        }
        chain.bytes = bytes.to_vec();
        Ok(chain)
    }

    /// Verifies the whole chain and reads it; names the first record that is wrong.
    pub(super) fn read(bytes: &[u8], keyring: &Keyring) -> Result<(Vec<LogRecord>, Self), String> {
        let mut chain = Self::begin(keyring);
        let mut records = Vec::new();
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let expected = chain.tail.sequence.saturating_add(1);
            let wrong = || format!("record {expected} of its log does not belong to the chain");
            let (tag, json) = split_line(line).ok_or_else(wrong)?;
            if !keyring.log_tag_matches(&chain.tail.tag, json, &tag) {
                return Err(wrong());
            }
            let record: LogRecord = serde_json::from_slice(json).map_err(|_| wrong())?;
            if record.sequence != expected {
                return Err(wrong());
            }
            chain.tail = Tail { sequence: expected, tag };
            records.push(record);
        }
        chain.bytes = bytes.to_vec();
        Ok((records, chain))
    }
}

fn split_line(line: &[u8]) -> Option<([u8; 32], &[u8])> {
    let (tag, rest) = line.split_at_checked(64)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(tag, &mut bytes).ok()?;
    Some((bytes, rest.strip_prefix(b" ")?.strip_suffix(b"\n")?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::unreachable)]
    use super::*;
    use crate::embedded::keyring::Root;
    use ckey_crypto::{Backend, SecretKey};

    fn keyring() -> Keyring {
        Root::new(&SecretKey::from_slice(&[1; 32]).unwrap(), Backend::AwsLc).unwrap().keyring("abc", &[2; 16]).unwrap()
    }

    fn three_records(keyring: &Keyring) -> Chain {
        let mut chain = Chain::begin(keyring);
        for detail in ["one", "two", "three"] {
            let entry = Entry { operation: "Test", object: "abc".into(), detail: detail.into() };
            chain.append(keyring, 5, &Caller::person("id", "alice"), entry).unwrap();
        }
        chain
    }

    #[test]
    fn a_chain_reads_back_and_goes_on_where_it_ended() {
        let keyring = keyring();
        let written = three_records(&keyring);
        let (records, read) = Chain::read(&written.bytes, &keyring).unwrap();
        assert_eq!(records.iter().map(|record| record.detail.as_str()).collect::<Vec<_>>(), ["one", "two", "three"]);
        let mut resumed = Chain::resume(&written.bytes, &keyring).unwrap();
        assert_eq!((resumed.tail.sequence, resumed.tail.tag), (3, read.tail.tag));
        let entry = Entry { operation: "Test", object: String::new(), detail: "four".into() };
        resumed.append(&keyring, 6, &Caller::person("id", "bob"), entry).unwrap();
        assert_eq!(Chain::read(&resumed.bytes, &keyring).unwrap().0.len(), 4);
    }

    #[test]
    fn a_changed_removed_reordered_or_foreign_record_breaks_the_chain() {
        let keyring = keyring();
        let text = String::from_utf8(three_records(&keyring).bytes).unwrap();
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let [one, two, three] = lines.as_slice() else { unreachable!() };
        let forged = two.replace("alice", "carol");
        for bad in [
            [*one, *three].concat(),
            [*two, *three].concat(),
            [*one, *three, *two].concat(),
            [*one, *two, *two].concat(),
            [*one, forged.as_str(), *three].concat(),
            text.trim_end().to_owned(),
            format!("{text}x\n"),
        ] {
            assert!(Chain::read(bad.as_bytes(), &keyring).is_err(), "{bad}");
        }
        let root = Root::new(&SecretKey::from_slice(&[1; 32]).unwrap(), Backend::AwsLc).unwrap();
        for other in [root.keyring("abc", &[3; 16]).unwrap(), root.keyring("abd", &[2; 16]).unwrap()] {
            assert!(Chain::read(text.as_bytes(), &other).is_err());
        }
    }
}
