//! Items of mailboxes and workloads: in, listed, out.

use super::files::{expanded, literal};
use super::transfer::Transfer;
use super::{PlanResult, RunResult, text_of};
use crate::generated::customer_key::{
    GetCustomerKeyItem, GetCustomerKeyWorkload, ImportCustomerKeyItem,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::surface::value::Object;
use crate::view;
use ckey_engine::{Category, EngineError};
use ckey_engine::{ItemView, ScopeSelector, Tenant};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A file that could not be read or written.
pub(super) fn failed(what: &str, file: &Path, error: &io::Error) -> CmdletError {
    let (id, category, why) = if what == "read" {
        ("FileNotReadable", Category::ReadError, ckey_base::why(error))
    } else {
        ("FileNotWritable", Category::WriteError, ckey_base::why_not_written(error))
    };
    CmdletError::new(
        id,
        category,
        format!("The file {} could not be {what}: {why}.", file.display()),
        "Check the path and its permissions.",
    )
    .about(file.display().to_string())
}

/// A file that is there and is not written over.
pub(super) fn exists(file: &Path, fix: &str) -> CmdletError {
    let message = format!("The file {} already exists.", file.display());
    CmdletError::new("FileExists", Category::ResourceExists, message, fix)
        .about(file.display().to_string())
}

/// What an object of the pipeline stands for.
pub(super) struct Named {
    pub(super) mailbox: Option<String>,
    pub(super) workload: Option<String>,
    pub(super) site: Option<String>,
    pub(super) identity: Option<String>,
}

impl Named {
    /// An item says itself where it lies; a mailbox or a workload stands for all it holds.
    pub(super) fn of(object: &Object) -> Self {
        let has = |name: &str| object.keys().any(|key| key.eq_ignore_ascii_case(name));
        let (mailbox, workload) = (text_of(object, "Mailbox"), text_of(object, "Workload"));
        let identity = text_of(object, "Identity");
        let site = text_of(object, "Site");
        if has("Mailbox") || has("Workload") {
            Self { mailbox, workload, site, identity }
        } else if has("Url") {
            Self { mailbox: None, workload: None, site: identity, identity: None }
        } else if has("DataCovered") {
            Self { mailbox: None, workload: identity, site: None, identity: None }
        } else {
            Self { mailbox: identity, workload: None, site: None, identity: None }
        }
    }
}

pub(super) fn scope(
    mailbox: Option<String>,
    workload: Option<String>,
    site: Option<String>,
) -> Result<ScopeSelector, CmdletError> {
    let given = |name: Option<String>| name.filter(|name| !name.is_empty());
    match (given(mailbox), given(workload), given(site)) {
        (Some(mailbox), None, None) => Ok(ScopeSelector::Mailbox(mailbox)),
        (None, Some(workload), None) => Ok(ScopeSelector::Workload(workload)),
        (None, None, Some(site)) => Ok(ScopeSelector::Site(site)),
        _ => Err(CmdletError::argument(
            "ScopeNotNamed",
            "No mailbox, workload or site was named.",
            "Give -Mailbox, -Workload or -Site.",
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
    fn plan(mut self, context: &mut Context) -> PlanResult {
        if let Some(object) = self.input_object.take() {
            let named = Named::of(&object);
            (self.mailbox, self.workload, self.site) = (named.mailbox, named.workload, named.site);
        }
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload, self.site)?;
        context.check_scope(&tenant, &scope)?;
        tenant.items().check_import(&scope)?;
        let files = files(context, &self.path, &self.literal_path)?;
        let mut bytes = 0_u64;
        for file in &files {
            context.check()?;
            let length = ckey_base::regular::check_readable(file);
            let length = length.map_err(|error| failed("read", file, &error))?;
            bytes = bytes.saturating_add(length);
        }
        let effect = format!(
            "{} would be encrypted and stored.",
            ckey_base::counted(files.len(), "item", "items")
        );
        let transfer = Transfer::new("Encrypting items", files.len(), bytes);
        Ok(Plan::one(effect, move |context| import(context, &tenant, &scope, &files, transfer)))
    }
}

type Paths = Option<Vec<String>>;

/// Each file once, however many of the paths stand for it. What lies among them and is none is told
/// also where that leaves nothing.
fn files(
    context: &mut Context,
    patterns: &Paths,
    names: &Paths,
) -> Result<Vec<PathBuf>, CmdletError> {
    let (mut files, mut passed) = (Vec::new(), Vec::new());
    let found: RunResult = (|| {
        for pattern in patterns.iter().flatten() {
            files.extend(expanded(&context.path(pattern), &mut passed)?);
        }
        for name in names.iter().flatten() {
            files.extend(literal(&context.path(name), &mut passed)?);
        }
        Ok(())
    })();
    let mut known = HashSet::new();
    passed.retain(|path: &PathBuf| known.insert(path.clone()));
    if let Some(first) = passed.first() {
        let many = ckey_base::counted(
            passed.len(),
            "name that leads to no regular file was",
            "names that lead to no regular file were",
        );
        context.warning(&format!("{many} passed over, first {}.", first.display()))?;
    }
    found?;
    // One path names no file twice.
    if patterns.iter().chain(names).flatten().nth(1).is_some() {
        files.retain(|file: &PathBuf| known.insert(file.clone()));
    }
    Ok(files)
}

fn import(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    files: &[PathBuf],
    mut transfer: Transfer,
) -> RunResult {
    let actor = context.exchange_actor(tenant)?;
    let cancel = context.cancel().clone();
    let mut import = tenant.items().begin_import(&actor, scope, &cancel)?;
    let done = files.iter().try_for_each(|file| {
        context.check()?;
        let name =
            file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let source =
            ckey_base::regular::open(file).map_err(|error| failed("read", file, &error))?;
        let mut counted = transfer.next(context, &name, source);
        let stored = import.add(&name, &mut counted)?;
        tell(context, scope, &stored)
    });
    // What came before a file that cannot be taken is stored, and told, as ever. Whoever cancels is
    // told nothing more, so nothing more is stored.
    let rest = context
        .check()
        .and_then(|()| Ok(import.finish()?))
        .and_then(|stored| tell(context, scope, &stored));
    let done = done.and(rest);
    transfer.done(context)?;
    done
}

/// Items that are stored: handed over before the next are, so that a caller who has enough ends it.
fn tell(context: &mut Context, scope: &ScopeSelector, stored: &[ItemView]) -> RunResult {
    stored.iter().try_for_each(|item| context.send(&view::item(scope, item)))?;
    if stored.is_empty() { Ok(()) } else { context.flush() }
}

impl Run<Context, CmdletError> for GetCustomerKeyItem {
    fn run(mut self, context: &mut Context) -> RunResult {
        if let Some(object) = self.input_object.take() {
            let named = Named::of(&object);
            (self.mailbox, self.workload, self.site) = (named.mailbox, named.workload, named.site);
            self.identity = self.identity.or(named.identity);
        }
        let tenant = context.tenant()?;
        let scope = scope(self.mailbox, self.workload, self.site)?;
        context.check_scope(&tenant, &scope)?;
        match self.identity {
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

/// The one item of an id or a name (rule 4.10.11).
pub(super) fn find(
    context: &mut Context,
    tenant: &Tenant,
    scope: &ScopeSelector,
    identity: &str,
) -> Result<ItemView, CmdletError> {
    if let Ok(id) = Uuid::try_parse(identity) {
        return Ok(tenant.items().get(scope, id)?);
    }
    let mut found: Vec<ItemView> = Vec::new();
    walk(context, tenant, scope, &mut |_, item| {
        if item.name.eq_ignore_ascii_case(identity) {
            found.push(item);
        }
        Ok(found.len() < 2)
    })?;
    if found.len() > 1 {
        let fitting: Vec<String> =
            found.iter().map(|item| format!("the item '{}' ({})", item.name, item.id)).collect();
        return Err(EngineError::ambiguous(identity, &fitting).into());
    }
    found.pop().ok_or_else(|| {
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
        let wanted = self.identity;
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
