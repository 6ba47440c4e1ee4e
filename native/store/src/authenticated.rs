//! Which rows carry a code, and what it covers.

use crate::model::{
    Assignment, Generation, Geo, Mailbox, MailboxStatus, Note, Policy, PolicyKind, Setting, Site,
    TenantMode, TenantRow, VaultPin,
};
use crate::row_key::{Authenticated, Fields};

impl Authenticated for TenantRow {
    fn title(&self) -> String {
        format!("tenant '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        let mode = match self.mode {
            TenantMode::Rehearsal => "rehearsal",
            TenantMode::Production => "production",
        };
        fields
            .text("tenant")
            .bytes(self.id.as_bytes())
            .text(&self.name)
            .text(mode)
            .number(self.created);
    }
}

impl Authenticated for Setting {
    fn title(&self) -> String {
        format!("setting '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        fields.text("setting").text(&self.name).text(&self.value);
    }
}

impl Authenticated for Note {
    fn title(&self) -> String {
        format!("note '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        fields.text("note").text(&self.name).text(&self.value);
    }
}

impl Authenticated for Policy {
    fn title(&self) -> String {
        format!("policy '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        let kind = match self.kind {
            PolicyKind::Service => "service",
            PolicyKind::MultiWorkload => "multi-workload",
            PolicyKind::Mailbox => "mailbox",
            PolicyKind::SharePoint => "sharepoint",
        };
        fields
            .text("policy")
            .number(self.no)
            .bytes(self.guid.as_bytes())
            .text(kind)
            .text(&self.name)
            .text(&self.description);
        fields.number(self.enabled).number(i64::from(self.generation)).maybe(self.activated);
        fields.number(self.created).number(self.changed);
        for uri in &self.key_uris {
            fields.text(uri);
        }
        // No URI is this byte, which no text holds: so what follows cannot pass for one more URI,
        // nor a purge be hidden among them.
        if let Some(purge) = &self.purge {
            fields.bytes(&[0xFF]).text(&purge.to_json());
        }
    }
}

impl Authenticated for Generation {
    fn title(&self) -> String {
        format!("generation {} of policy {}", self.number, self.policy_no)
    }

    fn encode(&self, fields: &mut Fields) {
        fields
            .text("generation")
            .number(self.policy_no)
            .number(self.number)
            .bytes(self.guid.as_bytes());
        fields
            .bytes(&self.commitment)
            .number(self.created)
            .maybe(self.retired)
            .maybe(self.destroyed);
    }
}

impl Authenticated for Assignment {
    fn title(&self) -> String {
        "the assignment of a multi-workload policy".to_owned()
    }

    fn encode(&self, fields: &mut Fields) {
        fields.text("assignment").maybe(self.policy_no).number(self.at);
    }
}

impl Authenticated for Geo {
    fn title(&self) -> String {
        format!("geo '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        fields.text("geo").number(self.no).bytes(self.guid.as_bytes()).text(&self.name);
        fields.text(&self.admin_url).maybe(self.policy_no).number(self.created);
        // What most geos and sites are not has no field: their codes are those of older formats.
        if let Some(recovery) = self.recovery {
            fields.text("recovery").number(recovery);
        }
    }
}

impl Authenticated for Site {
    fn title(&self) -> String {
        format!("site '{}'", self.url)
    }

    fn encode(&self, fields: &mut Fields) {
        fields.text("site").number(self.no).bytes(self.guid.as_bytes()).text(&self.url);
        fields.number(self.geo_no).number(self.created);
        if let Some(deleted) = self.deleted {
            fields.text("deleted").number(deleted);
        }
    }
}

impl Authenticated for VaultPin {
    fn title(&self) -> String {
        format!("the record of vault '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        // Bits, as the column has them: counts above 2^63 do not occur.
        let bits = |count: u64| i64::from_be_bytes(count.to_be_bytes());
        fields.text("vault-pin").bytes(&self.vault).text(&self.name).number(bits(self.generation));
        fields.number(bits(self.sequence)).bytes(&self.tag).number(self.removed);
    }
}

impl Authenticated for Mailbox {
    fn title(&self) -> String {
        format!("mailbox '{}'", self.name)
    }

    fn encode(&self, fields: &mut Fields) {
        fields
            .text("mailbox")
            .number(self.no)
            .bytes(self.guid.as_bytes())
            .text(&self.name)
            .text(&self.alias);
        fields
            .text(&self.user_principal_name)
            .text(&self.smtp_address)
            .text(&self.display_name)
            .text(&self.recipient_type);
        fields.maybe(self.policy_no).number(self.created).number(self.changed);
        // What most mailboxes are not has no field: their codes are those of older formats.
        if let Some(held) = self.held {
            fields.text("held").number(held);
        }
        if let Some(removed) = self.removed {
            fields.text("removed").number(removed.how.number()).number(removed.at);
        }
    }
}

impl Authenticated for MailboxStatus {
    fn title(&self) -> String {
        self.mailbox.title()
    }

    fn encode(&self, fields: &mut Fields) {
        self.mailbox.encode(fields);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ckey_crypto::SecretKey;
    use uuid::Uuid;

    use super::*;
    use crate::model::{Purge, PurgeStage};
    use crate::row_key::RowKey;

    #[test]
    fn a_purge_is_not_hidden_among_the_uris_of_keys() {
        let purge = Purge {
            stage: PurgeStage::Approved,
            requested: 1,
            by: String::new(),
            reason: String::new(),
            contact: String::new(),
            forced: false,
            document: None,
            approved: None,
            finished: None,
            mailboxes: 0,
            items: 0,
            fingerprints: Vec::new(),
            report: None,
            agreements: Vec::new(),
            sites: 0,
            installation: None,
            keys_gone: Vec::new(),
            unanswered: None,
        };
        let plain = Policy {
            no: 1,
            guid: Uuid::nil(),
            kind: PolicyKind::Mailbox,
            name: "p".to_owned(),
            description: String::new(),
            enabled: true,
            key_uris: vec!["a".to_owned(), "b".to_owned()],
            generation: 1,
            activated: None,
            created: 0,
            changed: 0,
            purge: None,
        };
        let purged = Policy { purge: Some(Box::new(purge.clone())), ..plain.clone() };
        let mut hidden = plain.clone();
        hidden.key_uris.extend(["\u{FF}".to_owned(), purge.to_json()]);
        let key = RowKey::new(&SecretKey::from_slice(&[1; 32]).unwrap());
        let code = |policy: &Policy| key.codes().code(policy, 1);
        assert_ne!(code(&purged), code(&plain));
        assert_ne!(code(&purged), code(&hidden));
    }
}
