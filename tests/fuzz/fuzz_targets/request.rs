//! A request to the server of the vaults: host, method, path and body are read, whatever they hold.
//!
//! Input: three lines, then the body.
#![no_main]
use customer_key_fuzz::allocations::in_proportion;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(4, |&byte| byte == b'\n');
    let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (host, method, path) = (text(), text(), text());
    let body = parts.next().unwrap_or_default();
    in_proportion(data.len(), || ckey_server::fuzzing::request(&host, &method, &path, body));
});
