//! Scopes: what is meant by a name, and where their keys stand.

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{PolicyKind, Scope, ScopeKind, ScopeWrap};
use ckey_store::{StateExt, StoreErrorKind};
use serde_json::json;
use uuid::Uuid;

use super::Workloads;
use crate::directory::{Directory, Recipients};
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::protection::{ScopeKeys, ScopeSelector, WORKLOADS, must_not_be_deleted, tenant_policy};
use crate::record::AuditEvent;

/// The longest name of an application scope, in characters.
const NAME_LIMIT: usize = 128;

/// Refuses what no application scope can be called.
pub(super) fn check_application_name(name: &str) -> Result<()> {
    let length = name.trim().chars().count();
    let odd = |letter: char| letter.is_control() || letter == '*';
    if length > 0 && length <= NAME_LIMIT && !name.chars().any(odd) {
        return Ok(());
    }
    Err(EngineError::invalid(
        "ScopeNameInvalid",
        name,
        "This cannot be the name of an application scope.",
        format!(
            "Give 1 to {NAME_LIMIT} characters without control characters and without *, which stands for any text."
        ),
    ))
}

fn no_site(url: &str) -> EngineError {
    EngineError::new(
        "SiteNotFound",
        Category::ObjectNotFound,
        format!("There is no site '{url}'."),
        "Get-CustomerKeySite lists the sites there are. New-CustomerKeySite makes one.",
    )
    .about(url)
}

/// What a scope key is under, as reports show it.
pub(crate) struct Standing {
    pub(crate) is_encrypted: bool,
    pub(crate) policy: String,
    pub(crate) kind: PolicyKind,
    pub(crate) generation: Option<Uuid>,
}

impl Workloads<'_> {
    /// Where a scope key stands now: under a data encryption policy (a customer's keys) or under
    /// service-managed encryption.
    pub(crate) fn standing(&self, wrap: &ScopeWrap) -> Result<Standing> {
        let missing = || {
            EngineError::damaged(
                "policy",
                format!("Keys are wrapped under policy {}, which is not there.", wrap.policy_no),
            )
        };
        let (policy, generation) = self.ground.state().view(|reader| {
            let policy = reader.policy(wrap.policy_no)?.ok_or_else(missing)?;
            let generation =
                reader.generation(wrap.policy_no, wrap.generation)?.ok_or_else(missing)?;
            Ok::<_, EngineError>((policy, generation))
        })?;
        let is_encrypted = policy.kind != PolicyKind::Service;
        Ok(Standing {
            is_encrypted,
            policy: policy.name,
            kind: policy.kind,
            generation: is_encrypted.then_some(generation.guid),
        })
    }

    /// The scope that is meant. An application scope is made on first use.
    pub(crate) fn find_scope(
        &self,
        selector: &ScopeSelector,
        cancel: &CancelToken,
    ) -> Result<Scope> {
        match selector {
            ScopeSelector::Mailbox(identity) => {
                let found = Directory::of(self.ground).find_mailbox(identity, Recipients::All)?;
                self.ground.state().view(|reader| {
                    reader.scope(found.mailbox.no)?.ok_or_else(|| {
                        EngineError::damaged(
                            identity,
                            format!("The mailbox '{identity}' has no scope."),
                        )
                    })
                })
            }
            ScopeSelector::Workload(name) => {
                let found = self.ground.state().view(|reader| {
                    Ok::<_, EngineError>(reader.scope_by_name(ScopeKind::Workload, name)?)
                })?;
                found.ok_or_else(|| {
                    let known = WORKLOADS.map(|workload| workload.name).join(", ");
                    EngineError::new(
                        "WorkloadNotFound",
                        Category::ObjectNotFound,
                        format!("There is no workload '{name}'."),
                        format!("Give one of {known}. Get-CustomerKeyWorkload describes them."),
                    )
                    .about(name.as_str())
                })
            }
            ScopeSelector::Site(url) => {
                let url = url.trim().trim_end_matches('/');
                let found = self.ground.state().view(|reader| {
                    Ok::<_, EngineError>(reader.scope_by_name(ScopeKind::Site, url)?)
                })?;
                let scope = found.ok_or_else(|| no_site(url))?;
                self.ground.state().view(|reader| must_not_be_deleted(reader, scope.no))?;
                Ok(scope)
            }
            ScopeSelector::Application(name) => self.application_scope(name, cancel),
        }
    }

    pub(super) fn find_application(&self, name: &str) -> Result<Option<Scope>> {
        self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.scope_by_name(ScopeKind::Application, name)?)
        })
    }

    pub(super) fn application_scope(&self, name: &str, cancel: &CancelToken) -> Result<Scope> {
        if let Some(scope) = self.find_application(name)? {
            return Ok(scope);
        }
        check_application_name(name)?;
        let key = SecretKey::generate()?;
        let mut scope = Scope {
            no: 0,
            guid: Uuid::new_v4(),
            kind: ScopeKind::Application,
            name: name.trim().to_owned(),
            created: self.ground.now(),
        };
        let details = json!({ "scope": scope.guid });
        let event = AuditEvent::new(
            "Create application scope",
            "DataAtRestEncryption",
            &self.ground.asking(),
            scope.name.as_str(),
            details,
        );
        let made = Hierarchy::of(self.ground).commit_under(
            Access::User,
            cancel,
            tenant_policy,
            |writer, under| {
                scope.no = writer.insert_scope(&scope)?;
                under.insert(writer, scope.no, scope.guid, scope.kind, 1, &key)?;
                self.ground.chain().append(writer, scope.created, &event)
            },
        );
        match made {
            Ok(()) => Ok(scope),
            // Somebody else made it at the same moment: that one it is.
            Err(error) if error.id == StoreErrorKind::Conflict.name() => {
                self.find_application(name)?.ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// The keys of a scope.
    pub(crate) fn keys_of(&self, scope: &Scope) -> Result<ScopeKeys> {
        self.ground.state().view(|reader| ScopeKeys::of(reader, scope))
    }

    /// Brings a touched scope key to where it belongs (rule 1.3): best effort, it never fails what
    /// touched it.
    pub(crate) fn rewrap_on_touch(&self, wrap: &ScopeWrap) {
        if let Err(error) = crate::hierarchy::settle(|| Hierarchy::of(self.ground).bring_home(wrap))
        {
            tracing::debug!(
                id = error.id,
                "a touched scope key stays where it is: {}",
                error.message
            );
        }
    }
}
