//! Where the vaults of a tenant are to be, as somebody has written it.

use super::RunResult;
use crate::runtime::error::CmdletError;
use ckey_engine::{Tenant, VaultProvider};
use ckey_vault::{Cloud, VaultHosts};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// More than certificates of authorities take.
const MOST_BYTES: u64 = 64 << 10;

/// What was given of it.
pub(super) struct Vaults<'a> {
    pub(super) provider: Option<&'a str>,
    pub(super) suffix: Option<&'a str>,
    pub(super) port: Option<u32>,
    pub(super) authorities: Option<&'a Path>,
    pub(super) environment: Option<&'a str>,
}

fn refused(parameter: &str, message: String, fix: &str) -> CmdletError {
    CmdletError::argument("VaultProviderInvalid", message, fix).about(parameter)
}

impl Vaults<'_> {
    /// Where they are.
    pub(super) fn provider(&self) -> Result<VaultProvider, CmdletError> {
        let is_azure = self.provider.is_some_and(|name| name.eq_ignore_ascii_case("Azure"));
        let beside = [
            ("VaultHostSuffix", self.suffix.is_some()),
            ("VaultPort", self.port.is_some()),
            ("VaultAuthorityFile", self.authorities.is_some()),
        ];
        if let Some((name, _)) = beside.iter().find(|(_, given)| *given && !is_azure) {
            let message = format!("-{name} says how vaults are reached that are not embedded.");
            return Err(refused(name, message, "Add -VaultProvider Azure, or leave it out."));
        }
        if !is_azure {
            let cloud = self.environment.map(cloud_named).transpose()?.unwrap_or_default();
            return Ok(VaultProvider {
                hosts: VaultHosts::Local(cloud),
                ..VaultProvider::default()
            });
        }
        if self.environment.is_some() {
            let message = "-Environment says in which cloud embedded vaults are.".to_owned();
            let fix = "Leave it out: the vaults of Azure have their clouds in their hosts.";
            return Err(refused("Environment", message, fix));
        }
        let port = self.port.map(u16::try_from).transpose().map_err(|_| {
            let message = "A port is a number from 1 to 65535.".to_owned();
            refused("VaultPort", message, "Give the port at which the vaults answer.")
        })?;
        let hosts = match (self.suffix, port) {
            (Some(suffix), port) => VaultHosts::below(suffix, port)
                .map_err(|error| refused("VaultHostSuffix", error.message, &error.fix))?,
            (None, None) => VaultHosts::Azure,
            (None, Some(_)) => {
                let message = "The vaults of Azure answer at one port.".to_owned();
                let fix = "Leave -VaultPort out, or name the suffix of other hosts beside it.";
                return Err(refused("VaultPort", message, fix));
            }
        };
        let authorities = self.authorities.map(read).transpose()?;
        Ok(VaultProvider { hosts, authorities, left: None })
    }
}

/// The cloud of a tenant's embedded vaults.
pub(super) fn cloud_of(tenant: &Tenant) -> Cloud {
    tenant.vault_provider().embedded_cloud().unwrap_or_default()
}

/// Refuses a sign-in to another cloud than that of the tenant, as the service's would: nobody is
/// there who could sign in. The parameter that names a cloud has words of its own for them.
pub(super) fn must_be_in(
    tenant: &Tenant,
    wanted: Cloud,
    (parameter, word): (&str, fn(Cloud) -> &'static str),
) -> RunResult {
    let Some(own) = tenant.vault_provider().embedded_cloud().filter(|own| *own != wanted) else {
        return Ok(());
    };
    Err(CmdletError::argument(
        "EnvironmentOfAnotherTenant",
        format!("The tenant '{}' is in the cloud {own}, not in {wanted}.", tenant.name()),
        format!(
            "Sign in with -{parameter} {}, or make a tenant in the other cloud: New-CustomerKeyTenant -Path FOLDER -Environment {wanted}",
            word(own)
        ),
    )
    .about(parameter))
}

/// The cloud of this name, as `Connect-AzAccount -Environment` takes it.
pub(super) fn cloud_named(name: &str) -> Result<Cloud, CmdletError> {
    name.parse().map_err(|_| {
        let known: Vec<_> = Cloud::ALL.iter().map(|cloud| cloud.as_str()).collect();
        CmdletError::argument(
            "EnvironmentNotFound",
            format!("Unable to find environment with name '{name}'."),
            format!("Name one of these: {}.", known.join(", ")),
        )
        .about("Environment")
    })
}

fn read(path: &Path) -> Result<String, CmdletError> {
    let unreadable = |error: &io::Error| {
        refused(
            "VaultAuthorityFile",
            format!("'{}' cannot be read: {}.", path.display(), ckey_base::why(error)),
            "Give a file with the certificate of the authority, in PEM.",
        )
    };
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut text = String::new();
    let most = MOST_BYTES.saturating_add(1);
    file.take(most).read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    Ok(text)
}
