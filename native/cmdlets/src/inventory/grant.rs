//! Whom a vault or a managed HSM gives what. A principal is its object id, which people and scripts
//! sign in by; a name that somebody chose makes it no other.

use ckey_engine::directory::well_known;
use ckey_vault::{KeyPermission, VaultRole};

use super::Result;
use super::kinds::words;
use super::row::Row;

/// What a vault gives to one principal.
pub(crate) struct Grant {
    pub(crate) object_id: String,
    pub(crate) app_id: Option<String>,
    pub(crate) name: String,
    /// Whether the inventory says that it is a person or a group, and no application.
    pub(crate) is_person: bool,
    pub(crate) keys: Vec<KeyPermission>,
    pub(crate) role: Option<VaultRole>,
}

impl Grant {
    pub(super) fn all(row: &Row<'_>) -> Result<Option<Vec<Self>>> {
        let (policies, roles) = (row.rows("AccessPolicies")?, row.rows("RoleAssignments")?);
        if policies.is_none() && roles.is_none() && !row.has(&["AccessPolicies"]) {
            return Ok(None);
        }
        let mut grants = Vec::new();
        for policy in policies.iter().flatten() {
            let keys = words(policy, &["PermissionsToKeys"])?.unwrap_or_default();
            grants.push(Self { keys, ..Self::of(policy)? });
        }
        for assignment in roles.iter().flatten() {
            // A role that says nothing about keys or vaults is none of ours, nor is a local one here.
            let role = assignment.text(&["RoleDefinitionName"])?;
            let role = role.and_then(|name| name.parse().ok());
            if let Some(role) = role.filter(|role: &VaultRole| !role.is_of_hsms()) {
                grants.push(Self { role: Some(role), ..Self::of(assignment)? });
            }
        }
        Ok(Some(grants))
    }

    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        let app_id = principal(row, &["ApplicationId", "AppId"])?;
        let given = principal(row, &OBJECT)?.or_else(|| app_id.clone());
        let name = row.text(&["DisplayName"])?.unwrap_or_default();
        // Without any id the name is all there is: it can be an application's of the service alone.
        let by_name = || {
            let found = well_known::ALL.iter().find(|known| known.name.eq_ignore_ascii_case(&name));
            found.map(|known| known.app_id.to_owned())
        };
        let object_id = given.or_else(by_name).ok_or_else(|| row.missing(&OBJECT))?;
        let kind = row.text(&["ObjectType"])?.unwrap_or_default();
        let is_person = !kind.is_empty() && !kind.eq_ignore_ascii_case("ServicePrincipal");
        Ok(Self { object_id, app_id, name, is_person, keys: Vec::new(), role: None })
    }

    /// What is given to an object id alone.
    pub(crate) fn to(object_id: &str) -> Self {
        Self {
            object_id: object_id.to_owned(),
            app_id: None,
            name: String::new(),
            is_person: false,
            keys: Vec::new(),
            role: None,
        }
    }

    /// The application of the service that Azure says an access policy names, `NAME (ID)`. A person
    /// has a user principal name there, and in a role nothing.
    pub(crate) fn told_application(&self) -> Option<&str> {
        let named = if self.role.is_none() { self.name.as_str() } else { return None };
        let (_, id) = named.strip_suffix(')')?.rsplit_once('(')?;
        uuid::Uuid::try_parse(id).is_ok().then_some(id)
    }
}

const OBJECT: [&str; 2] = ["ObjectId", "PrincipalId"];

fn principal(row: &Row<'_>, names: &[&str]) -> Result<Option<String>> {
    row.text(names)?.map(|given| principal_of(row, names, &given)).transpose()
}

/// The id of a person, a group or an application, in its one form. By anything else nobody signs in,
/// so that what is given to it is given to nobody.
pub(super) fn principal_of(row: &Row<'_>, names: &[&str], given: &str) -> Result<String> {
    match uuid::Uuid::try_parse(given) {
        Ok(id) if !id.is_nil() => Ok(id.to_string()),
        _ => {
            let why = format!("'{given}' is nobody's id: a GUID is wanted here, an object id");
            Err(row.wrong(row.key(names), &why))
        }
    }
}

/// The same where there has to be one.
pub(super) fn needed_principal(row: &Row<'_>, names: &[&str]) -> Result<String> {
    principal_of(row, names, &row.needed(names)?)
}
