//! Sign-ins of applications that are not registered: anybody can try them without end, so they are
//! counted all together, and one record tells of a minute of them.

use std::sync::{Mutex, PoisonError};

use ckey_engine::{Operation, Tenant, UnknownSignIns};
use serde_json::Map;

/// So many ids and addresses are named, cut to a length.
const MOST_NAMED: usize = 5;
const LONGEST: usize = 64;

#[derive(Default)]
pub(crate) struct Strangers {
    counted: Mutex<UnknownSignIns>,
}

/// Names one more, where there is room for it.
pub(crate) fn name(named: &mut Vec<String>, text: &str) {
    let text: String = text.chars().take(LONGEST).collect();
    if named.len() < MOST_NAMED && !named.contains(&text) {
        named.push(text);
    }
}

impl Strangers {
    /// Counts one more.
    pub(crate) fn count(&self, application: &str, from: &str) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        name(&mut counted.applications, application);
        name(&mut counted.from, from);
        counted.count = counted.count.saturating_add(1);
    }

    /// Puts on the record what was counted since the last one.
    pub(crate) fn record(&self, tenant: &Tenant) {
        let counted =
            std::mem::take(&mut *self.counted.lock().unwrap_or_else(PoisonError::into_inner));
        if counted.count == 0 {
            return;
        }
        let operation = Operation::new("customer-key serve", &Map::new());
        if let Err(error) = operation.run(|| tenant.directory().record_unknown_sign_ins(&counted)) {
            tracing::error!(%error, count = counted.count, "refused sign-ins were not recorded");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_a_few_are_named() {
        let strangers = Strangers::default();
        for number in 0..100 {
            let long = format!("{number}{}", "x".repeat(1000));
            strangers.count(&long, "127.0.0.1");
        }
        let counted = strangers.counted.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!((counted.count, counted.applications.len(), counted.from.len()), (100, 5, 1));
        assert!(counted.applications.iter().all(|named| named.chars().count() == LONGEST));
    }
}
