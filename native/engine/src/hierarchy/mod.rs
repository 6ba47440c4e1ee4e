//! The key hierarchy: customer keys and availability key, policy keys in generations, scope keys.

mod admission;
mod cache;
mod generation;
mod roots;
mod scope_key;
mod service;

pub(crate) use admission::{Under, settle};
pub(crate) use cache::{Access, KeyCache, OpenedPolicy};
pub(crate) use generation::{NewGeneration, availability_context, commitment_context, new_generation};
pub(crate) use roots::{RootFailure, open_root, service_application};
pub(crate) use scope_key::{PolicyKek, ScopeSecret};
pub(crate) use service::{open_service_wrap, service_policy};
