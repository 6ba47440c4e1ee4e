//! RSA root keys on both backends: each reads and opens what the other made.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ckey_crypto::Backend;
use ckey_crypto::rsa::{RsaParts, RsaPrivateKey, RsaPublicKey, RsaSize, WrapAlgorithm};

const ALGORITHMS: [WrapAlgorithm; 2] = [WrapAlgorithm::RsaOaep256, WrapAlgorithm::RsaOaep];

#[test]
fn each_backend_opens_what_the_other_wrapped_and_reads_its_keys() {
    for (maker, size) in
        [(Backend::AwsLc, RsaSize::Rsa3072), (Backend::RustCrypto, RsaSize::Rsa2048)]
    {
        let made = RsaPrivateKey::generate(maker, size).unwrap();
        assert_eq!(made.public().bits(), size.bits());
        assert_eq!(made.public().exponent(), [1, 0, 1]);
        for a in Backend::ALL {
            for b in Backend::ALL {
                let key = RsaPrivateKey::from_pkcs8(b, made.to_pkcs8().unwrap().expose()).unwrap();
                assert_eq!(key.public(), made.public());
                for algorithm in ALGORITHMS {
                    let wrapped = key.public().wrap(a, algorithm, b"seed").unwrap();
                    assert_eq!(wrapped.len(), key.public().modulus().len());
                    assert_eq!(key.unwrap(algorithm, &wrapped).unwrap().expose(), b"seed");
                }
            }
        }
    }
}

#[test]
fn the_largest_size_can_be_made() {
    let key = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa4096).unwrap();
    let wrapped = key.public().wrap(Backend::AwsLc, WrapAlgorithm::RsaOaep256, &[1; 32]).unwrap();
    assert_eq!(key.unwrap(WrapAlgorithm::RsaOaep256, &wrapped).unwrap().expose(), [1; 32]);
}

#[test]
fn a_wrap_of_another_algorithm_key_or_length_or_a_changed_one_is_refused() {
    for backend in Backend::ALL {
        let made = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).unwrap();
        let key = RsaPrivateKey::from_pkcs8(backend, made.to_pkcs8().unwrap().expose()).unwrap();
        let other = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).unwrap();
        let wrapped = key.public().wrap(backend, WrapAlgorithm::RsaOaep256, b"seed").unwrap();
        let foreign = other.public().wrap(backend, WrapAlgorithm::RsaOaep256, b"seed").unwrap();
        let mut changed = wrapped.clone();
        changed[128] ^= 1;
        let long = [wrapped.as_slice(), &[0]].concat();
        for (algorithm, bytes) in [
            (WrapAlgorithm::RsaOaep, wrapped.as_slice()),
            (WrapAlgorithm::RsaOaep256, &foreign),
            (WrapAlgorithm::RsaOaep256, &changed),
            (WrapAlgorithm::RsaOaep256, &long),
            (WrapAlgorithm::RsaOaep256, &wrapped[..255]),
            (WrapAlgorithm::RsaOaep256, &[]),
            (WrapAlgorithm::RsaOaep256, &[0xff; 256]),
        ] {
            assert_eq!(key.unwrap(algorithm, bytes).unwrap_err().name(), "crypto.unwrap");
        }
    }
}

#[test]
fn plaintext_that_does_not_fit_is_an_error() {
    let key = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).unwrap();
    for backend in Backend::ALL {
        for (algorithm, capacity) in
            [(WrapAlgorithm::RsaOaep256, 190), (WrapAlgorithm::RsaOaep, 214)]
        {
            let wrapped = key.public().wrap(backend, algorithm, &vec![7; capacity]).unwrap();
            assert_eq!(key.unwrap(algorithm, &wrapped).unwrap().expose(), vec![7; capacity]);
            for len in [0, capacity + 1, 1000] {
                assert_eq!(
                    key.public().wrap(backend, algorithm, &vec![7; len]).unwrap_err().name(),
                    "crypto.invalid_length"
                );
            }
        }
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    for backend in Backend::ALL {
        for der in [&b""[..], b"0", &[0x30; 1200]] {
            assert_eq!(RsaPrivateKey::from_pkcs8(backend, der).unwrap_err().name(), "crypto.key");
        }
    }
    for (modulus, exponent) in [
        (&[][..], &[1, 0, 1][..]),
        (&[0xff; 255], &[1, 0, 1]),
        (&[0xff; 256], &[]),
        (&[0xff; 256], &[1]),
        (&[0xff; 256], &[2]),
        (&[0xff; 256], &[1, 0, 0, 0, 1]),
        (&[0xfe; 256], &[1, 0, 1]),
        (&[0x7f; 256], &[1, 0, 1]),
    ] {
        assert_eq!(
            RsaPublicKey::from_components(modulus, exponent).unwrap_err().name(),
            "crypto.key"
        );
    }
}

#[test]
fn names_and_sizes_read_back() {
    for size in RsaSize::ALL {
        assert_eq!(RsaSize::try_from(size.bits()).unwrap(), size);
    }
    assert!(RsaSize::try_from(1024).is_err());
    for algorithm in ALGORITHMS {
        assert_eq!(algorithm.to_string().parse::<WrapAlgorithm>().unwrap(), algorithm);
    }
    for backend in Backend::ALL {
        assert_eq!(backend.to_string().parse::<Backend>().unwrap(), backend);
    }
    assert!("ring".parse::<Backend>().is_err());
    assert!("RSA1_5".parse::<WrapAlgorithm>().is_err());
    assert_eq!(Backend::RustCrypto.advisory(), Some("RUSTSEC-2023-0071"));
}

#[test]
fn a_key_is_read_from_its_numbers_whatever_zeros_they_begin_with_and_only_if_they_fit() {
    // Of RFC 8017's kind: made once, of no use.
    let numbers = include_str!("rsa-numbers.txt");
    let of = |name: &str| {
        let line = numbers.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        hex::decode(line.unwrap()).unwrap()
    };
    let (n, d) = (of("n"), of("d"));
    let (p, q, dp, dq, qi) = (of("p"), of("q"), of("dp"), of("dq"), of("qi"));
    let padded = [&[0, 0], n.as_slice()].concat();
    let parts = RsaParts {
        modulus: &padded,
        exponent: &[1, 0, 1],
        private_exponent: &d,
        primes: [&p, &q],
        exponents: [&dp, &dq],
        coefficient: &qi,
    };
    for backend in Backend::ALL {
        let read = |parts: RsaParts<'_>| {
            RsaPrivateKey::from_pkcs8(backend, parts.to_pkcs8().unwrap().expose())
        };
        let key = read(parts).unwrap();
        assert_eq!(key.public().modulus(), n);
        let wrapped = key.public().wrap(backend, WrapAlgorithm::RsaOaep256, b"seed").unwrap();
        assert_eq!(key.unwrap(WrapAlgorithm::RsaOaep256, &wrapped).unwrap().expose(), b"seed");
        assert!(read(RsaParts { modulus: &d, ..parts }).is_err());
        assert!(read(RsaParts { primes: [&p, &dq], ..parts }).is_err());
    }
    assert_eq!(
        RsaParts { coefficient: &[1; 521], ..parts }.to_pkcs8().unwrap_err().name(),
        "crypto.key"
    );
}
