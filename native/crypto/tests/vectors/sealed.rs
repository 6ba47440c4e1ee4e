use super::{array, bytes, file, list, number, plaintext, secret, text};
use ckey_crypto::sealed::{self, Form, Opener, RandomAccess, ScopeKey};
use ckey_crypto::{Backend, CryptoError, EncryptionContext, SecretKey};
use serde_json::Value;

/// What a vector gives a reader.
struct Given {
    key: SecretKey,
    scope: [u8; 16],
    version: u32,
    context: EncryptionContext,
    wrapped: Option<Vec<u8>>,
    object: Vec<u8>,
}

impl Given {
    fn of(vector: &Value) -> Self {
        let pairs = vector["context_pairs"].as_array().unwrap();
        let pairs = pairs.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()));
        let context = EncryptionContext::from_pairs(pairs).unwrap();
        assert_eq!(context.as_bytes(), bytes(vector, "context"));
        Self {
            key: secret(vector, "scope_key"),
            scope: array(vector, "scope_id"),
            version: number(vector, "scope_version"),
            context,
            wrapped: vector["wrapped_key"].as_str().map(|text| hex::decode(text).unwrap()),
            object: bytes(vector, "object"),
        }
    }

    fn scope(&self) -> ScopeKey<'_> {
        ScopeKey { key: &self.key, scope: self.scope, version: self.version, prepared: None }
    }

    fn whole(&self, backend: Backend) -> Result<Vec<u8>, CryptoError> {
        let opened = match &self.wrapped {
            Some(wrapped) => {
                sealed::open_detached(backend, &self.scope(), &self.context, &self.object, wrapped)
            }
            None => sealed::open(backend, &self.scope(), &self.context, &self.object),
        };
        opened.map(|plain| plain.expose().to_vec())
    }

    fn opener(&self, backend: Backend) -> Result<Opener, CryptoError> {
        Opener::start(backend, &self.scope(), &self.context, &self.object, self.wrapped.as_deref())
    }

    fn streamed(&self, backend: Backend, piece: usize) -> Result<Vec<u8>, CryptoError> {
        let mut opener = self.opener(backend)?;
        let mut plain = Vec::new();
        for piece in self.object[opener.header().len()..].chunks(piece) {
            let mut out = vec![0; opener.update_len(piece.len())];
            opener.update(piece, &mut out)?;
            plain.extend(out);
        }
        let mut out = vec![0; opener.finish_len()?];
        opener.finish(&mut out)?;
        plain.extend(out);
        Ok(plain)
    }

    fn in_place(&self, backend: Backend) -> Result<Vec<u8>, CryptoError> {
        let mut opener = self.opener(backend)?;
        let mut body = self.object[opener.header().len()..].to_vec();
        let size = opener.layout().sealed_group_len();
        let last = body.len().saturating_sub(1) / size;
        let mut plain = Vec::new();
        for (number, group) in body.chunks_mut(size).enumerate() {
            let len = if number == last {
                opener.finish_in_place(group)?
            } else {
                opener.update_in_place(group)?
            };
            plain.extend_from_slice(&group[..len]);
        }
        if body.is_empty() {
            opener.finish_in_place(&mut [])?;
        }
        Ok(plain)
    }

    fn at_offsets(&self, backend: Backend, length: u64) -> Result<Vec<u8>, CryptoError> {
        let source = Padded(&self.object);
        let reader = RandomAccess::open(
            backend,
            &self.scope(),
            &self.context,
            source,
            length,
            self.wrapped.as_deref(),
        )?;
        let mut plain = vec![0; reader.len() as usize];
        // From the back in odd steps, so that every frame is read in parts as well as whole.
        let mut at = plain.len();
        while at > 0 {
            let start = at.saturating_sub(97);
            assert_eq!(reader.read_at(start as u64, &mut plain[start..at])?, at - start);
            at = start;
        }
        let mut again = vec![0; plain.len() + 1];
        assert_eq!(reader.read_at(0, &mut again)?, plain.len());
        assert_eq!(again[..plain.len()], plain);
        assert_eq!(reader.read_at(reader.len(), &mut again)?, 0);
        Ok(plain)
    }
}

/// A source that gives zeros beyond its end, as a sparse file would: what is claimed to be there
/// can be read.
struct Padded<'a>(&'a [u8]);

impl sealed::ReadAt for Padded<'_> {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), CryptoError> {
        buffer.fill(0);
        let rest = usize::try_from(offset).ok().and_then(|at| self.0.get(at..)).unwrap_or_default();
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        Ok(())
    }
}

#[test]
fn every_object_opens_through_every_path_on_both_backends() {
    for vector in list(&file("sealed.json"), "vectors") {
        let (given, name) = (Given::of(&vector), text(&vector, "name"));
        let plain = plaintext(number(&vector, "plaintext_len") as usize);
        for backend in Backend::ALL {
            assert_eq!(given.whole(backend).unwrap(), plain, "{name}");
            for piece in [1, 7, 16, 255, 272, 273, 1000, usize::MAX] {
                assert_eq!(given.streamed(backend, piece).unwrap(), plain, "{name}");
            }
            assert_eq!(given.in_place(backend).unwrap(), plain, "{name}");
            assert_eq!(
                given.at_offsets(backend, given.object.len() as u64).unwrap(),
                plain,
                "{name}"
            );
        }
    }
}

#[test]
fn every_header_says_what_went_in() {
    for vector in list(&file("sealed.json"), "vectors") {
        let given = Given::of(&vector);
        let header = sealed::inspect(&given.object).unwrap();
        assert_eq!(
            header.form,
            if text(&vector, "form") == "attached" { Form::Attached } else { Form::Detached }
        );
        assert_eq!(
            header.layout.exponents().map(u32::from),
            [number(&vector, "frame_exponent"), number(&vector, "group_exponent")]
        );
        assert_eq!((header.scope, header.scope_version), (given.scope, given.version));
        assert_eq!(header.object_id, array(&vector, "object_id"));
        let len = u64::from(number(&vector, "plaintext_len"));
        assert_eq!(header.plaintext_len(given.object.len() as u64).unwrap(), len);
        assert_eq!(header.layout.sealed_len(header.form, len), given.object.len() as u64);
    }
}

#[test]
fn every_forgery_is_refused_at_its_stage_through_every_path_on_both_backends() {
    for vector in list(&file("sealed_must_fail.json"), "vectors") {
        let (given, name, stage) =
            (Given::of(&vector), text(&vector, "name"), text(&vector, "stage"));
        for backend in Backend::ALL {
            let said = |result: Result<Vec<u8>, CryptoError>| match result {
                Ok(_) => panic!("{name} opened"),
                Err(error) => error.stage().unwrap_or_else(|| panic!("{name}: {error}")).name(),
            };
            let claimed = vector["claimed_length"].as_u64();
            assert_eq!(
                said(given.at_offsets(backend, claimed.unwrap_or(given.object.len() as u64))),
                stage,
                "{name}"
            );
            if claimed.is_some() {
                continue;
            }
            assert_eq!(said(given.whole(backend)), stage, "{name}");
            let streamed = [said(given.in_place(backend))].into_iter();
            let streamed = streamed.chain(
                [1, 7, 272, 1000, usize::MAX].map(|piece| said(given.streamed(backend, piece))),
            );
            for said in streamed {
                assert!(
                    said == stage || (stage == "length" && said == "frame"),
                    "{name}: {said}, not {stage}"
                );
            }
        }
    }
}
