//! The sign-ins that a session keeps itself.

use ckey_engine::{SignIn, Tenant};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The sign-ins that a session keeps itself, by the folder of the tenant; with none, those of every
/// tenant.
#[derive(Default)]
pub(crate) struct KeptSignIns(Mutex<BTreeMap<Option<PathBuf>, SignIn>>);

impl KeptSignIns {
    pub(crate) fn of(&self, tenant: &Tenant) -> Option<SignIn> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&Some(tenant.path().to_owned())).or_else(|| kept.get(&None)).cloned()
    }

    pub(crate) fn keep(&self, tenant: Option<&Tenant>, sign_in: SignIn) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(tenant.map(|tenant| tenant.path().to_owned()), sign_in);
    }

    pub(crate) fn forget(&self, tenant: &Tenant) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&None);
        kept.remove(&Some(tenant.path().to_owned()));
    }
}
