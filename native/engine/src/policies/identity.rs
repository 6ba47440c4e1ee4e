//! Finding a policy by name, distinguished name or GUID (rule 4.1.11).

use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use uuid::Uuid;

use super::Policies;
use crate::directory::{common_name, distinguished_name};
use crate::error::{EngineError, Result};

/// The longest name of a policy, in characters, as Exchange limits names of directory objects.
pub(crate) const NAME_LIMIT: usize = 64;

/// What the cmdlets that list a kind of policy are called.
fn lister(kind: PolicyKind) -> &'static str {
    if kind == PolicyKind::MultiWorkload {
        "Get-M365DataAtRestEncryptionPolicy"
    } else {
        "Get-DataEncryptionPolicy"
    }
}

impl Policies<'_> {
    /// A policy of a kind by name, distinguished name, its own GUID or the GUID of one of its
    /// generations.
    pub(crate) fn find(&self, kind: PolicyKind, identity: &str) -> Result<Policy> {
        let identity = identity.trim();
        let found = self.ground.state().view(|reader| {
            if let Some(policy) = reader.policy_by_name(kind, identity)? {
                return Ok::<_, EngineError>(Some(policy));
            }
            if let Ok(guid) = Uuid::try_parse(identity) {
                return Ok(reader.policy_by_guid(guid)?);
            }
            match common_name(identity) {
                Some(name)
                    if identity.eq_ignore_ascii_case(&distinguished_name(
                        self.ground,
                        kind,
                        &name,
                    )) =>
                {
                    Ok(reader.policy_by_name(kind, &name)?)
                }
                _ => Ok(None),
            }
        })?;
        found.filter(|policy| policy.kind == kind).ok_or_else(|| {
            EngineError::object_not_found(
                "PolicyNotFound",
                identity,
                &self.ground.domain(),
                format!("{} lists the policies there are.", lister(kind)),
            )
        })
    }

    /// A name that a policy of this kind may have: not empty, not too long, not taken by another
    /// (rule 4.10.7).
    pub(crate) fn check_name(
        &self,
        kind: PolicyKind,
        name: &str,
        except: Option<i64>,
    ) -> Result<()> {
        let wrong = match name.trim().chars().count() {
            0 => Some("is empty"),
            length if length > NAME_LIMIT => Some("is too long"),
            _ => name.chars().any(char::is_control).then_some("has control characters"),
        };
        if let Some(what) = wrong {
            return Err(EngineError::invalid(
                "PolicyNameInvalid",
                name,
                format!("The name of the policy {what}."),
                format!("Give 1 to {NAME_LIMIT} characters."),
            ));
        }
        let taken = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.policy_by_name(kind, name)?))?;
        if taken.is_some_and(|policy| Some(policy.no) != except) {
            return Err(name_taken(kind, name));
        }
        Ok(())
    }
}

/// The error of a name that another policy has.
pub(crate) fn name_taken(kind: PolicyKind, name: &str) -> EngineError {
    let mut error = EngineError::new(
        "PolicyNameTaken",
        crate::error::Category::ResourceExists,
        format!("A policy with the name '{name}' exists."),
        format!("Give another name; {} lists those taken.", lister(kind)),
    )
    .about(name);
    error.reason = Some("ADObjectAlreadyExistsException");
    error
}
