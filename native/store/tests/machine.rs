//! Several processes, full disks, unwritable folders and the order of what reaches the disk.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ckey_crypto::SecretKey;
use ckey_store::conformance::recorded;
use ckey_store::model::{Mailbox, TenantMode, TenantRow};
use ckey_store::{
    ContentStore, FolderContent, FolderSecrets, MasterKey, SecretName, SecretStore, SqliteState,
    State, StateExt, StoreError, StoreErrorKind,
};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use uuid::Uuid;

/// Says what a child process does, and where.
fn rows() -> ckey_store::RowKey {
    ckey_store::RowKey::new(&SecretKey::from_slice(&[7; 32]).unwrap())
}

const TASK: &str = "CKEY_STORE_TASK";

/// This test program again, for one task in a folder.
fn child(task: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    prepare(&mut command, task, folder);
    command
}

fn prepare(command: &mut Command, task: &str, folder: &Path) {
    command.args(["--exact", "child_process", "--nocapture", "--test-threads=1"]);
    command.env(TASK, format!("{task}={}", folder.display())).stdout(Stdio::null());
}

#[test]
fn child_process() {
    let Ok(task) = std::env::var(TASK) else { return };
    let (task, folder) = task.split_once('=').unwrap();
    let folder = PathBuf::from(folder);
    match task {
        "raise" => raise(&SqliteState::open(&folder.join("state.db"), rows()).unwrap()),
        "insert" => insert_for_ever(&SqliteState::open(&folder.join("state.db"), rows()).unwrap()),
        "full" => fill_everything(&folder),
        "unwritable" => find_unwritable(&folder),
        "order" => put_and_commit(&folder),
        _ => panic!("unknown task {task}"),
    }
}

fn create(folder: &Path) -> SqliteState {
    let tenant = TenantRow {
        id: Uuid::from_u128(1),
        name: "contoso".to_owned(),
        mode: TenantMode::Rehearsal,
        created: 0,
    };
    SqliteState::create(&folder.join("state.db"), &tenant, rows()).unwrap()
}

fn mailbox(number: u64) -> Mailbox {
    Mailbox {
        no: 0,
        guid: Uuid::from_u128(u128::from(number) + 1),
        name: format!("m{number}"),
        alias: String::new(),
        user_principal_name: String::new(),
        smtp_address: String::new(),
        display_name: "x".repeat(300),
        recipient_type: "UserMailbox".to_owned(),
        created: 0,
        changed: 0,
        held: None,
        removed: None,
        ..Mailbox::default()
    }
}

fn raise(state: &SqliteState) {
    for _ in 0..100 {
        // Reads before it writes: two that read the same would lose one.
        let raised = recorded(state, |writer| {
            let count: u32 = writer.setting("count")?.map_or(0, |count| count.parse().unwrap());
            writer.set_setting("count", Some(&(count + 1).to_string()))?;
            writer.raise_epoch()
        });
        raised.unwrap();
    }
}

#[test]
fn processes_that_change_the_state_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let state = create(folder.path());
    let before = state.key_epoch().unwrap();
    let mut children: Vec<_> =
        (0..3).map(|_| child("raise", folder.path()).spawn().unwrap()).collect();
    raise(&state);
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(state.key_epoch().unwrap(), before + 400);
    assert_eq!(state.view(|reader| reader.setting("count")).unwrap().as_deref(), Some("400"));
}

fn insert_for_ever(state: &SqliteState) {
    loop {
        let inserted = recorded(state, |writer| {
            let number = writer.count_mailboxes(None)?;
            writer.insert_mailbox(&mailbox(number))?;
            writer.set_setting("inserted", Some(&(number + 1).to_string()))
        });
        inserted.unwrap();
    }
}

#[test]
fn a_process_that_is_killed_leaves_whole_changes_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    drop(create(folder.path()));
    let mut last = 0;
    for round in 0..4_u64 {
        let mut child = child("insert", folder.path()).spawn().unwrap();
        while count(&path) < last + 5 + 3 * round {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        last = count(&path);
        let state = SqliteState::open(&path, rows()).unwrap();
        assert_eq!(
            state.view(|reader| reader.setting("inserted")).unwrap(),
            Some(last.to_string())
        );
        assert!(state.check().unwrap().iter().all(|check| check.passed));
    }
}

fn count(path: &Path) -> u64 {
    SqliteState::open(path, rows()).unwrap().view(|reader| reader.count_mailboxes(None)).unwrap()
}

#[test]
fn a_full_disk_is_a_clear_error_and_leaves_the_old_state() {
    let folder = tempfile::tempdir().unwrap();
    // A shell, because a program that may not say `unsafe` cannot ignore the signal that goes with
    // the limit.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    prepare(&mut command, "full", folder.path());
    let output = command.stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs `work` while no file may grow above `bytes`.
fn limited<T>(bytes: u64, work: impl FnOnce() -> T) -> T {
    let before = getrlimit(Resource::Fsize);
    setrlimit(Resource::Fsize, Rlimit { current: Some(bytes), maximum: before.maximum }).unwrap();
    let result = work();
    setrlimit(Resource::Fsize, before).unwrap();
    result
}

fn is_full<T>(result: Result<T, StoreError>) {
    let error = result.err().expect("an error");
    assert_eq!(error.kind, StoreErrorKind::Full, "{error}");
    assert!(!error.fix.is_empty() && !error.target.is_empty());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn fill_everything(folder: &Path) {
    fill_secrets(&folder.join("secrets"));
    fill_content(&folder.join("content"));
    fill_state(folder);
}

fn fill_secrets(folder: &Path) {
    let key = SecretKey::from_slice(&[1; 32]).unwrap();
    let store = FolderSecrets::create(folder, MasterKey::InFolder).unwrap();
    store.put(&SecretName::ServiceRoot, &key).unwrap();
    let before = files(folder);
    is_full(limited(30, || store.put(&SecretName::AuditChain, &key)));
    is_full(limited(30, || store.backup(&folder.join("backup"), b"")));
    is_full(limited(30, || {
        FolderSecrets::create(&folder.with_extension("new"), MasterKey::InFolder)
    }));
    assert_eq!(files(folder), before);
    assert!(!folder.with_extension("new").exists());
    assert!(store.get(&SecretName::ServiceRoot).unwrap().unwrap().ct_eq(&key));
    store.put(&SecretName::AuditChain, &key).unwrap();
}

fn fill_content(folder: &Path) {
    let store = FolderContent::open(folder).unwrap();
    let put =
        |number| store.put(Uuid::from_u128(number), &mut |file| file.write_all(&[7; 100_000]));
    put(1).unwrap();
    let before = files(folder);
    is_full(limited(50_000, || put(2)));
    assert_eq!(files(folder), before);
    assert_eq!(store.ids().unwrap(), [Uuid::from_u128(1)]);
    put(2).unwrap();
}

fn fill_state(folder: &Path) {
    let state = create(folder);
    let path = folder.join("state.db");
    let mut number = 0;
    // A change of 300 mailboxes needs more than half of the limit, so that a second or third of
    // them does not fit in the log.
    let insert = |number: u64| {
        recorded(&state, |writer| {
            let before = writer.count_mailboxes(None)?;
            (number..number + 300)
                .try_for_each(|number| writer.insert_mailbox(&mailbox(number)).map(drop))?;
            writer.set_setting("inserted", Some(&(before + 300).to_string()))
        })
    };
    limited(1 << 20, || {
        loop {
            match insert(number) {
                Ok(()) => number += 300,
                Err(error) => break is_full(Err::<(), _>(error)),
            }
        }
        assert!(number > 0);
        assert_eq!(state.view(|reader| reader.count_mailboxes(None)).unwrap(), number);
    });
    assert_eq!(state.view(|reader| reader.setting("inserted")).unwrap(), Some(number.to_string()));
    assert!(state.check().unwrap().iter().all(|check| check.passed));
    is_full(limited(70_000, || state.backup(&path.with_extension("backup"))));
    is_full(limited(8192, || {
        SqliteState::create(
            &folder.join("other.db"),
            &TenantRow {
                id: Uuid::nil(),
                name: "other".to_owned(),
                mode: TenantMode::Production,
                created: 0,
            },
            rows(),
        )
    }));
    insert(number).unwrap();
    drop(state);
    let beside: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        beside.iter().all(|name| ["state.db", "secrets", "content"].contains(&name.as_str())),
        "{beside:?}"
    );
}

#[test]
fn an_unwritable_folder_is_a_clear_error() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = tempfile::tempdir().unwrap();
    drop(create(folder.path()));
    let program = folder.path().join("program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    for (path, mode) in [
        (folder.path().to_path_buf(), 0o555),
        (program.clone(), 0o555),
        (folder.path().join("state.db"), 0o444),
    ] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
    let mut command = Command::new(program);
    prepare(&mut command, "unwritable", folder.path());
    if rustix::process::geteuid().is_root() {
        // Nobody: root may write everywhere.
        command.uid(65534).gid(65534);
    }
    // A child that another test forked meanwhile may hold the copy open for writing, until it
    // becomes its own program.
    let output = loop {
        match command.stderr(Stdio::piped()).output() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::yield_now()
            }
            done => break done.unwrap(),
        }
    };
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn find_unwritable(folder: &Path) {
    let path = folder.join("state.db");
    let state = SqliteState::open(&path, rows())
        .and_then(|state| recorded(&state, |writer| writer.raise_epoch()));
    let created = SqliteState::create(
        &folder.join("new.db"),
        &TenantRow {
            id: Uuid::nil(),
            name: "other".to_owned(),
            mode: TenantMode::Production,
            created: 0,
        },
        rows(),
    );
    let secrets = FolderSecrets::create(&folder.join("secrets"), MasterKey::InFolder);
    let content = FolderContent::open(&folder.join("content"));
    for error in [state.err(), created.err(), secrets.err(), content.err()] {
        let error = error.expect("an error");
        assert_eq!(error.kind, StoreErrorKind::ReadOnly, "{error}");
        assert!(!error.fix.is_empty());
    }
}

/// What creating does: secret, content, row.
fn put_and_commit(folder: &Path) {
    let secrets = FolderSecrets::open(&folder.join("secrets"), MasterKey::InFolder).unwrap();
    let content = FolderContent::open(&folder.join("content")).unwrap();
    let state = SqliteState::open(&folder.join("state.db"), rows()).unwrap();
    secrets.put(&SecretName::ServiceRoot, &SecretKey::from_slice(&[1; 32]).unwrap()).unwrap();
    content.put(Uuid::from_u128(1), &mut |file| file.write_all(b"sealed")).unwrap();
    recorded(&state, |writer| writer.raise_epoch()).unwrap();
}

#[test]
fn what_reaches_the_disk_is_synced_file_name_folder_and_only_then_the_row() {
    let folder = tempfile::tempdir().unwrap();
    drop(create(folder.path()));
    drop(FolderSecrets::create(&folder.path().join("secrets"), MasterKey::InFolder).unwrap());
    let log = folder.path().join("trace");
    let mut command = Command::new("strace");
    command
        .args([
            "-f",
            "-y",
            "-s",
            "0",
            "-e",
            "trace=fsync,fdatasync,rename,renameat,renameat2",
            "-o",
        ])
        .arg(&log);
    command.arg(std::env::current_exe().unwrap());
    prepare(&mut command, "order", folder.path());
    let status = command.status().expect("this test needs strace: install the package strace");
    assert!(status.success());
    let trace = std::fs::read_to_string(log).unwrap();
    let steps: Vec<String> = trace.lines().filter_map(|line| step(line, folder.path())).collect();
    let expected = [
        "sync secrets/.tmp",
        "rename secrets/service-root.secret",
        "sync secrets",
        "sync content/00/.tmp",
        "rename content/00/00000000-0000-0000-0000-000000000001.sealed",
        "sync content/00",
        "sync state.db-wal",
    ];
    let mut rest = steps.iter();
    for wanted in expected {
        assert!(
            rest.any(|step| step == wanted),
            "{wanted} is missing, or comes too early, in {steps:#?}"
        );
    }
}

/// A line of the trace as `sync PATH` or `rename TO`, with paths below `folder` and temporary names
/// as `.tmp`.
fn step(line: &str, folder: &Path) -> Option<String> {
    let short = |path: &str| {
        let path = path.strip_prefix(folder.to_str()?)?.trim_start_matches('/');
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        Some(if name.ends_with(".tmp") { format!("{above}/.tmp") } else { path.to_owned() })
    };
    if line.contains("sync(") {
        let path = line.split_once('<')?.1.split_once('>')?.0;
        return Some(format!("sync {}", short(path)?));
    }
    let to = line.rsplit('"').nth(1)?;
    Some(format!("rename {}", short(to)?))
}
