//! Finding a policy by name, distinguished name or GUID.

use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use uuid::Uuid;

use crate::error::{EngineError, Result};
use crate::tenant::Tenant;

/// The longest name of a policy, in characters, as Exchange limits names of directory objects.
pub(crate) const NAME_LIMIT: usize = 64;

/// A policy's distinguished name.
pub(crate) fn distinguished_name(tenant: &Tenant, kind: PolicyKind, name: &str) -> String {
    let container = match kind {
        PolicyKind::Mailbox | PolicyKind::Service => "Data Encryption Policies",
        PolicyKind::MultiWorkload => "Data At Rest Encryption Policies",
    };
    format!(
        "CN={},CN={container},CN=Configuration,CN={},CN=ConfigurationUnits,DC=customer-key,DC=local",
        escape(name),
        tenant.domain()
    )
}

fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for letter in name.chars() {
        if matches!(letter, ',' | '\\' | '=' | '+' | '<' | '>' | ';' | '"') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The first component's value of a distinguished name.
pub(crate) fn common_name(text: &str) -> Option<String> {
    let prefix = text.get(..3)?;
    if !prefix.eq_ignore_ascii_case("CN=") {
        return None;
    }
    let (mut name, mut escaped) = (String::new(), false);
    for letter in text.get(3..)?.chars() {
        match letter {
            _ if escaped => {
                name.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            ',' => return Some(name),
            _ => name.push(letter),
        }
    }
    None
}

/// What the cmdlets that list a kind of policy are called.
fn lister(kind: PolicyKind) -> &'static str {
    if kind == PolicyKind::MultiWorkload { "Get-M365DataAtRestEncryptionPolicy" } else { "Get-DataEncryptionPolicy" }
}

impl Tenant {
    /// A policy of a kind by name, distinguished name, its own GUID or the GUID of one of its generations.
    pub(crate) fn find_policy(&self, kind: PolicyKind, identity: &str) -> Result<Policy> {
        let identity = identity.trim();
        let found = self.state().view(|reader| {
            if let Some(policy) = reader.policy_by_name(kind, identity)? {
                return Ok::<_, EngineError>(Some(policy));
            }
            if let Ok(guid) = Uuid::try_parse(identity) {
                return Ok(reader.policy_by_guid(guid)?);
            }
            match common_name(identity) {
                Some(name) if identity.eq_ignore_ascii_case(&distinguished_name(self, kind, &name)) => {
                    Ok(reader.policy_by_name(kind, &name)?)
                }
                _ => Ok(None),
            }
        })?;
        found.filter(|policy| policy.kind == kind).ok_or_else(|| {
            EngineError::object_not_found(
                "PolicyNotFound",
                identity,
                &self.domain(),
                format!("{} lists the policies there are.", lister(kind)),
            )
        })
    }

    /// A name that a policy of this kind may have: not empty, not too long, not taken by another.
    pub(crate) fn check_policy_name(&self, kind: PolicyKind, name: &str, except: Option<i64>) -> Result<()> {
        let length = name.trim().chars().count();
        if length == 0 || length > NAME_LIMIT || name.chars().any(char::is_control) {
            let what = if length == 0 {
                "is empty"
            } else if length > NAME_LIMIT {
                "is too long"
            } else {
                "has control characters"
            };
            return Err(EngineError::invalid(
                "PolicyNameInvalid",
                name,
                format!("The name of the policy {what}."),
                format!("Give 1 to {NAME_LIMIT} characters."),
            ));
        }
        let taken = self.state().view(|reader| Ok::<_, EngineError>(reader.policy_by_name(kind, name)?))?;
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

#[cfg(test)]
mod tests {
    use super::{common_name, escape};

    #[test]
    fn a_name_survives_its_way_through_a_distinguished_name() {
        for name in ["Contoso DEP", "a,b", "a\\b=c", "Stra\u{df}e \"x\""] {
            assert_eq!(common_name(&format!("CN={},CN=x", escape(name))).as_deref(), Some(name));
        }
        assert_eq!(common_name("Contoso"), None);
        assert_eq!(common_name("CN="), None);
        assert_eq!(common_name("\u{e9}\u{e9}\u{e9}"), None);
    }
}
