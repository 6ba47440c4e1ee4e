//! Module manifests: ours, and those of the shims.

use super::function::{quoted, quoted_list};
use ckey_table::{Service, Shim, Table};

/// The version of the module, which is the workspace's.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const GUID: &str = "5f0c6a52-6a3d-4d5b-9f43-0c2d3a5be1f7";
const AUTHOR: &str = "The Customer Key contributors";
const TAGS: &[&str] = &[
    "CustomerKey",
    "Microsoft365",
    "Exchange",
    "KeyVault",
    "Encryption",
    "PSEdition_Core",
    "Windows",
    "Linux",
    "MacOS",
];
pub(super) const NOTICE: &str =
    "# Written by ./build generate from native/table/services; edit that.\n";

pub(super) fn ours(table: &Table) -> String {
    let functions: Vec<&str> = table.cmdlets().map(|cmdlet| cmdlet.name).collect();
    let aliases: Vec<&str> = table.cmdlets().flat_map(|cmdlet| cmdlet.aliases).copied().collect();
    format!(
        "{NOTICE}@{{\n    RootModule           = 'CustomerKey.psm1'\n    ModuleVersion        = '{VERSION}'\n    GUID                 = '{GUID}'\n    \
         Author               = '{AUTHOR}'\n    CompanyName          = '{AUTHOR}'\n    Copyright            = '(c) {AUTHOR}. MIT or Apache-2.0.'\n    Description          = {}\n    PowerShellVersion    = '7.5'\n    \
         CompatiblePSEditions = @('Core')\n    \
         FormatsToProcess     = @('CustomerKey.Format.ps1xml')\n    CmdletsToExport      = @()\n    VariablesToExport    = @()\n    \
         FunctionsToExport    = @(\n{}\n    )\n    AliasesToExport      = @(\n{}\n    )\n    \
         PrivateData          = @{{\n        PSData = @{{\n            Tags         = @({})\n            ReleaseNotes = {}\n        }}\n    }}\n}}\n",
        quoted(
            "Customer Key for data you hold yourself: the documented cmdlets on a local tenant with real cryptography."
        ),
        lines(&functions),
        lines(&aliases),
        quoted_list(TAGS),
        quoted(
            "Get-Help about_CustomerKey begins with the first lines; docs/cmdlets.md has every cmdlet."
        ),
    )
}

/// The module that only brings those of Azure with it: its name and the version that it reports.
pub(super) const AZ: (&str, &str) = ("Az", "14.4.0");

/// The services whose modules it brings.
pub(super) fn within_az(table: &Table) -> impl Iterator<Item = (&Service, &Shim)> {
    let shims = table.services.iter().filter_map(|service| Some((service, service.shim.as_ref()?)));
    shims.filter(|(_, shim)| shim.name.starts_with("Az."))
}

pub(super) fn shim(service: &Service, shim: &Shim) -> String {
    stand_in(shim.name, shim.version, &names(service))
}

pub(super) fn az(table: &Table) -> String {
    let functions: Vec<&str> = within_az(table).flat_map(|(service, _)| names(service)).collect();
    stand_in(AZ.0, AZ.1, &functions)
}

fn names(service: &Service) -> Vec<&'static str> {
    service.cmdlets.iter().map(|cmdlet| cmdlet.name).collect()
}

fn stand_in(name: &str, version: &str, functions: &[&str]) -> String {
    format!(
        "{NOTICE}@{{\n    RootModule        = {}\n    ModuleVersion     = {}\n    GUID              = {}\n    \
         Author            = '{AUTHOR}'\n    Description       = {}\n    PowerShellVersion = '7.5'\n    \
         CmdletsToExport   = @()\n    VariablesToExport = @()\n    AliasesToExport   = @()\n    FunctionsToExport = @(\n{}\n    )\n    \
         PrivateData       = @{{ StandsInFor = {} }}\n}}\n",
        quoted(&format!("{name}.psm1")),
        quoted(version),
        quoted(&guid(name)),
        quoted(&format!(
            "Stands in for {name} on a local Customer Key tenant. Nothing reaches the service."
        )),
        lines(functions),
        quoted(name),
    )
}

/// The psm1 of a shim: our module, seen by all, and its functions under this name.
pub(super) fn shim_module(service: &Service) -> String {
    psm1(&["CustomerKey.psd1".to_owned()], &names(service))
}

pub(super) fn az_module(table: &Table) -> String {
    let modules: Vec<String> =
        within_az(table).map(|(_, shim)| format!("compat/{0}/{0}.psd1", shim.name)).collect();
    let functions: Vec<&str> = within_az(table).flat_map(|(service, _)| names(service)).collect();
    psm1(&modules, &functions)
}

/// The module's folder is two above that of the shim, each of which may be reached through a link.
const HOME: &str = "\
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
";

fn psm1(modules: &[String], functions: &[&str]) -> String {
    let imports: String = modules
        .iter()
        .map(|module| {
            format!("Import-Module (Import-Module \"$module/{module}\" -Global -PassThru)\n")
        })
        .collect();
    format!("{NOTICE}{HOME}{imports}Export-ModuleMember -Function {}\n", quoted_list(functions))
}

fn lines(names: &[&str]) -> String {
    names.iter().map(|name| format!("        '{name}'")).collect::<Vec<_>>().join("\n")
}

/// A GUID of a name that is always the same: FNV-1a over it, twice.
fn guid(name: &str) -> String {
    let hash = |start: u64| {
        name.bytes()
            .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let hex = format!("{:016x}{:016x}", hash(0xcbf2_9ce4_8422_2325), hash(0x6c62_272e_07bb_0142));
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
