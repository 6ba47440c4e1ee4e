//! Items of mailboxes and workloads: in, listed, out.

use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    GetCustomerKeyItem, GetCustomerKeyWorkload, ImportCustomerKeyItem,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::Category;
use ckey_engine::{ItemView, ScopeSelector, Tenant};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A file that could not be read or written.
pub(super) fn failed(what: &str, file: &Path, error: &io::Error) -> CmdletError {
    let (id, category) = if what == "read" {
        ("FileNotReadable", Category::ReadError)
    } else {
        ("FileNotWritable", Category::WriteError)
    };
    CmdletError::new(
        id,
        category,
        format!("The file {} could not be {what}: {error}.", file.display()),
        "Check the path and its permissions.",
    )
    .about(file.display().to_string())
}

/// A file that is there and is not written over.
pub(super) fn exists(file: &Path, fix: &str) -> CmdletError {
    let message = format!("The file {} exists.", file.display());
    CmdletError::new("FileExists", Category::ResourceExists, message, fix)
        .about(file.display().to_string())
}

pub(super) fn scope(
    mailbox: Option<String>,
    workload: Option<String>,
) -> Result<ScopeSelector, CmdletError> {
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

/// Refuses a file whose folder is not there or cannot be written to.
pub(super) fn check_folder_of(file: &Path) -> RunResult {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    ckey_base::regular::check_folder(folder).map_err(|error| failed("written", file, &error))
}

impl Change for ImportCustomerKeyItem {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        context.check_scope(&tenant, &scope)?;
        tenant.items().check_import(&scope)?;
        let path = context.path(&self.path);
        let files = files(&path)?;
        for file in &files {
            context.check()?;
            ckey_base::regular::open(file).map_err(|error| failed("read", file, &error))?;
        }
        let effect = format!("{} items would be encrypted and stored.", files.len());
        Ok(Plan::one(effect, move |context| import(context, &tenant, &scope, &files)))
    }
}

fn import(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    files: &[PathBuf],
) -> RunResult {
    let actor = context.exchange_actor(tenant)?;
    let total: u64 =
        files.iter().filter_map(|file| fs::metadata(file).ok()).map(|about| about.len()).sum();
    let mut done = 0;
    for file in files {
        context.check()?;
        let name =
            file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut source =
            ckey_base::regular::open(file).map_err(|error| failed("read", file, &error))?;
        let cancel = context.cancel().clone();
        let mut counted =
            Counted { context, name: &name, done: &mut done, total, source: &mut source };
        let item = tenant.items().import(&actor, scope, &name, &mut counted, &cancel)?;
        context.send(&view::item(scope, &item))?;
    }
    context.progress_done(IMPORTING)
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
        let percent = self
            .done
            .saturating_mul(100)
            .checked_div(self.total)
            .and_then(|percent| i32::try_from(percent).ok());
        self.context.progress(IMPORTING, self.name, percent.unwrap_or(-1)).map_err(stop)?;
        Ok(read)
    }
}

/// The file itself, or the files of a folder, by name.
fn files(path: &Path) -> Result<Vec<PathBuf>, CmdletError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
    });
    let mut files = entries.map_err(|error| failed("read", path, &error))?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

impl Run<Context, CmdletError> for GetCustomerKeyItem {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload)?;
        context.check_scope(&tenant, &scope)?;
        match self.identity.filter(|identity| !identity.is_empty()) {
            Some(identity) => {
                let found = find(context, &tenant, &scope, &identity)?;
                let item = if found.sealed_sha256.is_some() {
                    found
                } else {
                    tenant.items().get(&scope, found.id)?
                };
                context.send(&view::item(&scope, &item))
            }
            None => walk(context, &tenant, &scope, &mut |context, item| {
                context.send(&view::item(&scope, &item)).map(|()| true)
            }),
        }
    }
}

/// Hands every item of a scope to `each` until it has enough.
pub(super) fn walk(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    each: &mut dyn FnMut(&mut Context, ItemView) -> Result<bool, CmdletError>,
) -> RunResult {
    let (mut after, mut limit) = (0, 50);
    loop {
        context.check()?;
        let page = tenant.items().page(scope, after, limit)?;
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
pub(super) fn find(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    identity: &str,
) -> Result<ItemView, CmdletError> {
    if let Ok(id) = Uuid::try_parse(identity) {
        return Ok(tenant.items().get(scope, id)?);
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
            Category::ObjectNotFound,
            format!("There is no item '{identity}'."),
            "Get-CustomerKeyItem lists the items there are.",
        )
        .about(identity)
    })
}

impl Run<Context, CmdletError> for GetCustomerKeyWorkload {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let workloads = tenant.workloads().list()?;
        let wanted = self.identity.filter(|identity| !identity.is_empty());
        let mut found = workloads
            .iter()
            .filter(|workload| {
                wanted.as_deref().is_none_or(|name| workload.name.eq_ignore_ascii_case(name))
            })
            .peekable();
        if let (Some(name), None) = (&wanted, found.peek()) {
            let message = format!("There is no workload '{name}'.");
            return Err(CmdletError::new(
                "WorkloadNotFound",
                Category::ObjectNotFound,
                message,
                "Get-CustomerKeyWorkload lists the workloads there are.",
            )
            .about(name));
        }
        found.try_for_each(|workload| context.send(&view::workload(workload)))
    }
}
