//! Files of sites in parts: read from an offset on, and written anew there (rule 2.4). A part that is
//! written has new chunks under new keys, in an object of its own; the keys of the old ones are gone
//! with the change that brings these in.

use std::io;

use ckey_base::CancelToken;
use ckey_crypto::SecretBytes;
use ckey_crypto::sealed::{self, ScopeKey};
use ckey_store::model::{Chunk, Intent, Item, Scope, ScopeKind};
use ckey_store::{StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::chunks::{CHUNK, Objects, damaged, follow_each_other, wide};
use super::item::{front, no_item, piece_buffer, writing};
use super::{Items, ScopeLease};
use crate::error::{EngineError, Result};
use crate::ground::{Access, CREATE_ITEM, Moment, REMOVE_CONTENT};
use crate::hierarchy::{Hierarchy, settle};
use crate::protection::{ScopeSelector, must_not_be_deleted};
use crate::record::AuditEvent;
use crate::workloads::Workloads;

/// A file of a site and its chunks, of one moment.
struct File {
    item: Item,
    chunks: Vec<Chunk>,
}

/// What is written, and where.
#[derive(Clone, Copy)]
struct Part<'a> {
    offset: u64,
    data: &'a [u8],
    end: u64,
    /// How long the file is afterwards.
    size: u64,
}

fn narrow(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

impl File {
    /// Whether it is cut as this library cuts: all chunks but the last are of one length.
    fn must_be_even(&self) -> Result<()> {
        let even =
            |chunk: &Chunk| chunk.start == u64::from(chunk.position).saturating_mul(wide(CHUNK));
        if self.chunks.iter().all(even) {
            return Ok(());
        }
        Err(damaged(&self.item, "has chunks of other lengths than this library makes"))
    }

    fn part<'a>(&self, offset: u64, data: &'a [u8]) -> Result<Part<'a>> {
        let size = self.item.size;
        let invalid = |id, what: String, fix: &str| {
            Err(EngineError::invalid(id, &self.item.id.to_string(), what, fix))
        };
        if offset > size {
            return invalid(
                "OffsetBeyondEnd",
                format!("The file '{}' has {size} bytes, and nothing at {offset}.", self.item.name),
                "Write at its end at most: a file has no holes.",
            );
        }
        let end = offset.saturating_add(wide(data.len()));
        if end.div_ceil(wide(CHUNK)) > u64::from(u32::MAX) {
            return invalid(
                "FileTooLarge",
                format!("The file '{}' would have {end} bytes.", self.item.name),
                "Keep it in several files.",
            );
        }
        Ok(Part { offset, data, end, size: size.max(end) })
    }

    /// The positions of the first and the last chunk that a part changes. Where the file grows, its
    /// last chunk is no longer the last, which its context says.
    fn touched(&self, part: Part<'_>) -> (u64, u64) {
        let chunk = wide(CHUNK);
        let last_now = wide(self.chunks.len()).saturating_sub(1);
        let last = part.end.saturating_sub(1) / chunk;
        ((part.offset / chunk).min(last_now), last)
    }
}

impl Items<'_> {
    fn file(&self, scope: &Scope, id: Uuid) -> Result<File> {
        let found = self.ground.state().view(|reader| {
            let item = reader.item(scope.no, id)?;
            let chunks = match &item {
                Some(item) => reader.chunks(item.no)?,
                None => Vec::new(),
            };
            Ok::<_, EngineError>(item.map(|item| File { item, chunks }))
        })?;
        let file = found.ok_or_else(|| no_item(scope, id))?;
        if scope.kind != ScopeKind::Site || file.chunks.is_empty() {
            return Err(EngineError::invalid(
                "NotInChunks",
                &id.to_string(),
                format!("The item '{}' is one object.", file.item.name),
                "Export it whole. Files of sites are read and written at an offset.",
            ));
        }
        follow_each_other(&file.item, &file.chunks)?;
        Ok(file)
    }

    /// Reads a file of a site from an offset on; returns how many bytes there were. It opens the
    /// chunks that hold them, and no others.
    ///
    /// # Errors
    /// As [`Items::export`]; `NotInChunks` for an item that is one object.
    pub fn read_at(
        &self,
        selector: &ScopeSelector,
        id: Uuid,
        offset: u64,
        output: &mut [u8],
        cancel: &CancelToken,
    ) -> Result<usize> {
        self.ground.sync()?;
        let scope = Workloads::of(self.ground).find_scope(selector, cancel)?;
        let file = self.file(&scope, id)?;
        let wrap = self.wrap_of(&scope, &file.item)?;
        let secret =
            Hierarchy::of(self.ground).open_scope_key(&scope, &wrap, Access::User, cancel)?;
        let key = ScopeKey {
            key: &secret.key,
            scope: *scope.guid.as_bytes(),
            version: wrap.version,
            prepared: secret.prepared(self.ground.backend()),
        };
        self.read_part(&key, &file, offset, output).map_err(|error| error.of_item(&scope.name, id))
    }

    fn read_part(
        &self,
        key: &ScopeKey<'_>,
        file: &File,
        offset: u64,
        output: &mut [u8],
    ) -> Result<usize> {
        let mut objects = Objects::of_file(self.ground);
        let end = offset.saturating_add(wide(output.len())).min(file.item.size);
        let (mut done, last) = (0_usize, file.chunks.len().saturating_sub(1));
        for (at, chunk) in file.chunks.iter().enumerate() {
            let (from, to) =
                (offset.max(chunk.start), end.min(chunk.start.saturating_add(chunk.size)));
            if from >= to {
                continue;
            }
            let plain = self.open_chunk(key, &file.item, (chunk, at == last), &mut objects)?;
            let within = |place: u64| narrow(place.saturating_sub(chunk.start));
            let part = plain.expose().get(within(from)..within(to)).unwrap_or_default();
            if let Some(room) = output.get_mut(done..done.saturating_add(part.len())) {
                room.copy_from_slice(part);
            }
            done = done.saturating_add(part.len());
        }
        Ok(done)
    }

    /// Seals the chunks that a part changes into a new object, one in memory at a time.
    fn seal_part(
        &self,
        key: &ScopeKey<'_>,
        file: &File,
        part: Part<'_>,
        object: Uuid,
    ) -> Result<Vec<Chunk>> {
        let mut sealed_part = Vec::new();
        self.put(object, &mut |output| {
            self.seal_into(key, file, part, object, output, &mut sealed_part)
        })?;
        Ok(sealed_part)
    }

    fn seal_into(
        &self,
        key: &ScopeKey<'_>,
        file: &File,
        part: Part<'_>,
        object: Uuid,
        output: &mut dyn io::Write,
        chunks: &mut Vec<Chunk>,
    ) -> Result<()> {
        let (first, last) = file.touched(part);
        let is_end = part.size.saturating_sub(1) / wide(CHUNK);
        let mut room = vec![0; narrow(sealed::bound(wide(CHUNK)))];
        let (mut objects, mut place) = (Objects::of_file(self.ground), 0_u64);
        for at in first..=last {
            let position = u32::try_from(at).unwrap_or(u32::MAX);
            let start = at.saturating_mul(wide(CHUNK));
            let plain = self.changed(key, file, part, position, &mut objects)?;
            let scope = Uuid::from_bytes(key.scope);
            let context = self.chunk_context(scope, file.item.id, position, at == is_end)?;
            let backend = self.ground.backend();
            let (count, wrapped) =
                sealed::seal_detached_into(backend, key, &context, plain.expose(), &mut room)?;
            output.write_all(front(&room, count)?).map_err(|error| writing(&error))?;
            let (size, sealed) = (wide(plain.len()), wide(count));
            let (key, object) = (wrapped.to_vec(), Some(object));
            chunks.push(Chunk { position, start, size, place, sealed, key, object });
            place = place.saturating_add(sealed);
        }
        Ok(())
    }

    /// What a chunk holds once the part is written: of what it held, and of the part.
    fn changed(
        &self,
        key: &ScopeKey<'_>,
        file: &File,
        part: Part<'_>,
        position: u32,
        objects: &mut Objects<'_>,
    ) -> Result<SecretBytes> {
        let start = u64::from(position).saturating_mul(wide(CHUNK));
        let length = wide(CHUNK).min(part.size.saturating_sub(start));
        let mut plain = piece_buffer(narrow(length))?;
        let at = usize::try_from(position).unwrap_or(usize::MAX);
        if let Some(old) = file.chunks.get(at)
            && (part.offset > old.start || part.end < old.start.saturating_add(old.size))
        {
            let is_last = at.saturating_add(1) == file.chunks.len();
            let kept = self.open_chunk(key, &file.item, (old, is_last), objects)?;
            if let Some(room) = plain.expose_mut().get_mut(..kept.len()) {
                room.copy_from_slice(kept.expose());
            }
        }
        let (from, to) = (part.offset.max(start), part.end.min(start.saturating_add(length)));
        let of = |place: u64, origin: u64| narrow(place.saturating_sub(origin));
        let given = part.data.get(of(from, part.offset)..of(to, part.offset));
        let room = plain.expose_mut().get_mut(of(from, start)..of(to, start));
        if let (Some(room), Some(given)) = (room, given) {
            room.copy_from_slice(given);
        }
        Ok(plain)
    }

    /// Brings new chunks in, in one change with the end of the old ones' keys, unless somebody else
    /// has written to the file meanwhile. Gives back the intents to remove objects that hold nothing
    /// any more.
    fn put_part(
        &self,
        writer: &mut dyn Writer,
        scope: &Scope,
        file: &File,
        part: Part<'_>,
        new: &[Chunk],
    ) -> Result<Vec<Intent>> {
        must_not_be_deleted(writer, scope.no)?;
        let item = &file.item;
        if writer.item(scope.no, item.id)?.as_ref() != Some(item)
            || writer.chunks(item.no)? != file.chunks
        {
            return Err(EngineError::changed_meanwhile(&item.name));
        }
        writer.replace_chunks(item.no, new)?;
        if part.size != item.size {
            writer.resize_item(item, part.size)?;
        }
        let mut left: Vec<Uuid> = file.chunks.iter().filter_map(|chunk| chunk.object).collect();
        left.sort();
        left.dedup();
        let mut intents = Vec::new();
        for object in left {
            if !writer.has_item(object)? {
                let subject = json!({ "item": object }).to_string();
                let owner = self.ground.alive().id();
                let mut intent = Intent { no: 0, kind: REMOVE_CONTENT.to_owned(), subject, owner };
                intent.no = writer.insert_intent(&intent)?;
                intents.push(intent);
            }
        }
        let details = json!({
            "item": item.id, "offset": part.offset, "length": part.data.len(), "size": part.size,
        });
        let who = self.ground.asking();
        let event = AuditEvent::new("Write file", "SharePoint", &who, scope.name.as_str(), details);
        self.ground.chain().append(writer, self.ground.now(), &event)?;
        Ok(intents)
    }

    fn write_part(
        &self,
        scope: &Scope,
        file: &File,
        key: &ScopeKey<'_>,
        part: Part<'_>,
    ) -> Result<()> {
        let object = Uuid::new_v4();
        let made = self.ground.claim(CREATE_ITEM, json!({ "item": object }))?;
        let written = self.seal_part(key, file, part, object).and_then(|new| {
            self.ground.pause(Moment::Opened);
            self.ground.state().commit(|writer| {
                let intents = self.put_part(writer, scope, file, part, &new)?;
                self.ground.complete(writer, &made)?;
                Ok::<_, EngineError>(intents)
            })
        });
        match written {
            Ok(left) => {
                left.iter().for_each(|intent| self.ground.give_up(intent));
                Ok(())
            }
            Err(error) => {
                self.ground.give_up(&made);
                Err(error.of_item(&scope.name, file.item.id))
            }
        }
    }
}

impl ScopeLease {
    /// How long a file of the site is, in bytes.
    ///
    /// # Errors
    /// `ItemNotFound`; `NotInChunks` for an item that is no file of a site; those of the store.
    pub fn file_length(&self, id: Uuid) -> Result<u64> {
        let ground = self.tenant.ground();
        ground.sync_recent()?;
        self.must_be_there()?;
        Ok(Items::of(ground).file(&self.scope, id)?.item.size)
    }

    fn must_be_there(&self) -> Result<()> {
        if self.scope.kind != ScopeKind::Site {
            return Ok(());
        }
        self.tenant.ground().state().view(|reader| must_not_be_deleted(reader, self.scope.no))
    }

    /// Reads a file of the site from an offset on; returns how many bytes there were. A file is read
    /// as a stream by going on where the last read ended.
    ///
    /// # Errors
    /// Those of [`ScopeLease::file_length`] and [`ScopeLease::key_within`]; the stage at which a
    /// damaged chunk was refused.
    pub fn read_file(
        &self,
        id: Uuid,
        offset: u64,
        output: &mut [u8],
        cancel: &CancelToken,
    ) -> Result<usize> {
        let items = Items::of(self.tenant.ground());
        settle(|| {
            self.must_be_there()?;
            let file = items.file(&self.scope, id)?;
            let key = self.key_within(Some(file.item.key_version), || cancel.clone())?;
            let read = items.read_part(&key.as_scope_key(), &file, offset, output);
            // An object that somebody has replaced meanwhile is not there any more.
            if read.is_err() && items.file(&self.scope, id)?.chunks != file.chunks {
                return Err(EngineError::changed_meanwhile(&self.scope.name));
            }
            read.map_err(|error| error.of_item(&self.scope.name, id))
        })
    }

    /// Writes a part of a file of the site anew, from an offset up to its end on, which then may lie
    /// further on. It is durable when this returns; a crash leaves the old content or the new.
    ///
    /// # Errors
    /// Those of [`ScopeLease::read_file`]; `OffsetBeyondEnd`, `FileTooLarge`; `TenantReadOnly`;
    /// `PolicyChangedMeanwhile` (retryable) where others write to the file again and again.
    pub fn write_file(
        &self,
        id: Uuid,
        offset: u64,
        data: &[u8],
        cancel: &CancelToken,
    ) -> Result<()> {
        let ground = self.tenant.ground();
        ground.must_be_writable()?;
        let items = Items::of(ground);
        settle(|| {
            self.must_be_there()?;
            let file = items.file(&self.scope, id)?;
            file.must_be_even()?;
            let part = file.part(offset, data)?;
            let key = self.key_within(Some(file.item.key_version), || cancel.clone())?;
            if data.is_empty() {
                return Ok(());
            }
            items.write_part(&self.scope, &file, &key.as_scope_key(), part)
        })
    }
}
