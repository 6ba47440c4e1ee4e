//! Workloads and application scopes as they are shown.

use ckey_store::StateExt;
use ckey_store::model::{Scope, ScopeKind};
use uuid::Uuid;

use super::Workloads;
use crate::error::{EngineError, Result};
use crate::protection::{ExistingData, ScopeKeys, WORKLOADS, is_pending};

/// A workload or application scope as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadView {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub display_name: String,
    /// `Workload` or `Application`.
    pub kind: &'static str,
    /// Whether assigning a policy reaches data that exists already.
    pub existing_data: ExistingData,
    /// How many keys it has; only the newest seals.
    pub keys: u32,
    /// Whether new data is encrypted under a data encryption policy.
    pub is_encrypted: bool,
    /// The policy that protects new data, by name.
    pub protected_by: String,
    /// The generation that wraps its newest key.
    pub data_encryption_policy_id: Option<Uuid>,
    /// Whether its newest key is not yet where precedence and the last refresh want it.
    pub rewrap_pending: bool,
    /// How many items it holds here.
    pub items: u64,
}

impl Workloads<'_> {
    /// The tenant's workloads, in order of rule 1.8, then its application scopes.
    ///
    /// # Errors
    /// Those of the store.
    pub fn list(&self) -> Result<Vec<WorkloadView>> {
        self.ground.sync()?;
        let mut views = Vec::new();
        for kind in [ScopeKind::Workload, ScopeKind::Application] {
            for scope in self.scopes(kind)? {
                views.push(self.view(&scope)?);
            }
        }
        Ok(views)
    }

    /// All scopes of a kind.
    pub(super) fn scopes(&self, kind: ScopeKind) -> Result<Vec<Scope>> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = self
                .ground
                .state()
                .view(|reader| Ok::<_, EngineError>(reader.scopes(kind, after, 1000)?))?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.no;
            found.extend(page);
        }
    }

    pub(super) fn view(&self, scope: &Scope) -> Result<WorkloadView> {
        let (keys, rewrap_pending, items) = self.ground.state().view(|reader| {
            let keys = ScopeKeys::of(reader, scope)?;
            let pending = is_pending(reader, keys.newest())?;
            Ok::<_, EngineError>((keys, pending, reader.count_items(scope.no)?))
        })?;
        let standing = self.standing(keys.newest())?;
        let described = WORKLOADS
            .iter()
            .find(|workload| scope.kind == ScopeKind::Workload && workload.name == scope.name);
        Ok(WorkloadView {
            name: scope.name.clone(),
            display_name: described
                .map_or_else(|| scope.name.clone(), |workload| workload.display_name.to_owned()),
            kind: if scope.kind == ScopeKind::Workload { "Workload" } else { "Application" },
            existing_data: ExistingData::of(scope),
            keys: keys.count(),
            is_encrypted: standing.is_encrypted,
            protected_by: standing.policy,
            data_encryption_policy_id: standing.generation,
            rewrap_pending,
            items,
        })
    }
}
