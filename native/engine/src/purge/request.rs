//! Asking for a purge: only once the customer's permissions are taken away on both vaults.

use std::collections::BTreeSet;

use ckey_store::model::{Policy, PolicyKind, PolicyWrap, Purge, PurgeStage};
use ckey_store::{Reader, StateExt};
use ckey_vault::paste::{principal, remove_hsm_role, remove_role, word};
use ckey_vault::{
    Caller, FailureClass, KeyPermission, KeyUri, RootVault, VaultDescription, VaultError,
    VaultErrorKind, VaultKind,
};
use serde_json::json;

use super::{PurgeView, Purges, unsupported};
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{Askers, customer_wraps, service_application};
use crate::policies::{Policies, audited_as, lacks_wrap};
use crate::record::{Actor, AuditEvent, Operation};
use crate::sites::{Sites, must_not_recover};

/// A vault is not there any more: it may be recovered, with a permission that was given back.
pub(super) const GONE: &str = "PurgeKeyGone";

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
    /// The same to who asks now, and asked `before` if anybody did: a sign-in that became another
    /// one meanwhile leaves open which of both was refused.
    fn to(self, key: &str, before: Option<&str>, askers: &Askers, roots: &dyn RootVault) -> Self {
        let (Self::Revoked, Ok(uri)) = (&self, KeyUri::stored(key)) else { return self };
        let now = roots.asker(&uri);
        if let Some(before) = before.filter(|before| now.as_deref() != Some(*before)) {
            return Self::RefusesAnother(format!(
                "the sign-in that asked '{key}' as '{before}' became another one meanwhile"
            ));
        }
        let Some(before) = askers.other_than(&uri, now.as_deref()) else { return self };
        let now = now.map_or_else(
            || "an identity that its token does not name".to_owned(),
            |now| format!("'{now}'"),
        );
        Self::RefusesAnother(format!("'{key}' refuses {now}, but '{before}' had it wrap"))
    }
}

/// The refusal of a purge of whose keys one was not heard.
fn unheard(policy: &Policy, why: &str, fix: String) -> EngineError {
    let name = policy.name.as_str();
    EngineError::new(
        "PurgeVaultUnreachable",
        Category::ResourceUnavailable,
        format!("It is not known whether the service's permission is gone from both vaults of the policy '{name}': {why}"),
        fix,
    )
    .about(name)
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

/// The root keys of every generation of a policy that still has wraps, and what is wrong where a
/// generation that data needs does not have two: a key that is not known is not asked.
fn roots(
    reader: &mut dyn Reader,
    policy: &Policy,
) -> Result<(Vec<PolicyWrap>, Option<EngineError>)> {
    let (mut found, mut lost) = (Vec::new(), None);
    let counts = reader.key_counts()?;
    for generation in reader.generations(policy.no)? {
        let wraps = customer_wraps(reader, policy, generation.number)?;
        let place = (policy.no, generation.number);
        let is_needed = generation.number == policy.generation
            || counts.iter().any(|count| (count.policy_no, count.generation) == place);
        if is_needed && wraps.len() != 2 {
            lost = Some(lacks_wrap(&policy.name, generation.number));
        }
        found.extend(wraps);
    }
    Ok((found, lost))
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
        self.judged(of, request).map(|(warning, _)| warning)
    }

    /// The same, with the keys whose vault is gone.
    fn judged(
        &self,
        of: PurgeOf<'_>,
        request: &PurgeRequest,
    ) -> Result<(Option<String>, Vec<String>)> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let policy = self.requested(of, request)?;
        self.must_be_agreed(&policy)?;
        let keys_gone =
            self.must_be_revoked(&policy, &|_| request.force).map_err(|mut error| {
                if error.id == GONE {
                    error.fix.push_str(" If the vault is gone for good, add -Force.");
                }
                error
            })?;
        let missing = (!keys_gone.is_empty()).then(|| {
            format!(
                "The vaults of these keys are gone, so nobody says that the permission on them is taken away: {}.",
                keys_gone.join(", ")
            )
        });
        let warnings: Vec<_> = missing.into_iter().chain(self.others(&policy)?).collect();
        Ok(((!warnings.is_empty()).then(|| warnings.join(" ")), keys_gone))
    }

    /// Asks for the purge of all data under a policy. From now on nothing is put under it, and it
    /// is not changed.
    ///
    /// # Errors
    /// Those of [`Self::check_request`].
    pub fn request(
        &self,
        actor: &Actor,
        of: PurgeOf<'_>,
        request: &PurgeRequest,
    ) -> Result<PurgeView> {
        let (warning, keys_gone) = self.judged(of, request)?;
        let policy = self.requested(of, request)?;
        let agreements = self.must_be_agreed(&policy)?;
        let now = self.ground.now();
        let (row, purge) = self.ground.state().commit(|writer| {
            let gone = || EngineError::changed_meanwhile(&policy.name);
            let mut row = writer.policy(policy.no)?.ok_or_else(gone)?;
            not_yet(&row)?;
            must_not_recover(writer, row.no)?;
            let purge = Purge {
                stage: PurgeStage::Requested,
                requested: now,
                by: actor.name.clone(),
                reason: request.reason.trim().to_owned(),
                contact: request.contact.trim().to_owned(),
                forced: !keys_gone.is_empty(),
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
                keys_gone: keys_gone.clone(),
                unanswered: None,
            };
            row.purge = Some(Box::new(purge.clone()));
            row.changed = now;
            writer.update_policy(&row)?;
            writer.raise_epoch()?;
            let details = json!({
                "policy": row.guid, "stage": PurgeStage::Requested.as_str(),
                "reason": request.reason, "contact": request.contact,
                "forced": !keys_gone.is_empty(), "keysGone": keys_gone,
            });
            let event = AuditEvent::new(
                "Request data purge",
                audited_as(row.kind),
                &actor.name,
                row.name.as_str(),
                details,
            );
            self.ground.chain().append(writer, now, &event)?;
            Ok::<_, EngineError>((row, purge))
        })?;
        warning.into_iter().for_each(Operation::warn);
        self.view(row, purge)
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

    /// Both vaults refuse the service (rules 4.8.2 and 4.8.8), or one is gone and may be: the keys
    /// of those that are.
    pub(super) fn must_be_revoked(
        &self,
        policy: &Policy,
        may_be_gone: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        let (wraps, lost) = self.ground.state().view(|reader| roots(reader, policy))?;
        let keys: Vec<_> = wraps.into_iter().map(|wrap| wrap.key_uri).collect();
        let gone = self.must_be_revoked_by(policy, &keys, may_be_gone, &|caller, uri| {
            self.ground.roots().check_unwrap(caller, uri, &self.ground.root_wait())
        })?;
        match lost {
            Some(EngineError { message, fix, .. }) => Err(unheard(policy, &message, fix)),
            None => Ok(gone),
        }
    }

    /// The same of these keys, by what the vaults would answer.
    pub(crate) fn must_be_revoked_by(
        &self,
        policy: &Policy,
        keys: &[String],
        may_be_gone: &dyn Fn(&str) -> bool,
        ask: &dyn Fn(&Caller, &KeyUri) -> std::result::Result<(), VaultError>,
    ) -> Result<Vec<String>> {
        let caller = service_application(policy.kind);
        let askers = self.ground.state().view(|reader| Askers::stored(reader, policy.guid))?;
        let roots = self.ground.roots();
        let (mut permitted, mut told) = (Vec::new(), Vec::new());
        let (mut gone, mut silent, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut keys_gone = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            // Generations that have the same keys ask for them once.
            if keys.iter().take(at).any(|before| before == key) {
                continue;
            }
            let uri = KeyUri::stored(key);
            let before = uri.as_ref().ok().and_then(|uri| roots.asker(uri));
            let asked = uri.and_then(|uri| ask(&caller, &uri));
            match Root::of(asked).to(key, before.as_deref(), &askers, &roots) {
                Root::Permitted(why) => {
                    let why = why.map(|why| format!(" ({})", why.name())).unwrap_or_default();
                    told.push(format!("{key}{why}"));
                    permitted.push(key.clone());
                }
                Root::Revoked => {}
                Root::Gone(_) if may_be_gone(key) => keys_gone.push(key.clone()),
                Root::Gone(error) => gone.push(error),
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
            why.extend(gone.iter().map(|error| error.message.as_str()));
            why.dedup();
            let message = why.join(" ");
            // An outage ends by itself.
            let answers = kind.class() != FailureClass::System;
            let fix = if answers { fix.clone() } else { "Try again once it answers.".to_owned() };
            return Err(unheard(policy, &message, fix));
        }
        match gone.first() {
            Some(VaultError { message, fix, .. }) => Err(EngineError::new(
                GONE,
                Category::InvalidOperation,
                format!("A vault of the policy '{name}' is not there, so nobody says that the permission is gone: {message}"),
                fix.as_str(),
            )
            .about(name)),
            None => Ok(keys_gone),
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
