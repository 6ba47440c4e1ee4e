//! What a real tenant says of itself, read from JSON or CSV: its vaults, keys, policies and
//! mailboxes. Nothing here changes anything; what is wrong is told by file, line and column.

mod csv;
mod grant;
mod hsm;
mod json;
mod kinds;
mod row;
mod source;

use std::collections::HashMap;
use std::path::Path;

use ckey_vault::{KeyType, VaultKind};
use uuid::Uuid;

use crate::runtime::error::CmdletError;
pub(crate) use grant::Grant;
pub(crate) use hsm::LocalRole;
pub(crate) use kinds::{KeyRow, MailboxRow, PolicyRow, PrincipalRow, SubscriptionRow, VaultRow};
use kinds::{Kind, MAILBOX, PERSON};
use row::Row;
use source::Source;

type Result<T> = std::result::Result<T, CmdletError>;

/// All that the files say.
#[derive(Default)]
pub(crate) struct Inventory {
    /// The directory of the real tenant, where it is told.
    pub(crate) tenant_id: Option<String>,
    pub(crate) subscriptions: Vec<SubscriptionRow>,
    pub(crate) principals: Vec<PrincipalRow>,
    /// Key vaults and managed HSMs.
    pub(crate) vaults: Vec<VaultRow>,
    pub(crate) local_roles: Vec<LocalRole>,
    /// Oldest version first.
    pub(crate) keys: Vec<KeyRow>,
    pub(crate) policies: Vec<PolicyRow>,
    /// The policy that is assigned to the tenant, by name.
    pub(crate) assigned: Option<String>,
    pub(crate) mailboxes: Vec<MailboxRow>,
    /// The mailbox whose id each is: its own GUID, or the object id of its user.
    ids: HashMap<Uuid, usize>,
    /// Whom the tenant knows by another object id than the inventory: that id. No file says it.
    pub(crate) known_as: HashMap<String, String>,
}

impl Inventory {
    /// Reads one more file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<()> {
        let source = Source::read(path)?;
        let is_json = source.text().trim_start().starts_with(['{', '[']);
        let file = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if is_json {
            json::rows(&source, &mut |section, row| self.take(section, &file, &row))
        } else {
            csv::rows(&source, &mut |row| self.take(None, &file, &row))
        }
    }

    fn take(&mut self, section: Option<&str>, file: &str, row: &Row<'_>) -> Result<()> {
        let kind = match section {
            Some("TenantId") => {
                self.tenant_id = row.text(&["TenantId"])?;
                return Ok(());
            }
            Some(section) => Kind::of_section(section, row)?,
            None => Kind::of_row(row, file)?,
        };
        match kind {
            Kind::Subscription => self.subscriptions.push(SubscriptionRow::of(row)?),
            Kind::Principal => self.principals.push(PrincipalRow::of(row)?),
            Kind::Vault => self.add(row, VaultKind::Vault)?,
            Kind::ManagedHsm => self.add(row, VaultKind::ManagedHsm)?,
            Kind::LocalRole => self.local_roles.push(LocalRole::of(row)?),
            Kind::Key => self.keys.push(KeyRow::of(row)?),
            Kind::MailboxPolicy | Kind::WorkloadPolicy => {
                let new = PolicyRow::of(row, kind == Kind::WorkloadPolicy)?;
                if let Some(known) = self.policies.iter().find(|known| known.is_same(&new)) {
                    let why = format!("the policy '{}' is there twice", new.name);
                    return Err(row.wrong("Name", &format!("{why}, first in {}", known.place)));
                }
                self.policies.push(new);
            }
            Kind::Assignment => {
                self.assigned = row.text(&["DataEncryptionPolicy", "Name", "Identity"])?;
            }
            Kind::Mailbox => self.add_mailbox(row)?,
        }
        Ok(())
    }

    /// A vault or a managed HSM, of which a tenant here has one of a name.
    fn add(&mut self, row: &Row<'_>, kind: VaultKind) -> Result<()> {
        let new = VaultRow::of(row, kind)?;
        let is_same = |known: &&VaultRow| known.name.eq_ignore_ascii_case(&new.name);
        if let Some(known) = self.vaults.iter().find(is_same) {
            let why = if known.kind() == kind {
                format!("the {} '{}' is there twice", kind.noun(), new.name)
            } else {
                format!("'{}' names a key vault and a managed HSM", new.name)
            };
            return Err(row.wrong("VaultName", &format!("{why}, first in {}", known.place)));
        }
        self.vaults.push(new);
        Ok(())
    }

    /// A mailbox, whose ids are no other's: two that have one would be one person.
    fn add_mailbox(&mut self, row: &Row<'_>) -> Result<()> {
        let (new, at) = (MailboxRow::of(row)?, self.mailboxes.len());
        let ids = [(new.object_id, PERSON.as_slice()), (new.guid, MAILBOX.as_slice())];
        for (id, names) in ids.into_iter().filter_map(|(id, names)| Some((id?, names))) {
            let known = self.ids.insert(id, at).filter(|known| *known != at);
            if let Some(other) = known.and_then(|known| self.mailboxes.get(known)) {
                let why = format!("'{id}' is an id of '{}' too", other.address);
                return Err(row.wrong(row.key(names), &why));
            }
        }
        self.mailboxes.push(new);
        Ok(())
    }

    /// What all files together say of a key alone: whether its vault is a managed HSM, where keys are
    /// of the types for HSMs.
    pub(crate) fn settle(&mut self) {
        for key in &mut self.keys {
            let is_its = |vault: &&VaultRow| vault.name.eq_ignore_ascii_case(&key.vault);
            if let (None, Some(vault)) = (key.told, self.vaults.iter().find(is_its)) {
                key.kind = vault.kind();
            }
            if key.kind == VaultKind::ManagedHsm && key.key_type == KeyType::Rsa {
                key.key_type = KeyType::RsaHsm;
            }
        }
    }
}
