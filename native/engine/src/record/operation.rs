//! The operation that a thread is busy with: what somebody asked for, as the records of all that
//! follows from it name it (rule 8.5.10).
//!
//! It belongs to the thread and not to the arguments of everything below, so that no change can be
//! written without it: a cmdlet runs on one thread from its beginning to its end.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::{Map, Value};
use uuid::Uuid;

thread_local! {
    static CURRENT: RefCell<Option<Arc<Operation>>> = const { RefCell::new(None) };
}

/// One call of a cmdlet or of a function of the library.
#[derive(Debug)]
pub struct Operation {
    id: Uuid,
    name: String,
    parameters: Value,
    account: OnceLock<String>,
    records: AtomicU64,
    warnings: Mutex<Vec<String>>,
}

/// Longest text of a parameter that a record keeps, in characters, and most entries of a list.
const LONGEST_TEXT: usize = 256;
const LONGEST_LIST: usize = 20;
/// Longest name of a member, in characters: over the network it is anybody's, as a value is.
const LONGEST_NAME: usize = 64;
/// What the names of a value's members may nest to.
const DEEPEST: u8 = 3;
/// How long all parameters of an operation may be together, as JSON in bytes: each of its records
/// has them.
const LONGEST: usize = 4 << 10;
/// Stands for what is left out.
const CUT: &str = "...";

/// A text that is no longer than this, and says where it was.
fn cut(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most).collect();
    format!("{kept}{CUT} ({length} characters)")
}

/// A value as records keep it: what is long is cut, and says so.
fn short(value: &Value, depth: u8) -> Value {
    match value {
        Value::String(text) => Value::from(cut(text, LONGEST_TEXT)),
        Value::Array(_) | Value::Object(_) if depth == 0 => Value::from(CUT),
        Value::Array(list) => {
            let mut kept: Vec<Value> = list
                .iter()
                .take(LONGEST_LIST)
                .map(|entry| short(entry, depth.saturating_sub(1)))
                .collect();
            if list.len() > LONGEST_LIST {
                kept.push(Value::from(format!("{CUT} ({} entries)", list.len())));
            }
            Value::Array(kept)
        }
        Value::Object(members) => {
            let kept = members.iter().take(LONGEST_LIST);
            let mut kept = named(kept, depth.saturating_sub(1));
            if members.len() > LONGEST_LIST {
                kept.insert(CUT.to_owned(), format!("({} members)", members.len()).into());
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

/// Members as records keep them. Of names that are cut to the same text the last one counts.
fn named<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)>,
    depth: u8,
) -> Map<String, Value> {
    members.map(|(name, value)| (cut(name, LONGEST_NAME), short(value, depth))).collect()
}

/// How long a member is as JSON, with what is around it.
fn length(name: &str, value: &Value) -> usize {
    let name = Value::from(name).to_string().len();
    name.saturating_add(value.to_string().len()).saturating_add(2)
}

/// Parameters that are no longer than they may be: the longest are left out, and it is said which
/// length all had.
fn bounded(mut parameters: Map<String, Value>) -> Map<String, Value> {
    let of = |parameters: &Map<String, Value>| -> usize {
        parameters.iter().map(|(name, value)| length(name, value)).sum()
    };
    let all = of(&parameters);
    if all <= LONGEST {
        return parameters;
    }
    let note = Value::from(format!("(cut from {all} bytes)"));
    let most = LONGEST.saturating_sub(length(CUT, &note));
    let mut lengths: Vec<_> =
        parameters.iter().map(|(name, value)| (length(name, value), name.clone())).collect();
    lengths.sort();
    let mut together: usize = 0;
    let kept: Vec<String> = lengths
        .into_iter()
        .map_while(|(length, name)| {
            together = together.saturating_add(length);
            (together <= most).then_some(name)
        })
        .collect();
    parameters.retain(|name, _| kept.contains(name));
    parameters.insert(CUT.to_owned(), note);
    parameters
}

impl Operation {
    /// An operation of this name. `parameters` hold no secrets; what is long in them is cut, and
    /// so is what is too much of them.
    #[must_use]
    pub fn new(name: &str, parameters: &Map<String, Value>) -> Arc<Self> {
        Arc::new(Self {
            id: Uuid::new_v4(),
            name: name.to_owned(),
            parameters: Value::Object(bounded(named(parameters.iter(), DEEPEST))),
            account: OnceLock::new(),
            records: AtomicU64::new(0),
            warnings: Mutex::default(),
        })
    }

    /// Which call it is, as its records say.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// Its name: of a cmdlet, or of a function of the library.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Says which account asks, once it is known; the first word counts.
    pub fn asked_by(&self, account: impl FnOnce() -> String) {
        self.account.get_or_init(account);
    }

    /// The account that asks, where it is known.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.get().map(String::as_str)
    }

    /// Does `work` in the name of this operation.
    pub fn run<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        let before = CURRENT.with_borrow_mut(|current| current.replace(Arc::clone(self)));
        let _back = Back(before);
        work()
    }

    /// How many records were written in its name.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// What whoever asks should know, besides what was asked for; each is given once.
    #[must_use]
    pub fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut *self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets whoever asked for what this thread is busy with know something, once: a change that
    /// another one was faster than is made again.
    pub(crate) fn warn(text: String) {
        CURRENT.with_borrow(|current| {
            let Some(current) = current else { return };
            let mut told = current.warnings.lock().unwrap_or_else(PoisonError::into_inner);
            if !told.contains(&text) {
                told.push(text);
            }
        });
    }

    /// The id of what this thread is busy with, which its records have.
    #[must_use]
    pub fn current_id() -> Option<Uuid> {
        Self::current().map(|current| current.id)
    }

    /// What this thread is busy with.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Counts one record of what this thread is busy with.
    pub(super) fn count() {
        CURRENT.with_borrow(|current| {
            if let Some(current) = current {
                current.records.fetch_add(1, Ordering::Relaxed);
            }
        });
    }

    pub(super) fn described(&self) -> (Option<String>, Option<Uuid>, Option<Value>) {
        (Some(self.name.clone()), Some(self.id), Some(self.parameters.clone()))
    }
}

/// Puts back what the thread was busy with before, also when the work panics.
struct Back(Option<Arc<Operation>>);

impl Drop for Back {
    fn drop(&mut self) {
        let before = self.0.take();
        CURRENT.with_borrow_mut(|current| *current = before);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use super::*;
    use crate::record::Origin;

    fn operation(name: &str, parameters: &Value) -> Arc<Operation> {
        Operation::new(name, parameters.as_object().unwrap())
    }

    #[test]
    fn a_record_names_the_innermost_operation_of_its_thread_and_none_after_it() {
        let (outer, inner) =
            (operation("Outer", &json!({"Name": "a"})), operation("Inner", &json!({})));
        let name = || Origin::here().operation;
        outer.run(|| {
            assert_eq!(name().as_deref(), Some("Outer"));
            inner.run(|| assert_eq!(name().as_deref(), Some("Inner")));
            assert_eq!(std::thread::scope(|scope| scope.spawn(name).join().unwrap()), None);
            assert_eq!(Origin::here().parameters, Some(json!({"Name": "a"})));
        });
        assert_eq!(name(), None);
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            outer.run(|| std::panic::resume_unwind(Box::new(())))
        }));
        assert_eq!(name(), None);
    }

    #[test]
    fn what_a_change_warns_of_is_told_once_however_often_it_is_made_again() {
        let operation = operation("Set", &json!({}));
        operation.run(|| ["a", "b", "a"].map(|text| Operation::warn(text.to_owned())));
        assert_eq!(operation.take_warnings(), ["a", "b"]);
    }

    #[test]
    fn long_parameters_are_cut_and_say_so() {
        let list: Vec<u32> = (0..1000).collect();
        let given = json!({"Text": "x".repeat(1000), "List": list, "Deep": {"a": {"b": {"c": {"d": 1}}}}, "Short": "y"});
        let parameters = operation("Cut", &given).described().2.unwrap();
        assert!(parameters["Text"].as_str().unwrap().ends_with("... (1000 characters)"));
        assert_eq!(parameters["List"].as_array().unwrap().len(), 21);
        assert_eq!(parameters["List"][20], "... (1000 entries)");
        assert_eq!(parameters["Deep"]["a"]["b"]["c"], json!("..."));
        assert_eq!(parameters["Short"], "y");
    }

    #[test]
    fn names_of_members_are_cut_as_values_are_and_all_together_to_four_kibibytes() {
        let long = json!({ "tags": { "n".repeat(60_000): "v" }, "path": "/a" });
        let parameters = operation("Cut", &long).described().2.unwrap();
        assert!(parameters.to_string().len() < 300, "{parameters}");
        assert!(parameters.to_string().contains("n... (60000 characters)"), "{parameters}");
        assert_eq!(parameters["path"], "/a");

        let tags: Map<String, Value> = (0..1000)
            .map(|it| (format!("{it}{}", "t".repeat(100)), "v".repeat(300).into()))
            .collect();
        let much =
            json!({ "tags": tags, "path": "/a", "\u{0}".repeat(9000): "\u{0}".repeat(9000) });
        let parameters = operation("Cut", &much).described().2.unwrap();
        assert!(parameters.to_string().len() <= LONGEST, "{parameters}");
        assert_eq!(parameters["path"], "/a", "what is short stays");
        assert!(parameters.get("tags").is_none(), "{parameters}");
        assert!(parameters[CUT].as_str().unwrap().starts_with("(cut from "), "{parameters}");
    }

    #[test]
    fn the_origin_names_user_host_and_process() {
        let origin = Origin::here();
        assert!(
            origin.process.ends_with(&format!("({})", std::process::id())),
            "{}",
            origin.process
        );
        assert!(!origin.os_user.is_empty() && !origin.host.is_empty());
    }
}
