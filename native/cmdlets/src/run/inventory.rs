//! The twin of a real tenant, from what that says of itself. All is read and looked at before the
//! first change. What is there already stays, but for what a call made that was ended.

use super::inventory_check::check;
use super::inventory_left::{self, Difference};
use super::inventory_new::{self, new_policy};
use super::inventory_ours::{Ours, policy as of_policy};
use super::inventory_people::{People, strangers};
use super::inventory_state::{State, assigned, existing, known_mailboxes};
use super::{PlanResult, RunResult};
use super::{inventory_hsms, inventory_left_hsms};
use crate::generated::customer_key::ImportCustomerKeyInventory;
use crate::inventory::{Inventory, MailboxRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::counted;
use ckey_engine::Tenant;

/// Mailboxes that are made in one change.
const BATCH: usize = 1000;
/// Things that are named although nothing happens to them.
const MOST_TOLD: usize = 50;

impl Change for ImportCustomerKeyInventory {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_import()?;
        let mut passed = Vec::new();
        let mut files = Vec::new();
        for path in &self.path {
            files.extend(super::files::expanded(&context.path(path), &mut passed)?);
        }
        let mut inventory = Inventory::default();
        for file in &files {
            context.check()?;
            inventory.read(file)?;
        }
        inventory.settle();
        let overwrites = self.overwrite;
        let (mut effects, left, people) = looked_at(context, &tenant, &mut inventory, overwrites)?;
        let lines = told(&left, overwrites);
        let asks = overwrites && left.iter().any(Difference::can_change);
        let question = asks.then(|| lines.join("\n"));
        for line in lines {
            effects = effects.then(match overwrites {
                true => Effects::one(line),
                false => Effects::none(line),
            });
        }
        let plan = Plan::new(effects, move |context| {
            let _alone = tenant.start_import()?;
            apply(context, &tenant, inventory, (left, overwrites, people))
        });
        Ok(plan.asking_about(question))
    }
}

/// What would be made, where what is there differs, and whom it is to know; all that keeps the
/// import from being made is found here.
fn looked_at(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &mut Inventory,
    overwrites: bool,
) -> Result<(Effects, Vec<Difference>, People), CmdletError> {
    check(tenant, inventory)?;
    let state = State::of(context, tenant, inventory)?;
    inventory.known_as = state.people.known_as();
    inventory_new::check(context, tenant, inventory, &state)?;
    let left = inventory_left::differences(tenant, inventory, &state)?;
    if overwrites {
        let caller = context.azure_caller(tenant)?;
        inventory_left_hsms::check_local_roles(tenant, &caller, &left)?;
    }
    Ok((state.new_things(tenant, inventory)?, left, state.people))
}

/// One line for each difference; of those that stay the first ones and a count.
fn told(left: &[Difference], overwrites: bool) -> Vec<String> {
    if overwrites {
        return left.iter().map(Difference::planned).collect();
    }
    let mut lines: Vec<_> = left.iter().take(MOST_TOLD).map(Difference::left).collect();
    let more = left.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.push(format!("{} more are left as they are.", counted(more, "thing", "things")));
    }
    lines
}

fn apply(
    context: &mut Context,
    tenant: &Tenant,
    mut inventory: Inventory,
    (left, overwrites, people): (Vec<Difference>, bool, People),
) -> RunResult {
    let (stay, change): (Vec<_>, Vec<_>) =
        left.into_iter().partition(|difference| !overwrites || !difference.can_change());
    told(&stay, false).iter().try_for_each(|line| context.warning(line))?;
    inventory.known_as = people.join(context, tenant)?.known_as();
    let inventory = &inventory;
    // What is new may need what the service is given back.
    let (first, mut last): (Vec<_>, Vec<_>) = change.into_iter().partition(Difference::opens_keys);
    inventory_left_hsms::own_last(&mut last, &context.azure_caller(tenant)?);
    if !first.is_empty() {
        overwrite(context, tenant, first)?;
        // Nobody goes by what the vaults refused before.
        tenant.clear_caches(&context.exchange_actor(tenant)?)?;
    }
    let hsms = inventory_hsms::warning(tenant, inventory);
    for said in [hsms, strangers(tenant, inventory)].into_iter().flatten() {
        context.warning(&said)?;
    }
    let mut ours = Ours::of(tenant)?;
    let ids = super::inventory_vaults::ids(context, tenant, inventory, Some(&mut ours))?;
    super::inventory_vaults::make(context, tenant, inventory, (&ids, &mut ours))?;
    policies(context, tenant, inventory, &mut ours)?;
    mailboxes(context, tenant, inventory)?;
    // What somebody has taken over meanwhile, or made anew, is no longer ours to finish.
    let ours = Ours::of(tenant)?;
    super::inventory_vaults::finish(context, tenant, inventory, (&ids, ours))?;
    overwrite(context, tenant, last)?;
    let told = "The twin is made; its keys are its own. What the checks find of it:";
    context.information(told)?;
    found(context, tenant)
}

fn overwrite(context: &mut Context, tenant: &Tenant, left: Vec<Difference>) -> RunResult {
    left.into_iter().try_for_each(|difference| {
        context.check()?;
        difference.change(context, tenant)
    })
}

/// The checks of the twin.
fn found(context: &mut Context, tenant: &Tenant) -> RunResult {
    for (policy, checks) in tenant.policies().test_all(context.cancel())? {
        for check in checks {
            context.send(&view::policy_check(&policy, &check))?;
        }
    }
    Ok(())
}

fn policies(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    ours: &mut Ours,
) -> RunResult {
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    for row in &inventory.policies {
        context.check()?;
        if existing(tenant, row)?.is_some() {
            continue;
        }
        let guid = row.guid.unwrap_or_else(uuid::Uuid::new_v4);
        ours.begin(tenant, of_policy(guid))?;
        tenant.policies().create_twin(&actor, &new_policy(row), guid, &cancel)?;
    }
    if let Some(row) = assigned(inventory)
        && existing(tenant, row)?.is_some_and(|there| ours.has(&of_policy(there.guid)))
        && tenant.policies().assignment()?.is_none()
    {
        tenant.policies().assign(&actor, Some(&row.name), &cancel)?;
    }
    Ok(())
}

fn mailboxes(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    const MAKING: &str = "Making mailboxes";
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    let known = known_mailboxes(tenant)?;
    let rows = inventory.mailboxes.iter();
    let mut new: Vec<_> =
        rows.filter(|row| !known.contains_key(&row.address.to_lowercase())).collect();
    let policy = |row: &MailboxRow| row.policy.as_ref().map(|name| name.to_lowercase());
    new.sort_by_key(|row| policy(row));
    let mut made = 0_usize;
    let of_one_policy = new.chunk_by(|one, other| policy(one) == policy(other));
    for batch in of_one_policy.flat_map(|rows| rows.chunks(BATCH)) {
        context.check()?;
        let rows: Vec<_> = batch.iter().map(|row| row.new_mailbox()).collect();
        // In one change: whoever is ended here leaves none without its policy.
        let policy = batch.first().and_then(|row| row.policy.as_deref());
        tenant.mailboxes().create_under(&actor, &rows, policy, &cancel)?;
        made = made.saturating_add(batch.len());
        let percent = made.saturating_mul(100).checked_div(new.len()).unwrap_or(100);
        context.progress(
            MAKING,
            &format!("{made} of {}", new.len()),
            percent.try_into().unwrap_or(100),
        )?;
    }
    context.progress_done(MAKING)
}
