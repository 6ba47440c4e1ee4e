//! The PowerShell module: everything of it but the kernel.

use super::completers;
use super::files::Files;
use super::function::function;
use super::help;
use super::manifest;
use super::views;
use ckey_table::{Service, Table};

const FOLDER: &str = "powershell-module/CustomerKey";

pub(super) fn add(table: &Table, files: &mut Files) {
    let is_az =
        |service: &&Service| service.shim.as_ref().is_some_and(|s| s.name.starts_with("Az."));
    let (az, others): (Vec<_>, Vec<_>) = table.services.iter().partition(is_az);
    files.add(format!("{FOLDER}/Azure.ps1"), cmdlets(table, &az));
    files.add(format!("{FOLDER}/Cmdlets.ps1"), cmdlets(table, &others));
    files.add(format!("{FOLDER}/Completers.ps1"), completers::completers(table));
    files.add(format!("{FOLDER}/CustomerKey.psd1"), manifest::ours(table));
    files.add(format!("{FOLDER}/CustomerKey.Format.ps1xml"), views::format(table));
    files.add(format!("{FOLDER}/Types.jsonl"), types(table));
    files.add(format!("{FOLDER}/en-US/{}", help::FILE), help::help(table));
    for bundle in &manifest::BUNDLES {
        let folder = format!("{FOLDER}/compat/{0}/{0}", bundle.name);
        files.add(format!("{folder}.psd1"), bundle.manifest(table));
        files.add(format!("{folder}.psm1"), bundle.module(table));
    }
    for service in table.services {
        if let Some(shim) = &service.shim {
            let folder = format!("{FOLDER}/compat/{0}/{0}", shim.name);
            files.add(format!("{folder}.psd1"), manifest::shim(service, shim));
            files.add(format!("{folder}.psm1"), manifest::shim_module(service));
        }
    }
}

/// What records say of each type, each after those that it needs: the module's classes are made of
/// it, so that the properties of an object are known before the first call, to the Tab key too.
fn types(table: &Table) -> String {
    let mut done: Vec<&str> = Vec::new();
    let mut text = String::new();
    while let Some(next) = table
        .types()
        .find(|ty| !done.contains(&ty.name) && ty.needs().all(|needed| done.contains(&needed)))
    {
        done.push(next.name);
        text.push_str(&String::from_utf8_lossy(&next.shape.head(true)));
        text.push('\n');
    }
    text
}

fn cmdlets(table: &Table, services: &[&Service]) -> String {
    let mut text = manifest::NOTICE.to_owned();
    for service in services {
        let rule = "-".repeat(110_usize.saturating_sub(service.title.len()));
        text.push_str(&format!("\n# ---- {} {rule}\n", service.title));
        for cmdlet in &service.cmdlets {
            text.push('\n');
            text.push_str(&function(table, cmdlet));
        }
    }
    text
}
