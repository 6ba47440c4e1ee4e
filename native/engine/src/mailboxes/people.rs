//! One person, one recipient.

use std::collections::HashMap;

use ckey_store::model::Mailbox;
use ckey_store::{Reader, name_key};

use super::Mailboxes;
use crate::directory::{person_key, same_user};
use crate::error::{Category, EngineError, Result};

impl Mailboxes<'_> {
    /// Refuses recipients whose user another one has already (rules 8.3.6 and 8.3.25): an account
    /// would find the one or the other, and what it is given would go to either.
    pub(super) fn check_people(&self, reader: &mut dyn Reader, new: &[Mailbox]) -> Result<()> {
        let tenant = self.ground.name();
        let of_people = |mailbox| Some((mailbox, person_key(tenant, mailbox)?));
        let (of_people, keys): (Vec<&Mailbox>, Vec<String>) =
            new.iter().filter_map(of_people).unzip();
        // Every name of a person begins with its key, and hardly ever is one there.
        let are_there = !reader.mailboxes_of_users(&keys)?.is_empty();
        let mut people: HashMap<String, &Mailbox> = HashMap::with_capacity(keys.len());
        for (mailbox, key) in of_people.into_iter().zip(keys) {
            // Of one and the same name the store says so, in the words of the service.
            let is_another = |other: &Mailbox| {
                name_key(&other.user_principal_name) != name_key(&mailbox.user_principal_name)
            };
            if let Some(other) = people.insert(key, mailbox).filter(|other| is_another(other)) {
                return Err(same_person(mailbox, other));
            }
            if !are_there {
                continue;
            }
            if let Some(other) = same_user(reader, tenant, mailbox)?.filter(is_another) {
                return Err(same_person(mailbox, &other));
            }
        }
        Ok(())
    }
}

fn same_person(new: &Mailbox, other: &Mailbox) -> EngineError {
    let mut error = EngineError::new(
        "MailboxExists",
        Category::ResourceExists,
        format!(
            "The user principal name '{}' is that of the {} '{}' ({}): one alias in the domains that are called as the tenant is one person.",
            new.user_principal_name, other.recipient_type, other.name, other.user_principal_name
        ),
        "Give another user principal name. In a tenant that is called otherwise than these domains, both are people of their own.",
    )
    .about(new.name.as_str());
    error.reason = Some("ProxyAddressExistsException");
    error
}
