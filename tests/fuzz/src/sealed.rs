//! Sealed objects from the test vectors, and what must hold of bytes that may or may not be one of
//! them.

use ckey_crypto::sealed::{
    Form, Opener, RandomAccess, ScopeKey, inspect, open, open_detached, open_into,
};
use ckey_crypto::{Backend, EncryptionContext, SecretKey};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct File {
    vectors: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    name: String,
    scope_key: String,
    scope_id: String,
    scope_version: u32,
    context: String,
    wrapped_key: Option<String>,
    object: String,
    plaintext_len: usize,
}

/// An object that was sealed, and all that belongs to it.
pub struct Committed {
    pub name: String,
    key: SecretKey,
    scope: [u8; 16],
    version: u32,
    context: EncryptionContext,
    pub wrapped: Option<Vec<u8>>,
    pub object: Vec<u8>,
    plaintext: Vec<u8>,
}

/// Objects longer than this are left out: they only make runs slow.
const LONGEST: usize = 4096;

/// The committed objects, attached and detached.
pub static COMMITTED: LazyLock<Vec<Committed>> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../vectors/sealed.json"))
        .expect("the vectors are JSON");
    let short = file.vectors.into_iter().filter(|written| written.object.len() / 2 <= LONGEST);
    short.map(Committed::read).collect()
});

impl Committed {
    fn read(written: Written) -> Self {
        let bytes = |text: &str| hex::decode(text).expect("the vectors are hexadecimal");
        Self {
            name: written.name,
            key: SecretKey::from_slice(&bytes(&written.scope_key)).expect("a key has 32 bytes"),
            scope: bytes(&written.scope_id).try_into().expect("a scope id has 16 bytes"),
            version: written.scope_version,
            context: EncryptionContext::from_canonical(&bytes(&written.context))
                .expect("a context is canonical"),
            wrapped: written.wrapped_key.as_deref().map(bytes),
            object: bytes(&written.object),
            plaintext: (0..written.plaintext_len)
                .map(|n| ((n * 7 + n / 256) % 256) as u8)
                .collect(),
        }
    }

    fn scope_key(&self) -> ScopeKey<'_> {
        ScopeKey { key: &self.key, scope: self.scope, version: self.version, prepared: None }
    }

    /// Opens `object` in every way; it opens exactly if it and `wrapped` are the committed ones,
    /// and nothing else than the committed plaintext is ever released. `seed` chooses pieces and
    /// offsets.
    pub fn check(&self, object: &[u8], wrapped: Option<&[u8]>, seed: u64) {
        let genuine = object == self.object && wrapped == self.wrapped.as_deref();
        for backend in Backend::ALL {
            self.check_whole(backend, object, wrapped, genuine);
            self.check_stream(backend, object, wrapped, genuine, Pieces(seed | 1));
            self.check_random_access(backend, object, wrapped, genuine, Pieces(seed | 1));
        }
        let (mut other, scope) = (self.context.as_bytes().to_vec(), self.scope_key());
        if let Some(last) = other.last_mut().filter(|last| last.is_ascii_alphanumeric()) {
            *last ^= 1;
            let other = EncryptionContext::from_canonical(&other)
                .expect("the length of a value is the same");
            let opened = RandomAccess::open(
                Backend::default(),
                &scope,
                &other,
                object,
                object.len() as u64,
                wrapped,
            );
            assert!(opened.is_err(), "{}: it opens in another context", self.name);
        }
    }

    fn check_whole(&self, backend: Backend, object: &[u8], wrapped: Option<&[u8]>, genuine: bool) {
        let opened = match wrapped {
            None => open(backend, &self.scope_key(), &self.context, object),
            Some(wrapped) => {
                open_detached(backend, &self.scope_key(), &self.context, object, wrapped)
            }
        };
        assert_eq!(opened.is_ok(), genuine, "{}: {:?}", self.name, opened.as_ref().err());
        if let Ok(plaintext) = opened {
            assert_eq!(plaintext.expose(), self.plaintext);
        }
        // The mark is neither plaintext nor what a wiped buffer holds.
        let mut output = vec![0xA5; object.len()];
        match open_into(backend, &self.scope_key(), &self.context, object, wrapped, &mut output) {
            Ok(len) => assert!(genuine && output[..len] == self.plaintext),
            Err(_) => assert!(
                !genuine && output.iter().all(|byte| matches!(byte, 0 | 0xA5)),
                "a refused object left plaintext"
            ),
        }
    }

    fn check_stream(
        &self,
        backend: Backend,
        object: &[u8],
        wrapped: Option<&[u8]>,
        genuine: bool,
        mut pieces: Pieces,
    ) {
        let Ok(mut opener) =
            Opener::start(backend, &self.scope_key(), &self.context, object, wrapped)
        else {
            return assert!(!genuine, "{}: a committed object does not begin", self.name);
        };
        let mut released = Vec::new();
        let mut rest = &object[opener.header().len()..];
        let mut ok = true;
        while ok && !rest.is_empty() {
            let (now, later) = rest.split_at(pieces.next(rest.len()));
            rest = later;
            let mut output = vec![0; opener.update_len(now.len())];
            match opener.update(now, &mut output) {
                Ok(len) => released.extend_from_slice(&output[..len]),
                Err(_) => {
                    ok = false;
                    assert!(output.iter().all(|byte| *byte == 0), "a refused frame left bytes");
                }
            }
        }
        let ended = ok.then(|| opener.finish_len()).and_then(Result::ok).is_some_and(|len| {
            let mut output = vec![0; len];
            let ended = opener.finish(&mut output).is_ok();
            released.extend_from_slice(if ended { &output } else { &[] });
            ended
        });
        assert!(
            self.plaintext.starts_with(&released),
            "{}: something else was released",
            self.name
        );
        assert_eq!(ended, genuine, "{}: the end of the stream", self.name);
        assert!(!ended || released == self.plaintext, "{}: the stream ended early", self.name);
        if ended {
            assert!(
                opener.update(&[0], &mut vec![0; 1 << 16]).is_err(),
                "a finished stream goes on"
            );
        }
    }

    fn check_random_access(
        &self,
        backend: Backend,
        object: &[u8],
        wrapped: Option<&[u8]>,
        genuine: bool,
        mut pieces: Pieces,
    ) {
        let length = object.len() as u64;
        let Ok(opened) =
            RandomAccess::open(backend, &self.scope_key(), &self.context, object, length, wrapped)
        else {
            return assert!(!genuine, "{}: a committed object does not open", self.name);
        };
        assert_eq!(opened.len(), self.plaintext.len() as u64, "{}: another length", self.name);
        for _ in 0..4 {
            let offset = pieces.next(self.plaintext.len() + 2) - 1;
            let mut output = vec![0; pieces.next(700)];
            match opened.read_at(offset as u64, &mut output) {
                Ok(len) => {
                    let there = &self.plaintext[offset.min(self.plaintext.len())..];
                    assert_eq!(
                        output[..len],
                        there[..there.len().min(output.len())],
                        "{}: at {offset}",
                        self.name
                    );
                }
                Err(_) => assert!(!genuine && output.iter().all(|byte| *byte == 0)),
            }
        }
    }
}

/// The committed object that these bytes claim to be, or else the first.
pub fn claimed(object: &[u8]) -> &'static Committed {
    let id = object.get(32..64);
    COMMITTED.iter().find(|committed| committed.object.get(32..64) == id).unwrap_or(&COMMITTED[0])
}

/// What a header says is what stands in it, and its arithmetic of lengths goes both ways.
pub fn check_header(object: &[u8]) {
    let Ok(header) = inspect(object) else { return };
    let form = if header.form == Form::Attached { 1 } else { 2 };
    let [frame, group] = header.layout.exponents();
    let head = [
        b"CKEYOBJ".as_slice(),
        &[1, 1, form, frame, group],
        &header.scope_version.to_be_bytes(),
        &header.scope,
    ];
    let written = [head.concat().as_slice(), &header.object_id, &header.commitment].concat();
    assert_eq!(object[..written.len()], written, "a header reads as something else");
    assert!(object.len() >= header.len());
    if let Ok(plaintext) = header.plaintext_len(object.len() as u64) {
        assert_eq!(header.layout.sealed_len(header.form, plaintext), object.len() as u64);
    }
}

/// Odd lengths, the same for the same seed (xorshift).
struct Pieces(u64);

impl Pieces {
    /// 1 to `most`.
    fn next(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        1 + (self.0 % most.max(1) as u64) as usize
    }
}
