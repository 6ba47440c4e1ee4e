//! Applications that may sign in over the network, each with a secret of its own. A secret is shown
//! once; kept is what Argon2id makes of it, as a setting: its row is authenticated, and its every
//! change is on the record.

use ckey_crypto::{SecretBytes, SecretKey};
use ckey_store::{Reader, StateExt};
use ckey_vault::{Caller, canonical_id};
use serde_json::json;

use super::kept::Kept;
use super::people::find;
use super::resolve::Known;
use super::{Account, Directory};
use crate::error::{Category, EngineError, Result};
use crate::ground::{CREDENTIAL, Registered, SETTINGS};
use crate::record::{Actor, AuditEvent};
use ckey_store::model::DirectoryKind;

/// The value of one that was taken away.
const REVOKED: &str = "Revoked";

/// Sign-ins that named applications that are not registered, taken together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnknownSignIns {
    /// How many.
    pub count: u64,
    /// Some of the addresses that they came from.
    pub from: Vec<String>,
    /// Some of the ids that they named.
    pub applications: Vec<String>,
}

fn setting(app_id: &str) -> String {
    format!("{CREDENTIAL}{}", canonical_id(app_id).to_ascii_lowercase())
}

/// The value of what is kept of an application that may sign in.
fn value(reader: &mut dyn Reader, name: &str) -> Result<Option<String>> {
    Ok(reader.setting(&format!("{SETTINGS}{name}"))?.filter(|value| value != REVOKED))
}

/// What is kept of an application that may sign in.
fn kept(reader: &mut dyn Reader, app_id: &str) -> Result<Option<Kept>> {
    let name = setting(app_id);
    value(reader, &name)?.map(|value| Kept::read(&name, &value)).transpose()
}

fn not_registered(app_id: &str) -> EngineError {
    let message = format!("'{app_id}' is not registered to sign in over the network.");
    let fix = "List those that are: customer-key principal list.";
    EngineError::new("PrincipalNotRegistered", Category::ObjectNotFound, message, fix).about(app_id)
}

impl Directory<'_> {
    /// Lets an application sign in over the network, with the secret that is the answer. One that
    /// could before gets a new secret, and the earlier one ends.
    ///
    /// # Errors
    /// As [`Directory::check_owner`] and [`Directory::resolve_service_principal`];
    /// `IdentifierInvalid` for a person's object id; those of the store.
    pub fn register_principal(
        &self,
        account: &Account,
        app_id: &str,
    ) -> Result<(Known, SecretBytes)> {
        self.check_owner(account, "Registering an application for the network")?;
        self.ground.must_be_writable()?;
        let known = self.resolve_service_principal(app_id)?.known;
        let app_id = known.app_id.clone().unwrap_or_else(|| known.id.clone());
        // An id that was mentioned before it was an application's is called by itself.
        if known.name != app_id && known.name.contains('@') {
            return Err(EngineError::invalid(
                "IdentifierInvalid",
                &app_id,
                format!("'{app_id}' is the object id of '{}', not an application's.", known.name),
                "Give the id of an application: over the network, only applications sign in.",
            ));
        }
        let random = SecretKey::generate()?;
        // Letters alone: it stands in command lines and environments.
        let secret = SecretBytes::from_slice(hex::encode(random.expose()).as_bytes())?;
        self.keep_credential(account, &app_id, &Kept::of(secret.expose())?.text())?;
        Ok((known, secret))
    }

    /// Ends an application's signing in over the network, and its tokens with it.
    ///
    /// # Errors
    /// As [`Directory::check_owner`]; `PrincipalNotRegistered`; those of the store.
    pub fn revoke_principal(&self, account: &Account, app_id: &str) -> Result<()> {
        self.check_owner(account, "Ending the registration of an application")?;
        self.ground.must_be_writable()?;
        if self.ground.state().view(|reader| kept(reader, app_id))?.is_none() {
            return Err(not_registered(app_id));
        }
        self.keep_credential(account, app_id, REVOKED)
    }

    /// The ids of the applications that may sign in over the network, sorted.
    ///
    /// # Errors
    /// As [`Directory::check_owner`]; those of the store.
    pub fn registered_principals(&self, account: &Account) -> Result<Vec<String>> {
        self.check_owner(account, "The list of registered applications")?;
        self.ground.sync()?;
        let prefix = format!("{SETTINGS}{CREDENTIAL}");
        let rows =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.settings(&prefix)?))?;
        let named = rows.into_iter().filter(|(_, value)| value != REVOKED);
        Ok(named.filter_map(|(name, _)| Some(name.strip_prefix(&prefix)?.to_owned())).collect())
    }

    /// Who a registered application is to the vaults: what names it there gives it what it may do,
    /// and nothing else does. `None` for one that is not registered, or not any more.
    ///
    /// # Errors
    /// Those of the store.
    pub fn principal(&self, app_id: &str) -> Result<Option<Registered>> {
        self.ground.sync()?;
        let (name, known) = (setting(app_id), &self.ground.applications);
        self.ground.state().view(|reader| {
            let Some(value) = value(reader, &name)? else { return Ok(None) };
            if let Some(registered) = known.get(&name, &value) {
                return Ok(Some(registered));
            }
            let kept = Kept::read(&name, &value)?;
            let Some(registered) = self.registered(reader, app_id, &kept)? else { return Ok(None) };
            known.keep(name.clone(), &value, &registered);
            Ok(Some(registered))
        })
    }

    /// What is kept of an application that may sign in, and who it is, both of one moment.
    pub(super) fn registration(&self, app_id: &str) -> Result<Option<(Kept, Registered)>> {
        self.ground.state().view(|reader| {
            let Some(kept) = kept(reader, app_id)? else { return Ok(None) };
            let registered = self.registered(reader, app_id, &kept)?;
            Ok(registered.map(|registered| (kept, registered)))
        })
    }

    fn registered(
        &self,
        reader: &mut dyn Reader,
        app_id: &str,
        kept: &Kept,
    ) -> Result<Option<Registered>> {
        let kind = DirectoryKind::ServicePrincipal;
        let found = find(reader, self.ground.name(), kind, &canonical_id(app_id))?;
        let Some(known) = found.map(Known::from) else { return Ok(None) };
        let app_id = known.app_id.unwrap_or_else(|| known.id.clone());
        let caller = Caller::application(known.id, app_id, known.display_name);
        Ok(Some(Registered { caller, registration: kept.registration.clone() }))
    }

    /// Whether this is the secret of a registered application; who it is then. One that is not
    /// registered takes as long.
    ///
    /// # Errors
    /// Those of the store.
    pub fn principal_by_secret(&self, app_id: &str, secret: &[u8]) -> Result<Option<Registered>> {
        self.ground.sync()?;
        match self.registration(app_id)? {
            Some((kept, registered)) => Ok(kept.is(secret)?.then_some(registered)),
            None => Kept::of(secret).map(|_| None),
        }
    }

    /// Records that a sign-in over the network was refused, and why.
    ///
    /// # Errors
    /// Those of the store.
    pub fn record_refused_sign_in(&self, app_id: &str, from: &str, reason: &str) -> Result<()> {
        let app_id: String = app_id.chars().take(64).collect();
        let details = json!({ "from": from, "reason": reason });
        let mut event =
            AuditEvent::new("Sign in over the network", "Tenant", Actor::SERVICE, app_id, details);
        "Denied".clone_into(&mut event.result);
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))
    }

    /// Records how many sign-ins over the network named applications that are not registered.
    ///
    /// # Errors
    /// Those of the store.
    pub fn record_unknown_sign_ins(&self, unknown: &UnknownSignIns) -> Result<()> {
        let details = json!({
            "count": unknown.count,
            "from": unknown.from,
            "applications": unknown.applications,
            "reason": "unknown application",
        });
        let (activity, about) = ("Sign in over the network", "applications not registered");
        let mut event = AuditEvent::new(activity, "Tenant", Actor::SERVICE, about, details);
        "Denied".clone_into(&mut event.result);
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))
    }

    fn keep_credential(&self, account: &Account, app_id: &str, value: &str) -> Result<()> {
        let (name, now) = (setting(app_id), self.ground.now());
        self.ground.state().commit(|writer| {
            let about = (account.name.as_str(), app_id);
            self.ground.write_settings(writer, now, about, &[(name.as_str(), value)])
        })
    }

    /// Changes what is kept of a registered application, or nothing where there is nothing to change.
    /// A registration that ends or is replaced meanwhile is not brought back.
    pub(super) fn change_credential(
        &self,
        account: &Account,
        app_id: &str,
        change: impl Fn(Kept) -> Result<Option<Kept>>,
    ) -> Result<()> {
        let (name, now) = (setting(app_id), self.ground.now());
        self.ground.state().commit(|writer| {
            let before = kept(writer, app_id)?.ok_or_else(|| not_registered(app_id))?;
            let Some(kept) = change(before)? else { return Ok(()) };
            let about = (account.name.as_str(), app_id);
            self.ground.write_settings(writer, now, about, &[(name.as_str(), kept.text().as_str())])
        })
    }
}
