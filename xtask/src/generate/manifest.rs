//! Module manifests: ours, and those of the shims.

use super::function::{quoted, quoted_list};
use ckey_table::{Service, Shim, Table};

/// The version of the module, which is the workspace's.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const GUID: &str = "5f0c6a52-6a3d-4d5b-9f43-0c2d3a5be1f7";
pub(super) const NOTICE: &str =
    "# Written by ./build generate from native/table/services; edit that.\n";

pub(super) fn ours(table: &Table) -> String {
    let functions: Vec<&str> = table.cmdlets().map(|cmdlet| cmdlet.name).collect();
    let aliases: Vec<&str> = table.cmdlets().flat_map(|cmdlet| cmdlet.aliases).copied().collect();
    format!(
        "{NOTICE}@{{\n    RootModule           = 'CustomerKey.psm1'\n    ModuleVersion        = '{VERSION}'\n    GUID                 = '{GUID}'\n    \
         Author               = 'The Customer Key contributors'\n    Description          = {}\n    PowerShellVersion    = '7.5'\n    \
         CompatiblePSEditions = @('Core')\n    TypesToProcess       = @('CustomerKey.Types.ps1xml')\n    \
         FormatsToProcess     = @('CustomerKey.Format.ps1xml')\n    CmdletsToExport      = @()\n    VariablesToExport    = @()\n    \
         FunctionsToExport    = @(\n{}\n    )\n    AliasesToExport      = @(\n{}\n    )\n}}\n",
        quoted(
            "Customer Key for data you hold yourself: the documented cmdlets on a local tenant with real cryptography."
        ),
        lines(&functions),
        lines(&aliases),
    )
}

pub(super) fn shim(service: &Service, shim: &Shim) -> String {
    let functions: Vec<&str> = service.cmdlets.iter().map(|cmdlet| cmdlet.name).collect();
    format!(
        "{NOTICE}@{{\n    RootModule        = {}\n    ModuleVersion     = {}\n    GUID              = {}\n    \
         Author            = 'The Customer Key contributors'\n    Description       = {}\n    PowerShellVersion = '7.5'\n    \
         CmdletsToExport   = @()\n    VariablesToExport = @()\n    AliasesToExport   = @()\n    FunctionsToExport = @(\n{}\n    )\n}}\n",
        quoted(&format!("{}.psm1", shim.name)),
        quoted(shim.version),
        quoted(&guid(shim.name)),
        quoted(&format!(
            "Stands in for {} on a local Customer Key tenant. Nothing reaches the service.",
            shim.name
        )),
        lines(&functions),
    )
}

/// The psm1 of a shim: our module, seen by all, and its functions under this name.
pub(super) fn shim_module(service: &Service) -> String {
    let functions: Vec<&str> = service.cmdlets.iter().map(|cmdlet| cmdlet.name).collect();
    format!(
        "{NOTICE}Import-Module (Import-Module \"$PSScriptRoot/../../CustomerKey.psd1\" -Global -PassThru)\nExport-ModuleMember -Function {}\n",
        quoted_list(&functions)
    )
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
