//! From what the engine and the vaults show to the output objects of the table. The generated
//! structs have every documented property, so a property that is not set is said here to be none,
//! and cannot be forgotten.

mod azure;
mod content;
mod keys;
mod policy;
mod recipient;
mod tenant;
mod vault;
mod work;

pub(crate) use azure::{Where, azure_context, azure_profile, resource_group};
pub(crate) use content::{exported, item, workload};
pub(crate) use keys::{key, key_item, version_item};
pub(crate) use policy::{assignment, m365_policy, mailbox_policy, policy_check};
pub(crate) use recipient::{mail_user, mailbox, mailbox_statistics};
pub(crate) use tenant::{backup, check, clock, fault, tenant};
pub(crate) use vault::{vault, vault_item};
pub(crate) use work::{SERVICE_ENCRYPTION, audit_check, audit_record, job};

use crate::surface::output::{FreeText, Utc};
use std::collections::BTreeMap;

/// A text where there is one; the empty text is none.
fn text(text: &str) -> Option<FreeText> {
    (!text.is_empty()).then(|| text.into())
}

/// A text that never looks like a date.
fn plain(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

fn utc(seconds: i64) -> Option<Utc> {
    Some(Utc(seconds))
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
