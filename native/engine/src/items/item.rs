//! Items: sealed, listed, read back bit for bit (rule 8.2.1). Small ones are in the state, larger
//! ones as files.

use std::io::{self, Read, Write};

use ckey_base::CancelToken;
use ckey_crypto::sealed::{self, Form, Opener, ScopeKey, Sealer};
use ckey_crypto::{CryptoError, EncryptionContext, SecretBytes};
use ckey_store::StateExt;
use ckey_store::model::{Item, Scope, ScopeWrap};
use uuid::Uuid;

use super::Items;
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::protection::ScopeSelector;
use crate::workloads::Workloads;

/// Items up to this plaintext size, in bytes, are in the state.
pub(super) const SMALL: usize = 64 * 1024;
/// How much of a large item is in memory at once.
const PIECE: usize = 1024 * 1024;

/// An item as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// Row number; listings continue from it.
    pub no: i64,
    /// Its id.
    pub id: Uuid,
    /// The name it was imported with.
    pub name: String,
    /// Plaintext size in bytes.
    pub size: u64,
    /// When it was stored, Unix seconds.
    pub created: i64,
    /// The version of the scope key that sealed it.
    pub key_version: u32,
    /// SHA-256 of the sealed bytes, in hexadecimal, where it was asked for: a key roll leaves it as
    /// it is.
    pub sealed_sha256: Option<String>,
}

impl From<Item> for ItemView {
    fn from(item: Item) -> Self {
        Self {
            no: item.no,
            id: item.id,
            name: item.name,
            size: item.size,
            created: item.created,
            key_version: item.key_version,
            sealed_sha256: None,
        }
    }
}

pub(super) fn reading(error: &io::Error) -> EngineError {
    EngineError::new(
        "ItemUnreadable",
        Category::ReadError,
        format!("The item's content cannot be read: {}.", ckey_base::why(error)),
        "Check the file it comes from.",
    )
}

pub(super) fn writing(error: &io::Error) -> EngineError {
    EngineError::new(
        "OutputFailed",
        Category::WriteError,
        format!("The item's content cannot be written: {}.", ckey_base::why(error)),
        "Check the file it goes to, and the space left on its disk.",
    )
}

/// Fills `buffer` as far as the source reaches.
pub(super) fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(read) => filled = filled.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(reading(&error)),
        }
    }
    Ok(filled)
}

pub(super) fn piece_buffer(len: usize) -> Result<SecretBytes> {
    Ok(SecretBytes::fill(len, |_| Ok::<_, CryptoError>(()))?)
}

impl Items<'_> {
    /// The encryption context of an item: it names tenant, scope and item, so that no two objects
    /// can be swapped.
    pub(super) fn context(&self, scope: Uuid, item: Uuid) -> Result<EncryptionContext> {
        Ok(EncryptionContext::from_pairs([
            ("item", item.to_string()),
            ("scope", scope.to_string()),
            ("tenant", self.ground.id().to_string()),
        ])?)
    }

    /// What keeps items from being imported into a scope, if anything that can be told without
    /// opening its key.
    ///
    /// # Errors
    /// Those of finding the scope; `TenantReadOnly`.
    pub fn check_import(&self, selector: &ScopeSelector) -> Result<()> {
        self.ground.must_be_writable()?;
        self.ground.sync()?;
        Workloads::of(self.ground).find_scope(selector, &CancelToken::default()).map(drop)
    }

    /// Seals an item of which `first` was read already into the content store.
    pub(super) fn store_large(
        &self,
        key: &ScopeKey<'_>,
        context: &EncryptionContext,
        item: &mut Item,
        first: &[u8],
        rest: &mut dyn Read,
    ) -> Result<()> {
        let mut sealer = Sealer::start(self.ground.backend(), key, context, Form::Attached)?;
        let mut failure = None;
        let mut size = 0_u64;
        let stored = self.ground.content().put(item.id, &mut |output| {
            seal_stream(&mut sealer, first, rest, output, &mut size).map_err(
                |stopped| match stopped {
                    Stopped::Output(error) => error,
                    Stopped::Here(error) => {
                        let told = io::Error::other(error.message.clone());
                        failure = Some(error);
                        told
                    }
                },
            )
        });
        item.size = size;
        match (failure, stored) {
            (Some(error), _) => Err(error),
            (None, stored) => Ok(stored?),
        }
    }

    /// An item of a scope.
    ///
    /// # Errors
    /// `ItemNotFound` (rules 8.2.2 and 8.2.5); those of finding the scope.
    pub fn get(&self, selector: &ScopeSelector, id: Uuid) -> Result<ItemView> {
        self.ground.sync()?;
        let scope = Workloads::of(self.ground).find_scope(selector, &CancelToken::default())?;
        let item = self.find(&scope, id)?;
        let digest = match &item.sealed {
            Some(sealed) => ckey_crypto::digest::sha256(sealed),
            None => match self.chunks_of(&item)?.as_slice() {
                [] => self.large_digest(id)?,
                chunks => self.digest_of_chunks(&item, chunks)?,
            },
        };
        Ok(ItemView { sealed_sha256: Some(hex::encode(digest)), ..ItemView::from(item) })
    }

    /// SHA-256 of the sealed bytes of an item in the content store.
    fn large_digest(&self, id: Uuid) -> Result<[u8; 32]> {
        let object = self.ground.content().open(id)?;
        let length = object.length().map_err(|error| reading(&error))?;
        let mut digest = ckey_crypto::digest::Sha256::default();
        let (mut buffer, mut offset) = (vec![0_u8; PIECE], 0_u64);
        while offset < length {
            let take =
                usize::try_from(length.saturating_sub(offset)).unwrap_or(usize::MAX).min(PIECE);
            let Some(piece) = buffer.get_mut(..take) else { break };
            object.read_exact_at(piece, offset).map_err(|error| reading(&error))?;
            digest.update(piece);
            offset = offset.saturating_add(u64::try_from(take).unwrap_or(u64::MAX));
        }
        Ok(digest.finish())
    }

    pub(super) fn find(&self, scope: &Scope, id: Uuid) -> Result<Item> {
        let found =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.item(scope.no, id)?))?;
        found.ok_or_else(|| no_item(scope, id))
    }

    /// A page of a scope's items, at most 1000. Continue with `after` = the last one's `no`; an
    /// empty page is the end.
    ///
    /// # Errors
    /// Those of finding the scope.
    pub fn page(&self, selector: &ScopeSelector, after: i64, limit: u32) -> Result<Vec<ItemView>> {
        self.ground.sync()?;
        let scope = Workloads::of(self.ground).find_scope(selector, &CancelToken::default())?;
        let items = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.items(scope.no, after, limit.clamp(1, 1000))?)
        })?;
        Ok(items.into_iter().map(ItemView::from).collect())
    }

    /// Opens an item and writes its content, bit for bit as it was imported; returns its size in
    /// bytes. Each piece is written only once it is verified; a damaged item ends with an error
    /// before anything wrong is written.
    ///
    /// # Errors
    /// `ItemNotFound`; `CustomerKeyAccessDenied`, `CustomerKeyUnavailable`; the stage at which a
    /// damaged item was refused; `OutputFailed`.
    pub fn export(
        &self,
        selector: &ScopeSelector,
        id: Uuid,
        output: &mut dyn Write,
        cancel: &CancelToken,
    ) -> Result<u64> {
        self.ground.sync()?;
        let scope = Workloads::of(self.ground).find_scope(selector, cancel)?;
        let item = self.find(&scope, id)?;
        let wrap = self.wrap_of(&scope, &item)?;
        let secret =
            Hierarchy::of(self.ground).open_scope_key(&scope, &wrap, Access::User, cancel)?;
        let key = ScopeKey {
            key: &secret.key,
            scope: *scope.guid.as_bytes(),
            version: wrap.version,
            prepared: None,
        };
        let written =
            self.open_item(&key, &item, output).map_err(|error| error.of_item(&scope.name, id))?;
        Workloads::of(self.ground).rewrap_on_touch(&wrap);
        Ok(written)
    }

    /// The wrap of the key that sealed an item.
    pub(super) fn wrap_of(&self, scope: &Scope, item: &Item) -> Result<ScopeWrap> {
        let keys = Workloads::of(self.ground).keys_of(scope)?;
        keys.of_version(item.key_version).cloned().ok_or_else(|| {
            EngineError::damaged(
                &scope.name,
                format!(
                    "'{}' has no key of version {}, which sealed item {}.",
                    scope.name, item.key_version, item.id
                ),
            )
        })
    }

    /// Opens an item, with its sealed bytes where they are in the state, under its key and writes
    /// its content; returns its size in bytes.
    pub(crate) fn open_item(
        &self,
        key: &ScopeKey<'_>,
        item: &Item,
        output: &mut dyn Write,
    ) -> Result<u64> {
        let context = self.context(Uuid::from_bytes(key.scope), item.id)?;
        match &item.sealed {
            Some(object) => {
                let content = sealed::open(self.ground.backend(), key, &context, object)?;
                put(output, &content, content.len())
            }
            None => {
                let chunks = self.chunks_of(item)?;
                if chunks.is_empty() {
                    return self.open_large(key, &context, item, output);
                }
                self.open_chunks(key, item, &chunks, output)
            }
        }
    }

    fn open_large(
        &self,
        key: &ScopeKey<'_>,
        context: &EncryptionContext,
        item: &Item,
        output: &mut dyn Write,
    ) -> Result<u64> {
        let object = self.ground.content().open(item.id)?;
        let length = object.length().map_err(|error| reading(&error))?;
        let mut head =
            vec![
                0_u8;
                usize::try_from(length).unwrap_or(usize::MAX).min(Form::Attached.header_len())
            ];
        object.read_exact_at(&mut head, 0).map_err(|error| reading(&error))?;
        let mut opener = Opener::start(self.ground.backend(), key, context, &head, None)?;
        let mut offset = u64::try_from(head.len()).unwrap_or(u64::MAX);
        let (mut sealed_piece, mut written) = (vec![0_u8; PIECE], 0_u64);
        while offset < length {
            let take =
                usize::try_from(length.saturating_sub(offset)).unwrap_or(usize::MAX).min(PIECE);
            let Some(piece) = sealed_piece.get_mut(..take) else { break };
            object.read_exact_at(piece, offset).map_err(|error| reading(&error))?;
            offset = offset.saturating_add(u64::try_from(take).unwrap_or(u64::MAX));
            let mut plain = piece_buffer(opener.update_len(take))?;
            let count = opener.update(piece, plain.expose_mut())?;
            written = written.saturating_add(put(output, &plain, count)?);
        }
        let mut plain = piece_buffer(opener.finish_len()?)?;
        let count = opener.finish(plain.expose_mut())?;
        Ok(written.saturating_add(put(output, &plain, count)?))
    }
}

pub(super) fn no_item(scope: &Scope, id: Uuid) -> EngineError {
    EngineError::new(
        "ItemNotFound",
        Category::ObjectNotFound,
        format!("There is no item {id} in '{}'.", scope.name),
        "Get-CustomerKeyItem lists the items there are.",
    )
    .about(id.to_string())
}

/// The first `count` bytes of a buffer that was filled so far.
pub(super) fn front(buffer: &[u8], count: usize) -> std::result::Result<&[u8], CryptoError> {
    buffer.get(..count).ok_or(CryptoError::BufferTooSmall { needed: count, given: buffer.len() })
}

pub(super) fn put(output: &mut dyn Write, plain: &SecretBytes, count: usize) -> Result<u64> {
    output.write_all(front(plain.expose(), count)?).map_err(|error| writing(&error))?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

/// What ended the sealing of a stream.
enum Stopped {
    /// The place it goes to; its owner says what that means.
    Output(io::Error),
    /// Its source, or the sealing.
    Here(EngineError),
}

impl From<EngineError> for Stopped {
    fn from(error: EngineError) -> Self {
        Self::Here(error)
    }
}

impl From<CryptoError> for Stopped {
    fn from(error: CryptoError) -> Self {
        Self::Here(error.into())
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn seal_stream(
    sealer: &mut Sealer,
    first: &[u8],
    rest: &mut dyn Read,
    output: &mut dyn Write,
    size: &mut u64,
) -> std::result::Result<(), Stopped> {
    output.write_all(sealer.header())?;
    let mut plain = piece_buffer(PIECE)?;
    let mut sealed_piece = Vec::new();
    let mut seal = |piece: &[u8],
                    output: &mut dyn Write,
                    sealer: &mut Sealer|
     -> std::result::Result<(), Stopped> {
        sealed_piece.resize(sealer.update_len(piece.len()), 0);
        let count = sealer.update(piece, &mut sealed_piece)?;
        output.write_all(front(&sealed_piece, count)?)?;
        *size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        Ok(())
    };
    seal(first, output, sealer)?;
    loop {
        let read = fill(rest, plain.expose_mut())?;
        if read == 0 {
            break;
        }
        seal(front(plain.expose(), read)?, output, sealer)?;
    }
    let mut last = vec![0_u8; sealer.finish_len()];
    let count = sealer.finish(&mut last)?;
    Ok(output.write_all(front(&last, count)?)?)
}
