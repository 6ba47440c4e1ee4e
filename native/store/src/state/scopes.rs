//! Scopes, and those that wait to be rewrapped.

use uuid::Uuid;

use super::Result;
use crate::model::{Scope, ScopeKind};

/// What can be asked about scopes, and those that wait to be rewrapped.
pub trait ReadScopes {
    /// A scope by row number.
    fn scope(&mut self, no: i64) -> Result<Option<Scope>>;
    /// A scope by GUID.
    fn scope_by_guid(&mut self, guid: Uuid) -> Result<Option<Scope>>;
    /// A scope by name.
    fn scope_by_name(&mut self, kind: ScopeKind, name: &str) -> Result<Option<Scope>>;
    /// Scopes of a kind above a row number, at most 1000.
    fn scopes(&mut self, kind: ScopeKind, after: i64, limit: u32) -> Result<Vec<Scope>>;
    /// Scopes that wait to be rewrapped one by one, above a scope number, at most 10,000.
    fn pending_scopes(&mut self, after: i64, limit: u32) -> Result<Vec<i64>>;
    /// How many wait so.
    fn count_pending_scopes(&mut self) -> Result<u64>;
}

/// What can be changed about scopes, and those that wait to be rewrapped.
pub trait WriteScopes {
    /// Inserts a scope and returns its row number.
    fn insert_scope(&mut self, scope: &Scope) -> Result<i64>;
    /// Adds scopes to those that wait to be rewrapped one by one.
    fn add_pending_scopes(&mut self, scopes: &[i64]) -> Result<()>;
    /// Removes them.
    fn remove_pending_scopes(&mut self, scopes: &[i64]) -> Result<()>;
}
