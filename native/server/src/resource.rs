//! What a request to the resource manager asks for: its method, path and query.

use ckey_vault::{Management, VaultKind};
use hyper::Method;

use crate::route::Unread;
use crate::wire;

/// The versions of the management of vaults that are answered, all alike.
pub(crate) const VERSIONS: [&str; 14] = [
    "2015-06-01",
    "2016-10-01",
    "2018-02-14",
    "2019-09-01",
    "2021-10-01",
    "2022-07-01",
    "2022-11-01",
    "2023-02-01",
    "2023-07-01",
    "2024-11-01",
    "2025-05-01",
    "2026-02-01",
    "2026-04-01",
    "2026-05-15",
];

/// In this version clients list resources of every kind, but for pages after the first.
const VERSION_OF_RESOURCES: &str = "2015-11-01";
/// The one filter of resources that is answered.
pub(crate) const ONLY_VAULTS: &str = "resourceType eq 'Microsoft.KeyVault/vaults'";
const PROVIDER: &str = "Microsoft.KeyVault";

/// Longer than any path of a vault.
const LONGEST_PATH: usize = 512;

/// How access policies change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PolicyChange {
    /// Those who are named get more.
    Add,
    /// They get exactly this.
    Replace,
    /// They get less.
    Remove,
}

/// What is asked of vaults; a vault is named by its group and name, a deleted one by its region and
/// name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Put(String, String),
    Get(String, String),
    Update(String, String),
    Delete(String, String),
    ChangePolicies(String, String, PolicyChange),
    /// Of one group, or of all.
    List(Option<String>),
    /// As resources among others.
    ListResources,
    ListDeleted,
    GetDeleted(String, String),
    Purge(String, String),
    CheckName,
}

impl Target {
    /// As the service's own log names it.
    pub(crate) const fn operation(&self) -> &'static str {
        match self {
            Self::Put(..) => "VaultPut",
            Self::Get(..) => "VaultGet",
            Self::Update(..) => "VaultPatch",
            Self::Delete(..) => "VaultDelete",
            Self::ChangePolicies(..) => "VaultAccessPolicyPut",
            Self::List(_) | Self::ListResources => "VaultList",
            Self::ListDeleted => "VaultListDeleted",
            Self::GetDeleted(..) => "VaultGetDeleted",
            Self::Purge(..) => "VaultPurge",
            Self::CheckName => "VaultCheckNameAvailability",
        }
    }

    /// The cmdlet that does the same, so that whoever may run it may ask for this; of a vault that
    /// is put, the one that changes it where it is there.
    pub(crate) const fn cmdlet(&self) -> &'static str {
        match self {
            Self::Put(..) | Self::Update(..) => "Update-AzKeyVault",
            Self::Delete(..) | Self::Purge(..) => "Remove-AzKeyVault",
            Self::ChangePolicies(..) => "Set-AzKeyVaultAccessPolicy",
            Self::ListResources => "Get-AzResource",
            Self::Get(..)
            | Self::List(_)
            | Self::ListDeleted
            | Self::GetDeleted(..)
            | Self::CheckName => "Get-AzKeyVault",
        }
    }

    /// As a refusal names it.
    pub(crate) const fn action(&self) -> &'static str {
        match self {
            Self::Put(..) | Self::Update(..) => Management::Update.action(VaultKind::Vault),
            Self::Delete(..) => Management::Delete.action(VaultKind::Vault),
            Self::ChangePolicies(..) => Management::Permissions.action(VaultKind::Vault),
            Self::Purge(..) => Management::Purge.action(VaultKind::Vault),
            Self::Get(..) | Self::List(_) | Self::ListResources => "Microsoft.KeyVault/vaults/read",
            Self::ListDeleted => "Microsoft.KeyVault/deletedVaults/read",
            Self::GetDeleted(..) => "Microsoft.KeyVault/locations/deletedVaults/read",
            Self::CheckName => "Microsoft.KeyVault/checkNameAvailability/read",
        }
    }

    /// Whether it changes anything where it succeeds.
    pub(crate) const fn changes(&self) -> bool {
        matches!(
            self,
            Self::Put(..)
                | Self::Update(..)
                | Self::Delete(..)
                | Self::ChangePolicies(..)
                | Self::Purge(..)
        )
    }

    /// The one vault that it is about.
    pub(crate) fn vault(&self) -> Option<&str> {
        match self {
            Self::Put(_, name)
            | Self::Get(_, name)
            | Self::Update(_, name)
            | Self::Delete(_, name)
            | Self::ChangePolicies(_, name, _)
            | Self::GetDeleted(_, name)
            | Self::Purge(_, name) => Some(name),
            Self::List(_) | Self::ListResources | Self::ListDeleted | Self::CheckName => None,
        }
    }
}

/// Why nothing is asked for, beside what a vault says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAsked {
    /// As of a vault.
    Unread(Unread),
    /// Azure has it, and this server does not.
    NotServed,
}

/// A request that asks the resource manager for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) target: Target,
    pub(crate) subscription: String,
    pub(crate) path: String,
    pub(crate) version: String,
    pub(crate) top: Option<String>,
    pub(crate) after: Option<String>,
}

/// Whether a path is the resource manager's.
pub(crate) fn is_managed(path: &str) -> bool {
    let first = path.split('/').find(|part| !part.is_empty()).unwrap_or_default();
    first.eq_ignore_ascii_case("subscriptions") || first.eq_ignore_ascii_case("providers")
}

impl Asked {
    /// Whose rights count, as a refusal names it.
    pub(crate) fn scope(&self) -> String {
        let of_subscription = format!("/subscriptions/{}", self.subscription);
        let of_provider = |rest: String| format!("{of_subscription}/providers/{PROVIDER}/{rest}");
        match &self.target {
            Target::Put(group, name)
            | Target::Get(group, name)
            | Target::Update(group, name)
            | Target::Delete(group, name)
            | Target::ChangePolicies(group, name, _) => {
                format!(
                    "{of_subscription}/resourceGroups/{group}/providers/{PROVIDER}/vaults/{name}"
                )
            }
            Target::List(Some(group)) => format!("{of_subscription}/resourceGroups/{group}"),
            Target::GetDeleted(location, name) | Target::Purge(location, name) => {
                of_provider(format!("locations/{location}/deletedVaults/{name}"))
            }
            Target::List(None)
            | Target::ListResources
            | Target::ListDeleted
            | Target::CheckName => of_subscription,
        }
    }

    pub(crate) fn read(method: &Method, path_and_query: &str) -> Result<Self, NotAsked> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        if path.len() > LONGEST_PATH {
            return Err(NotAsked::Unread(Unread::Path));
        }
        let (subscription, target) = target(method, path)?;
        let query = wire::pairs(query).ok_or(NotAsked::Unread(Unread::Query))?;
        let text = |name| wire::only(&query, name).map(str::to_owned);
        let is_of_all = target == Target::ListResources;
        let is_known = |version: &String| {
            VERSIONS.contains(&version.as_str()) || (is_of_all && version == VERSION_OF_RESOURCES)
        };
        let version = text("api-version").filter(is_known);
        let version = version.ok_or(NotAsked::Unread(Unread::Version))?;
        let is_of_vaults = |filter: String| filter.eq_ignore_ascii_case(ONLY_VAULTS);
        if is_of_all && !text("$filter").is_some_and(is_of_vaults) {
            return Err(NotAsked::NotServed);
        }
        let (top, after) = (text("$top"), text("$skiptoken"));
        Ok(Self { target, subscription, path: path.to_owned(), version, top, after })
    }
}

/// Words of a path are the same in every case.
fn target(method: &Method, path: &str) -> Result<(String, Target), NotAsked> {
    let parts = path.split('/').filter(|part| !part.is_empty()).map(wire::unescaped);
    let parts: Vec<String> = parts.collect::<Option<_>>().ok_or(NotAsked::Unread(Unread::Path))?;
    let lower: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let (group, vault) = (|| part(3), || part(7));
    let is = |wanted: Method| *method == wanted;
    let wrong_method = Err(NotAsked::Unread(Unread::Method));
    let target = match lower.as_slice() {
        ["subscriptions", _, "resources"] if is(Method::GET) => Target::ListResources,
        ["subscriptions", _, rest @ ..] => match rest {
            ["resourcegroups", _, "providers", "microsoft.keyvault", rest @ ..] => match rest {
                ["vaults"] if is(Method::GET) => Target::List(Some(group())),
                ["vaults", _] if is(Method::PUT) => Target::Put(group(), vault()),
                ["vaults", _] if is(Method::GET) => Target::Get(group(), vault()),
                ["vaults", _] if is(Method::PATCH) => Target::Update(group(), vault()),
                ["vaults", _] if is(Method::DELETE) => Target::Delete(group(), vault()),
                ["vaults", _, "accesspolicies", kind] if is(Method::PUT) => {
                    Target::ChangePolicies(group(), vault(), policy_change(kind)?)
                }
                ["vaults"] | ["vaults", _] | ["vaults", _, "accesspolicies", _] => {
                    return wrong_method;
                }
                _ => return Err(NotAsked::NotServed),
            },
            ["providers", "microsoft.keyvault", rest @ ..] => match rest {
                ["vaults"] if is(Method::GET) => Target::List(None),
                ["deletedvaults"] if is(Method::GET) => Target::ListDeleted,
                ["checknameavailability"] if is(Method::POST) => Target::CheckName,
                ["locations", _, "deletedvaults", _] if is(Method::GET) => {
                    Target::GetDeleted(part(5), part(7))
                }
                ["locations", _, "deletedvaults", _, "purge"] if is(Method::POST) => {
                    Target::Purge(part(5), part(7))
                }
                ["vaults" | "deletedvaults" | "checknameavailability"]
                | ["locations", _, "deletedvaults", _]
                | ["locations", _, "deletedvaults", _, "purge"] => return wrong_method,
                _ => return Err(NotAsked::NotServed),
            },
            _ => return Err(NotAsked::NotServed),
        },
        _ => return Err(NotAsked::NotServed),
    };
    Ok((part(1), target))
}

fn policy_change(word: &str) -> Result<PolicyChange, NotAsked> {
    match word {
        "add" => Ok(PolicyChange::Add),
        "replace" => Ok(PolicyChange::Replace),
        "remove" => Ok(PolicyChange::Remove),
        _ => Err(NotAsked::Unread(Unread::Path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VAULTS: &str = "/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults";
    const OF_S: &str = "/subscriptions/S/providers/Microsoft.KeyVault";

    fn read(method: &Method, path: &str) -> Result<Target, NotAsked> {
        Asked::read(method, path).map(|asked| asked.target)
    }

    #[test]
    fn words_of_a_path_are_read_in_every_case_and_names_as_they_are_written() {
        let path = "/SUBSCRIPTIONS/S/resourcegroups/My%20G/Providers/microsoft.keyvault/VAULTS/Kv";
        let asked = Asked::read(&Method::GET, &format!("{path}?api%2Dversion=2023-07-01"));
        let target = Target::Get("My G".into(), "Kv".into());
        assert_eq!(asked.map(|asked| (asked.subscription, asked.target)), Ok(("S".into(), target)));
        let gone = format!("{OF_S}/locations/eastus/deletedVaults/Kv");
        let named = ("eastus".to_owned(), "Kv".to_owned());
        assert_eq!(
            read(&Method::POST, &format!("{gone}/purge?api-version=2023-07-01")),
            Ok(Target::Purge(named.0, named.1))
        );
        assert!(is_managed("/subscriptions/S") && is_managed("//Providers"));
        assert!(!is_managed("/health") && !is_managed("/"));
    }

    #[test]
    fn what_is_not_asked_for_rightly_is_refused() {
        let unread = |why| Err(NotAsked::Unread(why));
        let not_served = Err(NotAsked::NotServed);
        let version = "?api-version=2023-07-01";
        for (method, path, why) in [
            (Method::GET, format!("{VAULTS}/Kv"), unread(Unread::Version)),
            (Method::GET, format!("{VAULTS}/Kv?api-version=7.4"), unread(Unread::Version)),
            (Method::POST, format!("{VAULTS}/Kv{version}"), unread(Unread::Method)),
            (Method::PUT, format!("{VAULTS}/Kv/accessPolicies/all{version}"), unread(Unread::Path)),
            (Method::GET, format!("{OF_S}/checkNameAvailability{version}"), unread(Unread::Method)),
            (Method::GET, format!("{VAULTS}/Kv/keys/Root{version}"), not_served.clone()),
            (Method::GET, format!("{OF_S}/managedHSMs{version}"), not_served.clone()),
            (Method::GET, format!("/subscriptions/S/resources{version}"), not_served.clone()),
            (
                Method::GET,
                "/subscriptions/S/resources?api-version=2015-11-01".to_owned(),
                not_served.clone(),
            ),
            (Method::GET, format!("{VAULTS}/{}{version}", "v".repeat(512)), unread(Unread::Path)),
            (Method::GET, format!("/subscriptions{version}"), not_served),
        ] {
            assert_eq!(read(&method, &path), why, "{method} {path}");
        }
    }
}
