//! The outputs of every service.
//!
//! Written by `./build generate` from native/table/services; edit that.

pub(crate) mod az_accounts;
pub(crate) mod az_key_vault;
pub(crate) mod az_resources;
pub(crate) mod customer_key;
pub(crate) mod customer_key_onboarding;
pub(crate) mod exchange_online;
pub(crate) mod share_point_online;
