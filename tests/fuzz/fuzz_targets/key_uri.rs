//! Text in place of a key URI: what parses prints in one form, and that parses to the same.
#![no_main]
use ckey_vault::KeyUri;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(uri) = KeyUri::parse(text) else { return };
    let printed = uri.to_string();
    let again = KeyUri::parse(&printed).expect("what was printed parses");
    assert_eq!(again, uri);
    assert_eq!(again.to_string(), printed);
    assert_eq!((again.key(), again.version()), (uri.key(), uri.version()));
    assert!(uri.same_key(&uri.unversioned()) && uri.unversioned().version().is_none());
    let parts = KeyUri::new(uri.vault(), uri.key(), uri.version()).expect("its parts make a URI");
    assert_eq!(parts, uri);
    let upper = KeyUri::parse(&printed.to_ascii_uppercase()).expect("case does not count");
    assert!(upper.same_key(&uri));
});
