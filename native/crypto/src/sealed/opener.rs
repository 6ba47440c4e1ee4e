//! Opening a stream.

use super::frames::{Frames, frame, tag, tail_len};
use super::header::{Header, inspect};
use super::keys::{ScopeKey, recover, wrapped_of};
use super::layout::{Layout, wide};
use super::sealer::advance;
use crate::aead::TAG;
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::wipe;

/// Opens a stream piece by piece, in constant memory (a group and a frame).
///
/// Each frame's plaintext is released once that frame is verified. **What was released is complete
/// only when a `finish` succeeded**: before that the object may have been cut off. Pieces may have
/// any size, and cost least when they are whole groups ([`Layout::sealed_group_len`]); or whole
/// groups are opened where they lie ([`Opener::update_in_place`]).
pub struct Opener {
    frames: Frames,
    header: Header,
    /// Sealed bytes of a group whose tags have not all come.
    group: Vec<u8>,
    /// The last frame of a complete group, with its tag: whether it is the object's last is known
    /// only when more comes.
    held: Vec<u8>,
    next: u64,
    closed: Option<&'static str>,
}

impl Opener {
    /// Begins with the header, which has [`Header::len`] bytes (`object` may be longer; the rest is
    /// not read). `wrapped` is the wrapped data key of a detached object, and `None` for an
    /// attached one.
    ///
    /// # Errors
    /// [`CryptoError::Header`], [`CryptoError::DataKey`] or [`CryptoError::Commitment`].
    pub fn start(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        object: &[u8],
        wrapped: Option<&[u8]>,
    ) -> Result<Self> {
        let header = inspect(object)?;
        let wrapped = wrapped_of(&header, object, wrapped)?;
        let frames =
            Frames::new(recover(backend, scope, context, &header, wrapped)?, header.layout);
        Ok(Self { frames, header, group: Vec::new(), held: Vec::new(), next: 0, closed: None })
    }

    /// The header. Its part before the commitment is authenticated now.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The layout.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.frames.layout
    }

    /// Plaintext bytes that [`Opener::update`] gives for the next `input` sealed bytes: exact.
    #[must_use]
    pub fn update_len(&self, input: usize) -> usize {
        let (layout, sealed) = (self.layout(), self.layout().sealed_group_len());
        if input == 0 {
            return 0;
        }
        let held = if self.held.is_empty() { 0 } else { layout.frame_len() };
        let total = self.group.len().saturating_add(input);
        let (groups, rest) = (total / sealed, total % sealed);
        let kept = if groups > 0 && rest == 0 { layout.frame_len() } else { 0 };
        held + groups * layout.group_len() - kept
    }

    /// Takes the next `input` sealed bytes (what follows the header) and writes verified plaintext
    /// to the front of `output`; returns how much.
    ///
    /// # Errors
    /// [`CryptoError::BufferTooSmall`] if `output` is shorter than [`Opener::update_len`]: no state
    /// changes. [`CryptoError::Frame`] if a frame does not authenticate: `output` is wiped, and the
    /// stream is closed. [`CryptoError::StreamClosed`] after a `finish` or a failure.
    pub fn update(&mut self, input: &[u8], output: &mut [u8]) -> Result<usize> {
        self.usable()?;
        let needed = self.update_len(input.len());
        let given = output.len();
        let output =
            output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
        self.guarded(output, |opener, output| opener.absorb(input, output))?;
        Ok(needed)
    }

    fn absorb(&mut self, mut input: &[u8], mut output: &mut [u8]) -> Result<()> {
        let sealed = self.layout().sealed_group_len();
        while !input.is_empty() {
            self.release_held(false, &mut output)?;
            if self.group.is_empty() && input.len() >= sealed {
                let (group, rest) = input.split_at_checked(sealed).ok_or(CryptoError::Length)?;
                self.open_group(group, rest.is_empty(), &mut output)?;
                input = rest;
                continue;
            }
            let room = (sealed - self.group.len()).min(input.len());
            let (now, rest) = input.split_at_checked(room).ok_or(CryptoError::Length)?;
            self.group.extend_from_slice(now);
            input = rest;
            if self.group.len() == sealed {
                let group = std::mem::take(&mut self.group);
                self.open_group(&group, rest.is_empty(), &mut output)?;
                self.group = group;
                self.group.clear();
            }
        }
        Ok(())
    }

    /// Opens a full group; keeps its last frame back where nothing is known to follow.
    fn open_group(&mut self, group: &[u8], may_end: bool, output: &mut &mut [u8]) -> Result<()> {
        let layout = self.layout();
        if !may_end {
            self.frames.open_group(
                self.next,
                false,
                group,
                advance(output, layout.group_len())?,
            )?;
            self.next += wide(layout.frames_per_group());
            return Ok(());
        }
        let (data, tags) = group.split_at_checked(layout.group_len()).ok_or(CryptoError::Length)?;
        let last = layout.frames_per_group() - 1;
        for number in 0..last {
            self.open_one(data, tags, number, output)?;
        }
        self.held.extend_from_slice(frame(data, last, layout).ok_or(CryptoError::Length)?);
        self.held.extend_from_slice(tag(tags, last).ok_or(CryptoError::Length)?);
        Ok(())
    }

    fn open_one(
        &mut self,
        data: &[u8],
        tags: &[u8],
        number: usize,
        output: &mut &mut [u8],
    ) -> Result<()> {
        let from = frame(data, number, self.layout()).ok_or(CryptoError::Length)?;
        let tag = tag(tags, number).ok_or(CryptoError::Length)?;
        self.frames.open(self.next, false, from, tag, advance(output, from.len())?)?;
        self.next += 1;
        Ok(())
    }

    fn release_held(&mut self, last: bool, output: &mut &mut [u8]) -> Result<()> {
        if let Some((data, tag)) = self.held.split_last_chunk::<TAG>() {
            self.frames.open(self.next, last, data, tag, advance(output, data.len())?)?;
            self.next += 1;
            self.held.clear();
        }
        Ok(())
    }

    /// Plaintext bytes that [`Opener::finish`] gives: exact.
    ///
    /// # Errors
    /// [`CryptoError::Length`] if no object ends here.
    pub fn finish_len(&self) -> Result<usize> {
        if self.held.is_empty() {
            tail_len(self.layout(), self.group.len(), self.next == 0)
        } else {
            Ok(self.held.len() - TAG)
        }
    }

    /// Opens what is left, which must end the object; returns how much plaintext was written to the
    /// front of `output`.
    ///
    /// # Errors
    /// [`CryptoError::BufferTooSmall`] if `output` is shorter than [`Opener::finish_len`]: no state
    /// changes. [`CryptoError::Length`] or [`CryptoError::Frame`] if the object is cut off: what
    /// was released before is not to be used.
    pub fn finish(&mut self, output: &mut [u8]) -> Result<usize> {
        self.usable()?;
        let needed = self.finish_len().inspect_err(|_| self.closed = Some("failed"))?;
        let given = output.len();
        let output =
            output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
        self.guarded(output, |opener, mut output| {
            if opener.held.is_empty() {
                opener.frames.open_group(opener.next, true, &opener.group, output)
            } else {
                opener.release_held(true, &mut output)
            }
        })?;
        self.closed = Some("finished");
        Ok(needed)
    }

    /// Opens one whole group of [`Layout::sealed_group_len`] bytes where it lies; returns the
    /// length of the plaintext at its front, [`Layout::group_len`]. **More must follow**: the last
    /// piece of the object, a whole group or less, goes to [`Opener::finish_in_place`].
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] if `buffer` has another length, or if an `update` left the
    /// stream inside a group; [`CryptoError::Frame`]: `buffer` is wiped.
    pub fn update_in_place(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let len = self.layout().group_len();
        self.at_group(buffer.len() == self.layout().sealed_group_len(), buffer.len())?;
        self.guarded(buffer, |opener, buffer| {
            opener.frames.open_group_in_place(opener.next, false, buffer, len)
        })?;
        self.next += wide(self.layout().frames_per_group());
        Ok(len)
    }

    /// Opens the last piece of the object, a whole group or less, where it lies, and ends it;
    /// returns the length of the plaintext at the front.
    ///
    /// # Errors
    /// As [`Opener::update_in_place`], and [`CryptoError::Length`] if no object ends so.
    pub fn finish_in_place(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.at_group(buffer.len() <= self.layout().sealed_group_len(), buffer.len())?;
        let first = self.next == 0;
        let mut len = 0;
        self.guarded(buffer, |opener, buffer| {
            len = tail_len(opener.layout(), buffer.len(), first)?;
            opener.frames.open_group_in_place(opener.next, true, buffer, len)
        })?;
        self.closed = Some("finished");
        Ok(len)
    }

    fn at_group(&self, fits: bool, actual: usize) -> Result<()> {
        self.usable()?;
        if fits && self.held.is_empty() && self.group.is_empty() {
            Ok(())
        } else {
            Err(CryptoError::InvalidLength {
                what: "the piece opened in place",
                expected: "one group, at a group's edge",
                actual,
            })
        }
    }

    fn usable(&self) -> Result<()> {
        self.closed.map_or(Ok(()), |state| Err(CryptoError::StreamClosed { state }))
    }

    /// Runs a step; if it fails, closes the stream and leaves nothing of the step in `output`.
    fn guarded(
        &mut self,
        output: &mut [u8],
        run: impl FnOnce(&mut Self, &mut [u8]) -> Result<()>,
    ) -> Result<()> {
        run(self, output).inspect_err(|_| {
            self.closed = Some("failed");
            wipe(output);
        })
    }
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener")
            .field("header", &self.header)
            .field("frames", &self.next)
            .finish_non_exhaustive()
    }
}
