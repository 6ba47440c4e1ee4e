//! What an inventory says of managed HSMs and of no key vault: whether they are activated, and
//! their local roles.

use ckey_vault::{RoleAssignment, VaultRole};

use super::Result;
use super::grant::{Grant, principal_of};
use super::row::Row;

/// What a managed HSM has beside what every vault has.
pub(crate) struct HsmRow {
    /// Whether it has keys at all; one of which nothing is said does.
    pub(crate) is_active: bool,
    /// Object ids of those for whom it was made.
    pub(crate) administrators: Vec<String>,
}

impl HsmRow {
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        // Export-Csv writes the type of an object in place of what it holds.
        let domain = row.rows("SecurityDomain").ok().flatten().unwrap_or_default();
        let status = domain.first().unwrap_or(row).text(&["ActivationStatus"])?;
        Ok(Self {
            is_active: status.is_none_or(|status| status.eq_ignore_ascii_case("Active")),
            administrators: administrators(row)?,
        })
    }
}

/// Export-Csv writes the type of a list in place of what it holds.
const TYPES: &str = "System.";

fn administrators(row: &Row<'_>) -> Result<Vec<String>> {
    let names = ["InitialAdminObjectIds"];
    let given = row.list(&names)?.into_iter().filter(|given| !given.starts_with(TYPES));
    given.map(|given| principal_of(row, &names, &given)).collect()
}

/// A local role of a managed HSM, as Get-AzKeyVaultRoleAssignment shows it.
pub(crate) struct LocalRole {
    pub(crate) hsm: String,
    /// The role is absent where it is none that Azure publishes.
    pub(crate) grant: Grant,
    /// What the role is called there.
    pub(crate) called: String,
    /// What it is given on: `/keys`, or one key as `/keys/NAME`; absent for all of the HSM.
    pub(crate) scope: Option<String>,
}

impl LocalRole {
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        let hsm = row.needed(&["HsmName"])?;
        let id = row.text(&["RoleDefinitionId"])?.unwrap_or_default();
        let by_id = VaultRole::of_id(id.rsplit('/').next().unwrap_or_default());
        let called = row.text(&["RoleDefinitionName"])?;
        let by_name = called.as_ref().and_then(|name| name.parse().ok());
        let role = by_name.or(by_id).filter(|role: &VaultRole| role.is_of_hsms());
        let called = match (called, role) {
            (Some(called), _) => called,
            (None, Some(role)) => role.to_string(),
            (None, None) => row.needed(&["RoleDefinitionName"])?,
        };
        let scope = scope(row, role)?;
        Ok(Self { grant: Grant { role, ..Grant::of(row)? }, hsm, called, scope })
    }

    /// As the HSM has it.
    pub(crate) fn on(&self, assignment: RoleAssignment) -> RoleAssignment {
        RoleAssignment { scope: self.scope.clone(), ..assignment }
    }
}

fn scope(row: &Row<'_>, role: Option<VaultRole>) -> Result<Option<String>> {
    let given = row.text(&["Scope"])?.unwrap_or_default();
    if ["", "/"].contains(&given.as_str()) {
        return Ok(None);
    }
    if !RoleAssignment::is_of_keys(&given) {
        let why = format!("'{given}' is no scope of a local role: /, /keys or /keys/NAME");
        return Err(row.wrong("Scope", &why));
    }
    if let Some(role) = role.filter(|role| role.key_permissions().is_empty()) {
        let why = format!("the role '{role}' says nothing of keys, so that / is its scope");
        return Err(row.wrong("Scope", &why));
    }
    Ok(Some(given))
}
