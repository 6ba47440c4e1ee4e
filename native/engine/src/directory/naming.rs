//! What names an account: a permission or role in a vault, a list of administrators, or its
//! mailbox.

use std::slice;

use ckey_store::model::{Mailbox, MailboxStatus};
use ckey_store::{Reader, StateExt, name_key};
use ckey_vault::Caller;
use uuid::Uuid;

use super::people::{key_of_person, recipient_of};
use super::resolve::{administrator_of, alias_in, canonical_account};
use super::{Account, Directory};
use crate::error::{EngineError, Result};

/// The recipient type of the mailbox of a user.
pub const USER_MAILBOX: &str = "UserMailbox";

/// The recipient type of a mailbox that several people use.
pub const SHARED_MAILBOX: &str = "SharedMailbox";

/// The recipient type of the mailbox of a room.
pub const ROOM_MAILBOX: &str = "RoomMailbox";

/// The recipient type of the mailbox of a piece of equipment.
pub const EQUIPMENT_MAILBOX: &str = "EquipmentMailbox";

/// The recipient types that a mailbox can be converted to and from: those with an account.
pub const ACCOUNT_MAILBOXES: [&str; 4] =
    [USER_MAILBOX, SHARED_MAILBOX, ROOM_MAILBOX, EQUIPMENT_MAILBOX];

/// The recipient type of one that has its mailbox somewhere else.
pub const MAIL_USER: &str = "MailUser";

/// The recipient type of the mailbox of a group.
pub const GROUP_MAILBOX: &str = "GroupMailbox";

/// The recipient type of a mailbox that holds public folders.
pub const PUBLIC_FOLDER_MAILBOX: &str = "PublicFolderMailbox";

/// Which recipients are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// All of them.
    All,
    /// Mailboxes of users, shared mailboxes, rooms and equipment.
    Mailboxes,
    /// Mail users alone.
    MailUsers,
    /// Mailboxes of groups alone.
    Groups,
    /// Public folder mailboxes alone.
    PublicFolders,
}

impl Recipients {
    /// The types of those with an account.
    pub(super) const PEOPLE: [&'static str; 5] = {
        let [user, shared, room, equipment] = ACCOUNT_MAILBOXES;
        [user, shared, room, equipment, MAIL_USER]
    };

    /// Whether recipients of this type are people's. A group's mailbox is nobody's, nor is one that
    /// holds public folders.
    #[must_use]
    pub fn are_people(recipient_type: &str) -> bool {
        Self::PEOPLE.iter().any(|kind| is(kind, recipient_type))
    }

    fn have(self, recipient: &Mailbox) -> bool {
        let kind = recipient.recipient_type.as_str();
        match self {
            Self::All => true,
            Self::Mailboxes => ![MAIL_USER, GROUP_MAILBOX, PUBLIC_FOLDER_MAILBOX].contains(&kind),
            Self::MailUsers => kind == MAIL_USER,
            Self::Groups => kind == GROUP_MAILBOX,
            Self::PublicFolders => kind == PUBLIC_FOLDER_MAILBOX,
        }
    }
}

/// Whether a recipient is somebody's.
pub(super) fn is_of_a_person(recipient: &Mailbox) -> bool {
    Recipients::are_people(&recipient.recipient_type)
}

pub(super) fn is(one: &str, two: &str) -> bool {
    // Of a thousand recipients that are made at a time nothing need be copied for it.
    if one.is_ascii() && two.is_ascii() {
        return one.trim().eq_ignore_ascii_case(two.trim());
    }
    name_key(one) == name_key(two)
}

impl Directory<'_> {
    /// Whether a vault, a list of administrators or a mailbox names the account now.
    pub(super) fn is_named(&self, caller: &Caller) -> Result<bool> {
        Ok(self.mailbox_of(&caller.name)?.is_some()
            || !self.lists_of(caller)?.is_empty()
            || self.ground.vaults().any_names_caller(caller)?)
    }

    pub(super) fn own_mailbox(&self, account: &Account) -> Result<Option<Uuid>> {
        let own = self.mailbox_of(&account.caller.name)?;
        Ok(own.filter(|own| own.mailbox.removed.is_none()).map(|own| own.mailbox.guid))
    }

    pub(super) fn owns_mailbox(&self, account: &Account, identity: &str) -> Result<bool> {
        let Some(own) = self.own_mailbox(account)? else { return Ok(false) };
        match self.find_mailbox(identity, Recipients::All) {
            Ok(found) => Ok(found.mailbox.guid == own),
            Err(error) if error.id == "MailboxNotFound" => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The one mailbox or mail user that this is a name of (rules 4.10.1 and 4.10.11).
    pub(crate) fn find_mailbox(&self, identity: &str, among: Recipients) -> Result<MailboxStatus> {
        let found = self.find_by(identity, among, |reader, name| {
            let found = reader.mailboxes_by_identity(name)?;
            match Uuid::try_parse(name) {
                Ok(id) if found.is_empty() => {
                    Ok(recipient_of(reader, self.ground.name(), id)?.into_iter().collect())
                }
                _ => Ok(found),
            }
        })?;
        found.map_or_else(|| Err(self.no_mailbox(identity, among)), Ok)
    }

    /// The one removed mailbox that this is a name of.
    pub(crate) fn find_removed_mailbox(&self, identity: &str) -> Result<MailboxStatus> {
        let found = self.find_by(identity, Recipients::Mailboxes, |reader, name| {
            Ok(reader.removed_mailboxes_by_identity(name)?)
        })?;
        found.ok_or_else(|| {
            EngineError::object_not_found(
                "MailboxNotFound",
                identity,
                &self.ground.domain(),
                "Get-Mailbox -SoftDeletedMailbox lists the mailboxes that were removed.",
            )
        })
    }

    /// Nothing in use is called so; what was removed may be.
    fn no_mailbox(&self, identity: &str, among: Recipients) -> EngineError {
        let was_removed =
            among != Recipients::MailUsers && self.find_removed_mailbox(identity).is_ok();
        let fix = if was_removed {
            "It was removed: Get-Mailbox -SoftDeletedMailbox shows it, Undo-SoftDeletedMailbox brings it back."
        } else {
            "Get-Mailbox and Get-MailUser list the recipients there are."
        };
        EngineError::object_not_found("MailboxNotFound", identity, &self.ground.domain(), fix)
    }

    /// The one that this is a name of, among those that `look` finds by a name.
    fn find_by(
        &self,
        identity: &str,
        among: Recipients,
        look: impl Fn(&mut dyn Reader, &str) -> Result<Vec<MailboxStatus>>,
    ) -> Result<Option<MailboxStatus>> {
        let identity = identity.trim();
        let name = crate::directory::common_name(identity);
        let user = user_of_domain(self.ground.name(), identity);
        let mut found = self.ground.state().view(|reader| {
            let mut found = look(reader, name.as_deref().unwrap_or(identity))?;
            if let Some(user) = user {
                for one in look(reader, user)? {
                    if found.iter().all(|known| known.mailbox.no != one.mailbox.no) {
                        found.push(one);
                    }
                }
            }
            Ok::<_, EngineError>(found)
        })?;
        found.retain(|found| {
            // A distinguished name holds the name, and nothing else is asked for by one.
            among.have(&found.mailbox)
                && name.as_deref().is_none_or(|name| is(&found.mailbox.name, name))
        });
        if found.len() > 1 {
            let told = |found: &MailboxStatus| {
                let Mailbox { name, recipient_type, guid, .. } = &found.mailbox;
                format!("the {recipient_type} '{name}' ({guid})")
            };
            let fitting: Vec<String> = found.iter().map(told).collect();
            return Err(EngineError::ambiguous(identity, &fitting));
        }
        Ok(found.pop())
    }

    fn mailbox_of(&self, account: &str) -> Result<Option<MailboxStatus>> {
        self.ground.state().view(|reader| mailbox_of(reader, self.ground.name(), account))
    }
}

/// The user of `DOMAIN\\user` or `domain/user`, where the domain is called as the tenant is (rule
/// 4.10.1). Between them may be organizational units.
fn user_of_domain<'a>(tenant: &str, identity: &'a str) -> Option<&'a str> {
    let (domain, _) = identity.split_once(['\\', '/'])?;
    let (_, user) = identity.rsplit_once(['\\', '/'])?;
    let begins = domain.split('.').next().unwrap_or_default();
    (name_key(begins) == name_key(tenant) && !user.trim().is_empty()).then_some(user)
}

/// The mailbox of an account in the tenant of this name: one that was removed, where there is no
/// other. It still says that the account is a user's.
pub(super) fn mailbox_of(
    reader: &mut dyn Reader,
    tenant: &str,
    account: &str,
) -> Result<Option<MailboxStatus>> {
    let named = |reader: &mut dyn Reader, identity: &str| {
        let mut all = reader.mailboxes_by_identity(identity)?;
        all.extend(reader.removed_mailboxes_by_identity(identity)?);
        Ok::<_, EngineError>(all.into_iter().find(|it| is_user_of(tenant, &it.mailbox, account)))
    };
    if let Some(exactly) = named(reader, account)? {
        return Ok(Some(exactly));
    }
    // Whoever makes recipients chooses their aliases, and nobody else's user principal name.
    if let Some(of_person) = recipients_of(reader, tenant, account)?.into_iter().next() {
        return Ok(Some(of_person));
    }
    alias_in(tenant, account).map_or(Ok(None), |alias| named(reader, alias))
}

/// The recipients in use whose user has the alias of this account, in whichever domain that is
/// called as the tenant is (rule 8.3.6); first made first. The administrator has one name only.
pub(super) fn recipients_of(
    reader: &mut dyn Reader,
    tenant: &str,
    account: &str,
) -> Result<Vec<MailboxStatus>> {
    let is_administrator = is(account, &administrator_of(tenant));
    if is_administrator || alias_in(tenant, account).is_none() {
        return Ok(Vec::new());
    }
    let key = key_of_person(tenant, account);
    let mut found = reader.mailboxes_of_users(slice::from_ref(&key))?;
    found.retain(|found| {
        let name = canonical_account(&found.mailbox.user_principal_name);
        is_of_a_person(&found.mailbox) && key_of_person(tenant, &name) == key
    });
    Ok(found)
}

/// The recipient in use that has the person of a recipient who is about to be made or brought back.
pub(crate) fn same_user(
    reader: &mut dyn Reader,
    tenant: &str,
    recipient: &Mailbox,
) -> Result<Option<Mailbox>> {
    if !is_of_a_person(recipient) {
        return Ok(None);
    }
    let found = recipients_of(reader, tenant, &recipient.user_principal_name)?;
    Ok(found.into_iter().map(|found| found.mailbox).find(|other| other.guid != recipient.guid))
}

/// Whether the mailbox is this account's: by its user principal name or address, or by its alias in
/// any domain that is called as the tenant is (`alice@contoso.com` in the tenant `contoso`).
pub(super) fn is_user_of(tenant: &str, mailbox: &Mailbox, account: &str) -> bool {
    is(&mailbox.user_principal_name, account)
        || is(&mailbox.smtp_address, account)
        || alias_in(tenant, account).is_some_and(|alias| is(&mailbox.alias, alias))
}

#[cfg(test)]
mod tests {
    use super::user_of_domain;

    #[test]
    fn a_user_of_the_domain_is_named_with_either_slash_and_of_no_other_domain() {
        let user = |identity: &'static str| user_of_domain("contoso", identity);
        for identity in [
            "CONTOSO\\alice",
            "contoso/alice",
            "contoso.com/Users/alice",
            "contoso.onmicrosoft.com\\alice",
        ] {
            assert_eq!(user(identity), Some("alice"), "{identity}");
        }
        for identity in ["fabrikam\\alice", "alice", "contoso\\", "\\alice", "/"] {
            assert_eq!(user(identity), None, "{identity}");
        }
    }
}
