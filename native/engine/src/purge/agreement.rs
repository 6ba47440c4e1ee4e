//! Everyone who administers a vault of a geo's policy has to agree before its data is purged (rule
//! 4.8.13).

use ckey_store::model::{Agreement, Policy, PolicyKind};
use ckey_store::{Reader, StateExt};
use ckey_vault::{
    AccessPolicy, Caller, KeyPermission, KeyUri, Management, RoleAssignment, VaultDescription,
    same_id,
};
use serde_json::json;

use super::Purges;
use crate::error::{Category, EngineError, Result};
use crate::protection::agreement_setting;
use crate::record::AuditEvent;
use crate::sites::Sites;

/// Who has agreed to the purge of a geo's data, and who has not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreements {
    /// The geo, by name.
    pub geo: String,
    /// Who has, by name.
    pub agreed: Vec<String>,
    /// Who administers a vault of it and has not.
    pub missing: Vec<String>,
}

/// A person with administrator's rights on a vault.
struct Person {
    id: String,
    name: String,
}

/// More than reading and using keys.
const fn administers(permission: KeyPermission) -> bool {
    matches!(
        permission,
        KeyPermission::All
            | KeyPermission::Create
            | KeyPermission::Update
            | KeyPermission::Import
            | KeyPermission::Delete
            | KeyPermission::Backup
            | KeyPermission::Restore
            | KeyPermission::Recover
            | KeyPermission::Purge
    )
}

/// Who administers a vault, by whichever of policies and roles counts for its keys, and by a role
/// that manages it in any case. Applications agree to nothing.
fn people(vault: &VaultDescription) -> Vec<Person> {
    let by_policy = |given: &&AccessPolicy| {
        !vault.rbac && given.app_id.is_none() && given.keys.iter().copied().any(administers)
    };
    let by_role = |given: &&RoleAssignment| {
        let manages = given.role.manages(Management::Delete, vault.kind());
        let on_keys = given.role.key_permissions().iter().copied().any(administers);
        given.app_id.is_none() && (manages || vault.rbac && on_keys)
    };
    let policies = vault.access_policies.iter().filter(by_policy);
    let local = vault.hsm.iter().flat_map(|hsm| &hsm.roles);
    let roles = vault.role_assignments.iter().chain(local).filter(by_role);
    let policies = policies.map(|it| (it.object_id.clone(), it.name.clone()));
    let roles = roles.map(|it| (it.object_id.clone(), it.name.clone()));
    policies.chain(roles).map(|(id, name)| Person { id, name }).collect()
}

/// What was agreed to of a policy.
pub(super) fn agreed(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<Agreement>> {
    let name = agreement_setting(policy.guid);
    let Some(text) = reader.setting(&name)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| EngineError::damaged(&name, error.to_string()))
}

impl Purges<'_> {
    /// The people on both vaults of a policy, each once.
    fn administrators(&self, policy: &Policy) -> Result<Vec<Person>> {
        let mut found: Vec<Person> = Vec::new();
        for uri in &policy.key_uris {
            let vault = self.ground.roots().embedded_vault(&KeyUri::stored(uri)?)?;
            for person in people(&vault) {
                if found.iter().all(|known| !same_id(&known.id, &person.id)) {
                    found.push(person);
                }
            }
        }
        Ok(found)
    }

    fn standing(&self, geo: String, policy: &Policy, given: &[Agreement]) -> Result<Agreements> {
        let people = self.administrators(policy)?;
        let has = |person: &&Person| given.iter().any(|one| same_id(&one.id, &person.id));
        let (yes, no): (Vec<_>, Vec<_>) = people.iter().partition(has);
        let names = |people: Vec<&Person>| people.iter().map(|it| it.name.clone()).collect();
        Ok(Agreements { geo, agreed: names(yes), missing: names(no) })
    }

    /// What keeps somebody from agreeing to the purge of a geo's data, if anything; who would have
    /// agreed otherwise.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotRegistered`, `GeoRecovers`, `GeoInTransition`, `DeletedSitesElsewhere`;
    /// `PurgeUnsupported`, `NoVaultAdministrator`;
    /// `PurgeAlreadyApproved`; `TenantReadOnly`; those of the vaults.
    pub fn check_agreement(&self, caller: &Caller, geo: Option<&str>) -> Result<Agreements> {
        self.agreement(caller, geo).map(|(_, _, after)| after)
    }

    fn agreement(
        &self,
        caller: &Caller,
        geo: Option<&str>,
    ) -> Result<(Policy, Vec<Agreement>, Agreements)> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let (geo, policy) = Sites::of(self.ground).registered(geo)?;
        self.may_be_purged(&policy)?;
        if let Some(purge) = &policy.purge {
            super::document::undecided(&policy, purge)?;
        }
        let people = self.administrators(&policy)?;
        let Some(person) = people.iter().find(|it| same_id(&it.id, &caller.object_id)) else {
            return Err(no_administrator(&caller.name, &geo.name, &people));
        };
        let mut given = self.ground.state().view(|reader| agreed(reader, &policy))?;
        if given.iter().all(|one| !same_id(&one.id, &person.id)) {
            let (id, name) = (person.id.clone(), person.name.clone());
            given.push(Agreement { id, name, at: self.ground.now() });
        }
        let after = self.standing(geo.name, &policy, &given)?;
        Ok((policy, given, after))
    }

    /// Records that the caller, who administers a vault of the geo, agrees to its purge.
    ///
    /// # Errors
    /// Those of [`Self::check_agreement`].
    pub fn agree(&self, caller: &Caller, geo: Option<&str>) -> Result<Agreements> {
        let (policy, given, after) = self.agreement(caller, geo)?;
        let (now, name) = (self.ground.now(), agreement_setting(policy.guid));
        let text = |given: &[Agreement]| {
            serde_json::to_string(given)
                .map_err(|error| EngineError::damaged(&name, error.to_string()))
        };
        self.ground.state().commit(|writer| {
            let mut known = agreed(writer, &policy)?;
            // Somebody else may have agreed meanwhile.
            let own = given.iter().find(|one| same_id(&one.id, &caller.object_id));
            let Some(own) = own.filter(|own| known.iter().all(|one| !same_id(&one.id, &own.id)))
            else {
                return Ok(());
            };
            known.push(own.clone());
            let text = text(&known)?;
            writer.set_setting(&name, Some(&text))?;
            let details = json!({ "policy": policy.guid, "geo": after.geo, "agreements": text });
            let event = AuditEvent::new(
                "Agree to data purge",
                "SharePoint",
                &caller.name,
                after.geo.as_str(),
                details,
            );
            self.ground.chain().append(writer, now, &event)
        })?;
        Ok(after)
    }

    /// Everyone who administers a vault has agreed, as things are now; who did, otherwise.
    pub(super) fn must_be_agreed(&self, policy: &Policy) -> Result<Vec<Agreement>> {
        if policy.kind != PolicyKind::SharePoint {
            return Ok(Vec::new());
        }
        let given = self.ground.state().view(|reader| agreed(reader, policy))?;
        let standing = self.standing(policy.name.clone(), policy, &given)?;
        if standing.missing.is_empty() {
            return Ok(given);
        }
        Err(EngineError::new(
            "PurgeAgreementMissing",
            Category::InvalidOperation,
            format!(
                "Everyone who administers a vault of the geo '{}' has to agree before its data is purged, and these have not: {}.",
                policy.name,
                standing.missing.join(", ")
            ),
            "Each of them signs in and agrees: Connect-AzAccount -AccountId ACCOUNT; Approve-CustomerKeySitePurge GEO",
        )
        .about(policy.name.as_str()))
    }
}

fn no_administrator(name: &str, geo: &str, people: &[Person]) -> EngineError {
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    EngineError::new(
        "NoVaultAdministrator",
        Category::PermissionDenied,
        format!(
            "'{name}' administers neither vault of the geo '{geo}': {} do.",
            if names.is_empty() { "only applications".to_owned() } else { names.join(", ") }
        ),
        "Sign in as somebody who does: Connect-AzAccount -AccountId ACCOUNT",
    )
    .about(name)
}
