//! The page of the module, from which PlatyPS and readers find those of the cmdlets.

use super::markdown::escape;
use super::{manifest, platyps};
use ckey_table::{CmdletDef, Table};

pub(super) fn page(table: &Table) -> String {
    let mut cmdlets: Vec<&CmdletDef> = table.cmdlets().collect();
    // As PlatyPS orders them; docs/cmdlets.md has them by service.
    cmdlets.sort_by_key(|cmdlet| cmdlet.name);
    let list: String = cmdlets
        .iter()
        .map(|cmdlet| format!("\n### [{0}]({0}.md)\n{1}\n", cmdlet.name, escape(cmdlet.synopsis)))
        .collect();
    let name = manifest::NAME;
    let [first, second] = manifest::SHELL;
    format!(
        "---\nModule Name: {name}\nModule Guid: {}\nDownload Help Link:\nHelp Version: {}\n\
         Locale: en-US\n{}---\n\n# {name} Module\n\n## Description\n{}\n\n\
         [All of them on one page](../cmdlets.md), by service and with the types of outputs. \
         `Get-Help {first}` and `Get-Help {second}` tell of the two that concern PowerShell \
         alone.\n\n## {name} Cmdlets\n{list}",
        manifest::GUID,
        manifest::VERSION,
        platyps::NOTICE,
        escape(manifest::DESCRIPTION),
    )
}
