//! What changes would do to who reads what, without making any (rule 4.3.6). The vaults judge
//! copies of themselves, the read path decides by what they answer, and generations are counted,
//! never mailboxes: it takes as long for a million as for one.

mod asking;
mod group;
mod impact;
mod parse;
mod refresh;

pub use impact::{Impact, Opener, Reading, RootImpact};

use ckey_vault::{Caller, SupposedChange};

use crate::error::Result;
use crate::ground::Ground;
use crate::policies::Policies;
use crate::protection::ScopeSelector;
use ckey_store::model::PolicyKind;

/// A change that is supposed.
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
    /// A policy is refreshed, and the job that rewraps is worked off.
    Refresh {
        /// What the policy covers.
        kind: PolicyKind,
        /// The policy.
        identity: String,
    },
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
        asking::ask(self.ground, caller, changes)
    }

    /// The changes that these words mean; see the cmdlet `Get-CustomerKeyImpact`.
    ///
    /// # Errors
    /// `ChangeNotUnderstood`; `PolicyNotFound`.
    pub fn understood(&self, words: &[String]) -> Result<Vec<Supposition>> {
        self.ground.sync()?;
        let mut changes = Vec::new();
        for text in words {
            changes.extend(parse::parse(&Policies::of(self.ground), text)?);
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
