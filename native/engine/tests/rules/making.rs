//! Making and restoring a tenant: the whole tenant or nothing (rule 8.5.1), one winner, and nothing
//! of anybody else's is touched.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use ckey_base::CancelToken;
use ckey_engine::{Actor, CreateOptions, EngineError, NewMailbox, Tenant};
use tempfile::TempDir;

use crate::stage::{Stage, files_below, options};

const ROLE: &str = "CUSTOMER_KEY_TEST_MAKER";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";
const THREADS: usize = 4;

/// A folder with a backup of a tenant that has the mailbox `restored` and 2 MB of content.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let stage = Stage::bare();
        stage.mailbox("restored");
        let scope = ckey_engine::ScopeSelector::Mailbox("restored".into());
        for number in 0..10 {
            let content = vec![number; 200_000];
            stage.import(&scope, "x", &content).unwrap();
        }
        let folder = TempDir::new().unwrap();
        let place = Self { folder };
        stage
            .tenant
            .backup(&stage.actor(), &place.at("main"), &place.at("secrets"), &mut |_| {})
            .unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// This test binary again, making or restoring `tenant` here.
    fn child(&self, role: &str) -> Child {
        self.child_in(role, self.folder.path())
    }

    fn child_in(&self, role: &str, folder: &Path) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "making::play_a_role", "--ignored", "--nocapture"])
            .env(ROLE, role)
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Folders beside the tenant that somebody is filling, or was.
    fn unfinished(&self) -> Vec<PathBuf> {
        let entries =
            std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir() && path.file_name().unwrap() != "tenant").collect()
    }
}

fn make(folder: &Path, role: &str) -> Result<(), EngineError> {
    let path = folder.join("tenant");
    if role == "look" {
        return (0..1000).try_for_each(|_| {
            Tenant::check_restore(&path, &folder.join("main"), &folder.join("secrets"), &options())
        });
    }
    let tenant = if role == "restore" {
        Tenant::restore(&path, &folder.join("main"), &folder.join("secrets"), options())?
    } else {
        Tenant::create(&path, &CreateOptions::default(), options())?
    };
    let new = NewMailbox { name: format!("winner-{role}"), ..NewMailbox::default() };
    tenant.mailboxes().create(&Actor::new("child"), &[new], &CancelToken::default())?;
    Ok(())
}

/// What the children of the tests below do.
#[test]
#[ignore = "part of the tests below, which give it a role and a folder"]
fn play_a_role() {
    let (role, folder) =
        (std::env::var(ROLE).unwrap(), PathBuf::from(std::env::var(FOLDER).unwrap()));
    if role == "here" {
        std::env::set_current_dir(&folder).unwrap();
        let error = Tenant::create(&folder, &CreateOptions::default(), options()).err().unwrap();
        return assert_eq!(error.id, "TenantFolderNotReplaceable");
    }
    let Some(role) = role.strip_prefix("many ") else { return make(&folder, &role).unwrap() };
    while !folder.join("go").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let tried = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| make(&folder, role))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    for outcome in tried {
        println!("said {}", outcome.map_or_else(|error| error.id, |()| "won"));
    }
}

fn is_whole(tenant: &Tenant) {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn of_many_that_make_or_restore_one_folder_at_once_one_wins_and_loses_nothing() {
    let place = Place::new();
    for round in 0..3 {
        let roles = ["many create", "many create", "many restore"];
        let children: Vec<_> =
            (0..12).map(|number| place.child(roles[number % roles.len()])).collect();
        std::thread::sleep(Duration::from_millis(300));
        std::fs::write(place.at("go"), b"").unwrap();
        let mut said = Vec::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{output:?}");
            let output = String::from_utf8(output.stdout).unwrap();
            said.extend(
                output
                    .split("said ")
                    .skip(1)
                    .map(|line| line.split_whitespace().next().unwrap().to_owned()),
            );
        }
        assert_eq!(said.len(), 12 * THREADS);
        assert_eq!(said.iter().filter(|word| *word == "won").count(), 1, "round {round}: {said:?}");
        assert!(
            said.iter().all(|word| word == "won" || word == "TenantFolderNotEmpty"),
            "round {round}: {said:?}"
        );
        let tenant = Tenant::open(&place.at("tenant"), options()).unwrap();
        is_whole(&tenant);
        let restored = tenant.mailboxes().get("restored").is_ok();
        tenant.mailboxes().get(if restored { "winner-restore" } else { "winner-create" }).unwrap();
        drop(tenant);
        assert!(place.unfinished().is_empty(), "{:?}", place.unfinished());
        std::fs::remove_dir_all(place.at("tenant")).unwrap();
        std::fs::remove_file(place.at("go")).unwrap();
    }
}

/// Kills a child that makes or restores, when `now` says so; false when it was done before.
fn kill_when(place: &Place, role: &str, now: &dyn Fn(&Place, Duration) -> bool) -> bool {
    let mut child = place.child(role);
    let begin = Instant::now();
    let done = loop {
        if child.try_wait().unwrap().is_some() {
            break true;
        }
        if now(place, begin.elapsed()) {
            break child.kill().is_err();
        }
        std::hint::spin_loop();
    };
    child.wait().unwrap();
    !done
}

/// After a kill the whole tenant is there, or what was there before; and the next attempt works, or
/// finds the tenant.
fn all_or_nothing(place: &Place, role: &str, before: bool) -> bool {
    let path = place.at("tenant");
    let whole = Tenant::exists(&path);
    if whole {
        is_whole(&Tenant::open(&path, options()).unwrap());
        assert_eq!(make(place.folder.path(), role).err().unwrap().id, "TenantFolderNotEmpty");
    } else {
        assert_eq!(path.exists(), before, "{:?}", files_below(&path));
        assert!(!before || std::fs::read_dir(&path).unwrap().next().is_none());
        make(place.folder.path(), role).unwrap();
        is_whole(&Tenant::open(&path, options()).unwrap());
    }
    std::fs::remove_dir_all(path).unwrap();
    whole
}

/// Makes what killed processes left look as if they had been killed long ago.
fn age(folders: &[PathBuf]) {
    let old = SystemTime::now() - Duration::from_secs(3600);
    for folder in folders {
        for path in [folder.join("locks"), folder.clone()].iter().filter(|path| path.exists()) {
            std::fs::File::open(path).unwrap().set_modified(old).unwrap();
        }
    }
}

fn killed_at_any_point(role: &str) {
    let place = Place::new();
    let names = [
        "locks",
        "service-secrets",
        "vault-keys",
        "vaults",
        "content",
        "tenant.db",
        "tenant.db-wal",
    ];
    let mut kills = 0;
    for name in names {
        let there = |place: &Place, _: Duration| {
            place.unfinished().iter().any(|folder| folder.join(name).exists())
        };
        kills += usize::from(kill_when(&place, role, &there));
        all_or_nothing(&place, role, false);
    }
    assert!(kills >= names.len() / 2, "{kills} kills");
    for step in 0..24_u32 {
        let before = step % 3 == 0;
        if before {
            std::fs::create_dir(place.at("tenant")).unwrap();
        }
        let begun = |place: &Place, _: Duration| !place.unfinished().is_empty();
        let after = std::cell::Cell::new(None);
        let now = |place: &Place, elapsed: Duration| {
            if after.get().is_none() && begun(place, elapsed) {
                after.set(Some(elapsed + Duration::from_micros(u64::from(step) * 1500)));
            }
            after.get().is_some_and(|after| elapsed >= after)
        };
        kill_when(&place, role, &now);
        all_or_nothing(&place, role, before);
        age(&place.unfinished());
    }
    age(&place.unfinished());
    make(place.folder.path(), role).unwrap();
    assert!(place.unfinished().is_empty(), "{:?}", place.unfinished());
}

#[test]
fn a_tenant_whose_making_is_killed_is_whole_or_not_there_and_the_next_attempt_works() {
    killed_at_any_point("create");
}

#[test]
fn a_tenant_whose_restoring_is_killed_is_whole_or_not_there_and_the_next_attempt_works() {
    killed_at_any_point("restore");
}

#[test]
fn what_is_left_of_a_look_at_a_backup_that_is_killed_is_its_owners_alone_and_is_swept() {
    let place = Place::new();
    let unpacked = |place: &Place, _: Duration| {
        place.unfinished().iter().any(|folder| folder.join("work/vault-keys").exists())
    };
    assert!(kill_when(&place, "look", &unpacked));
    let left = place.unfinished();
    assert_eq!(left.len(), 1, "{left:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&left[0]).unwrap().permissions().mode() & 0o777, 0o700);
    }
    age(&left);
    make(place.folder.path(), "create").unwrap();
    assert!(place.unfinished().is_empty(), "{:?}", place.unfinished());
}

#[test]
fn what_an_older_version_left_unfinished_is_told_and_not_removed() {
    let place = Place::new();
    std::fs::create_dir(place.at("tenant")).unwrap();
    std::fs::write(place.at("tenant").join("unfinished"), b"").unwrap();
    std::fs::write(place.at("tenant").join("letter"), b"mine").unwrap();
    for role in ["create", "restore"] {
        let error = make(place.folder.path(), role).err().unwrap();
        assert_eq!(error.id, "TenantFolderNotEmpty");
        assert!(
            error.message.contains("unfinished") && error.message.contains("Nothing was removed"),
            "{error:?}"
        );
    }
    assert_eq!(Tenant::open(&place.at("tenant"), options()).err().unwrap().id, "TenantNotFound");
    assert_eq!(std::fs::read(place.at("tenant").join("letter")).unwrap(), b"mine");
    assert_eq!(files_below(&place.at("tenant")).len(), 2);
}

#[test]
fn a_failed_attempt_leaves_what_was_there_as_it_was() {
    let place = Place::new();
    std::fs::create_dir(place.at("tenant")).unwrap();
    std::fs::write(place.at("main"), b"no backup").unwrap();
    assert!(make(place.folder.path(), "restore").is_err());
    assert!(place.at("tenant").exists() && files_below(&place.at("tenant")).is_empty());
    assert!(place.unfinished().is_empty());
    make(place.folder.path(), "create").unwrap();
}

#[test]
fn the_folder_that_a_process_works_in_is_not_taken_away_from_under_it() {
    let place = Place::new();
    std::fs::create_dir(place.at("tenant")).unwrap();
    let mut child = place.child_in("here", &place.at("tenant"));
    assert!(child.wait().unwrap().success());
    assert!(place.at("tenant").exists() && place.unfinished().is_empty());
}

#[test]
fn only_what_killed_makers_left_is_swept() {
    let place = Place::new();
    let kept = ["mine", ".customer-key-making-mine", ".customer-key-making-abcdefghijkl.tmp"]
        .map(|name| place.at(name));
    for folder in &kept {
        std::fs::create_dir(folder).unwrap();
        std::fs::write(folder.join("unfinished"), b"").unwrap();
    }
    age(&kept);
    make(place.folder.path(), "create").unwrap();
    assert!(
        kept.iter().all(|folder| folder.join("unfinished").exists()),
        "{:?}",
        place.unfinished()
    );
}

#[cfg(unix)]
#[test]
fn a_tenant_is_its_owners_alone_wherever_it_comes_from() {
    use std::os::unix::fs::PermissionsExt;
    fn all(folder: &Path, found: &mut Vec<(PathBuf, u32)>) {
        found.push((folder.to_owned(), folder.metadata().unwrap().permissions().mode() & 0o777));
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            if path.is_dir() { all(&path, found) } else { found.push((path, mode)) }
        }
    }
    let place = Place::new();
    for role in ["create", "restore"] {
        let path = place.at("tenant");
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        make(place.folder.path(), role).unwrap();
        let mut found = Vec::new();
        all(&path, &mut found);
        let open: Vec<_> = found.iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
        assert!(open.is_empty() && found.len() > 10, "{open:?}");
        std::fs::remove_dir_all(path).unwrap();
    }
    for file in ["main", "secrets"] {
        assert_eq!(place.at(file).metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let mut archive = tar::Archive::new(std::fs::File::open(place.at(file)).unwrap());
        for entry in archive.entries().unwrap() {
            assert_eq!(entry.unwrap().header().mode().unwrap() & 0o7777, 0o600);
        }
    }
}
