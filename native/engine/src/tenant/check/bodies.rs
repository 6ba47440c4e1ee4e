//! The bodies of items: each is opened to its end under its scope's key and in its own context, in
//! constant memory.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use ckey_crypto::sealed::ScopeKey;
use ckey_store::StateExt;
use ckey_store::model::{Item, ItemHead, ObjectHead, ScopeWrap};

use super::{CheckResult, Depth, Run, Tally};
use crate::error::{EngineError, Result};
use crate::ground::{Access, ScopeSecret};
use crate::tenant::Tenant;

/// What the check is called.
pub(super) const NAME: &str = "ContentBodies";
/// Why a user gets nothing of what is kept.
const REMOVED: [&str; 2] = ["MailboxRemoved", "SiteDeleted"];
/// Items whose keys are kept opened at once. No key is kept longer, as none may outlive its
/// revocation by much.
const PAGE: u32 = 256;

/// The keys of one page of items, by scope and version, or why one does not open.
type Keys = HashMap<(i64, u32), std::result::Result<Arc<ScopeSecret>, String>>;

pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<Vec<CheckResult>> {
    if run.depth == Depth::Heads {
        let detail =
            "No body was opened, and no key of a chunk of a file. Test-CustomerKeyTenant -Content opens every one.".to_owned();
        return Ok(vec![CheckResult { check: NAME.to_owned(), passed: true, count: 0, detail }]);
    }
    let (mut opened, mut closed) = (Tally::new(NAME), Tally::new("ContentNotOpened"));
    let (items, bytes) =
        tenant.ground.state().view(|reader| Ok::<_, EngineError>(reader.item_totals()?))?;
    // An empty item counts too.
    let mut part = Part { whole: items.saturating_add(bytes), done: 0 };
    let mut after = 0;
    loop {
        let page = tenant
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.item_heads(after, PAGE)?))?;
        let Some(last) = page.last() else { return Ok(vec![opened.result(), closed.result()]) };
        after = last.item.no;
        let mut keys = Keys::new();
        for head in page.iter().filter(|head| head.has_key && head.object != ObjectHead::Missing) {
            part.add(run, 1)?;
            match key(tenant, run, &mut keys, head)? {
                Ok(secret) => opened.look(body(tenant, run, &mut part, head, &secret)?),
                Err(reason) => closed.look(Err(format!("{}: {reason}", head.title()))),
            }
        }
    }
}

/// How much of all content has been opened.
struct Part {
    whole: u64,
    done: u64,
}

impl Part {
    fn add(&mut self, run: &mut Run<'_>, bytes: u64) -> Result<()> {
        run.go_on()?;
        self.done = self.done.saturating_add(bytes).min(self.whole);
        let percent = self.done.saturating_mul(100).checked_div(self.whole).unwrap_or(100);
        run.show("content", u8::try_from(percent).ok());
        Ok(())
    }
}

/// The key of an item, or why it does not open: that is no damage of the item.
fn key(
    tenant: &Tenant,
    run: &Run<'_>,
    keys: &mut Keys,
    head: &ItemHead,
) -> Result<std::result::Result<Arc<ScopeSecret>, String>> {
    let place = (head.item.scope_no, head.item.key_version);
    if let Some(known) = keys.get(&place) {
        return Ok(known.clone());
    }
    let found = tenant.ground.state().view(|reader| {
        let scope = reader.scope(place.0)?;
        let wrap = reader.scope_wraps(place.0)?.into_iter().find(|wrap| wrap.version == place.1);
        Ok::<_, EngineError>(scope.zip(wrap))
    })?;
    let opened = match found {
        None => Err("its key is gone".to_owned()),
        Some((scope, wrap)) => {
            match tenant.hierarchy().open_scope_key(&scope, &wrap, Access::User, run.cancel) {
                Ok(secret) => Ok(secret),
                Err(error) if error.is_stopped() => return Err(error),
                // Nobody reads it, and it is kept whole until its time is over.
                Err(error) if REMOVED.contains(&error.id) => kept(tenant, run, &wrap)?,
                Err(error) => Err(error.message),
            }
        }
    };
    keys.insert(place, opened.clone());
    Ok(opened)
}

/// The key of what was removed, where it lies; it is not cached.
fn kept(
    tenant: &Tenant,
    run: &Run<'_>,
    wrap: &ScopeWrap,
) -> Result<std::result::Result<Arc<ScopeSecret>, String>> {
    let (policy, wrap) = match tenant.hierarchy().open_above(wrap, Access::User, run.cancel) {
        Err(error) if error.is_stopped() => return Err(error),
        Err(error) => return Ok(Err(error.message)),
        Ok(opened) => opened,
    };
    let key = policy.kek.unwrap(&wrap.scope, wrap.version, &wrap.wrap);
    let secret = key.map(|key| Arc::new(ScopeSecret::new(key, policy.expires)));
    Ok(secret.map_err(|error| error.message))
}

/// Opens one item to its end.
fn body(
    tenant: &Tenant,
    run: &mut Run<'_>,
    part: &mut Part,
    head: &ItemHead,
    secret: &ScopeSecret,
) -> Result<std::result::Result<(), String>> {
    let item = match &head.object {
        ObjectHead::Outside => Some(head.item.clone()),
        _ => tenant
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.item(head.item.scope_no, head.item.id)?))?,
    };
    let Some(item) = item else { return Ok(Err(format!("{}: it is gone", head.title()))) };
    let key = ScopeKey {
        key: &secret.key,
        scope: *head.scope.as_bytes(),
        version: item.key_version,
        prepared: None,
    };
    let mut sink = Sink { run, part, stopped: None };
    let outcome = tenant.items().open_item(&key, &item, &mut sink);
    if let Some(stopped) = sink.stopped {
        return Err(stopped);
    }
    Ok(match outcome {
        Ok(size) if size == item.size || Some(size) == size_now(tenant, &item)? => Ok(()),
        Ok(size) => {
            Err(format!("{}: it holds {size} bytes instead of {}", head.title(), item.size))
        }
        Err(error) => Err(format!("{}: {}", head.title(), error.message)),
    })
}

/// How long an item is that somebody may have written to while it was opened.
fn size_now(tenant: &Tenant, item: &Item) -> Result<Option<u64>> {
    tenant
        .ground
        .state()
        .view(|reader| Ok(reader.item(item.scope_no, item.id)?.map(|now| now.size)))
}

/// Where opened content goes: nowhere. It counts, and ends the opening when the run is stopped.
struct Sink<'a, 'b> {
    run: &'a mut Run<'b>,
    part: &'a mut Part,
    stopped: Option<EngineError>,
}

impl Write for Sink<'_, '_> {
    fn write(&mut self, opened: &[u8]) -> io::Result<usize> {
        self.part.add(self.run, u64::try_from(opened.len()).unwrap_or(u64::MAX)).map_err(
            |stopped| {
                self.stopped = Some(stopped);
                io::Error::other("stopped")
            },
        )?;
        Ok(opened.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
