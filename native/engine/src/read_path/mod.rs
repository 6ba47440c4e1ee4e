//! Who may open a policy key, and with what: the Exchange and multi-workload path (behaviour §3.1, §3.2).

mod classify;
mod policy_key;
mod scope_key;

pub(crate) use scope_key::stranded;
