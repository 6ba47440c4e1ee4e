//! By what a tenant's programs sign in: chosen by the variables that are set.

use ckey_vault::{Variables, VaultErrorKind as Kind};

use crate::failure::Failure;
use crate::token::SECRET;

pub(crate) const TENANT: &str = "AZURE_TENANT_ID";
pub(crate) const CLIENT: &str = "AZURE_CLIENT_ID";
pub(crate) const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
pub(crate) const TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
const IDENTITY: &str = "IDENTITY_ENDPOINT";
const CHOSEN: &str = "AZURE_TOKEN_CREDENTIALS";

/// The ways to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    Secret,
    Certificate,
    Workload,
    ManagedIdentity,
    AzureCli,
}

impl Means {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Secret => "the client secret",
            Self::Certificate => "the client certificate",
            Self::Workload => "the workload identity",
            Self::ManagedIdentity => "the managed identity",
            Self::AzureCli => "the Azure CLI",
        }
    }

    /// The one that is chosen by name, else the first of which something is set up. The Azure CLI
    /// and a machine's identity, of which no variable tells, are only used by name.
    pub(crate) fn chosen(variables: &Variables) -> Result<Self, Failure> {
        let has = |name| variables.get(name).is_some();
        let in_environment = || {
            (has(SECRET).then_some(Self::Secret))
                .or_else(|| has(CERTIFICATE).then_some(Self::Certificate))
        };
        let found = match variables.get(CHOSEN).map(str::to_ascii_lowercase).as_deref() {
            None | Some("prod") => in_environment()
                .or_else(|| has(TOKEN_FILE).then_some(Self::Workload))
                .or_else(|| has(IDENTITY).then_some(Self::ManagedIdentity)),
            Some("environmentcredential") => in_environment(),
            Some("workloadidentitycredential") => Some(Self::Workload),
            Some("managedidentitycredential") => Some(Self::ManagedIdentity),
            Some("azureclicredential" | "dev") => Some(Self::AzureCli),
            Some(other) => {
                let what = format!("{CHOSEN} names '{other}', which is no way to sign in here");
                return Err(Failure::new(Kind::SignInFailed, what));
            }
        };
        found.ok_or_else(|| {
            let what = format!(
                "no sign-in is set up: none of {SECRET}, {CERTIFICATE}, {TOKEN_FILE}, {IDENTITY} and {CHOSEN} says how"
            );
            Failure::new(Kind::SignInFailed, what)
        })
    }
}

/// A variable that the chosen way cannot do without.
pub(crate) fn needed<'v>(variables: &'v Variables, name: &str) -> Result<&'v str, Failure> {
    variables
        .get(name)
        .ok_or_else(|| Failure::new(Kind::SignInFailed, format!("the variable {name} is not set")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn variables(given: &[(&str, &str)]) -> Variables {
        Variables::of(given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_first_way_to_sign_in_that_is_set_up_is_used_and_one_that_is_named_before_all() {
        let all =
            [(SECRET, "s"), (CERTIFICATE, "c"), (TOKEN_FILE, "t"), (IDENTITY, "http://localhost")];
        let means = [Means::Secret, Means::Certificate, Means::Workload, Means::ManagedIdentity];
        for (at, means) in means.into_iter().enumerate() {
            assert_eq!(Means::chosen(&variables(&all[at..])).unwrap(), means);
        }
        for (named, means) in [
            ("AzureCliCredential", Means::AzureCli),
            ("ManagedIdentityCredential", Means::ManagedIdentity),
            ("WorkloadIdentityCredential", Means::Workload),
            ("EnvironmentCredential", Means::Secret),
        ] {
            let given = [(CHOSEN, named), (SECRET, "s")];
            assert_eq!(Means::chosen(&variables(&given)).unwrap(), means);
        }
        for none in [&[][..], &[(CHOSEN, "InteractiveBrowserCredential")], &[(CLIENT, "c")]] {
            let failure = Means::chosen(&variables(none)).unwrap_err();
            assert_eq!(failure.kind, Kind::SignInFailed);
        }
    }
}
