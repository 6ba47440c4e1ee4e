//! Leaving the multi-workload policies (rule 4.7.4): who is killed on the way, who is there at the
//! same time, and what a changed row does.

use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_engine::{PolicyKind, ScopeSelector, Tenant};

use crate::stage::{Stage, options, records_of};

fn chats() -> ScopeSelector {
    ScopeSelector::Workload("TeamsChats".to_owned())
}

/// A tenant under the policy `Global`, with an older chat and a newer one under an earlier policy.
fn under_policies() -> Stage {
    let stage = Stage::new();
    stage.mailbox("Bob");
    for name in ["First", "Global"] {
        stage.policy(PolicyKind::MultiWorkload, name);
        assign(&stage.tenant, &stage, Some(name));
        stage.work();
        stage.import(&chats(), name, name.as_bytes()).unwrap();
    }
    stage
}

fn assign(tenant: &Tenant, stage: &Stage, policy: Option<&str>) {
    tenant.policies().assign(&stage.actor(), policy, &CancelToken::default()).unwrap();
}

fn leave(tenant: &Tenant, stage: &Stage) {
    tenant
        .policies()
        .offboard(&stage.actor(), false, &CancelToken::default(), &mut |_| {})
        .unwrap();
}

/// How many keys of mailboxes and workloads are under multi-workload policies.
fn keys_below(tenant: &Tenant) -> u64 {
    tenant.policies().root_uses().unwrap().iter().map(|used| used.keys).sum()
}

#[test]
fn who_is_killed_after_leaving_has_left_a_job_that_anyone_ends() {
    let mut stage = under_policies();
    leave(&stage.tenant, &stage);
    assert!(keys_below(&stage.tenant) > 0);
    let path = stage.path();
    let old = std::mem::replace(&mut stage.tenant, Stage::bare().tenant);
    drop(old);
    stage.tenant = Tenant::open(&path, options()).unwrap();
    assert!(stage.tenant.policies().assignment().unwrap().is_none());
    stage.work();
    assert_eq!(keys_below(&stage.tenant), 0);
    (0..2).for_each(|index| stage.permit(index, false));
    for item in stage.tenant.items().page(&chats(), 0, 10).unwrap() {
        let (mut read, cancel) = (Vec::new(), CancelToken::default());
        stage.tenant.items().export(&chats(), item.id, &mut read, &cancel).unwrap();
        assert_eq!(read, item.name.as_bytes());
    }
}

#[test]
fn a_refusal_leaves_the_tenant_as_it_was() {
    let stage = under_policies();
    stage.permit(1, false);
    let refused = stage
        .tenant
        .policies()
        .offboard(&stage.actor(), true, &CancelToken::default(), &mut |_| {})
        .unwrap_err();
    assert_eq!((refused.id, refused.roots.len()), ("PolicyKeysUnreachable", 2));
    assert!(refused.roots.iter().all(|root| root.reason == "AccessDenied"));
    assert!(stage.tenant.policies().assignment().unwrap().is_some());
    assert_eq!(stage.tenant.jobs().list(false).unwrap().len(), 0);
    assert_eq!(records_of(&stage.tenant, "Offboard workloads").len(), 0);
}

#[test]
fn leaving_twice_is_leaving_once() {
    let stage = under_policies();
    (0..2).for_each(|_| leave(&stage.tenant, &stage));
    stage.work();
    leave(&stage.tenant, &stage);
    assert_eq!(records_of(&stage.tenant, "Offboard workloads").len(), 1);
}

/// One of the two comes last, and what it says holds for all that is there.
#[test]
fn who_leaves_while_another_assigns_ends_in_one_of_the_two_states() {
    for _ in 0..5 {
        let stage = Arc::new(under_policies());
        let threads = [true, false].map(|leaves| {
            let stage = stage.clone();
            std::thread::spawn(move || {
                if leaves {
                    leave(&stage.tenant, &stage);
                } else {
                    assign(&stage.tenant, &stage, Some("First"));
                }
            })
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        stage.work();
        let assigned = stage.tenant.policies().assignment().unwrap();
        if assigned.is_none() {
            assert_eq!(keys_below(&stage.tenant), 0);
        }
        stage.import(&chats(), "newest", b"x").unwrap();
        let workload = stage.tenant.workloads().list().unwrap().remove(0);
        assert_eq!(workload.is_encrypted, assigned.is_some());
    }
}
