//! Creating a policy. It encrypts nothing yet: assignment does (rule 4.1).

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Intent, Policy, PolicyKind};
use ckey_store::{SecretName, StateExt, StoreErrorKind, Writer};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::identity::name_taken;
use super::keys::shown;
use super::{MAILBOX_POLICY_LIMIT, Policies, PolicyView, must_be_new, parse_pair};
use crate::error::{Category, EngineError, Result};
use crate::ground::{CREATE_POLICY, Moment};
use crate::hierarchy::{
    Askers, AvailabilityKey, NewGeneration, commit_while_open, installation_key, new_generation,
    warn_unless_open,
};
use crate::record::{Actor, AuditEvent, Operation};
use crate::validation::Validation;

/// A policy to be made.
#[derive(Debug, Clone)]
pub struct NewPolicy {
    /// `MultiWorkload` or `Mailbox`.
    pub kind: PolicyKind,
    /// 1 to 64 characters, unique among policies of its kind, any case.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Whether it may be assigned.
    pub enabled: bool,
    /// Exactly two URIs of RSA keys in two vaults of two regions.
    pub key_uris: Vec<String>,
}

pub(crate) fn audited_as(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Mailbox => "Exchange",
        PolicyKind::SharePoint => "SharePoint",
        PolicyKind::MultiWorkload | PolicyKind::Service => "DataAtRestEncryption",
    }
}

/// What is made in the same change as a policy, and what its record says of it.
pub(crate) type Also<'a> = &'a dyn Fn(&mut dyn Writer, &Policy) -> Result<Map<String, Value>>;

impl Policies<'_> {
    /// Makes a policy: a policy key under three wraps (both customer keys and an availability key
    /// of its own, rules 2.1 and 2.1.1) and an erasure key. Both roots must serve, or nothing is
    /// made (rule 4.1.10).
    ///
    /// # Errors
    /// `TwoKeysRequired`, `SameKeyTwice`, `SameVault`, `SameRegion`, `NotRsa`, `PolicyNameInvalid`,
    /// `PolicyNameTaken`, `PolicyLimitReached`, `ValidationFailed`; those of the vault (permission, disabled, expired,
    /// not found, ...) about the key that refused.
    pub fn create(
        &self,
        actor: &Actor,
        new: &NewPolicy,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let policy = self.create_with(actor, new, &|_, _| Ok(Map::new()), cancel)?;
        self.view(policy)
    }

    /// Makes the twin of a policy that is somewhere else, with its GUID and whatever the checks of
    /// its keys find: it is there to be looked at. Both roots must serve.
    ///
    /// # Errors
    /// Those of [`Self::create`] but `SameRegion` and `ValidationFailed`; `PolicyGuidTaken`;
    /// `AlreadyUnderWay` while somebody makes the same.
    pub fn create_twin(
        &self,
        actor: &Actor,
        new: &NewPolicy,
        guid: Uuid,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let keys = self.twin_judged(new, guid)?;
        let intent = self.ground.claim(CREATE_POLICY, json!({ "policy": guid }))?;
        let nothing: Also<'_> = &|_, _| Ok(Map::new());
        // Whoever had claimed the GUID before may have made the policy.
        let made = self
            .check_guid(new, guid)
            .and_then(|()| self.make(actor, new, (guid, &keys, &intent), nothing, cancel));
        self.view(made.inspect_err(|_| self.ground.give_up(&intent))?)
    }

    /// What keeps a twin from being made, if anything that is known without asking its vaults.
    ///
    /// # Errors
    /// As [`Self::create_twin`].
    pub fn check_twin(&self, new: &NewPolicy, guid: Uuid) -> Result<()> {
        self.twin_judged(new, guid).map(drop)
    }

    fn twin_judged(&self, new: &NewPolicy, guid: Uuid) -> Result<[ckey_vault::KeyUri; 2]> {
        self.ground.must_be_writable()?;
        self.check_name(new.kind, &new.name, None)?;
        self.check_guid(new, guid)?;
        let keys = parse_pair(self.ground, &new.key_uris)?;
        must_be_new(self.ground, &keys)?;
        Ok(keys)
    }

    /// A policy that was purged keeps its GUID: its secrets are to stay destroyed.
    fn check_guid(&self, new: &NewPolicy, guid: Uuid) -> Result<()> {
        let known = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.policy_by_guid(guid)?))?;
        let Some(known) = known else { return Ok(()) };
        let (name, state) =
            (&known.name, if known.is_deleted() { ", which was purged" } else { "" });
        Err(EngineError::new(
            "PolicyGuidTaken",
            Category::ResourceExists,
            format!("The policy '{name}'{state} has the GUID {guid} already."),
            "Leave the GUID out to give the twin one of its own, or make it in a new tenant: New-CustomerKeyTenant -Path FOLDER",
        )
        .about(new.name.as_str()))
    }

    /// Makes a policy, and in the same change what `also` makes.
    pub(crate) fn create_with(
        &self,
        actor: &Actor,
        new: &NewPolicy,
        also: Also<'_>,
        cancel: &CancelToken,
    ) -> Result<Policy> {
        let (keys, warning) = self.judged(new)?;
        let guid = Uuid::new_v4();
        let intent = self.ground.claim(CREATE_POLICY, json!({ "policy": guid }))?;
        self.make(actor, new, (guid, &keys, &intent), also, cancel)
            .inspect_err(|_| self.ground.give_up(&intent))
            .inspect(|_| warning.into_iter().for_each(Operation::warn))
    }

    /// What keeps a policy from being made, if anything that is known without asking its vaults.
    pub(crate) fn check_new(&self, new: &NewPolicy) -> Result<[ckey_vault::KeyUri; 2]> {
        self.judged(new).map(|(keys, _)| keys)
    }

    /// The same, with what is to be warned of.
    fn judged(&self, new: &NewPolicy) -> Result<([ckey_vault::KeyUri; 2], Option<String>)> {
        self.ground.must_be_writable()?;
        self.check_name(new.kind, &new.name, None)?;
        let keys = parse_pair(self.ground, &new.key_uris)?;
        must_be_new(self.ground, &keys)?;
        self.check_regions(&keys)?;
        let existing = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.policies(new.kind)?.len()))?;
        if new.kind == PolicyKind::Mailbox && existing >= MAILBOX_POLICY_LIMIT {
            return Err(EngineError::new(
                "PolicyLimitReached",
                Category::LimitsExceeded,
                format!("There are {existing} mailbox policies; a tenant may have {MAILBOX_POLICY_LIMIT}."),
                "Use one of the policies there are.",
            )
            .about(new.name.as_str()));
        }
        let warning = Validation::of(self.ground).gate_new(new.kind, &new.key_uris)?;
        Ok((keys, warning))
    }

    fn make(
        &self,
        actor: &Actor,
        new: &NewPolicy,
        (guid, keys, intent): (Uuid, &[ckey_vault::KeyUri; 2], &Intent),
        also: Also<'_>,
        cancel: &CancelToken,
    ) -> Result<Policy> {
        let erasure_key = SecretKey::generate()?;
        let availability_key = match new.kind {
            PolicyKind::SharePoint => installation_key(self.ground)?,
            _ => AvailabilityKey::OfPolicy(SecretKey::generate()?),
        };
        let plan = NewGeneration {
            kind: new.kind,
            policy: guid,
            policy_no: 0,
            number: 1,
            keys,
            availability_key: &availability_key,
            erasure_key: &erasure_key,
        };
        let (generation, wraps, _) = new_generation(self.ground, &plan, cancel)?;
        if let AvailabilityKey::OfPolicy(key) = &availability_key {
            self.ground.secrets().put(&SecretName::AvailabilityKey(guid), key)?;
        }
        self.ground.secrets().put(&SecretName::ErasureKey(guid), &erasure_key)?;
        self.ground.pause(Moment::Stored);
        let now = self.ground.now();
        let mut policy = Policy {
            no: 0,
            guid,
            kind: new.kind,
            name: new.name.trim().to_owned(),
            description: new.description.clone(),
            enabled: new.enabled,
            key_uris: new.key_uris.iter().map(|uri| shown(uri)).collect(),
            generation: 1,
            // What is registered encrypts at once (rule 4.1.4).
            activated: (new.kind == PolicyKind::SharePoint).then_some(now),
            created: now,
            changed: now,
            purge: None,
        };
        let roots: Vec<_> =
            wraps.iter().map(|wrap| wrap.key_uri.clone()).filter(|uri| !uri.is_empty()).collect();
        let askers = Askers::of(self.ground, &wraps);
        commit_while_open(self.ground, new.kind, &wraps, |writer| {
            availability_key.must_be_there(writer)?;
            let no = writer.insert_policy(&policy).map_err(|error| {
                if error.kind == StoreErrorKind::Conflict {
                    name_taken(self.ground, new.kind, &new.name)
                } else {
                    error.into()
                }
            })?;
            policy.no = no;
            let (mut generation, mut wraps) = (generation.clone(), wraps.clone());
            generation.policy_no = no;
            wraps.iter_mut().for_each(|wrap| wrap.policy_no = no);
            writer.insert_generation(&generation, &wraps)?;
            self.ground.complete(writer, intent)?;
            let mut details = also(writer, &policy)?;
            let told = json!({
                "policy": guid, "name": policy.name, "description": policy.description, "enabled": policy.enabled,
                "keyUris": policy.key_uris, "keys": roots, "generation": generation.guid,
            });
            details.extend(told.as_object().cloned().unwrap_or_default());
            askers.keep(writer, guid, &mut details)?;
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new(
                    "Create policy",
                    audited_as(new.kind),
                    &actor.name,
                    policy.name.as_str(),
                    Value::Object(details),
                ),
            )
        })?;
        warn_unless_open(self.ground, &policy, &wraps);
        Ok(policy)
    }
}
