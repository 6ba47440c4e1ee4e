//! The PowerShell module: everything of it but the kernel.

use super::completers::completers;
use super::files::Files;
use super::function::function;
use super::manifest;
use super::views;
use ckey_table::Table;

const FOLDER: &str = "powershell-module/CustomerKey";

pub(super) fn add(table: &Table, files: &mut Files) {
    files.add(format!("{FOLDER}/Cmdlets.ps1"), cmdlets(table));
    files.add(format!("{FOLDER}/CustomerKey.psd1"), manifest::ours(table));
    files.add(format!("{FOLDER}/CustomerKey.Format.ps1xml"), views::format(table));
    files.add(format!("{FOLDER}/CustomerKey.Types.ps1xml"), views::types(table));
    for service in table.services {
        if let Some(shim) = &service.shim {
            let folder = format!("{FOLDER}/compat/{0}/{0}", shim.name);
            files.add(format!("{folder}.psd1"), manifest::shim(service, shim));
            files.add(format!("{folder}.psm1"), manifest::shim_module(service));
        }
    }
}

fn cmdlets(table: &Table) -> String {
    let mut text = manifest::NOTICE.to_owned();
    for service in table.services {
        let rule = "-".repeat(110_usize.saturating_sub(service.title.len()));
        text.push_str(&format!("\n# ---- {} {rule}\n", service.title));
        for cmdlet in &service.cmdlets {
            text.push('\n');
            text.push_str(&function(cmdlet));
        }
    }
    text.push('\n');
    text.push_str(&completers(table));
    text
}
