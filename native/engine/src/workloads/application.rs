//! Application scopes with a policy of their own.

use ckey_base::CancelToken;
use ckey_store::model::{Policy, PolicyKind, Scope, ScopeKind};
use ckey_store::{Reader, StateExt};
use serde_json::json;

use super::{WorkloadView, Workloads};
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::policies::{Policies, still_assignable};
use crate::protection::{NO_POLICY, application_policy, application_setting, tenant_policy};
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// An application scope as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationView {
    /// The policy of its own that it carries, by name.
    pub policy: Option<String>,
    /// What protects it, and what it holds.
    pub scope: WorkloadView,
}

impl Workloads<'_> {
    /// The tenant's application scopes, in order of making.
    ///
    /// # Errors
    /// Those of the store.
    pub fn applications(&self) -> Result<Vec<ApplicationView>> {
        self.ground.sync()?;
        self.scopes(ScopeKind::Application)?
            .iter()
            .map(|scope| self.application_view(scope))
            .collect()
    }

    /// One of them by name.
    ///
    /// # Errors
    /// `ApplicationNotFound`.
    pub fn application(&self, name: &str) -> Result<ApplicationView> {
        self.ground.sync()?;
        self.application_view(&self.known_application(name)?)
    }

    fn known_application(&self, name: &str) -> Result<Scope> {
        self.find_application(name)?.ok_or_else(|| {
            EngineError::new(
                "ApplicationNotFound",
                Category::ObjectNotFound,
                format!("There is no application scope '{name}'."),
                "Get-CustomerKeyApplication lists those there are. One is made when a program opens it, and by Set-CustomerKeyApplication.",
            )
            .about(name)
        })
    }

    fn application_view(&self, scope: &Scope) -> Result<ApplicationView> {
        let own = self.ground.state().view(|reader| application_policy(reader, scope.guid))?;
        Ok(ApplicationView { policy: own.map(|policy| policy.name), scope: self.view(scope)? })
    }

    /// What keeps an application scope from getting this policy, if anything: only multi-workload
    /// policies go to applications, as to all that is no mailbox (rule 1.16). Also whether there is
    /// such a scope already.
    ///
    /// # Errors
    /// `ApplicationNotFound` for one that is not there and would lose its policy; `PolicyNotFound`,
    /// `PolicyDisabled`, `ScopeNameInvalid`, `TenantReadOnly`.
    pub fn check_application_policy(&self, name: &str, policy: Option<&str>) -> Result<bool> {
        self.ground.must_be_writable()?;
        self.assignable_to_application(policy)?;
        if policy.is_none() {
            return self.known_application(name).map(|_| true);
        }
        let found = self.find_application(name)?;
        if found.is_none() {
            super::scope::check_application_name(name)?;
        }
        Ok(found.is_some())
    }

    fn assignable_to_application(&self, policy: Option<&str>) -> Result<Option<Policy>> {
        let policies = Policies::of(self.ground);
        let check = |policy| {
            policies.check_assignable(PolicyKind::MultiWorkload, policy).map_err(|mut error| {
                if error.id == "PolicyNotFound"
                    && let Ok(found) = policies.find(PolicyKind::Mailbox, policy)
                {
                    error.message = format!(
                        "'{}' is a policy for mailboxes, and only a policy for multiple workloads protects an application.",
                        found.name
                    );
                }
                error
            })
        };
        policy.map(check).transpose()
    }

    /// Gives an application scope a policy of its own, or takes it away: then the policy that is
    /// assigned to the tenant applies, else service-managed encryption. A scope that is not there is
    /// made for a policy, so that nothing of it is ever sealed under another. Its key is rewrapped by
    /// a job or when it is next opened; objects stay as they are. A policy key that does not open
    /// for a user is not given. Taking one away calls back its opened keys.
    ///
    /// # Errors
    /// Those of [`Workloads::check_application_policy`]; `CustomerKeyAccessDenied` and
    /// `CustomerKeyUnavailable` when the policy key cannot be opened.
    pub fn set_application_policy(
        &self,
        actor: &Actor,
        name: &str,
        policy: Option<&str>,
        cancel: &CancelToken,
    ) -> Result<ApplicationView> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let target = self.assignable_to_application(policy)?;
        let scope = match policy {
            Some(_) => self.application_scope(name, cancel)?,
            None => self.known_application(name)?,
        };
        let carried = self.ground.state().view(|reader| application_policy(reader, scope.guid))?;
        let stays =
            carried.as_ref().map(|policy| policy.no) == target.as_ref().map(|policy| policy.no);
        if !stays {
            self.change_application_policy(actor, &scope, target.as_ref(), cancel)?;
            self.ground.sync()?;
            self.ground.background().wake();
        }
        self.application_view(&scope)
    }

    fn change_application_policy(
        &self,
        actor: &Actor,
        scope: &Scope,
        target: Option<&Policy>,
        cancel: &CancelToken,
    ) -> Result<()> {
        let now = self.ground.now();
        let choose = |reader: &mut dyn Reader| match target {
            Some(policy) => still_assignable(reader, policy.no),
            None => tenant_policy(reader),
        };
        let guid = target.map(|policy| policy.guid);
        let carried = guid.map_or_else(|| NO_POLICY.to_owned(), |guid| guid.to_string());
        let activity = match target {
            Some(_) => "Assign application policy",
            None => "Unassign application policy",
        };
        let details = json!({ "application": scope.guid, "policy": guid });
        let event = AuditEvent::new(
            activity,
            "DataAtRestEncryption",
            &actor.name,
            scope.name.as_str(),
            details,
        );
        Hierarchy::of(self.ground).commit_under(Access::User, cancel, choose, |writer, under| {
            writer.set_setting(&application_setting(scope.guid), Some(&carried))?;
            match target {
                Some(_) => Policies::of(self.ground).activate(writer, under.policy.no, now)?,
                None => writer.raise_epoch()?,
            }
            writer.add_pending_scopes(&[scope.no])?;
            ensure_scope_job(writer, 1, now)?;
            self.ground.chain().append(writer, now, &event)
        })
    }
}
