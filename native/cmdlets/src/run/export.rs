//! Items out into files.

use super::content::{Named, check_folder_of, failed, find, scope, walk};
use super::part::{self, NotPut, Part};
use super::transfer::Transfer;
use super::written::{Claim, Wish, fitted, numbered};
use super::{PlanResult, RunResult};
use crate::generated::customer_key::ExportCustomerKeyItem;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::view;
use ckey_engine::{ItemView, ScopeSelector, Tenant};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

impl Change for ExportCustomerKeyItem {
    fn plan(mut self, context: &mut Context) -> PlanResult {
        if let Some(object) = self.input_object.take() {
            let named = Named::of(&object);
            (self.mailbox, self.workload, self.site) = (named.mailbox, named.workload, named.site);
            self.identity = named.identity;
            if self.identity.is_none() && self.output_file.is_some() {
                return Err(CmdletError::argument(
                    "OneItemToAFile",
                    "A mailbox, a workload or a site stands for all its items, and a file takes one.",
                    "Give -Destination with a folder, or pipe the item from Get-CustomerKeyItem.",
                ));
            }
        }
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload, self.site)?;
        context.check_scope(&tenant, &scope)?;
        let into = Into {
            file: self.output_file.map(|file| context.path(&file)),
            folder: self.destination.map(|folder| context.path(&folder)),
            force: self.force,
            begun: false,
        };
        match self.identity {
            Some(identity) => one(context, tenant, scope, &identity, into),
            None => all(context, tenant, scope, into),
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
    let mut name = Name::alone(&item);
    into.claim(context, &tenant, &scope, (&item, &mut name))?;
    let effect = format!("The item '{}' would be decrypted and written.", item.name);
    Ok(Plan::one(effect, move |context| {
        let mut transfer = Transfer::new(EXPORTING, 1, item.size);
        into.begin(context, &tenant, &scope, Some(item.id))?;
        let taken = into.take(context, &tenant, &scope, (&item, &mut name), &mut transfer);
        transfer.done(context)?;
        taken
    }))
}

fn all(
    context: &mut Context,
    tenant: Arc<Tenant>,
    scope: ScopeSelector,
    mut into: Into,
) -> PlanResult {
    let (mut items, mut problems) = (Vec::new(), Vec::new());
    let (mut names, mut bytes) = (Names::default(), 0_u64);
    walk(context, &tenant, &scope, &mut |context, item| {
        let mut name = names.give(&item.name);
        // Otherwise each item is looked at when it is written.
        if context.is_told() {
            problems.extend(into.claim(context, &tenant, &scope, (&item, &mut name)).err());
        }
        bytes = bytes.saturating_add(item.size);
        items.push((item, name));
        Ok(true)
    })?;
    let effect = format!(
        "{} would be decrypted and written.",
        ckey_base::counted(items.len().saturating_sub(problems.len()), "item", "items")
    );
    let plan = Plan::one(effect, move |context| {
        let mut transfer = Transfer::new(EXPORTING, items.len(), bytes);
        for (item, mut name) in items {
            context.check()?;
            into.begin(context, &tenant, &scope, None)?;
            // Each item fails by itself: the others can still be saved.
            into.take(context, &tenant, &scope, (&item, &mut name), &mut transfer)
                .or_else(|problem| context.error(&problem))?;
        }
        transfer.done(context)
    });
    Ok(plan.in_spite_of(problems))
}

const EXPORTING: &str = "Decrypting items";

/// The name of an item as a file.
struct Name {
    /// What it would be alone.
    plain: String,
    /// What it is to be: with a number where the scope has others of the name.
    first: String,
    /// Whether that is known.
    is_given: bool,
}

impl Name {
    fn alone(item: &ItemView) -> Self {
        let plain = plain_name(&item.name, cfg!(windows));
        Self { first: plain.clone(), plain, is_given: false }
    }

    /// By its place among the items of its scope.
    fn find(
        &mut self,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        item: &ItemView,
    ) -> RunResult {
        let mut names = Names::default();
        walk(context, tenant, scope, &mut |_, other| {
            let name = names.give(&other.name);
            let is_own = other.id == item.id;
            if is_own {
                *self = name;
            }
            Ok(!is_own)
        })?;
        self.is_given = true;
        Ok(())
    }
}

/// The names of files for the items of a scope, in its order: items of one name are as many files.
/// Not even `-Force` lets one take another's place, also where case does not count.
#[derive(Default)]
struct Names(HashMap<String, u64>);

impl Names {
    fn give(&mut self, item: &str) -> Name {
        let plain = plain_name(item, cfg!(windows));
        let folded = plain.to_lowercase();
        let Some(mut number) = self.0.get(&folded).copied() else {
            self.0.insert(folded, 2);
            return Name { first: plain.clone(), plain, is_given: true };
        };
        loop {
            let first = numbered(&plain, number);
            number = number.saturating_add(1);
            if let Entry::Vacant(free) = self.0.entry(first.to_lowercase()) {
                free.insert(2);
                self.0.insert(folded, number);
                return Name { plain, first, is_given: true };
            }
        }
    }
}

/// Where items are written: one into a file, any number into a folder under their names.
struct Into {
    file: Option<PathBuf>,
    folder: Option<PathBuf>,
    force: bool,
    /// Whether it is on the record that items leave, and what was left in the folder is gone.
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
        let swept = self.folder.as_deref().or(self.file.as_deref().and_then(Path::parent));
        swept.into_iter().for_each(part::sweep);
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
        &self,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        (item, name): (&ItemView, &mut Name),
        transfer: &mut Transfer,
    ) -> RunResult {
        let mut claim = self.claim(context, tenant, scope, (item, name))?;
        if let Some(folder) = &self.folder {
            fs::create_dir_all(folder).map_err(|error| failed("written", folder, &error))?;
        }
        let (mut part, bytes) = decrypt(context, tenant, scope, (item, &claim.file), transfer)?;
        // Somebody may have given the name away while it was written. There may be another one.
        while let Err(problem) = part.put(&claim.file, self.force) {
            part = match (problem, &self.folder) {
                (NotPut::Taken(part), Some(_)) => part,
                (NotPut::Taken(_), None) => return Err(part::taken(&claim.file)),
                (NotPut::Failed(problem), _) => return Err(problem),
            };
            drop(claim);
            claim = self.claim(context, tenant, scope, (item, name))?;
        }
        let file = claim.file.clone();
        claim.keep();
        context.count_exported(1);
        context.send(&view::exported(item, &file, bytes))
    }

    /// The file that an item goes to, if it may be written.
    fn claim(
        &self,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        (item, name): (&ItemView, &mut Name),
    ) -> Result<Claim, CmdletError> {
        let claim = match (&self.file, &self.folder) {
            (Some(file), _) => {
                Tenant::check_output(file)?;
                part::check_replaced(file)?;
                if file.exists() && !self.force {
                    return Err(part::taken(file));
                }
                Claim::named(file.clone())
            }
            (None, Some(folder)) => self.claim_in(folder, context, tenant, scope, (item, name))?,
            (None, None) => {
                return Err(CmdletError::argument(
                    "NoTarget",
                    "No file to write was named.",
                    "Give -OutputFile or -Destination.",
                ));
            }
        };
        match &self.folder {
            // It is made where it is not there.
            Some(folder) => ckey_base::regular::check_new_folder(folder)
                .map_err(|error| failed("written", folder, &error))?,
            None => check_folder_of(&claim.file)?,
        }
        Ok(claim)
    }

    fn claim_in(
        &self,
        folder: &Path,
        context: &mut Context,
        tenant: &Tenant,
        scope: &ScopeSelector,
        (item, name): (&ItemView, &mut Name),
    ) -> Result<Claim, CmdletError> {
        Tenant::check_output(&folder.join(&name.first))?;
        let owner = (tenant.id(), item.id);
        loop {
            // Under a name that is taken another item of the scope may lie, which another process
            // has exported.
            if !name.is_given && folder.join(&name.first).symlink_metadata().is_ok() {
                name.find(context, tenant, scope, item)?;
            }
            let (plain, first) = (&*name.plain, &*name.first);
            match Claim::of(&Wish { folder, owner, plain, first, force: self.force }) {
                Ok(claim) => {
                    part::check_replaced(&claim.file)?;
                    return Ok(claim);
                }
                // It has come just now.
                Err(_) if !name.is_given => name.find(context, tenant, scope, item)?,
                Err(file) => {
                    part::check_replaced(&file)?;
                    return Err(part::taken(&file));
                }
            }
        }
    }
}

/// The name of an item as a file of one folder.
fn plain_name(name: &str, windows: bool) -> String {
    let is_other = |c: char| {
        matches!(c, '/' | '\\' | ':' | '\0')
            || windows && (c.is_control() || r#"<>"|?*"#.contains(c))
    };
    let name: String = name.chars().map(|c| if is_other(c) { '_' } else { c }).collect();
    let name = fitted(&name, "");
    if matches!(name.as_str(), "" | "." | "..") {
        "_".to_owned()
    } else if windows {
        windows_name(&name)
    } else {
        name
    }
}

/// Windows takes no point or space at the end of a name, and takes some names for devices, whatever
/// comes after a point.
fn windows_name(name: &str) -> String {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let name = match name.strip_suffix(['.', ' ']) {
        Some(start) => format!("{start}_"),
        None => name.to_owned(),
    };
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().filter_map(|port| stem.strip_prefix(port));
    let is_port = numbered.into_iter().any(|rest| {
        let mut digits = rest.chars();
        digits.next().is_some_and(|digit| "0123456789¹²³".contains(digit))
            && digits.next().is_none()
    });
    if is_port || DEVICES.contains(&stem.as_str()) { format!("_{name}") } else { name }
}

/// Writes beside the target, to be moved into place: a failed export leaves what was there before.
fn decrypt(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    (item, file): (&ItemView, &Path),
    transfer: &mut Transfer,
) -> Result<(Part, u64), CmdletError> {
    let cancel = context.cancel().clone();
    let mut part = Part::begin(file)?;
    let mut target = transfer.next(context, &item.name, &mut part);
    let bytes = tenant.items().export(scope, item.id, &mut target, &cancel)?;
    target.flush().map_err(|error| failed("written", file, &error))?;
    Ok((part, bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_becomes_one_that_the_system_takes_for_a_file_of_the_folder() {
        for (name, elsewhere, windows) in [
            ("a/b\\c:d", "a_b_c_d", "a_b_c_d"),
            ("..", "_", "_"),
            ("Re: <what>?", "Re_ <what>?", "Re_ _what__"),
            ("a|b*\"\t", "a|b*\"\t", "a_b___"),
            ("end. ", "end. ", "end._"),
            ("NUL", "NUL", "_NUL"),
            ("con .tar.gz", "con .tar.gz", "_con .tar.gz"),
            ("Com1.txt", "Com1.txt", "_Com1.txt"),
            ("com", "com", "com"),
            ("nullable.eml", "nullable.eml", "nullable.eml"),
        ] {
            assert_eq!(plain_name(name, false), elsewhere);
            assert_eq!(plain_name(name, true), windows);
        }
    }

    #[test]
    fn items_of_one_name_are_files_of_different_names_however_they_are_numbered_already() {
        let mut names = Names::default();
        let given = ["a.eml", "a.eml", "A.EML", "a (2).eml", "a/b", "a_b", ".x", ".x", "n", "n"]
            .map(|name| names.give(name).first);
        let wanted = [
            "a.eml",
            "a (2).eml",
            "A (3).EML",
            "a (2) (2).eml",
            "a_b",
            "a_b (2)",
            ".x",
            ".x (2)",
            "n",
            "n (2)",
        ];
        assert_eq!(given, wanted);
    }
}
