//! The tenant itself. Written by `./build generate` from native/cmdlets/table; edit that.

mod backup_customer_key_tenant;
mod clear_customer_key_cache;
mod export_customer_key_audit_head;
mod export_customer_key_item;
mod get_customer_key_clock;
mod get_customer_key_item;
mod get_customer_key_job;
mod get_customer_key_tenant;
mod get_customer_key_workload;
mod import_customer_key_item;
mod invoke_customer_key_job;
mod new_customer_key_tenant;
mod new_mail_user;
mod new_mailbox;
mod open_customer_key_tenant;
mod restore_customer_key_tenant;
mod search_customer_key_audit;
mod set_customer_key_clock;
mod set_customer_key_tenant;
mod set_customer_key_vault_fault;
mod test_customer_key_audit;
mod test_customer_key_tenant;
mod wait_customer_key_job;

pub use backup_customer_key_tenant::BackupCustomerKeyTenant;
pub use clear_customer_key_cache::ClearCustomerKeyCache;
pub use export_customer_key_audit_head::ExportCustomerKeyAuditHead;
pub use export_customer_key_item::ExportCustomerKeyItem;
pub use get_customer_key_clock::GetCustomerKeyClock;
pub use get_customer_key_item::GetCustomerKeyItem;
pub use get_customer_key_job::GetCustomerKeyJob;
pub use get_customer_key_tenant::GetCustomerKeyTenant;
pub use get_customer_key_workload::GetCustomerKeyWorkload;
pub use import_customer_key_item::ImportCustomerKeyItem;
pub use invoke_customer_key_job::InvokeCustomerKeyJob;
pub use new_customer_key_tenant::NewCustomerKeyTenant;
pub use new_mail_user::NewMailUser;
pub use new_mailbox::NewMailbox;
pub use open_customer_key_tenant::OpenCustomerKeyTenant;
pub use restore_customer_key_tenant::RestoreCustomerKeyTenant;
pub use search_customer_key_audit::SearchCustomerKeyAudit;
pub use set_customer_key_clock::SetCustomerKeyClock;
pub use set_customer_key_tenant::SetCustomerKeyTenant;
pub use set_customer_key_vault_fault::SetCustomerKeyVaultFault;
pub use test_customer_key_audit::TestCustomerKeyAudit;
pub use test_customer_key_tenant::TestCustomerKeyTenant;
pub use wait_customer_key_job::WaitCustomerKeyJob;

use crate::def::CmdletDef;

/// Its cmdlets.
pub(super) static CMDLETS: &[&CmdletDef] = &[
    &new_customer_key_tenant::CMDLET,
    &open_customer_key_tenant::CMDLET,
    &get_customer_key_tenant::CMDLET,
    &set_customer_key_tenant::CMDLET,
    &backup_customer_key_tenant::CMDLET,
    &restore_customer_key_tenant::CMDLET,
    &test_customer_key_tenant::CMDLET,
    &new_mailbox::CMDLET,
    &new_mail_user::CMDLET,
    &import_customer_key_item::CMDLET,
    &get_customer_key_item::CMDLET,
    &export_customer_key_item::CMDLET,
    &get_customer_key_workload::CMDLET,
    &get_customer_key_job::CMDLET,
    &invoke_customer_key_job::CMDLET,
    &wait_customer_key_job::CMDLET,
    &search_customer_key_audit::CMDLET,
    &export_customer_key_audit_head::CMDLET,
    &test_customer_key_audit::CMDLET,
    &set_customer_key_vault_fault::CMDLET,
    &set_customer_key_clock::CMDLET,
    &get_customer_key_clock::CMDLET,
    &clear_customer_key_cache::CMDLET,
];
