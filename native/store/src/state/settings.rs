//! The tenant, its settings, notes, epoch and assignment.

use super::Result;
use crate::model::{Assignment, TenantRow};

/// What can be asked about the tenant, its settings, notes, epoch and assignment.
pub trait ReadSettings {
    /// The tenant.
    fn tenant(&mut self) -> Result<TenantRow>;
    /// A setting's value.
    fn setting(&mut self, name: &str) -> Result<Option<String>>;
    /// All settings whose name begins with `prefix`, by name.
    fn settings(&mut self, prefix: &str) -> Result<Vec<(String, String)>>;
    /// A note's text.
    fn note(&mut self, name: &str) -> Result<Option<String>>;
    /// The key epoch.
    fn epoch(&mut self) -> Result<i64>;
    /// The multi-workload policy assigned to the tenant, if one is.
    fn assignment(&mut self) -> Result<Assignment>;
}

/// What can be changed about the tenant, its settings, notes, epoch and assignment.
pub trait WriteSettings {
    /// Sets or removes a setting.
    fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<()>;
    /// Sets or removes a note. No audit record tells of it.
    fn set_note(&mut self, name: &str, text: Option<&str>) -> Result<()>;
    /// Raises the key epoch by one.
    fn raise_epoch(&mut self) -> Result<()>;
    /// Sets or removes the assignment.
    fn set_assignment(&mut self, policy_no: Option<i64>, at: i64) -> Result<()>;
}
