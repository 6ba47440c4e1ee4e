//! Leaving the embedded vaults for those of Azure.

use super::vault_provider::Vaults;
use super::{PlanResult, RunResult};
use crate::generated::customer_key::MoveCustomerKeyTenantVault;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::counted;
use ckey_engine::relocation::Step;
use ckey_engine::{NewRoots, PolicyMove, RelocationPlan, Tenant};
use std::sync::Arc;

const MOVING: &str = "Moving policies to their new keys";

impl Change for MoveCustomerKeyTenantVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        if self.undo {
            tenant.relocation().check_undo()?;
            let told =
                format!("The tenant '{}' would stay with its embedded vaults.", tenant.name());
            return Ok(Plan::one(told, move |context| {
                let actor = context.exchange_actor(&tenant)?;
                tenant.relocation().undo(&actor)?;
                show(context, &tenant)
            }));
        }
        let given = self.given(context)?;
        let cancel = context.cancel().clone();
        let mut progress = |step: &Step<'_>| tell(context, step);
        let plan = tenant.relocation().plan(given.as_ref(), &cancel, &mut progress)?;
        context.progress_done(MOVING)?;
        let (effects, question) = (effects(&tenant, &plan), question(&tenant, &plan));
        Ok(Plan::new(effects, move |context| go(context, &tenant, &plan)).asking_about(question))
    }
}

impl MoveCustomerKeyTenantVault {
    /// Where the tenant goes, unless it goes on.
    fn given(self, context: &Context) -> Result<Option<NewRoots>, CmdletError> {
        let authorities = self.vault_authority_file.as_ref().map(|file| context.path(file));
        let vaults = Vaults {
            provider: Some("Azure"),
            suffix: self.vault_host_suffix.as_deref(),
            port: self.vault_port,
            authorities: authorities.as_deref(),
            environment: None,
        };
        let Some(keys) = self.key_map else {
            let named = [vaults.suffix.is_some(), vaults.port.is_some(), authorities.is_some()];
            if !named.contains(&true) {
                return Ok(None);
            }
            return Err(CmdletError::argument(
                "NewRootsRequired",
                "Where the vaults are to be is said, and not which keys take the place of which."
                    .to_owned(),
                "Add -KeyMap, or leave the other parameters out to go on with a move that has begun.",
            ));
        };
        let keys = keys.into_iter().collect();
        Ok(Some(NewRoots { vaults: vaults.provider()?, keys }))
    }
}

fn moved(one: &PolicyMove) -> String {
    format!(
        "The policy '{}' would get a generation under {} and {}, in the place of {}; {} under {} of it would be rewrapped.",
        one.policy,
        one.to[0],
        one.to[1],
        one.from.join(" and "),
        one.below.told(),
        counted(one.generations, "generation", "generations"),
    )
}

fn effects(tenant: &Tenant, plan: &RelocationPlan) -> Effects {
    let mut effects = if plan.has_begun {
        Effects::default()
    } else {
        Effects::one(format!(
            "The vaults of the tenant '{}' would be those of Azure from now on: each new key has wrapped something and unwrapped it again.",
            tenant.name()
        ))
    };
    plan.moves.iter().for_each(|one| effects.add(moved(one)));
    for problem in plan.withheld.iter().chain(&plan.problems) {
        let policy = problem.target.as_deref().unwrap_or_default();
        effects.add(format!("The policy '{policy}' would stay where it is. {}", problem.message));
    }
    if !plan.geos.is_empty() {
        effects.add(sites_stay(&plan.geos));
    }
    if !plan.purged.is_empty() {
        effects.add(format!(
            "What is under the policies '{}' stays there, because its purge was asked for.",
            plan.purged.join("', '")
        ));
    }
    if plan.has_begun && plan.moves.is_empty() {
        effects.add(if plan.problems.is_empty() && plan.withheld.is_empty() {
            "Every policy has its new keys. Jobs that wait would be worked off."
        } else {
            "Jobs that wait would be worked off, and what they went past tried again."
        });
    }
    effects
}

fn sites_stay(geos: &[String]) -> String {
    format!(
        "SharePoint's keys of {} '{}' stay in embedded vaults until each is rolled: Update-SPODataEncryptionPolicy -KeyVaultUri https://VAULT.vault.azure.net/keys/KEY/VERSION -KeyType Primary; the same with -KeyType Secondary.",
        if geos.len() == 1 { "the geo" } else { "the geos" },
        geos.join("', '")
    )
}

fn stays(policy: &str) -> String {
    format!(" The policy '{policy}' stays, because its keys were taken from the service.")
}

fn question(tenant: &Tenant, plan: &RelocationPlan) -> Option<String> {
    (!plan.has_begun).then(|| {
        format!(
            "The tenant '{}' will leave its embedded vaults: {} will get keys in the vaults of Azure. Nothing leads back once one has.{}",
            tenant.name(),
            counted(plan.moves.len(), "policy", "policies"),
            plan.withheld.iter().filter_map(|why| why.target.as_deref()).map(stays).collect::<String>()
        )
    })
}

fn go(context: &mut Context, tenant: &Arc<Tenant>, plan: &RelocationPlan) -> RunResult {
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    tenant.relocation().begin(&actor, plan)?;
    let mut progress = |step: &Step<'_>| tell(context, step);
    let problems = tenant.relocation().carry_on(&actor, &cancel, &mut progress)?;
    context.progress_done(MOVING)?;
    problems.into_iter().try_for_each(|problem| context.error(&problem.into()))?;
    if !plan.geos.is_empty() {
        context.warning(&sites_stay(&plan.geos))?;
    }
    match tenant.relocation().still_needed()? {
        Some(needed) if needed.is_empty() && tenant.vaults().each_vault()?.is_empty() => {}
        Some(needed) if needed.is_empty() => context.warning(
            "Nothing needs a key in an embedded vault any more. They stay until they are removed: Remove-AzKeyVault",
        )?,
        Some(needed) => context.warning(&format!(
            "The embedded vaults '{}' are still needed; keep them as they are. Get-CustomerKeyUsage shows what needs them, and Test-CustomerKeyRetirement what moves it.",
            needed.join("', '")
        ))?,
        None => {}
    }
    show(context, tenant)
}

fn tell(context: &mut Context, step: &Step<'_>) {
    let (status, percent) = told(step);
    // A reader that is gone is noticed by the work itself.
    let _ = context.progress(MOVING, &status, percent);
}

fn told(step: &Step<'_>) -> (String, i32) {
    let percent = |done: usize, all: usize| {
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(0);
        i32::try_from(percent).unwrap_or(100)
    };
    match step {
        Step::Trying(name, done, all) => (
            format!("Trying the new keys of '{name}': {done} of {all} policies done"),
            percent(*done, *all),
        ),
        Step::Policy(name, done, all) => {
            (format!("The policy '{name}': {done} of {all} have new keys"), percent(*done, *all))
        }
        Step::Job(job) => (
            format!("{} {}: {} of {}", job.kind, job.subject, job.done, job.total),
            job.percent.into(),
        ),
    }
}

fn show(context: &mut Context, tenant: &Tenant) -> RunResult {
    let (status, settings) = (tenant.status()?, tenant.settings()?);
    context.send(&view::tenant(&status, &settings))
}
