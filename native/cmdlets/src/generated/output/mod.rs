//! The outputs of every service: a struct for each type, with every property. Written by `./build generate` from native/cmdlets/table; edit that.

pub mod az_accounts;
pub mod az_key_vault;
pub mod az_resources;
pub mod customer_key;
pub mod exchange_online;

use crate::def::TypeDef;

/// Every type.
pub static TYPES: &[&TypeDef] = &[
    &az_accounts::AZURE_CONTEXT,
    &az_accounts::AZURE_PROFILE,
    &az_key_vault::KEY_VAULT_IDENTITY_ITEM,
    &az_key_vault::KEY_VAULT,
    &az_key_vault::KEY_VAULT_KEY_IDENTITY_ITEM,
    &az_key_vault::KEY_VAULT_KEY,
    &az_resources::RESOURCE_GROUP,
    &customer_key::CUSTOMER_KEY_TENANT,
    &customer_key::CUSTOMER_KEY_TENANT_CHECK,
    &customer_key::CUSTOMER_KEY_BACKUP,
    &customer_key::CUSTOMER_KEY_ITEM,
    &customer_key::CUSTOMER_KEY_EXPORT,
    &customer_key::CUSTOMER_KEY_WORKLOAD,
    &customer_key::CUSTOMER_KEY_JOB,
    &customer_key::CUSTOMER_KEY_JOB_STEP,
    &customer_key::CUSTOMER_KEY_AUDIT_RECORD,
    &customer_key::CUSTOMER_KEY_AUDIT_HEAD,
    &customer_key::CUSTOMER_KEY_AUDIT_CHECK,
    &customer_key::CUSTOMER_KEY_VAULT_FAULT,
    &customer_key::CUSTOMER_KEY_CLOCK,
    &exchange_online::DATA_ENCRYPTION_POLICY,
    &exchange_online::M365_DATA_AT_REST_ENCRYPTION_POLICY,
    &exchange_online::M365_DATA_AT_REST_ENCRYPTION_POLICY_ASSIGNMENT,
    &exchange_online::POLICY_CHECK,
    &exchange_online::MAILBOX,
    &exchange_online::MAIL_USER,
    &exchange_online::MAILBOX_STATISTICS,
];

/// The type of this name, without its prefix.
#[must_use]
pub fn find(name: &str) -> Option<&'static TypeDef> {
    TYPES.iter().copied().find(|known| known.name == name)
}
