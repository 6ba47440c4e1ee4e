//! What each cmdlet does: one [`Run`](crate::surface::bind::Run) a cmdlet, or one
//! [`Change`](crate::runtime::plan::Change) where it changes something, in a file by service. An
//! error returned ends the run as a non-terminating error of its input object.

mod access;
mod account_lists;
mod application;
mod audit;
mod azure;
mod azure_end;
mod connect;
mod content;
mod deleted_site;
mod directory;
mod evidence;
mod exo;
mod export;
mod files;
mod graph;
mod group;
mod hsm;
mod hsm_role;
mod impact;
mod inventory;
mod inventory_check;
mod inventory_hsms;
mod inventory_left;
mod inventory_left_hsms;
mod inventory_new;
mod inventory_ours;
mod inventory_people;
mod inventory_state;
mod inventory_vaults;
mod job;
mod kept_file;
mod key;
mod key_file;
mod key_life;
mod key_operation;
mod key_use;
mod kind;
pub(crate) mod lenient;
mod listing;
mod mailbox;
mod migration;
mod named_key;
mod network;
mod offboarding;
mod onboarding;
mod organization;
mod part;
mod place;
mod policy;
mod provider;
mod purge;
mod rehearsal;
mod relocation;
mod removal;
mod removed_mailbox;
mod report;
mod resource;
mod role;
mod rotation;
mod rotation_policy;
mod security_domain;
mod serving;
mod settings;
mod sharepoint;
mod site_purge;
mod sites;
mod tenant;
mod transfer;
mod unified_audit;
mod user;
mod validation;
mod vault;
mod vault_life;
mod vault_list;
mod vault_provider;
mod vault_use;
mod who;
mod written;

use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Effects, Plan};
use crate::surface::value::Object;
use ckey_engine::{Action, Tenant};

/// How a run ends.
type RunResult = Result<(), CmdletError>;

/// What a cmdlet is going to do, or why it cannot.
type PlanResult = Result<Plan, CmdletError>;

/// A property of an object of the pipeline as text, in any case of its name.
fn text_of(object: &Object, name: &str) -> Option<String> {
    let property = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    property.and_then(|(_, value)| value.as_str()).map(str::to_owned)
}

/// What comes of an action, where somebody is told. Otherwise the action itself looks.
fn effects(context: &Context, tenant: &Tenant, action: &Action) -> Result<Effects, CmdletError> {
    if context.is_told() { Ok(tenant.consequences(action)?.into()) } else { Ok(Effects::default()) }
}
