//! Plays the commands of `docs/recovery.md`, each section on a tenant where that was lost: mail and
//! chats must read back bit for bit.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::path::Path;

use support::machine::{Machine, err};
use support::page::Page;

const PAGE: Page = Page(include_str!("../../../docs/recovery.md"));
const LETTER: &str = "The letter.\r\n";

/// One vault, as command lines.
const VAULT: &str = "Set-AzContext -Subscription SUBSCRIPTION
New-AzResourceGroup -Name GROUP -Location 'LOCATION'
New-AzKeyVault -Name VAULT -ResourceGroupName GROUP -Location 'LOCATION' -Sku Premium -DisableRbacAuthorization
Add-AzKeyVaultKey -VaultName VAULT -Name Root -Destination Software -KeyOps wrapKey, unwrapKey
Set-AzKeyVaultAccessPolicy -VaultName VAULT -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Set-AzKeyVaultAccessPolicy -VaultName VAULT -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4
";

/// What the page takes for granted. Keys are not kept, so that each read asks for them.
const POLICIES: &str = "Set-CustomerKeyTenant -CacheEnabled $false
$keys = 'https://contosoEastUSvault01.vault.azure.net/keys/Root', 'https://contosoNorthEUvault01.vault.azure.net/keys/Root'
New-DataEncryptionPolicy -Name Old -AzureKeyIDs $keys
New-M365DataAtRestEncryptionPolicy -Name OldGlobal -AzureKeyIDs $keys
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy OldGlobal
New-Mailbox -Name alice
New-Mailbox -Name bob
Set-Mailbox alice -DataEncryptionPolicy Old
Wait-CustomerKeyJob
Import-CustomerKeyItem -Mailbox alice -Path letter.eml
Import-CustomerKeyItem -Mailbox bob -Path letter.eml
Import-CustomerKeyItem -Workload TeamsChats -Path letter.eml
";

const BOTH_GONE: &str = "Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
Remove-AzKeyVault -VaultName contosoEastUSvault01 -Force
Remove-AzKeyVault -VaultName contosoEastUSvault01 -Location 'East US' -InRemovedState -Force
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Remove-AzKeyVault -VaultName contosoNorthEUvault01 -Force
Remove-AzKeyVault -VaultName contosoNorthEUvault01 -Location 'North Europe' -InRemovedState -Force
";

/// A geo under the keys of the page.
const GEO: &str = "Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
$primary = (Get-AzKeyVaultKey contosoEastUSvault01 Root).Id
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -PermissionsToKeys get, wrapKey, unwrapKey -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
$secondary = (Get-AzKeyVaultKey contosoNorthEUvault01 Root).Id
New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com
New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance
Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $primary -SecondaryKeyVaultUri $secondary
Wait-CustomerKeyJob
";

struct Tenant(Machine);

impl Tenant {
    /// As the page takes it, with the backups that it advises.
    fn new() -> Self {
        let machine = Machine::new();
        std::fs::write(machine.folder().join("letter.eml"), LETTER).unwrap();
        let vault = |subscription, vault, group, location| {
            VAULT
                .replace("SUBSCRIPTION", subscription)
                .replace("VAULT", vault)
                .replace("GROUP", group)
                .replace("LOCATION", location)
        };
        let east = vault(
            "11111111-1111-1111-1111-111111111111",
            "contosoEastUSvault01",
            "ContosoEast",
            "East US",
        );
        let north = vault(
            "22222222-2222-2222-2222-222222222222",
            "contosoNorthEUvault01",
            "ContosoNorth",
            "North Europe",
        );
        let made = format!("New-CustomerKeyTenant tenant -Name Contoso\n{east}{north}{POLICIES}");
        machine.play(&format!("{made}{}", PAGE.commands("")));
        Self(machine)
    }

    fn folder(&self) -> &Path {
        self.0.folder()
    }

    /// Whether a mailbox or the chats open, bit for bit.
    fn opens(&self, what: &str) -> bool {
        let out = self.folder().join("out.eml");
        drop(std::fs::remove_file(&out));
        let line =
            format!("Export-CustomerKeyItem {what} -Identity letter.eml -OutputFile out.eml");
        let done = self.0.run(&["-c", &line]);
        done.status.success() && std::fs::read_to_string(out).unwrap() == LETTER
    }

    fn all(&self) -> [bool; 3] {
        ["-Mailbox alice", "-Mailbox bob", "-Workload TeamsChats"].map(|what| self.opens(what))
    }

    /// Loses something, by command lines, then plays a section: what opened between the two.
    fn recover(&self, lost: &str, title: &str) -> [bool; 3] {
        self.0.play(lost);
        let between = self.all();
        self.0.play_checks(&PAGE.commands(title));
        assert_eq!(self.all(), [true; 3], "after '{title}'");
        between
    }

    /// Nothing is under the keys of the first vaults any more.
    fn left_the_old_keys(&self) {
        let under = |vault: &str| {
            self.0.ok(&["-c", &format!("Get-CustomerKeyUsage | Where-Object VaultName -eq {vault} | Where-Object Keys -gt 0")])
        };
        assert_eq!(under("contosoEastUSvault01"), "");
        assert_ne!(under("contosoNorthEUvault01"), "");
    }
}

/// Rules 3.1.5 and 3.5.
#[test]
fn vaults_are_out() {
    let tenant = Tenant::new();
    let lost = "Set-CustomerKeyVaultFault contosoEastUSvault01 -Fault Unreachable
Set-CustomerKeyVaultFault contosoNorthEUvault01 -Fault ServerError\n";
    tenant.0.play(lost);
    assert_eq!(tenant.all(), [true; 3]);
    // While keys do not answer, the program ends with 3, as checks that find something do.
    let asked = tenant.0.run(&["-c", "Test-M365DataAtRestEncryptionPolicy -Identity OldGlobal"]);
    assert_eq!(asked.status.code(), Some(3));
    let back = "Get-AzKeyVault -SubscriptionId * | Set-CustomerKeyVaultFault -Fault None\n";
    assert_eq!(tenant.recover(back, "Vaults are out"), [true; 3]);
}

/// Rules 3.4.1 and 3.4.3. The permission was that of Exchange alone.
#[test]
fn a_permission_or_a_key_version_was_taken_away() {
    let lost = "Remove-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-1111-1111-1111-111111111111 -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Update-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Root -Enable $false\n";
    let between = Tenant::new().recover(lost, "A permission or a key version was taken away");
    assert_eq!(between, [false, true, true]);
}

/// Rules 3.4.4 and 4.6.1.
#[test]
fn a_key_or_a_vault_was_deleted() {
    let lost = "Remove-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Force
Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
Remove-AzKeyVault -VaultName contosoNorthEUvault01 -Force\n";
    let between = Tenant::new().recover(lost, "A key or a vault was deleted");
    assert_eq!(between, [false; 3]);
}

/// Rule 4.6.1.
#[test]
fn a_vault_was_purged_and_its_key_has_a_backup() {
    let between = Tenant::new().recover(BOTH_GONE, "A vault was purged and its key has a backup");
    assert_eq!(between, [false; 3]);
}

/// Rules 3.2, 4.6.2 and 4.7.4.
#[test]
fn both_vaults_are_lost() {
    let tenant = Tenant::new();
    assert_eq!(tenant.recover(BOTH_GONE, "Both vaults are lost"), [false; 3]);
    let usage = tenant.0.ok(&[
        "-c",
        "Get-CustomerKeyUsage | Where-Object VaultName -like '*vault01' | Where-Object Keys -gt 0",
    ]);
    assert_eq!(usage, "");
}

/// Rules 3.3.5 and 4.6.3.
#[test]
fn both_keys_of_a_geo_are_lost() {
    let tenant = Tenant::new();
    let site = "-Site https://contoso.sharepoint.com/sites/finance";
    tenant.0.play(&format!("{GEO}Import-CustomerKeyItem {site} -Path letter.eml\n"));
    assert!(tenant.opens(site));
    tenant.0.play(BOTH_GONE);
    assert!(!tenant.opens(site));
    // The page waits for the mode to begin.
    let lines = PAGE.commands("Both keys of a SharePoint geo are lost");
    let (ask, give) = lines.split_once("Connect-SPOService").unwrap();
    tenant.0.play(ask);
    assert!(!tenant.opens(site));
    tenant.0.play("Set-CustomerKeyClock -Advance 14400\n");
    assert!(tenant.opens(site));
    tenant.0.play(&format!("Connect-SPOService{give}"));
    assert!(tenant.opens(site));
    let status = tenant.0.ok(&["-c", "(Get-SPODataEncryptionPolicy).Status"]);
    assert!(status.contains("Registered"), "{status}");
}

/// Where the file of a vault is gone, its key has no copy left here.
#[test]
fn the_file_of_one_vault_is_gone() {
    let tenant = Tenant::new();
    std::fs::remove_file(tenant.folder().join("tenant/vaults/contosoeastusvault01.vault")).unwrap();
    assert_eq!(tenant.recover("Get-CustomerKeyTenant", "The file of one vault is gone"), [true; 3]);
    tenant.left_the_old_keys();
}

/// The same as for vaults that were purged.
#[test]
fn the_files_of_both_vaults_are_gone() {
    let tenant = Tenant::new();
    for vault in ["contosoeastusvault01", "contosonortheuvault01"] {
        std::fs::remove_file(tenant.folder().join(format!("tenant/vaults/{vault}.vault"))).unwrap();
    }
    assert_eq!(tenant.recover("Get-CustomerKeyTenant", "Both vaults are lost"), [false; 3]);
}

#[test]
fn the_tenants_database_is_lost() {
    let tenant = Tenant::new();
    for name in ["tenant.db", "tenant.db-wal", "tenant.db-shm"] {
        drop(std::fs::remove_file(tenant.folder().join("tenant").join(name)));
    }
    let refused = tenant.0.run(&["Get-Mailbox"]);
    assert!(err(&refused).contains("TenantDatabaseGone"), "{}", err(&refused));
    tenant.0.play(&PAGE.commands("The tenant's database is lost"));
    assert_eq!(tenant.all(), [true; 3]);
}

#[test]
fn every_section_with_commands_is_played_here() {
    let own = include_str!("recovery.rs");
    for title in PAGE.played() {
        assert!(own.contains(&format!("\"{title}\"")), "'{title}' is not played");
    }
}
