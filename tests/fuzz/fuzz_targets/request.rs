//! A request to the server of the vaults: host, method, path, headers and body are read, whatever
//! they hold, and what a client says that it has signed, which anybody may send.
//!
//! Input: three lines, then the body, whose lines are headers too.
#![no_main]
use ckey_crypto::certificate::Certificate;
use customer_key_fuzz::allocations::in_proportion;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Whose signatures are looked at. Its key is known, so that seeds are signed by it.
static REGISTERED: LazyLock<Option<Certificate>> = LazyLock::new(|| {
    let file = include_bytes!("../../../native/crypto/tests/certificates/holder1.crt.pem");
    Certificate::read(file).ok()
});

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(4, |&byte| byte == b'\n');
    let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (host, method, path) = (text(), text(), text());
    let body = parts.next().unwrap_or_default();
    let registered = REGISTERED.as_slice();
    assert!(!registered.is_empty());
    in_proportion(data.len(), || {
        ckey_server::fuzzing::request(&host, &method, &path, body);
        ckey_server::fuzzing::proof(body, registered);
    });
});
