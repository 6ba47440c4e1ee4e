//! Who may do what in a vault, as the resource manager writes it.

use std::collections::BTreeSet;

use ckey_vault::{AccessPolicy, KeyPermission, canonical_id, same_id};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::resource::PolicyChange;

/// What Azure lets somebody do with secrets, certificates and storage accounts. It is kept and
/// shown; there are none of them here.
const SECRETS: &[&str] =
    &["all", "get", "list", "set", "delete", "backup", "restore", "recover", "purge"];
const CERTIFICATES: &[&str] = &[
    "all",
    "get",
    "list",
    "delete",
    "create",
    "import",
    "update",
    "managecontacts",
    "getissuers",
    "listissuers",
    "setissuers",
    "deleteissuers",
    "manageissuers",
    "recover",
    "purge",
    "backup",
    "restore",
];
const STORAGE: &[&str] = &[
    "all",
    "get",
    "list",
    "delete",
    "set",
    "update",
    "regeneratekey",
    "recover",
    "purge",
    "backup",
    "restore",
    "setsas",
    "listsas",
    "getsas",
    "deletesas",
];
/// As many as Azure takes.
const MOST_ENTRIES: usize = 1024;

/// What somebody may do.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Entry {
    tenant_id: String,
    object_id: String,
    application_id: Option<String>,
    #[serde(default)]
    permissions: Permissions,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Permissions {
    keys: Option<Vec<String>>,
    secrets: Option<Vec<String>>,
    certificates: Option<Vec<String>>,
    storage: Option<Vec<String>>,
}

/// The policies of entries, each of another principal; `named` says who an id is.
pub(crate) fn policies(
    entries: &[Entry],
    tenant: &str,
    named: impl Fn(&str) -> Result<AccessPolicy, Refusal>,
) -> Result<Vec<AccessPolicy>, Refusal> {
    if entries.len() > MOST_ENTRIES {
        return Err(Refusal::bad(format!("A vault has at most {MOST_ENTRIES} access policies.")));
    }
    let given = entries.iter().map(|entry| entry.given(tenant)).collect::<Result<Vec<_>, _>>()?;
    let mut ids = BTreeSet::new();
    let is_again = |entry: &&Entry| !ids.insert(canonical_id(&entry.object_id));
    if let Some(entry) = entries.iter().find(is_again) {
        return Err(twice(&entry.object_id));
    }
    let mut policies: Vec<AccessPolicy> = Vec::new();
    // Nobody is made known by a list that is refused.
    for (entry, given) in entries.iter().zip(given) {
        let AccessPolicy { object_id, app_id, name, .. } = named(&entry.object_id)?;
        let policy = AccessPolicy { object_id, app_id, name, ..given };
        if policies.iter().any(|other| other.same_principal(&policy)) {
            return Err(twice(&entry.object_id));
        }
        policies.push(policy);
    }
    Ok(policies)
}

fn twice(id: &str) -> Refusal {
    Refusal::bad(format!("The access policies name '{id}' twice."))
}

impl Entry {
    /// What it gives, if that can be given; to nobody yet.
    fn given(&self, tenant: &str) -> Result<AccessPolicy, Refusal> {
        if !same_id(&self.tenant_id, tenant) {
            return Err(Refusal::bad("An access policy must be of the vault's own tenant."));
        }
        if Uuid::try_parse(&self.object_id).is_err() {
            return Err(Refusal::bad("The objectId of an access policy must be a GUID."));
        }
        // It would be for who asks through that application alone; here it would be for more.
        if self.application_id.as_ref().is_some_and(|id| !id.is_empty()) {
            let why = "a policy for one application on behalf of somebody would give it to both";
            return Err(Refusal::not_here("applicationId", why));
        }
        let mut keys = Vec::new();
        for word in self.permissions.keys.iter().flatten() {
            let permission: KeyPermission = word.parse()?;
            if !keys.contains(&permission) {
                keys.push(permission);
            }
        }
        let Permissions { secrets, certificates, storage, .. } = &self.permissions;
        Ok(AccessPolicy {
            keys,
            secrets: known("secrets", secrets.as_deref(), SECRETS)?,
            certificates: known("certificates", certificates.as_deref(), CERTIFICATES)?,
            storage: known("storage", storage.as_deref(), STORAGE)?,
            ..AccessPolicy::default()
        })
    }
}

/// Permissions, each once and in Azure's letters.
fn known(what: &str, given: Option<&[String]>, all: &[&str]) -> Result<Vec<String>, Refusal> {
    let mut words = Vec::new();
    for word in given.unwrap_or_default() {
        let found = all.iter().find(|known| known.eq_ignore_ascii_case(word)).ok_or_else(|| {
            let all = all.join(", ");
            Refusal::bad(format!("A permission on {what} is none of those that there are: {all}."))
        })?;
        if !words.iter().any(|known| known == found) {
            words.push((*found).to_owned());
        }
    }
    Ok(words)
}

/// What becomes of the policy of somebody; `None` where nothing is left of it.
pub(crate) fn changed(
    known: Option<&AccessPolicy>,
    named: &AccessPolicy,
    change: PolicyChange,
) -> Option<AccessPolicy> {
    let Some(known) = known else {
        return (change != PolicyChange::Remove).then(|| named.clone());
    };
    let after = match change {
        PolicyChange::Replace => return Some(named.clone()),
        PolicyChange::Add => AccessPolicy {
            keys: joined(&known.keys, &named.keys),
            secrets: joined(&known.secrets, &named.secrets),
            certificates: joined(&known.certificates, &named.certificates),
            storage: joined(&known.storage, &named.storage),
            ..known.clone()
        },
        PolicyChange::Remove => AccessPolicy {
            keys: without(&known.keys, &named.keys),
            secrets: without_words(&known.secrets, &named.secrets),
            certificates: without_words(&known.certificates, &named.certificates),
            storage: without_words(&known.storage, &named.storage),
            ..known.clone()
        },
    };
    (!is_empty(&after)).then_some(after)
}

fn is_empty(policy: &AccessPolicy) -> bool {
    policy.keys.is_empty()
        && policy.secrets.is_empty()
        && policy.certificates.is_empty()
        && policy.storage.is_empty()
}

fn joined<T: Clone + PartialEq>(known: &[T], more: &[T]) -> Vec<T> {
    let new = more.iter().filter(|one| !known.contains(one));
    known.iter().chain(new).cloned().collect()
}

fn without_words(known: &[String], less: &[String]) -> Vec<String> {
    let stays = |one: &&String| !less.iter().any(|gone| gone.eq_ignore_ascii_case(one));
    known.iter().filter(stays).cloned().collect()
}

/// Who may do all but some may do each of the others.
fn without(known: &[KeyPermission], less: &[KeyPermission]) -> Vec<KeyPermission> {
    if less.is_empty() {
        return known.to_vec();
    }
    if less.contains(&KeyPermission::All) {
        return Vec::new();
    }
    let each = KeyPermission::ALL.iter().filter(|one| **one != KeyPermission::All);
    let has = |one: &&KeyPermission| known.contains(one) || known.contains(&KeyPermission::All);
    each.filter(has).filter(|one| !less.contains(one)).copied().collect()
}

/// Policies as they are shown.
pub(crate) fn entries(policies: &[AccessPolicy], tenant: &str) -> Vec<Value> {
    let entry = |policy: &AccessPolicy| {
        let keys: Vec<&str> = policy.keys.iter().map(|one| one.as_str()).collect();
        let object_id = match (policy.object_id.as_str(), policy.app_id.as_deref()) {
            ("", Some(app_id)) => app_id,
            (object_id, _) => object_id,
        };
        json!({
            "tenantId": tenant,
            "objectId": object_id,
            "permissions": {
                "keys": keys,
                "secrets": policy.secrets,
                "certificates": policy.certificates,
                "storage": policy.storage,
            },
        })
    };
    policies.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(keys: &[KeyPermission]) -> AccessPolicy {
        AccessPolicy { object_id: "o".into(), keys: keys.to_vec(), ..AccessPolicy::default() }
    }

    #[test]
    fn what_is_added_joins_what_is_replaced_goes_and_a_policy_of_nothing_is_none() {
        use KeyPermission::{All, Get, List, Purge};
        let known = policy(&[Get]);
        let after = |change, keys: &[KeyPermission]| {
            changed(Some(&known), &policy(keys), change).map(|policy| policy.keys)
        };
        assert_eq!(after(PolicyChange::Add, &[Get, List]), Some(vec![Get, List]));
        assert_eq!(after(PolicyChange::Replace, &[List]), Some(vec![List]));
        assert_eq!(after(PolicyChange::Remove, &[List]), Some(vec![Get]));
        assert_eq!(after(PolicyChange::Remove, &[Get]), None);
        assert_eq!(changed(None, &known, PolicyChange::Remove), None);
        assert_eq!(changed(None, &known, PolicyChange::Add).as_ref(), Some(&known));
        let all = changed(Some(&policy(&[All])), &policy(&[Purge]), PolicyChange::Remove);
        let left = all.map(|policy| policy.keys).unwrap_or_default();
        assert!(left.contains(&Get) && !left.contains(&Purge) && !left.contains(&All));
        assert_eq!(changed(Some(&policy(&[Get])), &policy(&[All]), PolicyChange::Remove), None);
    }
}
