//! The tenant's record of its vaults: old files of vaults are found, no matter who put them back and
//! however a change ended (rule 8.1.5).

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ckey_base::CancelToken;
use ckey_engine::{AuditView, CheckResult, EngineError, PolicyKind, ScopeSelector, Tenant};
use ckey_vault::Fault;

use crate::stage::{Stage, VAULTS, options, records_of};

const ROLE: &str = "CUSTOMER_KEY_TEST_ROLE";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

fn file(tenant: &Path, index: usize) -> PathBuf {
    tenant.join("vaults").join(format!("{}.vault", VAULTS[index].to_lowercase()))
}

fn records(tenant: &Tenant) -> Vec<AuditView> {
    records_of(tenant, "Change vault")
}

fn check(tenant: &Tenant) -> Vec<CheckResult> {
    tenant.check(&CancelToken::default(), &mut |_| {}).unwrap()
}

fn failed(tenant: &Tenant) -> Vec<(String, String)> {
    check(tenant)
        .into_iter()
        .filter(|check| !check.passed)
        .map(|check| (check.check, check.detail))
        .collect()
}

fn sqlite(tenant: &Path, sql: &str) {
    let script = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],isolation_level=None)\nc.executescript(sys.argv[2])";
    assert!(
        Command::new("python3")
            .args(["-c", script])
            .arg(tenant.join("tenant.db"))
            .arg(sql)
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn every_change_of_a_vault_is_in_the_audit_log_with_generation_and_tag_of_its_log() {
    let stage = Stage::new();
    let records = records(&stage.tenant);
    let of_first: Vec<_> =
        records.iter().filter(|record| record.object == VAULTS[0].to_lowercase()).collect();
    let operations: Vec<_> = of_first
        .iter()
        .map(|record| record.details["operations"][0]["operation"].as_str().unwrap())
        .collect();
    assert_eq!(operations, ["CreateVault", "CreateKey", "SetAccessPolicy", "SetAccessPolicy"]);
    for (record, generation) in of_first.iter().zip(1..) {
        assert_eq!(record.details["generation"], generation);
        assert_eq!(record.details["tag"].as_str().unwrap().len(), 64);
        assert!(
            record.workload == "KeyVault"
                && !record.actor.is_empty()
                && record.details["removed"] == false
        );
    }
    let checks = check(&stage.tenant);
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    assert!(
        checks.iter().any(|check| check.check == "VaultPins" && check.count == 2),
        "{checks:?}"
    );
}

#[test]
fn an_old_vault_file_gives_no_access_again_after_a_revocation_and_is_found() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "m", b"x").unwrap().id;
    let read = |tenant: &Tenant| -> Result<(), EngineError> {
        tenant.items().export(&scope, item, &mut Vec::new(), &CancelToken::default()).map(drop)
    };
    // An old file with the permission in it, and one with an outage.
    for outage in [false, true] {
        if outage {
            (0..2).for_each(|index| stage.fault(index, Fault::Unreachable));
        }
        let old = [0, 1].map(|index| std::fs::read(file(&stage.path(), index)).unwrap());
        (0..2).for_each(|index| stage.fault(index, Fault::None));
        (0..2).for_each(|index| stage.permit(index, false));
        assert_eq!(read(&stage.tenant).unwrap_err().id, "CustomerKeyAccessDenied");
        let newest = [0, 1].map(|index| std::fs::read(file(&stage.path(), index)).unwrap());
        (0..2).for_each(|index| std::fs::write(file(&stage.path(), index), &old[index]).unwrap());
        let refused = read(&stage.tenant).unwrap_err();
        assert_eq!(refused.id, "CustomerKeyUnusable");
        assert!(refused.message.contains("it is older"), "{}", refused.message);
        let found = failed(&stage.tenant);
        assert!(
            found.iter().any(|(check, detail)| check == "Vaults" && detail.contains("it is older")),
            "{found:?}"
        );
        (0..2)
            .for_each(|index| std::fs::write(file(&stage.path(), index), &newest[index]).unwrap());
        assert_eq!(read(&stage.tenant).unwrap_err().id, "CustomerKeyAccessDenied");
        (0..2).for_each(|index| stage.permit(index, true));
        read(&stage.tenant).unwrap();
    }
}

#[test]
fn a_row_of_the_record_that_was_changed_removed_or_put_back_is_found() {
    let stage = Stage::new();
    let path = stage.path();
    let old = std::fs::read(file(&path, 0)).unwrap();
    sqlite(&path, "CREATE TABLE aside AS SELECT * FROM vault_pin");
    stage.fault(0, Fault::Throttled);
    sqlite(&path, "CREATE TABLE newest AS SELECT * FROM vault_pin");
    let first = VAULTS[0].to_lowercase();
    let edits = [
        format!("UPDATE vault_pin SET generation = generation - 1 WHERE name = '{first}'"),
        format!("UPDATE vault_pin SET removed = 1 WHERE name = '{first}'"),
        format!("DELETE FROM vault_pin WHERE name = '{first}'"),
        "DELETE FROM vault_pin".to_owned(),
    ];
    for edit in &edits {
        sqlite(&path, edit);
        let found = failed(&stage.tenant);
        assert!(found.iter().any(|(check, _)| check == "VaultPins"), "{edit}: {found:?}");
        sqlite(&path, "DELETE FROM vault_pin; INSERT INTO vault_pin SELECT * FROM newest");
    }
    // Row and file together, as they were: the row is authentic, the file too. The chain knows
    // better.
    sqlite(
        &path,
        "DELETE FROM vault_pin; INSERT INTO vault_pin SELECT * FROM aside; DROP TABLE aside",
    );
    std::fs::write(file(&path, 0), old).unwrap();
    let found = failed(&stage.tenant);
    assert!(
        found.iter().any(|(check, detail)| check == "VaultPins" && detail.contains(&first)),
        "{found:?}"
    );
}

#[test]
fn a_record_that_somebody_removed_is_not_begun_again() {
    let stage = Stage::new();
    let path = stage.path();
    let old = std::fs::read(file(&path, 0)).unwrap();
    stage.permit(0, false);
    let Stage { tenant, folder } = stage;
    drop(tenant);
    sqlite(&path, "DELETE FROM vault_pin");
    std::fs::write(file(&path, 0), old).unwrap();
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!(tenant.vaults().vault(VAULTS[0]).unwrap_err().kind.name(), "Damaged");
    drop(folder);
}

/// What the children of the tests below do.
#[test]
#[ignore = "part of the tests below, which give it a role and a tenant"]
fn play_on_vaults() {
    let tenant = Tenant::open(Path::new(&std::env::var(FOLDER).unwrap()), options()).unwrap();
    let (role, actor) = (std::env::var(ROLE).unwrap(), ckey_engine::Actor::new("child"));
    println!("ready");
    match role.as_str() {
        "once" => tenant.set_vault_fault(&actor, VAULTS[0], Fault::Throttled).unwrap(),
        "forever" => loop {
            for vault in VAULTS {
                tenant.set_vault_fault(&actor, vault, Fault::None).unwrap();
            }
        },
        other => panic!("no role '{other}'"),
    }
}

fn child(stage: &Stage, role: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "vault_pins::play_on_vaults", "--ignored", "--nocapture"])
        .env(ROLE, role)
        .env(FOLDER, stage.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("ready") {
        line.clear();
        assert!(output.read_line(&mut line).unwrap() > 0, "the child never said that it is ready");
    }
    child.stdout = Some(output.into_inner());
    child
}

/// Makes a child change a vault, and kills it after the vault's file is in place and before the
/// record: somebody else's lock on the database keeps it there.
fn kill_between_file_and_record(stage: &Stage) {
    let hold = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],isolation_level=None)\nc.execute('BEGIN IMMEDIATE')\nprint('held',flush=True)\nsys.stdin.read()";
    let mut holder = Command::new("python3")
        .args(["-c", hold])
        .arg(stage.path().join("tenant.db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut word = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut word).unwrap();
    assert_eq!(word.trim(), "held");
    let before = std::fs::read(file(&stage.path(), 0)).unwrap();
    let mut child = child(stage, "once");
    while std::fs::read(file(&stage.path(), 0)).unwrap() == before {
        assert!(child.try_wait().unwrap().is_none(), "the child changed nothing");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(holder.stdin.take());
    holder.wait().unwrap();
}

#[test]
fn a_change_whose_process_was_killed_before_the_record_is_accepted_and_recorded() {
    let stage = Stage::new();
    kill_between_file_and_record(&stage);
    let recorded = records(&stage.tenant).len();
    let fault = stage.tenant.vaults().fault(VAULTS[0]).unwrap();
    assert_eq!(fault, Fault::Throttled);
    let after = records(&stage.tenant);
    assert_eq!(after.len(), recorded + 1);
    assert_eq!(after.last().unwrap().details["operations"][0]["operation"], "SetFault");
    assert_eq!(after.last().unwrap().actor, "child");
    assert!(failed(&stage.tenant).is_empty(), "{:?}", failed(&stage.tenant));
    stage.fault(0, Fault::None);
    assert!(failed(&stage.tenant).is_empty());
}

#[test]
fn processes_that_are_killed_while_they_change_vaults_leave_files_and_record_in_step() {
    let stage = Stage::new();
    let mut kills = 0;
    let rounds = if std::env::var_os("CUSTOMER_KEY_LONG").is_some() { 200 } else { 12 };
    for round in 0..rounds {
        let mut children = [child(&stage, "forever"), child(&stage, "forever")];
        std::thread::sleep(std::time::Duration::from_millis(40 + 7 * (round % 12)));
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        let tenant = &stage.tenant;
        for vault in VAULTS {
            tenant.vaults().vault(vault).unwrap();
        }
        assert!(failed(tenant).is_empty(), "{:?}", failed(tenant));
    }
    let generations: u64 =
        VAULTS.iter().map(|vault| stage.tenant.vaults().vault(vault).unwrap().generation).sum();
    println!("{kills} kills, {generations} changes");
    assert!(generations > 30, "{generations}");
}

#[test]
fn vaults_that_were_changed_purged_and_made_again_during_a_backup_are_taken_as_they_are_by_the_restored_tenant()
 {
    let stage = Stage::new();
    stage.vault("goes", "eastus", "s");
    stage.vault("again", "eastus", "s");
    let (output, secrets) = (stage.folder.path().join("b.tar"), stage.folder.path().join("s.tar"));
    let purge = |name: &str| {
        stage.tenant.vaults().delete_vault(&stage.admin(), name).unwrap();
        stage.tenant.vaults().purge_vault(&stage.admin(), name).unwrap();
    };
    // State is copied first; this hears that it was, and changes the vaults before they are.
    let mut between = |step: &str| {
        if step == "content" {
            stage.fault(0, Fault::Throttled);
            purge("goes");
            purge("again");
            stage.vault("again", "westeurope", "s");
            stage.vault("new", "eastus", "s");
        }
    };
    stage.tenant.backup(&stage.actor(), &output, &secrets, &mut between).unwrap();
    // Reading the lock's file would end the lock of anyone who holds it in this process.
    let listed = Command::new("tar").arg("-tf").arg(&output).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains("vaults/new.vault") && !listed.contains(".lock"), "{listed}");
    let restored =
        Tenant::restore(&stage.folder.path().join("again"), &output, &secrets, options()).unwrap();
    assert_eq!(restored.vaults().fault(VAULTS[0]).unwrap(), Fault::Throttled);
    assert_eq!(restored.vaults().vault("goes").unwrap_err().kind.name(), "VaultNotFound");
    assert_eq!(restored.vaults().vault("again").unwrap().location, "westeurope");
    restored.vaults().vault("new").unwrap();
    assert!(failed(&restored).is_empty(), "{:?}", failed(&restored));
}
