//! Whole objects in memory.

use super::frames::Frames;
use super::header::{Form, Header, inspect};
use super::keys::{Fresh, ScopeKey, Start, WrappedKey, recover, start, wrapped_of};
use super::layout::{Layout, wide};
use super::sealer::advance;
use crate::aead::TAG;
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::encoding::put;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretBytes;
use crate::memory::wipe;

/// Seals `plaintext` into an attached object of [`super::bound`]`(plaintext.len())` bytes.
///
/// # Errors
/// [`CryptoError::Random`] if the operating system gives no random bytes.
pub fn seal(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    Ok(seal_fresh(
        backend,
        scope,
        context,
        Form::Attached,
        Layout::default(),
        &Fresh::new()?,
        plaintext,
    )?
    .0)
}

/// Seals `plaintext` into a detached object, 48 bytes shorter, and the wrapped data key, to be kept
/// by the caller.
///
/// # Errors
/// As [`seal`].
pub fn seal_detached(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    plaintext: &[u8],
) -> Result<(Vec<u8>, WrappedKey)> {
    seal_fresh(
        backend,
        scope,
        context,
        Form::Detached,
        Layout::default(),
        &Fresh::new()?,
        plaintext,
    )
}

/// Opens a whole attached object. Nothing is released before all of it is verified.
///
/// # Errors
/// The stage that refused it: [`CryptoError::Header`], [`CryptoError::DataKey`],
/// [`CryptoError::Commitment`], [`CryptoError::Length`] or [`CryptoError::Frame`].
pub fn open(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    object: &[u8],
) -> Result<SecretBytes> {
    open_any(backend, scope, context, object, None)
}

/// Opens a whole detached object with its wrapped data key.
///
/// # Errors
/// As [`open`].
pub fn open_detached(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    object: &[u8],
    wrapped: &[u8],
) -> Result<SecretBytes> {
    open_any(backend, scope, context, object, Some(wrapped))
}

/// Seals `plaintext` into an attached object at the front of `output`; returns its length,
/// [`super::bound`]`(plaintext.len())`.
///
/// # Errors
/// As [`seal`], and [`CryptoError::BufferTooSmall`] if `output` is shorter.
pub fn seal_into(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    plaintext: &[u8],
    output: &mut [u8],
) -> Result<usize> {
    Ok(seal_form_into(backend, scope, context, Form::Attached, plaintext, output)?.0)
}

/// As [`seal_into`], of a detached object; also returns its wrapped data key. The object is shorter
/// than [`super::bound`] by that.
///
/// # Errors
/// As [`seal_into`].
pub fn seal_detached_into(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    plaintext: &[u8],
    output: &mut [u8],
) -> Result<(usize, WrappedKey)> {
    seal_form_into(backend, scope, context, Form::Detached, plaintext, output)
}

fn seal_form_into(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    form: Form,
    plaintext: &[u8],
    output: &mut [u8],
) -> Result<(usize, WrappedKey)> {
    let layout = Layout::default();
    let needed = object_len(form, layout, plaintext)?;
    let given = output.len();
    let output = output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
    let begun = start(backend, scope, context, form, layout, &Fresh::new()?)?;
    Ok((needed, fill(begun, form, layout, plaintext, output)?))
}

pub(crate) fn seal_fresh(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    form: Form,
    layout: Layout,
    fresh: &Fresh,
    plaintext: &[u8],
) -> Result<(Vec<u8>, WrappedKey)> {
    let mut out = vec![0; object_len(form, layout, plaintext)?];
    let wrapped = fill(
        start(backend, scope, context, form, layout, fresh)?,
        form,
        layout,
        plaintext,
        &mut out,
    )?;
    Ok((out, wrapped))
}

fn object_len(form: Form, layout: Layout, plaintext: &[u8]) -> Result<usize> {
    usize::try_from(layout.sealed_len(form, wide(plaintext.len()))).map_err(|_| CryptoError::Length)
}

/// Writes header and body to `out`, which has their length.
fn fill(
    begun: Start,
    form: Form,
    layout: Layout,
    plaintext: &[u8],
    out: &mut [u8],
) -> Result<WrappedKey> {
    let frames = Frames::new(begun.keys, layout);
    let (header, mut body) =
        out.split_at_mut_checked(form.header_len()).ok_or(CryptoError::Length)?;
    put(header, &[&begun.common, &begun.wrapped]);
    for (index, group, last) in groups(plaintext, layout) {
        let sealed = group.len() + frames.count(group.len()) * TAG;
        frames.seal_group(index, last, group, advance(&mut body, sealed)?)?;
    }
    Ok(begun.wrapped)
}

/// The groups of a plaintext: number of the first frame, bytes, and whether it is the last. The
/// empty plaintext has one empty group.
fn groups(plaintext: &[u8], layout: Layout) -> impl Iterator<Item = (u64, &[u8], bool)> {
    let count = plaintext.len().div_ceil(layout.group_len()).max(1);
    let chunks = plaintext.chunks(layout.group_len()).chain(std::iter::repeat(&[][..])).take(count);
    (0..count)
        .zip(chunks)
        .map(move |(n, group)| (wide(n * layout.frames_per_group()), group, n + 1 == count))
}

/// Opens a whole object into the front of `output`; returns the length of the plaintext. `wrapped`
/// is the wrapped data key of a detached object, and `None` for an attached one. Nothing is
/// released before all is verified: if anything fails, `output` is wiped.
///
/// # Errors
/// As [`open`], and [`CryptoError::BufferTooSmall`] if `output` is shorter than the plaintext.
pub fn open_into(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    object: &[u8],
    wrapped: Option<&[u8]>,
    output: &mut [u8],
) -> Result<usize> {
    let whole = Whole::of(backend, scope, context, object, wrapped)?;
    let (needed, given) = (whole.len, output.len());
    let output = output.get_mut(..needed).ok_or(CryptoError::BufferTooSmall { needed, given })?;
    open_body(&whole.frames, whole.body, output).inspect_err(|_| wipe(output))?;
    Ok(needed)
}

fn open_any(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    object: &[u8],
    wrapped: Option<&[u8]>,
) -> Result<SecretBytes> {
    let whole = Whole::of(backend, scope, context, object, wrapped)?;
    SecretBytes::fill(whole.len, |out| open_body(&whole.frames, whole.body, out))
}

/// An object whose keys and length were checked.
struct Whole<'a> {
    frames: Frames,
    body: &'a [u8],
    len: usize,
}

impl<'a> Whole<'a> {
    fn of(
        backend: Backend,
        scope: &ScopeKey<'_>,
        context: &EncryptionContext,
        object: &'a [u8],
        wrapped: Option<&[u8]>,
    ) -> Result<Self> {
        let header: Header = inspect(object)?;
        let wrapped = wrapped_of(&header, object, wrapped)?;
        let frames =
            Frames::new(recover(backend, scope, context, &header, wrapped)?, header.layout);
        let body = object.get(header.len()..).unwrap_or_default();
        let extent = header.layout.extent(wide(body.len()))?;
        let len = usize::try_from(extent.plaintext).map_err(|_| CryptoError::Length)?;
        Ok(Self { frames, body, len })
    }
}

fn open_body(frames: &Frames, body: &[u8], out: &mut [u8]) -> Result<()> {
    let layout = frames.layout;
    if out.is_empty() {
        return frames.open_group(0, true, body, out);
    }
    let count = out.len().div_ceil(layout.group_len());
    let pieces = body.chunks(layout.sealed_group_len()).zip(out.chunks_mut(layout.group_len()));
    for (number, (input, output)) in pieces.enumerate() {
        frames.open_group(
            wide(number * layout.frames_per_group()),
            number + 1 == count,
            input,
            output,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::memory::SecretKey;

    #[test]
    fn a_caller_s_buffer_holds_the_object_or_says_what_it_needs() {
        let key = SecretKey::generate().unwrap();
        let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: None };
        let context = EncryptionContext::empty();
        let mut object = vec![0; 300];
        let n = seal_into(Backend::AwsLc, &scope, &context, &[5; 100], &mut object).unwrap();
        assert_eq!(n, 144 + 100 + 16);
        let short =
            seal_into(Backend::AwsLc, &scope, &context, &[5; 100], &mut [0; 259]).unwrap_err();
        assert_eq!(short, CryptoError::BufferTooSmall { needed: 260, given: 259 });
        object.truncate(n);
        let mut plain = [9; 120];
        let open = |object: &[u8], out: &mut [u8]| {
            open_into(Backend::AwsLc, &scope, &context, object, None, out)
        };
        assert_eq!(open(&object, &mut plain).unwrap(), 100);
        assert_eq!(plain, [[5; 100].as_slice(), &[9; 20]].concat()[..]);
        assert_eq!(open(&object, &mut [0; 99]).unwrap_err().name(), "crypto.buffer_too_small");
        *object.last_mut().unwrap() ^= 1;
        assert_eq!(open(&object, &mut plain).unwrap_err(), CryptoError::Frame { index: 0 });
        assert_eq!(plain, [[0; 100].as_slice(), &[9; 20]].concat()[..]);
    }

    #[test]
    fn every_length_around_frames_and_groups_opens_on_both_backends() {
        let key = SecretKey::generate().unwrap();
        let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: None };
        let context = EncryptionContext::from_pairs([("item", "1")]).unwrap();
        let layout = Layout::new(8, 1).unwrap();
        for len in [0, 1, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 5000] {
            let plain: Vec<u8> = (0..len).map(|n: usize| n.to_le_bytes()[0]).collect();
            for (a, b) in
                [(Backend::AwsLc, Backend::RustCrypto), (Backend::RustCrypto, Backend::AwsLc)]
            {
                let fresh = Fresh::new().unwrap();
                let (object, _) =
                    seal_fresh(a, &scope, &context, Form::Attached, layout, &fresh, &plain)
                        .unwrap();
                assert_eq!(wide(object.len()), layout.sealed_len(Form::Attached, wide(len)));
                assert_eq!(open(b, &scope, &context, &object).unwrap().expose(), plain);
                let (object, wrapped) = seal_detached(a, &scope, &context, &plain).unwrap();
                assert_eq!(
                    open_detached(b, &scope, &context, &object, &wrapped).unwrap().expose(),
                    plain
                );
                assert_eq!(open(b, &scope, &context, &object).unwrap_err().name(), "crypto.header");
            }
        }
    }
}
