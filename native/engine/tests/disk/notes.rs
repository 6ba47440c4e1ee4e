//! What a script was told is done. It notes each fact in a file beside the tenant, so that the
//! journal has it in its order with the calls.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use ckey_engine::PolicyKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::chance::Chance;
use crate::journal::{Call, Record};

/// The file with the notes. It is no part of the simulated disk.
pub(crate) const NOTES: &str = "notes";

/// Something that a caller may rely on once it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fact {
    /// There is a tenant.
    Tenant,
    /// A setting of it.
    Setting {
        seed: u64,
    },
    /// At least so new.
    Vault {
        name: String,
        generation: u64,
    },
    /// There is none of this name.
    NoVault {
        name: String,
    },
    /// A version of a key.
    Version {
        vault: String,
        key: String,
        uri: String,
    },
    /// Whether a key is deleted, and can be recovered.
    Deleted {
        vault: String,
        key: String,
        deleted: bool,
    },
    /// Whether the service may use the keys of a vault.
    Permission {
        vault: String,
        allowed: bool,
    },
    /// At least so new.
    Policy {
        name: String,
        generation: u32,
    },
    /// Nothing is under this key version any more.
    Unneeded {
        uri: String,
    },
    Mailbox {
        name: String,
    },
    /// There is none of this name that anybody reads.
    NoMailbox {
        name: String,
    },
    /// A mailbox or a site is gone for good.
    Destroyed {
        scope: String,
    },
    /// The policy of a mailbox.
    Carries {
        mailbox: String,
        policy: Option<String>,
    },
    /// The policy of all workloads.
    Assigned {
        policy: Option<String>,
    },
    /// An item of a mailbox, with the content that [`content`] makes of its number.
    Item {
        mailbox: String,
        id: Uuid,
        number: u64,
        length: usize,
    },
    /// Application data, in hexadecimal.
    Sealed {
        application: String,
        sealed: String,
    },
    Backup {
        main: String,
        secrets: String,
    },
    /// At least so many audit records.
    Records {
        count: u64,
    },
    /// At least so many uses of a vault's keys are on record.
    Used {
        vault: String,
        count: usize,
    },
    /// The purge of what is under a policy was approved.
    Approved {
        policy: String,
    },
    /// It is over.
    Purged {
        policy: String,
    },
    /// The tenant is being removed.
    Removing,
    /// It is gone.
    Removed,
}

/// What an item holds.
pub(crate) fn content(number: u64, length: usize) -> Vec<u8> {
    Chance::new(number).bytes(length)
}

pub(crate) fn kind_of(policy: &str) -> PolicyKind {
    match policy {
        "NAM" => PolicyKind::SharePoint,
        policy if policy.starts_with('P') => PolicyKind::Mailbox,
        _ => PolicyKind::MultiWorkload,
    }
}

impl Fact {
    /// What it is about: a later fact about it takes the place of an earlier one.
    pub(crate) fn subject(&self) -> String {
        match self {
            Self::Tenant => "tenant".to_owned(),
            Self::Setting { .. } => "setting".to_owned(),
            Self::Vault { name, .. } | Self::NoVault { name } => format!("vault {name}"),
            Self::Version { uri, .. } => format!("version {uri}"),
            Self::Deleted { vault, key, .. } => format!("key {vault}/{key}"),
            Self::Permission { vault, .. } => format!("permission {vault}"),
            Self::Policy { name, .. } => format!("policy {name}"),
            Self::Unneeded { uri } => format!("unneeded {uri}"),
            Self::Mailbox { name } | Self::NoMailbox { name } => format!("mailbox {name}"),
            Self::Destroyed { scope } => format!("end of {scope}"),
            Self::Carries { mailbox, .. } => format!("policy of {mailbox}"),
            Self::Assigned { .. } => "assignment".to_owned(),
            Self::Item { id, .. } => format!("item {id}"),
            Self::Sealed { application, .. } => format!("sealed {application}"),
            Self::Backup { main, .. } => format!("backup {main}"),
            Self::Records { .. } => "records".to_owned(),
            Self::Used { vault, .. } => format!("uses {vault}"),
            Self::Approved { policy } => format!("approval of {policy}"),
            Self::Purged { policy } => format!("purge of {policy}"),
            Self::Removing => "removing".to_owned(),
            Self::Removed => "removed".to_owned(),
        }
    }

    /// Whether a note that came late says less than an earlier one: threads do not wait for each
    /// other to take notes.
    fn is_outdone_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Vault { generation, .. }, Self::Vault { generation: other, .. }) => {
                generation <= other
            }
            (Self::Policy { generation, .. }, Self::Policy { generation: other, .. }) => {
                generation <= other
            }
            (Self::Records { count }, Self::Records { count: other }) => count <= other,
            (Self::Used { count, .. }, Self::Used { count: other, .. }) => count <= other,
            _ => false,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Note {
    /// It is going to be so: until it is told that it is, it may be so or as it was.
    Intended(String, Fact),
    /// It was told, of the tenant in this folder.
    Told(String, Fact),
}

pub(crate) struct Notes(std::fs::File);

impl Notes {
    /// What a killed process noted half is taken out.
    pub(crate) fn begin(root: &Path) -> Self {
        let path = root.join(NOTES);
        let file = std::fs::OpenOptions::new().append(true).create(true).open(&path).unwrap();
        let noted = std::fs::read(&path).unwrap();
        let whole = noted.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        if whole < noted.len() {
            file.set_len(whole as u64).unwrap();
        }
        Self(file)
    }

    pub(crate) fn write(&self, note: &Note) {
        let line = serde_json::to_string(note).unwrap() + "\n";
        (&self.0).write_all(line.as_bytes()).unwrap();
    }
}

/// The facts of one tenant, by their subject: one of those given must be true.
pub(crate) type Facts = BTreeMap<String, Vec<Fact>>;

/// What was told, by tenant, in the first `point` calls.
pub(crate) fn told(records: &[Record], point: usize) -> BTreeMap<String, Facts> {
    let notes = records[..point].iter().filter(|record| record.path == NOTES);
    gather(notes.filter_map(|record| match &record.call {
        Call::Write { data, .. } => Some(serde_json::from_slice(data).unwrap()),
        _ => None,
    }))
}

/// What was told, by tenant, as it lies beside the tenants. The last note may be a half.
pub(crate) fn told_in(root: &Path) -> BTreeMap<String, Facts> {
    let notes = std::fs::read(root.join(NOTES)).unwrap();
    let whole = notes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    gather(whole.map(|line| serde_json::from_slice(line).unwrap()))
}

fn gather(notes: impl Iterator<Item = Note>) -> BTreeMap<String, Facts> {
    let mut told: BTreeMap<String, Facts> = BTreeMap::new();
    for note in notes {
        match note {
            // What was there before the first note about it is not known.
            Note::Intended(place, fact) => {
                if let Some(possible) = told.entry(place).or_default().get_mut(&fact.subject()) {
                    possible.push(fact);
                }
            }
            Note::Told(place, fact) => {
                let possible = told.entry(place).or_default().entry(fact.subject()).or_default();
                if !possible.iter().any(|other| fact.is_outdone_by(other)) {
                    *possible = vec![fact];
                }
            }
        }
    }
    told
}
