//! What the keys of vaults were used for.

use super::RunResult;
use super::audit::{DEFAULT_SIZE, time_between};
use crate::generated::customer_key::SearchCustomerKeyVaultUse;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{Tenant, iso};
use ckey_vault::{KeyUri, LogRecord, VaultErrorKind};
use std::collections::VecDeque;

impl Run<Context, CmdletError> for SearchCustomerKeyVaultUse {
    fn run(self, context: &mut Context) -> RunResult {
        if let (Some(start), Some(end)) = (&self.start_date, &self.end_date) {
            time_between(start.0, end.0)?;
        }
        let tenant = context.tenant()?;
        for vault in named(&tenant, self.vault_name.as_deref())? {
            context.check()?;
            self.search(context, &tenant, &vault)?;
        }
        Ok(())
    }
}

impl SearchCustomerKeyVaultUse {
    fn search(&self, context: &mut Context, tenant: &Tenant, vault: &str) -> RunResult {
        let key = self.key_name.as_deref().map(Pattern::new);
        let fits = |used: &LogRecord| {
            self.start_date.as_ref().is_none_or(|start| used.at >= start.0)
                && self.end_date.as_ref().is_none_or(|end| used.at < end.0)
                && self.operation.as_ref().is_none_or(|op| op.eq_ignore_ascii_case(&used.operation))
                && key.as_ref().is_none_or(|key| {
                    KeyUri::stored(&used.object).is_ok_and(|uri| key.matches(uri.key()))
                })
        };
        let limit = self.result_size.as_ref().map_or(DEFAULT_SIZE, |size| size.limit());
        let (mut newest, mut cut) = (VecDeque::new(), None);
        let mut look = |used: LogRecord, was_purged: bool| {
            if fits(&used) {
                newest.push_back((used, was_purged));
                if u64::try_from(newest.len()).is_ok_and(|count| count > limit) {
                    cut = newest.pop_front();
                }
            }
        };
        let (vaults, mut before) = (tenant.vaults(), false);
        vaults.uses_before(vault, &mut |used| {
            before = true;
            look(used, true);
        })?;
        match vaults.uses(vault, &mut |used| look(used, false)) {
            Err(error) if error.kind == VaultErrorKind::VaultNotFound && before => {}
            other => other?,
        }
        for (used, was_purged) in newest.iter().rev() {
            context.check()?;
            context.send(&view::vault_use(vault, used, *was_purged))?;
        }
        match cut {
            Some((next, _)) => context.warning(&format!(
                "Only the newest {limit} uses that match are shown of the vault '{vault}'. Use {} of {} matches too, and older ones may. Give a larger -ResultSize, or Unlimited.",
                next.sequence,
                iso(next.at)
            )),
            None => Ok(()),
        }
    }
}

/// The vaults that a name means, deleted and purged ones too; all without one. A name without a
/// wildcard has to be there, or to have been.
fn named(tenant: &Tenant, name: Option<&str>) -> Result<Vec<String>, CmdletError> {
    if let Some(name) = name.filter(|name| !Pattern::is_one(name)) {
        return Ok(vec![name.to_owned()]);
    }
    let pattern = name.map(Pattern::new);
    let vaults = tenant.vaults();
    let live = vaults.vaults()?.into_iter().map(|vault| vault.name);
    let deleted = vaults.deleted_vaults()?.into_iter().map(|deleted| deleted.vault.name);
    let mut names: Vec<String> = live.chain(deleted).collect();
    let is_new = |name: &String| !names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let purged: Vec<String> = vaults.purged_and_used()?.into_iter().filter(is_new).collect();
    names.extend(purged);
    names.retain(|name| pattern.as_ref().is_none_or(|pattern| pattern.matches(name)));
    names.sort();
    Ok(names)
}
