//! The header: what a sealed object says of itself.

use super::Layout;
use crate::encoding::put;
use crate::error::CryptoError;
use crate::error::Result;

const MAGIC: &[u8; 7] = b"CKEYOBJ";
const VERSION: u8 = 1;
const SUITE: u8 = 1;

/// Length of the header's part that is the same in both forms.
const COMMON: usize = 96;

/// Length of the part that everything else is bound to.
pub(super) const PREFIX: usize = 64;

/// Where the wrapped data key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// In the header.
    Attached,
    /// Kept by the caller, as for the chunks of a file.
    Detached,
}

impl Form {
    /// Length of a header of this form, in bytes: 144 or 96.
    #[must_use]
    pub const fn header_len(self) -> usize {
        match self {
            Self::Attached => COMMON + super::WRAPPED_KEY_LEN,
            Self::Detached => COMMON,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Attached => 1,
            Self::Detached => 2,
        }
    }
}

/// What a header says. Nothing of it is authenticated before the object is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Where the wrapped data key is.
    pub form: Form,
    /// Sizes of frames and groups.
    pub layout: Layout,
    /// Identifier of the scope key, 16 bytes.
    pub scope: [u8; 16],
    /// Version of the scope key.
    pub scope_version: u32,
    /// The object's random id, 32 bytes.
    pub object_id: [u8; 32],
    /// The commitment to the data key, 32 bytes.
    pub commitment: [u8; 32],
}

impl Header {
    /// Length of the longest header, in bytes; reading that much of an object, or all of a shorter
    /// one, is enough for [`inspect`].
    pub const MAX_LEN: usize = 144;

    /// Length of this header, in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.form.header_len()
    }

    /// Never: a header has bytes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }

    /// Length of the plaintext of an object of `object` bytes in all with this header: not
    /// authenticated.
    ///
    /// # Errors
    /// [`CryptoError::Length`] if no such object exists.
    pub fn plaintext_len(&self, object: u64) -> Result<u64> {
        let body =
            object.checked_sub(super::layout::wide(self.len())).ok_or(CryptoError::Length)?;
        Ok(self.layout.extent(body)?.plaintext)
    }

    /// The first 64 bytes.
    pub(super) fn prefix(&self) -> [u8; PREFIX] {
        let [frame, group] = self.layout.exponents();
        let mut out = [0; PREFIX];
        let head = [VERSION, SUITE, self.form.code(), frame, group];
        let version = self.scope_version.to_be_bytes();
        put(&mut out, &[MAGIC, &head, &version, &self.scope, &self.object_id]);
        out
    }
}

/// Reads the header at the start of `object`, without keys. Not authenticated: anyone who can write
/// the object chose it.
///
/// # Errors
/// [`CryptoError::Header`] if `object` does not begin with a whole header of this version.
pub fn inspect(object: &[u8]) -> Result<Header> {
    let mut rest = object;
    let magic: [u8; 7] = take(&mut rest)?;
    if &magic != MAGIC {
        return Err(refused("it does not begin with CKEYOBJ"));
    }
    let [version, suite, form, frame, group] = take(&mut rest)?;
    if version != VERSION {
        return Err(refused("its format version is not 1"));
    }
    if suite != SUITE {
        return Err(refused("its suite is not 1"));
    }
    let form = match form {
        1 => Form::Attached,
        2 => Form::Detached,
        _ => return Err(refused("its form is neither attached nor detached")),
    };
    let layout = Layout::new(frame, group)
        .map_err(|_| refused("its frame or group size is outside the limits"))?;
    let header = Header {
        form,
        layout,
        scope_version: u32::from_be_bytes(take(&mut rest)?),
        scope: take(&mut rest)?,
        object_id: take(&mut rest)?,
        commitment: take(&mut rest)?,
    };
    if object.len() < header.len() { Err(refused(SHORT)) } else { Ok(header) }
}

const SHORT: &str = "it is shorter than a header";

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>().ok_or(refused(SHORT))?;
    *rest = tail;
    Ok(*head)
}

pub(super) const fn refused(reason: &'static str) -> CryptoError {
    CryptoError::Header { reason }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn header(form: Form) -> Header {
        Header {
            form,
            layout: Layout::default(),
            scope: [1; 16],
            scope_version: 0x0203_0405,
            object_id: [6; 32],
            commitment: [7; 32],
        }
    }

    #[test]
    fn a_header_reads_back() {
        for form in [Form::Attached, Form::Detached] {
            let mut bytes = [header(form).prefix().as_slice(), &[7; 32]].concat();
            bytes.resize(form.header_len(), 8);
            assert_eq!(inspect(&bytes).unwrap(), header(form));
            assert!(!header(form).is_empty() && header(form).len() == bytes.len());
            bytes.push(9);
            assert_eq!(inspect(&bytes).unwrap(), header(form));
            for len in 0..form.header_len() {
                assert_eq!(inspect(&bytes[..len]).unwrap_err().name(), "crypto.header");
            }
        }
    }

    #[test]
    fn the_prefix_is_the_documented_one() {
        let prefix = header(Form::Attached).prefix();
        assert_eq!(prefix[..16], *b"CKEYOBJ\x01\x01\x01\x10\x04\x02\x03\x04\x05");
        assert_eq!(prefix[16..], [[1; 16].as_slice(), &[6; 32]].concat());
    }
}
