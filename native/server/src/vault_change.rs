//! Vaults made, changed and brought back. What a vault can be and become is decided where it is for
//! cmdlets; here it is only asked for.

use ckey_cmdlets::is_region;
use ckey_vault::{
    AccessPolicy, Management, NewVault, Tags, VaultDescription, VaultUpdate, is_azure_vault_name,
};
use hyper::StatusCode;

use crate::answer::Answer;
use crate::managing::{Managing, is_in};
use crate::refusal::Refusal;
use crate::resource::PolicyChange;
use crate::vault_body::{Fixed, Properties, Wanted};
use crate::vault_policies::{self, Entry, changed};
use crate::vault_shown::policies;

/// How often a change is worked out anew that others come before.
const MOST_TRIES: usize = 16;

impl Managing<'_> {
    /// Makes a vault, changes the one that is there, or brings a deleted one back.
    pub(crate) fn put(
        &self,
        group: &str,
        name: &str,
        mut wanted: Wanted,
    ) -> Result<Answer, Refusal> {
        if wanted.properties.recovers()? {
            self.may_run("Undo-AzKeyVaultRemoval")?;
            return self.recover(group, name, &wanted);
        }
        let Some(known) = self.found(group, name)? else {
            self.may_run("New-AzKeyVault")?;
            return self.create(group, name, wanted);
        };
        self.may_run(self.asked.target.cmdlet())?;
        required(&wanted)?;
        // A vault that is put anew has the tags that are put.
        wanted.tags.get_or_insert_default();
        self.change(&known, wanted).map(|after| self.shown(&after))
    }

    fn recover(&self, group: &str, name: &str, wanted: &Wanted) -> Result<Answer, Refusal> {
        let deleted = self.deleted(name, wanted.location.as_deref(), Some(group))?.vault;
        self.check(&deleted, wanted)?;
        if let Some(property) = wanted.properties.beside_recovery() {
            return Err(Refusal::bad(format!(
                "With createMode 'recover' a vault comes back as it was: change '{property}' afterwards."
            )));
        }
        let (caller, tags) = (self.caller(), wanted.tags.as_ref());
        let back = self.tenant.vaults().recover_vault(caller, &deleted.name, tags)?;
        Ok(self.shown(&back))
    }

    fn create(&self, group: &str, name: &str, wanted: Wanted) -> Result<Answer, Refusal> {
        let location = place_of_new(name, &wanted)?.to_owned();
        let (subscription, group) = (self.known_subscription()?, self.known_group(group)?);
        let tenant_id = self.tenant.id().to_string();
        let id = self.asked.scope();
        wanted.check(&Fixed { id, name, uri: self.uri(name), tenant_id: &tenant_id })?;
        let Wanted { tags, properties, .. } = wanted;
        let by_roles = self.tenant.settings()?.rules.makes_vaults_for_roles();
        let rbac = properties.enable_rbac_authorization.unwrap_or(by_roles);
        let sku = properties.sku.as_ref().map(|sku| sku.read()).transpose()?;
        let soft_delete_days = properties.days()?;
        let entries = entries_of_new(properties.access_policies, rbac)?;
        let network = properties.network_acls.map(|acls| acls.rules()).transpose()?;
        let plain = NewVault::new(name, &location, self.caller());
        let new = NewVault {
            subscription: &subscription,
            resource_group: &group,
            sku: sku.unwrap_or(plain.sku),
            tenant_id: &tenant_id,
            soft_delete_days,
            purge_protection: properties.enable_purge_protection == Some(true),
            rbac,
            tags: tags.unwrap_or_default(),
            network: network.unwrap_or_default(),
            ..plain
        };
        self.tenant.vaults().check_new_vault(&new)?;
        let policies = self.policies_of(&entries)?;
        let made = self.tenant.directory().create_vault(&new)?;
        self.permit(&made.name, &policies)?;
        let after = self.tenant.vaults().vault(name)?;
        Ok(Answer { status: StatusCode::CREATED, ..self.shown(&after) })
    }

    /// Refuses what is fixed of a vault that is there, or for ever.
    fn check(&self, known: &VaultDescription, wanted: &Wanted) -> Result<(), Refusal> {
        let (id, uri) = (known.resource_id(), self.uri(&known.name));
        if let Some(wanted) = wanted.location.as_deref().filter(|wanted| !is_in(known, wanted)) {
            let there = &known.location;
            let message = format!(
                "The resource '{id}' already exists in location '{there}'. A resource with the same name cannot be created in location '{wanted}'."
            );
            return Err(Refusal::new(StatusCode::CONFLICT, "InvalidResourceLocation", message));
        }
        wanted.check(&Fixed { id, name: &known.name, uri, tenant_id: &known.tenant_id })?;
        let sku = wanted.properties.sku.as_ref().map(|sku| sku.read()).transpose()?;
        if sku.is_some_and(|sku| sku != known.sku) {
            return Err(Refusal::not_here("sku", "the SKU of a vault stays as it was made"));
        }
        if wanted.properties.days()?.is_some_and(|days| days != known.soft_delete_days) {
            let message = "The property 'softDeleteRetentionInDays' has been set already and it can't be modified.";
            return Err(Refusal::bad(message));
        }
        Ok(())
    }

    /// Changes a vault that is there.
    pub(crate) fn change(
        &self,
        known: &VaultDescription,
        wanted: Wanted,
    ) -> Result<VaultDescription, Refusal> {
        if wanted.properties.recovers()? {
            return Err(Refusal::bad(
                "A vault that is there is not brought back: its createMode can only be 'default'.",
            ));
        }
        self.check(known, &wanted)?;
        let (vaults, name) = (self.tenant.vaults(), known.name.as_str());
        let Wanted { tags, properties, .. } = wanted;
        let (entries, update) = changes(properties, tags)?;
        let after = vaults.check_update_vault(self.caller(), name, &update)?;
        let policies = entries.map(|entries| self.permitted(name, &entries)).transpose()?;
        // What is put as it is already leaves no trace in the vault.
        if (VaultDescription { generation: known.generation, ..after }) != *known {
            vaults.update_vault(self.caller(), name, &update)?;
        }
        if let Some(policies) = policies {
            self.permit(name, &policies)?;
        }
        Ok(vaults.vault(name)?)
    }

    /// Gives, replaces or takes some access policies of a vault.
    pub(crate) fn change_policies(
        &self,
        known: &VaultDescription,
        entries: &[Entry],
        change: PolicyChange,
    ) -> Result<Answer, Refusal> {
        let named = self.permitted(&known.name, entries)?;
        self.change_access(&known.name, |known| {
            let (mut given, mut taken) = (Vec::new(), Vec::new());
            for policy in &named {
                let before = known.iter().find(|known| known.same_principal(policy));
                match changed(before, policy, change) {
                    Some(after) if before != Some(&after) => given.push(after),
                    Some(_) => {}
                    None => taken.extend(before.map(id_of)),
                }
            }
            (given, taken)
        })?;
        Ok(Answer::ok(&policies(&self.tenant.vaults().vault(&known.name)?)))
    }

    /// What entries say, for who may say it of this vault.
    fn permitted(&self, vault: &str, entries: &[Entry]) -> Result<Vec<AccessPolicy>, Refusal> {
        let what = Management::Permissions;
        self.tenant.vaults().check_management(self.caller(), vault, what)?;
        self.policies_of(entries)
    }

    /// The policies of entries, for whom the tenant knows by their ids.
    fn policies_of(&self, entries: &[Entry]) -> Result<Vec<AccessPolicy>, Refusal> {
        let named = |id: &str| {
            let known = self.tenant.directory().resolve_user(id)?.known;
            let name = if known.app_id.is_some() { known.display_name } else { known.name };
            let (object_id, app_id) = (known.id, known.app_id);
            Ok(AccessPolicy { object_id, app_id, name, ..AccessPolicy::default() })
        };
        vault_policies::policies(entries, &self.tenant.id().to_string(), named)
    }

    /// Lets a vault have these policies and no others.
    fn permit(&self, vault: &str, wanted: &[AccessPolicy]) -> Result<(), Refusal> {
        let stays = |one: &&AccessPolicy| wanted.iter().any(|other| other.same_principal(one));
        self.change_access(vault, |known| {
            let given = wanted.iter().filter(|one| !known.contains(one)).cloned().collect();
            let taken = known.iter().filter(|one| !stays(one)).map(id_of).collect();
            (given, taken)
        })
    }

    /// Gives and takes what is worked out from the vault's policies, again where somebody else has
    /// changed them meanwhile.
    fn change_access(
        &self,
        vault: &str,
        change: impl Fn(&[AccessPolicy]) -> (Vec<AccessPolicy>, Vec<String>),
    ) -> Result<(), Refusal> {
        let directory = self.tenant.directory();
        for _ in 0..MOST_TRIES {
            let known = self.tenant.vaults().vault(vault)?.access_policies;
            let (given, taken) = change(&known);
            let nothing = given.is_empty() && taken.is_empty();
            if nothing
                || directory.change_access_policies(
                    self.caller(),
                    vault,
                    &known,
                    (&given, &taken),
                )?
            {
                return Ok(());
            }
        }
        let message = "The access policies of the vault were changed by others at the same time.";
        Err(Refusal::new(StatusCode::CONFLICT, "ConflictError", message))
    }
}

/// By what the principal of a policy is told from others.
fn id_of(policy: &AccessPolicy) -> String {
    let ids = [Some(policy.object_id.as_str()), policy.app_id.as_deref()];
    ids.into_iter().flatten().find(|id| !id.is_empty()).unwrap_or_default().to_owned()
}

/// What Azure requires of a vault that is put; where it is to be.
fn required(wanted: &Wanted) -> Result<&str, Refusal> {
    let Some(location) = wanted.location.as_deref() else {
        let message = "The location property is required for this definition.";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "LocationRequired", message));
    };
    let given = [
        ("tenantId", wanted.properties.tenant_id.is_some()),
        ("sku", wanted.properties.sku.is_some()),
    ];
    match given.iter().find(|(_, is_given)| !is_given) {
        Some((name, _)) => Err(Refusal::bad(format!("The property '{name}' is required."))),
        None => Ok(location),
    }
}

/// Where a new vault is to be, if it can be there, and have its name and soft delete.
fn place_of_new<'a>(name: &str, wanted: &'a Wanted) -> Result<&'a str, Refusal> {
    let bad = |code, message| Err(Refusal::new(StatusCode::BAD_REQUEST, code, message));
    if !is_azure_vault_name(name) {
        let message = format!(
            "The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens."
        );
        return bad("VaultNameNotValid", message);
    }
    let location = required(wanted)?;
    if !is_region(location) {
        let shown: String = location.chars().take(50).collect();
        let message = format!("The location '{shown}' is none of the known regions.");
        return bad("LocationNotAvailableForResourceType", message);
    }
    if wanted.properties.enable_soft_delete == Some(false) {
        let message = "The property 'enableSoftDelete' must be true: new vaults have soft delete.";
        return Err(Refusal::bad(message));
    }
    Ok(location)
}

/// The access policies of a new vault; Azure wants them said where they count.
fn entries_of_new(given: Option<Vec<Entry>>, rbac: bool) -> Result<Vec<Entry>, Refusal> {
    match given {
        Some(entries) => Ok(entries),
        None if rbac => Ok(Vec::new()),
        None => Err(Refusal::bad(
            "The property 'accessPolicies' is required, unless 'enableRbacAuthorization' is true.",
        )),
    }
}

/// What is to become of a vault, and of its policies.
fn changes(
    wanted: Properties,
    tags: Option<Tags>,
) -> Result<(Option<Vec<Entry>>, VaultUpdate), Refusal> {
    let update = VaultUpdate {
        soft_delete: wanted.enable_soft_delete,
        purge_protection: wanted.enable_purge_protection,
        rbac: wanted.enable_rbac_authorization,
        tags,
        network: wanted.network_acls.map(|acls| acls.change()).transpose()?,
    };
    Ok((wanted.access_policies, update))
}
