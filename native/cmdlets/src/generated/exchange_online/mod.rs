//! Exchange Online and the compliance service. Written by `./build generate` from native/cmdlets/table; edit that.

mod connect_exchange_online;
mod connect_ipps_session;
mod disconnect_exchange_online;
mod get_data_encryption_policy;
mod get_m365_data_at_rest_encryption_policy;
mod get_m365_data_at_rest_encryption_policy_assignment;
mod get_mail_user;
mod get_mailbox;
mod get_mailbox_statistics;
mod new_data_encryption_policy;
mod new_m365_data_at_rest_encryption_policy;
mod set_data_encryption_policy;
mod set_m365_data_at_rest_encryption_policy;
mod set_m365_data_at_rest_encryption_policy_assignment;
mod set_mail_user;
mod set_mailbox;
mod test_m365_data_at_rest_encryption_policy;

pub use connect_exchange_online::ConnectExchangeOnline;
pub use connect_ipps_session::ConnectIPPSSession;
pub use disconnect_exchange_online::DisconnectExchangeOnline;
pub use get_data_encryption_policy::GetDataEncryptionPolicy;
pub use get_m365_data_at_rest_encryption_policy::GetM365DataAtRestEncryptionPolicy;
pub use get_m365_data_at_rest_encryption_policy_assignment::GetM365DataAtRestEncryptionPolicyAssignment;
pub use get_mail_user::GetMailUser;
pub use get_mailbox::GetMailbox;
pub use get_mailbox_statistics::GetMailboxStatistics;
pub use new_data_encryption_policy::NewDataEncryptionPolicy;
pub use new_m365_data_at_rest_encryption_policy::NewM365DataAtRestEncryptionPolicy;
pub use set_data_encryption_policy::SetDataEncryptionPolicy;
pub use set_m365_data_at_rest_encryption_policy::SetM365DataAtRestEncryptionPolicy;
pub use set_m365_data_at_rest_encryption_policy_assignment::SetM365DataAtRestEncryptionPolicyAssignment;
pub use set_mail_user::SetMailUser;
pub use set_mailbox::SetMailbox;
pub use test_m365_data_at_rest_encryption_policy::TestM365DataAtRestEncryptionPolicy;

use crate::def::CmdletDef;

/// Its cmdlets.
pub(super) static CMDLETS: &[&CmdletDef] = &[
    &new_m365_data_at_rest_encryption_policy::CMDLET,
    &get_m365_data_at_rest_encryption_policy::CMDLET,
    &set_m365_data_at_rest_encryption_policy::CMDLET,
    &test_m365_data_at_rest_encryption_policy::CMDLET,
    &get_m365_data_at_rest_encryption_policy_assignment::CMDLET,
    &set_m365_data_at_rest_encryption_policy_assignment::CMDLET,
    &new_data_encryption_policy::CMDLET,
    &get_data_encryption_policy::CMDLET,
    &set_data_encryption_policy::CMDLET,
    &set_mailbox::CMDLET,
    &get_mailbox::CMDLET,
    &set_mail_user::CMDLET,
    &get_mail_user::CMDLET,
    &get_mailbox_statistics::CMDLET,
    &connect_exchange_online::CMDLET,
    &disconnect_exchange_online::CMDLET,
    &connect_ipps_session::CMDLET,
];
