//! Who may do what with vaults is decided once: a cmdlet and a request over the network get one
//! answer (rules 8.3.23 and 8.3.24).

use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::{Next, Session, SessionOptions};
use ckey_engine::{SettingsChange, UnknownAccounts};
use ckey_vault::{AccessPolicy, Caller, KeyPermission, RoleAssignment, VaultRole};
use serde_json::{Value, json};

use super::{GROUP, Manager, SUBSCRIPTION, gone, of_group, told, vault};

const BOB: &str = "cccccccc-0000-4000-8000-000000000002";

/// What names an application, and the last digits of its id.
#[derive(Clone, Copy, Debug)]
enum Named {
    Owner,
    OwnerByPolicyBefore,
    Nothing,
    Policy,
    Role(VaultRole),
}

const ALL: [Named; 8] = [
    Named::Owner,
    Named::OwnerByPolicyBefore,
    Named::Nothing,
    Named::Policy,
    Named::Role(VaultRole::Owner),
    Named::Role(VaultRole::VaultContributor),
    Named::Role(VaultRole::ResourceReader),
    Named::Role(VaultRole::PurgeOperator),
];

/// What is asked over the network, and the cmdlet that does the same.
struct Act {
    wire: (&'static str, String, Value),
    cmdlet: (&'static str, Value),
}

fn acts(manager: &Manager, at: usize) -> Vec<Act> {
    let [own, old, made] = ["own", "old", "new"].map(|kind| format!("kv-{kind}-{at}"));
    let named = |name: &str| json!({ "VaultName": name, "ResourceGroupName": GROUP });
    let with = |mut parameters: Value, name: &str, value: Value| {
        parameters[name] = value;
        parameters
    };
    let change = |properties: Value| json!({ "properties": properties });
    let entries = json!({ "accessPolicies": [manager.entry(BOB, &["get"])] });
    let recover = json!({ "createMode": "recover" });
    let policy = with(named(&own), "ObjectId", json!(BOB));
    let act = |method, path: String, body, cmdlet, parameters| Act {
        wire: (method, path, body),
        cmdlet: (cmdlet, parameters),
    };
    vec![
        act("GET", vault(&own), Value::Null, "Get-AzKeyVault", json!({ "VaultName": own })),
        act(
            "GET",
            vault(&format!("kv-none-{at}")),
            Value::Null,
            "Get-AzKeyVault",
            json!({ "VaultName": format!("kv-none-{at}") }),
        ),
        act("GET", of_group("/vaults"), Value::Null, "Get-AzKeyVault", json!({})),
        act(
            "PATCH",
            vault(&own),
            json!({ "tags": { "a": "b" } }),
            "Update-AzKeyVault",
            with(named(&own), "Tag", json!({ "a": "b" })),
        ),
        act(
            "PUT",
            vault(&format!("{own}/accessPolicies/add")),
            change(entries),
            "Set-AzKeyVaultAccessPolicy",
            with(policy, "PermissionsToKeys", json!(["get"])),
        ),
        act(
            "PATCH",
            vault(&own),
            change(json!({ "networkAcls": { "defaultAction": "Deny" } })),
            "Update-AzKeyVaultNetworkRuleSet",
            with(named(&own), "DefaultAction", json!("Deny")),
        ),
        act(
            "PATCH",
            vault(&own),
            change(json!({ "enableRbacAuthorization": true })),
            "Update-AzKeyVault",
            with(named(&own), "EnableRbacAuthorization", json!(true)),
        ),
        act("PUT", vault(&made), manager.wanted(&json!({})), "New-AzKeyVault", new(&made)),
        act(
            "PUT",
            vault(&old),
            manager.wanted(&recover),
            "Undo-AzKeyVaultRemoval",
            with(named(&old), "Location", json!("eastus")),
        ),
        act("DELETE", vault(&own), Value::Null, "Remove-AzKeyVault", named(&own)),
        act(
            "POST",
            format!("{}/purge", gone(&own)),
            Value::Null,
            "Remove-AzKeyVault",
            json!({ "VaultName": own, "Location": "eastus", "InRemovedState": true }),
        ),
    ]
}

/// The parameters by which a cmdlet makes a vault.
fn new(name: &str) -> Value {
    json!({
        "Name": name,
        "ResourceGroupName": GROUP,
        "Location": "eastus",
        "SubscriptionId": SUBSCRIPTION,
    })
}

fn application(at: usize) -> String {
    format!("99999999-0000-4000-8000-00000000000{at}")
}

/// A session on the tenant that is served, in which an application is signed in.
struct Shell(Arc<Session>);

impl Shell {
    fn open(manager: &Manager, application: &str) -> Self {
        let folder = manager.stage.folder();
        let environment = json!({ "CUSTOMER_KEY_TENANT": folder, "USER": "tester" });
        let options = json!({ "environment": environment, "manualJobs": true }).to_string();
        let options = SessionOptions::from_json(options.as_bytes()).unwrap();
        let shell = Self(Session::open(options).unwrap());
        assert_eq!(
            shell.run("Connect-AzAccount", &json!({ "AccountId": application }), false),
            None
        );
        shell
    }

    /// The category of the error that a cmdlet ends with.
    fn run(&self, cmdlet: &str, parameters: &Value, what_if: bool) -> Option<String> {
        let arguments = json!({ "parameters": parameters, "whatIf": what_if }).to_string();
        let mut call = self.0.start(cmdlet, arguments.as_bytes()).unwrap();
        while call.next(Duration::from_secs(60)).unwrap() != Next::Finished {
            call.answer(true);
        }
        call.status().err().map(|error| error.category.name().to_owned())
    }
}

fn name(manager: &Manager, named: Named, application: &Caller, vaults: [&str; 2]) {
    let (admin, directory) = (manager.stage.admin(), manager.stage.tenant.directory());
    for vault in vaults {
        match named {
            Named::Owner => manager.stage.own(application.app_id.as_deref().unwrap()),
            Named::Nothing => {}
            Named::Policy | Named::OwnerByPolicyBefore => {
                let policy = AccessPolicy::for_caller(application, &[KeyPermission::All]);
                directory.set_access_policy(&admin, vault, &policy).unwrap();
            }
            Named::Role(role) => {
                let given = RoleAssignment::for_caller(application, role);
                directory.add_role_assignment(&admin, vault, &given).unwrap();
            }
        }
    }
    if matches!(named, Named::OwnerByPolicyBefore) {
        manager.stage.own(application.app_id.as_deref().unwrap());
    }
}

#[test]
fn a_request_and_the_cmdlet_that_does_the_same_are_refused_to_the_same_accounts() {
    let manager = Manager::new();
    refuse_unknown(&manager);
    let (admin, vaults) = (manager.stage.admin(), manager.stage.tenant.vaults());
    let (mut refused, mut done) = (0, 0);
    for (at, named) in ALL.into_iter().enumerate() {
        let app = application(at);
        let directory = manager.stage.tenant.directory();
        let (known, secret) = directory.register_principal(&manager.stage.owner(), &app).unwrap();
        let secret = String::from_utf8(secret.expose().to_vec()).unwrap();
        let caller = Caller::application(known.id, app.as_str(), known.display_name);
        let (own, old) = (format!("kv-own-{at}"), format!("kv-old-{at}"));
        assert_eq!(manager.put(&own, &json!({})).status, 201);
        assert_eq!(manager.put(&old, &json!({})).status, 201);
        name(&manager, named, &caller, [&own, &old]);
        vaults.delete_vault(&admin, &old).unwrap();
        let (shell, token) = (Shell::open(&manager, &app), manager.stage.manager(&app, &secret));
        for Act { wire: (method, path, body), cmdlet: (cmdlet, parameters) } in acts(&manager, at) {
            let looks = cmdlet.starts_with("Get-");
            let expected = shell.run(cmdlet, &parameters, !looks);
            let body = if body.is_null() { String::new() } else { body.to_string() };
            let line = format!("{method} {path}");
            let answer = manager.stage.manage((&line, &body), Some(&token));
            let is_refused = expected.as_deref() == Some("PermissionDenied");
            // What is not there is told to nobody who may not see it.
            let is_hidden = expected.as_deref() == Some("ObjectNotFound");
            match told(&answer) {
                (403, code) => {
                    assert!(is_refused || is_hidden, "{named:?} {line}: {expected:?} {answer:?}");
                    assert_eq!(code, "AuthorizationFailed", "{answer:?}");
                    refused += 1;
                }
                (404, _) => assert!(!is_refused, "{named:?} {line}: {expected:?}"),
                (status, _) => {
                    assert_eq!(expected, None, "{named:?} {line}: {answer:?}");
                    assert!((200..=204).contains(&status), "{named:?} {line}: {answer:?}");
                    done += 1;
                }
            }
        }
    }
    assert!(refused > 30 && done > 20, "{refused} refused, {done} done");
}

fn refuse_unknown(manager: &Manager) {
    let unknown_accounts = Some(UnknownAccounts::Refuse);
    let change = SettingsChange { unknown_accounts, ..SettingsChange::default() };
    manager.stage.tenant.change_settings(&manager.stage.owner().actor(), &change).unwrap();
}

#[test]
fn over_the_network_who_is_named_by_nothing_may_do_nothing_where_a_session_would_act_as_an_owner() {
    let manager = Manager::new();
    let app = application(9);
    let directory = manager.stage.tenant.directory();
    let (_, secret) = directory.register_principal(&manager.stage.owner(), &app).unwrap();
    let secret = String::from_utf8(secret.expose().to_vec()).unwrap();
    let shell = Shell::open(&manager, &app);
    assert_eq!(shell.run("New-AzKeyVault", &new("kv-new"), true), None, "a rehearsal lets it");
    let token = manager.stage.manager(&app, &secret);
    for (line, body) in [
        (format!("PUT {}", vault("kv-new")), manager.wanted(&json!({})).to_string()),
        (format!("GET {}", of_group("/vaults")), String::new()),
        (format!("GET {}", vault("kv-a")), String::new()),
    ] {
        let answer = manager.stage.manage((&line, &body), Some(&token));
        assert_eq!(told(&answer), (403, "AuthorizationFailed"), "{line}: {answer:?}");
        let said = super::said(&answer);
        assert!(
            said.contains(&app)
                && said.contains(
                    "does not have authorization to perform action 'Microsoft.KeyVault/vaults/"
                ),
            "{said}"
        );
    }
    let denied = manager.stage.records_of("VaultPut");
    assert_eq!((denied.len(), denied[0].result.as_str()), (1, "Denied"));
}

#[test]
fn who_is_no_owner_any_more_is_refused_with_the_token_of_before() {
    let manager = Manager::new();
    assert_eq!(manager.put("kv-x", &json!({})).status, 201);
    manager.stage.disown(crate::stage::APP);
    assert_eq!(told(&manager.put("kv-b", &json!({}))), (403, "AuthorizationFailed"));
    manager.stage.remove(crate::stage::APP);
    assert_eq!(told(&manager.put("kv-b", &json!({}))), (401, "InvalidAuthenticationToken"));
}
