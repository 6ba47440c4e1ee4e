//! Seven processes at once on one tenant: two refresh, one assigns, two import mail, one seals
//! application data, one takes permissions and gives them back. Whatever one of them was told is
//! done must open afterwards.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::{Actor, EngineError, NewMailbox, PolicyKind, ScopeSelector, Tenant};
use ckey_vault::Fault;

use crate::stage::{KEYS, Stage, VAULTS, options};

const ROLE: &str = "CUSTOMER_KEY_TEST_STRESS";
const SECONDS: &str = "CUSTOMER_KEY_TEST_SECONDS";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";
/// Set by `./build test --long`.
const LONG: &str = "CUSTOMER_KEY_LONG";

const ROLES: [&str; 7] =
    ["refresh G P", "refresh H Q", "assign", "import one", "import two", "seal", "permissions"];

/// What may be refused while policies are rolled and permissions come and go. Nothing was done
/// then.
const REFUSALS: [&str; 5] = [
    "AccessDenied",
    "CustomerKeyAccessDenied",
    "PolicyChangedMeanwhile",
    "PolicyRefreshedMeanwhile",
    "StoreBusy",
];

/// What a child does, and the file to which it writes what it was told is done.
struct Part<'a> {
    stage: Stage,
    until: Instant,
    told: &'a Path,
}

impl Part<'_> {
    /// Does something again and again until the time is over.
    fn repeat(&self, mut act: impl FnMut(&Tenant, u64) -> Result<Option<String>, EngineError>) {
        let mut told = std::fs::File::create(self.told).unwrap();
        let mut done = 0_u64;
        for round in 0.. {
            if Instant::now() > self.until {
                break;
            }
            match act(&self.stage.tenant, round) {
                Ok(line) => {
                    done += 1;
                    line.into_iter().for_each(|line| writeln!(told, "{line}").unwrap());
                }
                Err(error) if REFUSALS.contains(&error.id) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert!(done > 0, "this process has done nothing");
    }
}

fn work(tenant: &Tenant) -> Result<(), EngineError> {
    tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).map(|_| ())
}

fn kind_of(policy: &str) -> PolicyKind {
    if matches!(policy, "P" | "Q") { PolicyKind::Mailbox } else { PolicyKind::MultiWorkload }
}

fn refresh(part: &Part<'_>, policies: &[&str]) {
    let actor = Actor::new("refresher");
    part.repeat(|tenant, round| {
        let policy = policies[round as usize % policies.len()];
        tenant.policies().refresh(&actor, kind_of(policy), policy, &CancelToken::default())?;
        work(tenant)?;
        Ok(None)
    });
}

fn assign(part: &Part<'_>) {
    let actor = Actor::new("assigner");
    part.repeat(|tenant, round| {
        tenant.policies().assign(
            &actor,
            [Some("G"), Some("H"), None][round as usize % 3],
            &CancelToken::default(),
        )?;
        for name in ["one", "two"] {
            let policy = [Some("P"), Some("Q"), None][(round as usize + name.len()) % 3];
            tenant.mailboxes().set_policy(&actor, &format!("{name}-{}", round % 5), policy)?;
        }
        work(tenant)?;
        Ok(None)
    });
}

fn import(part: &Part<'_>, name: &str) {
    let (actor, cancel) = (Actor::new("importer"), CancelToken::default());
    part.repeat(|tenant, round| {
        let mailbox = format!("{name}-{}", round + 5);
        let new = NewMailbox { name: mailbox.clone(), ..NewMailbox::default() };
        tenant.mailboxes().create(&actor, &[new], &cancel)?;
        let mut told = String::new();
        for scope in
            [ScopeSelector::Mailbox(mailbox.clone()), ScopeSelector::Workload("TeamsChats".into())]
        {
            let content = format!("letter of {mailbox}");
            let item =
                tenant.items().import(&actor, &scope, "m", &mut content.as_bytes(), &cancel)?;
            let place =
                if matches!(scope, ScopeSelector::Mailbox(_)) { mailbox.as_str() } else { "*" };
            writeln!(told, "item {place} {} {content}", item.id).unwrap();
        }
        Ok(Some(told.trim().to_owned()))
    });
}

fn seal(part: &Part<'_>) {
    let stage = &part.stage;
    part.repeat(|_, round| {
        let name = format!("application-{round}");
        let lease = stage.tenant.open_scope(&ScopeSelector::Application(name.clone()))?;
        let sealed = lease.seal(&EncryptionContext::default(), name.as_bytes())?;
        Ok(Some(format!("sealed {name} {} {name}", hex::encode(sealed))))
    });
}

fn permissions(part: &Part<'_>) {
    part.repeat(|_, round| {
        let vault = round as usize % 2;
        part.stage.permit(vault, false);
        std::thread::sleep(Duration::from_millis(20));
        part.stage.permit(vault, true);
        std::thread::sleep(Duration::from_millis(200));
        Ok(None)
    });
}

/// What the children of the test below do.
#[test]
#[ignore = "part of the test below, which gives it a role, a tenant and a time"]
fn play_a_part() {
    let role = std::env::var(ROLE).unwrap();
    let folder = std::env::var(FOLDER).unwrap();
    let seconds: u64 = std::env::var(SECONDS).unwrap().parse().unwrap();
    let tenant = Tenant::open(&Path::new(&folder).join("tenant"), options()).unwrap();
    let part = Part {
        // Its own folder is empty: the tenant is the parent's.
        stage: Stage { tenant, folder: tempfile::TempDir::new().unwrap() },
        until: Instant::now() + Duration::from_secs(seconds),
        told: &Path::new(&folder).join(role.replace(' ', "-")),
    };
    match role.split(' ').collect::<Vec<_>>().as_slice() {
        ["refresh", policies @ ..] => refresh(&part, policies),
        ["import", name] => import(&part, name),
        ["assign"] => assign(&part),
        ["seal"] => seal(&part),
        ["permissions"] => permissions(&part),
        other => panic!("no role {other:?}"),
    }
}

fn start(stage: &Stage, role: &str, seconds: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "stress::play_a_part", "--ignored", "--nocapture"])
        .env(ROLE, role)
        .env(SECONDS, seconds.to_string())
        .env(FOLDER, stage.folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn prepared() -> Stage {
    let stage = Stage::new();
    for policy in ["G", "H", "P", "Q"] {
        stage.policy(kind_of(policy), policy);
    }
    for number in 0..5 {
        stage.mailbox(&format!("one-{number}"));
        stage.mailbox(&format!("two-{number}"));
    }
    for vault in 0..2 {
        stage.fault(vault, Fault::Slow(Duration::from_millis(3)));
    }
    stage
}

/// Opens what a line says was done.
fn opens(stage: &Stage, line: &str) {
    let words: Vec<_> = line.splitn(4, ' ').collect();
    let [what, place, object, content] = words.as_slice() else { panic!("{line}") };
    let mut opened = Vec::new();
    let result = if *what == "item" {
        let scope = if *place == "*" {
            ScopeSelector::Workload("TeamsChats".into())
        } else {
            ScopeSelector::Mailbox((*place).to_owned())
        };
        stage
            .tenant
            .items()
            .export(&scope, object.parse().unwrap(), &mut opened, &CancelToken::default())
            .map(|_| ())
    } else {
        stage.tenant.open_scope(&ScopeSelector::Application((*place).to_owned())).and_then(
            |lease| {
                opened.extend_from_slice(
                    lease
                        .unseal(&EncryptionContext::default(), &hex::decode(object).unwrap())?
                        .expose(),
                );
                Ok(())
            },
        )
    };
    assert!(result.is_ok() && opened == content.as_bytes(), "{line}: {result:?}");
}

#[test]
fn seven_processes_that_roll_assign_write_and_take_permissions_lose_nothing_that_was_acknowledged()
{
    let seconds = if std::env::var_os(LONG).is_some() { 600 } else { 20 };
    let stage = prepared();
    let children: Vec<_> =
        ROLES.into_iter().map(|role| (role, start(&stage, role, seconds))).collect();
    // All have ended before any is judged: the folder goes with this test.
    let ended =
        children.into_iter().map(|(role, mut child)| (role, child.wait().unwrap().success()));
    let failed: Vec<_> = ended.collect::<Vec<_>>().into_iter().filter(|(_, done)| !done).collect();
    assert_eq!(failed, [], "parts that failed");
    for vault in 0..2 {
        stage.fault(vault, Fault::None);
    }
    stage.work();
    let jobs = stage.tenant.jobs().list(true).unwrap();
    assert!(
        jobs.iter().all(|job| job.state == "Completed"),
        "{:?}",
        jobs.iter().find(|job| job.state != "Completed")
    );
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
    let wraps = checks.iter().find(|check| check.check == "PolicyKeyWraps").unwrap().count;
    assert_eq!(wraps, 1 + 4 * 3, "one generation of each policy, {VAULTS:?} {KEYS:?}, is left");
    stage.cached();
    let mut acknowledged = 0;
    for role in ROLES {
        let told =
            std::fs::read_to_string(stage.folder.path().join(role.replace(' ', "-"))).unwrap();
        told.lines().for_each(|line| opens(&stage, line));
        acknowledged += told.lines().count();
    }
    let rolls = jobs.iter().filter(|job| job.kind == "DestroyWraps").count();
    println!(
        "{seconds} s: {acknowledged} objects acknowledged and opened, {rolls} generations destroyed"
    );
    assert!(acknowledged > 0 && rolls > 0);
}
