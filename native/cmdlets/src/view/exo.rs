//! What the cmdlets of the Exchange Online module show of recipients, and of the organization.

use super::recipient::{mailbox, size};
use super::{at, count, plain, text};
use crate::generated::output::exchange_online::{
    AcceptedDomain, EXOMailbox, EXOMailboxStatistics, OrganizationConfig, UnifiedGroup, User,
};
use ckey_engine::{MAIL_USER, MailboxView, USER_MAILBOX};

/// The version that Exchange Online shows of every object.
const VERSION: &str = "0.20 (15.0.0.0)";

pub(crate) fn exo_mailbox(view: &MailboxView, organization: &str) -> EXOMailbox {
    let shown = mailbox(view, organization);
    EXOMailbox {
        identity: shown.identity,
        id: shown.id,
        name: shown.name,
        alias: shown.alias,
        display_name: shown.display_name,
        user_principal_name: shown.user_principal_name,
        primary_smtp_address: shown.primary_smtp_address,
        windows_email_address: shown.windows_email_address,
        exchange_version: plain(VERSION),
        email_addresses: shown.email_addresses,
        guid: shown.guid,
        exchange_guid: shown.exchange_guid,
        external_directory_object_id: shown.external_directory_object_id,
        distinguished_name: shown.distinguished_name,
        recipient_type: shown.recipient_type,
        recipient_type_details: shown.recipient_type_details,
        data_encryption_policy: shown.data_encryption_policy,
        is_mailbox_enabled: shown.is_mailbox_enabled,
        is_shared: shown.is_shared,
        is_resource: shown.is_resource,
        resource_type: shown.resource_type,
        is_inactive_mailbox: shown.is_inactive_mailbox,
        is_soft_deleted_by_remove: shown.is_soft_deleted_by_remove,
        is_soft_deleted_by_disable: shown.is_soft_deleted_by_disable,
        when_soft_deleted: shown.when_soft_deleted,
        litigation_hold_enabled: shown.litigation_hold_enabled,
        litigation_hold_date: shown.litigation_hold_date,
        organization_id: shown.organization_id,
        when_mailbox_created: shown.when_mailbox_created,
        when_created: shown.when_created,
        when_created_utc: shown.when_created_utc,
    }
}

pub(crate) fn exo_mailbox_statistics(view: &MailboxView) -> EXOMailboxStatistics {
    EXOMailboxStatistics {
        display_name: text(&view.display_name),
        mailbox_guid: plain(view.guid.to_string()),
        item_count: count(view.items),
        total_item_size: Some(size(view.bytes)),
        deleted_item_count: Some(0),
        total_deleted_item_size: Some(size(0)),
        owner_ad_guid: plain(view.guid.to_string()),
        mailbox_type_detail: plain(&view.recipient_type),
        is_archive_mailbox: Some(false),
    }
}

pub(crate) fn user(view: &MailboxView, organization: &str) -> User {
    let (guid, kind) = (view.guid.to_string(), view.recipient_type.as_str());
    User {
        identity: text(&view.name),
        id: text(&view.name),
        name: text(&view.name),
        display_name: text(&view.display_name),
        user_principal_name: plain(&view.user_principal_name),
        windows_email_address: plain(&view.smtp_address),
        sam_account_name: text(&view.alias),
        external_directory_object_id: plain(&view.directory_id),
        guid: Some(guid),
        distinguished_name: text(&view.distinguished_name),
        recipient_type: plain(if kind == MAIL_USER { MAIL_USER } else { USER_MAILBOX }),
        recipient_type_details: plain(kind),
        account_disabled: Some(![USER_MAILBOX, MAIL_USER].contains(&kind)),
        organization_id: plain(organization),
        when_created: at(view.created),
        when_created_utc: at(view.created),
    }
}

pub(crate) fn unified_group(view: &MailboxView, organization: &str) -> UnifiedGroup {
    let guid = view.guid.to_string();
    UnifiedGroup {
        identity: text(&view.name),
        id: text(&view.name),
        name: text(&view.name),
        alias: text(&view.alias),
        display_name: text(&view.display_name),
        primary_smtp_address: plain(&view.smtp_address),
        email_addresses: vec![format!("SMTP:{}", view.smtp_address)],
        exchange_guid: plain(&guid),
        external_directory_object_id: plain(&guid),
        guid: Some(guid),
        distinguished_name: text(&view.distinguished_name),
        recipient_type: plain("MailUniversalDistributionGroup"),
        recipient_type_details: plain(&view.recipient_type),
        access_type: plain("Public"),
        managed_by: Vec::new(),
        notes: None,
        data_encryption_policy: view.policy.as_deref().and_then(text),
        organization_id: plain(organization),
        when_created: at(view.created),
        when_created_utc: at(view.created),
    }
}

pub(crate) fn organization(
    name: &str,
    domain: &str,
    guid: &str,
    created: i64,
) -> OrganizationConfig {
    OrganizationConfig {
        identity: plain(domain),
        name: plain(domain),
        display_name: plain(name),
        guid: plain(guid),
        organization_id: plain(domain),
        is_dehydrated: Some(false),
        when_created: at(created),
        when_created_utc: at(created),
    }
}

pub(crate) fn accepted_domain(name: &str, is_first: bool) -> AcceptedDomain {
    AcceptedDomain {
        identity: plain(name),
        name: plain(name),
        domain_name: plain(name),
        domain_type: plain("Authoritative"),
        default: Some(is_first),
        initial_domain: Some(is_first),
        is_valid: Some(true),
    }
}
