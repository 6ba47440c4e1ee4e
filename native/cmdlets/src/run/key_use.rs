//! Which versions of root keys still protect data, whether one may be retired, and known backups.

use std::path::Path;

use super::evidence::{check_new, write_new};
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    GetCustomerKeyBackup, GetCustomerKeyUsage, RemoveCustomerKeyBackup, TestCustomerKeyRetirement,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_base::counted;
use ckey_engine::{BackupView, Retirement, Tenant};

const MOVING: &str = "Moving keys to newer versions";

impl Run<Context, CmdletError> for GetCustomerKeyUsage {
    fn run(self, context: &mut Context) -> RunResult {
        let found = context.tenant()?.key_use().usage(self.key.as_deref())?;
        found.iter().try_for_each(|usage| context.send(&view::usage(usage)))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyBackup {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let known = match &self.identity {
            Some(identity) => vec![find(context, &tenant, identity)?],
            None => tenant.key_use().backups()?,
        };
        let id = tenant.id().to_string();
        known.iter().try_for_each(|backup| context.send(&view::known_backup(&id, backup)))
    }
}

/// A backup by id, or by the path of its main file, which need not be absolute.
fn find(context: &Context, tenant: &Tenant, identity: &str) -> Result<BackupView, CmdletError> {
    let is_id = uuid::Uuid::try_parse(identity.trim()).is_ok();
    let full =
        if is_id { identity.to_owned() } else { context.path(identity).display().to_string() };
    Ok(tenant.key_use().backup(&full)?)
}

impl Change for RemoveCustomerKeyBackup {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let known = find(context, &tenant, &self.identity)?;
        let mut effects = Effects::one(format!(
            "The tenant '{}' would forget the backup in {}. It would need {} no longer for it.",
            tenant.name(),
            known.output,
            counted(known.keys.len(), "key version", "key versions")
        ));
        let is_there = Path::new(&known.output).exists();
        let there = "Its file is still there: nothing would keep the key versions that it needs from being retired.";
        if is_there {
            effects.add(there);
        }
        let question = is_there.then(|| format!("{}: {there}", known.output));
        let plan = Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            Ok(tenant.key_use().forget_backup(&actor, &known)?)
        });
        Ok(plan.asking_about(question))
    }
}

impl Change for TestCustomerKeyRetirement {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let file = self.output_file.as_deref().map(|file| context.path(file));
        let mut effects = Effects::default();
        if !self.r#move && file.is_none() {
            effects = Effects::none("Nothing would change: without -Move a key is only looked at.");
        }
        // A wrong key is an error also where nothing is moved.
        let movable = tenant.key_use().refreshable(&self.key)?;
        if self.r#move {
            tenant.check_writable()?;
            for used in movable {
                effects.add(format!(
                    "The policy '{}' would be refreshed: {} would be rewrapped under the newest versions of both its keys.",
                    used.policy,
                    counted(used.keys, "key", "keys")
                ));
            }
            effects.add("Jobs would be worked off, and what they went past tried again.");
        }
        if let Some(file) = &file {
            check_new(file)?;
            effects.add(format!("A signed answer would be written to {}.", file.display()));
        }
        Ok(Plan::new(effects, move |context| {
            if self.r#move {
                move_off(context, &tenant, &self.key)?;
            }
            let answer = tenant.key_use().retirement(&self.key, self.detailed)?;
            if answer.is_safe() && !answer.is_there {
                context.warning(&format!(
                    "No vault of the tenant has the key '{}' now. Nothing needs it; look whether it is the one that is meant.",
                    answer.key_uri
                ))?;
            }
            if let Some(others) = &answer.others {
                context.warning(others)?;
            }
            tell(context, &answer)?;
            if let Some(file) = &file {
                let actor = context.exchange_actor(&tenant)?;
                write_new(file, &tenant.key_use().statement(&actor, &answer)?)?;
            }
            Ok(())
        }))
    }
}

fn move_off(context: &mut Context, tenant: &Tenant, key: &str) -> RunResult {
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    let problems = tenant.key_use().move_off(&actor, key, &cancel, &mut |job| {
        let status = format!("{} {}: {} of {}", job.kind, job.subject, job.done, job.total);
        // A reader that is gone is noticed by the work itself.
        let _ = context.progress(MOVING, &status, job.percent.into());
    })?;
    context.progress_done(MOVING)?;
    problems.into_iter().try_for_each(|problem| context.error(&problem.into()))
}

fn tell(context: &mut Context, answer: &Retirement) -> RunResult {
    if answer.is_safe() {
        return context.send(&view::retirable(answer));
    }
    answer.dependents.iter().try_for_each(|one| context.send(&view::dependent(one)))
}
