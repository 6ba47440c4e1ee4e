//! The stages of a pipeline: cmdlets, and what trims or shows their objects.

use std::rc::Rc;

use ckey_cmdlets::table::CmdletDef;

use super::trim::Trim;
use crate::bind::{Bound, bind};
use crate::line::{Command, Pipeline};
use crate::near;
use crate::output::Item;

/// One stage.
pub(crate) enum Stage {
    Cmdlet(Rc<Cmdlet>),
    Trim(Trim),
}

/// A cmdlet and what was written after it.
pub(crate) struct Cmdlet {
    pub(crate) def: &'static CmdletDef,
    pub(crate) bound: Bound,
}

impl Cmdlet {
    /// Whether `-Force` may be given beside what is given.
    pub(crate) fn takes_force(&self) -> bool {
        let Some(force) = self.def.parameter("Force") else { return false };
        let given: Vec<_> =
            self.bound.parameters.keys().filter_map(|name| self.def.parameter(name)).collect();
        let one = [""];
        let sets = if self.def.sets.is_empty() { one.as_slice() } else { self.def.sets };
        sets.iter()
            .any(|set| force.is_in(set) && given.iter().all(|parameter| parameter.is_in(set)))
    }
}

impl Stage {
    /// What a stage still holds when nothing more comes.
    pub(crate) fn finish(&mut self) -> Vec<Item> {
        match self {
            Stage::Cmdlet(_) => Vec::new(),
            Stage::Trim(trim) => trim.finish(),
        }
    }
}

/// Whether the cmdlet chooses the tenant for what follows.
pub(crate) fn opens_tenant(cmdlet: &str) -> bool {
    ["New-CustomerKeyTenant", "Open-CustomerKeyTenant", "Restore-CustomerKeyTenant"]
        .contains(&cmdlet)
}

/// Finds every stage before the first one runs, so that a slip in the third leaves nothing half
/// done.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn build(pipeline: &Pipeline) -> Result<Vec<Stage>, String> {
    pipeline.commands.iter().enumerate().map(|(at, command)| one(command, at == 0)).collect()
}

fn one(command: &Command, first: bool) -> Result<Stage, String> {
    if let Some(trim) = Trim::from_command(command)? {
        return if first {
            Err(format!("{} needs objects from a cmdlet before it", command.name))
        } else {
            Ok(Stage::Trim(trim))
        };
    }
    let def = find(&command.name)?;
    Ok(Stage::Cmdlet(Rc::new(Cmdlet { def, bound: bind(def, command)? })))
}

/// A cmdlet by any of its names, in any case, also as `Az.KeyVault\Get-AzKeyVault`.
///
/// # Errors
/// A sentence with the name that was probably meant.
pub(crate) fn find(name: &str) -> Result<&'static CmdletDef, String> {
    let bare = name.rsplit_once('\\').map_or(name, |(_, bare)| bare);
    ckey_cmdlets::table::find(bare).ok_or_else(|| {
        let near = near::suggestion(bare, ckey_cmdlets::table::cmdlets().map(|def| def.name));
        let hint = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
        format!("there is no cmdlet {name}.{hint} See: customer-key help")
    })
}
