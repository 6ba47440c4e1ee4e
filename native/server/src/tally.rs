//! What is refused, on the record: the first of its kind in a minute at once, and how many more of
//! it there were when the minute is over or the server ends. Anybody can be refused without end,
//! and a record of each would be a durable write and take room for good.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ckey_engine::{Operation, Outcome, Tenant};
use serde_json::{Map, Value, json};

use crate::background::in_background;
use crate::strangers::{Strangers, name};

/// How long refusals are counted before they are on the record.
const TOGETHER: Duration = Duration::from_secs(60);
/// So many kinds are told apart of one application in a minute. The others are counted together:
/// names of keys and vaults are whatever somebody asks for.
const MOST_OF_ONE: usize = 64;
/// Half as many in each minute that follows one with more than that, down to this: else made-up
/// names would take room for good as long as somebody goes on.
const LEAST_OF_ONE: usize = 4;
/// What a refusal says may repeat what was asked, however long that is.
const LONGEST_REASON: usize = 512;

/// A request that was not done.
pub(crate) struct Refused<'a> {
    /// The id of the application that asked.
    pub(crate) application: &'a str,
    /// Its address.
    pub(crate) from: &'a str,
    /// The vault that was asked.
    pub(crate) vault: &'a str,
    /// What the record is about: a vault or a key.
    pub(crate) object: &'a str,
    /// Whether rights were missing, and what was said.
    pub(crate) outcome: Outcome<'a>,
}

/// What refusals have in common that are counted together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Kind {
    application: String,
    operation: String,
    vault: String,
    object: String,
    error: String,
}

/// Those of a kind that came after the first.
struct Others {
    /// The first of them, under whose name they are recorded.
    operation: Arc<Operation>,
    object: String,
    is_denied: bool,
    error: String,
    reason: String,
    count: u64,
    /// Some of the addresses that they came from, and of what was asked for.
    from: Vec<String>,
    objects: Vec<String>,
}

/// Counts refusals, and puts them on the record of the tenant that is served.
pub(crate) struct Tally {
    tenant: Arc<Tenant>,
    strangers: Strangers,
    refused: Mutex<HashMap<Kind, Others>>,
    /// How many kinds are told apart this minute of applications that had too many in the last one.
    fewer: Mutex<HashMap<String, (usize, Instant)>>,
    /// Whether a minute has begun.
    is_counting: AtomicBool,
}

/// Whether rights were missing, the id of an error, and why, no longer than a record has it.
fn told(outcome: Outcome<'_>) -> (bool, String, String) {
    let (is_denied, id, message) = match outcome {
        Outcome::Succeeded => (false, "", ""),
        Outcome::Denied { id, message } => (true, id, message),
        Outcome::Failed { id, message } => (false, id, message),
    };
    (is_denied, id.to_owned(), message.chars().take(LONGEST_REASON).collect())
}

const fn outcome<'a>(is_denied: bool, id: &'a str, message: &'a str) -> Outcome<'a> {
    if is_denied { Outcome::Denied { id, message } } else { Outcome::Failed { id, message } }
}

impl Kind {
    fn of(operation: &Operation, refused: &Refused<'_>) -> Self {
        Self {
            application: refused.application.to_owned(),
            operation: operation.name().to_owned(),
            vault: refused.vault.to_ascii_lowercase(),
            object: refused.object.to_ascii_lowercase(),
            error: told(refused.outcome).1,
        }
    }

    /// All that are not told apart of an application.
    fn any_of(application: &str) -> Self {
        Self { application: application.to_owned(), ..Self::default() }
    }

    const fn is_any(&self) -> bool {
        self.operation.is_empty()
    }

    /// Whether it names what somebody asked for, which may be made up.
    const fn names_a_vault(&self) -> bool {
        !self.vault.is_empty()
    }
}

impl Others {
    fn after(operation: &Arc<Operation>, object: &str) -> Self {
        Self {
            operation: Arc::clone(operation),
            object: object.to_owned(),
            is_denied: false,
            error: String::new(),
            reason: String::new(),
            count: 0,
            from: Vec::new(),
            objects: Vec::new(),
        }
    }

    /// Those that are not told apart, in the name of who asked.
    fn of_any(operation: &Operation, object: &str) -> Self {
        let any = Operation::new("customer-key serve", &Map::new());
        any.asked_by(|| operation.account().unwrap_or_default().to_owned());
        Self::after(&any, object)
    }

    fn add(&mut self, refused: &Refused<'_>) {
        let (is_denied, error, reason) = told(refused.outcome);
        self.is_denied |= is_denied;
        (self.error, self.reason) = (error, reason);
        name(&mut self.from, refused.from);
        name(&mut self.objects, refused.object);
        self.count = self.count.saturating_add(1);
    }

    fn outcome(&self) -> Outcome<'_> {
        outcome(self.is_denied, &self.error, &self.reason)
    }

    /// How many they are, and of whom.
    fn particulars(&self) -> Value {
        let mut told = json!({ "count": self.count, "from": self.from });
        if let Some(told) = told.as_object_mut().filter(|_| self.objects.len() > 1) {
            told.insert("objects".to_owned(), self.objects.clone().into());
        }
        told
    }
}

impl Tally {
    pub(crate) fn new(tenant: Arc<Tenant>) -> Self {
        Self {
            tenant,
            strangers: Strangers::default(),
            refused: Mutex::default(),
            fewer: Mutex::default(),
            is_counting: AtomicBool::new(false),
        }
    }

    /// A sign-in of an application that is not registered, which is counted alone.
    pub(crate) fn count_stranger(self: &Arc<Self>, application: &str, from: &str) {
        self.strangers.count(application, from);
        self.begin();
    }

    /// Puts a refused request on the record, or counts it where one of its kind is there already.
    pub(crate) fn tell(self: &Arc<Self>, operation: &Arc<Operation>, refused: &Refused<'_>) {
        let is_first = self.count(operation, refused);
        self.begin();
        if is_first {
            let (is_denied, id, message) = told(refused.outcome);
            let outcome = outcome(is_denied, &id, &message);
            self.put(operation, refused.object, outcome, &json!({ "from": refused.from }));
        }
    }

    /// The same of what concerns no vault, where who is told waits for no disk.
    pub(crate) fn tell_later(
        self: &Arc<Self>,
        operation: Arc<Operation>,
        (application, from): (&str, &str),
        outcome: Outcome<'static>,
    ) {
        let object = self.tenant.name().to_owned();
        let refused = Refused { application, from, vault: "", object: &object, outcome };
        if self.count(&operation, &refused) {
            let (own, from) = (Arc::clone(self), from.to_owned());
            tokio::task::spawn_blocking(move || {
                own.put(&operation, &object, outcome, &json!({ "from": from }));
            });
        }
        self.begin();
    }

    /// Counts one more; whether it is the first of its kind.
    fn count(&self, operation: &Arc<Operation>, refused: &Refused<'_>) -> bool {
        let mut all = self.refused();
        let kind = Kind::of(operation, refused);
        if let Some(others) = all.get_mut(&kind) {
            others.add(refused);
            return false;
        }
        let is_own = |kind: &&Kind| kind.application == refused.application && kind.names_a_vault();
        let has_room = || all.keys().filter(is_own).count() < self.most_of(refused.application);
        // Nobody hides a flood behind names that are made up.
        if !kind.names_a_vault() || has_room() {
            all.insert(kind, Others::after(operation, refused.object));
            return true;
        }
        let any = all
            .entry(Kind::any_of(refused.application))
            .or_insert_with(|| Others::of_any(operation, self.tenant.name()));
        any.add(refused);
        false
    }

    /// Begins a minute, where none has begun. A server that has ended has recorded all.
    fn begin(self: &Arc<Self>) {
        if self.is_counting.swap(true, Ordering::AcqRel) {
            return;
        }
        let own = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(TOGETHER).await;
            if let Some(own) = own.upgrade() {
                let _ = in_background(move || own.record()).await;
            }
        });
    }

    /// Puts on the record what was counted since the last time.
    pub(crate) fn record(&self) {
        // What is counted from here on begins a minute of its own.
        self.is_counting.store(false, Ordering::Release);
        self.strangers.record(&self.tenant);
        let all = std::mem::take(&mut *self.refused());
        self.allow_fewer(&all);
        for others in all.into_values().filter(|others| others.count > 0) {
            let particulars = others.particulars();
            self.put(&others.operation, &others.object, others.outcome(), &particulars);
        }
    }

    /// Who had too many kinds in this minute has half as many in the next.
    fn allow_fewer(&self, all: &HashMap<Kind, Others>) {
        let mut fewer = self.fewer.lock().unwrap_or_else(PoisonError::into_inner);
        let had = std::mem::take(&mut *fewer);
        for Kind { application, .. } in all.keys().filter(|kind| kind.is_any()) {
            let had = had.get(application).map_or(MOST_OF_ONE, |(most, _)| *most);
            fewer.insert(application.clone(), (LEAST_OF_ONE.max(had / 2), Instant::now()));
        }
    }

    /// How many kinds are told apart of an application now.
    fn most_of(&self, application: &str) -> usize {
        let fewer = self.fewer.lock().unwrap_or_else(PoisonError::into_inner);
        let now = fewer.get(application).filter(|(_, since)| since.elapsed() < TOGETHER * 2);
        now.map_or(MOST_OF_ONE, |(most, _)| *most)
    }

    fn put(
        &self,
        operation: &Arc<Operation>,
        object: &str,
        outcome: Outcome<'_>,
        particulars: &Value,
    ) {
        let about = ("KeyVault", object);
        let put = || self.tenant.audit().record(operation, about, outcome, particulars);
        if let Err(error) = operation.run(put) {
            tracing::error!(%error, operation = operation.name(), "a refusal was not recorded");
        }
    }

    fn refused(&self) -> MutexGuard<'_, HashMap<Kind, Others>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use ckey_engine::{AuditQuery, AuditView, CreateOptions, OpenOptions};

    use super::*;

    fn tally(folder: &std::path::Path) -> Arc<Tally> {
        let (options, open) = (CreateOptions::default(), OpenOptions::default());
        Arc::new(Tally::new(Tenant::create(&folder.join("tenant"), &options, open).unwrap()))
    }

    fn refuse(tally: &Arc<Tally>, application: &str, object: &str, message: &str) {
        let operation = Operation::new("KeyGet", &Map::new());
        operation.asked_by(|| format!("name of {application}"));
        let outcome = Outcome::Denied { id: "AccessDenied", message };
        let refused = Refused { application, from: "127.0.0.1", vault: "v", object, outcome };
        tally.tell(&operation, &refused);
    }

    /// Newest first.
    fn denied(tally: &Tally) -> Vec<AuditView> {
        let page = tally.tenant.audit().page(&AuditQuery::default()).unwrap();
        page.records.into_iter().filter(|record| record.result == "Denied").collect()
    }

    #[tokio::test]
    async fn a_thousand_of_the_same_are_two_records_the_first_and_how_many_more_there_were() {
        let folder = tempfile::tempdir().unwrap();
        let tally = tally(folder.path());
        for number in 0..1001 {
            refuse(&tally, "app", if number % 2 == 0 { "Root" } else { "ROOT" }, "no right");
        }
        let records = denied(&tally);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].details["from"], "127.0.0.1");
        tally.record();
        tally.record();
        let records = denied(&tally);
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].details["count"], 1000);
        assert_eq!(
            (records[0].actor.as_str(), records[0].object.as_str()),
            ("name of app", "Root")
        );
        assert_eq!(records[0].details["error"], "AccessDenied");
    }

    #[tokio::test]
    async fn who_makes_up_names_without_end_fills_neither_the_record_nor_the_memory() {
        let folder = tempfile::tempdir().unwrap();
        let tally = tally(folder.path());
        for number in 0..500 {
            refuse(&tally, "app", &format!("key-{number}"), &"long ".repeat(1000));
        }
        refuse(&tally, "other", "key-0", "no right");
        assert_eq!(denied(&tally).len(), MOST_OF_ONE + 1);
        assert_eq!(tally.refused().len(), MOST_OF_ONE + 2);
        tally.record();
        let records = denied(&tally);
        assert_eq!(records.len(), MOST_OF_ONE + 2);
        let rest = &records[0];
        assert_eq!(rest.details["count"], 500 - MOST_OF_ONE);
        assert_eq!(rest.details["objects"].as_array().unwrap().len(), 5);
        assert_eq!(rest.actor, "name of app");
        assert!(rest.details["reason"].as_str().unwrap().len() <= LONGEST_REASON);
        assert!(tally.refused().is_empty());
    }

    #[tokio::test]
    async fn a_flood_is_on_the_record_whatever_names_are_made_up_before_and_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let tally = tally(folder.path());
        let flood = || {
            let outcome = Outcome::Failed { id: "PrincipalLimitReached", message: "too often" };
            let operation = Operation::new("customer-key serve", &Map::new());
            tally.tell_later(operation, ("app", "127.0.0.1"), outcome);
        };
        (0..100).for_each(|number| refuse(&tally, "app", &format!("key-{number}"), "no right"));
        (0..10).for_each(|_| flood());
        refuse(&tally, "app", "key-made-up", "no right");
        tally.record();
        let page = tally.tenant.audit().page(&AuditQuery::default()).unwrap();
        let counted = page.records.into_iter().filter(|record| {
            let is_it = record.details["error"] == "PrincipalLimitReached";
            is_it && record.details["count"] == 9
        });
        assert_eq!(counted.count(), 1);
    }

    #[tokio::test]
    async fn who_goes_on_making_up_names_leaves_ever_less_and_who_stops_has_as_many_as_ever() {
        let folder = tempfile::tempdir().unwrap();
        let tally = tally(folder.path());
        let minute = |names: usize| {
            let before = denied(&tally).len();
            for number in 0..names {
                refuse(&tally, "app", &format!("key-{number}"), "no right");
            }
            refuse(&tally, "other", "key", "no right");
            tally.record();
            denied(&tally).len() - before
        };
        // With them one record of all the rest, and the first of another application.
        let left = [64, 32, 16, 8, 4, 4].map(|most| most + 2);
        assert_eq!([100; 6].map(minute), left);
        assert_eq!([0, 64].map(minute), [1, 65]);
    }
}
