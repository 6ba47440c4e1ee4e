//! The tenant's directory. Scripts carry their own ids: what they mention and the tenant does not
//! know is made or refused, as the setting `UnknownIdentifiers` says (rule 8.5.8).

use ckey_crypto::digest::sha256;
use ckey_store::model::{DirectoryEntry, DirectoryKind, TenantRow};
use ckey_store::{Reader, StateExt, name_key};
use ckey_vault::{Caller, canonical_id};
use serde_json::json;
use uuid::Uuid;

use super::naming::is;
use super::people::{self, find};
use super::{Account, Directory, well_known};
use crate::error::{Category, EngineError, Result};
use crate::ground::{UnknownIdentifiers, read_note, write_note};
use crate::record::{Actor, AuditEvent};

/// A person, application or subscription that the tenant knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Object id of a person or service principal; subscription id.
    pub id: String,
    /// User principal name; application id; subscription name.
    pub name: String,
    /// The name it is shown by.
    pub display_name: String,
    /// The application id, for a service principal.
    pub app_id: Option<String>,
    /// The address of its mailbox, where that was looked for.
    pub mail: Option<String>,
}

/// What a name or id was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// What it is.
    pub known: Known,
    /// Whether it was made just now, on first mention, and nothing named it: the caller warns,
    /// naming it. Where only plans are made, whether it would be.
    pub created: bool,
}

/// What becomes of a name that the tenant does not know.
#[derive(Clone, Copy)]
enum Unknown<'a> {
    /// As the tenant's setting says.
    AsSet,
    /// As the setting says, for an account that is not refused everything.
    MadeBy(&'a Account),
    /// An owner names it on purpose: it is made.
    MadeByOwner,
}

const TENANT_IDS: &str = "directory.tenant-ids";

impl From<DirectoryEntry> for Known {
    fn from(entry: DirectoryEntry) -> Self {
        let display_name = serde_json::from_str::<serde_json::Value>(&entry.body)
            .ok()
            .and_then(|body| {
                body.get("displayName").and_then(|name| name.as_str()).map(str::to_owned)
            })
            .unwrap_or_else(|| entry.name.clone());
        let app_id = (entry.kind == DirectoryKind::ServicePrincipal).then(|| entry.name.clone());
        Self { id: entry.id, name: entry.name, display_name, app_id, mail: None }
    }
}

pub(super) fn entry(
    kind: DirectoryKind,
    id: &str,
    name: &str,
    display_name: &str,
) -> DirectoryEntry {
    DirectoryEntry {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
        body: json!({ "displayName": display_name }).to_string(),
    }
}

/// A GUID that a name always gives, so that the same script makes the same objects in every tenant.
pub(super) fn derived_guid(kind: &str, name: &str) -> Uuid {
    let digest = sha256(format!("customer-key/{kind}/{}", name_key(name)).as_bytes());
    let mut bytes = [0_u8; 16];
    for (byte, source) in bytes.iter_mut().zip(digest) {
        *byte = source;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What a new tenant knows: its administrator and the service's applications.
pub(crate) fn initial_directory(tenant: &TenantRow) -> Vec<DirectoryEntry> {
    let administrator = administrator_of(&tenant.name);
    let mut entries = vec![entry(
        DirectoryKind::User,
        &derived_guid("user", &administrator).to_string(),
        &administrator,
        "Administrator",
    )];
    entries.extend(well_known::ALL.iter().map(|application| {
        entry(
            DirectoryKind::ServicePrincipal,
            application.object_id,
            application.app_id,
            application.name,
        )
    }));
    entries
}

fn what(kind: DirectoryKind) -> &'static str {
    match kind {
        DirectoryKind::User => "user",
        DirectoryKind::ServicePrincipal => "service principal",
        DirectoryKind::Subscription => "subscription",
        DirectoryKind::ResourceGroup => "resource group",
    }
}

/// Dashes and quotes that word processors put in place of plain ones.
const fn is_typographic(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{201f}' | '\u{2212}')
}

/// Refuses an id whose dashes a word processor has changed, or that it has put into quotes. It would
/// be taken for a name, and something else made by it.
fn refuse_typographic(what: &str, text: &str) -> Result<()> {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ => (!is_typographic(c)).then_some(c),
    };
    let meant: String = text.chars().filter_map(plain).collect();
    if meant == text || Uuid::try_parse(&meant).is_err() {
        return Ok(());
    }
    Err(EngineError::invalid(
        "IdentifierInvalid",
        text,
        format!("'{text}' does not name a {what}: it has typographic dashes or quotes."),
        format!("Write {meant}."),
    ))
}

/// Whether a text is a user principal name: something before and after one `@`, in letters that can
/// be seen.
pub(crate) fn is_user_name(text: &str) -> bool {
    let odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || is_typographic(c)
            || ckey_base::is_hidden(c)
            || matches!(c, '"' | '<' | '>' | ',' | ';')
    };
    let parts = text.split_once('@');
    parts.is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    }) && !text.contains(odd)
}

/// Whether a subscription can be called so: by any text that a line can show.
#[must_use]
pub fn is_subscription_name(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}

/// An account as it is looked up and kept: an id in its one form, an address without `SMTP:` and
/// the last dot of its domain.
#[must_use]
pub fn canonical_account(text: &str) -> String {
    let id = canonical_id(text);
    let address = match id.split_once(':') {
        Some((kind, address)) if kind.eq_ignore_ascii_case("smtp") => address.trim(),
        _ => id.as_str(),
    };
    if address.contains('@') && !address.contains("://") {
        address.trim_end_matches('.').to_owned()
    } else {
        id
    }
}

impl Directory<'_> {
    /// Who acts: a person by user principal name or object id, or an application that the tenant
    /// knows.
    ///
    /// # Errors
    /// `UnknownIdentifier` where unknown ones are refused and no mailbox or vault names it;
    /// `IdentifierInvalid` for neither a name with `@` nor a GUID.
    pub fn resolve_user(&self, name_or_id: &str) -> Result<Resolved> {
        self.resolve(DirectoryKind::User, name_or_id, Unknown::AsSet, is_user_name)
    }

    /// As [`Tenant::resolve_user`] for an account that an owner names: on purpose it is made also
    /// where unknown ones are refused.
    pub(super) fn resolve_named(&self, name_or_id: &str, on_purpose: bool) -> Result<Resolved> {
        let unknown = if on_purpose { Unknown::MadeByOwner } else { Unknown::AsSet };
        self.resolve(DirectoryKind::User, name_or_id, unknown, is_user_name)
    }

    /// A service principal by application id or object id. One that signed in before anybody called
    /// it an application is the same.
    ///
    /// # Errors
    /// As [`Directory::resolve_user`]; an application id is a GUID or a URI.
    pub fn resolve_service_principal(&self, app_or_object_id: &str) -> Result<Resolved> {
        let is_uri = |text: &str| text.contains("://");
        let mut resolved = self.resolve(
            DirectoryKind::ServicePrincipal,
            app_or_object_id,
            Unknown::AsSet,
            is_uri,
        )?;
        let known = &mut resolved.known;
        known.app_id.get_or_insert_with(|| known.id.clone());
        Ok(resolved)
    }

    /// A subscription by id or name, for an account that something names: no other makes one on
    /// first mention.
    ///
    /// # Errors
    /// As [`Directory::resolve_user`] and [`Directory::check_named`].
    pub fn resolve_subscription(&self, account: &Account, id_or_name: &str) -> Result<Resolved> {
        let unknown = Unknown::MadeBy(account);
        self.resolve(DirectoryKind::Subscription, id_or_name, unknown, is_subscription_name)
    }

    /// Whether a directory tenant id or domain of a script stands for this tenant. Scripts carry
    /// their own: an unknown one is taken for this tenant's from then on.
    ///
    /// # Errors
    /// As [`Directory::resolve_subscription`].
    pub fn resolve_tenant_id(&self, account: &Account, id_or_domain: &str) -> Result<Resolved> {
        self.ground.sync()?;
        let known = Known {
            id: self.ground.id().to_string(),
            name: self.ground.domain(),
            display_name: self.ground.name().to_owned(),
            app_id: None,
            mail: None,
        };
        let wanted = name_key(&canonical_id(id_or_domain));
        let aliases: Vec<String> =
            self.ground.state().view(|reader| read_note(reader, TENANT_IDS))?;
        if [known.id.as_str(), &known.name, self.ground.name()]
            .iter()
            .any(|own| name_key(own) == wanted)
            || aliases.contains(&wanted)
        {
            return Ok(Resolved { known, created: false });
        }
        refuse_typographic("tenant", id_or_domain)?;
        self.may_create("tenant id", id_or_domain, Unknown::MadeBy(account))?;
        if self.plans {
            self.ground.must_be_writable()?;
            return Ok(Resolved { known, created: true });
        }
        let now = self.ground.now();
        let created = self.ground.state().commit(|writer| {
            // Read again: others may have named one meanwhile, and this one too.
            let mut aliases: Vec<String> = read_note(writer, TENANT_IDS)?;
            if aliases.contains(&wanted) {
                return Ok(false);
            }
            aliases.push(wanted.clone());
            write_note(writer, TENANT_IDS, &aliases)?;
            let details = json!({ "kind": "tenant id" });
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new(
                    "Make on first mention",
                    "Tenant",
                    Actor::SERVICE,
                    id_or_domain,
                    details,
                ),
            )?;
            Ok::<_, EngineError>(true)
        })?;
        Ok(Resolved { known, created })
    }

    fn may_create(&self, kind: &str, name: &str, unknown: Unknown<'_>) -> Result<()> {
        let refuses =
            self.ground.current_settings().unknown_identifiers == UnknownIdentifiers::Refuse;
        match unknown {
            Unknown::MadeByOwner => return Ok(()),
            Unknown::MadeBy(account) if !refuses => {
                return self.check_named(account, &format!("Making the {kind} '{name}'"));
            }
            Unknown::AsSet if !refuses => return Ok(()),
            Unknown::MadeBy(_) | Unknown::AsSet => {}
        }
        Err(EngineError::new(
            "UnknownIdentifier",
            Category::ObjectNotFound,
            format!("This tenant knows no {kind} '{name}'."),
            "Check the id, or let unknown ones be made on first mention: Set-CustomerKeyTenant -UnknownIdentifiers Create.",
        )
        .about(name))
    }

    fn resolve(
        &self,
        kind: DirectoryKind,
        text: &str,
        unknown: Unknown<'_>,
        is_name: impl Fn(&str) -> bool,
    ) -> Result<Resolved> {
        self.ground.sync()?;
        let text =
            &if kind == DirectoryKind::User { canonical_account(text) } else { canonical_id(text) };
        if let Some(found) =
            self.ground.state().view(|reader| find(reader, self.ground.name(), kind, text))?
        {
            return Ok(Resolved { known: found.into(), created: false });
        }
        refuse_typographic(what(kind), text)?;
        let guid = Uuid::try_parse(text).ok();
        if guid.is_none() && !is_name(text) {
            return Err(EngineError::invalid(
                "IdentifierInvalid",
                text,
                format!("'{text}' does not name a {}.", what(kind)),
                "Give a GUID, or the name of one (alice@contoso.com for a user).",
            ));
        }
        let make =
            |reader: &mut dyn Reader| new_entry(reader, self.ground.name(), kind, (text, guid));
        let made = self.ground.state().view(make)?;
        // Whom a mailbox or a vault names is known: nobody is told of a first mention.
        let named = kind == DirectoryKind::User
            && self.is_named(&Caller::person(made.id.as_str(), made.name.as_str()))?;
        if !named {
            self.may_create(what(kind), text, unknown)?;
        }
        if self.ground.is_read_only()
            && matches!(kind, DirectoryKind::User | DirectoryKind::ServicePrincipal)
        {
            return Ok(Resolved { known: made.into(), created: false });
        }
        // The name gives the same ids wherever it is mentioned first.
        if self.plans {
            self.ground.must_be_writable()?;
            return Ok(Resolved { known: made.into(), created: !named });
        }
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            // Looked for again under the write lock: what another process made meanwhile is the
            // one, and nothing known is overwritten.
            let made = make(writer)?;
            for known in [text, &made.id] {
                if let Some(found) = find(writer, self.ground.name(), kind, known)? {
                    return Ok(Resolved { known: found.into(), created: false });
                }
            }
            writer.put_directory(&made)?;
            let details = json!({ "kind": what(kind), "id": made.id });
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new("Make on first mention", "Tenant", Actor::SERVICE, text, details),
            )?;
            Ok(Resolved { known: made.into(), created: !named })
        })
    }
}

/// What is made of an id or name that the tenant does not know.
fn new_entry(
    reader: &mut dyn Reader,
    tenant: &str,
    kind: DirectoryKind,
    (text, guid): (&str, Option<Uuid>),
) -> Result<DirectoryEntry> {
    let derived = |of: &str| entry(kind, &derived_guid(of, text).to_string(), text, text);
    Ok(match (kind, guid) {
        // An application id stands for a service principal whose object id is its own.
        (DirectoryKind::ServicePrincipal, _) => derived("service-principal"),
        (DirectoryKind::User, _) => match people::new_person(reader, tenant, (text, guid))? {
            Some(person) => person,
            None => guid.map_or_else(|| derived("user"), |guid| made_up(kind, guid, text)),
        },
        (_, Some(guid)) => made_up(kind, guid, text),
        (_, None) => derived(what(kind)),
    })
}

/// What an id stands for that nothing but itself names.
fn made_up(kind: DirectoryKind, id: Uuid, text: &str) -> DirectoryEntry {
    entry(kind, &id.to_string(), &made_up_name(kind, id), text)
}

/// What it is called.
pub(super) fn made_up_name(kind: DirectoryKind, id: Uuid) -> String {
    format!("{}-{}", what(kind).replace(' ', "-"), id.simple())
}

/// The alias of an account in a domain that is called as the tenant is: `alice` of
/// `alice@contoso.com` in the tenant `contoso`.
pub(super) fn alias_in<'a>(tenant: &str, account: &'a str) -> Option<&'a str> {
    let (alias, domain) = account.trim().rsplit_once('@')?;
    let begins = domain.split('.').next().unwrap_or_default();
    is(begins, tenant).then_some(alias)
}

/// The administrator of the tenant of this name.
pub(super) fn administrator_of(tenant: &str) -> String {
    format!("admin@{tenant}.onmicrosoft.com")
}
