//! A tenant leaves its embedded vaults for those of others, and is met at every point of the way.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ckey_base::CancelToken;
use ckey_engine::relocation::Step;
use ckey_engine::{
    Actor, EngineError, Moment, NewPolicy, NewRoots, PolicyKind, RelocationPlan, ScopeSelector,
    Tenant,
};
use ckey_vault::{Fault, KeyUpdate, KeyUri, NewVault, RoleAssignment, Sku, VaultRole};
use uuid::Uuid;

use crate::others;
use crate::races::meanwhile;
use crate::stage::{KEYS, Stage, VAULTS};

const ELSEWHERE: [&str; 2] = ["Elsewhere-01", "Elsewhere-02"];
const ITEM: &str = "CUSTOMER_KEY_TEST_ITEM";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

/// A stage with a mailbox under each of two policies, and the vaults of others beside it. The second
/// policy has keys of its own.
struct Move {
    stage: Stage,
    others: PathBuf,
    items: [(&'static str, Uuid); 2],
}

fn embedded(index: usize, key: &str) -> String {
    format!("https://{}.vault.azure.net/keys/{key}", VAULTS[index])
}

fn there() -> NewRoots {
    let key = |index: usize, old: &str, new: &str| {
        (embedded(index, old), others::uri(ELSEWHERE[index], new))
    };
    others::there(&[
        key(0, KEYS[0], "First"),
        key(1, KEYS[1], "First"),
        key(0, "Own", "Second"),
        key(1, "Own", "Second"),
    ])
}

impl Move {
    fn new() -> Self {
        Self::from(Stage::new())
    }

    fn from(Stage { tenant, folder }: Stage) -> Self {
        drop(tenant);
        let others = folder.path().join("others");
        let tenant = Tenant::open(&folder.path().join("tenant"), others::options(&others)).unwrap();
        let stage = Stage { tenant, folder };
        for index in [0, 1] {
            let new = ckey_vault::NewKey::default();
            stage.tenant.vaults().create_key(&stage.admin(), VAULTS[index], "Own", &new).unwrap();
        }
        others::make(&others, &stage.admin(), ELSEWHERE, "First");
        ELSEWHERE
            .iter()
            .for_each(|vault| others::add_key(&others, &stage.admin(), vault, "Second"));
        let (first, own) = (
            [embedded(0, KEYS[0]), embedded(1, KEYS[1])],
            [0, 1].map(|index| embedded(index, "Own")),
        );
        let items = [("anna", "P", first), ("bert", "Q", own)].map(|(mailbox, policy, keys)| {
            make_policy(&stage.tenant, policy, &keys).unwrap();
            stage.mailbox(mailbox);
            stage.tenant.mailboxes().set_policy(&stage.actor(), mailbox, Some(policy)).unwrap();
            work(&stage.tenant);
            let scope = ScopeSelector::Mailbox(mailbox.to_owned());
            (mailbox, stage.import(&scope, "letter", b"Dear Bob").unwrap().id)
        });
        Self { stage, others, items }
    }

    fn tenant(&self) -> &Tenant {
        &self.stage.tenant
    }

    fn actor(&self) -> Actor {
        self.stage.actor()
    }

    fn plan(&self) -> Result<RelocationPlan, EngineError> {
        self.tenant().relocation().plan(Some(&there()), &CancelToken::new(), &mut |_| {})
    }

    fn begin(&self) {
        let plan = self.plan().unwrap();
        self.tenant().relocation().begin(&self.actor(), &plan).unwrap();
    }

    fn carry_on(&self) -> Vec<EngineError> {
        let cancel = CancelToken::new();
        self.tenant().relocation().carry_on(&self.actor(), &cancel, &mut |_| {}).unwrap()
    }

    fn needed(&self) -> Option<Vec<String>> {
        self.tenant().relocation().still_needed().unwrap()
    }

    fn refresh(&self) -> Result<(), EngineError> {
        let policies = self.tenant().policies();
        policies.refresh(&self.actor(), PolicyKind::Mailbox, "P", &CancelToken::new()).map(drop)
    }

    fn opens(&self) {
        for (mailbox, item) in self.items {
            assert_eq!(read(self.tenant(), mailbox, item).unwrap(), b"Dear Bob", "{mailbox}");
        }
    }

    fn is_whole(&self) {
        let checks = self.tenant().check_content(&CancelToken::new(), &mut |_| {}).unwrap();
        let wrong: Vec<_> = checks.iter().filter(|check| !check.passed).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(self.tenant().audit().verify(&CancelToken::new()).unwrap().intact);
    }
}

fn make_policy(tenant: &Tenant, name: &str, keys: &[String; 2]) -> Result<(), EngineError> {
    let new = NewPolicy {
        kind: PolicyKind::Mailbox,
        name: name.to_owned(),
        description: String::new(),
        enabled: true,
        key_uris: keys.to_vec(),
    };
    tenant.policies().create(&Actor::new("test"), &new, &CancelToken::new()).map(drop)
}

fn work(tenant: &Tenant) {
    tenant.jobs().work(None, &CancelToken::new(), &mut |_| {}).unwrap();
}

fn read(tenant: &Tenant, mailbox: &str, item: Uuid) -> Result<Vec<u8>, EngineError> {
    let mut content = Vec::new();
    let scope = ScopeSelector::Mailbox(mailbox.to_owned());
    tenant.items().export(&scope, item, &mut content, &CancelToken::new())?;
    Ok(content)
}

#[test]
fn a_move_that_was_only_begun_goes_on_and_all_is_read_at_each_point_of_it() {
    let it = Move::new();
    let plan = it.plan().unwrap();
    assert_eq!((plan.moves.len(), plan.has_begun), (2, false));
    assert_eq!((plan.moves[0].below.mailboxes, plan.moves[0].generations), (1, 1));
    it.begin();
    it.opens();
    it.is_whole();
    assert_eq!(it.needed().unwrap().len(), 2);
    let refused = it.refresh().unwrap_err();
    assert!(refused.message.contains("leaves"), "{refused:?}");
    let refused = make_policy(it.tenant(), "R", &[embedded(0, KEYS[0]), embedded(1, KEYS[1])]);
    assert!(refused.unwrap_err().message.contains("leaves"));
    let left = it.tenant().relocation().plan(None, &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!((left.moves.len(), left.has_begun, left.problems.len()), (2, true, 0));
    assert_eq!(it.carry_on().len(), 0);
    it.is_whole();
    assert_eq!(it.needed(), Some(Vec::new()));
    // No key of an embedded vault is asked any more.
    [0, 1].into_iter().for_each(|index| it.stage.fault(index, Fault::Unreachable));
    it.opens();
    it.refresh().unwrap();
    work(it.tenant());
    it.opens();
    assert_eq!(it.carry_on().len(), 0);
}

/// Makes a managed HSM, or destroys it.
fn hsm(it: &Move, name: &str) {
    let admin = it.stage.admin();
    let administrators = [RoleAssignment::for_caller(&admin, VaultRole::HsmAdministrator)];
    let new = NewVault {
        hsm: Some(&administrators),
        sku: Sku::Premium,
        rbac: true,
        ..NewVault::new(name, "East US", &admin)
    };
    it.tenant().vaults().create_vault(&new).unwrap();
}

fn destroy(it: &Move, name: &str) {
    let vaults = it.tenant().vaults();
    vaults.delete_vault(&it.stage.admin(), name).unwrap();
    vaults.purge_vault(&it.stage.admin(), name).unwrap();
}

/// A URI of before is never one of a vault of somebody else that has the name.
#[test]
fn what_was_in_an_hsm_that_is_gone_is_looked_for_nowhere_else() {
    let it = Move::new();
    let vaults = it.tenant().vaults();
    hsm(&it, "there-hsm");
    hsm(&it, "gone-hsm");
    destroy(&it, "gone-hsm");
    hsm(&it, "remade");
    destroy(&it, "remade");
    vaults.create_vault(&NewVault::new("remade", "East US", &it.stage.admin())).unwrap();
    it.begin();
    let provider = it.tenant().vault_provider();
    let is_embedded = |host: &str| {
        provider.is_embedded(&KeyUri::stored(&format!("https://{host}/keys/Root")).unwrap())
    };
    assert!(is_embedded("there-hsm.managedhsm.azure.net"));
    assert!(!is_embedded("there-hsm.vault.azure.net"), "one that never was");
    assert!(is_embedded("gone-hsm.managedhsm.azure.net"));
    assert!(is_embedded("remade.managedhsm.azure.net") && is_embedded("remade.vault.azure.net"));
    it.opens();
}

#[test]
fn a_vault_that_became_one_of_the_other_kind_meanwhile_makes_a_plan_void() {
    let it = Move::new();
    hsm(&it, "remade");
    let plan = it.plan().unwrap();
    destroy(&it, "remade");
    let admin = it.stage.admin();
    let new = NewVault::new("remade", "East US", &admin);
    it.tenant().vaults().create_vault(&new).unwrap();
    let refused = it.tenant().relocation().begin(&it.actor(), &plan).unwrap_err();
    assert_eq!(refused.id, "PolicyChangedMeanwhile");
    it.begin();
}

#[test]
fn nothing_has_changed_where_a_new_root_does_not_answer_or_a_key_lacks_its_successor() {
    let it = Move::new();
    let records = it.tenant().audit().verify(&CancelToken::new()).unwrap().records;
    others::permit(&it.others, &it.stage.admin(), ELSEWHERE[1], false);
    let refused = it.plan().unwrap_err();
    assert_eq!(refused.id, "RootDoesNotServe");
    assert!(
        refused.message.contains("elsewhere-02") && refused.message.contains("AccessDenied"),
        "{refused:?}"
    );
    others::permit(&it.others, &it.stage.admin(), ELSEWHERE[1], true);
    let plan = |roots: &NewRoots| {
        it.tenant().relocation().plan(Some(roots), &CancelToken::new(), &mut |_| {}).unwrap_err().id
    };
    let mut fewer = there();
    fewer.keys.truncate(3);
    assert_eq!(plan(&fewer), "KeyWithoutSuccessor");
    let mut more = there();
    more.keys.push((embedded(0, "Unused"), others::uri(ELSEWHERE[0], "First")));
    assert_eq!(plan(&more), "KeyNotInUse");
    let mut same = there();
    same.keys[1].1 = others::uri(ELSEWHERE[0], "Second");
    assert_eq!(plan(&same), "SameVault");
    let nothing =
        it.tenant().relocation().plan(None, &CancelToken::new(), &mut |_| {}).unwrap_err();
    assert_eq!(nothing.id, "NewRootsRequired");
    assert_eq!(it.tenant().audit().verify(&CancelToken::new()).unwrap().records, records);
    assert!(it.needed().is_none());
    it.refresh().unwrap();
    it.opens();
}

#[test]
fn what_was_begun_is_taken_back_while_no_policy_has_moved_and_never_later() {
    let it = Move::new();
    let undo = || it.tenant().relocation().undo(&it.actor());
    assert_eq!(undo().unwrap_err().id, "RelocationNotBegun");
    it.begin();
    undo().unwrap();
    assert!(it.needed().is_none());
    it.is_whole();
    it.refresh().unwrap();
    work(it.tenant());
    it.opens();
    it.begin();
    assert_eq!(it.carry_on().len(), 0);
    it.opens();
    it.is_whole();
    assert_eq!(undo().unwrap_err().id, "RelocationDone");
}

#[test]
fn a_tenant_for_production_leaves_for_azures_own_vaults_and_no_rehearsal_does() {
    let azures = others::at_azures(&there().keys);
    let it = Move::from(Stage::production());
    let relocation = it.tenant().relocation();
    let plan = relocation.plan(Some(&azures), &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!((plan.moves.len(), plan.has_begun), (2, false));
    relocation.begin(&it.actor(), &plan).unwrap();
    it.opens();
    it.is_whole();
    assert_eq!(it.needed().unwrap().len(), 2);
    assert_eq!(it.carry_on().len(), 0);
    assert_eq!(it.needed(), Some(Vec::new()));
    assert!(it.tenant().vault_provider().hosts.is_azures());
    it.is_whole();
    [0, 1].into_iter().for_each(|index| it.stage.permit(index, false));
    it.opens();
    it.refresh().unwrap();
    work(it.tenant());
    for vault in ELSEWHERE {
        others::permit(&it.others, &it.stage.admin(), vault, false);
    }
    let refused = read(it.tenant(), it.items[0].0, it.items[0].1).unwrap_err();
    assert_eq!(refused.id, "CustomerKeyAccessDenied", "{refused:?}");
    drop(it);

    let it = Move::new();
    let refused =
        it.tenant().relocation().plan(Some(&azures), &CancelToken::new(), &mut |_| {}).unwrap_err();
    assert_eq!(refused.id, "RehearsalAgainstAzure");
    assert!(it.needed().is_none());
}

#[test]
fn a_plan_is_not_begun_once_there_is_a_policy_or_a_vault_that_it_does_not_know() {
    let it = Move::new();
    let begin = |plan: &RelocationPlan| it.tenant().relocation().begin(&it.actor(), plan);
    let plan = it.plan().unwrap();
    it.stage.vault("another", "eastus", "00000000-0000-4000-8000-000000000000");
    assert!(begin(&plan).unwrap_err().retryable);
    let plan = it.plan().unwrap();
    for index in [0, 1] {
        let new = ckey_vault::NewKey::default();
        it.tenant().vaults().create_key(&it.stage.admin(), VAULTS[index], "New", &new).unwrap();
    }
    make_policy(it.tenant(), "R", &[0, 1].map(|index| embedded(index, "New"))).unwrap();
    assert!(begin(&plan).unwrap_err().retryable);
    assert!(it.needed().is_none());
    it.opens();
}

#[test]
fn a_policy_whose_new_root_fails_in_the_middle_stays_and_is_read_by_its_embedded_keys() {
    let it = Move::new();
    it.begin();
    others::enable(&it.others, &it.stage.admin(), ELSEWHERE[0], "Second", false);
    let problems = it.carry_on();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("'Q' was not moved"), "{problems:?}");
    let left = it.tenant().relocation().plan(None, &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!((left.problems.len(), left.moved.len()), (1, 1));
    let undone = it.tenant().relocation().undo(&it.actor()).unwrap_err();
    assert_eq!(undone.id, "RelocationUnderWay");
    it.opens();
    it.is_whole();
    // Its vaults' files are lost: one root serves for the other, and what is lost is never taken
    // for a key that its owner deleted.
    let files: Vec<_> = fs::read_dir(it.stage.path().join("vaults"))
        .unwrap()
        .flatten()
        .map(|it| it.path())
        .collect();
    let lose = |vault: &str| {
        for file in &files {
            let name = file.file_name().unwrap().to_string_lossy().to_lowercase();
            if name.starts_with(&vault.to_lowercase()) && file.is_file() {
                fs::remove_file(file).unwrap();
            }
        }
    };
    lose(VAULTS[0]);
    it.opens();
    lose(VAULTS[1]);
    let (mailbox, item) = it.items[1];
    let refused = read(it.tenant(), mailbox, item).unwrap_err();
    assert_eq!(refused.id, "CustomerKeyUnusable", "{refused:?}");
    assert_eq!(read(it.tenant(), it.items[0].0, it.items[0].1).unwrap(), b"Dear Bob");
    // The availability key carries it off, once its new keys serve.
    others::enable(&it.others, &it.stage.admin(), ELSEWHERE[0], "Second", true);
    assert_eq!(it.carry_on().len(), 0);
    assert_eq!(it.needed(), Some(Vec::new()));
    it.opens();
}

/// Turns both keys of the second policy off or on.
fn enable(it: &Move, index: usize, enabled: bool) {
    let update = KeyUpdate { enabled: Some(enabled), ..KeyUpdate::default() };
    let vaults = it.tenant().vaults();
    vaults.update_key(&it.stage.admin(), VAULTS[index], "Own", None, &update).unwrap();
}

#[test]
fn a_policy_whose_keys_were_taken_away_stays_until_one_is_given_back() {
    let it = Move::new();
    [0, 1].into_iter().for_each(|index| enable(&it, index, false));
    let plan = it.plan().unwrap();
    assert_eq!((plan.moves.len(), plan.withheld.len()), (1, 1));
    it.begin();
    let (mailbox, item) = it.items[1];
    let refused = || {
        let problems = it.carry_on();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].id, "CustomerKeyAccessDenied");
        assert!(problems[0].message.contains("'Q' was not moved"), "{problems:?}");
        assert!(problems[0].fix.contains("Move-CustomerKeyTenantVault"), "{problems:?}");
        let read = read(it.tenant(), mailbox, item).unwrap_err();
        assert_eq!(read.id, "CustomerKeyAccessDenied", "a move gives nothing back");
    };
    refused();
    // An outage of the one does not undo what was done to the other.
    it.stage.fault(0, Fault::Unreachable);
    refused();
    it.stage.fault(0, Fault::None);
    enable(&it, 1, true);
    assert_eq!(it.carry_on().len(), 0);
    assert_eq!(it.needed(), Some(Vec::new()));
    it.opens();
}

#[test]
fn keys_that_somebody_else_chose_for_a_policy_meanwhile_stay() {
    let it = Move::new();
    it.begin();
    let chosen = ELSEWHERE.map(|vault| {
        others::add_key(&it.others, &it.stage.admin(), vault, "Third");
        others::uri(vault, "Third")
    });
    let (actor, cancel, policies) = (it.actor(), CancelToken::new(), it.tenant().policies());
    let mut others_choose = |step: &Step<'_>| {
        if matches!(step, Step::Policy("Q", ..)) {
            let kind = PolicyKind::Mailbox;
            policies.replace_keys(&actor, kind, "Q", &chosen, &cancel).unwrap();
        }
    };
    let problems = it.tenant().relocation().carry_on(&actor, &cancel, &mut others_choose).unwrap();
    assert_eq!(problems.len(), 0, "{problems:?}");
    assert_eq!(policies.get(PolicyKind::Mailbox, "Q").unwrap().key_uris, chosen);
    assert_eq!(it.needed(), Some(Vec::new()));
    it.opens();
}

#[test]
fn no_policy_is_made_under_keys_that_the_tenant_began_to_leave_meanwhile() {
    let it = Move::new();
    let keys = [0, 1].map(|index| {
        let new = ckey_vault::NewKey::default();
        it.tenant().vaults().create_key(&it.stage.admin(), VAULTS[index], "New", &new).unwrap();
        embedded(index, "New")
    });
    meanwhile(&it.stage, Moment::Looked, |tenant| {
        let plan =
            tenant.relocation().plan(Some(&there()), &CancelToken::new(), &mut |_| {}).unwrap();
        tenant.relocation().begin(&Actor::new("test"), &plan).unwrap();
    });
    let refused = make_policy(it.tenant(), "R", &keys).unwrap_err();
    assert!(refused.message.contains("leaves"), "{refused:?}");
    assert_eq!(it.carry_on().len(), 0);
    assert_eq!(it.needed(), Some(Vec::new()));
    it.opens();
}

#[test]
fn a_backup_of_before_needs_the_embedded_vaults_and_is_restored_with_them() {
    let it = Move::new();
    let folder = it.stage.folder.path();
    let [main, secrets] = ["main", "secrets"].map(|name| folder.join(name));
    it.tenant().backup(&it.actor(), &main, &secrets, &mut |_| {}).unwrap();
    it.begin();
    assert_eq!(it.carry_on().len(), 0);
    assert_eq!(it.needed().unwrap().len(), 2);
    let known = it.tenant().key_use().backups().unwrap();
    let restored =
        Tenant::restore(&folder.join("restored"), &main, &secrets, others::options(&it.others))
            .unwrap();
    assert!(restored.vault_provider().hosts.is_local());
    for (mailbox, item) in it.items {
        assert_eq!(read(&restored, mailbox, item).unwrap(), b"Dear Bob");
    }
    it.tenant().key_use().forget_backup(&it.actor(), &known[0]).unwrap();
    assert_eq!(it.needed(), Some(Vec::new()));
    // A backup of the middle knows both places.
    let [main, secrets] = ["main-2", "secrets-2"].map(|name| folder.join(name));
    it.tenant().backup(&it.actor(), &main, &secrets, &mut |_| {}).unwrap();
    let after =
        Tenant::restore(&folder.join("restored-2"), &main, &secrets, others::options(&it.others))
            .unwrap();
    assert!(after.vault_provider().has_embedded() && !after.vault_provider().hosts.is_local());
    for (mailbox, item) in it.items {
        assert_eq!(read(&after, mailbox, item).unwrap(), b"Dear Bob");
    }
}

/// Somebody who opened the tenant before it moved, and reads when told to.
#[test]
#[ignore = "part of the test below, which starts it"]
fn reader() {
    let folder = std::env::var(FOLDER).unwrap();
    let folder = Path::new(&folder);
    let item = Uuid::try_parse(&std::env::var(ITEM).unwrap()).unwrap();
    let tenant =
        Tenant::open(&folder.join("tenant"), others::options(&folder.join("others"))).unwrap();
    for line in std::io::stdin().lock().lines() {
        line.unwrap();
        match read(&tenant, "anna", item) {
            Ok(content) => println!("read {}", String::from_utf8_lossy(&content)),
            Err(error) => println!("read {}", error.id),
        }
    }
}

#[test]
fn a_process_that_opened_the_tenant_before_the_move_asks_the_new_vaults_at_once() {
    let it = Move::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "relocating::reader", "--ignored", "--nocapture"])
        .env(FOLDER, it.stage.folder.path())
        .env(ITEM, it.items[0].1.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut told, mut heard) =
        (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    let mut says = || {
        told.write_all(b"read\n").unwrap();
        heard.by_ref().map(Result::unwrap).find(|line| line.contains("read ")).unwrap()
    };
    assert!(says().contains("Dear Bob"));
    it.begin();
    assert!(says().contains("Dear Bob"));
    assert_eq!(it.carry_on().len(), 0);
    [0, 1].into_iter().for_each(|index| it.stage.fault(index, Fault::Unreachable));
    assert!(says().contains("Dear Bob"));
    for vault in ELSEWHERE {
        others::permit(&it.others, &it.stage.admin(), vault, false);
    }
    assert!(says().contains("CustomerKeyAccessDenied"));
    drop(told);
    assert!(child.wait().unwrap().success());
}
