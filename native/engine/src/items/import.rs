//! Items on their way in: sealed one by one, stored some at a time. A durable change costs
//! milliseconds whatever it holds; so what one call brings in shares it. An item is told to be
//! stored once its change is durable, never before.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::SecretBytes;
use ckey_crypto::sealed::{self, ScopeKey};
use ckey_store::StateExt;
use ckey_store::model::{Chunk, Intent, Item, Scope, ScopeKind, ScopeWrap};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Items;
use super::item::{ItemView, SMALL, fill, front, piece_buffer};
use crate::error::{EngineError, Result};
use crate::ground::{Access, CREATE_ITEM, Ground, ScopeSecret};
use crate::hierarchy::Hierarchy;
use crate::protection::{ScopeSelector, must_be_there};
use crate::record::{Actor, AuditEvent};
use crate::workloads::Workloads;

/// Most small items in one change, most sealed bytes in them, and how long the first of them waits
/// for others: whoever is killed has as much to bring in again.
const MOST_ITEMS: usize = 2048;
/// Most items in the first change, and how many times as many the next may hold: whoever wants only
/// the first ones, or looks whether it works at all, leaves few behind that nobody was told of.
const FIRST_ITEMS: usize = 8;
const GROWTH: usize = 8;
const MOST_BYTES: usize = 8 << 20;
const LONGEST: Duration = Duration::from_millis(100);

/// The largest buffer that is kept for the next item.
const SPARE: usize = 8 * 1024;

/// The scope as it was found. Looked up anew after each change, and when keys were taken away.
struct Target {
    scope: Scope,
    newest: ScopeWrap,
    secret: Arc<ScopeSecret>,
    epoch: i64,
}

impl Target {
    fn key(&self, ground: &Ground) -> ScopeKey<'_> {
        ScopeKey {
            key: &self.secret.key,
            scope: *self.scope.guid.as_bytes(),
            version: self.newest.version,
            prepared: self.secret.prepared(ground.backend()),
        }
    }
}

/// One import. What [`Import::add`] and [`Import::finish`] give back is stored; whoever ends before
/// has to call [`Import::finish`] all the same, or loses what was not told yet.
pub struct Import<'a> {
    items: Items<'a>,
    actor: &'a Actor,
    selector: &'a ScopeSelector,
    cancel: &'a CancelToken,
    target: Option<Arc<Target>>,
    is_old: bool,
    waiting: Vec<Item>,
    /// Stored before a large item that then failed.
    untold: Vec<ItemView>,
    bytes: usize,
    /// How many the next change holds at most.
    most: usize,
    since: Instant,
    /// Buffers of items that are stored, for the next: memory that is given back and asked for anew
    /// by each item costs more than sealing it.
    spare: Vec<Vec<u8>>,
    /// For what is read; one for all items.
    first: SecretBytes,
}

impl<'a> Items<'a> {
    /// Begins to bring items into a scope.
    ///
    /// # Errors
    /// [`ckey_crypto::CryptoError`] only.
    pub fn begin_import(
        self,
        actor: &'a Actor,
        selector: &'a ScopeSelector,
        cancel: &'a CancelToken,
    ) -> Result<Import<'a>> {
        let first = piece_buffer(SMALL.saturating_add(1))?;
        Ok(Import {
            items: self,
            actor,
            selector,
            cancel,
            target: None,
            is_old: false,
            waiting: Vec::new(),
            untold: Vec::new(),
            bytes: 0,
            most: FIRST_ITEMS,
            since: Instant::now(),
            spare: Vec::new(),
            first,
        })
    }

    /// Seals what `source` holds as a new item, in constant memory.
    ///
    /// # Errors
    /// Those of finding and opening the scope; `ItemUnreadable`; those of the stores. Nothing
    /// half-done stays behind (rule 8.2.4).
    pub fn import(
        &self,
        actor: &Actor,
        selector: &ScopeSelector,
        name: &str,
        source: &mut dyn Read,
        cancel: &CancelToken,
    ) -> Result<ItemView> {
        let mut import = self.begin_import(actor, selector, cancel)?;
        let mut stored = import.add(name, source)?;
        stored.extend(import.finish()?);
        stored.pop().ok_or_else(|| EngineError::damaged(name, "The item was not stored."))
    }
}

impl Import<'_> {
    /// Seals what `source` holds as a new item; gives back the items that are stored now, in the
    /// order in which they were added: often none, later many.
    ///
    /// # Errors
    /// Those of finding and opening the scope; `ItemUnreadable`; those of the stores. This item is
    /// not stored then; those that wait still are, by [`Import::finish`], unless the error is that
    /// of storing them.
    pub fn add(&mut self, name: &str, source: &mut dyn Read) -> Result<Vec<ItemView>> {
        let target = self.target()?;
        let read = fill(source, self.first.expose_mut())?;
        // Files of sites are cut into chunks, however small they are (rule 2.4).
        if read > SMALL || target.scope.kind == ScopeKind::Site {
            return self.add_large(name, source, read);
        }
        let (ground, mut item) = (self.items.ground, self.item(&target, name));
        let context = self.items.context(target.scope.guid, item.id)?;
        let plain = front(self.first.expose(), read)?;
        item.size = u64::try_from(read).unwrap_or(u64::MAX);
        let mut sealed = self.spare.pop().unwrap_or_default();
        sealed.resize(usize::try_from(sealed::bound(item.size)).unwrap_or(usize::MAX), 0);
        let (backend, key) = (ground.backend(), target.key(ground));
        let length = sealed::seal_into(backend, &key, &context, plain, &mut sealed)?;
        sealed.truncate(length);
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.bytes = self.bytes.saturating_add(sealed.len());
        item.sealed = Some(sealed);
        self.waiting.push(item);
        let is_due = self.waiting.len() >= self.most
            || self.bytes >= MOST_BYTES
            || self.since.elapsed() >= LONGEST;
        if is_due { self.finish() } else { Ok(Vec::new()) }
    }

    /// A large item takes long: what waits is stored before it, not with it.
    fn add_large(
        &mut self,
        name: &str,
        source: &mut dyn Read,
        read: usize,
    ) -> Result<Vec<ItemView>> {
        let mut stored = self.finish()?;
        match self.store_large(name, source, read) {
            Ok(large) => stored.extend(large),
            Err(problem) => {
                self.untold = stored;
                return Err(problem);
            }
        }
        Ok(stored)
    }

    fn store_large(
        &mut self,
        name: &str,
        source: &mut dyn Read,
        read: usize,
    ) -> Result<Vec<ItemView>> {
        let target = self.target()?;
        let (ground, mut item) = (self.items.ground, self.item(&target, name));
        let (id, key) = (item.id, target.key(ground));
        let context = self.items.context(target.scope.guid, id)?;
        let plain = front(self.first.expose(), read)?;
        let is_cut = target.scope.kind == ScopeKind::Site;
        let intent = ground.claim(CREATE_ITEM, json!({ "item": id }))?;
        let written = if is_cut {
            self.items.store_chunks(&key, &mut item, &mut plain.chain(source))
        } else {
            let whole = self.items.store_large(&key, &context, &mut item, plain, source);
            whole.map(|()| Vec::new())
        };
        let stored =
            written.and_then(|chunks| self.store(&target, vec![item], Some((&intent, &chunks))));
        stored.inspect_err(|_| ground.give_up(&intent))
    }

    fn item(&self, target: &Target, name: &str) -> Item {
        Item {
            no: 0,
            id: Uuid::new_v4(),
            scope_no: target.scope.no,
            key_version: target.newest.version,
            size: 0,
            name: name.to_owned(),
            created: self.items.ground.now(),
            sealed: None,
        }
    }

    /// Stores what waits and gives it back.
    ///
    /// # Errors
    /// Those of the stores; nothing that waited is stored then.
    pub fn finish(&mut self) -> Result<Vec<ItemView>> {
        let waits = self.target.clone().filter(|_| !self.waiting.is_empty());
        let stored = match waits {
            Some(target) => {
                self.bytes = 0;
                self.most = self.most.saturating_mul(GROWTH).min(MOST_ITEMS);
                let waiting = std::mem::take(&mut self.waiting);
                self.store(&target, waiting, None)?
            }
            None => Vec::new(),
        };
        let mut untold = std::mem::take(&mut self.untold);
        untold.extend(stored);
        Ok(untold)
    }

    fn target(&mut self) -> Result<Arc<Target>> {
        if let Some(target) = self.target.as_ref().filter(|_| !self.is_old)
            && self.items.ground.sync_recent()? == target.epoch
            && target.secret.expires > self.items.ground.clock.instant()
        {
            return Ok(target.clone());
        }
        let target = Arc::new(self.look()?);
        (self.target, self.is_old) = (Some(target.clone()), false);
        Ok(target)
    }

    fn look(&self) -> Result<Target> {
        let ground = self.items.ground;
        ground.sync()?;
        let epoch = ground.epoch();
        let scope = Workloads::of(ground).find_scope(self.selector, self.cancel)?;
        let newest = Hierarchy::of(ground).newest_wrap(&scope)?;
        let secret =
            Hierarchy::of(ground).open_scope_key(&scope, &newest, Access::User, self.cancel)?;
        Ok(Target { scope, newest, secret, epoch })
    }

    /// One change with these items, and the record of each.
    fn store(
        &mut self,
        target: &Target,
        items: Vec<Item>,
        large: Option<(&Intent, &[Chunk])>,
    ) -> Result<Vec<ItemView>> {
        let (scope, ground) = (target.scope.name.as_str(), self.items.ground);
        self.is_old = true;
        let is_file = target.scope.kind == ScopeKind::Site;
        let workload = if is_file { "SharePoint" } else { "Exchange" };
        let event = AuditEvent::new("Import item", workload, &self.actor.name, scope, Value::Null);
        let first = ground.state().commit(|writer| {
            must_be_there(writer, &target.scope)?;
            let first = writer.insert_items(&items)?;
            let each = items.iter().map(|item| {
                let details = json!({ "item": item.id, "name": item.name, "size": item.size });
                (item.created, details)
            });
            ground.chain().append_alike(writer, event.clone(), each)?;
            if let Some((intent, chunks)) = large {
                writer.insert_chunks(first, chunks)?;
                ground.complete(writer, intent)?;
            }
            Ok::<_, EngineError>(first)
        })?;
        Workloads::of(ground).rewrap_on_touch(&target.newest);
        let stored = items.into_iter().zip(first..).map(|(mut item, no)| {
            self.spare.extend(item.sealed.take().filter(|sealed| sealed.capacity() <= SPARE));
            ItemView::from(Item { no, ..item })
        });
        Ok(stored.collect())
    }
}
