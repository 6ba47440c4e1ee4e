//! Sealing a stream.

use super::frames::Frames;
use super::header::Form;
use super::keys::{Fresh, ScopeKey, WRAPPED_KEY_LEN, WrappedKey, start};
use super::layout::{Layout, wide};
use crate::aead::TAG;
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::Wiped;

/// Seals a stream piece by piece, in constant memory.
///
/// Write [`Sealer::header`] first, then what each call gives. The pieces may have any size; or
/// whole groups are sealed where they lie ([`Sealer::update_in_place`]). An object is complete only
/// with what a `finish` gives: without it no reader accepts it.
pub struct Sealer {
    frames: Frames,
    header: Vec<u8>,
    wrapped: WrappedKey,
    /// Plaintext not yet sealed, at most one frame: whether a full frame is the last is known only
    /// when more comes.
    held: Wiped,
    /// Tags of the group that has begun.
    tags: Vec<u8>,
    next: u64,
    closed: Option<&'static str>,
}

impl Sealer {
    /// Begins an object of the default layout.
    ///
    /// # Errors
    /// [`CryptoError::Random`] if the operating system gives no random bytes.
    pub fn start(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        form: Form,
    ) -> Result<Self> {
        Self::start_with(backend, scope, context, form, Layout::default())
    }

    /// Begins an object of another layout.
    ///
    /// # Errors
    /// As [`Sealer::start`].
    pub fn start_with(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        form: Form,
        layout: Layout,
    ) -> Result<Self> {
        Self::start_fresh(backend, scope, context, form, layout, &Fresh::new()?)
    }

    pub(crate) fn start_fresh(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        form: Form,
        layout: Layout,
        fresh: &Fresh,
    ) -> Result<Self> {
        let begun = start(backend, scope, context, form, layout, fresh)?;
        let mut header = begun.common.to_vec();
        if form == Form::Attached {
            header.extend_from_slice(&begun.wrapped);
        }
        Ok(Self {
            frames: Frames::new(begun.keys, layout),
            header,
            wrapped: begun.wrapped,
            held: Wiped(Vec::new()),
            tags: Vec::new(),
            next: 0,
            closed: None,
        })
    }

    /// The header: the first bytes of the object, 144 of the attached form or 96 of the detached.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// The wrapped data key, to be kept by the caller of the detached form. The attached form has
    /// it in the header.
    #[must_use]
    pub fn wrapped_key(&self) -> &[u8; WRAPPED_KEY_LEN] {
        &self.wrapped
    }

    /// The layout.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.frames.layout
    }

    /// Bytes that [`Sealer::update`] gives for the next `input` bytes: exact. Never more than
    /// `input` plus one frame and a group's tags, for each group.
    #[must_use]
    pub fn update_len(&self, input: usize) -> usize {
        let layout = self.layout();
        let frames = self.held.0.len().saturating_add(input).saturating_sub(1) / layout.frame_len();
        let groups = (self.tags.len() / TAG + frames) / layout.frames_per_group();
        frames * layout.frame_len() + groups * layout.frames_per_group() * TAG
    }

    /// Takes the next `input` bytes and writes what is sealed to the front of `output`; returns how
    /// many bytes that are.
    ///
    /// # Errors
    /// [`CryptoError::BufferTooSmall`] if `output` is shorter than [`Sealer::update_len`]: no state
    /// changes. [`CryptoError::StreamClosed`] after a `finish` or a failure. [`CryptoError::Limit`]
    /// beyond [`Layout::MAX_PLAINTEXT`].
    pub fn update(&mut self, input: &[u8], output: &mut [u8]) -> Result<usize> {
        self.usable()?;
        let needed = self.update_len(input.len());
        let given = output.len();
        let output =
            output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
        self.guarded(|sealer| sealer.absorb(input, output))?;
        Ok(needed)
    }

    fn absorb(&mut self, mut input: &[u8], mut output: &mut [u8]) -> Result<()> {
        let size = self.layout().frame_len();
        while !input.is_empty() {
            if self.held.0.len() == size {
                let frame = std::mem::take(&mut self.held.0);
                let sealed = self.emit(&frame, false, &mut output);
                self.held.0 = frame;
                self.drop_held();
                sealed?;
            }
            if self.held.0.is_empty() && input.len() > size {
                let (frame, rest) = input.split_at_checked(size).ok_or(CryptoError::Length)?;
                self.emit(frame, false, &mut output)?;
                input = rest;
            } else {
                let room = (size - self.held.0.len()).min(input.len());
                let (now, rest) = input.split_at_checked(room).ok_or(CryptoError::Length)?;
                self.hold(now);
                input = rest;
            }
        }
        Ok(())
    }

    /// Bytes that [`Sealer::finish`] gives: exact.
    #[must_use]
    pub fn finish_len(&self) -> usize {
        self.held.0.len() + self.tags.len() + TAG
    }

    /// Seals the last frame and ends the object; returns how many bytes were written to the front
    /// of `output`.
    ///
    /// # Errors
    /// [`CryptoError::BufferTooSmall`] if `output` is shorter than [`Sealer::finish_len`]: no state
    /// changes. [`CryptoError::InvalidLength`] if nothing followed [`Sealer::update_in_place`],
    /// which had promised more.
    pub fn finish(&mut self, output: &mut [u8]) -> Result<usize> {
        self.usable()?;
        let (needed, given) = (self.finish_len(), output.len());
        if self.held.0.is_empty() && self.next > 0 {
            return Err(nothing_left());
        }
        let mut output =
            output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
        let frame = Wiped(std::mem::take(&mut self.held.0));
        self.guarded(|sealer| sealer.emit(&frame.0, true, &mut output))?;
        self.closed = Some("finished");
        Ok(needed)
    }

    /// Seals one whole group where it lies: the first [`Layout::group_len`] bytes of `buffer` are
    /// plaintext, and all of `buffer`, which has [`Layout::sealed_group_len`] bytes, is sealed
    /// afterwards. **More must follow**: the last piece goes to [`Sealer::finish_in_place`] (or
    /// `update` and `finish`), and has at least one byte.
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] if `buffer` has another length, or if an `update` left the
    /// stream inside a group.
    pub fn update_in_place(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let (len, sealed) = (self.layout().group_len(), self.layout().sealed_group_len());
        self.at_group(buffer.len() == sealed, buffer.len())?;
        let first = self.next;
        self.guarded(|sealer| sealer.frames.seal_group_in_place(first, false, buffer, len))?;
        self.next += wide(self.layout().frames_per_group());
        Ok(sealed)
    }

    /// Seals the last `len` bytes, at most a group, at the front of `buffer` where they lie, and
    /// ends the object; returns how many bytes at the front of `buffer` are sealed then: `len` and
    /// 16 for each frame.
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] if `len` is more than a group, or 0 although something came
    /// before, or if an `update` left the stream inside a group; [`CryptoError::BufferTooSmall`] if
    /// the tags have no room.
    pub fn finish_in_place(&mut self, buffer: &mut [u8], len: usize) -> Result<usize> {
        self.at_group(len <= self.layout().group_len(), len)?;
        if len == 0 && self.next > 0 {
            return Err(nothing_left());
        }
        let (needed, given) = (len + self.frames.count(len) * TAG, buffer.len());
        let buffer =
            buffer.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
        let first = self.next;
        self.guarded(|sealer| sealer.frames.seal_group_in_place(first, true, buffer, len))?;
        self.closed = Some("finished");
        Ok(needed)
    }

    fn at_group(&self, fits: bool, actual: usize) -> Result<()> {
        self.usable()?;
        let aligned = self.held.0.is_empty() && self.tags.is_empty();
        if fits && aligned {
            Ok(())
        } else {
            Err(CryptoError::InvalidLength {
                what: "the piece sealed in place",
                expected: "one group, at a group's edge",
                actual,
            })
        }
    }

    /// Seals one frame to the front of `output` and moves on; writes the tags when the group is
    /// complete.
    fn emit(&mut self, frame: &[u8], last: bool, output: &mut &mut [u8]) -> Result<()> {
        let sealed = self.frames.seal(self.next, last, frame, advance(output, frame.len())?)?;
        self.tags.extend_from_slice(&sealed);
        self.next += 1;
        if last || self.tags.len() == self.layout().frames_per_group() * TAG {
            advance(output, self.tags.len())?.copy_from_slice(&self.tags);
            self.tags.clear();
        }
        Ok(())
    }

    /// Keeps plaintext back. The buffer is never reallocated while it holds any, so that no copy
    /// stays behind.
    fn hold(&mut self, bytes: &[u8]) {
        let wanted = self.held.0.len() + bytes.len();
        if wanted > self.held.0.capacity() {
            let size = if self.held.0.is_empty() && wanted <= 4096 {
                4096
            } else {
                self.layout().frame_len()
            };
            let mut larger = Wiped(Vec::with_capacity(size.max(wanted)));
            larger.0.extend_from_slice(&self.held.0);
            self.held = larger;
        }
        self.held.0.extend_from_slice(bytes);
    }

    fn drop_held(&mut self) {
        crate::memory::wipe(&mut self.held.0);
        self.held.0.clear();
    }

    fn usable(&self) -> Result<()> {
        self.closed.map_or(Ok(()), |state| Err(CryptoError::StreamClosed { state }))
    }

    fn guarded(&mut self, run: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        run(self).inspect_err(|_| self.closed = Some("failed"))
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer")
            .field("layout", &self.layout())
            .field("frames", &self.next)
            .finish_non_exhaustive()
    }
}

fn nothing_left() -> CryptoError {
    CryptoError::InvalidLength {
        what: "the last piece of a stream",
        expected: "at least 1",
        actual: 0,
    }
}

/// Cuts `len` bytes off the front of `output`.
pub(super) fn advance<'a>(output: &mut &'a mut [u8], len: usize) -> Result<&'a mut [u8]> {
    let (now, rest) =
        std::mem::take(output).split_at_mut_checked(len).ok_or(CryptoError::Length)?;
    *output = rest;
    Ok(now)
}
