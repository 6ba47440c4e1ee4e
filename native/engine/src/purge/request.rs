//! Asking for a purge: only once the customer's permissions are taken away on both vaults.

use std::collections::BTreeSet;

use ckey_store::model::{Policy, PolicyKind, PolicyWrap, Purge, PurgeStage, WrapSlot};
use ckey_store::{Reader, StateExt};
use ckey_vault::paste::{principal, remove_hsm_role, remove_role, word};
use ckey_vault::{
    Caller, FailureClass, KeyPermission, KeyUri, RootVault, VaultDescription, VaultError,
    VaultErrorKind, VaultKind,
};
use serde_json::json;

use super::{Purges, unsupported};
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{Askers, must_be_of_policy, service_application};
use crate::policies::{Policies, audited_as};
use crate::record::{Actor, AuditEvent, Operation};
use crate::sites::{Sites, must_not_recover};

/// The longest reason, and the longest contact, in characters: both stand in the document that is
/// signed, which is read back up to a length.
const LONGEST_TEXT: usize = 2048;

/// What is asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeRequest {
    /// Why.
    pub reason: String,
    /// Whom to ask about it.
    pub contact: String,
    /// Also where a vault is not there any more.
    pub force: bool,
}

/// Whose data is to be purged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurgeOf<'a> {
    /// That under a mailbox policy, by its name, distinguished name or GUID.
    Policy(&'a str),
    /// That of a geo of SharePoint; of the only one where none is named.
    Geo(Option<&'a str>),
}

/// What a root key of a policy says to the service.
enum Root {
    /// It would still unwrap, or refuses for another reason than a permission that is gone.
    Permitted(Option<VaultErrorKind>),
    /// The permission is gone.
    Revoked,
    /// The vault is gone.
    Gone(VaultError),
    /// Nothing is known of it.
    Silent(VaultError),
    /// Somebody else is refused than the one that had the key wrap: both.
    RefusesAnother(String),
}

impl Root {
    fn of(answer: std::result::Result<(), VaultError>) -> Self {
        let Err(error) = answer else { return Self::Permitted(None) };
        match error.kind {
            VaultErrorKind::AccessDenied => Self::Revoked,
            VaultErrorKind::VaultNotFound | VaultErrorKind::VaultDeleted => Self::Gone(error),
            // A firewall hides whether the permission is there, and so does a refusal that does not
            // say why: a subscription that was canceled can be paid again.
            VaultErrorKind::FirewallRefused
            | VaultErrorKind::SubscriptionCanceled
            | VaultErrorKind::ReasonUnknown => Self::Silent(error),
            // A vault asks for the permission first: who hears of the key that it is disabled or
            // deleted has one, and the key may be enabled, recovered or restored.
            kind if kind.class() == FailureClass::Explicit => Self::Permitted(Some(kind)),
            _ => Self::Silent(error),
        }
    }
}

impl Root {
    /// The same to who asks now.
    fn to(self, key: &str, askers: &Askers, roots: &dyn RootVault) -> Self {
        let (Self::Revoked, Ok(uri)) = (&self, KeyUri::stored(key)) else { return self };
        let now = roots.asker(&uri);
        let Some(before) = askers.other_than(&uri, now.as_deref()) else { return self };
        let now = now.map_or_else(
            || "an identity that its token does not name".to_owned(),
            |now| format!("'{now}'"),
        );
        Self::RefusesAnother(format!("'{key}' refuses {now}, but '{before}' had it wrap"))
    }
}

/// The refusal of a purge that the wrong one asks for.
fn asked_by_another(policy: &Policy, why: &str) -> EngineError {
    let anew = match policy.kind {
        PolicyKind::SharePoint => "roll both keys to new versions",
        _ => "refresh the policy",
    };
    EngineError::new(
        "PurgeAskedByAnother",
        Category::InvalidOperation,
        format!("Whether the permissions on the vaults {} of the policy '{}' are gone is not known: {why}.", vaults_of(policy), policy.name),
        format!("These are object ids. Set up the sign-in of the identity that had it wrap, and ask again. If it is gone and no purge was asked for yet: give the present one the permissions, {anew}, and take them away; users can read until then. If it has gone since then: set up its sign-in all the same, and complete the purge with -WithoutAnswer."),
    )
    .about(policy.name.as_str())
}

/// The root keys of every generation of a policy that still has wraps.
fn roots(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<PolicyWrap>> {
    let mut found = Vec::new();
    for generation in reader.generations(policy.no)? {
        for wrap in reader.policy_wraps(policy.no, generation.number)? {
            let place = (wrap.generation, wrap.slot);
            if matches!(wrap.slot, WrapSlot::First | WrapSlot::Second) {
                must_be_of_policy(reader, policy, place, &wrap.key_uri)?;
                found.push(wrap);
            }
        }
    }
    Ok(found)
}

impl Purges<'_> {
    /// What keeps a purge from being asked for, if anything. Answers what is said of mailboxes that
    /// other policies protect.
    ///
    /// # Errors
    /// `PolicyNotFound`, `PurgeUnsupported`, `PurgeAlreadyRequested`, `PurgeReasonMissing`,
    /// `PurgeReasonTooLong`, `PurgeKeysReachable`, `PurgeVaultUnreachable`, `PurgeAskedByAnother`, `PurgeKeyGone`,
    /// `TenantReadOnly`.
    /// For a geo also `GeoNotFound`, `GeoNotRegistered`, `GeoInTransition`, `GeoRecovers`,
    /// `DeletedSitesElsewhere`, `PurgeAgreementMissing`.
    pub fn check_request(&self, of: PurgeOf<'_>, request: &PurgeRequest) -> Result<Option<String>> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let policy = self.requested(of, request)?;
        self.must_be_agreed(&policy)?;
        self.must_be_revoked(&policy, request.force)?;
        self.others(&policy)
    }

    /// Asks for the purge of all data under a policy. From now on nothing is put under it, and it
    /// is not changed.
    ///
    /// # Errors
    /// Those of [`Self::check_request`].
    pub fn request(&self, actor: &Actor, of: PurgeOf<'_>, request: &PurgeRequest) -> Result<()> {
        let warning = self.check_request(of, request)?;
        let policy = self.requested(of, request)?;
        let agreements = self.must_be_agreed(&policy)?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let gone = || EngineError::changed_meanwhile(&policy.name);
            let mut row = writer.policy(policy.no)?.ok_or_else(gone)?;
            not_yet(&row)?;
            must_not_recover(writer, row.no)?;
            row.purge = Some(Box::new(Purge {
                stage: PurgeStage::Requested,
                requested: now,
                by: actor.name.clone(),
                reason: request.reason.trim().to_owned(),
                contact: request.contact.trim().to_owned(),
                forced: request.force,
                document: None,
                approved: None,
                finished: None,
                mailboxes: 0,
                items: 0,
                fingerprints: Vec::new(),
                report: None,
                agreements: agreements.clone(),
                sites: 0,
                installation: None,
            }));
            row.changed = now;
            writer.update_policy(&row)?;
            writer.raise_epoch()?;
            let details = json!({
                "policy": row.guid, "stage": PurgeStage::Requested.as_str(),
                "reason": request.reason, "contact": request.contact, "forced": request.force,
            });
            let event = AuditEvent::new(
                "Request data purge",
                audited_as(row.kind),
                &actor.name,
                row.name.as_str(),
                details,
            );
            self.ground.chain().append(writer, now, &event)
        })?;
        warning.into_iter().for_each(Operation::warn);
        Ok(())
    }

    fn requested(&self, of: PurgeOf<'_>, request: &PurgeRequest) -> Result<Policy> {
        let policy = match of {
            PurgeOf::Policy(identity) => self.of_mailboxes(identity)?,
            PurgeOf::Geo(geo) => Sites::of(self.ground).registered(geo)?.1,
        };
        self.may_be_purged(&policy)?;
        for (what, text) in [("reason", &request.reason), ("contact", &request.contact)] {
            if text.trim().is_empty() {
                return Err(EngineError::invalid(
                    "PurgeReasonMissing",
                    &policy.name,
                    format!("A purge needs a {what}."),
                    "Give both: -PermanentDataPurgeReason and -PermanentDataPurgeContact.",
                ));
            }
            if text.chars().count() > LONGEST_TEXT {
                return Err(EngineError::invalid(
                    "PurgeReasonTooLong",
                    &policy.name,
                    format!("The {what} of a purge has {LONGEST_TEXT} characters at most."),
                    "Give a shorter one, which says where the rest is written.",
                ));
            }
        }
        not_yet(&policy)?;
        Ok(policy)
    }

    fn of_mailboxes(&self, identity: &str) -> Result<Policy> {
        let policies = Policies::of(self.ground);
        let found = policies.find(PolicyKind::Mailbox, identity);
        found.map_err(|error| {
            let others = [PolicyKind::MultiWorkload, PolicyKind::SharePoint].into_iter();
            let other = others.filter_map(|kind| policies.find(kind, identity).ok()).next();
            let rules = self.ground.current_settings().rules;
            other.map_or(error, |other| unsupported(&other, rules))
        })
    }

    /// Both vaults refuse the service (rules 4.8.2 and 4.8.8).
    pub(super) fn must_be_revoked(&self, policy: &Policy, force: bool) -> Result<()> {
        let wraps = self.ground.state().view(|reader| roots(reader, policy))?;
        let keys: Vec<_> = wraps.into_iter().map(|wrap| wrap.key_uri).collect();
        self.must_be_revoked_by(policy, &keys, force, &|caller, uri| {
            self.ground.roots().check_unwrap(caller, uri, &self.ground.root_wait())
        })
    }

    /// The same of these keys, by what the vaults would answer.
    pub(crate) fn must_be_revoked_by(
        &self,
        policy: &Policy,
        keys: &[String],
        force: bool,
        ask: &dyn Fn(&Caller, &KeyUri) -> std::result::Result<(), VaultError>,
    ) -> Result<()> {
        let caller = service_application(policy.kind);
        let askers = self.ground.state().view(|reader| Askers::stored(reader, policy.guid))?;
        let roots = self.ground.roots();
        let (mut permitted, mut told) = (Vec::new(), Vec::new());
        let (mut gone, mut silent, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for key in keys {
            let asked = KeyUri::stored(key).and_then(|uri| ask(&caller, &uri));
            match Root::of(asked).to(key, &askers, &roots) {
                Root::Permitted(why) => {
                    let why = why.map(|why| format!(" ({})", why.name())).unwrap_or_default();
                    told.push(format!("{key}{why}"));
                    permitted.push(key.clone());
                }
                Root::Revoked => {}
                Root::Gone(error) => gone.push(error.message),
                Root::Silent(error) => silent.push(error),
                Root::RefusesAnother(why) => others.push(why),
            }
        }
        told.dedup();
        let (vaults, name) = (vaults_of(policy), policy.name.as_str());
        if !permitted.is_empty() {
            return Err(EngineError::new(
                "PurgeKeysReachable",
                Category::InvalidOperation,
                format!(
                    "The data under the policy '{name}' cannot be purged while a key of it may be used: {}.",
                    told.join(", ")
                ),
                self.revoking(&permitted, &caller, &vaults),
            )
            .about(name));
        }
        if let Some(why) = others.first() {
            return Err(asked_by_another(policy, why));
        }
        if let Some(VaultError { kind, fix, .. }) = silent.first() {
            let mut why: Vec<_> = silent.iter().map(|error| error.message.as_str()).collect();
            why.extend(gone.iter().map(String::as_str).filter(|_| !force));
            why.dedup();
            let message = why.join(" ");
            // An outage ends by itself.
            let answers = kind.class() != FailureClass::System;
            let fix =
                if answers { fix.clone() } else { "Try again once both vaults answer.".to_owned() };
            return Err(EngineError::new(
                "PurgeVaultUnreachable",
                Category::ResourceUnavailable,
                format!("Whether the permissions on the vaults {vaults} of the policy '{name}' are gone is not known: {message}"),
                fix,
            )
            .about(name));
        }
        match gone.first() {
            Some(why) if !force => Err(EngineError::new(
                "PurgeKeyGone",
                Category::InvalidOperation,
                format!("A vault of the policy '{name}' is not there, so that nobody says that the permission is gone: {why}"),
                "Add -Force where the vault was deleted.",
            )
            .about(name)),
            _ => Ok(()),
        }
    }

    /// How the service's permissions on the vaults of these keys are taken away: by which commands,
    /// where the vaults are embedded.
    fn revoking(&self, keys: &[String], caller: &Caller, named: &str) -> String {
        let (roots, mut uris) = (self.ground.roots(), keys.iter().map(|key| KeyUri::stored(key)));
        if !uris.any(|uri| uri.is_ok_and(|uri| roots.is_embedded(&uri))) {
            return format!(
                "Take wrapKey and unwrapKey on both vaults, {named}, from the identity that signs in to them; on a managed HSM, the local role that gives it these."
            );
        }
        let vaults = keys.iter().filter_map(|key| KeyUri::stored(key).ok()).filter_map(|uri| {
            roots.embedded_vault(&uri).ok().map(|vault| revoking_in(&vault, uri.key(), caller))
        });
        let commands: BTreeSet<_> = vaults.flatten().collect();
        let commands = commands.into_iter().collect::<Vec<_>>().join("; ");
        format!("Take wrap and unwrap from '{}' on both vaults, {named}: {commands}", caller.name)
    }
}

/// The commands that take wrap and unwrap of a key from the service's application: the policy goes,
/// or each role that gives one of them, where roles count.
fn revoking_in(vault: &VaultDescription, key: &str, caller: &Caller) -> Vec<String> {
    if !vault.rbac {
        return vec![format!(
            "Remove-AzKeyVaultAccessPolicy -VaultName {} -SubscriptionId {} {}",
            word(&vault.name),
            word(&vault.subscription),
            principal(caller)
        )];
    }
    let app = caller.app_id.as_deref().unwrap_or_default();
    let using = [KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    let roles = vault.key_roles_of(caller, key, &using);
    let command = |given| match vault.kind() {
        VaultKind::Vault => remove_role(app, given, &vault.resource_id()),
        VaultKind::ManagedHsm => remove_hsm_role(app, given, &vault.name),
    };
    roles.map(command).collect()
}

fn not_yet(policy: &Policy) -> Result<()> {
    if policy.purge.is_none() {
        return Ok(());
    }
    Err(crate::policies::purge_requested(policy))
}

/// Both vaults of a policy, in words.
fn vaults_of(policy: &Policy) -> String {
    let vaults = policy.key_uris.iter().filter_map(|uri| KeyUri::stored(uri).ok());
    vaults.map(|uri| format!("'{}'", uri.vault())).collect::<Vec<_>>().join(" and ")
}
