//! Sites under a process that is killed anywhere while it registers a policy, rolls its keys, gives it
//! new ones in recovery mode, deletes and restores a site, and writes to files.

use std::time::Duration;

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_engine::directory::well_known;
use ckey_engine::{Actor, ScopeSelector, Tenant};
use ckey_vault::{AccessPolicy, Caller, Fault, KeyPermission, NewKey};
use uuid::Uuid;

use crate::processes::{child, hear_and_go_on};
use crate::stage::{KEYS, Stage, VAULTS, records_of};

const SITE: &str = "https://contoso.sharepoint.com/sites/a";
const OTHER: &str = "https://contoso.sharepoint.com/sites/b";
/// As much as is written at once: more than a chunk.
const PART: usize = 1_300_000;
const LONG: &str = "CUSTOMER_KEY_LONG";

fn site() -> ScopeSelector {
    ScopeSelector::Site(SITE.to_owned())
}

fn versions(tenant: &Tenant) -> [String; 2] {
    let admin = tenant.directory().azure_caller("test").unwrap();
    [0, 1].map(|index| {
        let new = NewKey::default();
        let made = tenant.vaults().create_key(&admin, VAULTS[index], KEYS[index], &new).unwrap();
        made.uri.to_string()
    })
}

fn faults(tenant: &Tenant, actor: &Actor, fault: Fault) {
    for vault in VAULTS {
        tenant.set_vault_fault(actor, vault, fault).unwrap();
    }
}

/// What the child does until it is killed, whatever the one before it has left.
pub(crate) fn play(tenant: &std::sync::Arc<Tenant>, actor: &Actor) {
    let (sites, jobs, cancel) = (tenant.sites(), tenant.jobs(), CancelToken::default());
    let work = || {
        jobs.work(None, &cancel, &mut |_| {}).unwrap();
    };
    let file: Uuid = tenant.items().page(&site(), 0, 1).unwrap()[0].id;
    println!("it begins");
    for round in 1_u8.. {
        faults(tenant, actor, Fault::None);
        work();
        if sites.status(None).unwrap().status == "Unregistered" {
            sites.register(actor, None, &versions(tenant), &cancel).unwrap();
            work();
        }
        let lease = tenant.open_scope(&site()).unwrap();
        lease.write_file(file, 0, &vec![round; PART], &cancel).unwrap();
        // Where the last one was killed in recovery mode, no key is rolled before that has ended.
        let in_recovery = sites.status(None).unwrap().in_recovery;
        if !in_recovery {
            let [first, second] = versions(tenant);
            sites.roll(actor, None, Slot::First, &first, &cancel).unwrap();
            work();
            sites.roll(actor, None, Slot::Second, &second, &cancel).unwrap();
            work();
            faults(tenant, actor, Fault::Unreachable);
            match sites.ask_for_recovery(actor, None) {
                Err(error) if error.id == "RecoveryModeRequested" => {}
                asked => drop(asked.unwrap()),
            }
            faults(tenant, actor, Fault::None);
            tenant.move_clock(actor, tenant.now() + 4 * 60 * 60).unwrap();
        }
        sites.restore(actor, None, &versions(tenant), &cancel).unwrap();
        work();
        if sites.deleted_site(OTHER).is_err() {
            sites.delete_site(actor, OTHER).unwrap();
        }
        sites.restore_site(actor, OTHER).unwrap();
    }
}

fn permit(stage: &Stage) {
    let application = well_known::SHAREPOINT_ONLINE;
    let principal =
        Caller::application(application.object_id, application.app_id, application.name);
    let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    let policy = AccessPolicy::for_caller(&principal, &permissions);
    for vault in VAULTS {
        stage.tenant.vaults().set_access_policy(&stage.admin(), vault, &policy).unwrap();
    }
}

/// Rules 2.4, 4.1.4, 4.4.1, 4.4.4 and 4.6.3.
#[test]
fn sites_of_a_process_that_is_killed_anywhere_are_whole_and_go_on() {
    let (stage, cancel) = (Stage::new(), CancelToken::default());
    permit(&stage);
    let (tenant, actor) = (&stage.tenant, stage.actor());
    let admin = "https://contoso-admin.sharepoint.com";
    tenant.sites().create_geo(&actor, "NAM", admin).unwrap();
    for url in [SITE, OTHER] {
        tenant.sites().create_site(&actor, url, None, &cancel).unwrap();
    }
    let file = stage.import(&site(), "a", &vec![0; 2 * PART]).unwrap();
    let kills = if std::env::var_os(LONG).is_some() { 100 } else { 8 };
    for kill in 0_u32.. {
        if kill >= kills && came_so_far(tenant) {
            break;
        }
        assert!(kill < 500, "no process comes as far as it has to");
        let mut killed = child(&stage, "sites");
        hear_and_go_on(&mut killed, "it begins");
        // Anywhere in the first rounds, and no two at the same place.
        std::thread::sleep(Duration::from_millis(u64::from(kill * 397_u32 % 1900)));
        killed.kill().unwrap();
        killed.wait().unwrap();
        faults(tenant, &actor, Fault::None);
        tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
        let mut content = Vec::new();
        tenant.items().export(&site(), file.id, &mut content, &cancel).unwrap();
        let (written, rest) = content.split_at(PART);
        assert!(written.iter().all(|byte| *byte == written[0]), "kill {kill}: a part of a part");
        assert!(rest.len() == PART && rest.iter().all(|byte| *byte == 0), "kill {kill}: the rest");
        let wrong: Vec<_> = tenant
            .check(&cancel, &mut |_| {})
            .unwrap()
            .into_iter()
            .filter(|check| !check.passed)
            .collect();
        assert_eq!(wrong, [], "kill {kill}");
    }
}

/// Whether everything that the children do was done.
fn came_so_far(tenant: &Tenant) -> bool {
    ["Create policy", "Roll key", "Restore keys", "Write file", "Restore site"]
        .into_iter()
        .all(|activity| !records_of(tenant, activity).is_empty())
}
