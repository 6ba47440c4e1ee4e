//! The clouds of Azure, and below which names the hosts of their vaults are.

use crate::words::words;

words! {
    /// A cloud of Azure: nothing in one is reached from another, so that a tenant and all its
    /// vaults are in one.
    #[derive(Default)]
    Cloud, "cloud of Azure" {
        /// That of the public.
        #[default]
        Public = "AzureCloud",
        /// That of the government of the United States.
        UsGovernment = "AzureUSGovernment",
        /// That of China, which 21Vianet operates.
        China = "AzureChinaCloud",
    }
}

words! {
    /// Which service holds the keys.
    #[derive(Default)]
    VaultKind, "kind of vault" {
        /// Azure Key Vault.
        #[default]
        Vault = "Vault",
        /// Azure Managed HSM: a pool of HSMs of one customer.
        ManagedHsm = "ManagedHsm",
    }
}

/// What `#[serde(skip_serializing_if)]` asks of a value that says nothing new.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl VaultKind {
    /// What a sentence calls one.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Vault => "key vault",
            Self::ManagedHsm => "managed HSM",
        }
    }

    /// The same where its name stands beside it, or where no other vault could be meant.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::ManagedHsm => self.noun(),
        }
    }

    /// The parameter of the key cmdlets that names one.
    #[must_use]
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Vault => "-VaultName",
            Self::ManagedHsm => "-HsmName",
        }
    }

    /// The cmdlet that lists them.
    #[must_use]
    pub const fn lister(self) -> &'static str {
        match self {
            Self::Vault => "Get-AzKeyVault",
            Self::ManagedHsm => "Get-AzKeyVaultManagedHsm",
        }
    }

    /// What its resource type is in Azure's resource provider.
    #[must_use]
    pub const fn resource_type(self) -> &'static str {
        match self {
            Self::Vault => "vaults",
            Self::ManagedHsm => "managedHSMs",
        }
    }
}

impl Cloud {
    /// What follows the name of a vault in its host.
    #[must_use]
    pub const fn below(self, kind: VaultKind) -> &'static str {
        match (self, kind) {
            (Self::Public, VaultKind::Vault) => "vault.azure.net",
            (Self::UsGovernment, VaultKind::Vault) => "vault.usgovcloudapi.net",
            (Self::China, VaultKind::Vault) => "vault.azure.cn",
            (Self::Public, VaultKind::ManagedHsm) => "managedhsm.azure.net",
            (Self::UsGovernment, VaultKind::ManagedHsm) => "managedhsm.usgovcloudapi.net",
            (Self::China, VaultKind::ManagedHsm) => "managedhsm.azure.cn",
        }
    }

    /// The cloud and the service whose hosts have this below the name of a vault, in any case.
    #[must_use]
    pub fn of_host(below: &str) -> Option<(Self, VaultKind)> {
        let all = Self::ALL
            .iter()
            .flat_map(|&cloud| VaultKind::ALL.iter().map(move |&kind| (cloud, kind)));
        all.into_iter().find(|(cloud, kind)| cloud.below(*kind).eq_ignore_ascii_case(below))
    }

    /// Whether a region, in canonical form, is in this cloud. Those of the public cloud are not all
    /// known here; those of the others have names of their own.
    #[must_use]
    pub fn has_region(self, region: &str) -> bool {
        let region = crate::region::normalized_region(region);
        let of = |prefixes: &[&str]| prefixes.iter().any(|prefix| region.starts_with(prefix));
        let (government, china) = (of(&["usgov", "usdod"]), of(&["china"]));
        match self {
            Self::Public => !government && !china,
            Self::UsGovernment => government,
            Self::China => china,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_of_each_cloud_has_hosts_of_its_own() {
        for &cloud in Cloud::ALL {
            for &kind in VaultKind::ALL {
                let below = cloud.below(kind).to_ascii_uppercase();
                assert_eq!(Cloud::of_host(&below), Some((cloud, kind)));
            }
        }
        assert_eq!(Cloud::of_host("vault.localhost"), None);
        assert_eq!(Cloud::of_host("azure.net"), None);
    }

    #[test]
    fn a_region_is_in_one_cloud() {
        for (cloud, region) in [
            (Cloud::Public, "West US"),
            (Cloud::UsGovernment, "USGov Virginia"),
            (Cloud::UsGovernment, "usdodcentral"),
            (Cloud::China, "China North 2"),
        ] {
            let having: Vec<_> =
                Cloud::ALL.iter().filter(|known| known.has_region(region)).collect();
            assert_eq!(having, [&cloud], "{region}");
        }
    }
}
