//! The table as it was read: services with their cmdlets and types.

use serde::Deserialize;

use crate::cmdlet::CmdletDef;
use crate::kept::{self, Text};
use crate::output::TypeDef;

/// Every service, in the order of the file names.
#[derive(Debug)]
pub struct Table {
    /// The services.
    pub services: &'static [Service],
}

/// One file of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name, which is the file's.
    #[serde(deserialize_with = "kept::text")]
    pub service: Text,
    /// A heading.
    #[serde(deserialize_with = "kept::text")]
    pub title: Text,
    /// The module that scripts import for it.
    pub shim: Option<Shim>,
    /// Its cmdlets.
    pub cmdlets: Vec<CmdletDef>,
    /// The types of their outputs.
    pub types: Vec<TypeDef>,
}

/// A module of the service's own, stood in for by a shim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shim {
    /// The module's name.
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// The version that the shim says it has.
    #[serde(deserialize_with = "kept::text")]
    pub version: Text,
}

/// A table that is unsound. A test of this crate keeps the built-in one from being so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct TableError {
    /// The file.
    pub file: String,
    /// What is wrong in it, and where.
    pub problem: String,
}

impl Table {
    /// Every cmdlet, by service.
    pub fn cmdlets(&self) -> impl Iterator<Item = &'static CmdletDef> + use<> {
        self.services.iter().flat_map(|service| &service.cmdlets)
    }

    /// Every type of output.
    pub fn types(&self) -> impl Iterator<Item = &'static TypeDef> + use<> {
        self.services.iter().flat_map(|service| &service.types)
    }
}
