//! Leaving for good: removing a tenant.

use super::{PlanResult, RunResult};
use crate::generated::customer_key::RemoveCustomerKeyTenant;
use crate::generated::output::customer_key::CustomerKeyTenantRemoval;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use ckey_engine::{RemovalPlan, RemovalReport, Tenant};
use std::path::{Path, PathBuf};

impl Change for RemoveCustomerKeyTenant {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (path, file) = (context.path(&self.path), context.path(&self.output_file));
        if Tenant::is_being_removed(&path) {
            return go_on(context, path, file);
        }
        let tenant = context.tenant_at(&path)?;
        let going = tenant.check_removal(&file)?;
        let question = format!(
            "{} will be destroyed for good{}.",
            going.told(),
            if going.in_use { ", although somebody has the tenant open" } else { "" }
        );
        let plan = Plan::new(effects(&going), move |context| {
            let actor = context.exchange_actor(&tenant)?;
            tenant.begin_removal(&actor, &file)?;
            context.let_go(tenant);
            finish(context, &path, &file)
        });
        Ok(plan.asking_about(Some(question)))
    }
}

/// One that was cut off goes on: what was agreed to then holds.
fn go_on(context: &Context, path: PathBuf, file: PathBuf) -> PlanResult {
    let options = context.session().open_options()?;
    let name = Tenant::check_removal_left(&path, &options, &file)?;
    let effect = format!("The removal of the tenant '{name}' would go on to its end.");
    Ok(Plan::one(effect, move |context| finish(context, &path, &file)))
}

fn effects(going: &RemovalPlan) -> Effects {
    let mut effects = Effects::one(format!(
        "{} would be destroyed. Nothing of it could be undone.",
        going.told()
    ));
    if going.in_use {
        effects.add("Somebody else has the tenant open, and could use it no more.");
    }
    for backup in &going.backups {
        effects.add(format!(
            "The backup whose secrets are in {backup} would still open what it holds."
        ));
    }
    for stays in &going.foreign {
        effects.add(format!("{} would stay: the tenant has not made it.", stays.display()));
    }
    effects
}

fn finish(context: &mut Context, path: &Path, file: &Path) -> RunResult {
    let options = context.session().open_options()?;
    let activity = "Removing the tenant";
    let told = &mut |what: &str| {
        // A reader that is gone does not stop what cannot be undone.
        let _ = context.progress(activity, what, -1);
    };
    let done = Tenant::finish_removal(path, &options, file, told)?;
    context.progress_done(activity)?;
    for stays in &done.foreign {
        context.warning(&format!("{} stays: the tenant has not made it.", stays.display()))?;
    }
    send(context, path, file, &done)
}

fn send(context: &mut Context, path: &Path, file: &Path, done: &RemovalReport) -> RunResult {
    let long = |number: u64| i64::try_from(number).ok();
    context.send(&CustomerKeyTenantRemoval {
        path: Some(path.display().to_string()),
        name: Some(done.name.clone()),
        id: Some(done.id.to_string()),
        secrets: long(done.secrets),
        backups: long(done.backups),
        kept: i64::try_from(done.foreign.len()).ok(),
        public_key: Some(done.public_key.clone()),
        output_file: done.evidence.then(|| file.display().to_string()),
    })?;
    if done.evidence { Ok(()) } else { context.error(&evidence_before(&done.name)) }
}

/// Whoever was cut off right after the evidence has written it to the file that they were given.
fn evidence_before(name: &str) -> CmdletError {
    CmdletError::new(
        "RemovalEvidenceWritten",
        ckey_engine::Category::ResourceExists,
        format!(
            "The evidence of the removal of '{name}' was written before the removal was cut off: the key that signs it is destroyed."
        ),
        "Look for it at the -OutputFile of that call.",
    )
}
