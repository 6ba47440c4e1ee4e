//! Signing in to a tenant that cannot be written: the session keeps it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod common;

use changing::{calls, stage};
use ckey_cmdlets::{Session, table};
use common::{Said, Shell, read, run, text};
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";
/// Anyone who may write everything, as root may, becomes somebody else to find out how it is when
/// one may not.
const NOBODY: u32 = 65534;

fn set_modes(path: &Path, owner: Option<u32>, folders: u32, files: u32) {
    if path.is_dir() {
        fs::read_dir(path)
            .unwrap()
            .for_each(|entry| set_modes(&entry.unwrap().path(), owner, folders, files));
    }
    chown(path, owner, owner).unwrap();
    fs::set_permissions(path, Permissions::from_mode(if path.is_dir() { folders } else { files }))
        .unwrap();
}

#[test]
fn a_sign_in_to_a_copy_that_cannot_be_written_holds_in_its_session_and_one_that_fails_leaves_no_owner()
 {
    let shell = Shell::with_tenant();
    shell.run("New-Mailbox", json!({ "Name": "bob" })).ok();
    shell.run("New-Mailbox", json!({ "Name": "carol" })).ok();
    play_frozen(shell, "signs_in_where_nothing_can_be_written");
}

#[test]
fn what_if_refuses_in_a_copy_that_cannot_be_written_what_the_cmdlet_refuses() {
    play_frozen(stage(), "asks_what_would_be_where_nothing_can_be_written");
}

#[test]
fn a_copy_that_cannot_be_written_answers_every_cmdlet_that_reads_and_exports_to_elsewhere() {
    play_frozen(stage(), "reads_where_nothing_can_be_written");
}

/// Plays an ignored test in another process that cannot write the tenant of the shell.
fn play_frozen(shell: Shell, test: &str) {
    let Shell { session, folder } = shell;
    session.close();
    drop(session);
    let (tenant, place) = (folder.path().join("tenant"), tempfile::tempdir().unwrap());
    let root = fs::metadata(place.path()).unwrap().uid() == 0;
    for open in [place.path(), folder.path()] {
        fs::set_permissions(open, Permissions::from_mode(0o755)).unwrap();
    }
    let program = place.path().join("read_only");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    set_modes(&tenant, root.then_some(NOBODY), 0o500, 0o400);
    let mut child = Command::new(program);
    child.args(["--ignored", "--exact", test]).env(FOLDER, &tenant).current_dir("/");
    if root {
        child.uid(NOBODY).gid(NOBODY);
    }
    let done = child.output().unwrap();
    set_modes(&tenant, None, 0o700, 0o600);
    let said =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

fn open() -> std::sync::Arc<Session> {
    let environment =
        json!({ "CUSTOMER_KEY_TENANT": std::env::var(FOLDER).unwrap(), "USER": "tester" });
    let session = common::open(environment);
    assert!(session.tenant().unwrap().is_read_only());
    session
}

#[test]
#[ignore = "played by a test above"]
fn asks_what_would_be_where_nothing_can_be_written() {
    let (session, place) = (open(), tempfile::tempdir().unwrap());
    fs::write(place.path().join("letter"), "dear").unwrap();
    let errors = |cmdlet: &str, parameters: &Value, what_if: bool| -> Vec<(Value, Value)> {
        let arguments =
            json!({ "parameters": parameters, "whatIf": what_if, "location": place.path() });
        let call = session.start(cmdlet, arguments.to_string().as_bytes()).unwrap();
        let errors = read(call, true).errors;
        errors.iter().map(|error| (error["id"].clone(), error["message"].clone())).collect()
    };
    let mut refused = Vec::new();
    for (cmdlet, parameters) in calls() {
        let told = errors(cmdlet, &parameters, true);
        assert_eq!(told, errors(cmdlet, &parameters, false), "{cmdlet} {parameters}");
        let is_read_only = told.iter().any(|(id, _)| id == "TenantReadOnly");
        refused.extend(is_read_only.then_some(cmdlet));
        if cmdlet == "Set-AzContext" {
            break;
        }
    }
    // The last one is refused because the sign-in before it failed.
    let others = [
        "Disconnect-ExchangeOnline",
        "Export-CustomerKeyItem",
        "Export-CustomerKeyAuditHead",
        "Export-CustomerKeyReport",
        "Test-CustomerKeyRetirement",
        "Approve-CustomerKeyPurgeDocument",
        "Export-CustomerKeyPurgeEvidence",
        "Set-AzContext",
        "Disconnect-AzAccount",
        "Clear-AzContext",
    ];
    let changing = calls()
        .into_iter()
        .map(|(cmdlet, _)| cmdlet)
        .take_while(|cmdlet| *cmdlet != "New-CustomerKeyTenant");
    assert_eq!(refused, changing.filter(|cmdlet| !others.contains(cmdlet)).collect::<Vec<_>>());
}

/// Every cmdlet that reads, with parameters that mean something in the stage.
fn reading(place: &Path) -> impl Iterator<Item = (&'static str, Value)> + '_ {
    let verbs = ["Get", "Search", "Test", "Export"];
    // It is what activates a managed HSM.
    let names = table::cmdlets().map(|cmdlet| cmdlet.name);
    names
        .filter(|name| *name != "Export-AzKeyVaultSecurityDomain")
        .filter(move |name| verbs.contains(&name.split('-').next().unwrap()))
        .map(|cmdlet| (cmdlet, to_read(cmdlet, place)))
}

fn to_read(cmdlet: &str, place: &Path) -> Value {
    match cmdlet {
        "Get-SPODataEncryptionPolicy" => json!({ "Identity": "NAM" }),
        "Get-SPOSiteDataEncryptionPolicy" => {
            json!({ "Identity": "https://contoso.sharepoint.com/sites/a" })
        }
        "Get-AzKeyVaultKey" | "Get-AzKeyVaultKeyRotationPolicy" => {
            json!({ "VaultName": "alpha-vault", "Name": "key" })
        }
        "Get-AzKeyVaultRoleAssignment" | "Get-AzKeyVaultRoleDefinition" => {
            json!({ "HsmName": "active-hsm" })
        }
        "Get-AzProviderFeature" => json!({ "ListAvailable": true }),
        "Get-DistributionGroupMember" => json!({ "Identity": "Staff" }),
        "Get-MailboxStatistics" => json!({ "Identity": "Ann" }),
        "Search-UnifiedAuditLog" => {
            json!({ "StartDate": "2001-01-01", "EndDate": "2200-01-01" })
        }
        "Get-CustomerKeyItem" => json!({ "Mailbox": "Ann" }),
        "Export-CustomerKeyItem" => {
            json!({ "Mailbox": "Ann", "Identity": "letter", "OutputFile": place.join("out") })
        }
        "Export-CustomerKeyAuditHead" => json!({ "OutputFile": place.join("head") }),
        "Export-CustomerKeyReport" => json!({ "Path": place.join("report") }),
        "Export-CustomerKeyPurgeEvidence" => {
            json!({ "Identity": "Left", "OutputFile": place.join("evidence") })
        }
        "Get-CustomerKeyImpact" => {
            json!({ "Change": [format!("disable {}", Shell::uris()[0])] })
        }
        "Test-CustomerKeyRetirement" => json!({ "Key": Shell::uris()[0] }),
        "Test-DataEncryptionPolicy" => json!({ "Identity": "DEP" }),
        "Get-CustomerKeyOnboardingRequest" => {
            json!({ "OrganizationId": "contoso.onmicrosoft.com" })
        }
        "Test-SPODataEncryptionPolicy" => json!({ "Identity": "NAM" }),
        "Test-M365DataAtRestEncryptionPolicy" => json!({ "Identity": "M365" }),
        _ => json!({}),
    }
}

#[test]
fn reading_makes_nothing_where_no_tenant_was_chosen() {
    let place = tempfile::tempdir().unwrap();
    let mut answered = Vec::new();
    for (cmdlet, parameters) in reading(place.path()) {
        let Shell { session, folder } = Shell::new();
        let said = run(&session, cmdlet, parameters);
        match said.errors.first().map(|error| &error["id"]) {
            Some(id) if id == "TenantNotFound" => {
                assert!(text(&said.errors[0]["fix"]).contains("New-CustomerKeyTenant"));
            }
            other => answered.push((cmdlet, other.cloned().unwrap_or_default())),
        }
        session.close();
        for made in [folder.path(), place.path()] {
            assert_eq!(fs::read_dir(made).unwrap().count(), 0, "{cmdlet}");
        }
    }
    // They need no tenant to say what they have to say.
    let expected = [
        ("Get-AzAccessToken", Value::from("TokensNotIssued")),
        ("Get-AzRoleDefinition", Value::Null),
        ("Get-ConnectionInformation", Value::Null),
    ];
    assert_eq!(answered, expected);
}

#[test]
#[ignore = "played by a test above"]
fn reads_where_nothing_can_be_written() {
    let (session, place) = (open(), tempfile::tempdir().unwrap());
    // Nobody has connected here, nobody serves, there is no token but a real one, and a tenant has no groups of the
    // directory and no members of others.
    let nothing = [
        "Get-ConnectionInformation",
        "Get-CustomerKeyServer",
        "Get-AzAccessToken",
        "Get-AzADGroup",
        "Get-DistributionGroupMember",
    ];
    let mut read_by = 0;
    for (cmdlet, parameters) in reading(place.path()).filter(|it| !nothing.contains(&it.0)) {
        assert!(!run(&session, cmdlet, parameters).ok().outputs.is_empty(), "{cmdlet}");
        read_by += 1;
    }
    assert!(read_by >= 19, "{read_by}");
    assert_eq!(fs::read(place.path().join("out")).unwrap(), b"dear");
}

#[test]
#[ignore = "played by a test above"]
fn signs_in_where_nothing_can_be_written() {
    let session = open();
    let run = |cmdlet: &str, parameters: Value| -> Said { run(&session, cmdlet, parameters) };
    run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "bob@contoso.com" })).ok();
    assert_eq!(run("Get-Mailbox", json!({})).list("Name"), ["bob"]);
    assert_eq!(run("Get-CustomerKeyTenant", json!({})).error(), "AccountNotPermitted");
    assert_eq!(
        run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "nobody" })).error(),
        "IdentifierInvalid"
    );
    assert_eq!(run("Get-CustomerKeyTenant", json!({})).error(), "SignInFailed");
    run("Disconnect-ExchangeOnline", json!({ "Confirm": false })).ok();
    run("Get-CustomerKeyTenant", json!({})).ok();
    run("Connect-ExchangeOnline", json!({})).ok();
    assert_eq!(run("Get-Mailbox", json!({})).list("Name"), ["bob", "carol"]);
}
