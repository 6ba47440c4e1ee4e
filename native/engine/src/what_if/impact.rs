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

/// What the changes do to a customer key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootEffect {
    /// Nothing.
    None,
    /// They take it away, now or once its vault answers again, or leave less of a way back.
    Taken,
    /// They give it back.
    Given,
}

/// What becomes of one customer key of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootImpact {
    /// The key version.
    pub key_uri: String,
    /// Whether it is the first of the two, the primary one.
    pub is_first: bool,
    /// The version in whose place a change puts it.
    pub instead_of: Option<String>,
    /// Why it does not unwrap now, if it does not.
    pub before: Option<VaultError>,
    /// Why it would not then, if it would not; its `fix` is the way back.
    pub after: Option<VaultError>,
    /// Whether its type stands for a key in an HSM, as far as its vault says.
    pub is_hsm: bool,
    /// Another version of its key, which a refresh would take then.
    pub newer: Option<String>,
    /// What is left of it then.
    pub way_back: WayBack,
    /// What the changes do to it.
    pub effect: RootEffect,
}

impl RootImpact {
    /// Whether the changes take it away.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.effect == RootEffect::Taken && self.after.is_some()
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
    /// Whether the changes move keys of scopes into it or out of it.
    pub has_moved: bool,
    /// How much is below it then; of what is destroyed, how much was.
    pub below: Below,
    /// How much of what is below it now the changes bring elsewhere.
    pub leaving: Below,
    /// How much of what is below it now is destroyed meanwhile, because the time to bring it back is
    /// over.
    pub ended: Below,
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
    /// Why the policy could not be refreshed any more, where it can be now and its customer keys
    /// still open what is under it: the vault wraps nothing with one of them then.
    pub no_refresh: Option<VaultError>,
    /// Whether the changes destroy it with all that is below it.
    pub is_destroyed: bool,
    /// Whether nothing whatever opens it again, but backups of the keys; of what is destroyed, not
    /// even they do.
    pub is_for_ever: bool,
}

impl Impact {
    /// Whether the changes do anything to it.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let is_changed =
            |root: &RootImpact| root.effect != RootEffect::None || root.instead_of.is_some();
        self.generation_guid.is_none()
            || self.has_moved
            || self.is_destroyed
            || self.ended.keys() > 0
            || self.no_refresh.is_some()
            || self.before != self.after
            || self.roots.iter().any(is_changed)
    }

    /// Whether the time of all that was below it is over, so that nothing needs it any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.is_current && self.below.keys() == 0 && self.ended.keys() > 0
    }

    /// Whether they take anything from it.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        let is_taken = |root: &RootImpact| root.effect == RootEffect::Taken;
        let is_less = |before: Opener, after| {
            before != after && (before == Opener::CustomerKey || after == Opener::Nothing)
        };
        if self.is_over() {
            return false;
        }
        self.is_destroyed
            || self.roots.iter().any(is_taken)
            || is_less(self.before.user, self.after.user)
            || is_less(self.before.service, self.after.service)
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

    /// What a refresh of the policy would meet then, where it would meet nothing now.
    #[must_use]
    pub fn told_of_refresh(&self) -> Option<String> {
        self.no_refresh.as_ref().map(|error| {
            format!(
                "It could no longer be refreshed, though what is under it would still open. {} {}",
                error.message, error.fix
            )
        })
    }

    /// That in a sentence, with the way back.
    #[must_use]
    pub fn told(&self) -> String {
        let lost = self.roots.iter().filter(|root| root.after.is_some()).count();
        match (self.after.user, self.after.service, lost) {
            _ if self.is_destroyed => {
                "All of it is destroyed with its keys: nothing opens it any more, and no backup of the keys does.".to_owned()
            }
            _ if self.is_over() => "Nothing is below it any more.".to_owned(),
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
