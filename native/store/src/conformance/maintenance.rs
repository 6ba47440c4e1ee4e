//! Keeping a state as a whole.

use super::samples::populate;
use super::{Outcome, Rules, Wrong, fails, holds, recorded, same};
use crate::error::StoreErrorKind;
use crate::state::{State, StateExt, key_needs};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a sound state passes all its checks", checked),
    ("the log is truncated and the store compacted without a change to what is in it", compacted),
    ("a backup is a new file and never overwrites one", backed_up),
];

fn checked(state: &Backend) -> Outcome {
    populate(state.as_ref(), 20)?;
    let checks = state.check()?;
    holds("at least one check", !checks.is_empty())?;
    same("failed checks", checks.into_iter().filter(|check| !check.passed).collect(), Vec::new())
}

fn compacted(state: &Backend) -> Outcome {
    let (policy, _) = populate(state.as_ref(), 20)?;
    state.truncate_log()?;
    state.compact()?;
    same("wraps", state.view(|reader| reader.count_wraps(policy, u32::MAX))?, 20)?;
    recorded(state.as_ref(), |writer| writer.raise_epoch())?;
    Ok(())
}

fn backed_up(state: &Backend) -> Outcome {
    populate(state.as_ref(), 20)?;
    let folder = tempfile::tempdir().map_err(|error| Wrong(error.to_string()))?;
    let file = folder.path().join("backup");
    same("needs", state.backup(&file)?, state.view(|reader| key_needs(reader))?)?;
    holds("a file that is not empty", file.metadata().is_ok_and(|file| file.len() > 0))?;
    fails("a second one", state.backup(&file), StoreErrorKind::Conflict)?;
    let files = std::fs::read_dir(folder.path()).map_or(0, Iterator::count);
    same("files in the folder", files, 1)
}
