use std::io::Read;
use std::path::{Path, PathBuf};

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_engine::{
    AccountType, EngineError, OpenOptions, PolicyKind, ScopeSelector, Service, SignIn, Tenant,
};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};

use crate::stage::{Stage, count_below, files_below, options, records};

#[test]
fn a_backup_restores_everything_into_a_new_folder() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let large = vec![7_u8; 200_000];
    let item = stage.import(&scope, "large", &large).unwrap();
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    let report = stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap();
    assert!(report.output_bytes > 200_000 && report.secrets_bytes > 0);
    assert_eq!(
        stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).err().unwrap().id,
        "OutputExists"
    );
    let restored =
        Tenant::restore(&stage.folder.path().join("again"), &output, &secrets, options()).unwrap();
    let mut read = Vec::new();
    restored.items().export(&scope, item.id, &mut read, &CancelToken::default()).unwrap();
    assert_eq!(read, large);
    let checks = restored.check(&CancelToken::default(), &mut |_| {}).unwrap();
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

/// Two backups of one tenant, main file and secrets file of each; the second has the mailbox
/// `first`.
fn two_backups(stage: &Stage) -> [[PathBuf; 2]; 2] {
    stage.mailbox("Alice");
    ["first", "second"].map(|name| {
        let files =
            ["main", "secrets"].map(|part| stage.folder.path().join(format!("{name}.{part}")));
        let [main, secrets] = &files;
        stage.tenant.backup(&stage.actor(), main, secrets, &mut |_| {}).unwrap();
        stage.mailbox(name);
        files
    })
}

/// Nothing is restored, nothing is left behind.
fn is_refused(stage: &Stage, main: &Path, secrets: &Path, id: &str) -> EngineError {
    let before = count_below(stage.folder.path());
    let target = stage.folder.path().join("again");
    let error = Tenant::restore(&target, main, secrets, options()).err().unwrap();
    assert_eq!(error.id, id, "{error:?}");
    assert!(!target.exists());
    assert_eq!(count_below(stage.folder.path()), before);
    error
}

#[test]
fn files_of_two_backups_are_not_restored_together_and_both_are_named() {
    let stage = Stage::bare();
    let [first, second] = two_backups(&stage);
    for (main, secrets) in [(&first[0], &second[1]), (&second[0], &first[1])] {
        let error = is_refused(&stage, main, secrets, "BackupPairMismatch");
        for file in [main, secrets] {
            assert!(error.message.contains(&file.display().to_string()), "{error:?}");
        }
        assert!(error.message.contains("the main file says that it is backup"), "{error:?}");
    }
    let restored =
        Tenant::restore(&stage.folder.path().join("again"), &first[0], &first[1], options())
            .unwrap();
    assert!(
        restored.mailboxes().get("Alice").is_ok() && restored.mailboxes().get("first").is_err()
    );
}

#[test]
fn a_main_file_that_was_changed_anywhere_is_refused_before_anything_is_restored() {
    let stage = Stage::bare();
    let [[main, secrets], _] = two_backups(&stage);
    let whole = std::fs::read(&main).unwrap();
    let refused = |bytes: &[u8]| {
        std::fs::write(&main, bytes).unwrap();
        is_refused(&stage, &main, &secrets, "BackupPairMismatch")
    };
    for at in (0..whole.len()).step_by(whole.len() / 30) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        refused(&bytes);
    }
    let error = refused(&[whole.as_slice(), &[0; 512]].concat());
    assert!(error.message.contains("the main file was changed after it was written"), "{error:?}");
    refused(&whole[..whole.len() - 512]);
    refused(b"");
    std::fs::write(&main, &whole).unwrap();
    Tenant::restore(&stage.folder.path().join("again"), &main, &secrets, options()).unwrap();
}

/// The entries of an archive: names and contents.
fn entries(archive: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut archive = tar::Archive::new(std::fs::File::open(archive).unwrap());
    let read = |entry: std::io::Result<tar::Entry<'_, std::fs::File>>| {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.path().unwrap().into_owned(), bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

fn write_archive(path: &Path, entries: &[(PathBuf, Vec<u8>)], kind: tar::EntryType) {
    let mut archive = tar::Builder::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    archive.into_inner().unwrap();
}

#[test]
fn a_secrets_file_that_was_changed_is_refused() {
    let stage = Stage::bare();
    let [[main, secrets], [_, other]] = two_backups(&stage);
    let (whole, other) = (entries(&secrets), entries(&other));
    let mixed = [whole[0].clone(), (other[1].0.clone(), vec![7; 32])];
    write_archive(&secrets, &mixed, tar::EntryType::Regular);
    is_refused(&stage, &main, &secrets, "BackupUnreadable");
    write_archive(&secrets, &whole[..1], tar::EntryType::Regular);
    is_refused(&stage, &main, &secrets, "BackupUnreadable");
    let more = [whole.clone(), vec![("more".into(), b"x".to_vec())]].concat();
    write_archive(&secrets, &more, tar::EntryType::Regular);
    is_refused(&stage, &main, &secrets, "BackupUnreadable");
    write_archive(&secrets, &whole, tar::EntryType::Regular);
    let ended = std::fs::read(&secrets).unwrap();
    std::fs::write(&secrets, [ended.as_slice(), b"x"].concat()).unwrap();
    is_refused(&stage, &main, &secrets, "BackupUnreadable");
    write_archive(&secrets, &whole, tar::EntryType::Symlink);
    is_refused(&stage, &main, &secrets, "BackupUnreadable");
    let mut damaged = whole.clone();
    let middle = damaged[0].1.len() / 2;
    damaged[0].1[middle] ^= 1;
    write_archive(&secrets, &damaged, tar::EntryType::Regular);
    let error = is_refused(&stage, &main, &secrets, "StoreDamaged");
    assert!(error.message.contains(&secrets.display().to_string()), "{error:?}");
    write_archive(&secrets, &whole, tar::EntryType::Regular);
    Tenant::restore(&stage.folder.path().join("again"), &main, &secrets, options()).unwrap();
}

#[test]
fn secrets_that_do_not_say_what_they_belong_to_are_refused_with_the_way_out() {
    let stage = Stage::bare();
    let [[main, secrets], _] = two_backups(&stage);
    let mut old = entries(&secrets);
    old[0].1 = unbound(&old[0].1);
    write_archive(&secrets, &old, tar::EntryType::Regular);
    let error = is_refused(&stage, &main, &secrets, "BackupUnbound");
    assert!(error.fix.contains("the version that wrote them"), "{error:?}");
}

/// A backup of secrets as the first version wrote it: the same without what it belongs to,
/// authenticated anew.
fn unbound(bytes: &[u8]) -> Vec<u8> {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let header = &bytes[12..12 + number(8)];
    let key_at = 12 + header.len();
    assert_eq!(bytes[key_at], 1, "the master key is in the folder");
    let key = SecretKey::from_slice(&bytes[key_at + 1..key_at + 33]).unwrap();
    let mut end = key_at + 37;
    for _ in 0..2 * number(key_at + 33) {
        end += 1 + usize::from(bytes[end]);
    }
    let body = &bytes[key_at + 33..end];
    let id: serde_json::Value = serde_json::from_slice(header).unwrap();
    let id: uuid::Uuid = id["id"].as_str().unwrap().parse().unwrap();
    let mac =
        ckey_crypto::derive::subkey(&key, "customer-key/v1/secret-store/backup", id.as_bytes())
            .unwrap();
    let parts: [&[u8]; 6] = [b"CKEYSECB", &bytes[8..12], header, &[1], key.expose(), body];
    let tag = ckey_crypto::mac::MacKey::new(&mac).tag(&parts);
    parts.iter().copied().chain([tag.as_slice()]).flatten().copied().collect()
}

#[test]
fn a_backup_whose_process_was_killed_leaves_no_copy_of_anything_once_the_tenant_is_opened_again() {
    let stage = Stage::bare();
    let path = stage.path();
    let gone = path.join(format!("work-{}-abcdefghijkl", uuid::Uuid::new_v4()));
    let lock = files_below(&path.join("locks")).remove(0);
    let living =
        path.join(format!("work-{}-abcdefghijkl", lock.file_stem().unwrap().to_str().unwrap()));
    let (older, young, mine) =
        (path.join("backup-abcdef"), path.join("restore-abcdef"), path.join("backup-of-mine"));
    for folder in [&gone, &living, &older, &young, &mine] {
        std::fs::create_dir(folder).unwrap();
        std::fs::write(folder.join("service-secrets.backup"), b"x").unwrap();
    }
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 86_400);
    for folder in [&older, &mine] {
        std::fs::File::open(folder).unwrap().set_modified(old).unwrap();
    }
    assert!(crate::processes::child(&stage, "revoke").wait().unwrap().success());
    assert_eq!(
        [&gone, &living, &older, &young, &mine].map(|folder| folder.exists()),
        [false, true, false, true, true]
    );
}

#[test]
fn what_a_killed_backup_left_beside_its_files_goes_with_the_next_one() {
    let stage = Stage::bare();
    let lock = files_below(&stage.path().join("locks")).remove(0);
    let living = lock.file_stem().unwrap().to_str().unwrap().to_owned();
    let (gone, other) = (uuid::Uuid::new_v4().to_string(), uuid::Uuid::new_v4());
    let left = |tenant: uuid::Uuid, owner: &str| {
        let path = stage.folder.path().join(format!(".backup-{tenant}-{owner}-abcdef"));
        std::fs::write(&path, b"secrets").unwrap();
        path
    };
    let ours = stage.tenant.id();
    let mine = stage.folder.path().join(".backup-of-mine");
    std::fs::write(&mine, b"x").unwrap();
    let files = [left(ours, &gone), left(ours, &living), left(other, &gone), mine];
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap();
    assert_eq!(files.map(|file| file.exists()), [false, true, true, true]);
}

#[test]
fn a_restored_tenant_says_who_restored_it() {
    let stage = Stage::bare();
    let sign_in = SignIn::default().after(
        Service::Exchange,
        "olga@contoso.onmicrosoft.com",
        AccountType::User,
    );
    stage.tenant.directory().change_sign_in("olga", |_| sign_in.clone()).unwrap();
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap();
    for (os_user, account) in [
        (Some("olga"), "olga@contoso.onmicrosoft.com"),
        (Some("paul"), "admin@contoso.onmicrosoft.com"),
    ] {
        let how = OpenOptions { os_user: os_user.map(str::to_owned), ..options() };
        let restored =
            Tenant::restore(&stage.folder.path().join(account), &output, &secrets, how).unwrap();
        let last = records(&restored)
            .into_iter()
            .rfind(|record| record.activity == "Restore tenant")
            .unwrap();
        assert_eq!(last.actor, account);
    }
}

#[test]
fn a_backup_that_fails_leaves_no_file() {
    let stage = Stage::bare();
    let output = stage.folder.path().join("b.tar");
    let backup = |secrets: &Path| {
        stage.tenant.backup(&stage.actor(), &output, secrets, &mut |_| {}).err().unwrap()
    };
    assert_eq!(backup(&output).id, "OutputExists");
    assert!(!output.exists());
    assert_eq!(
        backup(&stage.folder.path().join("no such folder/s.tar")).id,
        "TenantFolderInaccessible"
    );
    assert!(!output.exists());
}

#[test]
fn content_that_was_stored_after_the_state_was_copied_is_not_restored() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (scope, cancel) = (ScopeSelector::Mailbox("Alice".into()), CancelToken::default());
    let large = vec![7_u8; 200_000];
    let import = || {
        stage
            .tenant
            .items()
            .import(&stage.actor(), &scope, "x", &mut large.as_slice(), &cancel)
            .unwrap()
            .id
    };
    let before = import();
    let mut meanwhile = None;
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    let report = stage
        .tenant
        .backup(&stage.actor(), &output, &secrets, &mut |what| {
            if what == "content" {
                meanwhile = Some(import());
            }
        })
        .unwrap();
    assert_eq!(report.problems, [""; 0]);
    let copied = |id: uuid::Uuid| {
        entries(&output)
            .iter()
            .any(|(name, _)| name.to_string_lossy().contains(&format!("{id}.sealed")))
    };
    assert!(
        copied(before) && copied(meanwhile.unwrap()),
        "the archive holds more than its state names"
    );
    let place = stage.folder.path().join("again");
    let restored = Tenant::restore(&place, &output, &secrets, options()).unwrap();
    let files = files_below(&place.join("content"));
    assert!(
        files.len() == 1 && files[0].to_string_lossy().contains(&before.to_string()),
        "{files:?}"
    );
    let checks = restored.check(&cancel, &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

/// A tenant with something in every store, with the large item's content file, a vault's file, and
/// a secret's.
fn stocked() -> (Stage, PathBuf) {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.work();
    let (scope, large) = (ScopeSelector::Mailbox("Alice".into()), vec![7_u8; 200_000]);
    stage.import(&scope, "x", &large).unwrap();
    let content = files_below(&stage.path().join("content")).remove(0);
    (stage, content)
}

/// Backs up, and gives what the backup says is wrong; what is left is saved all the same.
fn backed_up(stage: &Stage, name: &str) -> Vec<String> {
    let files = ["main", "secrets"].map(|part| stage.folder.path().join(format!("{name}.{part}")));
    let report = stage.tenant.backup(&stage.actor(), &files[0], &files[1], &mut |_| {}).unwrap();
    assert!(files.iter().all(|file| file.is_file()), "{name}");
    Tenant::restore(&stage.folder.path().join(name), &files[0], &files[1], options()).unwrap();
    report.problems
}

#[test]
fn a_backup_without_what_it_must_hold_is_written_and_says_so() {
    let (stage, content) = stocked();
    assert_eq!(backed_up(&stage, "whole"), [""; 0]);
    let whole = std::fs::read(&content).unwrap();
    let id = content.file_stem().unwrap().to_string_lossy().into_owned();
    let says = |name: &str, part: &str| {
        let problems = backed_up(&stage, name);
        assert!(problems.len() == 1 && problems[0].contains(part), "{name}: {problems:?}");
    };
    std::fs::write(&content, &whole[..whole.len() - 1]).unwrap();
    says("truncated", &id);
    std::fs::remove_file(&content).unwrap();
    says("missing", &id);
    std::fs::create_dir(&content).unwrap();
    says("folder", &id);
    std::fs::remove_dir(&content).unwrap();
    #[cfg(unix)]
    {
        assert!(std::process::Command::new("mkfifo").arg(&content).status().unwrap().success());
        says("pipe", &id);
        std::fs::remove_file(&content).unwrap();
    }
    std::fs::write(&content, &whole).unwrap();
    assert_eq!(backed_up(&stage, "mended"), [""; 0]);
}

#[test]
fn a_backup_with_a_damaged_or_missing_vault_is_written_and_says_so() {
    let (stage, _) = stocked();
    let vault = stage
        .path()
        .join("vaults")
        .join(format!("{}.vault", crate::stage::VAULTS[0].to_lowercase()));
    let mut bytes = std::fs::read(&vault).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&vault, bytes).unwrap();
    for name in ["damaged", "gone"] {
        let problems = backed_up(&stage, name);
        assert!(
            problems.len() == 1 && problems[0].contains("contosoeast01"),
            "{name}: {problems:?}"
        );
        let _ = std::fs::remove_file(&vault);
    }
    let restored = Tenant::open(&stage.folder.path().join("damaged"), options()).unwrap();
    restored.vaults().vault(crate::stage::VAULTS[1]).unwrap();
    assert_eq!(
        restored.vaults().vault(crate::stage::VAULTS[0]).unwrap_err().kind.name(),
        "Damaged",
        "never taken as it is"
    );
    let checks = restored.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().any(|check| check.check == "Vaults" && !check.passed), "{checks:?}");
}

#[test]
fn a_backup_without_a_secret_is_written_and_says_so() {
    let (stage, _) = stocked();
    let secrets =
        FolderSecrets::open(&stage.path().join("service-secrets"), MasterKey::InFolder).unwrap();
    let policy = stage.tenant.policies().list(PolicyKind::Mailbox).unwrap().remove(0).guid;
    secrets.destroy(&SecretName::AvailabilityKey(policy)).unwrap();
    let problems = backed_up(&stage, "b");
    assert!(problems.len() == 1 && problems[0].contains(&policy.to_string()), "{problems:?}");
}

#[test]
fn a_backup_that_fails_is_not_known_and_one_that_was_written_is_with_what_it_needs() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    let at = |name: &str| stage.folder.path().join(name);
    let key_use = stage.tenant.key_use();
    let there = at("there");
    std::fs::write(&there, b"x").unwrap();
    stage.tenant.backup(&stage.actor(), &there, &at("s"), &mut |_| {}).unwrap_err();
    assert_eq!(key_use.backups().unwrap(), []);
    let meanwhile = &mut |what: &str| {
        // Whoever asks what may be retired while the backup is written is told of it.
        let known = key_use.backups().unwrap();
        assert_eq!(known.len(), usize::from(what != "state"), "{what}");
        assert!(known.iter().all(|known| known.keys.len() == 2), "{known:?}");
    };
    stage.tenant.backup(&stage.actor(), &at("b"), &at("s"), meanwhile).unwrap();
    let [known] = key_use.backups().unwrap().try_into().unwrap();
    assert_eq!((known.output.as_str(), known.keys.len()), (at("b").to_str().unwrap(), 2));
    let [first, second] = key_use.usage(None).unwrap().try_into().unwrap();
    assert_eq!(known.keys, [first.key_uri, second.key_uri]);
}

#[test]
fn the_answer_about_a_retirement_is_signed_and_names_the_audit_record_it_is_based_on() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    let key_use = stage.tenant.key_use();
    let [key, _] = key_use.usage(None).unwrap().try_into().unwrap();
    let answer = key_use.retirement(&key.key_uri, false).unwrap();
    let text = key_use.statement(&stage.actor(), &answer).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let part = |name: &str| document[name].as_str().unwrap();
    assert_eq!(part("publicKey"), stage.tenant.audit().public_key().unwrap());
    let public: [u8; 32] = hex::decode(part("publicKey")).unwrap().try_into().unwrap();
    let signature: [u8; 64] = hex::decode(part("signature")).unwrap().try_into().unwrap();
    let signed = |report: &str| {
        let text = format!("customer-key/v1/retirement\n{report}");
        ckey_crypto::sign::verify(&public, text.as_bytes(), &signature).is_ok()
    };
    assert!(signed(part("report")) && !signed(&part("report").replace("false", "true")));
    let report: serde_json::Value = serde_json::from_str(part("report")).unwrap();
    assert_eq!(
        (&report["safe"], &report["tenant"]),
        (&false.into(), &stage.tenant.id().to_string().into())
    );
    assert_eq!(report["dependents"][0]["lag"], "Current");
    let signed = records(&stage.tenant).pop().unwrap();
    assert_eq!(signed.activity, "Sign statement on a key");
    assert_eq!(report["basis"]["auditSequence"], signed.sequence - 1);
}
