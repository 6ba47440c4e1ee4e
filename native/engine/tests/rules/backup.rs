use ckey_engine::{PolicyKind, ScopeSelector, Tenant};

use crate::stage::{Stage, options};

#[test]
fn a_backup_restores_everything_into_a_new_folder() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.set_mailbox_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let large = vec![7_u8; 200_000];
    let item = stage
        .tenant
        .import_item(&stage.actor(), &scope, "large", &mut large.as_slice(), &ckey_vault::CancelToken::default())
        .unwrap();
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    let report = stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap();
    assert!(report.output_bytes > 200_000 && report.secrets_bytes > 0);
    assert_eq!(stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).err().unwrap().id, "OutputExists");
    let restored = Tenant::restore(&stage.folder.path().join("again"), &output, &secrets, options()).unwrap();
    let mut read = Vec::new();
    restored.export_item(&scope, item.id, &mut read, &ckey_vault::CancelToken::default()).unwrap();
    assert_eq!(read, large);
    let checks = restored.check(&ckey_vault::CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn a_file_that_is_no_backup_is_refused_and_leaves_no_folder() {
    let stage = Stage::bare();
    let junk = stage.folder.path().join("junk");
    std::fs::write(&junk, b"not a backup at all").unwrap();
    let target = stage.folder.path().join("again");
    let error = Tenant::restore(&target, &junk, &junk, options()).err().unwrap();
    assert_eq!(error.id, "BackupUnreadable");
    assert!(!target.exists());
}

#[test]
fn a_backup_that_fails_leaves_no_file() {
    let stage = Stage::bare();
    let output = stage.folder.path().join("b.tar");
    let backup = |secrets: &std::path::Path| stage.tenant.backup(&stage.actor(), &output, secrets, &mut |_| {}).err().unwrap();
    assert_eq!(backup(&output).id, "OutputExists");
    assert!(!output.exists());
    assert_eq!(backup(&stage.folder.path().join("no such folder/s.tar")).id, "TenantFolderInaccessible");
    assert!(!output.exists());
}
