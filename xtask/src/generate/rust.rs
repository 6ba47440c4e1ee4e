//! The Rust side: what the compiler has to know of the table. For each service a file with the
//! structs of its cmdlets' parameters and one with those of its outputs, and the list from which
//! the dispatch is made.

use ckey_table::{CmdletDef, Service, Table};

use super::files::Files;
use super::names::{pascal, snake};
use super::{rust_parameters, rust_types};

const FOLDER: &str = "native/cmdlets/src/generated";
pub(super) const NOTICE: &str =
    "Written by `./build generate` from native/table/services; edit that.";

pub(super) fn add(table: &Table, files: &mut Files) {
    let mut modules = Vec::new();
    for service in table.services {
        let module = snake(service.service);
        files.add(format!("{FOLDER}/{module}.rs"), rust_parameters::file(service));
        files.add(format!("{FOLDER}/output/{module}.rs"), rust_types::file(service));
        modules.push(module);
    }
    let lines = |also: &[&str]| {
        let mut names: Vec<&str> =
            modules.iter().map(String::as_str).chain(also.iter().copied()).collect();
        names.sort_unstable();
        names.iter().map(|name| format!("pub(crate) mod {name};\n")).collect::<String>()
    };
    files.add(
        format!("{FOLDER}/mod.rs"),
        format!(
            "//! Parameters and outputs as structs, and from a cmdlet's name to what runs it.\n//!\n//! {NOTICE}\n\n{}\nuse crate::runtime::dispatch::dispatch;\n\n{}",
            lines(&["output"]),
            dispatch(table.services)
        ),
    );
    files.add(
        format!("{FOLDER}/output/mod.rs"),
        format!("//! The outputs of every service.\n//!\n//! {NOTICE}\n\n{}", lines(&[])),
    );
}

fn dispatch(services: &[Service]) -> String {
    let line = |service: &Service, cmdlet: &CmdletDef| {
        format!(
            "        {:?} => {}::{},\n",
            cmdlet.name,
            snake(service.service),
            pascal(cmdlet.name)
        )
    };
    let lines = |changes: bool| {
        services
            .iter()
            .flat_map(|service| service.cmdlets.iter().map(move |cmdlet| (service, cmdlet)))
            .filter(|(_, cmdlet)| cmdlet.plans() == changes)
            .map(|(service, cmdlet)| line(service, cmdlet))
            .collect::<String>()
    };
    format!(
        "dispatch! {{\n    runs {{\n{}    }}\n    changes {{\n{}    }}\n}}\n",
        lines(false),
        lines(true)
    )
}
