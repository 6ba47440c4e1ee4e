//! From what the engine and the vaults show to the output objects of the table. The generated
//! structs have every documented property, so a property that is not set is said here to be none,
//! and cannot be forgotten.

mod azure;
mod content;
mod exo;
mod hsm;
mod impact;
mod key_use;
mod keys;
mod policy;
mod purge;
mod recipient;
mod role;
mod sealed;
mod serving;
mod sites;
mod tenant;
mod unified_audit;
mod vault;
mod work;

pub(crate) use azure::{
    Where, ad_service_principal, ad_user, azure_account, azure_context, azure_profile,
    azure_subscription, azure_tenant, known, known_group, resource_group, resource_group_id,
};
pub(crate) use content::{application, exported, item, workload};
pub(crate) use exo::{
    accepted_domain, exo_mailbox, exo_mailbox_statistics, organization, unified_group, user,
};
pub(crate) use hsm::{
    deleted_managed_hsm, hsm_role_assignment, hsm_role_definition, managed_hsm, security_domain,
};
pub(crate) use impact::{impact, impacts};
pub(crate) use key_use::{backup, dependent, known_backup, retirable, usage};
pub(crate) use keys::{
    deleted_key, deleted_key_item, key, key_backup, key_item, operation, rotation_policy,
    version_item,
};
pub(crate) use policy::{
    assignment, m365_policy, mailbox_policy, onboarding_request, policy_check,
};
pub(crate) use purge::{approver, purge};
pub(crate) use recipient::{mail_user, mailbox, mailbox_statistics, resource_of};
pub(crate) use role::{role_assignment, role_definition};
pub use sealed::{ObjectDescription, describe_object};
pub(crate) use serving::server;
pub(crate) use sites::{deleted_site, geo, geo_policy, site, site_policy};
pub(crate) use tenant::{check, clock, tenant};
pub(crate) use unified_audit::{UnifiedRecord, unified_audit};
pub(crate) use vault::{deleted_vault, resource, resource_type, vault, vault_item, vault_use};
pub(crate) use work::{SERVICE_ENCRYPTION, audit_check, audit_record, job};

use std::collections::BTreeMap;

/// A text where there is one; the empty text is none.
fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn plain(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

/// A moment, shown in UTC or in local time as its property is.
fn at<T: From<i64>>(seconds: i64) -> Option<T> {
    Some(T::from(seconds))
}

/// A count as outputs carry it.
fn count(count: u64) -> Option<i64> {
    Some(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A small number as outputs carry it.
fn small(number: u64) -> Option<i32> {
    Some(i32::try_from(number).unwrap_or(i32::MAX))
}

/// Tags as the Az cmdlets print them: a small table, or nothing.
fn tags_table(tags: &BTreeMap<String, String>) -> Option<String> {
    if tags.is_empty() {
        return None;
    }
    let width = tags.keys().map(|name| name.chars().count()).chain([4]).max().unwrap_or(4);
    let mut text = format!("{:width$}  Value\n{}  =====\n", "Name", "=".repeat(width));
    for (name, value) in tags {
        text.push_str(&format!("{name:width$}  {value}\n"));
    }
    Some(text)
}
