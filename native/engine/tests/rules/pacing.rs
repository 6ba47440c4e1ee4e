//! Jobs ask vaults of others at the pace of their service.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_engine::{Actor, NewMailbox, PolicyKind, Tenant};
use tempfile::TempDir;

use crate::toy::{LIMIT, log, new_policy, tenant};

const TURN: Duration = Duration::from_millis(60);
const POLICIES: usize = 6;

/// A tenant with mailboxes that wait to be moved, so many to each of the policies.
fn waiting(test: &str, mailboxes: usize) -> (TempDir, Arc<Tenant>) {
    let (folder, tenant) = tenant(test);
    let actor = Actor::new("test");
    for number in 0..POLICIES {
        new_policy(&tenant, PolicyKind::Mailbox, &format!("P{number}"));
    }
    let name = |number: usize| format!("m{number}");
    let all = 0..POLICIES * mailboxes;
    let new = |number| NewMailbox { name: name(number), ..NewMailbox::default() };
    let new: Vec<_> = all.clone().map(new).collect();
    tenant.mailboxes().create(&actor, &new, &CancelToken::new()).unwrap();
    for number in all {
        let policy = format!("P{}", number % POLICIES);
        tenant.mailboxes().set_policy(&actor, &name(number), Some(&policy)).unwrap();
    }
    (folder, tenant)
}

#[test]
fn a_job_waits_for_its_turn_at_a_vault_outside_the_roots_time_and_stops_at_once_while_it_does() {
    let test = "turns";
    let (_folder, tenant) = waiting(test, 1);
    // Who makes a policy or assigns one waits for no turn.
    log(test, |log| {
        assert!(log.turns.is_empty());
        log.unwraps.clear();
        log.pace = TURN;
    });
    let stop = CancelToken::new().child_for(TURN / 2);
    let begun = Instant::now();
    let stopped = tenant.jobs().work(None, &stop, &mut |_| {}).unwrap_err();
    assert!(stopped.is_stopped() && begun.elapsed() < Duration::from_millis(500), "{stopped}");
    assert_eq!(log(test, |log| (std::mem::take(&mut log.turns).len(), log.unwraps.len())), (1, 0));

    let report = tenant.jobs().work(None, &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!(report.open_jobs, 0);
    log(test, |log| {
        assert_eq!((log.turns.len(), log.unwraps.len()), (POLICIES, POLICIES));
        for (turn, (unwrapped, left)) in log.turns.iter().zip(&log.unwraps) {
            assert!(unwrapped.duration_since(*turn) >= TURN);
            assert!(*left > LIMIT / 2, "{left:?}");
        }
    });
}

#[test]
fn a_job_that_waits_for_its_turns_says_how_long_the_rest_takes_as_it_goes() {
    let test = "estimates";
    // A step of such a job has 128 scopes.
    let (_folder, tenant) = waiting(test, 50);
    log(test, |log| log.pace = TURN);
    let (begun, mut seen) = (Instant::now(), Vec::new());
    let report = tenant
        .jobs()
        .work(None, &CancelToken::new(), &mut |job| {
            let turns = u32::try_from(log(test, |log| log.turns.len())).unwrap();
            seen.push((job.done, job.total, job.left, TURN * turns, begun.elapsed()));
        })
        .unwrap();
    assert_eq!(report.open_jobs, 0);
    let in_middle: Vec<_> = seen.iter().filter(|(done, total, ..)| done < total).collect();
    assert!(in_middle.len() >= 2, "{seen:?}");
    for (done, total, left, turns, took) in in_middle {
        // As long for each as it took so far: never less than the turns, never more than the clock.
        let rest =
            |so_far: Duration| so_far.as_millis() * u128::from(total - done) / u128::from(*done);
        let left = left.unwrap_or_else(|| panic!("{seen:?}")).as_millis();
        assert!(!turns.is_zero() && left >= rest(*turns) && left <= rest(*took), "{seen:?}");
    }
    let (done, total, left, ..) = seen.last().unwrap();
    assert_eq!((done, left), (total, &Some(Duration::ZERO)), "{seen:?}");
}
