//! What changes would do to who reads what, without making any (rule 4.3.6). The vaults judge
//! copies of themselves, the read path decides by what they answer, and generations are counted,
//! never mailboxes: it takes as long for a million as for one. Whatever is said before a change is
//! said here: by `-WhatIf`, by a question, and as objects.

mod asking;
mod assign;
mod backups;
mod ended;
mod group;
mod impact;
mod instead;
mod parse;
mod profile;
mod purge;
mod refresh;
mod roll;
mod telling;
mod then;

pub use impact::{Impact, Opener, Reading, RootEffect, RootImpact};

use ckey_crypto::root_wrap::Slot;
use ckey_store::StateExt;
use ckey_store::model::PolicyKind;
use ckey_vault::{Caller, KeyUri, SupposedChange};

use crate::error::Result;
use crate::ground::{Ground, RuleProfile};
use crate::key_use::told_of_others;
use crate::protection::ScopeSelector;

/// A change that is supposed. Jobs that it leaves are worked off.
#[derive(Debug, Clone)]
pub enum Supposition {
    /// Of a vault or a key in it.
    Vault {
        /// The vault's name.
        vault: String,
        /// What changes.
        change: SupposedChange,
    },
    /// So many seconds pass.
    Wait(i64),
    /// A policy is refreshed.
    Refresh {
        /// What the policy covers.
        kind: PolicyKind,
        /// The policy.
        identity: String,
    },
    /// A policy gets two other customer keys.
    Replace {
        /// What the policy covers.
        kind: PolicyKind,
        /// The policy.
        identity: String,
        /// The keys that it is to have.
        keys: Vec<String>,
    },
    /// One key of a geo's policy is rolled.
    Roll {
        /// The geo; the only one where none is named.
        geo: Option<String>,
        /// Which of its keys.
        slot: Slot,
        /// The version that it is to have.
        key: String,
    },
    /// A policy is assigned to the tenant, or none any more.
    Assign {
        /// The policy.
        policy: Option<String>,
    },
    /// The purge of all data under a policy is asked for, approved and carried out.
    Purge {
        /// What the policy covers: mailboxes, or a geo.
        kind: PolicyKind,
        /// The policy, or the geo.
        identity: String,
    },
    /// The rules of another time hold.
    Profile(RuleProfile),
}

/// Questions about changes that nobody has made yet.
#[derive(Clone, Copy)]
pub struct WhatIf<'a> {
    ground: &'a Ground,
}

impl<'a> WhatIf<'a> {
    /// Those about the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }

    /// What the changes would do, made one after the other by `caller`: an answer for each
    /// generation of a policy that has something below it or will have.
    ///
    /// # Errors
    /// Those of the first change that would be refused; those of the store.
    pub fn ask(&self, caller: &Caller, changes: &[Supposition]) -> Result<Vec<Impact>> {
        self.ground.sync()?;
        asking::ask(self.ground, caller, changes, true)
    }

    /// What the changes take away, in sentences: who depends on it, what is left to each, the way
    /// back and its last moment, what to do instead, which policies could not be refreshed, and which
    /// known backups need it. Nothing where they take nothing away.
    ///
    /// # Errors
    /// Those of [`WhatIf::ask`].
    pub fn told(&self, caller: &Caller, changes: &[Supposition]) -> Result<Vec<String>> {
        self.ground.sync()?;
        let impacts = asking::ask(self.ground, caller, changes, false)?;
        let mut told = telling::losses(&impacts);
        told.extend(telling::refreshes(&impacts));
        told.extend(ended::told(self.ground, changes)?);
        told.extend(backups::needed(self.ground, caller, changes)?);
        Ok(told)
    }

    /// What has a customer key among those that are meant, in a sentence; nothing where nothing
    /// has. For changes that take no key away.
    ///
    /// # Errors
    /// Those of the store.
    pub fn dependents(&self, is_meant: impl Fn(&KeyUri) -> bool) -> Result<Option<String>> {
        self.ground.sync()?;
        let found = self.ground.state().view(|reader| group::groups(reader, false))?;
        Ok(telling::dependents(&found, is_meant))
    }

    /// What the changes leave under older generations of the policies that they roll or assign, whose
    /// key versions it needs: in sentences.
    ///
    /// # Errors
    /// Those of [`WhatIf::ask`].
    pub fn left_behind(&self, caller: &Caller, changes: &[Supposition]) -> Result<Vec<String>> {
        self.ground.sync()?;
        Ok(telling::left_behind(&asking::ask(self.ground, caller, changes, false)?))
    }

    /// What the changes do beside who reads what: which checks of which policies end otherwise
    /// under other rules, and what can or cannot be purged under them; and what nobody can bring
    /// back any more once so much time has passed.
    ///
    /// # Errors
    /// Those of the store.
    pub fn remarks(&self, changes: &[Supposition]) -> Result<Vec<String>> {
        self.ground.sync()?;
        let last = changes.iter().rev().find_map(|change| match change {
            Supposition::Profile(rules) => Some(*rules),
            _ => None,
        });
        let of_rules = last.map(|rules| profile::remarks(self.ground, rules)).transpose()?;
        let ended = ended::told(self.ground, changes)?;
        let others = changes.iter().filter_map(|change| self.others(change));
        Ok(of_rules.into_iter().flatten().chain(ended).chain(others).collect())
    }

    /// Who else would notice, beside those who are looked at: in a sentence.
    fn others(&self, change: &Supposition) -> Option<String> {
        let Supposition::Vault { vault, change } = change else { return None };
        let of_key = |name: &str, version: Option<&str>| {
            self.ground.vaults().key_uri(vault, name, version).ok()
        };
        let key = match change {
            SupposedChange::RecoverKey(_) | SupposedChange::RecoverVault => return None,
            SupposedChange::UpdateKey { name, version, .. } => of_key(name, version.as_deref()),
            SupposedChange::DeleteKey(name) | SupposedChange::PurgeKey(name) => of_key(name, None),
            _ => None,
        };
        told_of_others(self.ground, vault, key.as_ref())
    }

    /// The changes that these words mean; see the cmdlet `Get-CustomerKeyImpact`.
    ///
    /// # Errors
    /// `ChangeNotUnderstood`; `PolicyNotFound`, `GeoNotFound`; `VaultsNotEmbedded` for a change of a
    /// vault that is asked over the network.
    pub fn understood(&self, words: &[String]) -> Result<Vec<Supposition>> {
        self.ground.sync()?;
        let mut changes = Vec::new();
        for text in words {
            changes.extend(parse::parse(self.ground, text)?);
        }
        Ok(changes)
    }

    /// Opens the newest key of a scope as a job of the service would; under which policy and
    /// generation it is. For tests, which hold what was foretold against it.
    ///
    /// # Errors
    /// Those of the store.
    #[doc(hidden)]
    pub fn read_for_service(&self, scope: &ScopeSelector) -> Result<(String, u32, Result<()>)> {
        asking::read_for_service(self.ground, scope)
    }
}
