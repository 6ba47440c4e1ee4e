//! Items out into files.

use super::content::{check_folder_of, failed, find, scope, walk};
use super::{PlanResult, RunResult, text_of};
use crate::generated::customer_key::ExportCustomerKeyItem;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::view;
use ckey_base::CancelToken;
use ckey_engine::{ItemView, ScopeSelector, Tenant};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempPath;
use uuid::Uuid;

impl Change for ExportCustomerKeyItem {
    fn plan(mut self, context: &mut Context) -> PlanResult {
        if let Some(item) = self.input_object.take() {
            // An item says itself where it lies.
            (self.mailbox, self.workload) = (text_of(&item, "Mailbox"), text_of(&item, "Workload"));
            self.identity = text_of(&item, "Identity");
        }
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        context.check_scope(&tenant, &scope)?;
        let mut into = Into {
            file: self.output_file.map(|file| context.path(&file)),
            folder: self.destination.map(|folder| context.path(&folder)),
            force: self.force,
            written: HashSet::new(),
            begun: false,
        };
        match self.identity.filter(|identity| !identity.is_empty()) {
            Some(identity) => one(context, tenant, scope, &identity, into),
            None => {
                let (mut count, mut problems) = (0_u64, Vec::new());
                walk(context, &tenant, &scope, &mut |_, item| {
                    match into.check(&item) {
                        Ok(file) => {
                            count += 1;
                            into.written.insert(file);
                        }
                        Err(problem) => problems.push(problem),
                    }
                    Ok(true)
                })?;
                into.written.clear();
                let effect = format!("{count} items would be decrypted and written.");
                let plan = Plan::one(effect, move |context| all(context, &tenant, &scope, into));
                Ok(plan.in_spite_of(problems))
            }
        }
    }
}

fn one(
    context: &mut Context,
    tenant: Arc<Tenant>,
    scope: ScopeSelector,
    identity: &str,
    mut into: Into,
) -> PlanResult {
    let item = find(context, &tenant, &scope, identity)?;
    into.check(&item)?;
    let effect = format!("The item '{}' would be decrypted and written.", item.name);
    Ok(Plan::one(effect, move |context| {
        into.begin(context, &tenant, &scope, Some(item.id))?;
        into.take(context, &tenant, &scope, &item)
    }))
}

fn all(context: &mut Context, tenant: &Tenant, scope: &ScopeSelector, mut into: Into) -> RunResult {
    walk(context, tenant, scope, &mut |context, item| {
        into.begin(context, tenant, scope, None)?;
        // Each item fails by itself: the others can still be saved.
        into.take(context, tenant, scope, &item).or_else(|problem| context.error(&problem))?;
        Ok(true)
    })
}

/// Where items are written: one into a file, any number into a folder under their names.
struct Into {
    file: Option<PathBuf>,
    folder: Option<PathBuf>,
    force: bool,
    /// What this call has written: `-Force` does not let one item take another's place.
    written: HashSet<PathBuf>,
    /// Whether it is on the record that items leave.
    begun: bool,
}

impl Into {
    /// Says on the record that items leave, once, and before the first does. Where nothing can be
    /// recorded the user hears of it.
    fn begin(
        &mut self,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        item: Option<Uuid>,
    ) -> RunResult {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        context.count_exported(0);
        let into = self.file.as_deref().or(self.folder.as_deref()).unwrap_or(Path::new(""));
        match tenant.items().record_export(scope, item, into) {
            Ok(()) => Ok(()),
            Err(_) if tenant.is_read_only() => context.warning(&format!(
                "What is exported from '{}' is not recorded: the tenant cannot be written.",
                scope.name()
            )),
            Err(error) => context.warning(&format!(
                "What is exported from '{}' is not recorded: {}",
                scope.name(),
                error.message
            )),
        }
    }

    fn take(
        &mut self,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        item: &ItemView,
    ) -> RunResult {
        let file = self.check(item)?;
        if let Some(folder) = &self.folder {
            fs::create_dir_all(folder).map_err(|error| failed("written", folder, &error))?;
        }
        let force = self.may_replace(&file);
        let bytes = export(tenant, scope, item, &file, force, context.cancel())?;
        self.written.insert(file.clone());
        context.count_exported(1);
        context.send(&view::exported(item, &file, bytes))
    }

    /// The file that an item goes to, if it may be written.
    fn check(&self, item: &ItemView) -> Result<PathBuf, CmdletError> {
        let (file, folder) = match (&self.file, &self.folder) {
            (Some(file), _) => (file.clone(), None),
            (None, Some(folder)) => (folder.join(plain_name(&item.name)), Some(folder)),
            (None, None) => {
                return Err(CmdletError::argument(
                    "NoTarget",
                    "No file to write was named.",
                    "Give -OutputFile or -Destination.",
                ));
            }
        };
        Tenant::check_output(&file)?;
        if self.written.contains(&file) || (file.exists() && !self.may_replace(&file)) {
            return Err(exists(&file));
        }
        match folder {
            // It is made where it is not there.
            Some(folder) => ckey_base::regular::check_new_folder(folder)
                .map_err(|error| failed("written", folder, &error))?,
            None => check_folder_of(&file)?,
        }
        Ok(file)
    }

    /// Two items of one name are two items: the second must not replace the first.
    fn may_replace(&self, file: &Path) -> bool {
        self.force && !self.written.contains(file)
    }
}

/// The name of an item as a file of one folder.
fn plain_name(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if matches!(c, '/' | '\\' | ':' | '\0') { '_' } else { c }).collect();
    if matches!(name.as_str(), "" | "." | "..") { "_".to_owned() } else { name }
}

/// Writes beside the target and moves into place: a failed export leaves what was there before.
/// Only `-Force` writes over it (rule 8.2.3).
fn export(
    tenant: &Tenant,
    scope: &ScopeSelector,
    item: &ItemView,
    file: &Path,
    force: bool,
    cancel: &CancelToken,
) -> Result<u64, CmdletError> {
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", Uuid::new_v4().simple()));
    let part = PathBuf::from(part);
    let mut target = create(&part, file)?;
    let part = TempPath::try_from_path(part).map_err(|error| failed("written", file, &error))?;
    let bytes = tenant.items().export(scope, item.id, &mut target, cancel)?;
    target.flush().map_err(|error| failed("written", file, &error))?;
    drop(target);
    put(part, file, force)?;
    Ok(bytes)
}

fn create(part: &Path, file: &Path) -> Result<File, CmdletError> {
    // Anyone who asked knows the file by the name it was going to have.
    File::create_new(part).map_err(|error| failed("written", file, &error))
}

/// Moves a whole file to its name. Without `force` it takes no name that somebody else gave away
/// while it was written.
fn put(part: TempPath, file: &Path, force: bool) -> Result<(), CmdletError> {
    let put = if force { part.persist(file) } else { part.persist_noclobber(file) };
    put.map_err(|problem| match problem.error.kind() {
        ErrorKind::AlreadyExists => exists(file),
        _ => failed("written", file, &problem.error),
    })
}

fn exists(file: &Path) -> CmdletError {
    super::content::exists(file, "Give another file, or -Force to write over it.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Rule 8.2.3.
    #[test]
    fn a_file_that_appears_while_an_item_is_exported_is_written_over_by_force_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (file, part) = (folder.path().join("letter.eml"), folder.path().join("part"));
        let put_over = |force| {
            fs::write(&file, "theirs").unwrap();
            fs::write(&part, "ours").unwrap();
            let done = put(TempPath::try_from_path(&part).unwrap(), &file, force);
            assert!(!part.exists());
            (done.map_err(|error| error.id), fs::read_to_string(&file).unwrap())
        };
        assert_eq!(put_over(false), (Err("FileExists".into()), "theirs".to_owned()));
        assert_eq!(put_over(true), (Ok(()), "ours".to_owned()));
    }
}
