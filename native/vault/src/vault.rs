//! What a vault is, and how one is asked for.

use crate::caller::Caller;
use crate::cloud::{Cloud, VaultKind};
use crate::key::{RecoveryLevel, Tags};
use crate::permission::{AccessPolicy, KeyPermission};
use crate::role::RoleAssignment;
use crate::words::words;
use ckey_crypto::CryptoError;
use serde::{Deserialize, Serialize};

words! {
    /// A vault's SKU. Only premium vaults take `-HSM` keys (rule 5.5).
    Sku, "vault SKU" {
        /// Keys protected by software.
        Standard = "Standard",
        /// Keys protected by software or HSM.
        Premium = "Premium",
    }
}

words! {
    /// What the firewall does with a caller no rule names.
    DefaultAction, "network default action" {
        /// Lets it in.
        Allow = "Allow",
        /// Refuses it.
        Deny = "Deny",
    }
}

words! {
    /// Whether trusted services pass the firewall (rule 5.15).
    Bypass, "network bypass" {
        /// Trusted services pass.
        AzureServices = "AzureServices",
        /// They do not.
        None = "None",
    }
}

words! {
    /// How far an import has come with the twin of a managed HSM elsewhere.
    HsmTwin, "stage of a twin" {
        /// The import gives it the local roles that it needs.
        Making = "Making",
        /// Its local roles are those of the other; whoever has one gives and takes them from now on.
        Made = "Made",
    }
}

/// A vault's network rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkRules {
    /// Whether trusted services pass.
    pub bypass: Bypass,
    /// What happens to whom no rule names.
    pub default_action: DefaultAction,
    /// Allowed addresses and ranges.
    #[serde(default)]
    pub ip_rules: Vec<String>,
    /// Allowed subnets.
    #[serde(default)]
    pub virtual_network_rules: Vec<String>,
}

impl NetworkRules {
    /// Whether the services that Azure trusts pass, those of Customer Key among them (rule 5.15).
    #[must_use]
    pub fn admits_services(&self) -> bool {
        self.default_action == DefaultAction::Allow || self.bypass == Bypass::AzureServices
    }
}

impl Default for NetworkRules {
    fn default() -> Self {
        Self {
            bypass: Bypass::AzureServices,
            default_action: DefaultAction::Allow,
            ip_rules: Vec::new(),
            virtual_network_rules: Vec::new(),
        }
    }
}

/// A change to a list of addresses or subnets, made of the list as it is when it is carried out: two
/// who add at once both have added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListChange {
    /// It stays.
    #[default]
    Keep,
    /// These and no others.
    Set(Vec<String>),
    /// These too.
    Add(Vec<String>),
    /// These no longer.
    Remove(Vec<String>),
}

impl ListChange {
    /// Each once, whatever way it is written.
    pub(crate) fn apply(&self, list: &mut Vec<String>, same: fn(&str, &str) -> bool) {
        let add = |list: &mut Vec<String>, more: &[String]| {
            for one in more {
                if !list.iter().any(|known| same(known, one)) {
                    list.push(one.clone());
                }
            }
        };
        match self {
            Self::Keep => {}
            Self::Set(wanted) => {
                list.clear();
                add(list, wanted);
            }
            Self::Add(more) => add(list, more),
            Self::Remove(gone) => {
                list.retain(|known| !gone.iter().any(|one| same(one, known)));
            }
        }
    }

    /// What it names.
    pub(crate) fn named(&self) -> &[String] {
        match self {
            Self::Keep => &[],
            Self::Set(named) | Self::Add(named) | Self::Remove(named) => named,
        }
    }
}

/// A change to a vault's network rules: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkChange {
    /// Whether trusted services pass.
    pub bypass: Option<Bypass>,
    /// What happens to whom no rule names.
    pub default_action: Option<DefaultAction>,
    /// Addresses and ranges.
    pub addresses: ListChange,
    /// Subnets.
    pub subnets: ListChange,
}

/// What a vault is known by for its whole life. Another of its name, made after it was purged, has
/// another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultId(pub(crate) [u8; 16]);

impl VaultId {
    /// That of a vault to be made. Keys are derived from it: nobody chooses one.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn random() -> Result<Self, CryptoError> {
        ckey_crypto::random_array().map(Self)
    }
}

impl std::fmt::Display for VaultId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

/// A vault to make. The creator gets the permissions Azure gives a creator
/// ([`crate::KeyPermission::OF_CREATOR`]).
#[derive(Clone, Debug)]
pub struct NewVault<'a> {
    /// 3 to 63 letters, digits, hyphens or underscores, unique among all vaults whatever the case;
    /// see [`crate::is_azure_vault_name`] for what Azure takes (rule 5.13).
    pub name: &'a str,
    /// What it will be known by, where somebody has to know that before it is there.
    pub id: Option<VaultId>,
    /// Who administers the managed HSM that is made; none makes a key vault. Their role is
    /// [`crate::VaultRole::HsmAdministrator`].
    pub hsm: Option<&'a [RoleAssignment]>,
    /// Whether the managed HSM is the twin of one elsewhere, which an import makes: it is active at
    /// once, with a security domain that nobody has.
    pub twin: bool,
    /// Subscription id.
    pub subscription: &'a str,
    /// Resource group.
    pub resource_group: &'a str,
    /// Region.
    pub location: &'a str,
    /// SKU.
    pub sku: Sku,
    /// Directory (tenant) id.
    pub tenant_id: &'a str,
    /// Days deleted objects are kept, 7 to 90; 90 when absent.
    pub soft_delete_days: Option<u8>,
    /// Whether soft delete is on. Older vaults may have it off; new ones in Azure always have it
    /// on.
    pub soft_delete: bool,
    /// Whether deleted objects are safe from purge.
    pub purge_protection: bool,
    /// Whether the subscription is under mandatory retention (rule 5.8).
    pub subscription_protected: bool,
    /// Whether role assignments count instead of access policies. The creator gets no permission on
    /// keys then, as in Azure.
    pub rbac: bool,
    /// What is given on its subscription and its resource group.
    pub inherited_roles: Vec<RoleAssignment>,
    /// Tags, at most 15.
    pub tags: Tags,
    /// Network rules.
    pub network: NetworkRules,
    /// Who makes it.
    pub creator: &'a Caller,
}

impl NewVault<'_> {
    /// Which service holds its keys.
    #[must_use]
    pub const fn kind(&self) -> VaultKind {
        if self.hsm.is_some() { VaultKind::ManagedHsm } else { VaultKind::Vault }
    }
}

impl<'a> NewVault<'a> {
    /// A standard vault with soft delete (90 days) and without purge protection; subscription,
    /// resource group and tenant are empty until set.
    #[must_use]
    pub fn new(name: &'a str, location: &'a str, creator: &'a Caller) -> Self {
        Self {
            name,
            id: None,
            hsm: None,
            twin: false,
            subscription: "",
            resource_group: "",
            location,
            sku: Sku::Standard,
            tenant_id: "",
            soft_delete_days: None,
            soft_delete: true,
            purge_protection: false,
            subscription_protected: false,
            rbac: false,
            inherited_roles: Vec::new(),
            tags: Tags::new(),
            network: NetworkRules::default(),
            creator,
        }
    }
}

/// A change to a vault: what is absent stays. Soft delete and purge protection can be switched on
/// and never off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VaultUpdate {
    /// Switches soft delete on.
    pub soft_delete: Option<bool>,
    /// Switches purge protection on.
    pub purge_protection: Option<bool>,
    /// Lets role assignments count instead of access policies, or the other way round. Both are
    /// kept whichever counts.
    pub rbac: Option<bool>,
    /// Replaces the tags.
    pub tags: Option<Tags>,
    /// Changes the network rules.
    pub network: Option<NetworkChange>,
}

/// What a managed HSM has that no key vault has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HsmDescription {
    /// Into how many shares the secret of its security domain was split, and how many of them give
    /// it back; none before it was taken out or brought in.
    pub shares: Option<(u8, u8)>,
    /// How far it is made, where an import made it as a twin and so activated it.
    pub twin: Option<HsmTwin>,
    /// Its local roles: the only way to say who may do what with its keys.
    pub roles: Vec<RoleAssignment>,
}

impl HsmDescription {
    /// Whether its security domain was taken out, or one was brought in, or an import made it as a
    /// twin: before, it has no keys.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.shares.is_some() || self.twin.is_some()
    }
}

/// A vault as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultDescription {
    /// Its name, in the case it was made with.
    pub name: String,
    /// Its URI, `https://name.vault.azure.net`.
    pub uri: String,
    /// Its cloud.
    pub cloud: Cloud,
    /// What a managed HSM has beside what every vault has; none for a key vault.
    pub hsm: Option<HsmDescription>,
    /// Subscription id.
    pub subscription: String,
    /// Resource group.
    pub resource_group: String,
    /// Region.
    pub location: String,
    /// SKU.
    pub sku: Sku,
    /// Directory (tenant) id.
    pub tenant_id: String,
    /// When it was made, unix seconds.
    pub created: i64,
    /// Whether deleted objects are kept at all.
    pub soft_delete: bool,
    /// For how many days, 7 to 90.
    pub soft_delete_days: u8,
    /// Whether deleted objects are safe from purge.
    pub purge_protection: bool,
    /// Whether the subscription is under mandatory retention.
    pub subscription_protected: bool,
    /// What its keys' recovery level is.
    pub recovery_level: RecoveryLevel,
    /// Tags.
    pub tags: Tags,
    /// Whether role assignments count instead of access policies.
    pub rbac: bool,
    /// Who may do what, where access policies count.
    pub access_policies: Vec<AccessPolicy>,
    /// Who may do what, where role assignments count.
    pub role_assignments: Vec<RoleAssignment>,
    /// Network rules.
    pub network: NetworkRules,
    /// The fault it rehearses.
    pub fault: crate::fault::Fault,
    /// How often its file was written: rises with every change.
    pub generation: u64,
}

/// A vault as the resource manager names it.
pub(crate) fn resource_id(kind: VaultKind, subscription: &str, group: &str, name: &str) -> String {
    format!(
        "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/{}/{name}",
        kind.resource_type()
    )
}

impl VaultDescription {
    /// As the resource manager names it.
    #[must_use]
    pub fn resource_id(&self) -> String {
        resource_id(self.kind(), &self.subscription, &self.resource_group, &self.name)
    }

    /// Which service holds its keys.
    #[must_use]
    pub const fn kind(&self) -> VaultKind {
        if self.hsm.is_some() { VaultKind::ManagedHsm } else { VaultKind::Vault }
    }

    /// Its SKU as the Az cmdlets write it: every managed HSM is of one size.
    #[must_use]
    pub const fn sku_name(&self) -> &'static str {
        match self.kind() {
            VaultKind::Vault => self.sku.as_str(),
            VaultKind::ManagedHsm => "StandardB1",
        }
    }

    /// The role assignments by which the use of keys is judged: a managed HSM's local ones.
    pub fn key_roles(&self) -> impl Iterator<Item = &RoleAssignment> {
        let own = self.hsm.as_ref().map_or(&self.role_assignments, |hsm| &hsm.roles);
        own.iter().filter(|given| given.role.counts_in(self.kind()))
    }

    /// Those of them by which a caller has one of these permissions on a key; none where access
    /// policies count.
    pub fn key_roles_of<'a>(
        &'a self,
        caller: &'a Caller,
        key: &'a str,
        permissions: &'a [KeyPermission],
    ) -> impl Iterator<Item = &'a RoleAssignment> {
        self.key_roles().filter(move |given| {
            let policy = given.as_policy();
            self.rbac
                && (self.hsm.is_none() || given.covers(Some(key)))
                && policy.names(caller)
                && permissions.iter().any(|&permission| policy.gives(permission))
        })
    }

    /// What a caller may do on all keys, by whichever of policies and roles counts; sorted, each
    /// once, `all` written out.
    #[must_use]
    pub fn permissions_of(&self, caller: &Caller) -> Vec<KeyPermission> {
        self.permissions_on(caller, None)
    }

    /// The same on one key.
    #[must_use]
    pub fn permissions_on(&self, caller: &Caller, key: Option<&str>) -> Vec<KeyPermission> {
        let counts = |given: &&RoleAssignment| self.hsm.is_none() || given.covers(key);
        let roles: Vec<_> =
            self.key_roles().filter(counts).map(RoleAssignment::as_policy).collect();
        let grants = if self.rbac { &roles } else { &self.access_policies };
        let own: Vec<_> = grants.iter().filter(|grant| grant.names(caller)).collect();
        let single = KeyPermission::ALL
            .iter()
            .copied()
            .filter(|&permission| permission != KeyPermission::All);
        single.filter(|&permission| own.iter().any(|grant| grant.gives(permission))).collect()
    }
}

/// A deleted vault that can still be recovered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedVault {
    /// The vault as it was.
    pub vault: VaultDescription,
    /// When it was deleted, unix seconds.
    pub deleted: i64,
    /// When it is purged by itself, unix seconds.
    pub scheduled_purge: i64,
    /// Who deleted it.
    pub deleted_by: String,
}
