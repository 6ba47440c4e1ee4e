//! Several processes, and processes that are killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_engine::{
    Moment, NewMailbox, OpenOptions, PolicyKind, ScopeSelector, SettingsChange, Taking, Tenant,
};
use ckey_vault::{AccessPolicy, Caller, KeyPermission};

use crate::stage::{Stage, files_below, options};

const ROLE: &str = "CUSTOMER_KEY_TEST_ROLE";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

/// This test binary again, playing a role on a stage's tenant.
pub(crate) fn child(stage: &Stage, role: &str) -> Child {
    child_at(&stage.path(), role)
}

/// This test binary again, playing a role on a tenant.
pub(crate) fn child_at(tenant: &Path, role: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::play_a_role", "--ignored", "--nocapture"])
        .env(ROLE, role)
        .env(FOLDER, tenant)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until the child says a word.
pub(crate) fn hear(child: &mut Child, word: &str) {
    let output = BufReader::new(child.stdout.take().unwrap());
    assert!(
        output.lines().any(|line| line.unwrap().contains(word)),
        "the child never said '{word}'"
    );
}

/// What the children of the tests below do.
#[test]
#[ignore = "part of the tests below, which give it a role and a tenant"]
fn play_a_role() {
    let role = std::env::var(ROLE).unwrap();
    if let Some(last) = role.strip_prefix("leave ") {
        let path = std::env::var(FOLDER).unwrap();
        return crate::removal::leave(Path::new(&path), last.parse().unwrap());
    }
    let path = std::env::var(FOLDER).unwrap();
    let background_jobs = role.contains("with jobs");
    let options = OpenOptions { background_jobs, watches: true, ..options() };
    let tenant = Tenant::open(Path::new(&path), options).unwrap();
    let actor = ckey_engine::Actor::new("child");
    match role.as_str() {
        "work" => {
            let mut steps = 0;
            tenant
                .jobs()
                .work(None, &CancelToken::default(), &mut |_| {
                    steps += 1;
                    if steps == 2 {
                        println!("in the middle");
                        std::thread::sleep(Duration::from_secs(600));
                    }
                })
                .unwrap();
        }
        "import" => {
            struct Endless(u64);
            impl std::io::Read for Endless {
                fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                    self.0 += 1;
                    if self.0 == 200 {
                        println!("in the middle");
                        std::thread::sleep(Duration::from_secs(600));
                    }
                    Ok(buffer.len())
                }
            }
            tenant
                .items()
                .import(
                    &actor,
                    &ScopeSelector::Mailbox("m0".into()),
                    "endless",
                    &mut Endless(0),
                    &CancelToken::default(),
                )
                .unwrap();
        }
        "import many" => {
            let (scope, cancel) = (ScopeSelector::Mailbox("m0".into()), CancelToken::default());
            let mut import = tenant.items().begin_import(&actor, &scope, &cancel).unwrap();
            for number in 0_u64.. {
                let content = number.to_string().repeat(500);
                let stored = import.add(&number.to_string(), &mut content.as_bytes()).unwrap();
                stored.iter().for_each(|item| println!("stored {} {}", item.name, item.id));
            }
        }
        "restrict" => {
            let ann = tenant.directory().resolve_user(crate::accounts::ANN).unwrap().known;
            let given =
                AccessPolicy::for_caller(&Caller::person(ann.id, ann.name), &[KeyPermission::Get]);
            tenant
                .directory()
                .set_access_policy(
                    &tenant.directory().azure_caller("child").unwrap(),
                    crate::stage::VAULTS[0],
                    &given,
                )
                .unwrap();
        }
        "move the clock" | "move the clock and more" => {
            for moved in 0..4 {
                tenant.move_clock(&actor, tenant.now() + 60).unwrap();
                if moved == 1 && role.ends_with("more") {
                    tenant.clear_caches(&actor).unwrap();
                }
            }
        }
        "mailboxes" => {
            for number in 0..40 {
                let new = NewMailbox {
                    name: format!("child{}-{number}", std::process::id()),
                    ..NewMailbox::default()
                };
                tenant.mailboxes().create(&actor, &[new], &CancelToken::default()).unwrap();
            }
        }
        "mailbox and stay" => {
            let new = NewMailbox { name: "child".to_owned(), ..NewMailbox::default() };
            tenant.mailboxes().create(&actor, &[new], &CancelToken::default()).unwrap();
            println!("made");
            std::thread::sleep(Duration::from_secs(600));
        }
        #[cfg(target_os = "linux")]
        look if look.starts_with("look for keys") => crate::key_memory::play(&tenant, look),
        "read until it is gone" => {
            let read = || crate::removal::read(&tenant);
            read().unwrap();
            println!("warm");
            let error = loop {
                if let Err(error) = read() {
                    break error;
                }
            };
            println!("then {}", error.id);
        }
        twin if twin.starts_with("twin ") => {
            crate::twins::play(&tenant, twin.strip_prefix("twin ").unwrap());
        }
        "revoke" => tenant.clear_caches(&actor).unwrap(),
        "stay" => {
            println!("open");
            std::io::stdin().read_line(&mut String::new()).unwrap();
        }
        roll if roll.starts_with("roll ") => {
            let words: Vec<_> = roll.split(' ').collect();
            let kind =
                if words[3] == "mailbox" { PolicyKind::Mailbox } else { PolicyKind::MultiWorkload };
            tenant.policies().refresh(&actor, kind, words[1], &CancelToken::default()).unwrap();
            tenant
                .jobs()
                .work(Some(words[2].parse().unwrap()), &CancelToken::default(), &mut |_| {})
                .unwrap();
        }
        remove if remove.starts_with("remove ") => {
            let name = remove.strip_prefix("remove ").unwrap();
            tenant.mailboxes().take(&actor, name, Taking::Remove).unwrap();
        }
        destroy if destroy.starts_with("destroy ") => {
            tenant.on_pause(|now| {
                if now == Moment::Emptied {
                    println!("in the middle");
                    std::thread::sleep(Duration::from_secs(600));
                }
            });
            let name = destroy.strip_prefix("destroy ").unwrap();
            tenant.mailboxes().destroy(&actor, name, &CancelToken::default()).unwrap();
        }
        mention if mention.starts_with("mention by ") => {
            crate::people::mention(&tenant, mention.strip_prefix("mention by ").unwrap());
        }
        "answer" => crate::purge_processes::answer(&tenant),
        purge if purge.starts_with("purge ") => {
            let last: u32 = purge.strip_prefix("purge ").unwrap().parse().unwrap();
            let now = std::sync::atomic::AtomicU32::new(0);
            tenant.on_pause(move |_| {
                if now.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1 == last {
                    std::process::abort();
                }
            });
            tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
        }
        other => panic!("no role '{other}'"),
    }
}

fn many(stage: &Stage, count: usize) {
    let new: Vec<_> = (0..count)
        .map(|number| NewMailbox { name: format!("m{number}"), ..NewMailbox::default() })
        .collect();
    stage.tenant.mailboxes().create(&stage.actor(), &new, &CancelToken::default()).unwrap();
}

#[test]
fn a_rewrap_whose_process_is_killed_resumes_and_loses_nothing() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    many(&stage, 20_000);
    stage.work();
    let newest = stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::MultiWorkload, "G", &CancelToken::default())
        .unwrap();
    let work = |most| stage.tenant.jobs().work(most, &CancelToken::default(), &mut |_| {}).unwrap();
    assert_eq!(work(Some(1)).steps, 1, "what this process lets go of is the other's at once");
    let mut worker = child(&stage, "work");
    hear(&mut worker, "in the middle");
    let beside = work(None);
    assert_eq!((beside.steps, beside.open_jobs), (0, 1), "the job is another's, who lives");
    worker.kill().unwrap();
    worker.wait().unwrap();
    assert_eq!(work(Some(1)).steps, 1, "a job of a process that is gone is free at once");
    let open = stage.tenant.jobs().list(false).unwrap();
    assert!(open.len() == 1 && open[0].done > 0 && open[0].done < 20_000, "{open:?}");
    stage.work();
    for name in ["m0", "m9999", "m19999"] {
        assert_eq!(stage.look(name).data_encryption_policy_id, Some(newest.generation_guid));
    }
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn an_import_whose_process_is_killed_leaves_no_content_once_the_tenant_is_opened_again() {
    let stage = Stage::bare();
    many(&stage, 1);
    let mut importer = child(&stage, "import");
    hear(&mut importer, "in the middle");
    importer.kill().unwrap();
    importer.wait().unwrap();
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let content = path.join("content");
    assert!(files_below(&content).iter().any(|file| std::fs::metadata(file).unwrap().len() > 0));
    let tenant = Tenant::open(&path, options()).unwrap();
    assert!(files_below(&content).is_empty());
    assert!(tenant.items().page(&ScopeSelector::Mailbox("m0".into()), 0, 10).unwrap().is_empty());
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    drop(folder);
}

/// Killed at different places of a batch: what was told to be stored is there, each item whole, and
/// nothing is there by half.
#[test]
fn an_import_of_many_that_is_killed_has_stored_what_it_told() {
    let stage = Stage::bare();
    many(&stage, 1);
    let scope = ScopeSelector::Mailbox("m0".into());
    let mut told = Vec::new();
    for wanted in [1, 700, 3001] {
        let mut importer = child(&stage, "import many");
        let output = BufReader::new(importer.stdout.take().unwrap());
        let stored = output.lines().map_while(Result::ok).filter_map(|line| {
            let (name, id) = line.strip_prefix("stored ")?.split_once(' ')?;
            Some((name.to_owned(), uuid::Uuid::try_parse(id).ok()?))
        });
        for (number, item) in stored.enumerate() {
            told.push(item);
            if number == wanted {
                importer.kill().unwrap();
            }
        }
        importer.wait().unwrap();
    }
    assert!(told.len() > 3700);
    for (name, id) in told.iter().step_by(37).chain(told.last()) {
        let mut content = Vec::new();
        stage.tenant.items().export(&scope, *id, &mut content, &CancelToken::default()).unwrap();
        assert_eq!(content, name.repeat(500).into_bytes());
    }
    let mailbox = stage.look("m0");
    assert!(mailbox.items >= told.len() as u64);
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn several_processes_write_at_once_and_nothing_is_lost() {
    let stage = Stage::bare();
    let mut children: Vec<_> = (0..2).map(|_| child(&stage, "mailboxes")).collect();
    for number in 0..40 {
        stage.mailbox(&format!("parent-{number}"));
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(stage.tenant.status().unwrap().mailboxes, 120);
    assert!(stage.tenant.audit().verify(&CancelToken::default()).unwrap().intact);
}

#[test]
fn what_another_process_flushes_is_gone_from_our_caches() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    stage
        .tenant
        .change_settings(
            &stage.actor(),
            &SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() },
        )
        .unwrap();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "m", b"x").unwrap();
    stage.permit(0, false);
    stage.permit(1, false);
    stage.tenant.items().export(&scope, item.id, &mut Vec::new(), &CancelToken::default()).unwrap();
    assert!(child(&stage, "revoke").wait().unwrap().success());
    let error = stage
        .tenant
        .items()
        .export(&scope, item.id, &mut Vec::new(), &CancelToken::default())
        .err()
        .unwrap();
    assert_eq!(error.id, "CustomerKeyAccessDenied");
}

#[test]
fn the_lock_of_a_process_that_is_gone_is_removed_at_the_next_opening_and_that_of_a_living_one_stays()
 {
    let stage = Stage::bare();
    let locks = stage.path().join("locks");
    let ours = files_below(&locks);
    let [gone, young] = [(); 2].map(|()| locks.join(format!("{}.lock", uuid::Uuid::new_v4())));
    let foreign = locks.join("notes.lock");
    for path in [&gone, &young, &foreign] {
        std::fs::write(path, "").unwrap();
    }
    let old = std::time::SystemTime::now() - Duration::from_secs(3600);
    for file in ours.iter().chain([&gone, &foreign]) {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
    }
    assert!(child(&stage, "revoke").wait().unwrap().success());
    let left = files_below(&locks);
    assert!(ours.iter().all(|file| left.contains(file)), "{left:?}");
    assert!(left.contains(&young) && left.contains(&foreign) && !left.contains(&gone), "{left:?}");
}
