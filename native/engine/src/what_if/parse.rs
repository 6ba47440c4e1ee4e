//! Changes in words: a verb, and what it is done to.

use ckey_crypto::root_wrap::Slot;
use ckey_store::model::PolicyKind;
use ckey_vault::{
    Bypass, DefaultAction, Fault, KeyUpdate, KeyUri, NetworkChange, SupposedChange, VaultKind,
    VaultUpdate,
};

use super::Supposition;
use crate::directory::well_known;
use crate::error::{Category, EngineError, Result};
use crate::ground::{Ground, RuleProfile, VaultProvider};
use crate::policies::Policies;
use crate::sites::Sites;

const DAY: i64 = 86_400;

/// What is done to a vault or to a key in it.
#[derive(Clone, Copy)]
enum VaultVerb {
    Disable,
    Enable,
    Expire,
    Delete,
    Recover,
    Purge,
    Outage,
    Firewall,
    Revoke,
}

impl VaultVerb {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "disable" => Self::Disable,
            "enable" => Self::Enable,
            "expire" => Self::Expire,
            "delete" => Self::Delete,
            "recover" => Self::Recover,
            "purge" => Self::Purge,
            "outage" => Self::Outage,
            "firewall" => Self::Firewall,
            "revoke" => Self::Revoke,
            _ => return None,
        })
    }
}

/// What the words mean. Taking away a permission is a change for each application of the service.
pub(super) fn parse(ground: &Ground, text: &str) -> Result<Vec<Supposition>> {
    let (policies, sites) = (Policies::of(ground), Sites::of(ground));
    let text = text.trim();
    let (verb, object) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let object = object.trim().trim_matches(['\'', '"']);
    let verb = verb.to_ascii_lowercase();
    let missing = || not_understood(text);
    if object.is_empty() && verb != "unassign" {
        return Err(missing());
    }
    let one = match verb.as_str() {
        "refresh" => refresh(policies, object)?,
        "replace" => replace(policies, object)?.ok_or_else(missing)?,
        "roll" => roll(object).ok_or_else(missing)?,
        "assign" => Supposition::Assign { policy: Some(object.to_owned()) },
        "unassign" => Supposition::Assign { policy: None },
        "purge-data" => purge(policies, sites, object)?,
        "profile" => Supposition::Profile(RuleProfile::from_name(object).ok_or_else(missing)?),
        "wait" => {
            let days = object.parse::<i64>().ok().filter(|days| (0..=1_000_000).contains(days));
            Supposition::Wait(days.ok_or_else(missing)?.saturating_mul(DAY))
        }
        word => {
            let verb = VaultVerb::of(word).ok_or_else(missing)?;
            if !is_embedded(&ground.provider(), object) {
                return Err(not_embedded(text, ground));
            }
            let provider = ground.provider();
            let found = match (vault_name(&provider, object), provider.embedded_uri(object)) {
                (Some((vault, kind)), _) => {
                    kind.map_or(Ok(()), |kind| ground.vaults().check_kind(vault, kind))?;
                    of_vaults(verb, vault)
                }
                (None, uri) => {
                    let uri = uri?;
                    ground.vaults().check_kind(uri.vault(), uri.kind())?;
                    of_key(verb, &uri, ground.now())
                        .map(|change| vec![of_vault(uri.vault(), change)])
                }
            };
            return found.ok_or_else(missing);
        }
    };
    Ok(vec![one])
}

fn of_vault(vault: &str, change: SupposedChange) -> Supposition {
    Supposition::Vault { vault: vault.to_owned(), change }
}

fn of_key(verb: VaultVerb, uri: &KeyUri, now: i64) -> Option<SupposedChange> {
    let (name, version) = (uri.key().to_owned(), uri.version().map(str::to_owned));
    let update = |update| SupposedChange::UpdateKey { name: name.clone(), version, update };
    Some(match verb {
        VaultVerb::Disable => update(KeyUpdate { enabled: Some(false), ..KeyUpdate::default() }),
        VaultVerb::Enable => update(KeyUpdate { enabled: Some(true), ..KeyUpdate::default() }),
        VaultVerb::Expire => update(KeyUpdate { expires: Some(now), ..KeyUpdate::default() }),
        VaultVerb::Delete => SupposedChange::DeleteKey(name),
        VaultVerb::Recover => SupposedChange::RecoverKey(name),
        VaultVerb::Purge => SupposedChange::PurgeKey(name),
        VaultVerb::Outage | VaultVerb::Firewall | VaultVerb::Revoke => return None,
    })
}

fn of_vaults(verb: VaultVerb, vault: &str) -> Option<Vec<Supposition>> {
    let change = match verb {
        VaultVerb::Delete => SupposedChange::DeleteVault,
        VaultVerb::Recover => SupposedChange::RecoverVault,
        VaultVerb::Purge => SupposedChange::PurgeVault,
        VaultVerb::Outage => SupposedChange::Fault(Fault::Unreachable),
        VaultVerb::Firewall => SupposedChange::Update(Box::new(VaultUpdate {
            network: Some(NetworkChange {
                bypass: Some(Bypass::None),
                default_action: Some(DefaultAction::Deny),
                ..NetworkChange::default()
            }),
            ..VaultUpdate::default()
        })),
        VaultVerb::Revoke => return Some(revoked(vault)),
        VaultVerb::Disable | VaultVerb::Enable | VaultVerb::Expire => return None,
    };
    Some(vec![of_vault(vault, change)])
}

/// Whether what is named is an embedded vault, or in one. A name alone means such a vault where the
/// tenant has one of that name.
fn is_embedded(provider: &VaultProvider, object: &str) -> bool {
    if provider.hosts.is_local() {
        return true;
    }
    if let Ok(uri) = provider.key_uri(object) {
        return provider.is_embedded(&uri);
    }
    vault_name(provider, object).is_some_and(|(name, _)| provider.is_embedded_vault(name))
}

/// Every application of the service loses what it has in the vault, by policy or by role.
fn revoked(vault: &str) -> Vec<Supposition> {
    let applications = [
        well_known::EXCHANGE_ONLINE,
        well_known::SHAREPOINT_ONLINE,
        well_known::DATA_AT_REST_ENCRYPTION,
    ];
    let both = |application: well_known::Application| {
        let principal = application.object_id.to_owned();
        [
            SupposedChange::RemoveAccess(principal.clone()),
            SupposedChange::RemoveRole { principal, role: None },
        ]
    };
    applications.into_iter().flat_map(both).map(|change| of_vault(vault, change)).collect()
}

/// The vault that is meant by `https://NAME.vault.azure.net` or `NAME`, and its kind where a host
/// says it. What has anything after the host is no vault: a URI that is not quite one of a key must
/// not stand for all that is beside it.
fn vault_name<'o>(
    provider: &VaultProvider,
    object: &'o str,
) -> Option<(&'o str, Option<VaultKind>)> {
    let host = object.strip_prefix("https://").unwrap_or(object);
    let host = host.strip_suffix('/').unwrap_or(host);
    let (name, below) =
        host.split_once('.').map_or((host, None), |(name, below)| (name, Some(below)));
    let cloud = provider.embedded_cloud().unwrap_or_default();
    let of_host = |below: &str| {
        let is_its = |kind: &&VaultKind| below.eq_ignore_ascii_case(cloud.below(**kind));
        VaultKind::ALL.iter().find(is_its).copied()
    };
    let kind = match below {
        Some(below) => Some(of_host(below)?),
        None => None,
    };
    (!name.contains('/')).then_some((name, kind))
}

/// The policy of mailboxes or of multiple workloads that is meant.
fn rolled(policies: Policies<'_>, identity: &str) -> Result<(PolicyKind, String)> {
    let of = |kind| policies.get(kind, identity).map(|found| (kind, found.name));
    of(PolicyKind::Mailbox).or_else(|_| of(PolicyKind::MultiWorkload))
}

fn refresh(policies: Policies<'_>, identity: &str) -> Result<Supposition> {
    let (kind, identity) = rolled(policies, identity)?;
    Ok(Supposition::Refresh { kind, identity })
}

/// `POLICY URI1 URI2`: names may have spaces, URIs have none.
fn replace(policies: Policies<'_>, object: &str) -> Result<Option<Supposition>> {
    let words: Vec<&str> =
        object.split([' ', ',']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let [name @ .., first, second] = words.as_slice() else { return Ok(None) };
    let name = name.join(" ");
    if name.is_empty() {
        return Ok(None);
    }
    let (kind, identity) = rolled(policies, name.trim_matches(['\'', '"']))?;
    let keys = [first, second].map(|uri| (*uri).to_owned()).to_vec();
    Ok(Some(Supposition::Replace { kind, identity, keys }))
}

/// `GEO primary URI`, or `primary URI` where there is one geo.
fn roll(object: &str) -> Option<Supposition> {
    let words: Vec<&str> = object.split_whitespace().collect();
    let [geo @ .., key_type, key] = words.as_slice() else { return None };
    let slot = match key_type.to_ascii_lowercase().as_str() {
        "primary" => Slot::First,
        "secondary" => Slot::Second,
        _ => return None,
    };
    let geo = geo.join(" ");
    let geo = geo.trim_matches(['\'', '"']);
    let geo = (!geo.is_empty()).then(|| geo.to_owned());
    Some(Supposition::Roll { geo, slot, key: (*key).to_owned() })
}

/// Of a policy of mailboxes, else of a geo.
fn purge(policies: Policies<'_>, sites: Sites<'_>, identity: &str) -> Result<Supposition> {
    let (kind, identity) = match policies.find(PolicyKind::Mailbox, identity) {
        Ok(policy) => (PolicyKind::Mailbox, policy.name),
        Err(error) => match sites.policy_of(Some(identity)) {
            Ok(_) => (PolicyKind::SharePoint, identity.to_owned()),
            Err(_) => return Err(error),
        },
    };
    Ok(Supposition::Purge { kind, identity })
}

/// What others hold is known by its present answers alone, and not by the rules behind them.
fn not_embedded(text: &str, ground: &Ground) -> EngineError {
    let provider = ground.provider();
    EngineError::new(
        "VaultsNotEmbedded",
        Category::InvalidOperation,
        format!(
            "'{text}' changes a vault. Those of the tenant '{}' are asked over the network, below {}: what they would answer after a change of theirs is not known here.",
            ground.name(),
            provider.hosts
        ),
        "Get-CustomerKeyUsage and Test-CustomerKeyRetirement -Key URI say what needs a key version; refresh, replace, roll, assign, unassign, purge-data, profile and wait can be asked about here. To try a change of a vault, rehearse it in a tenant whose vaults are embedded: Import-CustomerKeyInventory builds it.",
    )
    .about(text)
}

fn not_understood(text: &str) -> EngineError {
    EngineError::invalid(
        "ChangeNotUnderstood",
        text,
        format!("'{text}' is no change that can be asked about."),
        "Give disable, enable, expire, delete, recover or purge with the URI of a key; delete, recover, purge, firewall, revoke or outage with the name of a vault; refresh or assign with a policy; unassign; replace with a policy and two URIs; roll with a geo, primary or secondary, and a URI; purge-data with a policy or a geo; profile with 2021 or current; wait with a number of days.",
    )
}
