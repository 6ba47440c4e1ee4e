use super::{at, count, plain, text};
use crate::generated::output::exchange_online::{
    ByteQuantifiedSize, MailUser, Mailbox, MailboxStatistics,
};
use ckey_engine::{
    EQUIPMENT_MAILBOX, MAIL_USER, MailboxView, ROOM_MAILBOX, Removal, SHARED_MAILBOX, USER_MAILBOX,
};

pub(crate) fn mailbox(view: &MailboxView, organization: &str) -> Mailbox {
    let guid = view.guid.to_string();
    let kind = view.recipient_type.as_str();
    let how = view.removed.map(|removed| removed.how);
    // Several removed mailboxes may have the same name.
    let identity = if how.is_some() { guid.as_str() } else { view.name.as_str() };
    Mailbox {
        identity: text(identity),
        id: text(&view.name),
        name: text(&view.name),
        alias: text(&view.alias),
        display_name: text(&view.display_name),
        user_principal_name: plain(&view.user_principal_name),
        primary_smtp_address: plain(&view.smtp_address),
        windows_email_address: plain(&view.smtp_address),
        email_addresses: vec![format!("SMTP:{}", view.smtp_address)],
        exchange_guid: plain(&guid),
        external_directory_object_id: plain(&view.directory_id),
        guid: Some(guid),
        distinguished_name: text(&view.distinguished_name),
        recipient_type: plain(USER_MAILBOX),
        recipient_type_details: plain(kind),
        data_encryption_policy: view.policy.as_deref().and_then(text),
        is_mailbox_enabled: Some(how.is_none()),
        is_shared: Some(kind == SHARED_MAILBOX),
        is_resource: Some(resource_of(kind).is_some()),
        resource_type: resource_of(kind).and_then(plain),
        is_inactive_mailbox: Some(how == Some(Removal::Inactive)),
        is_soft_deleted_by_remove: Some(how == Some(Removal::SoftDeleted)),
        is_soft_deleted_by_disable: Some(how == Some(Removal::Disconnected)),
        when_soft_deleted: view.removed.and_then(|removed| at(removed.at)),
        litigation_hold_enabled: Some(view.held.is_some()),
        litigation_hold_date: view.held.and_then(at),
        organization_id: plain(organization),
        when_mailbox_created: at(view.created),
        when_created: at(view.created),
        when_created_utc: at(view.created),
    }
}

/// What kind of resource the mailbox is of.
pub(crate) fn resource_of(kind: &str) -> Option<&'static str> {
    match kind {
        ROOM_MAILBOX => Some("Room"),
        EQUIPMENT_MAILBOX => Some("Equipment"),
        _ => None,
    }
}

pub(crate) fn mail_user(view: &MailboxView) -> MailUser {
    let guid = view.guid.to_string();
    let address = format!("SMTP:{}", view.smtp_address);
    MailUser {
        identity: text(&view.name),
        id: text(&view.name),
        name: text(&view.name),
        alias: text(&view.alias),
        display_name: text(&view.display_name),
        user_principal_name: plain(&view.user_principal_name),
        microsoft_online_services_id: plain(&view.user_principal_name),
        primary_smtp_address: plain(&view.smtp_address),
        external_email_address: plain(&address),
        email_addresses: vec![address],
        external_directory_object_id: plain(&view.directory_id),
        guid: Some(guid),
        distinguished_name: text(&view.distinguished_name),
        recipient_type: plain(MAIL_USER),
        recipient_type_details: plain(MAIL_USER),
        data_encryption_policy: view.policy.as_deref().and_then(text),
        when_created: at(view.created),
        when_created_utc: at(view.created),
    }
}

/// The policy that `Get-MailboxStatistics` names is the one the mailbox is read under, its own or
/// the tenant's.
pub(crate) fn mailbox_statistics(view: &MailboxView) -> MailboxStatistics {
    MailboxStatistics {
        identity: text(&view.name),
        display_name: text(&view.display_name),
        mailbox_guid: plain(view.guid.to_string()),
        owner_ad_guid: plain(view.guid.to_string()),
        mailbox_type_detail: plain(&view.recipient_type),
        item_count: count(view.items),
        total_item_size: Some(size(view.bytes)),
        data_encryption_policy_id: view.data_encryption_policy_id.map(|id| id.to_string()),
        data_encryption_policy: view
            .data_encryption_policy_id
            .and_then(|_| text(&view.protected_by)),
        is_encrypted: Some(view.is_encrypted),
        rewrap_pending: Some(view.rewrap_pending),
        is_archive_mailbox: Some(false),
        move_history: Vec::new(),
    }
}

pub(super) fn size(bytes: u64) -> ByteQuantifiedSize {
    ByteQuantifiedSize { value: plain(size_text(bytes)), bytes: count(bytes) }
}

/// A size as Exchange writes it: `1.5 MB (1,572,864 bytes)`.
fn size_text(bytes: u64) -> String {
    let mut exact = bytes.to_string();
    let mut at = exact.len();
    while at > 3 {
        at -= 3;
        exact.insert(at, ',');
    }
    for (unit, size) in [("TB", 1_u64 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)] {
        if bytes >= size {
            let thousandths = u128::from(bytes) * 1000 / u128::from(size);
            let (whole, part) = (thousandths / 1000, format!("{:03}", thousandths % 1000));
            let part = part.trim_end_matches('0');
            let point = if part.is_empty() { "" } else { "." };
            return format!("{whole}{point}{part} {unit} ({exact} bytes)");
        }
    }
    format!("{bytes} B ({exact} bytes)")
}

#[cfg(test)]
mod tests {
    use super::size_text;

    #[test]
    fn sizes_are_written_as_exchange_writes_them() {
        for (bytes, text) in [
            (0, "0 B (0 bytes)"),
            (1023, "1023 B (1,023 bytes)"),
            (1024, "1 KB (1,024 bytes)"),
            (1_572_864, "1.5 MB (1,572,864 bytes)"),
            (1_234_567_890, "1.149 GB (1,234,567,890 bytes)"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }
}
