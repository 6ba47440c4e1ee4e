//! How far the purge of a policy's data has come. It lies in the row of the policy, under its code.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The steps of a purge, in their order. It never goes back, and none is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PurgeStage {
    /// It was asked for: nothing is put under the policy any more.
    Requested,
    /// The approver has signed for it: from here on a job carries it out.
    Approved,
    /// The policy is deleted: nothing below it opens.
    Deleted,
    /// Its mailboxes are marked for destruction: nobody brings one back.
    Marked,
    /// Availability key, erasure key and every wrap of the policy's key are destroyed.
    Erased,
    /// The mailboxes are destroyed, with their items and their keys.
    Cleared,
    /// Nothing that was overwritten is left in the database or its log.
    Compacted,
    /// It was looked for whatever could be left, and what was found is written down.
    Purged,
}

impl PurgeStage {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "Requested",
            Self::Approved => "Approved",
            Self::Deleted => "PolicyDeleted",
            Self::Marked => "MailboxesMarked",
            Self::Erased => "KeysDestroyed",
            Self::Cleared => "MailboxesDestroyed",
            Self::Compacted => "Compacted",
            Self::Purged => "Purged",
        }
    }
}

/// The purge of a policy's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purge {
    /// How far it has come.
    pub stage: PurgeStage,
    /// When it was asked for.
    pub requested: i64,
    /// Who asked.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whom to ask about it.
    pub contact: String,
    /// Whether it was asked for in spite of a vault that was gone: then `keys_gone` names its keys,
    /// but in rows of an older version.
    pub forced: bool,
    /// The document that was issued last, if any was.
    pub document: Option<PurgeDocument>,
    /// When the approver's signature came back.
    pub approved: Option<i64>,
    /// When it was over.
    pub finished: Option<i64>,
    /// Mailboxes that were destroyed.
    pub mailboxes: u64,
    /// Their items.
    pub items: u64,
    /// What wraps that were destroyed looked like, so that it can be looked for them.
    pub fingerprints: Vec<Fingerprint>,
    /// What was found at the end, as JSON.
    pub report: Option<String>,
    /// Who agreed to it, where everybody has to. Left out where it says nothing, as what follows:
    /// rows of an older version have a code over what they say without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<Agreement>,
    /// Sites that were destroyed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sites: u64,
    /// The key of the service installation that goes with it, as no other policy uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<Uuid>,
    /// The root keys whose vault was gone when it was asked for: nobody said of them that the
    /// permission is taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys_gone: Vec<String>,
    /// Why nothing was heard of a permission when the signed document came back, where it was taken
    /// all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// That a person agrees to a purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Their object id.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// Since when.
    pub at: i64,
}

impl Purge {
    /// The column of the row.
    #[must_use]
    pub fn to_json(&self) -> String {
        // A struct of texts and numbers has nothing that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What was issued for the approver to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeDocument {
    /// Its id.
    pub id: String,
    /// When it was issued.
    pub issued: i64,
    /// The digest of its text (SHA-256), in hexadecimal.
    pub digest: String,
    /// The approver that it names.
    pub approver: String,
    /// The approver's public key, in PEM.
    pub public_key: String,
}

/// How bytes are found again that were destroyed: too little to be of use to anyone else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    /// What it was.
    pub what: String,
    /// Its length in bytes.
    pub length: usize,
    /// Its first eight bytes, in hexadecimal.
    pub prefix: String,
    /// Its digest (SHA-256), in hexadecimal.
    pub digest: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_purge_of_an_older_version_says_the_same_to_the_letter() {
        let written = r#"{"stage":"Requested","requested":1,"by":"a","reason":"r","contact":"c","forced":false,"document":null,"approved":null,"finished":null,"mailboxes":0,"items":0,"fingerprints":[],"report":null}"#;
        let purge: Purge = serde_json::from_str(written).unwrap();
        assert_eq!(purge.to_json(), written);
    }
}
