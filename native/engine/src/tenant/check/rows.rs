//! The rows that decide who is protected by what, and the items, held against the audit chain: a
//! row that was added, removed, or put back to an older state of itself may have a valid code, but
//! not the record that last told of it.

use std::collections::HashMap;

use ckey_base::CancelToken;
use ckey_store::model::{
    Assignment, Generation, Mailbox, Policy, Recorded, RecordedRows, Setting, TenantMode,
};
use ckey_store::protocol::GenerationStage;
use ckey_store::{Reader, StateExt};
use uuid::Uuid;

use super::{CheckResult, Finding, Run, Tally};
use crate::audit::{Derived, Expected, ExpectedPolicy};
use crate::error::{EngineError, Result};
use crate::ground::{SETTINGS, as_recorded};
use crate::record::verified_records;
use crate::tenant::Tenant;

/// Derives from the chain what the rows must be, and compares, in one view of both.
pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("RowsAgainstRecord");
    let looked = tenant.ground.state().view(|reader| {
        let mut derived = Derived::default();
        verified_records(reader, tenant.ground.chain(), run.cancel, &mut |record, event| {
            derived.take(record, event)
        })?;
        compare(reader, derived, run.cancel, &mut tally)
    });
    match looked {
        Err(error) if error.is_stopped() => return Err(error),
        Err(error) => tally.look(Err(error.message)),
        Ok(()) => {}
    }
    Ok(tally.result())
}

fn compare(
    reader: &mut dyn Reader,
    mut derived: Derived,
    cancel: &CancelToken,
    tally: &mut Tally,
) -> Result<()> {
    let rows = reader.recorded_rows()?;
    let policies: HashMap<i64, Uuid> =
        rows.policies.iter().map(|policy| (policy.row.no, policy.row.guid)).collect();
    tally.look(the_tenant(&derived, &rows));
    tally.look(assignment(&derived, &rows.assignment, &policies));
    for row in &rows.settings {
        tally.look(setting(&mut derived, row));
    }
    for name in derived.settings.keys() {
        tally.look(Err(format!("the setting '{name}' was removed")));
    }
    for row in &rows.generations {
        tally.look(generation(&mut derived, row));
    }
    for guid in derived.generations.keys() {
        tally.look(Err(format!("generation {guid} was removed")));
    }
    for row in &rows.policies {
        tally.look(policy(&mut derived, row));
    }
    for (guid, expected) in &derived.policies {
        tally.look(Err(format!(
            "the policy '{}' was removed",
            expected.name.clone().unwrap_or_else(|| guid.to_string())
        )));
    }
    super::backups::compare(reader, &derived.backups, tally)?;
    super::sites::compare(reader, &mut derived, &rows.geos, &policies, tally)?;
    super::items::compare(reader, std::mem::take(&mut derived.items), cancel, tally)?;
    mailboxes(reader, derived, &policies, cancel, tally)
}

/// Whether a row carries the record that the chain names.
pub(super) fn current(derived: &Derived, what: &str, found: i64, expected: i64) -> Finding {
    let expected = derived.since(expected);
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is as record {found} left it, but record {expected} changed it last"))
}

/// A row of which the chain says nothing: right only if it was there before rows were
/// authenticated.
pub(super) fn unknown(derived: &Derived, what: &str, found: i64) -> Finding {
    if derived.floor > 0 && found == derived.floor {
        Ok(())
    } else {
        Err(format!("{what} was added: no record tells of it"))
    }
}

fn the_tenant(derived: &Derived, rows: &RecordedRows) -> Finding {
    let mode = match rows.tenant.row.mode {
        TenantMode::Rehearsal => "Rehearsal",
        TenantMode::Production => "Production",
    };
    if derived.mode.as_deref().is_some_and(|expected| expected != mode) {
        return Err(format!("the tenant is a {mode}, and was made as another"));
    }
    current(derived, "the tenant", rows.tenant.record, 1)
}

fn assignment(
    derived: &Derived,
    row: &Recorded<Assignment>,
    policies: &HashMap<i64, Uuid>,
) -> Finding {
    current(derived, "the assignment", row.record, derived.assignment.record)?;
    let assigned = row.row.policy_no.and_then(|no| policies.get(&no)).copied();
    match derived.assignment.value {
        Some(expected) if expected != assigned => {
            Err("another multi-workload policy is assigned than the record says".to_owned())
        }
        _ => Ok(()),
    }
}

fn setting(derived: &mut Derived, row: &Recorded<Setting>) -> Finding {
    let what = format!("the setting '{}'", row.row.name);
    let Some(Expected { record, value }) = derived.settings.remove(&row.row.name) else {
        return unknown(derived, &what, row.record);
    };
    current(derived, &what, row.record, record)?;
    let name = row.row.name.strip_prefix(SETTINGS).unwrap_or(&row.row.name);
    match value {
        // Records of before name what is kept of a secret itself.
        Some(value) if value != row.row.value && value != as_recorded(name, &row.row.value) => {
            Err(format!("{what} is not what the record says"))
        }
        _ => Ok(()),
    }
}

fn generation(derived: &mut Derived, row: &Recorded<Generation>) -> Finding {
    let what = format!("generation {} of policy {}", row.row.number, row.row.policy_no);
    let Some(Expected { record, value }) = derived.generations.remove(&row.row.guid) else {
        return unknown(derived, &what, row.record);
    };
    current(derived, &what, row.record, record)?;
    if row.record != derived.floor
        && value.is_some_and(|stage| stage != GenerationStage::of(&row.row))
    {
        return Err(format!("{what} is not live, retired or destroyed as the record says"));
    }
    Ok(())
}

fn policy(derived: &mut Derived, row: &Recorded<Policy>) -> Finding {
    let (what, found) = (format!("the policy '{}'", row.row.name), &row.row);
    let Some(expected) = derived.policies.remove(&found.guid) else {
        return unknown(derived, &what, row.record);
    };
    current(derived, &what, row.record, expected.record)?;
    let ExpectedPolicy { name, description, enabled, key_uris, .. } = &expected;
    let same = name.as_ref().is_none_or(|name| *name == found.name)
        && description.as_ref().is_none_or(|description| *description == found.description)
        && enabled.is_none_or(|enabled| enabled == found.enabled)
        && key_uris.as_ref().is_none_or(|uris| *uris == found.key_uris)
        && (expected.generations == 0
            || row.record == derived.floor
            || expected.generations == found.generation)
        && expected.activated == found.activated.is_some()
        && expected.purge.as_deref() == found.purge.as_ref().map(|purge| purge.stage.as_str());
    if same { Ok(()) } else { Err(format!("{what} is not what the record says")) }
}

fn mailboxes(
    reader: &mut dyn Reader,
    mut derived: Derived,
    policies: &HashMap<i64, Uuid>,
    cancel: &CancelToken,
    tally: &mut Tally,
) -> Result<()> {
    let (mut after, mut count) = (0, 0_u64);
    loop {
        let page = reader.recorded_mailboxes(after, 1000)?;
        let Some(last) = page.last() else { break };
        after = last.row.no;
        if cancel.is_cancelled() {
            return Err(EngineError::stopped("The check was stopped."));
        }
        for row in &page {
            count = count.saturating_add(1);
            tally.look(mailbox(&mut derived, row, policies));
        }
    }
    for guid in derived.mailboxes.keys() {
        tally.look(Err(format!("the mailbox {guid} was removed")));
    }
    if count != derived.mailbox_count {
        tally.look(Err(format!(
            "there are {count} mailboxes, and the record tells of {}",
            derived.mailbox_count
        )));
    }
    Ok(())
}

fn mailbox(
    derived: &mut Derived,
    row: &Recorded<Mailbox>,
    policies: &HashMap<i64, Uuid>,
) -> Finding {
    let what = format!("the mailbox '{}'", row.row.name);
    let carried = row.row.policy_no.and_then(|no| policies.get(&no)).copied();
    if let Some(expected) = derived.mailboxes.remove(&row.row.guid) {
        current(derived, &what, row.record, expected.record)?;
        let removed = row.row.removed.map(|removed| removed.how.as_str());
        return if expected.policy != carried {
            Err(format!("{what} carries another policy than the record says"))
        } else if (expected.removed.as_deref(), expected.held) != (removed, row.row.held.is_some())
        {
            Err(format!("{what} is not removed or on hold as the record says"))
        } else {
            Ok(())
        };
    }
    match derived.made.get(&row.record) {
        None => unknown(derived, &what, row.record),
        Some(policy) if *policy == carried => Ok(()),
        Some(None) => Err(format!("{what} carries a policy, and no record tells of it")),
        Some(_) => Err(format!("{what} carries another policy than it was made under")),
    }
}
