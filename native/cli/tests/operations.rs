//! Plays the commands of `docs/operations.md` as they stand there: what it tells to rehearse, to alert
//! on and to back up, and the service that it describes.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::process::Output;

use support::machine::{Machine, err};
use support::page::Page;

const PAGE: Page = Page(include_str!("../../../docs/operations.md"));
const LETTER: &str = "The letter.\r\n";
const ALERTS: &str = "What to alert on";

/// What the page takes for granted, in the folder `contoso`; every check of its configuration passes.
const TENANT: &str = "New-CustomerKeyTenant contoso -Name Contoso
Set-CustomerKeyTenant -CacheEnabled $false
Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
New-AzResourceGroup -Name ContosoNorth -Location 'North Europe'
New-AzKeyVault -Name contosoNorthEUvault01 -ResourceGroupName ContosoNorth -Location 'North Europe' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Root -Destination Software -KeyOps wrapKey, unwrapKey
Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
New-AzResourceGroup -Name ContosoEast -Location 'East US'
New-AzKeyVault -Name contosoEastUSvault01 -ResourceGroupName ContosoEast -Location 'East US' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Destination Software -KeyOps wrapKey, unwrapKey
Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Set-CustomerKeyClock -Advance 8.00:00:00
Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
New-DataEncryptionPolicy -Name USA_mailboxes -AzureKeyIDs https://contosoEastUSvault01.vault.azure.net/keys/Root, https://contosoNorthEUvault01.vault.azure.net/keys/Root
New-Mailbox -Name alice
Set-Mailbox alice -DataEncryptionPolicy USA_mailboxes
Wait-CustomerKeyJob
Import-CustomerKeyItem -Mailbox alice -Path letter.eml
";

fn tenant() -> Machine {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("letter.eml"), LETTER).unwrap();
    machine.play(TENANT);
    machine
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn read(machine: &Machine, file: &str) -> String {
    std::fs::read_to_string(machine.folder().join(file)).unwrap()
}

#[test]
fn a_rehearsed_roll_moves_the_copy_and_leaves_the_tenant_as_it_was() {
    let machine = tenant();
    let blocks = PAGE.blocks("Rehearse a roll", "");
    let [roll, back, forget] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let said = out(&machine.play_checks(roll));
    assert!(!said.contains("RewrapPending") && !said.contains("\"Number\""), "{said}");
    assert!(said.contains("Current") && said.contains("Backup"), "{said}");
    assert_eq!(machine.object(&["Get-DataEncryptionPolicy"])["Generation"], 2);
    machine.play(back);
    assert_eq!(machine.object(&["Get-DataEncryptionPolicy"])["Generation"], 1);
    assert!(!machine.folder().join("rehearsal/tenant.db").exists());
    for file in ["before-roll.backup", "before-roll.secrets"] {
        std::fs::remove_file(machine.folder().join(file)).unwrap();
    }
    machine.play(forget);
    assert_eq!(machine.ok(&["Get-CustomerKeyBackup"]), "");
}

#[test]
fn a_rehearsed_loss_is_told_before_served_while_it_may_be_and_given_back() {
    let machine = tenant();
    let blocks = PAGE.blocks("Rehearse a loss", "");
    let [lost, back] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let said = out(&machine.play_checks(lost));
    assert!(said.contains("AvailabilityKey") && said.contains("Nothing"), "{said}");
    assert!(said.contains("V22"), "{said}");
    let line = "Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile refused.eml";
    let refused = machine.run(&["-c", line]);
    assert!(err(&refused).contains("CustomerKeyAccessDenied"), "{}", err(&refused));
    let said = out(&machine.play_checks(back));
    assert!(!said.contains("V22"), "{said}");
    for file in ["one-vault-silent.eml", "both-vaults-silent.eml", "given-back.eml"] {
        assert_eq!(read(&machine, file), LETTER, "{file}");
    }
}

#[test]
fn a_rehearsed_purge_destroys_the_copy_alone() {
    let machine = tenant();
    let approver = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----\n";
    let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";
    std::fs::write(machine.folder().join("approver.pem"), approver).unwrap();
    std::fs::write(machine.folder().join("private.pem"), private).unwrap();
    let said = out(&machine.play_checks(&PAGE.commands("Rehearse a purge")));
    assert!(said.contains("Purged"), "{said}");
    assert!(read(&machine, "evidence.json").contains("before-purge.backup"));
    let gone = machine.run(&["--tenant", "purged", "Get-Mailbox", "alice"]);
    assert!(err(&gone).contains("MailboxNotFound"), "{}", err(&gone));
    machine.ok(&[
        "-c",
        "Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile out.eml",
    ]);
    assert_eq!(read(&machine, "out.eml"), LETTER);
}

const HOLDERS: [(&str, &str, &str); 3] = [
    (
        "sd1",
        include_str!("../../crypto/tests/certificates/holder1.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder1.key.pem"),
    ),
    (
        "sd2",
        include_str!("../../crypto/tests/certificates/holder2.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder2.key.pem"),
    ),
    (
        "sd3",
        include_str!("../../crypto/tests/certificates/holder3.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder3.key.pem"),
    ),
];

#[test]
fn a_rehearsed_hsm_is_lost_and_comes_back_by_its_domain_and_a_backup() {
    let machine = tenant();
    for (name, certificate, key) in HOLDERS {
        std::fs::write(machine.folder().join(format!("{name}.cer")), certificate).unwrap();
        std::fs::write(machine.folder().join(format!("{name}.key")), key).unwrap();
    }
    let blocks = PAGE.blocks("Rehearse a managed HSM", "");
    let [made, lost] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let said = out(&machine.play_checks(made));
    assert!(said.contains("V22") && said.contains("Passed"), "{said}");
    machine.play(lost);
    assert_eq!(read(&machine, "hsm-is-back.eml"), LETTER);
    let of_tenant = machine.ok(&["Get-AzKeyVaultManagedHsm", "-SubscriptionId", "*"]);
    assert_eq!(of_tenant, "", "the tenant itself has no HSM");
}

/// What the unit starts works jobs off by itself, and may be ended at any moment.
#[test]
fn the_worker_of_the_service_works_jobs_off_and_makes_no_tenant() {
    let machine = tenant();
    let unit = PAGE.blocks("A worker as a service", "ini").concat();
    let value = |name: &str| {
        let line = unit.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("there is no {name}")).to_owned()
    };
    let (name, folder) = {
        let set = value("Environment=");
        let (name, folder) = set.split_once('=').unwrap();
        (name.to_owned(), folder.to_owned())
    };
    assert!(folder.starts_with(&value("ReadWritePaths=")), "it may not write to its tenant");
    let start = value("ExecStart=/usr/local/bin/");
    machine.play(
        "Set-CustomerKeyTenant -JobMode Manual\nSet-DataEncryptionPolicy USA_mailboxes -Refresh\n",
    );
    let mut worker = machine.shell(&format!("exec {start}"));
    let mut worker = worker.env(&name, machine.folder().join("contoso")).spawn().unwrap();
    let begun = std::time::Instant::now();
    while machine.object(&["Get-MailboxStatistics", "alice"])["RewrapPending"] == true {
        assert!(begun.elapsed().as_secs() < 60, "nothing was worked off");
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    assert_eq!(machine.ok(&["-c", "Test-CustomerKeyTenant | Where-Object Result -eq Failed"]), "");
    let nothing = machine.shell(&start).env(&name, machine.folder().join("nowhere")).output();
    let nothing = nothing.unwrap();
    assert_eq!(nothing.status.code(), Some(1), "{}", err(&nothing));
    assert!(!machine.folder().join("nowhere").exists());
}

/// The lines that alert, and which of them show something.
fn alerts(machine: &Machine) -> Vec<usize> {
    let lines = PAGE.commands(ALERTS);
    let shown = lines.lines().enumerate().filter(|(_, line)| {
        let done = machine.run(&["-c", line]);
        assert!(matches!(done.status.code(), Some(0 | 3)), "{line}: {}", err(&done));
        !out(&done).is_empty()
    });
    shown.map(|(at, _)| at).collect()
}

#[test]
fn an_alert_is_silent_where_all_is_well_and_shows_what_happened() {
    let machine = tenant();
    // Vaults and keys were made today; nothing else is to be seen.
    let made = [6, 8];
    let also = |more: &[usize]| {
        let mut all = [more, &made].concat();
        all.sort_unstable();
        all
    };
    assert_eq!(alerts(&machine), made);
    machine.play("New-Mailbox bob\n");
    assert_eq!(alerts(&machine), also(&[5]));
    machine.play("Set-Mailbox bob -DataEncryptionPolicy USA_mailboxes\nWait-CustomerKeyJob\n");
    assert_eq!(alerts(&machine), made);
    let fault = |fault: &str| {
        let vaults = ["contosoEastUSvault01", "contosoNorthEUvault01"];
        let lines =
            vaults.map(|vault| format!("Set-CustomerKeyVaultFault {vault} -Fault {fault}\n"));
        machine.play(&lines.concat());
    };
    fault("Unreachable");
    machine
        .play("Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile out.eml\n");
    assert_eq!(alerts(&machine), also(&[0, 1, 2]));
    fault("None");
    assert_eq!(alerts(&machine), also(&[2]));
    let sign_in = "Connect-ExchangeOnline -UserPrincipalName alice@Contoso.onmicrosoft.com";
    machine.ok(&["-c", sign_in]);
    let refused = machine.run(&["-c", "Set-DataEncryptionPolicy USA_mailboxes -Enabled $false"]);
    assert!(err(&refused).contains("AccountNotPermitted"), "{}", err(&refused));
    machine.ok(&["Disconnect-ExchangeOnline", "-Confirm:false"]);
    assert_eq!(alerts(&machine), also(&[2, 3]));
}

/// The lines of the crontab, on the night of a first of the month.
#[test]
fn the_backups_of_a_night_are_restored_and_read_to_their_end() {
    let machine = tenant();
    for folder in ["backups", "secrets", "auditor"] {
        std::fs::create_dir(machine.folder().join(folder)).unwrap();
    }
    let table = PAGE.blocks("A backup schedule", "cron").concat();
    let (variable, lines) = table.split_once('\n').unwrap();
    let name = variable.split_once('=').unwrap().0;
    assert!(lines.lines().count() >= 5);
    for line in lines.lines() {
        let command = line.splitn(6, ' ').nth(5).unwrap().replace(r"\%", "%");
        let mut shell = machine.shell(&command);
        let done = shell.env(name, machine.folder().join("contoso")).output().unwrap();
        assert!(done.status.success(), "{command}: {}{}", out(&done), err(&done));
    }
    let files = |folder: &str| std::fs::read_dir(machine.folder().join(folder)).unwrap().count();
    assert_eq!([files("backups"), files("secrets"), files("auditor")], [1, 1, 2]);
    let left = machine.run(&["--tenant", "restored", "Get-CustomerKeyTenant"]);
    assert!(!left.status.success(), "the restored one is removed");
    assert!(machine.ok(&["Get-CustomerKeyBackup"]).contains("contoso-"));
}

#[test]
fn every_section_with_commands_is_played_here() {
    let own = include_str!("operations.rs");
    // Searches of an audit log, whose names are examples.
    for title in PAGE.played().into_iter().filter(|title| *title != "Audit log") {
        assert!(own.contains(&format!("\"{title}\"")), "'{title}' is not played");
    }
}
