//! Anyone who can write the vaults' files brings the availability key to no user (rule 8.1.4): with
//! both customer keys revoked, nothing done to the files counts as an outage.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use ckey_base::CancelToken;
use ckey_engine::{EngineError, PolicyKind, ScopeSelector, Tenant, VaultState};
use ckey_vault::VaultErrorKind;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::stage::{Stage, VAULTS, fallbacks, options};

const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

struct Scene {
    stage: Stage,
    item: uuid::Uuid,
}

fn alice() -> ScopeSelector {
    ScopeSelector::Mailbox("Alice".into())
}

fn scene() -> Scene {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let item = stage.import(&alice(), "m", b"letter").unwrap().id;
    Scene { stage, item }
}

fn revoked() -> Scene {
    let scene = scene();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    scene
}

fn read(tenant: &Tenant, item: uuid::Uuid) -> Result<Vec<u8>, EngineError> {
    let mut read = Vec::new();
    tenant.items().export(&alice(), item, &mut read, &CancelToken::default()).map(|_| read)
}

impl Scene {
    fn read(&self) -> Result<Vec<u8>, EngineError> {
        read(&self.stage.tenant, self.item)
    }

    fn vaults(&self) -> PathBuf {
        self.stage.path().join("vaults")
    }

    fn file(&self, index: usize) -> PathBuf {
        self.vaults().join(format!("{}.vault", VAULTS[index].to_lowercase()))
    }

    /// Users are refused, the service's own jobs may go on, and the record of a fallback for a user
    /// is nowhere.
    fn assert_refused(&self, trick: &str) {
        let refused = self.read().expect_err(trick);
        assert_ne!(refused.id, "CustomerKeyUnavailable", "{trick}: {refused:?}");
        assert!(!refused.retryable, "{trick}: {refused:?}");
        let fallbacks = fallbacks(&self.stage.tenant);
        assert!(
            fallbacks.iter().all(|record| record.details["OnBehalfOf"] != "user"),
            "{trick}: {fallbacks:?}"
        );
    }
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

type Trick = (&'static str, fn(&Path));

/// What can be put in the place of a vault's file, which is gone when the trick begins.
const TRICKS: &[Trick] = &[
    ("nothing", |_| {}),
    ("an empty file", |path| std::fs::write(path, b"").unwrap()),
    ("a folder", |path| std::fs::create_dir(path).unwrap()),
    ("a folder with something in it", |path| std::fs::create_dir_all(path.join("below")).unwrap()),
    ("a link loop", |path| symlink(path, path).unwrap()),
    ("a dangling link", |path| symlink("nowhere", path).unwrap()),
    ("a link to a folder", |path| symlink("/", path).unwrap()),
    ("a link through a file", |path| symlink("/etc/passwd/x", path).unwrap()),
    ("a link with a name too long", |path| symlink("x".repeat(300), path).unwrap()),
    ("a device without end", |path| symlink("/dev/zero", path).unwrap()),
    ("a named pipe", make_pipe),
    ("a socket", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
    ("a sparse file beyond every cap", |path| {
        std::fs::File::create(path).unwrap().set_len(1 << 40).unwrap()
    }),
];

#[test]
fn nothing_put_in_the_place_of_revoked_vault_files_counts_as_an_outage() {
    let scene = revoked();
    scene.assert_refused("as they are");
    let kept = [0, 1].map(|index| std::fs::read(scene.file(index)).unwrap());
    for (name, trick) in TRICKS {
        for both in [false, true] {
            let touched = if both { 0..2 } else { 0..1 };
            for index in touched.clone() {
                std::fs::remove_file(scene.file(index)).unwrap();
                trick(&scene.file(index));
            }
            scene.assert_refused(name);
            for index in touched {
                let path = scene.file(index);
                match std::fs::symlink_metadata(&path) {
                    Ok(found) if found.is_dir() => std::fs::remove_dir_all(&path).unwrap(),
                    Ok(_) => std::fs::remove_file(&path).unwrap(),
                    Err(_) => {}
                }
                std::fs::write(&path, &kept[index]).unwrap();
            }
        }
    }
    scene.assert_refused("put back as they were");
    scene.stage.permit(0, true);
    assert_eq!(scene.read().unwrap(), b"letter");
}

#[test]
fn nothing_done_to_the_folder_of_revoked_vaults_counts_as_an_outage() {
    let scene = revoked();
    let (vaults, aside) = (scene.vaults(), scene.stage.path().join("aside"));
    let tricks: &[Trick] = &[
        ("no folder", |_| {}),
        ("an empty folder", |path| std::fs::create_dir(path).unwrap()),
        ("a file", |path| std::fs::write(path, b"").unwrap()),
        ("a link loop", |path| symlink(path, path).unwrap()),
        ("a named pipe", make_pipe),
    ];
    for (name, trick) in tricks {
        std::fs::rename(&vaults, &aside).unwrap();
        trick(&vaults);
        scene.assert_refused(name);
        match std::fs::symlink_metadata(&vaults) {
            Ok(found) if found.is_dir() => std::fs::remove_dir_all(&vaults).unwrap(),
            Ok(_) => std::fs::remove_file(&vaults).unwrap(),
            Err(_) => {}
        }
        std::fs::rename(&aside, &vaults).unwrap();
    }
    scene.stage.permit(0, true);
    assert_eq!(scene.read().unwrap(), b"letter");
}

#[test]
fn vault_files_that_cannot_be_read_are_named_and_serve_nobody_without_a_revocation_either() {
    let scene = scene();
    for index in 0..2 {
        std::fs::remove_file(scene.file(index)).unwrap();
        std::fs::create_dir(scene.file(index)).unwrap();
    }
    scene.assert_refused("folders");
    let refused = scene.read().unwrap_err();
    assert_eq!(refused.id, "CustomerKeyUnusable");
    assert!(
        VAULTS.iter().all(|vault| refused.message.contains(&vault.to_lowercase())),
        "{}",
        refused.message
    );
}

/// What the child of the test below does: it has no descriptor left for the vaults' files.
#[test]
#[ignore = "part of the test below, which gives it a tenant"]
fn play_without_descriptors() {
    let tenant = Tenant::open(Path::new(&std::env::var(FOLDER).unwrap()), options()).unwrap();
    let item = tenant.items().page(&alice(), 0, 1).unwrap().remove(0).id;
    assert_eq!(read(&tenant, item).unwrap_err().id, "CustomerKeyAccessDenied");
    for vault in VAULTS {
        let file = tenant.path().join("vaults").join(format!("{}.vault", vault.to_lowercase()));
        std::fs::File::options()
            .append(true)
            .open(file)
            .unwrap()
            .set_modified(std::time::UNIX_EPOCH)
            .unwrap();
    }
    let limit = Rlimit { current: Some(3), ..getrlimit(Resource::Nofile) };
    setrlimit(Resource::Nofile, limit).unwrap();
    let refused = read(&tenant, item).unwrap_err();
    println!("outcome: {} {}", refused.id, refused.message);
}

#[test]
fn a_process_without_descriptors_is_neither_refused_by_the_customer_nor_in_an_outage() {
    let scene = revoked();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "vault_files::play_without_descriptors", "--ignored", "--nocapture"])
        .env(FOLDER, scene.stage.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("outcome: CustomerKeyUnusable") && text.contains("Too many open files"),
        "{text}"
    );
    scene.assert_refused("afterwards");
}

#[test]
fn one_vault_that_cannot_be_used_hides_neither_the_tenant_nor_the_other_vaults() {
    let stage = Stage::new();
    let file =
        stage.path().join("vaults").join(format!("{}.vault", VAULTS[0].to_ascii_lowercase()));
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let tenant = Tenant::open(&folder.path().join("tenant"), options()).unwrap();
    let faults = tenant.status().unwrap().vault_faults;
    assert_eq!(
        faults,
        [(VAULTS[0].to_ascii_lowercase(), VaultState::Broken(VaultErrorKind::Damaged))]
    );
    assert_eq!(tenant.vaults().vault(VAULTS[1]).unwrap().name, VAULTS[1]);
}
