//! Finding the one policy of a name, distinguished name or GUID (rules 4.1.11 and 4.10.11).

use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use uuid::Uuid;

use super::Policies;
use crate::directory::{common_name, distinguished_name};
use crate::error::{EngineError, Result};
use crate::ground::Ground;

/// The longest name of a policy, in characters, as Exchange limits names of directory objects.
pub(crate) const NAME_LIMIT: usize = 64;

/// What the cmdlets that list a kind of policy are called.
fn lister(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::MultiWorkload => "Get-M365DataAtRestEncryptionPolicy",
        PolicyKind::SharePoint => "Get-SPODataEncryptionPolicy",
        PolicyKind::Mailbox | PolicyKind::Service => "Get-DataEncryptionPolicy",
    }
}

impl Policies<'_> {
    /// A policy of a kind by name, distinguished name, its own GUID or the GUID of one of its
    /// generations.
    pub(crate) fn find(&self, kind: PolicyKind, identity: &str) -> Result<Policy> {
        let identity = identity.trim();
        let (guid, name) = (Uuid::try_parse(identity).ok(), common_name(identity));
        let name = name.filter(|name| {
            identity.eq_ignore_ascii_case(&distinguished_name(self.ground, kind, name))
        });
        let found = self.ground.state().view(|reader| {
            let named = reader.policy_by_name(kind, identity)?;
            let by_name =
                name.as_ref().map(|name| reader.policy_by_name(kind, name)).transpose()?;
            let by_guid = guid.map(|guid| reader.policy_by_guid(guid)).transpose()?;
            Ok::<_, EngineError>([named, by_name.flatten(), by_guid.flatten()])
        })?;
        let mut fitting: Vec<Policy> = Vec::new();
        for policy in
            found.into_iter().flatten().filter(|policy| policy.kind == kind && !policy.is_deleted())
        {
            if fitting.iter().all(|known| known.no != policy.no) {
                fitting.push(policy);
            }
        }
        if fitting.len() > 1 {
            let told = |policy: &Policy| format!("the policy '{}' ({})", policy.name, policy.guid);
            let told: Vec<String> = fitting.iter().map(told).collect();
            return Err(EngineError::ambiguous(identity, &told));
        }
        fitting.pop().ok_or_else(|| {
            let other = match kind {
                PolicyKind::Mailbox => PolicyKind::MultiWorkload,
                _ => PolicyKind::Mailbox,
            };
            let known = self.ground.state().view(|reader| {
                Ok::<_, EngineError>(reader.policy_by_name(other, identity)?.is_some())
            });
            let confused = match (known, other) {
                (Ok(true), PolicyKind::Mailbox) => {
                    format!("'{identity}' is a policy for mailboxes, not for multiple workloads. ")
                }
                (Ok(true), _) => {
                    format!("'{identity}' is a policy for multiple workloads, not for mailboxes. ")
                }
                _ => String::new(),
            };
            EngineError::object_not_found(
                "PolicyNotFound",
                identity,
                &self.ground.domain(),
                format!("{confused}{} lists the policies there are.", lister(kind)),
            )
        })
    }

    /// A name that a policy of this kind may have, and that no other has (rule 4.10.7).
    pub(crate) fn check_name(
        &self,
        kind: PolicyKind,
        name: &str,
        except: Option<i64>,
    ) -> Result<()> {
        check_policy_name(name)?;
        let taken = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.policy_by_name(kind, name)?))?;
        if taken.is_some_and(|policy| Some(policy.no) != except) {
            return Err(name_taken(self.ground, kind, name));
        }
        Ok(())
    }
}

/// A name that a policy can have: not empty, not too long, in one line.
///
/// # Errors
/// `PolicyNameInvalid`.
pub fn check_policy_name(name: &str) -> Result<()> {
    let wrong = match name.trim().chars().count() {
        0 => Some("is empty"),
        length if length > NAME_LIMIT => Some("is too long"),
        _ if name.contains('*') => Some("has a *, which stands for any text"),
        _ => name.chars().any(char::is_control).then_some("has control characters"),
    };
    let Some(what) = wrong else { return Ok(()) };
    Err(EngineError::invalid(
        "PolicyNameInvalid",
        name,
        format!("The name of the policy {what}."),
        format!("Give 1 to {NAME_LIMIT} characters, without *."),
    ))
}

/// The error of a name that another policy has, in the service's words (rule 4.10.7).
pub(crate) fn name_taken(ground: &Ground, kind: PolicyKind, name: &str) -> EngineError {
    let mut error = EngineError::new(
        "PolicyNameTaken",
        crate::error::Category::ResourceExists,
        format!("The object '{}' already exists.", distinguished_name(ground, kind, name)),
        format!("Give another name; {} lists those taken.", lister(kind)),
    )
    .about(name);
    error.reason = Some("ADObjectAlreadyExistsException");
    error
}
