//! What the chain says that the tenant's rows must be: who is protected by what, and which record
//! changed each row last.

use std::collections::{BTreeMap, HashMap};

use ckey_store::protocol::GenerationStage;
use serde_json::Value;
use uuid::Uuid;

use crate::ground::{
    BIND_ROWS, CHANGE_SETTINGS, LEAVE_EMBEDDED, PROVIDER, STAY_EMBEDDED, roles_setting,
};
use crate::protection::{
    APPROVER, HAS_COME_BACK, HAS_LEFT, NO_POLICY, OFFBOARDED, agreement_setting,
    application_setting, askers_setting, earlier_keys_setting,
};
use crate::record::AuditEvent;

/// What a row must be: changed last by `record`, and this, where the chain says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expected<T> {
    pub(crate) record: i64,
    pub(crate) value: Option<T>,
}

/// What is expected of a policy; `None` where the chain does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExpectedPolicy {
    pub(crate) record: i64,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) enabled: Option<bool>,
    pub(crate) key_uris: Option<Vec<String>>,
    pub(crate) activated: bool,
    pub(crate) generations: u32,
    /// How far its purge has come.
    pub(crate) purge: Option<String>,
}

/// What is expected of a mailbox that was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExpectedMailbox {
    pub(crate) record: i64,
    /// The policy that it carries.
    pub(crate) policy: Option<Uuid>,
    /// How it was removed, if it is.
    pub(crate) removed: Option<String>,
    /// Whether it is on hold.
    pub(crate) held: bool,
}

/// What is expected of an item; `None` where the chain does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExpectedItem {
    pub(crate) size: Option<u64>,
    pub(crate) name: Option<Box<str>>,
}

/// What is expected of a backup that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExpectedBackup {
    pub(crate) output: String,
    /// The key versions that it needs.
    pub(crate) keys: Vec<String>,
}

/// What is expected of a geo.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ExpectedGeo {
    /// The policy that is registered for it.
    pub(crate) policy: Option<Uuid>,
    /// Whether its recovery mode was asked for.
    pub(crate) recovery: bool,
}

/// What is expected of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExpectedSite {
    /// The geo that it is in.
    pub(crate) geo: Uuid,
    /// Whether it is deleted.
    pub(crate) deleted: bool,
}

/// Everything that follows from a chain.
#[derive(Debug, Default)]
pub(crate) struct Derived {
    /// The record that authenticated rows of an older format: what it found has no older record. 0
    /// without one.
    pub(crate) floor: i64,
    pub(crate) mode: Option<String>,
    /// By name, also those of other prefixes than cmdlets set; a removed one is not there.
    pub(crate) settings: BTreeMap<String, Expected<String>>,
    pub(crate) policies: HashMap<Uuid, ExpectedPolicy>,
    /// By the generation's GUID.
    pub(crate) generations: HashMap<Uuid, Expected<GenerationStage>>,
    pub(crate) assignment: Expected<Option<Uuid>>,
    /// Mailboxes that were changed, by GUID.
    pub(crate) mailboxes: HashMap<Uuid, ExpectedMailbox>,
    /// Records that made mailboxes, with the policy that these are under from their beginning.
    pub(crate) made: BTreeMap<i64, Option<Uuid>>,
    /// How many mailboxes there must be.
    pub(crate) mailbox_count: u64,
    /// Every item that was imported, by id.
    pub(crate) items: HashMap<Uuid, ExpectedItem>,
    /// Every backup that was written and not forgotten, by id.
    pub(crate) backups: BTreeMap<Uuid, ExpectedBackup>,
    /// Geos.
    pub(crate) geos: HashMap<Uuid, Expected<ExpectedGeo>>,
    /// Sites.
    pub(crate) sites: HashMap<Uuid, Expected<ExpectedSite>>,
}

fn guid(details: &Value, field: &str) -> Option<Uuid> {
    details.get(field).and_then(Value::as_str).and_then(|text| Uuid::try_parse(text).ok())
}

fn text(details: &Value, field: &str) -> Option<String> {
    details.get(field).and_then(Value::as_str).map(str::to_owned)
}

fn texts(details: &Value, field: &str) -> Option<Vec<String>> {
    let list = details.get(field)?.as_array()?;
    list.iter().map(|entry| entry.as_str().map(str::to_owned)).collect()
}

fn guids(details: &Value, field: &str) -> Vec<Uuid> {
    let texts = texts(details, field).into_iter().flatten();
    texts.filter_map(|text| Uuid::try_parse(&text).ok()).collect()
}

impl Derived {
    /// Takes up the next record.
    pub(crate) fn take(&mut self, record: i64, event: &AuditEvent) {
        let details = &event.details;
        match event.activity.as_str() {
            "Create tenant" => {
                self.mode = text(details, "mode");
                self.assignment = Expected { record, value: Some(None) };
                // What is kept of those that others hold is more than the record tells.
                if details.get("vaults").is_some() {
                    let vaults = Expected { record, value: text(details, "kept") };
                    self.settings.insert(PROVIDER.to_owned(), vaults);
                }
                if let Some(service) = guid(details, "servicePolicy") {
                    let made = ExpectedPolicy {
                        record,
                        activated: true,
                        generations: 1,
                        ..ExpectedPolicy::default()
                    };
                    self.policies.insert(service, made);
                    self.generation(record, details);
                }
            }
            BIND_ROWS => {
                self.floor = record;
                self.mailbox_count = details.get("mailboxes").and_then(Value::as_u64).unwrap_or(0);
            }
            CHANGE_SETTINGS => {
                for (name, value) in details.as_object().into_iter().flatten() {
                    let value = value.as_str().map(str::to_owned);
                    self.settings.insert(format!("setting.{name}"), Expected { record, value });
                }
            }
            LEAVE_EMBEDDED => {
                let value = text(details, "kept");
                self.settings.insert(PROVIDER.to_owned(), Expected { record, value });
            }
            STAY_EMBEDDED => match text(details, "kept") {
                Some(kept) => {
                    let value = Some(kept);
                    self.settings.insert(PROVIDER.to_owned(), Expected { record, value });
                }
                None => {
                    self.settings.remove(PROVIDER);
                }
            },
            "Move clock" => {
                let value = text(details, "offset");
                self.settings
                    .insert(crate::ground::CLOCK_OFFSET.to_owned(), Expected { record, value });
                if let Some(value) = text(details, "epochs") {
                    let expected = Expected { record, value: Some(value) };
                    self.settings.insert(crate::ground::CLOCK_EPOCHS.to_owned(), expected);
                }
            }
            "Create mailbox" => {
                let count = details.get("count").and_then(Value::as_u64).unwrap_or(0);
                let policy = guid(details, "policy");
                self.made.insert(record, policy);
                self.mailbox_count = self.mailbox_count.saturating_add(count);
                self.activate(record, policy);
            }
            "Import item" => {
                if let Some(item) = guid(details, "item") {
                    let name = details.get("name").and_then(Value::as_str).map(Box::from);
                    self.items.insert(
                        item,
                        ExpectedItem { size: details.get("size").and_then(Value::as_u64), name },
                    );
                }
            }
            "Write file" => {
                let item = guid(details, "item").and_then(|item| self.items.get_mut(&item));
                if let Some(expected) = item {
                    expected.size = details.get("size").and_then(Value::as_u64);
                }
            }
            "Assign mailbox policy" | "Unassign mailbox policy" => {
                let policy = guid(details, "policy");
                if let Some(mailbox) = guid(details, "mailbox") {
                    let expected = self.mailboxes.entry(mailbox).or_default();
                    (expected.record, expected.policy) = (record, policy);
                }
                self.activate(record, policy);
            }
            "Back up tenant" => {
                // Earlier ones are not known: their records name no keys.
                if let (Some(backup), Some(keys)) =
                    (guid(details, "backup"), texts(details, "keys"))
                {
                    let output = text(details, "output").unwrap_or_default();
                    self.backups.insert(backup, ExpectedBackup { output, keys });
                }
            }
            "Forget backup" => {
                if let Some(backup) = guid(details, "backup") {
                    self.backups.remove(&backup);
                }
            }
            "Destroy items" => {
                for item in texts(details, "items").into_iter().flatten() {
                    if let Ok(item) = Uuid::try_parse(&item) {
                        self.items.remove(&item);
                    }
                }
            }
            "Mark mailboxes" => {
                for mailbox in guids(details, "mailboxes") {
                    let expected = self.mailboxes.entry(mailbox).or_default();
                    expected.record = record;
                    expected.removed = Some("Destroying".to_owned());
                }
                self.purged(record, details);
            }
            "Destroy mailboxes" => {
                for mailbox in guids(details, "mailboxes") {
                    self.mailboxes.remove(&mailbox);
                    self.mailbox_count = self.mailbox_count.saturating_sub(1);
                }
                self.purged(record, details);
            }
            "Name purge approver" => {
                let expected = Expected { record, value: text(details, "approver") };
                self.settings.insert(APPROVER.to_owned(), expected);
            }
            "Give role" | "Take role" => {
                if let Some(scope) = text(details, "scope") {
                    let expected = Expected { record, value: text(details, "roles") };
                    self.settings.insert(roles_setting(&scope), expected);
                }
            }
            "Agree to data purge" => {
                if let Some(policy) = guid(details, "policy") {
                    let expected = Expected { record, value: text(details, "agreements") };
                    self.settings.insert(agreement_setting(policy), expected);
                }
            }
            "Destroy sites" => {
                for site in guids(details, "sites") {
                    self.sites.remove(&site);
                }
                self.purged(record, details);
            }
            "End destroying sites" => {
                if let Some(geo) = guid(details, "geo") {
                    let none = ExpectedGeo { policy: None, recovery: false };
                    self.geos.insert(geo, Expected { record, value: Some(none) });
                }
                self.purged(record, details);
            }
            "Request data purge"
            | "End marking sites"
            | "Issue purge document"
            | "Approve data purge"
            | "Delete policy"
            | "End marking mailboxes"
            | "End destroying mailboxes"
            | "Compact after purge"
            | "End data purge" => self.purged(record, details),
            "Destroy keys of policy" => {
                for generation in guids(details, "generations") {
                    let value = Some(GenerationStage::Destroyed);
                    self.generations.insert(generation, Expected { record, value });
                }
                self.purged(record, details);
            }
            "Destroy mailbox" => {
                if let Some(mailbox) = guid(details, "mailbox") {
                    self.mailboxes.remove(&mailbox);
                    self.mailbox_count = self.mailbox_count.saturating_sub(1);
                }
            }
            "Begin to destroy mailbox"
            | "Remove mailbox"
            | "Disable mailbox"
            | "Recover mailbox"
            | "Hold mailbox"
            | "Release mailbox" => {
                if let Some(mailbox) = guid(details, "mailbox") {
                    let expected = self.mailboxes.entry(mailbox).or_default();
                    expected.record = record;
                    expected.removed = text(details, "removed");
                    expected.held = details.get("held").and_then(Value::as_bool) == Some(true);
                }
            }
            "Assign application policy" | "Unassign application policy" => {
                let policy = guid(details, "policy");
                if let Some(application) = guid(details, "application") {
                    let carried = policy.map_or_else(|| NO_POLICY.to_owned(), |it| it.to_string());
                    let expected = Expected { record, value: Some(carried) };
                    self.settings.insert(application_setting(application), expected);
                }
                self.activate(record, policy);
            }
            "Assign policy" | "Unassign policy" => {
                let policy = guid(details, "policy");
                self.assignment = Expected { record, value: Some(policy) };
                self.activate(record, policy);
                if let (Some(_), Some(left)) = (policy, self.settings.get_mut(OFFBOARDED))
                    && left.value.as_deref() == Some(HAS_LEFT)
                {
                    *left = Expected { record, value: Some(HAS_COME_BACK.to_owned()) };
                }
            }
            "Offboard workloads" => {
                self.assignment = Expected { record, value: Some(None) };
                let left = Expected { record, value: Some(HAS_LEFT.to_owned()) };
                self.settings.insert(OFFBOARDED.to_owned(), left);
            }
            "Create geo" => {
                let made = guid(details, "geo");
                let value = Some(ExpectedGeo::default());
                self.geos.extend(made.map(|geo| (geo, Expected { record, value })));
            }
            "Ask for recovery mode" | "End recovery mode" => self.recover(record, details),
            "Create site" => {
                let made = guid(details, "site").zip(guid(details, "geo"));
                let expected = |(site, geo)| {
                    let value = Some(ExpectedSite { geo, deleted: false });
                    (site, Expected { record, value })
                };
                self.sites.extend(made.map(expected));
            }
            "Destroy site" => {
                guid(details, "site").and_then(|site| self.sites.remove(&site));
            }
            "Delete site" | "Begin to destroy site" | "Restore site" => {
                let site = guid(details, "site").and_then(|site| self.sites.get_mut(&site));
                if let Some(expected) = site {
                    expected.record = record;
                    if let Some(value) = &mut expected.value {
                        value.deleted = event.activity != "Restore site";
                    }
                }
            }
            _ => self.take_policy(record, event),
        }
    }

    fn take_policy(&mut self, record: i64, event: &AuditEvent) {
        let details = &event.details;
        let stage = match event.activity.as_str() {
            "Retire generations" => Some(GenerationStage::Retired),
            "Destroy wraps of generations" => Some(GenerationStage::Destroyed),
            _ => None,
        };
        if let Some(stage) = stage {
            for generation in texts(details, "generations").into_iter().flatten() {
                if let Ok(generation) = Uuid::try_parse(&generation) {
                    self.generations.insert(generation, Expected { record, value: Some(stage) });
                }
            }
            return;
        }
        if !matches!(
            event.activity.as_str(),
            "Create policy"
                | "Change policy"
                | "Refresh policy"
                | "Replace keys of policy"
                | "Roll key"
                | "Restore keys"
        ) {
            return;
        }
        let Some(policy) = guid(details, "policy") else { return };
        let expected = self.policies.entry(policy).or_default();
        expected.record = record;
        // Where a record does not say, what earlier ones said stays.
        expected.name = text(details, "name").or(expected.name.take());
        expected.description = text(details, "description").or(expected.description.take());
        expected.enabled = details.get("enabled").and_then(Value::as_bool).or(expected.enabled);
        expected.key_uris = texts(details, "keyUris").or(expected.key_uris.take());
        if let Some(earlier) = text(details, "earlierKeys") {
            let expected = Expected { record, value: Some(earlier) };
            self.settings.insert(earlier_keys_setting(policy), expected);
        }
        if let Some(askers) = text(details, "askers") {
            let expected = Expected { record, value: Some(askers) };
            self.settings.insert(askers_setting(policy), expected);
        }
        if event.activity == "Create policy"
            && let Some(geo) = guid(details, "geo")
        {
            expected.activated = true;
            let value = Some(ExpectedGeo { policy: Some(policy), recovery: false });
            self.geos.insert(geo, Expected { record, value });
        }
        if event.activity == "Restore keys" {
            return self.recover(record, details);
        }
        let expected = self.policies.entry(policy).or_default();
        if !matches!(event.activity.as_str(), "Change policy" | "Roll key") {
            expected.generations = expected.generations.saturating_add(1);
            self.generation(record, details);
        }
    }

    /// The recovery mode of a geo was asked for, or has ended.
    fn recover(&mut self, record: i64, details: &Value) {
        let geo = guid(details, "geo").and_then(|geo| self.geos.get_mut(&geo));
        if let Some(expected) = geo {
            expected.record = record;
            let recovery = details.get("recovery").and_then(Value::as_bool) == Some(true);
            if let Some(value) = &mut expected.value {
                value.recovery = recovery;
            }
        }
    }

    fn generation(&mut self, record: i64, details: &Value) {
        if let Some(generation) = guid(details, "generation") {
            self.generations
                .insert(generation, Expected { record, value: Some(GenerationStage::Live) });
        }
    }

    /// Each step of a purge is a change of its policy.
    fn purged(&mut self, record: i64, details: &Value) {
        let policy = guid(details, "policy");
        if let Some(expected) = policy.and_then(|policy| self.policies.get_mut(&policy)) {
            expected.record = record;
            expected.purge = text(details, "stage");
        }
    }

    /// The first assignment of a policy is a change of it.
    fn activate(&mut self, record: i64, policy: Option<Uuid>) {
        let expected = policy
            .and_then(|policy| self.policies.get_mut(&policy))
            .filter(|expected| !expected.activated);
        if let Some(expected) = expected {
            expected.activated = true;
            expected.record = record;
        }
    }

    /// The record that a row must carry which the chain says `record` changed last.
    pub(crate) fn since(&self, record: i64) -> i64 {
        record.max(self.floor)
    }
}
