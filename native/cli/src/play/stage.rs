//! The stages of a pipeline: cmdlets, and what trims or shows their objects.

use std::rc::Rc;

use ckey_cmdlets::table::CmdletDef;

use super::trim::{self, Csv, Trim};
use crate::bind::{Bound, bind};
use crate::line::{Command, Pipeline};
use crate::near::find;

/// One stage.
pub(crate) enum Stage {
    Cmdlet(Rc<Cmdlet>),
    Trim(Trim),
    /// A file of objects.
    Import(Csv),
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

/// Finds every stage before the first one runs, so that a slip in the third leaves nothing half
/// done.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn build(pipeline: &Pipeline) -> Result<Vec<Stage>, String> {
    let begins = |at: usize| at == 0 && pipeline.source.is_none();
    pipeline.commands.iter().enumerate().map(|(at, command)| one(command, begins(at))).collect()
}

fn one(command: &Command, first: bool) -> Result<Stage, String> {
    if let Some(file) = trim::source(command)? {
        return if first {
            Ok(Stage::Import(file))
        } else {
            Err(format!("{} begins a line", command.name))
        };
    }
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
