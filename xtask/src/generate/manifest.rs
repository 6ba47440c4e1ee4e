//! Module manifests: ours, and those of the shims.

use super::function::{quoted, quoted_list};
use ckey_table::{Service, Shim, Table};

pub(super) const NAME: &str = "CustomerKey";
/// The version of the module, which is the workspace's.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
pub(super) const GUID: &str = "5f0c6a52-6a3d-4d5b-9f43-0c2d3a5be1f7";
pub(super) const DESCRIPTION: &str = "Customer Key for data you hold yourself: the documented \
    cmdlets on a local tenant with real cryptography.";
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

/// What concerns PowerShell itself and no library: functions of the kernel.
pub(super) const SHELL: [&str; 2] =
    ["Invoke-CustomerKeyRehearsal", "Enable-CustomerKeyCompatibility"];

pub(super) fn ours(table: &Table) -> String {
    let functions: Vec<&str> = table.cmdlets().map(|cmdlet| cmdlet.name).chain(SHELL).collect();
    let aliases: Vec<&str> = table.cmdlets().flat_map(|cmdlet| cmdlet.aliases).copied().collect();
    format!(
        "{NOTICE}@{{\n    RootModule           = 'CustomerKey.psm1'\n    ModuleVersion        = '{VERSION}'\n    GUID                 = '{GUID}'\n    \
         Author               = '{AUTHOR}'\n    CompanyName          = '{AUTHOR}'\n    Copyright            = '(c) {AUTHOR}. MIT or Apache-2.0.'\n    Description          = {}\n    PowerShellVersion    = '7.5'\n    \
         CompatiblePSEditions = @('Core')\n    \
         FormatsToProcess     = @('CustomerKey.Format.ps1xml')\n    CmdletsToExport      = @()\n    VariablesToExport    = @()\n    \
         FunctionsToExport    = @(\n{}\n    )\n    AliasesToExport      = @(\n{}\n    )\n    \
         PrivateData          = @{{\n        PSData = @{{\n            Tags         = @({})\n            ReleaseNotes = {}\n        }}\n    }}\n}}\n",
        quoted(DESCRIPTION),
        lines(&functions),
        lines(&aliases),
        quoted_list(TAGS),
        quoted(
            "Get-Help about_CustomerKey begins with the first lines; docs/cmdlets.md has every cmdlet."
        ),
    )
}

/// A module that only brings those of Azure with it.
pub(super) struct Bundle {
    pub(super) name: &'static str,
    /// The version that it reports.
    version: &'static str,
    /// How the names of the modules that it brings begin.
    begins: &'static str,
    /// Whether scripts call its cmdlets by the names that they had before Az.
    older: bool,
}

pub(super) const BUNDLES: [Bundle; 5] = [
    Bundle { name: "Az", version: "14.4.0", begins: "Az.", older: false },
    Bundle { name: "AzureRM", version: "6.13.2", begins: "Az.", older: true },
    Bundle { name: "AzureRM.KeyVault", version: "5.2.1", begins: "Az.KeyVault", older: true },
    Bundle { name: "AzureRM.Profile", version: "5.8.3", begins: "Az.Accounts", older: true },
    Bundle { name: "AzureRM.Resources", version: "6.7.3", begins: "Az.Resources", older: true },
];

impl Bundle {
    /// The services whose modules it brings.
    fn within<'a>(&self, table: &'a Table) -> impl Iterator<Item = (&'a Service, &'a Shim)> {
        let begins = self.begins;
        let shims = table.services.iter();
        let shims = shims.filter_map(|service| Some((service, service.shim.as_ref()?)));
        shims.filter(move |(_, shim)| shim.name.starts_with(begins))
    }

    fn functions(&self, table: &Table) -> Vec<&'static str> {
        self.within(table).flat_map(|(service, _)| names(service)).collect()
    }

    fn aliases(&self, table: &Table) -> Vec<&'static str> {
        let cmdlets = self.within(table).flat_map(|(service, _)| &service.cmdlets);
        let all = cmdlets.flat_map(|cmdlet| cmdlet.aliases).copied();
        all.filter(|name| self.older && name.contains("-Azure")).collect()
    }

    pub(super) fn manifest(&self, table: &Table) -> String {
        stand_in(self.name, self.version, &self.functions(table), &self.aliases(table))
    }

    pub(super) fn module(&self, table: &Table) -> String {
        let shims = self.within(table).map(|(_, shim)| shim.name);
        let modules: Vec<String> = shims.map(|name| format!("compat/{name}/{name}.psd1")).collect();
        psm1(&modules, &self.functions(table), &self.aliases(table))
    }
}

pub(super) fn shim(service: &Service, shim: &Shim) -> String {
    stand_in(shim.name, shim.version, &names(service), &[])
}

fn names(service: &Service) -> Vec<&'static str> {
    service.cmdlets.iter().map(|cmdlet| cmdlet.name).collect()
}

fn stand_in(name: &str, version: &str, functions: &[&str], aliases: &[&str]) -> String {
    let aliases = quoted_list(aliases);
    format!(
        "{NOTICE}@{{\n    RootModule        = {}\n    ModuleVersion     = {}\n    GUID              = {}\n    \
         Author            = '{AUTHOR}'\n    Description       = {}\n    PowerShellVersion = '7.5'\n    \
         CmdletsToExport   = @()\n    VariablesToExport = @()\n    AliasesToExport   = @({aliases})\n    FunctionsToExport = @(\n{}\n    )\n    \
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
    psm1(&["CustomerKey.psd1".to_owned()], &names(service), &[])
}

/// The module's folder is two above that of the shim, each of which may be reached through a link.
const HOME: &str = "\
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
";

fn psm1(modules: &[String], functions: &[&str], aliases: &[&str]) -> String {
    let imports: String = modules
        .iter()
        .map(|module| {
            format!("Import-Module (Import-Module \"$module/{module}\" -Global -PassThru)\n")
        })
        .collect();
    let aliases = match aliases {
        [] => String::new(),
        some => format!(" -Alias {}", quoted_list(some)),
    };
    let functions = quoted_list(functions);
    format!("{NOTICE}{HOME}{imports}Export-ModuleMember -Function {functions}{aliases}\n")
}

/// One list, not a statement for each name: every one costs an import its share.
fn lines(names: &[&str]) -> String {
    names.iter().map(|name| format!("        '{name}'")).collect::<Vec<_>>().join(",\n")
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
