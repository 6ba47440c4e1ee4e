//! Properties of sealed objects: what any pieces, offsets and bytes do.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    clippy::cast_possible_truncation
)]

use ckey_crypto::sealed::{
    self, Form, Layout, ObjectReader, Opener, PreparedKey, RandomAccess, ReadAt, ScopeKey, Sealer,
};
use ckey_crypto::{Backend, EncryptionContext, SecretKey};
use proptest::prelude::*;
use std::cell::RefCell;

/// An object that notes where it was read.
struct Noting<'a> {
    object: &'a [u8],
    reads: RefCell<Vec<(u64, usize)>>,
}

impl ReadAt for Noting<'_> {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> ckey_crypto::Result<()> {
        self.reads.borrow_mut().push((offset, buffer.len()));
        self.object.read_at(offset, buffer)
    }
}

fn key() -> SecretKey {
    SecretKey::from_slice(&[7; 32]).unwrap()
}

fn scope(key: &SecretKey) -> ScopeKey<'_> {
    ScopeKey { key, scope: [1; 16], version: 2, prepared: None }
}

fn context() -> EncryptionContext {
    EncryptionContext::from_pairs([("item", "1")]).unwrap()
}

fn backend() -> impl Strategy<Value = Backend> {
    prop_oneof![Just(Backend::AwsLc), Just(Backend::RustCrypto)]
}

fn layout() -> impl Strategy<Value = Layout> {
    (8_u8..=10, 0_u8..=2).prop_map(|(f, g)| Layout::new(f, g).unwrap())
}

/// Lengths that fall on and beside the edges of frames and groups as well as anywhere.
fn plaintext() -> impl Strategy<Value = Vec<u8>> {
    let len = prop_oneof![
        0_usize..6000,
        (0_usize..12, 0_usize..3).prop_map(|(n, d)| (n * 512 + d).saturating_sub(1))
    ];
    (len, any::<u8>()).prop_map(|(len, seed)| {
        (0..len).map(|n: usize| (n.wrapping_mul(31) as u8) ^ seed).collect()
    })
}

fn pieces() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![0_usize..40, 200_usize..300, 0_usize..3000], 1..12)
}

/// Feeds `input` in pieces of these sizes, over and over.
fn feed(input: &[u8], sizes: &[usize], mut each: impl FnMut(&[u8])) {
    let (mut rest, mut at) = (input, 0);
    while !rest.is_empty() {
        let size =
            if at % (sizes.len() + 1) == sizes.len() { 97 } else { sizes[at % (sizes.len() + 1)] };
        let (now, later) = rest.split_at(size.min(rest.len()));
        each(now);
        rest = later;
        at += 1;
    }
}

fn seal_stream(
    backend: Backend,
    form: Form,
    layout: Layout,
    plain: &[u8],
    sizes: &[usize],
) -> (Vec<u8>, [u8; 48]) {
    let key = key();
    let mut sealer = Sealer::start_with(backend, &scope(&key), &context(), form, layout).unwrap();
    let mut object = sealer.header().to_vec();
    feed(plain, sizes, |piece| {
        let mut out = vec![0; sealer.update_len(piece.len())];
        if let Some(short) = out.len().checked_sub(1) {
            let error = sealer.update(piece, &mut vec![0; short]).unwrap_err();
            assert_eq!(error.name(), "crypto.buffer_too_small");
        }
        assert_eq!(sealer.update(piece, &mut out).unwrap(), out.len());
        object.extend_from_slice(&out);
    });
    let mut out = vec![0; sealer.finish_len()];
    assert_eq!(
        sealer.finish(&mut vec![0; out.len() - 1]).unwrap_err().name(),
        "crypto.buffer_too_small"
    );
    assert_eq!(sealer.finish(&mut out).unwrap(), out.len());
    assert_eq!(sealer.finish(&mut out).unwrap_err().name(), "crypto.stream_closed");
    assert_eq!(sealer.update(b"x", &mut out).unwrap_err().name(), "crypto.stream_closed");
    object.extend_from_slice(&out);
    (object, *sealer.wrapped_key())
}

fn open_stream(
    backend: Backend,
    object: &[u8],
    wrapped: Option<&[u8]>,
    sizes: &[usize],
) -> Vec<u8> {
    let key = key();
    let mut opener = Opener::start(backend, &scope(&key), &context(), object, wrapped).unwrap();
    let mut plain = Vec::new();
    feed(&object[opener.header().len()..], sizes, |piece| {
        let mut out = vec![0; opener.update_len(piece.len())];
        if let Some(short) = out.len().checked_sub(1) {
            let error = opener.update(piece, &mut vec![0; short]).unwrap_err();
            assert_eq!(error.name(), "crypto.buffer_too_small");
        }
        assert_eq!(opener.update(piece, &mut out).unwrap(), out.len());
        plain.extend_from_slice(&out);
    });
    let mut out = vec![0; opener.finish_len().unwrap()];
    assert_eq!(opener.finish(&mut out).unwrap(), out.len());
    assert_eq!(opener.finish(&mut out).unwrap_err().name(), "crypto.stream_closed");
    plain.extend_from_slice(&out);
    plain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_one_stream_seals_any_reader_of_either_backend_opens(
        (a, b) in (backend(), backend()), layout in layout(), plain in plaintext(), detached in any::<bool>(), (cut, paste) in (pieces(), pieces())
    ) {
        let form = if detached { Form::Detached } else { Form::Attached };
        let (object, wrapped) = seal_stream(a, form, layout, &plain, &cut);
        prop_assert_eq!(object.len() as u64, layout.sealed_len(form, plain.len() as u64));
        let wrapped = detached.then_some(wrapped.as_slice());
        prop_assert_eq!(&open_stream(b, &object, wrapped, &paste), &plain);
        let key = key();
        let whole = match wrapped {
            Some(wrapped) => sealed::open_detached(b, &scope(&key), &context(), &object, wrapped),
            None => sealed::open(b, &scope(&key), &context(), &object),
        };
        let whole = whole.unwrap();
        prop_assert_eq!(whole.expose(), &plain[..]);
    }

    #[test]
    fn sealing_in_place_is_sealing(
        (a, b) in (backend(), backend()), layout in layout(), plain in plaintext(), sizes in pieces()
    ) {
        let key = key();
        let mut sealer = Sealer::start_with(a, &scope(&key), &context(), Form::Attached, layout).unwrap();
        let mut object = sealer.header().to_vec();
        let mut buffer = vec![0; layout.sealed_group_len()];
        let mut rest = &plain[..];
        while rest.len() > layout.group_len() {
            buffer[..layout.group_len()].copy_from_slice(&rest[..layout.group_len()]);
            rest = &rest[layout.group_len()..];
            prop_assert_eq!(sealer.update_in_place(&mut buffer).unwrap(), buffer.len());
            object.extend_from_slice(&buffer);
        }
        buffer[..rest.len()].copy_from_slice(rest);
        let n = sealer.finish_in_place(&mut buffer, rest.len()).unwrap();
        object.extend_from_slice(&buffer[..n]);
        prop_assert_eq!(&open_stream(b, &object, None, &sizes), &plain);

        let mut opener = Opener::start(b, &scope(&key), &context(), &object, None).unwrap();
        let mut sealed = object.split_off(opener.header().len());
        let mut out = Vec::new();
        let mut groups = sealed.chunks_mut(layout.sealed_group_len()).peekable();
        while let Some(group) = groups.next() {
            let n = if groups.peek().is_some() { opener.update_in_place(group) } else { opener.finish_in_place(group) };
            out.extend_from_slice(&group[..n.unwrap()]);
        }
        prop_assert_eq!(out, plain);
    }

    #[test]
    fn a_reader_reads_the_last_frame_once_however_often_it_is_asked_for(
        backend in backend(), layout in layout(), plain in plaintext(), reads in prop::collection::vec((0_usize..7000, 0_usize..3000), 1..6)
    ) {
        let (object, _) = seal_stream(backend, Form::Attached, layout, &plain, &[1000]);
        let key = key();
        let source = Noting { object: &object, reads: RefCell::default() };
        let reader = ObjectReader::open(backend, &scope(&key), &context(), &source, object.len() as u64, None).unwrap();
        let opening = source.reads.take();
        prop_assert_eq!(opening.len(), 3, "the header, the last frame, its tag");
        let (last, _) = opening[1];
        for (offset, len) in reads {
            let mut out = vec![0; len];
            let n = reader.read_at(&source, offset as u64, &mut out).unwrap();
            let there = plain.get(offset..).unwrap_or_default();
            prop_assert_eq!(&out[..n], &there[..len.min(there.len())]);
        }
        let again = source.reads.take();
        let touched = |(offset, len): &(u64, usize)| *len > 0 && *offset == last;
        prop_assert!(!again.iter().any(touched), "{:?} reads the last frame at {} again", again, last);
    }

    #[test]
    fn random_access_reads_what_is_there(
        (a, b) in (backend(), backend()), layout in layout(), plain in plaintext(), reads in prop::collection::vec((0_usize..7000, 0_usize..3000), 1..6)
    ) {
        let (object, _) = seal_stream(a, Form::Attached, layout, &plain, &[1000]);
        let key = key();
        let reader = RandomAccess::open(b, &scope(&key), &context(), &object[..], object.len() as u64, None).unwrap();
        prop_assert_eq!(reader.len(), plain.len() as u64);
        prop_assert_eq!(reader.is_empty(), plain.is_empty());
        for (offset, len) in reads {
            let mut out = vec![0; len];
            let n = reader.read_at(offset as u64, &mut out).unwrap();
            let there = plain.get(offset..).unwrap_or_default();
            prop_assert_eq!(&out[..n], &there[..len.min(there.len())]);
        }
    }

    #[test]
    fn a_changed_bit_is_found_by_every_reader(
        layout in layout(), plain in plaintext(), at in any::<prop::sample::Index>(), bit in 0_u8..8, sizes in pieces()
    ) {
        let (mut object, _) = seal_stream(Backend::AwsLc, Form::Attached, layout, &plain, &[1000]);
        let at = at.index(object.len());
        object[at] ^= 1 << bit;
        let key = key();
        prop_assert!(sealed::open(Backend::AwsLc, &scope(&key), &context(), &object).unwrap_err().stage().is_some());
        let Ok(mut opener) = Opener::start(Backend::AwsLc, &scope(&key), &context(), &object, None) else { return Ok(()) };
        let (mut released, mut failed) = (Vec::new(), false);
        feed(&object[144..], &sizes, |piece| {
            let mut out = vec![0; opener.update_len(piece.len())];
            match opener.update(piece, &mut out) {
                Ok(_) if !failed => released.extend_from_slice(&out),
                Ok(_) => panic!("a failed stream went on"),
                Err(_) => { failed = true; assert!(out.iter().all(|&b| b == 0)) }
            }
        });
        prop_assert!(failed || opener.finish(&mut vec![0; 2000]).is_err());
        prop_assert!(plain.starts_with(&released));
    }

    #[test]
    fn an_object_cut_off_or_extended_is_refused(plain in plaintext(), layout in layout(), cut in any::<prop::sample::Index>(), more in 1_usize..600) {
        let (object, _) = seal_stream(Backend::AwsLc, Form::Attached, layout, &plain, &[1000]);
        let key = key();
        let short = &object[..cut.index(object.len())];
        let long = [object.as_slice(), &vec![0; more]].concat();
        for bad in [short, &long] {
            prop_assert!(sealed::open(Backend::AwsLc, &scope(&key), &context(), bad).unwrap_err().stage().is_some());
            prop_assert!(RandomAccess::open(Backend::AwsLc, &scope(&key), &context(), bad, bad.len() as u64, None).is_err());
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), known in 0_usize..13) {
        let mut bytes = bytes;
        let start = *b"CKEYOBJ\x01\x01\x01\x08\x01";
        for (to, from) in bytes.iter_mut().zip(&start[..known.min(12)]) {
            *to = *from;
        }
        let key = key();
        let _ = sealed::inspect(&bytes).map(|h| h.plaintext_len(bytes.len() as u64));
        let _ = sealed::open(Backend::RustCrypto, &scope(&key), &context(), &bytes).unwrap_err();
        let _ = EncryptionContext::from_canonical(&bytes);
    }

    #[test]
    fn a_context_reads_back_and_has_one_encoding(pairs in prop::collection::btree_map("[a-z]{1,8}|.{1,20}", ".{0,30}", 0..10)) {
        prop_assume!(pairs.iter().all(|(k, v)| k.len() <= 256 && v.len() <= 4096));
        let forward = EncryptionContext::from_pairs(pairs.iter()).unwrap();
        let backward = EncryptionContext::from_pairs(pairs.iter().rev()).unwrap();
        prop_assert_eq!(&forward, &backward);
        prop_assert_eq!(&EncryptionContext::from_canonical(forward.as_bytes()).unwrap(), &forward);
        prop_assert_eq!(forward.pairs().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<std::collections::BTreeMap<_, _>>(), pairs);
    }
}

#[test]
fn a_writer_dropped_before_finish_leaves_nothing_that_opens() {
    let layout = Layout::new(8, 1).unwrap();
    let key = key();
    for len in [1, 256, 257, 512, 513, 1024, 1025, 1500] {
        let mut sealer =
            Sealer::start_with(Backend::AwsLc, &scope(&key), &context(), Form::Attached, layout)
                .unwrap();
        let mut object = sealer.header().to_vec();
        let mut out = vec![0; sealer.update_len(len)];
        sealer.update(&vec![1; len], &mut out).unwrap();
        object.extend_from_slice(&out);
        assert!(
            sealed::open(Backend::AwsLc, &scope(&key), &context(), &object)
                .unwrap_err()
                .stage()
                .is_some()
        );
    }
}

#[test]
fn a_stream_in_place_must_be_given_what_it_promised() {
    let layout = Layout::new(8, 1).unwrap();
    let key = key();
    let mut sealer =
        Sealer::start_with(Backend::AwsLc, &scope(&key), &context(), Form::Attached, layout)
            .unwrap();
    let mut buffer = vec![0; layout.sealed_group_len()];
    assert_eq!(
        sealer.update_in_place(&mut buffer[1..]).unwrap_err().name(),
        "crypto.invalid_length"
    );
    sealer.update_in_place(&mut buffer).unwrap();
    assert_eq!(sealer.finish_in_place(&mut buffer, 0).unwrap_err().name(), "crypto.invalid_length");
    assert_eq!(sealer.finish(&mut buffer).unwrap_err().name(), "crypto.invalid_length");
    assert_eq!(
        sealer.finish_in_place(&mut buffer, 513).unwrap_err().name(),
        "crypto.invalid_length"
    );
    assert_eq!(
        sealer.finish_in_place(&mut buffer[..16], 1).unwrap_err().name(),
        "crypto.buffer_too_small"
    );
    sealer.update(b"x", &mut []).unwrap();
    assert_eq!(sealer.update_in_place(&mut buffer).unwrap_err().name(), "crypto.invalid_length");
    assert_eq!(sealer.finish(&mut buffer).unwrap(), 17);
}

#[test]
fn two_objects_of_the_same_plaintext_share_nothing() {
    let key = key();
    let one = sealed::seal(Backend::AwsLc, &scope(&key), &context(), b"text").unwrap();
    let two = sealed::seal(Backend::AwsLc, &scope(&key), &context(), b"text").unwrap();
    assert_eq!(one.len() as u64, sealed::bound(4));
    assert!(one[32..].iter().zip(&two[32..]).filter(|(a, b)| a == b).count() < 16);
}

/// The keys of an object do not depend on what was prepared: each way opens what the other sealed.
#[test]
fn a_prepared_scope_key_seals_and_opens_the_same_objects_on_both_backends() {
    let key = SecretKey::from_slice(&[7; 32]).unwrap();
    let context = EncryptionContext::empty();
    for (one, two) in [(Backend::AwsLc, Backend::RustCrypto), (Backend::RustCrypto, Backend::AwsLc)]
    {
        let prepared = PreparedKey::new(one, &key).unwrap();
        let with = ScopeKey { prepared: Some(&prepared), ..scope(&key) };
        let sealed = sealed::seal(one, &with, &context, b"letter").unwrap();
        let opened = sealed::open(two, &scope(&key), &context, &sealed).unwrap();
        assert_eq!(opened.expose(), b"letter");
        let sealed = sealed::seal(two, &scope(&key), &context, b"letter").unwrap();
        assert_eq!(sealed::open(one, &with, &context, &sealed).unwrap().expose(), b"letter");
    }
}

/// What was decrypted before the frame that is refused is not left in the caller's buffer either,
/// whatever the pieces are.
#[test]
fn a_frame_that_does_not_authenticate_leaves_nothing_in_the_buffer() {
    let key = SecretKey::from_slice(&[7; 32]).unwrap();
    let (scope, context) = (scope(&key), EncryptionContext::empty());
    let plain = vec![0xa5; 3 << 20];
    for backend in Backend::ALL {
        let mut sealed = sealed::seal(backend, &scope, &context, &plain).unwrap();
        let group = Layout::default().sealed_group_len();
        // In the last frame of the second group.
        sealed[144 + group + (1 << 20) - 5] ^= 1;
        for piece in [group, 1 << 20, 2 * group, 777_777] {
            let mut opener = Opener::start(backend, &scope, &context, &sealed, None).unwrap();
            let refused = sealed[144..].chunks(piece).any(|piece| {
                let mut out = vec![0x5a; opener.update_len(piece.len())];
                let refused = opener.update(piece, &mut out).is_err();
                assert!(out.iter().all(|&byte| byte == if refused { 0 } else { 0xa5 }));
                refused
            });
            assert!(refused, "{backend} {piece}");
            let closed = opener.update(&[1], &mut vec![0; group]).unwrap_err();
            assert_eq!(closed.name(), "crypto.stream_closed");
        }
    }
}
