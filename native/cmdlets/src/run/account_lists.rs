//! The lists of accounts that an owner keeps: who owns the tenant, and who administers what in it
//! (rules 8.3.1, 8.3.21).

use crate::runtime::error::CmdletError;
use crate::surface::value::MultiValue;
use ckey_engine::directory::Directory;
use ckey_engine::{Account, AccountMarks, AccountsChange, AccountsPlan, Administrators};

/// Which list.
#[derive(Clone, Copy)]
pub(super) enum List {
    Administrators(Administrators),
    Owners,
}

impl List {
    /// The parameter and the property that hold it.
    fn name(self) -> String {
        match self {
            Self::Administrators(kind) => kind.list(),
            Self::Owners => "Owners".to_owned(),
        }
    }

    /// What people call those who are on it.
    fn people(self) -> String {
        match self {
            Self::Administrators(kind) => kind.people(),
            Self::Owners => "Owners".to_owned(),
        }
    }

    fn plan(
        self,
        directory: Directory<'_>,
        account: &Account,
        change: &AccountsChange,
    ) -> Result<AccountsPlan, CmdletError> {
        Ok(match self {
            Self::Administrators(kind) => directory.administrators_plan(account, kind, change)?,
            Self::Owners => directory.owners_plan(change)?,
        })
    }
}

fn change(given: MultiValue) -> AccountsChange {
    match given {
        MultiValue::Whole(names) => AccountsChange::Whole(names),
        MultiValue::Change(change) => {
            AccountsChange::Some { add: change.add, remove: change.remove }
        }
    }
}

/// The lists that are given.
pub(super) struct Lists(Vec<(List, AccountsChange)>);

/// What they come to, in the same order.
pub(super) struct Plans(Vec<(List, AccountsPlan)>);

impl Lists {
    /// Those of these that are given.
    pub(super) fn given<const N: usize>(all: [(List, Option<MultiValue>); N]) -> Self {
        Self(all.into_iter().filter_map(|(list, given)| Some((list, change(given?)))).collect())
    }

    pub(super) fn plans(
        &self,
        directory: Directory<'_>,
        account: &Account,
    ) -> Result<Plans, CmdletError> {
        let plan = |(list, change): &(List, _)| Ok((*list, list.plan(directory, account, change)?));
        self.0.iter().map(plan).collect::<Result<_, CmdletError>>().map(Plans)
    }

    /// What is asked about first: people whom nobody named and who are taken off a list.
    pub(super) fn left_out(&self, tenant: &str, plans: &Plans) -> Vec<String> {
        let mut told = Vec::new();
        for ((_, change), (list, plan)) in self.0.iter().zip(&plans.0) {
            let ends: Vec<_> = plan.ends().map(|name| format!("'{name}'")).collect();
            if matches!(change, AccountsChange::Whole(_)) && !ends.is_empty() {
                told.push(format!(
                    "{} of the tenant '{tenant}' no more: {}.",
                    list.people(),
                    ends.join(", ")
                ));
            }
        }
        told
    }
}

impl Plans {
    /// What is to be remembered. Of what two lists say of an account, the later counts.
    pub(super) fn accounts(&self) -> AccountMarks {
        self.0.iter().flat_map(|(_, plan)| plan.accounts.clone()).collect()
    }

    /// Whom they name.
    pub(super) fn mentioned(&self) -> impl Iterator<Item = &ckey_engine::Resolved> {
        self.0.iter().flat_map(|(_, plan)| &plan.mentioned)
    }

    /// Each list by name, with who is on it and who would be.
    pub(super) fn shown(&self) -> impl Iterator<Item = (String, String, String)> {
        let shown = |names: &[String]| match names {
            [] => "nobody".to_owned(),
            names => names.join(", "),
        };
        self.0
            .iter()
            .map(move |(list, plan)| (list.name(), shown(&plan.before), shown(&plan.after)))
    }
}
