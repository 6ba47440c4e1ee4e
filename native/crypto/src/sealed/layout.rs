//! How a plaintext is cut into frames and groups, and the arithmetic of lengths.

use super::Form;
use crate::aead::TAG;
use crate::error::CryptoError;
use crate::error::Result;

/// Sizes of frames and groups. The reader takes them from the header; [`Layout::default`] suits
/// everything but tests.
///
/// A frame is what is verified, and released, at once; a group is frames whose tags stand together
/// behind them, so that a buffer of one group is sealed where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    frame: u8,
    group: u8,
}

/// Most frames in one object.
const MAX_FRAMES: u64 = 1 << 32;

impl Default for Layout {
    /// Frames of 64 KiB in groups of 1 MiB.
    fn default() -> Self {
        Self { frame: 16, group: 4 }
    }
}

impl Layout {
    /// Longest plaintext of one object, in bytes: 8 TiB.
    pub const MAX_PLAINTEXT: u64 = 1 << 43;

    /// Frames of `2^frame` bytes, groups of `2^group` frames.
    ///
    /// # Errors
    /// [`CryptoError::Limit`] unless `frame` is 8 to 20 and `frame + group` is at most 20.
    pub fn new(frame: u8, group: u8) -> Result<Self> {
        if (8..=20).contains(&frame) && group <= 20 && frame + group <= 20 {
            Ok(Self { frame, group })
        } else {
            Err(CryptoError::Limit {
                what: "the frame layout",
                limits: "frames of 2^8 to 2^20 bytes, groups of at most 2^20 bytes",
            })
        }
    }

    /// The two exponents, as the header has them.
    #[must_use]
    pub const fn exponents(self) -> [u8; 2] {
        [self.frame, self.group]
    }

    /// Plaintext bytes in a full frame.
    #[must_use]
    pub const fn frame_len(self) -> usize {
        1 << self.frame
    }

    /// Frames in a full group.
    #[must_use]
    pub const fn frames_per_group(self) -> usize {
        1 << self.group
    }

    /// Plaintext bytes in a full group: what [`super::Sealer::update_in_place`] takes. 1 MiB by
    /// default.
    #[must_use]
    pub const fn group_len(self) -> usize {
        1 << (self.frame + self.group)
    }

    /// Sealed bytes of a full group: what [`super::Opener::update_in_place`] takes. 1 MiB and 256
    /// bytes by default.
    #[must_use]
    pub const fn sealed_group_len(self) -> usize {
        self.group_len() + self.frames_per_group() * TAG
    }

    /// Length of the sealed object of `plaintext` bytes, header included, in bytes: exact,
    /// saturating where no such object exists.
    #[must_use]
    pub fn sealed_len(self, form: Form, plaintext: u64) -> u64 {
        let frames = plaintext.div_ceil(wide(self.frame_len())).max(1);
        plaintext
            .saturating_add(frames.saturating_mul(wide(TAG)))
            .saturating_add(wide(form.header_len()))
    }

    /// What a body of `body` bytes holds.
    ///
    /// # Errors
    /// [`CryptoError::Length`] if no body has that length.
    pub(super) fn extent(self, body: u64) -> Result<Extent> {
        let sealed_group = wide(self.sealed_group_len());
        let frame = wide(self.frame_len());
        let groups = body.checked_sub(1).ok_or(CryptoError::Length)? / sealed_group;
        let rest = body - groups * sealed_group;
        let tail_frames = rest.div_ceil(frame + wide(TAG));
        let tail = rest.checked_sub(tail_frames * wide(TAG)).ok_or(CryptoError::Length)?;
        let possible = tail > (tail_frames - 1) * frame || body == wide(TAG);
        let frames =
            groups.saturating_mul(wide(self.frames_per_group())).saturating_add(tail_frames);
        let plaintext = groups.saturating_mul(wide(self.group_len())).saturating_add(tail);
        if possible && frames <= MAX_FRAMES && plaintext <= Self::MAX_PLAINTEXT {
            Ok(Extent { plaintext, frames })
        } else {
            Err(CryptoError::Length)
        }
    }

    /// Whether an object may have a frame of that number, and so many bytes before it.
    pub(super) fn allows_frame(self, index: u64) -> bool {
        index < MAX_FRAMES && index < (Self::MAX_PLAINTEXT >> self.frame)
    }
}

/// What a body holds, by its length alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// Plaintext bytes.
    pub(super) plaintext: u64,
    /// Frames, at least one.
    pub(super) frames: u64,
}

/// Length of a sealed object of `plaintext` bytes in the attached form and the default layout, in
/// bytes: what [`super::seal`] returns and a stream writes in all. No object of that plaintext is
/// longer, detached ones are 48 bytes shorter.
#[must_use]
pub fn bound(plaintext: u64) -> u64 {
    Layout::default().sealed_len(Form::Attached, plaintext)
}

/// A length in memory as a length in an object. Lossless on every machine with addresses of at most
/// 64 bits.
pub(super) fn wide(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_possible_length_reads_back_and_no_other() {
        let layout = Layout::new(8, 1).unwrap();
        let header = wide(Form::Attached.header_len());
        let mut possible = std::collections::BTreeMap::new();
        for plaintext in 0..3000_u64 {
            possible.insert(layout.sealed_len(Form::Attached, plaintext) - header, plaintext);
        }
        for body in 0..3000 {
            assert_eq!(
                layout.extent(body).ok().map(|e| e.plaintext),
                possible.get(&body).copied(),
                "{body}"
            );
        }
    }

    #[test]
    fn an_object_beyond_the_caps_has_no_length() {
        let body = |plaintext| Layout::default().sealed_len(Form::Attached, plaintext) - 144;
        assert_eq!(
            Layout::default().extent(body(Layout::MAX_PLAINTEXT)).unwrap().plaintext,
            Layout::MAX_PLAINTEXT
        );
        assert!(Layout::default().extent(body(Layout::MAX_PLAINTEXT + 1)).is_err());
        assert!(Layout::default().extent(u64::MAX).is_err());
        assert!(Layout::new(8, 0).unwrap().extent(((1 << 32) + 1) * (256 + 16)).is_err());
        assert_eq!(bound(u64::MAX), u64::MAX);
    }

    #[test]
    fn one_frame_key_meets_no_more_blocks_than_the_format_promises() {
        for frame in 8..=20 {
            let layout = Layout::new(frame, 0).unwrap();
            let frames = MAX_FRAMES.min(Layout::MAX_PLAINTEXT >> frame);
            assert!(layout.allows_frame(frames - 1) && !layout.allows_frame(frames));
            let blocks = frames * (wide(layout.frame_len()) / 16 + 1) + 1;
            assert!(blocks <= (1 << 39) + (1 << 32) + 1, "{frame}");
        }
    }

    #[test]
    fn layouts_outside_the_limits_are_refused() {
        for (frame, group) in [(7, 0), (21, 0), (16, 5), (8, 13), (20, 1), (8, 255), (255, 255)] {
            assert_eq!(Layout::new(frame, group).unwrap_err().name(), "crypto.limit");
        }
        assert_eq!(Layout::new(20, 0).unwrap().sealed_group_len(), (1 << 20) + 16);
        assert_eq!(Layout::default().sealed_group_len(), (1 << 20) + 256);
    }
}
