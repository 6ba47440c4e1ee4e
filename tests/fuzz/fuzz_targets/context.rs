//! Bytes in place of an encryption context: what is accepted is the one encoding of its pairs.
#![no_main]
use ckey_crypto::EncryptionContext;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(context) = EncryptionContext::from_canonical(bytes) else { return };
    assert_eq!(context.as_bytes(), bytes);
    let pairs: Vec<_> = context.pairs().collect();
    assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0), "the keys ascend");
    assert_eq!(pairs.len(), usize::from(u16::from_be_bytes([bytes[0], bytes[1]])));
    let again = EncryptionContext::from_pairs(pairs.iter().rev().copied())
        .expect("the pairs were accepted before");
    assert_eq!(again.as_bytes(), bytes);
});
