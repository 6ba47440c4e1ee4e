//! The answer.

use ckey_store::model::PolicyKind;
use ckey_vault::{VaultError, WayBack};
use uuid::Uuid;

use crate::policies::Below;

/// What opens a policy key for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// At least one customer key.
    CustomerKey,
    /// The availability key.
    AvailabilityKey,
    /// Nothing.
    Nothing,
}

impl Opener {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CustomerKey => "CustomerKey",
            Self::AvailabilityKey => "AvailabilityKey",
            Self::Nothing => "Nothing",
        }
    }
}

/// By what each of the two kinds of readers reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Whoever calls through a cmdlet or the C ABI.
    pub user: Opener,
    /// The jobs of the service.
    pub service: Opener,
}

/// What becomes of one customer key of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootImpact {
    /// The key version.
    pub key_uri: String,
    /// Why it does not unwrap now, if it does not.
    pub before: Option<VaultError>,
    /// Why it would not then, if it would not; its `fix` is the way back.
    pub after: Option<VaultError>,
    /// What is left of it then.
    pub way_back: WayBack,
}

impl RootImpact {
    /// Whether the changes take it away.
    #[must_use]
    pub const fn is_lost(&self) -> bool {
        self.before.is_none() && self.after.is_some()
    }
}

/// What becomes of what lies below one generation of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The policy.
    pub policy: String,
    /// What it covers.
    pub kind: PolicyKind,
    /// The generation.
    pub generation: u32,
    /// Its GUID; none for one that the changes make.
    pub generation_guid: Option<Uuid>,
    /// Whether new keys come under it.
    pub is_current: bool,
    /// How much is below it then.
    pub below: Below,
    /// Some of what lies below it, by name.
    pub examples: Vec<String>,
    /// Both customer keys.
    pub roots: Vec<RootImpact>,
    /// Who reads now.
    pub before: Reading,
    /// Who would read then, once nothing is kept opened any more.
    pub after: Reading,
    /// For how many seconds this process serves users by a key that it keeps opened, whatever the
    /// vaults say.
    pub kept_seconds: Option<u64>,
    /// Whether nothing whatever opens it again, but backups of the keys.
    pub is_for_ever: bool,
}

impl Impact {
    /// Whether the changes do anything to it.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.generation_guid.is_none()
            || self.before != self.after
            || self.roots.iter().any(|root| root.before.is_some() != root.after.is_some())
    }

    /// The last moment at which what is lost can be had back, Unix seconds, where there is one.
    #[must_use]
    pub fn last_moment(&self) -> Option<i64> {
        let until = |root: &RootImpact| match root.way_back {
            WayBack::Until(at) if root.is_lost() => Some(at),
            _ => None,
        };
        self.roots.iter().filter_map(until).min()
    }

    /// That in a sentence, with the way back.
    #[must_use]
    pub fn told(&self) -> String {
        let lost = self.roots.iter().filter(|root| root.after.is_some()).count();
        match (self.after.user, self.after.service, lost) {
            _ if self.is_for_ever => {
                "Nothing opens it any more: only a backup of the keys does.".to_owned()
            }
            (Opener::CustomerKey, _, 0) => "Both customer keys serve.".to_owned(),
            (Opener::CustomerKey, ..) => {
                "Users read through the other customer key alone, and are refused as soon as it does not answer.".to_owned()
            }
            (Opener::AvailabilityKey, ..) => {
                "No customer key answers: the availability key serves, and each use of it is recorded.".to_owned()
            }
            (Opener::Nothing, Opener::Nothing, _) => {
                "Nobody reads, users or service, until a customer key is back.".to_owned()
            }
            (Opener::Nothing, ..) => {
                "Users are refused; the service alone reads, by the availability key.".to_owned()
            }
        }
    }
}
