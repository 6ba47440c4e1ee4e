//! Files of sites: cut into chunks, each sealed under a key of its own (rule 2.4). What they say of
//! themselves is bound to their place, so that none can be swapped, left out or added.

use std::io::{self, Read, Write};

use ckey_crypto::sealed::{self, ScopeKey};
use ckey_crypto::{EncryptionContext, SecretBytes};
use ckey_store::model::{Chunk, Item};
use ckey_store::{ReadAt, StateExt};
use uuid::Uuid;

use super::Items;
use super::item::{fill, front, piece_buffer, put, reading};
use crate::error::{EngineError, Result};
use crate::ground::Ground;

/// How much of a file has one key. The service publishes no number (rule 2.4).
pub(super) const CHUNK: usize = 1024 * 1024;

pub(super) fn damaged(item: &Item, what: &str) -> EngineError {
    EngineError::damaged(&item.id.to_string(), format!("The file '{}' {what}.", item.name))
}

pub(super) fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// How long a file of so many bytes is in the content store.
#[must_use]
pub fn sealed_in_chunks(size: u64) -> u64 {
    let chunk = wide(CHUNK);
    let one = |plain| sealed::bound(plain).saturating_sub(wide(sealed::WRAPPED_KEY_LEN));
    let (whole, rest) = (size / chunk, size % chunk);
    let last = if rest > 0 || whole == 0 { one(rest) } else { 0 };
    one(chunk).saturating_mul(whole).saturating_add(last)
}

impl Items<'_> {
    pub(super) fn chunk_context(
        &self,
        scope: Uuid,
        item: Uuid,
        position: u32,
        is_last: bool,
    ) -> Result<EncryptionContext> {
        Ok(EncryptionContext::from_pairs([
            ("chunk", position.to_string()),
            ("item", item.to_string()),
            ("last", is_last.to_string()),
            ("scope", scope.to_string()),
            ("tenant", self.ground.id().to_string()),
        ])?)
    }

    /// Cuts what `source` holds and writes it to the content store, two chunks in memory at most.
    pub(super) fn store_chunks(
        &self,
        key: &ScopeKey<'_>,
        item: &mut Item,
        source: &mut dyn Read,
    ) -> Result<Vec<Chunk>> {
        let (mut chunks, id) = (Vec::new(), item.id);
        self.put(id, &mut |output| self.cut(key, id, source, output, &mut chunks))?;
        item.size = chunks.iter().map(|chunk: &Chunk| chunk.size).sum();
        Ok(chunks)
    }

    /// Puts an object into the content store. What keeps it from being written is told as it is, not
    /// as an error of the store.
    pub(super) fn put(
        &self,
        object: Uuid,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let mut failure = None;
        let stored = self.ground.content().put(object, &mut |output| {
            write(output).map_err(|error| {
                let told = io::Error::other(error.message.clone());
                failure = Some(error);
                told
            })
        });
        match failure {
            Some(error) => Err(error),
            None => Ok(stored?),
        }
    }

    fn cut(
        &self,
        key: &ScopeKey<'_>,
        item: Uuid,
        source: &mut dyn Read,
        output: &mut dyn Write,
        chunks: &mut Vec<Chunk>,
    ) -> Result<()> {
        let (mut now, mut next) = (piece_buffer(CHUNK)?, piece_buffer(CHUNK)?);
        let mut sealed_chunk = vec![0; usize::try_from(sealed::bound(wide(CHUNK))).unwrap_or(0)];
        let (mut length, mut start, mut place) = (fill(source, now.expose_mut())?, 0_u64, 0_u64);
        loop {
            let following = if length < CHUNK { 0 } else { fill(source, next.expose_mut())? };
            let is_last = following == 0;
            let position = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
            let context =
                self.chunk_context(Uuid::from_bytes(key.scope), item, position, is_last)?;
            let plain = front(now.expose(), length)?;
            let backend = self.ground.backend();
            let (count, wrapped) =
                sealed::seal_detached_into(backend, key, &context, plain, &mut sealed_chunk)?;
            output
                .write_all(front(&sealed_chunk, count)?)
                .map_err(|error| super::item::writing(&error))?;
            let (size, sealed) = (wide(length), wide(count));
            let (key, object) = (wrapped.to_vec(), None);
            chunks.push(Chunk { position, start, size, place, sealed, key, object });
            (start, place) = (start.saturating_add(size), place.saturating_add(sealed));
            if is_last {
                return Ok(());
            }
            std::mem::swap(&mut now, &mut next);
            length = following;
        }
    }

    /// The chunks of a file; none of an item that is one object. They follow each other from its
    /// beginning to its end, as it is now.
    pub(crate) fn chunks_of(&self, item: &Item) -> Result<Vec<Chunk>> {
        let (now, chunks) = self.ground.state().view(|reader| {
            let chunks = reader.chunks(item.no)?;
            let now = if chunks.is_empty() { None } else { reader.item(item.scope_no, item.id)? };
            Ok::<_, EngineError>((now, chunks))
        })?;
        follow_each_other(now.as_ref().unwrap_or(item), &chunks)?;
        Ok(chunks)
    }

    /// The plaintext of a chunk.
    pub(super) fn open_chunk(
        &self,
        key: &ScopeKey<'_>,
        item: &Item,
        (chunk, is_last): (&Chunk, bool),
        objects: &mut Objects<'_>,
    ) -> Result<SecretBytes> {
        let scope = Uuid::from_bytes(key.scope);
        let context = self.chunk_context(scope, item.id, chunk.position, is_last)?;
        let mut sealed_chunk = vec![0; usize::try_from(chunk.sealed).unwrap_or(usize::MAX)];
        let object = objects.of(item, chunk)?;
        object.read_exact_at(&mut sealed_chunk, chunk.place).map_err(|error| {
            match error.kind() {
                io::ErrorKind::UnexpectedEof => damaged(item, "is cut off in the content store"),
                _ => reading(&error),
            }
        })?;
        let backend = self.ground.backend();
        let plain = sealed::open_detached(backend, key, &context, &sealed_chunk, &chunk.key)?;
        if wide(plain.len()) == chunk.size {
            Ok(plain)
        } else {
            Err(damaged(item, "has a chunk of another length than its row says"))
        }
    }

    /// Opens a file to its end, a chunk at a time.
    pub(super) fn open_chunks(
        &self,
        key: &ScopeKey<'_>,
        item: &Item,
        chunks: &[Chunk],
        output: &mut dyn Write,
    ) -> Result<u64> {
        let mut objects = Objects::of_file(self.ground);
        let (mut written, mut left) = (0_u64, chunks.len());
        for chunk in chunks {
            left = left.saturating_sub(1);
            let plain = self.open_chunk(key, item, (chunk, left == 0), &mut objects)?;
            written = written.saturating_add(put(output, &plain, plain.len())?);
        }
        Ok(written)
    }

    /// SHA-256 of the sealed chunks of a file, one after the other.
    pub(super) fn digest_of_chunks(&self, item: &Item, chunks: &[Chunk]) -> Result<[u8; 32]> {
        let (mut digest, mut objects) =
            (ckey_crypto::digest::Sha256::default(), Objects::of_file(self.ground));
        for chunk in chunks {
            let mut sealed_chunk = vec![0; usize::try_from(chunk.sealed).unwrap_or(usize::MAX)];
            let object = objects.of(item, chunk)?;
            object.read_exact_at(&mut sealed_chunk, chunk.place).map_err(|it| reading(&it))?;
            digest.update(&sealed_chunk);
        }
        Ok(digest.finish())
    }
}

/// Whether chunks cover a file, each where the one before it ends.
pub(super) fn follow_each_other(item: &Item, chunks: &[Chunk]) -> Result<()> {
    // Those that a later write of a part made lie elsewhere.
    let in_one = chunks.iter().all(|chunk| chunk.object.is_none());
    let (mut start, mut place) = (0_u64, 0_u64);
    for (position, chunk) in chunks.iter().enumerate() {
        let expected = (u32::try_from(position).ok(), start);
        if (Some(chunk.position), chunk.start) != expected
            || (in_one && chunk.place != place)
            || chunk.sealed > sealed::bound(wide(CHUNK))
        {
            return Err(damaged(item, "has chunks that do not follow each other"));
        }
        start = start.saturating_add(chunk.size);
        place = place.saturating_add(chunk.sealed);
    }
    if !chunks.is_empty() && start != item.size {
        return Err(damaged(item, "has chunks of another length than its own"));
    }
    Ok(())
}

/// The objects that hold the chunks of a file; one of them is open.
pub(super) struct Objects<'a> {
    ground: &'a Ground,
    open: Option<(Uuid, Box<dyn ReadAt>)>,
}

impl<'a> Objects<'a> {
    pub(super) const fn of_file(ground: &'a Ground) -> Self {
        Self { ground, open: None }
    }

    fn of(&mut self, item: &Item, chunk: &Chunk) -> Result<&dyn ReadAt> {
        let id = chunk.object.unwrap_or(item.id);
        let object = match self.open.take().filter(|(open, _)| *open == id) {
            Some((_, object)) => object,
            None => self.ground.content().open(id)?,
        };
        Ok(self.open.insert((id, object)).1.as_ref())
    }
}
