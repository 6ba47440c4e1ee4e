//! Reading at an offset.

use super::frames::Frames;
use super::header::{Header, inspect};
use super::keys::{ScopeKey, recover, wrapped_of};
use super::layout::{Extent, Layout, wide};
use crate::aead::TAG;
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretBytes;
use crate::memory::wipe;

/// Where the bytes of a sealed object come from: a file, a blob, memory.
pub trait ReadAt {
    /// Fills all of `buffer` with the object's bytes from `offset` on, both in bytes.
    ///
    /// # Errors
    /// [`CryptoError::Source`] if that fails, also because the object ends before.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;
}

impl ReadAt for [u8] {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let start = usize::try_from(offset).ok();
        let bytes =
            start.and_then(|start| self.get(start..)).and_then(|rest| rest.get(..buffer.len()));
        buffer.copy_from_slice(
            bytes.ok_or_else(|| CryptoError::Source("the object ends before".to_owned()))?,
        );
        Ok(())
    }
}

impl<R: ReadAt + ?Sized> ReadAt for &R {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        (**self).read_at(offset, buffer)
    }
}

/// A sealed object with the place where its bytes are.
pub struct RandomAccess<R> {
    source: R,
    object: ObjectReader,
}

impl<R: ReadAt> RandomAccess<R> {
    /// Opens an object of `length` bytes in all. `wrapped` is the wrapped data key of a detached
    /// object, and `None` for an attached one.
    ///
    /// # Errors
    /// The stage that refused it, or [`CryptoError::Source`].
    pub fn open(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        source: R,
        length: u64,
        wrapped: Option<&[u8]>,
    ) -> Result<Self> {
        let object = ObjectReader::open(backend, scope, context, &source, length, wrapped)?;
        Ok(Self { source, object })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        self.object.header()
    }

    /// Length of the plaintext, in bytes: authenticated.
    pub fn len(&self) -> u64 {
        self.object.len()
    }

    /// Whether the plaintext is empty.
    pub fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    /// Fills `output` with plaintext from `offset` on; returns how many bytes there were, fewer
    /// only at the end.
    ///
    /// # Errors
    /// Those of [`ObjectReader::read_at`].
    pub fn read_at(&self, offset: u64, output: &mut [u8]) -> Result<usize> {
        self.object.read_at(&self.source, offset, output)
    }
}

/// Reads a sealed object at offsets. Opening verifies the last frame and so the length, and keeps
/// it with the derived key; each read verifies every other frame it touches. Where the object's
/// bytes are is said at every read: always the same object.
pub struct ObjectReader {
    frames: Frames,
    header: Header,
    extent: Extent,
    last: SecretBytes,
}

impl ObjectReader {
    /// Opens an object of `length` bytes in all. `wrapped` is the wrapped data key of a detached
    /// object, and `None` for an attached one.
    ///
    /// # Errors
    /// The stage that refused it, or [`CryptoError::Source`].
    pub fn open<R: ReadAt + ?Sized>(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        source: &R,
        length: u64,
        wrapped: Option<&[u8]>,
    ) -> Result<Self> {
        let mut bytes = [0; Header::MAX_LEN];
        let bytes = match bytes.get_mut(..usize::try_from(length).unwrap_or(usize::MAX)) {
            Some(short) => short,
            None => &mut bytes,
        };
        source.read_at(0, bytes)?;
        let header = inspect(bytes)?;
        let wrapped = wrapped_of(&header, bytes, wrapped)?;
        let frames =
            Frames::new(recover(backend, scope, context, &header, wrapped)?, header.layout);
        let body = length.checked_sub(wide(header.len())).ok_or(CryptoError::Length)?;
        let extent = header.layout.extent(body)?;
        let mut this = Self { frames, header, extent, last: SecretBytes::from_slice(&[])? };
        this.last = this.whole_frame(source, extent.frames - 1)?;
        Ok(this)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Length of the plaintext, in bytes: authenticated.
    pub fn len(&self) -> u64 {
        self.extent.plaintext
    }

    /// Whether the plaintext is empty.
    pub fn is_empty(&self) -> bool {
        self.extent.plaintext == 0
    }

    /// Fills `output` with plaintext from `offset` on; returns how many bytes there were, fewer
    /// only at the end.
    ///
    /// # Errors
    /// [`CryptoError::Frame`] if a frame does not authenticate, [`CryptoError::Source`] if reading
    /// fails; `output` is wiped then.
    pub fn read_at<R: ReadAt + ?Sized>(
        &self,
        source: &R,
        offset: u64,
        output: &mut [u8],
    ) -> Result<usize> {
        let there = usize::try_from(self.len().saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = there.min(output.len());
        let Some(output) = output.get_mut(..wanted) else { return Ok(0) };
        self.fill(source, offset, output).inspect_err(|_| wipe(output))?;
        Ok(wanted)
    }

    fn fill<R: ReadAt + ?Sized>(
        &self,
        source: &R,
        mut offset: u64,
        mut output: &mut [u8],
    ) -> Result<()> {
        let size = wide(self.header.layout.frame_len());
        while !output.is_empty() {
            let index = offset / size;
            let place = self.place(index)?;
            let skip = usize::try_from(offset % size).map_err(|_| CryptoError::Length)?;
            let now = (place.len - skip).min(output.len());
            let part = super::sealer::advance(&mut output, now)?;
            let copy = |frame: &SecretBytes, part: &mut [u8]| {
                part.copy_from_slice(
                    frame.expose().get(skip..skip + now).ok_or(CryptoError::Length)?,
                );
                Ok(())
            };
            if index + 1 == self.extent.frames {
                copy(&self.last, part)?;
            } else if now == place.len {
                self.frame_into(source, index, &place, part)?;
            } else {
                copy(&self.whole_frame(source, index)?, part)?;
            }
            offset += wide(now);
        }
        Ok(())
    }

    fn whole_frame<R: ReadAt + ?Sized>(&self, source: &R, index: u64) -> Result<SecretBytes> {
        let place = self.place(index)?;
        SecretBytes::fill(place.len, |out| self.frame_into(source, index, &place, out))
    }

    fn frame_into<R: ReadAt + ?Sized>(
        &self,
        source: &R,
        index: u64,
        place: &Place,
        out: &mut [u8],
    ) -> Result<()> {
        let mut tag = [0; TAG];
        source.read_at(place.data, out)?;
        source.read_at(place.tag, &mut tag)?;
        self.frames.open_in_place(index, index + 1 == self.extent.frames, out, &tag)
    }

    /// Where a frame and its tag are in the object.
    fn place(&self, index: u64) -> Result<Place> {
        let layout: Layout = self.header.layout;
        let (frame, per_group) = (wide(layout.frame_len()), wide(layout.frames_per_group()));
        let (group, number) = (index / per_group, index % per_group);
        let start = wide(self.header.len()) + group * wide(layout.sealed_group_len());
        let left = self
            .extent
            .plaintext
            .checked_sub(group * wide(layout.group_len()))
            .ok_or(CryptoError::Length)?;
        let in_group = left.min(wide(layout.group_len()));
        let len = in_group.checked_sub(number * frame).ok_or(CryptoError::Length)?.min(frame);
        Ok(Place {
            data: start + number * frame,
            len: usize::try_from(len).map_err(|_| CryptoError::Length)?,
            tag: start + in_group + number * wide(TAG),
        })
    }
}

/// Offsets within the object, and the length of the frame, in bytes.
struct Place {
    data: u64,
    len: usize,
    tag: u64,
}

impl<R> std::fmt::Debug for RandomAccess<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RandomAccess").field("object", &self.object).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ObjectReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ObjectReader")
            .field("header", &self.header)
            .field("extent", &self.extent)
            .finish_non_exhaustive()
    }
}
