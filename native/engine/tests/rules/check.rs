//! What the check of a tenant finds by headers and lengths, and what it finds by opening every
//! body.

use ckey_base::CancelToken;
use ckey_engine::{CheckResult, PolicyKind, ScopeSelector, Taking};
use uuid::Uuid;

use crate::stage::{Stage, files_below};

fn alice() -> ScopeSelector {
    ScopeSelector::Mailbox("Alice".into())
}

fn import(stage: &Stage, scope: &ScopeSelector, content: &[u8]) -> Uuid {
    stage.import(scope, "x", content).unwrap().id
}

/// Two mailboxes; Alice has two small items of one length, Bob one, and Alice a large one.
fn stocked() -> (Stage, [Uuid; 4]) {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    stage.mailbox("Bob");
    let bob = ScopeSelector::Mailbox("Bob".into());
    let large: Vec<u8> = (0..3_000_000_u32).map(|index| (index % 251) as u8).collect();
    let items = [
        import(&stage, &alice(), b"first"),
        import(&stage, &alice(), b"other"),
        import(&stage, &bob, b"third"),
        import(&stage, &alice(), &large),
    ];
    (stage, items)
}

fn sql(stage: &Stage, text: &str) {
    rusqlite::Connection::open(stage.path().join("tenant.db"))
        .unwrap()
        .execute_batch(text)
        .unwrap();
}

fn failed(checks: Vec<CheckResult>) -> Vec<CheckResult> {
    checks.into_iter().filter(|check| !check.passed).collect()
}

fn by_headers(stage: &Stage) -> Vec<CheckResult> {
    failed(stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap())
}

fn by_content(stage: &Stage) -> Vec<CheckResult> {
    failed(stage.tenant.check_content(&CancelToken::default(), &mut |_| {}).unwrap())
}

#[track_caller]
fn found(checks: &[CheckResult], check: &str, parts: &[&str]) {
    let of = checks
        .iter()
        .find(|found| found.check == check)
        .unwrap_or_else(|| panic!("no failed {check}: {checks:?}"));
    assert!(parts.iter().all(|part| of.detail.contains(part)), "{of:?}");
}

fn id(item: Uuid) -> String {
    format!("x'{}'", item.simple())
}

#[test]
fn a_sound_tenant_passes_both_checks_and_each_says_how_far_it_went() {
    let (stage, _) = stocked();
    let bodies = |checks: &[CheckResult]| {
        checks.iter().find(|check| check.check == "ContentBodies").cloned().unwrap()
    };
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    assert!(checks.iter().any(|check| check.check == "Content" && check.count == 4));
    assert_eq!(bodies(&checks).count, 0);
    assert!(
        bodies(&checks).detail.contains("Test-CustomerKeyTenant -Content"),
        "{:?}",
        bodies(&checks)
    );
    let mut percents = Vec::new();
    let checks = stage
        .tenant
        .check_content(&CancelToken::default(), &mut |progress| percents.extend(progress.percent))
        .unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    assert_eq!((bodies(&checks).count, bodies(&checks).detail), (4, String::new()));
    assert!(
        percents.is_sorted() && percents.len() > 4 && percents.last() == Some(&100),
        "{percents:?}"
    );
}

#[test]
fn a_check_of_content_ends_within_an_item_when_it_is_cancelled() {
    let (stage, _) = stocked();
    let cancel = CancelToken::new();
    let error = stage.tenant.check_content(&cancel, &mut |progress| {
        if progress.percent.is_some_and(|percent| (1..100).contains(&percent)) {
            cancel.cancel();
        }
    });
    assert_eq!(error.err().unwrap().id, "Stopped");
}

#[test]
fn swapped_bodies_of_two_items_of_one_scope_are_found_by_opening_them() {
    let (stage, [first, other, ..]) = stocked();
    sql(
        &stage,
        "PRAGMA foreign_keys = OFF; UPDATE item_body SET item_no = -item_no WHERE item_no < 3; UPDATE item_body SET item_no = 3 + item_no WHERE item_no < 0",
    );
    assert_eq!(by_headers(&stage), []);
    found(&by_content(&stage), "ContentBodies", &[&first.to_string(), &other.to_string(), "Alice"]);
}

#[test]
fn swapped_bodies_of_two_scopes_are_found_by_their_headers() {
    let (stage, [first, _, third, _]) = stocked();
    sql(
        &stage,
        "PRAGMA foreign_keys = OFF; UPDATE item_body SET item_no = -item_no WHERE item_no IN (1, 3); UPDATE item_body SET item_no = 4 + item_no WHERE item_no < 0",
    );
    found(
        &by_headers(&stage),
        "Content",
        &[&first.to_string(), &third.to_string(), "another scope"],
    );
}

#[test]
fn swapped_ids_of_two_items_are_found_by_opening_them() {
    let (stage, [first, other, ..]) = stocked();
    let (a, b) = (id(first), id(other));
    sql(
        &stage,
        &format!(
            "UPDATE item SET id = x'00' WHERE id = {a}; UPDATE item SET id = {a} WHERE id = {b}; UPDATE item SET id = {b} WHERE id = x'00'"
        ),
    );
    assert_eq!(by_headers(&stage), []);
    found(&by_content(&stage), "ContentBodies", &[&first.to_string(), &other.to_string()]);
}

#[test]
fn a_changed_key_version_is_found_by_headers() {
    let (stage, [first, _, _, large]) = stocked();
    for item in [first, large] {
        sql(&stage, &format!("UPDATE item SET key_version = 2 WHERE id = {}", id(item)));
        found(&by_headers(&stage), "Content", &[&item.to_string(), "another version"]);
        sql(&stage, &format!("UPDATE item SET key_version = 1 WHERE id = {}", id(item)));
    }
    let header = format!(
        "UPDATE item_body SET sealed = CAST(substr(sealed, 1, 12) || x'00000002' || substr(sealed, 17) AS BLOB) WHERE item_no = (SELECT no FROM item WHERE id = {})",
        id(first)
    );
    sql(&stage, &format!("UPDATE item SET key_version = 2 WHERE id = {}; {header}", id(first)));
    found(&by_headers(&stage), "Content", &[&first.to_string(), "no key of version 2"]);
}

#[test]
fn a_changed_size_is_found_by_headers() {
    let (stage, [first, ..]) = stocked();
    sql(
        &stage,
        &format!(
            "UPDATE item SET size = size + 1 WHERE id = {}; UPDATE scope SET bytes = bytes + 1 WHERE name = 'Alice'",
            id(first)
        ),
    );
    found(&by_headers(&stage), "Content", &[&first.to_string(), "bytes instead of"]);
}

#[test]
fn a_flipped_byte_of_a_small_body_and_of_a_large_file_is_found_by_opening_them() {
    let (stage, [first, _, _, large]) = stocked();
    sql(
        &stage,
        &format!(
            "UPDATE item_body SET sealed = CAST(substr(sealed, 1, 145) || x'0000' || substr(sealed, 148) AS BLOB) WHERE item_no = (SELECT no FROM item WHERE id = {})",
            id(first)
        ),
    );
    let file = files_below(&stage.path().join("content")).remove(0);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[2_500_000] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(by_headers(&stage), []);
    found(&by_content(&stage), "ContentBodies", &[&first.to_string(), &large.to_string()]);
}

#[test]
fn a_deleted_body_and_a_deleted_file_are_found_by_headers() {
    let (stage, [first, _, _, large]) = stocked();
    sql(
        &stage,
        &format!(
            "DELETE FROM item_body WHERE item_no = (SELECT no FROM item WHERE id = {})",
            id(first)
        ),
    );
    std::fs::remove_file(files_below(&stage.path().join("content")).remove(0)).unwrap();
    found(
        &by_headers(&stage),
        "Content",
        &[&first.to_string(), "its body is missing", &large.to_string()],
    );
}

#[test]
fn a_content_file_without_an_item_is_found_unless_an_import_is_writing_it() {
    let (stage, [_, _, _, large]) = stocked();
    let row = format!(
        "DELETE FROM item WHERE id = {}; UPDATE scope SET items = items - 1, bytes = bytes - 3000000 WHERE name = 'Alice'",
        id(large)
    );
    sql(&stage, &row);
    found(&by_headers(&stage), "Content", &[&large.to_string(), "belongs to no item"]);
    let intent = format!(
        "INSERT INTO intent (kind, subject, owner, lease_until) VALUES ('CreateItem', '{{\"item\":\"{large}\"}}', x'00000000000000000000000000000001', 0)"
    );
    sql(&stage, &intent);
    assert!(
        by_headers(&stage).iter().all(|failed| failed.check != "Content"),
        "{:?}",
        by_headers(&stage)
    );
}

#[test]
fn items_under_a_policy_that_does_not_open_are_told_apart_from_damaged_ones() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.mailbox("Bob");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let closed = import(&stage, &alice(), b"closed");
    let damaged = import(&stage, &ScopeSelector::Mailbox("Bob".into()), b"damaged");
    sql(
        &stage,
        &format!(
            "UPDATE item_body SET sealed = CAST(substr(sealed, 1, 145) || x'0000' || substr(sealed, 148) AS BLOB) WHERE item_no = (SELECT no FROM item WHERE id = {})",
            id(damaged)
        ),
    );
    for index in 0..2 {
        stage.permit(index, false);
    }
    let checks = by_content(&stage);
    found(&checks, "ContentNotOpened", &[&closed.to_string(), "'P'"]);
    found(&checks, "ContentBodies", &[&damaged.to_string()]);
    assert!(
        !checks
            .iter()
            .any(|check| check.check == "ContentBodies"
                && check.detail.contains(&closed.to_string())),
        "{checks:?}"
    );
}

/// Rules 4.3.15 and 4.4.4.
#[test]
fn what_was_removed_and_is_kept_is_opened_by_the_check_and_read_by_nobody() {
    let (stage, cancel) = (Stage::new(), CancelToken::default());
    let (tenant, actor) = (&stage.tenant, stage.actor());
    let site = ScopeSelector::Site("https://contoso.sharepoint.com/sites/a".into());
    tenant.sites().create_geo(&actor, "NAM", "https://contoso-admin.sharepoint.com").unwrap();
    let url = "https://contoso.sharepoint.com/sites/a";
    tenant.sites().create_site(&actor, url, None, &cancel).unwrap();
    stage.policy(PolicyKind::Mailbox, "P");
    for name in ["Alice", "Bob"] {
        stage.mailbox(name);
        tenant.mailboxes().set_policy(&actor, name, Some("P")).unwrap();
    }
    stage.work();
    import(&stage, &alice(), b"kept");
    import(&stage, &site, b"kept too");
    let damaged = import(&stage, &ScopeSelector::Mailbox("Bob".into()), b"damaged");
    for name in ["Alice", "Bob"] {
        tenant.mailboxes().take(&actor, name, Taking::Remove).unwrap();
    }
    tenant.sites().delete_site(&actor, url).unwrap();
    assert_eq!(by_content(&stage), []);
    sql(
        &stage,
        &format!(
            "UPDATE item_body SET sealed = CAST(substr(sealed, 1, 145) || x'0000' || substr(sealed, 148) AS BLOB) WHERE item_no = (SELECT no FROM item WHERE id = {})",
            id(damaged)
        ),
    );
    found(&by_content(&stage), "ContentBodies", &[&damaged.to_string()]);
    assert_eq!(tenant.items().page(&alice(), 0, 1).unwrap_err().id, "MailboxNotFound");
}
