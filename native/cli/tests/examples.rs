//! The examples of the official reference, of this tool's help and of its documentation, each played
//! in a tenant of its own, as `tests/powershell/examples.Tests.ps1` does in PowerShell.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use ckey_cmdlets::Pattern;
use serde_json::Value;
use support::machine::Machine;

const VAULT: &str = "Set-AzContext -Subscription SUBSCRIPTION
New-AzResourceGroup -Name Group14 -Location 'LOCATION'
New-AzKeyVault -Name VAULT -ResourceGroupName Group14 -Location 'LOCATION' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
Set-AzKeyVaultAccessPolicy -VaultName VAULT -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Set-AzKeyVaultAccessPolicy -VaultName VAULT -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4
Add-AzKeyVaultKey -VaultName VAULT -Name KEY -Destination Software -KeyOps wrapKey, unwrapKey
";

const KEYS: &str = "Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name USA-Key-03 -Destination Software -KeyOps wrapKey, unwrapKey
Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name ITSoftware -Destination Software
";

const POLICIES: &str = "$keys = 'https://contosoWestUSvault01.vault.azure.net/keys/USA-Key-01', 'https://contosoEastUSvault01.vault.azure.net/keys/USA-Key-02'
New-DataEncryptionPolicy -Name 'US Mailboxes' -AzureKeyIDs $keys
New-DataEncryptionPolicy -Name 'Europe Mailboxes' -AzureKeyIDs $keys
New-M365DataAtRestEncryptionPolicy -Name 'Contoso Corporate' -AzureKeyIDs $keys
New-M365DataAtRestEncryptionPolicy -Name 'EUR Policy' -AzureKeyIDs $keys
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy 'Contoso Corporate'
New-Mailbox -Name 'Alice Ames' -Alias alice
New-Mailbox -Name 'Bob Brown' -Alias bob
New-Mailbox -Name 'Chris Cole' -Alias chris
New-MailUser -Name 'Ed Meadows' -Alias ed -ExternalEmailAddress ed@fabrikam.com
Set-Mailbox alice -DataEncryptionPolicy 'US Mailboxes'
Invoke-CustomerKeyJob
";

const SITES: &str = "Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name SPKey1 -Destination Software -KeyOps wrapKey, unwrapKey
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Set-AzKeyVaultAccessPolicy -VaultName contosoWestUSvault01 -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name SPKey1 -Destination Software -KeyOps wrapKey, unwrapKey
New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
New-CustomerKeySite https://contoso.sharepoint.com/sites/marketing
New-CustomerKeySite https://contoso-my.sharepoint.com/personal/alice
";

const SIGN_IN: &str = "Connect-AzAccount -AccountId admin@contoso.com -Subscription 22222222-2222-2222-2222-222222222222 | Out-Null
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
";

/// Tenants that examples need.
struct Stage {
    machine: Machine,
    count: std::cell::Cell<u32>,
}

/// What came of lines.
#[derive(Debug, Default)]
struct Played {
    code: Option<i32>,
    outputs: Vec<Value>,
    errors: Vec<String>,
    said: String,
}

impl Stage {
    fn new() -> Stage {
        let stage = Stage { machine: Machine::new(), count: std::cell::Cell::new(0) };
        let vault = |subscription: &str, vault: &str, key: &str, location: &str| {
            VAULT
                .replace("SUBSCRIPTION", subscription)
                .replace("VAULT", vault)
                .replace("KEY", key)
                .replace("LOCATION", location)
        };
        let east = vault(
            "11111111-1111-1111-1111-111111111111",
            "contosoEastUSvault01",
            "USA-Key-02",
            "East US",
        );
        let west = vault(
            "22222222-2222-2222-2222-222222222222",
            "contosoWestUSvault01",
            "USA-Key-01",
            "West US",
        );
        // The holders of a security domain have files beside the tenants.
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples/files");
        copy_files(&files, stage.machine.folder());
        stage.machine.ok(&["New-CustomerKeyTenant", "bare", "-Name", "Contoso"]);
        let mut before = stage.folder("bare");
        let stages = [
            ("vaults", format!("{east}{west}{KEYS}")),
            ("policies", String::from(POLICIES)),
            ("sites", String::from(SITES)),
        ];
        for (name, lines) in stages {
            let folder = stage.folder(name);
            copy(&before, &folder);
            let played = stage.play(&folder, &format!("{SIGN_IN}{lines}"));
            assert_eq!(played.code, Some(0), "{name}: {played:?}");
            before = folder;
        }
        stage
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.machine.folder().join(name)
    }

    /// A copy of a tenant, in which one example is played.
    fn copy(&self, of: &str) -> PathBuf {
        self.count.set(self.count.get() + 1);
        let folder = self.folder(&format!("copy-{}", self.count.get()));
        copy(&self.folder(of), &folder);
        folder
    }

    fn play(&self, tenant: &Path, lines: &str) -> Played {
        self.play_in(tenant, tenant, lines)
    }

    fn play_in(&self, folder: &Path, tenant: &Path, lines: &str) -> Played {
        let mut command = self.machine.command(&["--records", "--yes", "run", "-"]);
        command.current_dir(folder).env("CUSTOMER_KEY_TENANT", tenant);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        let mut played = Played { code: done.status.code(), said, ..Played::default() };
        for line in String::from_utf8(done.stdout).unwrap().lines() {
            let mut record: Value = serde_json::from_str(line).unwrap();
            if let Some(id) = record["error"]["id"].as_str() {
                played.errors.push(format!("{id}: {}", record["error"]["message"]));
            }
            if record.get("output").is_some() {
                played.outputs.push(record["output"].take());
            }
        }
        played
    }
}

/// A lock belongs to the process that holds it, so it is not copied.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.path().extension().is_none_or(|end| end != "lock") {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    let permissions = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, permissions).unwrap();
}

fn lines(of: &Value) -> String {
    match of {
        Value::Array(lines) => {
            lines.iter().map(|line| format!("{}\n", line.as_str().unwrap())).collect()
        }
        Value::String(line) => format!("{line}\n"),
        _ => String::new(),
    }
}

/// Whether a property is what PowerShell shows of it. A date is written in another way.
fn fits(pattern: &str, value: &Value) -> bool {
    let shown = match value {
        Value::Null => String::new(),
        Value::Bool(yes) => String::from(if *yes { "True" } else { "False" }),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    };
    let is_date = shown.len() >= 19 && shown.get(10..11) == Some("T");
    is_date || Pattern::new(pattern).matches(&shown)
}

/// What is wrong with an example, if anything; whether it is one that needs PowerShell.
fn problem(stage: &Stage, example: &Value) -> Result<bool, String> {
    let tenant = stage.copy(example["needs"].as_str().unwrap());
    let sign_in = stage.play(&tenant, SIGN_IN);
    assert_eq!(sign_in.code, Some(0), "{sign_in:?}");
    let before = lines(&example["before"]);
    let silent: String = before.lines().map(|line| format!("$null = {line}\n")).collect();
    let silent = if before.contains('$') { before.clone() } else { silent };
    let played = stage.play(&tenant, &format!("{silent}{}", lines(&example["line"])));
    let beyond = played.said.contains("needs PowerShell");
    if beyond && played.code == Some(2) {
        return Ok(true);
    }
    if let Some(id) = example["refused"]["id"].as_str() {
        let id = id.split(',').next().unwrap();
        let unbound = ["NamedParameterNotFound", "CommandNotFoundException"].contains(&id);
        let is_refused = played.errors.iter().any(|error| error.starts_with(id))
            || played.code == Some(2) && unbound;
        return if is_refused {
            Ok(false)
        } else {
            Err(format!("not refused by {id}: {played:?}"))
        };
    }
    let is_check = example["cmdlet"].as_str().unwrap_or_default().starts_with("Test-");
    if played.code != Some(0) && !(is_check && played.code == Some(3)) {
        return Err(format!("{played:?}"));
    }
    let shows = &example["shows"];
    let is_view = lines(&example["line"]).contains("Format-");
    if let Some(count) =
        shows["count"].as_u64().filter(|count| usize::try_from(*count) != Ok(played.outputs.len()))
    {
        return Err(format!("{count} objects, not {:?}", played.outputs));
    }
    for (name, pattern) in shows["properties"].as_object().into_iter().flatten() {
        let last = played.outputs.last().cloned().unwrap_or_default();
        // Without a pattern there is to be none.
        let is_wanted = pattern.as_str().is_some_and(|pattern| fits(pattern, &last[name]));
        if !is_wanted && !last[name].is_null() && !is_view {
            return Err(format!("{name} is not {pattern}: {last}"));
        }
    }
    if let Some(line) = example["then"]["line"].as_str() {
        let then = stage.play(&tenant, line);
        let one = then.outputs.last().cloned().unwrap_or_default();
        let wanted = example["then"]["shows"].as_str().unwrap();
        if then.code == Some(0) && !fits(wanted, &one) {
            return Err(format!("then {line} is not {wanted}: {then:?}"));
        }
    }
    Ok(false)
}

#[test]
fn every_example_of_the_reference_does_what_it_does_in_powershell_or_needs_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/powershell/examples.json");
    let examples: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let stage = Stage::new();
    let (mut wrong, mut beyond) = (Vec::new(), Vec::new());
    for example in &examples {
        match problem(&stage, example) {
            Ok(false) => {}
            Ok(true) => beyond.push(lines(&example["line"])),
            Err(problem) => wrong.push(format!("{}: {problem}", example["line"])),
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
    let needs =
        ["Read-Host", "Get-Credential", "$certificate", "ConvertTo-SecureString", "[0]", "{$_."];
    for line in &beyond {
        assert!(needs.iter().any(|part| line.contains(part)), "it could be played here: {line}");
    }
    assert!(beyond.len() < 20, "{} need PowerShell:\n{}", beyond.len(), beyond.join(""));
}

fn of_repository(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(file).unwrap()
}

fn copy_files(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Also played by `tests/powershell/help_examples.Tests.ps1`.
#[test]
fn every_example_of_help_is_played_or_needs_powershell() {
    let machine = Machine::new();
    let stage = Stage { machine, count: std::cell::Cell::new(0) };
    let before: Value = serde_json::from_str(&of_repository("tests/examples/before.json")).unwrap();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples/files");
    // What prepares reads files as the examples do, and leaves none in the tenant.
    let prepare = |name: &str| {
        let (tenant, work) = (stage.folder(name), stage.folder(&format!("{name}.prepare")));
        std::fs::create_dir(&work).unwrap();
        copy_files(&files, &work);
        let lines = of_repository(&format!("tests/examples/{name}.txt"));
        let prepared = stage.play_in(&work, &tenant, &lines);
        assert_eq!(prepared.code, Some(0), "{prepared:?}");
    };
    stage.machine.ok(&["New-CustomerKeyTenant", "make", "-Name", "Contoso"]);
    prepare("make");
    copy(&stage.folder("make"), &stage.folder("use"));
    prepare("use");
    let (mut wrong, mut beyond) = (Vec::new(), Vec::new());
    for def in ckey_cmdlets::table::cmdlets() {
        for example in def.examples {
            let tenant = stage.copy(if def.name.starts_with("New-") { "make" } else { "use" });
            let work = tenant.with_extension("work");
            std::fs::create_dir_all(work.join("notes")).unwrap();
            // What is exported is not there yet.
            let import = def.name.starts_with("Import-").then_some("letter.eml");
            for file in import.into_iter().chain(["notes/letter.eml"]) {
                std::fs::write(work.join(file), "hello").unwrap();
            }
            copy_files(&files, &work);
            // An example that is the bare name has what its cmdlet has, once.
            let own = if example.code == def.name { "" } else { example.code };
            let before = lines(&before[def.name]) + &lines(&before[own]);
            let lines = format!("{before}{}\n", example.code);
            let played = stage.play_in(&work, &tenant, &lines);
            if def.name.ends_with("-CustomerKeyServer") {
                stage.play(&tenant, "Stop-CustomerKeyServer");
            }
            if played.said.contains("needs PowerShell") {
                beyond.push(example.code);
            } else if played.code != Some(0)
                && !(def.name.starts_with("Test-") && played.code == Some(3))
            {
                wrong.push(format!("{}: {played:?}", example.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(beyond, ["Get-ChildItem ./chats | Import-CustomerKeyItem -Workload TeamsChats"]);
}

/// What the quickstart leaves, as far as the lines need it.
const QUICKSTART: &str = "Set-AzContext -Subscription 11111111-aaaa-4aaa-8aaa-111111111111
New-AzResourceGroup -Name G -Location eastus
New-AzKeyVault -Name contosoEastUSvault01 -ResourceGroupName G -Location eastus -Sku Premium -DisableRbacAuthorization
Get-AzKeyVault | Set-AzKeyVaultAccessPolicy -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get,wrapKey,unwrapKey
Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Destination Software
Set-AzContext -Subscription 22222222-bbbb-4bbb-8bbb-222222222222
New-AzResourceGroup -Name G -Location northeurope
New-AzKeyVault -Name contosoNorthEUvault01 -ResourceGroupName G -Location northeurope -Sku Premium -DisableRbacAuthorization
Get-AzKeyVault | Set-AzKeyVaultAccessPolicy -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get,wrapKey,unwrapKey
Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Root -Destination Software
New-DataEncryptionPolicy -Name USA_mailboxes -AzureKeyIDs https://contosoEastUSvault01.vault.azure.net/keys/Root, https://contosoNorthEUvault01.vault.azure.net/keys/Root
New-Mailbox -Name alice
New-Mailbox -Name bob
";

#[test]
#[cfg(target_os = "linux")]
fn the_lines_of_the_readme_typed_one_by_one_do_what_it_says() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.play(QUICKSTART);
    let readme = of_repository("README.md");
    // What serves does so until it is told to end.
    let is_played =
        |line: &&str| line.starts_with("customer-key ") && !line.starts_with("customer-key serve");
    let lines: Vec<&str> = readme.lines().filter(is_played).collect();
    assert!(lines.len() >= 5, "{lines:?}");
    for line in lines {
        let mut shell = machine.shell(line);
        shell.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
        let done = shell.env("CUSTOMER_KEY_TENANT", machine.folder().join("t")).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
        let left = machine.object(&["Get-CustomerKeyTenant"])["PendingRewraps"].clone();
        assert_eq!(left, 0, "{line} leaves nothing that waits");
    }
    let alice = machine.object(&["Get-MailboxStatistics", "alice"]);
    assert_eq!(alice["DataEncryptionPolicy"], "USA_mailboxes");
    assert_eq!(alice["IsEncrypted"], true);
}
