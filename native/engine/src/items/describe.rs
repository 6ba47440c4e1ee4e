//! What protects a scope, for anyone who seals under it.

use std::time::Duration;

use ckey_store::model::{PolicyKind, ScopeKind};
use uuid::Uuid;

use super::ScopeLease;
use crate::error::Result;
use crate::workloads::Workloads;

/// What a scope's new objects are protected by, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeDescription {
    /// The scope's name.
    pub name: String,
    /// `Mailbox`, `Workload` or `Application`.
    pub kind: &'static str,
    /// The policy above its newest key, by name.
    pub policy: String,
    /// What kind of policy that is.
    pub policy_kind: PolicyKind,
    /// The policy's generation that wraps its newest key; none under service-managed keys.
    pub data_encryption_policy_id: Option<Uuid>,
    /// How long an opened key goes on serving after access to the root keys was withdrawn; zero
    /// where keys are not cached.
    pub lease: Duration,
    /// Why there is no record of the opening of this scope, where there is none.
    pub unrecorded: Option<String>,
}

impl ScopeDescription {
    /// Whether the customer's own root keys stand above it.
    #[must_use]
    pub fn is_customer_managed(&self) -> bool {
        self.policy_kind != PolicyKind::Service
    }

    /// What anyone who seals here has to know before relying on it.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let unrecorded = self
            .unrecorded
            .as_ref()
            .map(|why| format!("The opening of '{}' could not be recorded: {why}", self.name));
        let service_managed = (!self.is_customer_managed()).then(|| {
            format!(
                "No data encryption policy protects '{}': it is under the service-managed keys of the tenant ({}), and taking root keys away \
                 does not close it. Assign a policy by Set-M365DataAtRestEncryptionPolicyAssignment.",
                self.name, self.policy
            )
        });
        let told: Vec<String> = unrecorded.into_iter().chain(service_managed).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}

impl ScopeLease {
    /// What protects this scope now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn describe(&self) -> Result<ScopeDescription> {
        self.tenant.ground().sync_recent()?;
        let workloads = Workloads::of(self.tenant.ground());
        let standing = workloads.standing(workloads.keys_of(&self.scope)?.newest())?;
        let settings = self.tenant.ground().current_settings();
        Ok(ScopeDescription {
            name: self.scope.name.clone(),
            kind: match self.scope.kind {
                ScopeKind::Mailbox => "Mailbox",
                ScopeKind::Workload => "Workload",
                ScopeKind::Application => "Application",
                ScopeKind::Site => "Site",
            },
            policy: standing.policy,
            policy_kind: standing.kind,
            data_encryption_policy_id: standing.generation,
            unrecorded: self.unrecorded.get().cloned(),
            lease: if settings.cache_enabled { settings.mailbox_cache } else { Duration::ZERO },
        })
    }
}
