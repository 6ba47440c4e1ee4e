//! Frames and groups under a frame key.

use super::keys::ObjectKeys;
use super::layout::{Layout, wide};
use crate::aead::{NONCE, TAG};
use crate::error::CryptoError;
use crate::error::Result;

/// The frames of one object.
pub(super) struct Frames {
    keys: ObjectKeys,
    pub(super) layout: Layout,
}

impl Frames {
    pub(super) fn new(keys: ObjectKeys, layout: Layout) -> Self {
        Self { keys, layout }
    }

    /// Seals one frame into `output`, which has the same length.
    pub(super) fn seal(
        &self,
        index: u64,
        last: bool,
        input: &[u8],
        output: &mut [u8],
    ) -> Result<[u8; TAG]> {
        self.allow(index)?;
        self.keys.frame_key.seal_into(&nonce(index, last), &self.keys.binding, input, output)
    }

    /// Opens one frame into `output`, which has the same length.
    pub(super) fn open(
        &self,
        index: u64,
        last: bool,
        input: &[u8],
        tag: &[u8],
        output: &mut [u8],
    ) -> Result<()> {
        let tag = tag.try_into().map_err(|_| CryptoError::Length)?;
        self.keys
            .frame_key
            .open_into(&nonce(index, last), &self.keys.binding, input, tag, output)
            .map_err(|_| CryptoError::Frame { index })
    }

    /// Opens one frame where it lies.
    pub(super) fn open_in_place(
        &self,
        index: u64,
        last: bool,
        data: &mut [u8],
        tag: &[u8],
    ) -> Result<()> {
        let tag = tag.try_into().map_err(|_| CryptoError::Length)?;
        self.keys
            .frame_key
            .open_in_place(&nonce(index, last), &self.keys.binding, data, tag)
            .map_err(|_| CryptoError::Frame { index })
    }

    /// Seals a whole group (at most [`Layout::group_len`] bytes) from `input` to `output`, tags
    /// included.
    pub(super) fn seal_group(
        &self,
        first: u64,
        last: bool,
        input: &[u8],
        output: &mut [u8],
    ) -> Result<()> {
        let (data, tags) = output.split_at_mut_checked(input.len()).ok_or(CryptoError::Length)?;
        for (number, index) in (0..self.count(input.len())).zip(first..) {
            let from = frame(input, number, self.layout).ok_or(CryptoError::Length)?;
            let to = frame_mut(data, number, self.layout).ok_or(CryptoError::Length)?;
            let sealed = self.seal(index, last && self.ends(number, input.len()), from, to)?;
            put_tag(tags, number, sealed)?;
        }
        Ok(())
    }

    /// Seals a whole group where it lies: `len` bytes of plaintext at the front of `buffer`; the
    /// tags follow them.
    pub(super) fn seal_group_in_place(
        &self,
        first: u64,
        last: bool,
        buffer: &mut [u8],
        len: usize,
    ) -> Result<()> {
        let (data, tags) = buffer.split_at_mut_checked(len).ok_or(CryptoError::Length)?;
        for (number, index) in (0..self.count(len)).zip(first..) {
            self.allow(index)?;
            let last = last && self.ends(number, len);
            let data = frame_mut(data, number, self.layout).ok_or(CryptoError::Length)?;
            let sealed =
                self.keys.frame_key.seal_in_place(&nonce(index, last), &self.keys.binding, data)?;
            put_tag(tags, number, sealed)?;
        }
        Ok(())
    }

    /// Opens a whole group from `input` (with its tags) to `output`, which has the length of the
    /// plaintext.
    pub(super) fn open_group(
        &self,
        first: u64,
        last: bool,
        input: &[u8],
        output: &mut [u8],
    ) -> Result<()> {
        let (data, tags) = input.split_at_checked(output.len()).ok_or(CryptoError::Length)?;
        for (number, index) in (0..self.count(output.len())).zip(first..) {
            let last = last && self.ends(number, data.len());
            let from = frame(data, number, self.layout).ok_or(CryptoError::Length)?;
            let tag = tag(tags, number).ok_or(CryptoError::Length)?;
            let to = frame_mut(output, number, self.layout).ok_or(CryptoError::Length)?;
            self.open(index, last, from, tag, to)?;
        }
        Ok(())
    }

    /// Opens a whole group where it lies; `len` bytes of plaintext are left at the front.
    pub(super) fn open_group_in_place(
        &self,
        first: u64,
        last: bool,
        buffer: &mut [u8],
        len: usize,
    ) -> Result<()> {
        let (data, tags) = buffer.split_at_mut_checked(len).ok_or(CryptoError::Length)?;
        for (number, index) in (0..self.count(len)).zip(first..) {
            let last = last && self.ends(number, len);
            let tag = tag(tags, number).ok_or(CryptoError::Length)?;
            let data = frame_mut(data, number, self.layout).ok_or(CryptoError::Length)?;
            self.open_in_place(index, last, data, tag)?;
        }
        Ok(())
    }

    /// Frames of a group of `len` plaintext bytes.
    pub(super) fn count(&self, len: usize) -> usize {
        len.div_ceil(self.layout.frame_len()).max(1)
    }

    /// Whether a frame is the last of a group of `len` plaintext bytes.
    fn ends(&self, number: usize, len: usize) -> bool {
        number + 1 == self.count(len)
    }

    fn allow(&self, index: u64) -> Result<()> {
        if self.layout.allows_frame(index) {
            Ok(())
        } else {
            Err(CryptoError::Limit {
                what: "the length of a sealed object",
                limits: "8 TiB and 2^32 frames",
            })
        }
    }
}

fn nonce(index: u64, last: bool) -> [u8; NONCE] {
    let [a, b, c, d, e, f, g, h] = index.to_be_bytes();
    [0, 0, 0, a, b, c, d, e, f, g, h, u8::from(last)]
}

/// The bytes of frame `number` within a group's data; empty for the one frame of the empty message.
pub(super) fn frame(data: &[u8], number: usize, layout: Layout) -> Option<&[u8]> {
    let start = number * layout.frame_len();
    data.get(start..(start + layout.frame_len()).min(data.len()))
}

fn frame_mut(data: &mut [u8], number: usize, layout: Layout) -> Option<&mut [u8]> {
    let (start, len) = (number * layout.frame_len(), data.len());
    data.get_mut(start..(start + layout.frame_len()).min(len))
}

/// The tag of frame `number` within a group's tags.
pub(super) fn tag(tags: &[u8], number: usize) -> Option<&[u8]> {
    tags.get(number * TAG..(number + 1) * TAG)
}

fn put_tag(tags: &mut [u8], number: usize, tag: [u8; TAG]) -> Result<()> {
    tags.get_mut(number * TAG..(number + 1) * TAG)
        .ok_or(CryptoError::Length)?
        .copy_from_slice(&tag);
    Ok(())
}

/// Plaintext length of a last group of `sealed` bytes, if there is one of that length; `first` is
/// whether it begins the object.
pub(super) fn tail_len(layout: Layout, sealed: usize, first: bool) -> Result<usize> {
    let extent = layout.extent(wide(sealed))?;
    if sealed > layout.sealed_group_len() || (extent.plaintext == 0 && !first) {
        return Err(CryptoError::Length);
    }
    usize::try_from(extent.plaintext).map_err(|_| CryptoError::Length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::aead::Aead;
    use crate::backend::Backend;

    #[test]
    fn no_frame_beyond_the_caps_is_sealed_alone_or_in_a_group() {
        let layout = Layout::new(20, 0).unwrap();
        let last = (Layout::MAX_PLAINTEXT >> 20) - 1;
        let keys = ObjectKeys {
            frame_key: Aead::new(Backend::AwsLc, &[7; 32]).unwrap(),
            binding: [8; 32],
        };
        let frames = Frames::new(keys, layout);
        let alone = |index| frames.seal(index, true, &[1], &mut [0]).map(|_| ());
        let group = |index| frames.seal_group(index, true, &[1], &mut [0; 1 + TAG]);
        let in_place = |index| frames.seal_group_in_place(index, true, &mut [1; 1 + TAG], 1);
        type Way<'a> = (&'a str, &'a dyn Fn(u64) -> Result<()>);
        let ways: [Way<'_>; 3] = [("alone", &alone), ("group", &group), ("in place", &in_place)];
        for (way, seal) in ways {
            assert!(seal(last).is_ok(), "{way}");
            assert_eq!(seal(last + 1).unwrap_err().name(), "crypto.limit", "{way}");
        }
    }
}
