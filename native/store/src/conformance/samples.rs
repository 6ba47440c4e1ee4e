//! Rows to try a state with.

use uuid::Uuid;

use super::recorded;
use crate::audit_link::audit_link;
use crate::error::StoreError;
use crate::model::{
    AuditRow, Generation, Intent, Item, Job, JobState, Mailbox, Policy, PolicyKind, PolicyWrap,
    Scope, ScopeKind, ScopeWrap, TenantMode, TenantRow, WrapSlot,
};
use crate::state::{State, Writer};

pub(super) fn tenant() -> TenantRow {
    TenantRow { id: id(1), name: "contoso".to_owned(), mode: TenantMode::Rehearsal, created: 1000 }
}

/// A GUID that differs by its number.
pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

pub(super) fn policy(kind: PolicyKind, name: &str) -> Policy {
    Policy {
        no: 0,
        guid: id(hash(name) + 10),
        kind,
        name: name.to_owned(),
        description: "a policy".to_owned(),
        enabled: true,
        key_uris: vec![
            "https://a.vault.azure.net/keys/k".to_owned(),
            "https://b.vault.azure.net/keys/k".to_owned(),
        ],
        generation: 1,
        activated: None,
        created: 1,
        changed: 2,
        purge: None,
    }
}

pub(super) fn generation(policy_no: i64, number: u32) -> Generation {
    let guid = id(u128::from(policy_no.unsigned_abs()) * 1000 + u128::from(number));
    Generation {
        policy_no,
        number,
        guid,
        commitment: [7; 32],
        created: 5,
        retired: None,
        destroyed: None,
    }
}

pub(super) fn policy_wrap(policy_no: i64, generation: u32, slot: WrapSlot) -> PolicyWrap {
    PolicyWrap {
        policy_no,
        generation,
        slot,
        key_uri: "https://a.vault.azure.net/keys/k/1".to_owned(),
        algorithm: "RSA-OAEP-256".to_owned(),
        seed: vec![slot.number(); 384],
        sealed_key: vec![slot.number() + 1; 61],
    }
}

pub(super) fn scope(kind: ScopeKind, name: &str) -> Scope {
    Scope { no: 0, guid: id(hash(name) + 20), kind, name: name.to_owned(), created: 3 }
}

pub(super) fn wrap(scope_no: i64, version: u32, policy_no: i64, generation: u32) -> ScopeWrap {
    let byte = u8::try_from(generation % 251).unwrap_or(0);
    ScopeWrap {
        scope_no,
        scope: Uuid::nil(),
        kind: ScopeKind::Mailbox,
        version,
        policy_no,
        generation,
        wrap: vec![byte; 61],
    }
}

/// Wraps as [`wrap`] makes them, without what is read of their scopes.
pub(super) fn bare(wraps: Vec<ScopeWrap>) -> Vec<ScopeWrap> {
    let bare = |wrap| ScopeWrap { scope: Uuid::nil(), kind: ScopeKind::Mailbox, ..wrap };
    wraps.into_iter().map(bare).collect()
}

pub(super) fn mailbox(name: &str) -> Mailbox {
    Mailbox {
        no: 0,
        guid: id(hash(name) + 30),
        name: name.to_owned(),
        alias: format!("{name}-alias"),
        user_principal_name: format!("{name}@contoso.com"),
        smtp_address: format!("{name}.smtp@contoso.com"),
        display_name: format!("Display {name}"),
        recipient_type: "UserMailbox".to_owned(),
        created: 4,
        changed: 4,
        held: None,
        removed: None,
        ..Mailbox::default()
    }
}

pub(super) fn item(scope_no: i64, number: u128, sealed: Option<Vec<u8>>) -> Item {
    Item {
        no: 0,
        id: id(number + 1_000_000),
        scope_no,
        key_version: 1,
        size: 10,
        name: format!("item {number}"),
        created: 6,
        sealed,
    }
}

pub(super) fn job(number: u128) -> Job {
    Job {
        no: 0,
        guid: id(number + 2_000_000),
        kind: "RewrapPolicy".to_owned(),
        subject: "{\"policy\":1}".to_owned(),
        state: JobState::Open,
        cursor: 0,
        done: 0,
        total: 9,
        problem: None,
        owner: None,
        lease_until: 0,
        due: 0,
        created: 7,
        changed: 7,
    }
}

/// The record of this number after one with this link.
pub(super) fn audit(sequence: i64, at: i64, previous: &[u8; 32]) -> AuditRow {
    let body = format!("{{\"n\":{sequence}}}");
    AuditRow { sequence, at, link: audit_link(previous, sequence, at, &body), body, mac: [3; 32] }
}

pub(super) fn intent() -> Intent {
    Intent { no: 0, kind: "CreatePolicy".to_owned(), subject: "{}".to_owned(), owner: id(3) }
}

/// A policy with generations 1 to `generations`, each with all its wraps.
pub(super) fn add_policy(
    writer: &mut dyn Writer,
    kind: PolicyKind,
    name: &str,
    generations: u32,
) -> Result<i64, StoreError> {
    let no = writer.insert_policy(&Policy { generation: generations, ..policy(kind, name) })?;
    for number in 1..=generations {
        let wraps = [WrapSlot::First, WrapSlot::Second, WrapSlot::Availability]
            .map(|slot| policy_wrap(no, number, slot));
        writer.insert_generation(&generation(no, number), &wraps)?;
    }
    Ok(no)
}

/// Inserts a wrap once its generation is admitted.
pub(super) fn put(writer: &mut dyn Writer, wrap: &ScopeWrap) -> Result<(), StoreError> {
    let live = writer.admit(wrap.policy_no, wrap.generation)?;
    writer.insert_scope_wrap(&live, wrap)
}

/// Overwrites wraps, each once its new generation is admitted.
pub(super) fn overwrite(
    writer: &mut dyn Writer,
    changes: &[(ScopeWrap, ScopeWrap)],
) -> Result<u64, StoreError> {
    let mut done = 0;
    for change in changes {
        let live = writer.admit(change.1.policy_no, change.1.generation)?;
        done += writer.update_scope_wraps(&live, std::slice::from_ref(change))?;
    }
    Ok(done)
}

/// A mailbox whose key is wrapped under generation 1 of a policy.
pub(super) fn add_mailbox(
    writer: &mut dyn Writer,
    mailbox: &Mailbox,
    policy_no: i64,
) -> Result<i64, StoreError> {
    let no = writer.insert_mailbox(mailbox)?;
    put(writer, &wrap(no, 1, policy_no, 1))?;
    Ok(no)
}

/// A service policy and mailboxes `m0`, `m1` and so on below it: the policy's number and theirs.
pub(super) fn populate(state: &dyn State, mailboxes: usize) -> Result<(i64, Vec<i64>), StoreError> {
    recorded(state, |writer| {
        let policy_no = add_policy(writer, PolicyKind::Service, "service", 3)?;
        let numbers = (0..mailboxes)
            .map(|number| add_mailbox(writer, &mailbox(&format!("m{number}")), policy_no))
            .collect::<Result<_, _>>()?;
        Ok::<_, StoreError>((policy_no, numbers))
    })
}

fn hash(name: &str) -> u128 {
    name.bytes()
        .fold(1_u128, |sum, byte| sum.wrapping_mul(257).wrapping_add(u128::from(byte)))
        .wrapping_mul(64)
}
