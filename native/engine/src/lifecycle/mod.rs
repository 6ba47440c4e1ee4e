//! The life of policies: assigning, refreshing, and what is resolved when a tenant is opened after a crash.

mod assign;
mod intents;
mod refresh;

pub(crate) use assign::still_assignable;
pub(crate) use intents::{CREATE_ITEM, CREATE_POLICY, resolve_intents, undo_create_item, undo_create_policy};
