//! Changes in words: a verb, and what it is done to.

use ckey_store::model::PolicyKind;
use ckey_vault::{
    Bypass, DefaultAction, Fault, KeyUpdate, KeyUri, NetworkChange, SupposedChange, VaultUpdate,
};

use super::Supposition;
use crate::directory::well_known;
use crate::error::{EngineError, Result};
use crate::policies::Policies;

const DAY: i64 = 86_400;

/// What the words mean. Taking away a permission is a change for each application of the service.
pub(super) fn parse(policies: &Policies<'_>, text: &str) -> Result<Vec<Supposition>> {
    let text = text.trim();
    let (verb, object) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let object = object.trim().trim_matches(['\'', '"']);
    let verb = verb.to_ascii_lowercase();
    let days = || object.parse::<i64>().ok().filter(|days| (0..=1_000_000).contains(days));
    match verb.as_str() {
        _ if object.is_empty() => Err(not_understood(text)),
        "refresh" => refresh(policies, object).map(|change| vec![change]),
        "wait" => {
            let days = days().ok_or_else(|| not_understood(text))?;
            Ok(vec![Supposition::Wait(days.saturating_mul(DAY))])
        }
        _ => match KeyUri::parse(object) {
            Ok(uri) => of_key(&verb, &uri).map(|change| vec![of_vault(uri.vault(), change)]),
            Err(_) => Some(of_vaults(&verb, vault_name(object))).filter(|found| !found.is_empty()),
        }
        .ok_or_else(|| not_understood(text)),
    }
}

fn of_vault(vault: &str, change: SupposedChange) -> Supposition {
    Supposition::Vault { vault: vault.to_owned(), change }
}

fn of_key(verb: &str, uri: &KeyUri) -> Option<SupposedChange> {
    let (name, version) = (uri.key().to_owned(), uri.version().map(str::to_owned));
    let update = |update| SupposedChange::UpdateKey { name: name.clone(), version, update };
    Some(match verb {
        "disable" => update(KeyUpdate { enabled: Some(false), ..KeyUpdate::default() }),
        "enable" => update(KeyUpdate { enabled: Some(true), ..KeyUpdate::default() }),
        "expire" => update(KeyUpdate { expires: Some(0), ..KeyUpdate::default() }),
        "delete" => SupposedChange::DeleteKey(name),
        "recover" => SupposedChange::RecoverKey(name),
        "purge" => SupposedChange::PurgeKey(name),
        _ => return None,
    })
}

fn of_vaults(verb: &str, vault: &str) -> Vec<Supposition> {
    let change = match verb {
        "delete" => SupposedChange::DeleteVault,
        "recover" => SupposedChange::RecoverVault,
        "purge" => SupposedChange::PurgeVault,
        "outage" => SupposedChange::Fault(Fault::Unreachable),
        "firewall" => SupposedChange::Update(Box::new(VaultUpdate {
            network: Some(NetworkChange {
                bypass: Some(Bypass::None),
                default_action: Some(DefaultAction::Deny),
                ..NetworkChange::default()
            }),
            ..VaultUpdate::default()
        })),
        "revoke" => return revoked(vault),
        _ => return Vec::new(),
    };
    vec![of_vault(vault, change)]
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

/// `https://NAME.vault.azure.net` or `NAME`.
fn vault_name(object: &str) -> &str {
    let host = object.strip_prefix("https://").unwrap_or(object);
    host.split(['.', '/']).next().unwrap_or(host)
}

fn refresh(policies: &Policies<'_>, identity: &str) -> Result<Supposition> {
    let of = |kind| policies.get(kind, identity).map(|found| (kind, found.name));
    let (kind, identity) = of(PolicyKind::Mailbox).or_else(|_| of(PolicyKind::MultiWorkload))?;
    Ok(Supposition::Refresh { kind, identity })
}

fn not_understood(text: &str) -> EngineError {
    EngineError::invalid(
        "ChangeNotUnderstood",
        text,
        format!("'{text}' is no change that can be asked about."),
        "Give disable, enable, expire, delete, recover or purge with the URI of a key; delete, recover, purge, firewall, revoke or outage with the name of a vault; refresh with a policy; wait with a number of days.",
    )
}
