//! Where root keys live: one trait, and the embedded vault. Azure's vaults are behind the same trait
//! in a crate of their own.
//!
//! [`RootVault`] is what the key hierarchy asks of a vault: get a key, wrap under it, unwrap under
//! it. No matter which vault answers, failures are one enum, [`VaultErrorKind`], and each has one
//! [`FailureClass`], decided in one place: it is what the availability key depends on.
//!
//! [`EmbeddedVaults`] answers `https://NAME.vault.azure.net/keys/KEY[/VERSION]` from files in a
//! folder, under the rules of the real service: access policies, versions, soft delete, purge
//! protection, validity, and outages that can be rehearsed.

mod caller;
mod cloud;
mod embedded;
mod encoding;
mod error;
mod fault;
mod hosts;
mod key;
mod lifespan;
mod log_record;
mod management;
pub mod paste;
mod permission;
mod principal_id;
mod provider;
mod region;
mod role;
mod role_definition;
mod root_vault;
mod rotation_document;
mod rotation_policy;
mod signature;
mod uri;
mod vault;
mod wait;
mod witness;
mod words;

pub use caller::{Asker, Caller};
pub use cloud::{Cloud, VaultKind};
pub use embedded::{
    EachVault, EmbeddedVaults, Held, InspectedKey, KeptKeys, NamedFault, NamedKey, SupposedChange,
    SupposedVaults, Verified, WayBack, check_retention, is_file_of_vaults,
};
pub use error::{FailureClass, VaultError, VaultErrorKind};
pub use fault::Fault;
pub use hosts::VaultHosts;
pub use key::{
    DeletedKey, KeyAttributes, KeyDescription, KeyOp, KeyType, KeyUpdate, NewKey, PublicKey,
    RecoveryLevel, Tags,
};
pub use lifespan::Lifespan;
pub use log_record::LogRecord;
pub use management::Management;
pub use permission::{AccessPolicy, AccessPolicyUpdate, KeyPermission};
pub use principal_id::{canonical_id, same_id};
pub use provider::{Connect, NoProvider, Variables, VaultAccess};
pub use region::{are_paired, geography, normalized_region};
pub use role::{RoleAssignment, VaultRole};
pub use role_definition::RoleDefinition;
pub use root_vault::{RootVault, VaultPlace, WrapResult};
pub use rotation_policy::{
    KeyRotationPolicy, LifetimeAction, LifetimeActionType, LifetimeTrigger, RotationPolicy,
};
pub use signature::{SignResult, SignatureAlgorithm};
pub use uri::{KeyUri, VAULT_NAMES, is_azure_vault_name, is_vault_name};
pub use vault::{
    Bypass, DefaultAction, DeletedVault, HsmDescription, HsmTwin, ListChange, NetworkChange,
    NetworkRules, NewVault, Sku, VaultDescription, VaultId, VaultUpdate,
};
pub use wait::Wait;
pub use witness::{Pin, VaultChange, Witness};
