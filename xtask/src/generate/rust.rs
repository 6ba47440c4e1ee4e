//! The Rust side: a file per cmdlet, the list of cmdlets, the dispatch, and the output types.

use super::files::Files;
use super::names::{pascal, snake};
use super::table::{Cmdlet, Service, Table};
use super::{rust_cmdlet, rust_types};

const FOLDER: &str = "native/cmdlets/src/generated";
pub(super) const NOTICE: &str = "Written by `./build generate` from native/cmdlets/table; edit that.";

pub(super) fn add(table: &Table, files: &mut Files) {
    for service in &table.services {
        let module = snake(&service.service);
        for cmdlet in &service.cmdlets {
            files.add(format!("{FOLDER}/{module}/{}.rs", snake(&cmdlet.name)), rust_cmdlet::file(service, cmdlet));
        }
        files.add(format!("{FOLDER}/{module}/mod.rs"), service_module(service));
        files.add(format!("{FOLDER}/output/{module}.rs"), rust_types::file(service));
    }
    files.add(format!("{FOLDER}/output/mod.rs"), rust_types::module(table));
    files.add(format!("{FOLDER}/mod.rs"), module(table));
    files.add(format!("{FOLDER}/dispatch.rs"), dispatch(table));
}

/// Module lines in the order of rustfmt, which does not see them.
fn sorted(mut lines: Vec<String>) -> String {
    lines.sort_by_key(|line| line.replace("pub ", ""));
    lines.concat()
}

fn service_module(service: &Service) -> String {
    let names: Vec<String> = service.cmdlets.iter().map(|cmdlet| snake(&cmdlet.name)).collect();
    let mods = sorted(names.iter().map(|name| format!("mod {name};\n")).collect());
    let uses: String =
        service.cmdlets.iter().map(|cmdlet| format!("pub use {}::{};\n", snake(&cmdlet.name), pascal(&cmdlet.name))).collect();
    let defs: String = names.iter().map(|name| format!("&{name}::CMDLET,")).collect();
    format!(
        "//! {}. {NOTICE}\n\n{mods}\n{uses}\nuse crate::def::CmdletDef;\n\n/// Its cmdlets.\npub(super) static CMDLETS: &[&CmdletDef] = &[{defs}];\n",
        service.title
    )
}

fn module(table: &Table) -> String {
    let services: Vec<String> = table.services.iter().map(|service| snake(&service.service)).collect();
    let mut mods: Vec<String> = services.iter().map(|name| format!("pub mod {name};\n")).collect();
    mods.extend(["mod dispatch;\n".to_owned(), "pub mod output;\n".to_owned()]);
    let mods = sorted(mods);
    let lists: String = services.iter().map(|name| format!("{name}::CMDLETS,")).collect();
    format!(
        "//! The cmdlets of every service, their parameters and outputs. {NOTICE}\n\n{mods}\nuse crate::def::CmdletDef;\npub use dispatch::run;\n\n\
         /// Every cmdlet.\npub fn cmdlets() -> impl Iterator<Item = &'static CmdletDef> {{\n    [{lists}].into_iter().flatten().copied()\n}}\n\n\
         /// The cmdlet of this name or other name, in any case.\n#[must_use]\npub fn find(name: &str) -> Option<&'static CmdletDef> {{\n\
         cmdlets().find(|cmdlet| cmdlet.name.eq_ignore_ascii_case(name) || cmdlet.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name)))\n}}\n"
    )
}

fn dispatch(table: &Table) -> String {
    let all: Vec<(String, &Cmdlet)> = table
        .services
        .iter()
        .flat_map(|service| service.cmdlets.iter().map(|cmdlet| (snake(&service.service), cmdlet)))
        .collect();
    let bounds: String =
        all.iter().map(|(service, cmdlet)| format!("super::{service}::{}: Run<C, E>,", pascal(&cmdlet.name))).collect();
    let arms: String = all
        .iter()
        .map(|(service, cmdlet)| {
            format!("{:?} => bound.into_parameters::<super::{service}::{}>()?.run(context),", cmdlet.name, pascal(&cmdlet.name))
        })
        .collect();
    format!(
        "//! From a cmdlet's name to its `run`. {NOTICE}\n\nuse crate::bind::{{Bound, Run}};\nuse crate::bind_error::BindError;\n\n\
         /// Makes the parameter struct of the bound cmdlet and runs it. A cmdlet without a `Run` does not compile.\n///\n\
         /// # Errors\n/// What ended the run.\npub fn run<C, E>(bound: Bound, context: &mut C) -> Result<(), E>\nwhere\nE: From<BindError>,\n{bounds}\n{{\n\
         match bound.cmdlet().name {{\n{arms}\nother => Err(BindError::command_not_found(other).into()),\n}}\n}}\n"
    )
}
