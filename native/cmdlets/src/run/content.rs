//! Items of mailboxes and workloads: in, listed, out.

use super::{Ran, text_of};
use crate::bind::Run;
use crate::context::Context;
use crate::error::CmdletError;
use crate::generated::customer_key::{ExportCustomerKeyItem, GetCustomerKeyItem, GetCustomerKeyWorkload, ImportCustomerKeyItem};
use crate::view;
use ckey_engine::{ItemView, ScopeSelector, Tenant};
use ckey_vault::CancelToken;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A file that could not be read or written.
pub(super) fn failed(what: &str, file: &Path, error: &io::Error) -> CmdletError {
    let (id, category) = if what == "read" { ("FileNotReadable", "ReadError") } else { ("FileNotWritable", "WriteError") };
    CmdletError::new(
        id,
        category,
        format!("The file {} could not be {what}: {error}.", file.display()),
        "Check the path and its permissions.",
    )
    .about(file.display().to_string())
}

fn scope(mailbox: Option<String>, workload: Option<String>) -> Result<ScopeSelector, CmdletError> {
    match (mailbox.filter(|name| !name.is_empty()), workload.filter(|name| !name.is_empty())) {
        (Some(mailbox), None) => Ok(ScopeSelector::Mailbox(mailbox)),
        (None, Some(workload)) => Ok(ScopeSelector::Workload(workload)),
        _ => Err(CmdletError::argument(
            "ScopeNotNamed",
            "Neither a mailbox nor a workload was named.",
            "Give -Mailbox or -Workload.",
        )),
    }
}

impl Run<Context, CmdletError> for ImportCustomerKeyItem {
    fn run(self, context: &mut Context) -> Ran {
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        let path = context.path(&self.path);
        let files = files(&path)?;
        if context.what_if() {
            return context.would(&format!("{} items would be encrypted and stored.", files.len()));
        }
        let actor = context.exchange_actor(&tenant)?;
        let total: u64 = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|about| about.len()).sum();
        let mut done = 0;
        for file in &files {
            context.check()?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut source = File::open(file).map_err(|error| failed("read", file, &error))?;
            let cancel = context.cancel().clone();
            let mut counted = Counted { context, name: &name, done: &mut done, total, source: &mut source };
            let item = tenant.import_item(&actor, &scope, &name, &mut counted, &cancel)?;
            context.send(&view::item(&scope, &item))?;
        }
        context.progress_done(IMPORTING)
    }
}

const IMPORTING: &str = "Encrypting items";

/// Reads a file, shows how far it is, and ends when the call is cancelled.
struct Counted<'a> {
    context: &'a mut Context,
    name: &'a str,
    done: &'a mut u64,
    total: u64,
    source: &'a mut File,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stop = |_: CmdletError| io::Error::other("the call was cancelled");
        self.context.check().map_err(stop)?;
        let read = self.source.read(buffer)?;
        *self.done = self.done.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        let percent = self.done.saturating_mul(100).checked_div(self.total).and_then(|percent| i32::try_from(percent).ok());
        self.context.progress(IMPORTING, self.name, percent.unwrap_or(-1)).map_err(stop)?;
        Ok(read)
    }
}

/// The file itself, or the files of a folder, by name.
fn files(path: &Path) -> Result<Vec<PathBuf>, CmdletError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>());
    let mut files = entries.map_err(|error| failed("read", path, &error))?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

impl Run<Context, CmdletError> for GetCustomerKeyItem {
    fn run(self, context: &mut Context) -> Ran {
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        match self.identity.filter(|identity| !identity.is_empty()) {
            Some(identity) => {
                let found = find(context, &tenant, &scope, &identity)?;
                let item = if found.sealed_sha256.is_some() { found } else { tenant.item(&scope, found.id)? };
                context.send(&view::item(&scope, &item))
            }
            None => walk(context, &tenant, &scope, &mut |context, item| context.send(&view::item(&scope, &item)).map(|()| true)),
        }
    }
}

/// Hands every item of a scope to `each` until it has enough.
fn walk(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    each: &mut dyn FnMut(&mut Context, ItemView) -> Result<bool, CmdletError>,
) -> Ran {
    let (mut after, mut limit) = (0, 50);
    loop {
        context.check()?;
        let page = tenant.item_page(scope, after, limit)?;
        let Some(last) = page.last() else { return Ok(()) };
        (after, limit) = (last.no, 1000);
        for item in page {
            if !each(context, item)? {
                return Ok(());
            }
        }
    }
}

/// An item by id, or the first by name.
fn find(context: &mut Context, tenant: &Tenant, scope: &ScopeSelector, identity: &str) -> Result<ItemView, CmdletError> {
    if let Ok(id) = Uuid::try_parse(identity) {
        return Ok(tenant.item(scope, id)?);
    }
    let mut found = None;
    walk(context, tenant, scope, &mut |_, item| {
        if item.name.eq_ignore_ascii_case(identity) {
            found = Some(item);
        }
        Ok(found.is_none())
    })?;
    found.ok_or_else(|| {
        CmdletError::new(
            "ItemNotFound",
            "ObjectNotFound",
            format!("There is no item '{identity}'."),
            "Get-CustomerKeyItem lists the items there are.",
        )
        .about(identity)
    })
}

impl Run<Context, CmdletError> for ExportCustomerKeyItem {
    fn run(mut self, context: &mut Context) -> Ran {
        if let Some(item) = self.input_object.take() {
            // An item says itself where it lies.
            (self.mailbox, self.workload) = (text_of(&item, "Mailbox"), text_of(&item, "Workload"));
            self.identity = text_of(&item, "Identity");
        }
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        let mut into = Into {
            file: self.output_file.map(|file| context.path(&file)),
            folder: self.destination.map(|folder| context.path(&folder)),
            force: self.force,
            written: HashSet::new(),
        };
        if let Some(identity) = self.identity.filter(|identity| !identity.is_empty()) {
            let item = find(context, &tenant, &scope, &identity)?;
            if context.what_if() {
                return context.would(&format!("The item '{}' would be decrypted and written.", item.name));
            }
            return into.take(context, &tenant, &scope, &item);
        }
        let mut count = 0_u64;
        walk(context, &tenant, &scope, &mut |context, item| {
            count += 1;
            if !context.what_if() {
                // Each item fails by itself: the others can still be saved.
                into.take(context, &tenant, &scope, &item).or_else(|problem| context.error(&problem))?;
            }
            Ok(true)
        })?;
        if context.what_if() { context.would(&format!("{count} items would be decrypted and written.")) } else { Ok(()) }
    }
}

/// Where items are written: one into a file, any number into a folder under their names.
struct Into {
    file: Option<PathBuf>,
    folder: Option<PathBuf>,
    force: bool,
    /// What this call has written: `-Force` does not let one item take another's place.
    written: HashSet<PathBuf>,
}

impl Into {
    fn take(&mut self, context: &mut Context, tenant: &Tenant, scope: &ScopeSelector, item: &ItemView) -> Ran {
        let file = match (&self.file, &self.folder) {
            (Some(file), _) => file.clone(),
            (None, Some(folder)) => {
                fs::create_dir_all(folder).map_err(|error| failed("written", folder, &error))?;
                folder.join(plain_name(&item.name))
            }
            (None, None) => {
                return Err(CmdletError::argument(
                    "NoTarget",
                    "No file to write was named.",
                    "Give -OutputFile or -Destination.",
                ));
            }
        };
        let force = self.force && !self.written.contains(&file);
        let bytes = export(tenant, scope, item, &file, force, context.cancel())?;
        self.written.insert(file.clone());
        context.send(&view::exported(item, &file, bytes))
    }
}

/// The name of an item as a file of one folder.
fn plain_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if matches!(c, '/' | '\\' | ':' | '\0') { '_' } else { c }).collect();
    if matches!(name.as_str(), "" | "." | "..") { "_".to_owned() } else { name }
}

/// Writes beside the target and moves into place: a failed export leaves what was there before.
fn export(
    tenant: &Tenant,
    scope: &ScopeSelector,
    item: &ItemView,
    file: &Path,
    force: bool,
    cancel: &CancelToken,
) -> Result<u64, CmdletError> {
    if file.exists() && !force {
        let message = format!("The file {} exists.", file.display());
        return Err(CmdletError::new("FileExists", "ResourceExists", message, "Give another file, or -Force to write over it.")
            .about(file.display().to_string()));
    }
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", Uuid::new_v4().simple()));
    let part = PathBuf::from(part);
    let written = write_part(tenant, scope, item, &part, cancel);
    let done = written.and_then(|bytes| fs::rename(&part, file).map(|()| bytes).map_err(|error| failed("written", file, &error)));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

fn write_part(
    tenant: &Tenant,
    scope: &ScopeSelector,
    item: &ItemView,
    part: &Path,
    cancel: &CancelToken,
) -> Result<u64, CmdletError> {
    let mut target = File::create_new(part).map_err(|error| failed("written", part, &error))?;
    let bytes = tenant.export_item(scope, item.id, &mut target, cancel)?;
    target.flush().map_err(|error| failed("written", part, &error))?;
    Ok(bytes)
}

impl Run<Context, CmdletError> for GetCustomerKeyWorkload {
    fn run(self, context: &mut Context) -> Ran {
        let tenant = context.tenant()?;
        let workloads = tenant.workloads()?;
        let assigned = tenant.assignment()?.map(|assigned| assigned.policy.generation_guid);
        let wanted = self.identity.filter(|identity| !identity.is_empty());
        let mut found = workloads
            .iter()
            .filter(|workload| wanted.as_deref().is_none_or(|name| workload.name.eq_ignore_ascii_case(name)))
            .peekable();
        if let (Some(name), None) = (&wanted, found.peek()) {
            let message = format!("There is no workload '{name}'.");
            return Err(CmdletError::new(
                "WorkloadNotFound",
                "ObjectNotFound",
                message,
                "Get-CustomerKeyWorkload lists the workloads there are.",
            )
            .about(name));
        }
        found.try_for_each(|workload| context.send(&view::workload(workload, workload.data_encryption_policy_id != assigned)))
    }
}
