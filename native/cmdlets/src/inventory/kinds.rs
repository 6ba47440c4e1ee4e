//! The kinds of things in an inventory: how each is recognised, and what is read of it.

use ckey_engine::{
    EQUIPMENT_MAILBOX, EngineError, GROUP_MAILBOX, MAIL_USER, NewMailbox, PUBLIC_FOLDER_MAILBOX,
    ROOM_MAILBOX, ResourceGroup, SHARED_MAILBOX, USER_MAILBOX, check_policy_name,
    is_subscription_name,
};
use ckey_vault::{
    Cloud, KeyOp, KeyType, KeyUri, Sku, Tags, VAULT_NAMES, VaultError, VaultHosts, VaultKind,
    check_retention, is_vault_name,
};
use std::str::FromStr;
use uuid::Uuid;

use super::Result;
use super::grant::{Grant, needed_principal};
use super::hsm::HsmRow;
use super::row::Row;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Subscription,
    Principal,
    Vault,
    ManagedHsm,
    LocalRole,
    Key,
    MailboxPolicy,
    WorkloadPolicy,
    Assignment,
    Mailbox,
}

/// What the lists of a file in JSON are called.
const SECTIONS: [(&str, Kind); 10] = [
    ("Subscriptions", Kind::Subscription),
    ("ServicePrincipals", Kind::Principal),
    ("KeyVaults", Kind::Vault),
    ("ManagedHsms", Kind::ManagedHsm),
    ("ManagedHsmRoleAssignments", Kind::LocalRole),
    ("KeyVaultKeys", Kind::Key),
    ("DataEncryptionPolicies", Kind::MailboxPolicy),
    ("M365DataAtRestEncryptionPolicies", Kind::WorkloadPolicy),
    ("M365DataAtRestEncryptionPolicyAssignment", Kind::Assignment),
    ("Mailboxes", Kind::Mailbox),
];

const ADDRESS: [&str; 3] = ["PrimarySmtpAddress", "Email address", "EmailAddress"];
const SUBSCRIPTION: [&str; 3] = ["Id", "SubscriptionId", "Subscription ID"];
const USER: [&str; 2] = ["UserPrincipalName", "User principal name"];
/// The object id of a mailbox's user.
pub(super) const PERSON: [&str; 2] = ["ExternalDirectoryObjectId", "Object Id"];
/// A mailbox's own GUID.
pub(super) const MAILBOX: [&str; 2] = ["ExchangeGuid", "Guid"];

impl Kind {
    pub(super) fn is_section(name: &str) -> bool {
        SECTIONS.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    pub(super) fn of_section(name: &str, row: &Row<'_>) -> Result<Self> {
        let found = SECTIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, kind)| *kind).ok_or_else(|| {
            let known: Vec<_> = SECTIONS.iter().map(|(known, _)| *known).collect();
            let why =
                format!("'{name}' is no list of an inventory; there are {}", known.join(", "));
            row.wrong("", &why)
        })
    }

    /// By its columns, as the cmdlets and the admin centers write them; the file's name tells
    /// policies for all workloads from those for mailboxes.
    pub(super) fn of_row(row: &Row<'_>, file: &str) -> Result<Self> {
        let has = |name: &str| row.has(&[name]);
        Ok(if has("AzureKeyIDs") {
            if file.contains("m365") { Self::WorkloadPolicy } else { Self::MailboxPolicy }
        } else if row.has(&ADDRESS) {
            Self::Mailbox
        } else if has("WhenAssigned") {
            Self::Assignment
        } else if has("HsmName") && has("RoleDefinitionName") {
            Self::LocalRole
        } else if row.has(&["VaultName", "HsmName"]) && row.has(&["KeyType", "Version"]) {
            Self::Key
        } else if row.has(&["HsmUri", "InitialAdminObjectIds"]) {
            Self::ManagedHsm
        } else if has("VaultName") {
            Self::Vault
        } else if has("AppId") || has("ApplicationId") {
            Self::Principal
        } else if row.has(&SUBSCRIPTION) && row.has(&["TenantId", "Directory ID"]) {
            Self::Subscription
        } else {
            let why = "nothing here says what this is: no column AzureKeyIDs, PrimarySmtpAddress, Email address, VaultName, HsmUri, AppId or Id with TenantId";
            return Err(row.wrong("", why));
        })
    }
}

/// A word of a closed list.
fn word<T: FromStr>(row: &Row<'_>, names: &[&str]) -> Result<Option<T>> {
    let Some(text) = row.text(names)? else { return Ok(None) };
    let wrong = |_| row.wrong(row.key(names), &format!("'{text}' is not known here"));
    text.parse().map(Some).map_err(wrong)
}

pub(super) fn words<T: FromStr>(row: &Row<'_>, names: &[&str]) -> Result<Option<Vec<T>>> {
    if !row.has(names) {
        return Ok(None);
    }
    let known = |text: &String| {
        let wrong = |_| row.wrong(row.key(names), &format!("'{text}' is not known here"));
        text.parse().map_err(wrong)
    };
    row.list(names)?.iter().map(known).collect::<Result<_>>().map(Some)
}

fn guid(row: &Row<'_>, names: &[&str]) -> Result<Option<Uuid>> {
    let Some(text) = row.text(names)? else { return Ok(None) };
    let parsed = Uuid::try_parse(&text);
    parsed.map(Some).map_err(|_| row.wrong(row.key(names), &format!("'{text}' is no GUID")))
}

/// The id that a subscription is called by, or its name.
fn subscription(row: &Row<'_>, names: &[&str], given: String) -> Result<String> {
    if is_subscription_name(&given) {
        return Ok(given);
    }
    Err(row.wrong(row.key(names), "no subscription is called so: its id or its name is wanted"))
}

pub(crate) struct SubscriptionRow {
    pub(crate) id: String,
    pub(crate) directory: Option<Uuid>,
    pub(crate) retention: bool,
}

impl SubscriptionRow {
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        let state = row.text(&["MandatoryRetention", "RegistrationState"])?;
        Ok(Self {
            id: subscription(row, &SUBSCRIPTION, row.needed(&SUBSCRIPTION)?)?,
            directory: guid(row, &["TenantId", "Directory ID"])?,
            retention: state.is_some_and(|state| state.eq_ignore_ascii_case("Registered")),
        })
    }
}

/// A service principal: its application, by which the service's own are known everywhere.
pub(crate) struct PrincipalRow {
    pub(crate) object_id: String,
    pub(crate) app_id: String,
}

impl PrincipalRow {
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            object_id: needed_principal(row, &["Id", "ObjectId"])?,
            app_id: needed_principal(row, &["AppId", "ApplicationId"])?,
        })
    }
}

pub(crate) struct VaultRow {
    /// Where it stands, for people.
    pub(super) place: String,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) location: String,
    pub(crate) subscription: String,
    pub(crate) sku: Sku,
    pub(crate) soft_delete: bool,
    pub(crate) soft_delete_days: Option<u8>,
    pub(crate) purge_protection: bool,
    pub(crate) rbac: bool,
    /// Whether the firewall is closed to those whom no rule names.
    pub(crate) is_closed: bool,
    pub(crate) trusted_pass: bool,
    pub(crate) tags: Tags,
    /// Who may do what; absent where the inventory does not say. Of a managed HSM only what is given
    /// in Azure, which says nothing of its keys.
    pub(crate) grants: Option<Vec<Grant>>,
    /// What makes it a managed HSM.
    pub(crate) hsm: Option<HsmRow>,
}

impl VaultRow {
    pub(crate) const fn kind(&self) -> VaultKind {
        if self.hsm.is_some() { VaultKind::ManagedHsm } else { VaultKind::Vault }
    }

    pub(super) fn of(row: &Row<'_>, kind: VaultKind) -> Result<Self> {
        let is_hsm = kind == VaultKind::ManagedHsm;
        if row.get(&["DeletionDate"]).is_some() {
            let why =
                format!("this {} is deleted, and a twin is of one that is there", kind.noun());
            return Err(row.wrong("DeletionDate", &why));
        }
        let id = row.text(&["ResourceId"])?.unwrap_or_default();
        let after = |word: &str| {
            let mut parts = id.split('/').skip_while(|part| !part.eq_ignore_ascii_case(word));
            parts.nth(1).map(str::to_owned)
        };
        let given = row.text(&["SubscriptionId"])?.or_else(|| after("subscriptions"));
        let wrong = || row.wrong("ResourceId", "neither SubscriptionId nor ResourceId is there");
        let given = given.ok_or_else(wrong)?;
        let rules = row.rows("NetworkAcls").ok().flatten().unwrap_or_default();
        let rules = rules.first().unwrap_or(row);
        let is = |names: &[&str], wanted: &str| {
            Ok::<_, crate::runtime::error::CmdletError>(
                rules.text(names)?.is_some_and(|word| word.eq_ignore_ascii_case(wanted)),
            )
        };
        let group = row
            .text(&["ResourceGroupName"])?
            .or_else(|| after("resourceGroups"))
            .unwrap_or_else(|| "imported".to_owned());
        if ResourceGroup::check_name(&group).is_err() {
            return Err(row.wrong("ResourceGroupName", "no resource group has such a name"));
        }
        Ok(Self {
            place: row.told("VaultName"),
            name: vault_name(row, if is_hsm { &["VaultName", "Name"] } else { &["VaultName"] })?,
            group,
            location: row.needed(&["Location"])?,
            subscription: subscription(row, &["SubscriptionId", "ResourceId"], given)?,
            // The sizes of HSMs differ in their speed alone.
            sku: match kind {
                VaultKind::ManagedHsm => Sku::Premium,
                VaultKind::Vault => word(row, &["Sku"])?.unwrap_or(Sku::Standard),
            },
            soft_delete: row.is(&["EnableSoftDelete"])?.unwrap_or(true),
            soft_delete_days: retention(row)?,
            purge_protection: row.is(&["EnablePurgeProtection"])?.unwrap_or(false),
            rbac: is_hsm || row.is(&["EnableRbacAuthorization"])?.unwrap_or(false),
            is_closed: !is_hsm && is(&["DefaultAction"], "Deny")?,
            trusted_pass: is_hsm || !is(&["Bypass"], "None")?,
            tags: tags(row)?,
            grants: Grant::all(row)?,
            hsm: if is_hsm { Some(HsmRow::of(row)?) } else { None },
        })
    }
}

fn vault_name(row: &Row<'_>, names: &[&str]) -> Result<String> {
    let name = row.needed(names)?;
    if is_vault_name(&name) {
        return Ok(name);
    }
    Err(row.refused(names, &format!("The vault name '{name}' is invalid."), VAULT_NAMES))
}

/// How many days what is deleted is kept.
fn retention(row: &Row<'_>) -> Result<Option<u8>> {
    let names = ["SoftDeleteRetentionInDays"];
    let checked = |days| {
        let wrong = |why: String| row.wrong(row.key(&names), why.trim_end_matches('.'));
        check_retention(days).map_err(wrong)
    };
    row.number(&names)?.map(checked).transpose()
}

/// What it is marked with. Export-Csv writes a type in the place of tags.
fn tags(row: &Row<'_>) -> Result<Tags> {
    let Some((_, serde_json::Value::Object(given))) = row.get(&["Tags", "Tag"]) else {
        return Ok(Tags::new());
    };
    let text = |(name, value): (&String, &serde_json::Value)| match value {
        serde_json::Value::String(text) => Ok((name.clone(), text.clone())),
        serde_json::Value::Null => Ok((name.clone(), String::new())),
        _ => Err(row.wrong("Tags", &format!("the tag '{name}' is no text"))),
    };
    given.iter().map(text).collect()
}

pub(crate) struct KeyRow {
    pub(crate) vault: String,
    /// In which service it is; absent where the row alone does not say.
    pub(super) told: Option<VaultKind>,
    pub(crate) kind: VaultKind,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) key_type: KeyType,
    pub(crate) size: Option<u32>,
    pub(crate) enabled: bool,
    pub(crate) expires: Option<i64>,
    pub(crate) not_before: Option<i64>,
    pub(crate) created: Option<i64>,
    pub(crate) ops: Option<Vec<KeyOp>>,
}

impl KeyRow {
    /// Where it is, in the cloud of its tenant.
    ///
    /// # Errors
    /// `BadParameter` for names that no vault and no key can have.
    pub(crate) fn uri(&self, cloud: Cloud) -> std::result::Result<KeyUri, VaultError> {
        cloud.key_uri((self.kind, &self.vault), &self.name, Some(&self.version))
    }

    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        let key_type = row.text(&["KeyType"])?.unwrap_or_else(|| "RSA".to_owned());
        let known = key_type.parse().map_err(|_| {
            row.wrong(
                "KeyType",
                &format!("'{key_type}' is no key that a twin can hold: RSA or RSA-HSM"),
            )
        })?;
        let version = row.needed(&["Version"])?;
        if version.len() != 32 || !version.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(row.wrong("Version", "a version has 32 hexadecimal digits"));
        }
        let size = row.number(&["KeySize"])?;
        if size.is_some_and(|size| ![2048, 3072, 4096].contains(&size)) {
            return Err(row.wrong("KeySize", "an RSA key has 2048, 3072 or 4096 bits"));
        }
        let of_hsm = row.text(&["HsmName"])?.map(|_| VaultKind::ManagedHsm);
        let id = row.text(&["Id"])?.and_then(|id| VaultHosts::Azure.key_uri(&id).ok());
        let told = of_hsm.or_else(|| id.map(|id| id.kind()));
        Ok(Self {
            vault: row.needed(&["VaultName", "HsmName"])?,
            told,
            kind: told.unwrap_or(VaultKind::Vault),
            name: row.needed(&["Name"])?,
            version: version.to_lowercase(),
            key_type: known,
            size,
            enabled: row.is(&["Enabled"])?.unwrap_or(true),
            expires: row.date(&["Expires"])?,
            not_before: row.date(&["NotBefore"])?,
            created: row.date(&["Created"])?,
            ops: words(row, &["KeyOps"])?.filter(|ops| !ops.is_empty()),
        })
    }
}

pub(crate) struct PolicyRow {
    /// Where it stands, for people.
    pub(super) place: String,
    pub(crate) is_of_workloads: bool,
    pub(crate) name: String,
    pub(crate) guid: Option<Uuid>,
    pub(crate) description: String,
    pub(crate) enabled: bool,
    pub(crate) keys: Vec<KeyUri>,
}

impl PolicyRow {
    /// Whether a tenant cannot have both: names are unique for each kind, and GUIDs for all.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_named_so = self.is_of_workloads == other.is_of_workloads
            && self.name.to_lowercase() == other.name.to_lowercase();
        is_named_so || self.guid.is_some_and(|guid| other.guid == Some(guid))
    }

    pub(super) fn of(row: &Row<'_>, is_of_workloads: bool) -> Result<Self> {
        let uri = |text: &String| {
            let why =
                |error: VaultError| row.wrong("AzureKeyIDs", error.message.trim_end_matches('.'));
            VaultHosts::Azure.key_uri(text).map_err(why)
        };
        let keys: Vec<_> = row.list(&["AzureKeyIDs"])?.iter().map(uri).collect::<Result<_>>()?;
        if keys.len() != 2 {
            let why = format!("a policy has two keys, and this one has {}", keys.len());
            return Err(row.wrong("AzureKeyIDs", &why));
        }
        Ok(Self {
            place: row.told("Name"),
            is_of_workloads,
            name: policy_name(row)?,
            guid: guid(row, &["Guid"])?,
            description: row.lines(&["Description"])?.unwrap_or_default(),
            enabled: row.is(&["Enabled"])?.unwrap_or(true),
            keys,
        })
    }
}

fn policy_name(row: &Row<'_>) -> Result<String> {
    let names = ["Name", "Identity"];
    let name = row.needed(&names)?;
    let refused = |error: EngineError| row.refused(&names, &error.message, &error.fix);
    check_policy_name(&name).map_err(refused).map(|()| name)
}

pub(crate) struct MailboxRow {
    pub(crate) name: String,
    pub(crate) alias: String,
    pub(crate) address: String,
    pub(crate) user_principal_name: String,
    pub(crate) display_name: String,
    pub(crate) recipient_type: String,
    /// Its own GUID.
    pub(crate) guid: Option<Uuid>,
    /// The object id of its user in the directory of the real tenant.
    pub(crate) object_id: Option<Uuid>,
    pub(crate) policy: Option<String>,
}

impl MailboxRow {
    pub(super) fn of(row: &Row<'_>) -> Result<Self> {
        let address = row.needed(&ADDRESS)?;
        let (local, _) = address
            .split_once('@')
            .ok_or_else(|| row.wrong(row.key(&ADDRESS), &format!("'{address}' is no address")))?;
        let kind = row.text(&["RecipientTypeDetails", "Recipient type", "RecipientType"])?;
        // What has no GUID of its own, and who is in no directory, is written with one of zeros.
        let id = |names: &[&str]| guid(row, names).map(|id| id.filter(|id| !id.is_nil()));
        let read = Self {
            name: row.text(&["Name"])?.unwrap_or_else(|| local.to_owned()),
            alias: row.text(&["Alias"])?.unwrap_or_else(|| local.to_owned()),
            user_principal_name: row.text(&USER)?.unwrap_or_else(|| address.clone()),
            display_name: row.text(&["DisplayName", "Display name"])?.unwrap_or_default(),
            recipient_type: recipient_type(&kind.unwrap_or_default()).to_owned(),
            guid: id(&MAILBOX)?,
            object_id: id(&PERSON)?,
            policy: row.text(&["DataEncryptionPolicy"])?,
            address,
        };
        read.check_names(row)?;
        Ok(read)
    }

    /// What is made of it.
    pub(crate) fn new_mailbox(&self) -> NewMailbox {
        NewMailbox {
            name: self.name.clone(),
            alias: self.alias.clone(),
            user_principal_name: self.user_principal_name.clone(),
            smtp_address: self.address.clone(),
            display_name: self.display_name.clone(),
            recipient_type: self.recipient_type.clone(),
            guid: self.guid,
        }
    }

    fn check_names(&self, row: &Row<'_>) -> Result<()> {
        let Err(error) = self.new_mailbox().check_names() else { return Ok(()) };
        let is_it = |name: &String| error.target.as_ref() == Some(name);
        let field = match self {
            _ if is_it(&self.address) => row.key(&ADDRESS),
            _ if is_it(&self.user_principal_name) => row.key(&USER),
            _ if is_it(&self.alias) => row.key(&["Alias"]),
            _ => row.key(&["Name"]),
        };
        Err(row.refused(&[field], &error.message, &error.fix))
    }
}

/// As the cmdlets write it, and as the admin center does: `Shared`, `User`.
fn recipient_type(given: &str) -> &'static str {
    match given.to_lowercase().trim_end_matches("mailbox") {
        "shared" => SHARED_MAILBOX,
        "room" => ROOM_MAILBOX,
        "equipment" => EQUIPMENT_MAILBOX,
        "group" => GROUP_MAILBOX,
        "publicfolder" => PUBLIC_FOLDER_MAILBOX,
        "mailuser" => MAIL_USER,
        _ => USER_MAILBOX,
    }
}
