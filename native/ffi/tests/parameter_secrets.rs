//! A secret that is handed over for one call: that call has it, the next has not, and nothing of it
//! is left. Linux only: the memory of this process is searched.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "a C caller in Rust's clothes")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[macro_use]
#[path = "../benches/abi/c.rs"]
#[allow(dead_code, reason = "the benches use the rest")]
mod c;

use c::Session;
use customerkey::exports::{call::*, error::*, session::*};
use customerkey::status::Status;
use serde_json::Value;
use std::os::unix::fs::FileExt;
use std::ptr::null_mut;
use std::sync::Mutex;

/// Each test searches the memory of the whole process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const NAME: &str = "parameter:Credential";
const LENGTH: u8 = 48;

/// The secret, byte by byte, so that the search itself leaves no copy.
fn byte(n: u8) -> u8 {
    std::hint::black_box(n).wrapping_mul(29) ^ 0xC5
}

/// Hands the secret over, and wipes its own copy as a caller should.
fn hand_over(session: &Session) {
    let mut secret: Vec<u8> = (0..LENGTH).map(byte).collect();
    let (at, len) = (secret.as_ptr(), secret.len());
    c!(ckey_session_secret(session.0, NAME.as_ptr(), NAME.len(), at, len));
    secret.fill(0);
    std::hint::black_box(&secret);
}

/// Whether this process's memory holds the secret anywhere.
fn is_in_memory() -> bool {
    const STEP: u64 = 1 << 16;
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    // The pieces overlap by the length of the secret.
    let mut piece = vec![0_u8; usize::try_from(STEP).unwrap() + usize::from(LENGTH)];
    let mut found = false;
    for map in maps.lines().filter(|map| map.contains(" rw")) {
        let (start, end) = map.split_once(' ').unwrap().0.split_once('-').unwrap();
        let number = |text| u64::from_str_radix(text, 16).unwrap();
        let (mut at, end) = (number(start), number(end));
        while at < end {
            let len = usize::try_from(end - at).unwrap().min(piece.len());
            if memory.read_exact_at(&mut piece[..len], at).is_ok() {
                let is = |held: &[u8]| (0..LENGTH).zip(held).all(|(n, held)| byte(n) == *held);
                found |= piece[..len].windows(LENGTH.into()).any(is);
            }
            at += STEP;
        }
    }
    piece.fill(0);
    std::hint::black_box(&piece);
    found
}

/// Runs a cmdlet to its end: its status, and its records of one stream.
fn call(session: &Session, cmdlet: &str, parameters: &str, stream: &str) -> (i32, Vec<Value>) {
    let mut records = Vec::new();
    let call = session.call(cmdlet, parameters, |record| {
        let record: Value =
            serde_json::from_str(record.lines().next().unwrap_or_default()).unwrap();
        if record["stream"] == stream {
            records.push(record);
        }
    });
    let mut error = null_mut();
    let status = unsafe { ckey_call_status(call, &raw mut error) };
    unsafe { ckey_error_free(error) };
    assert_eq!(unsafe { ckey_call_free(call) }, 0);
    (status, records)
}

const CONNECT: &str = "Connect-ExchangeOnline";
const AS_ANN: &str =
    r#"{"Credential": {"userName": "ann@contoso.com", "secret": "parameter:Credential"}}"#;

#[test]
fn the_next_call_has_the_secret_and_it_is_wiped_when_that_call_ends() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let session = Session::on_new_tenant(folder.path());
    hand_over(&session);
    assert!(is_in_memory(), "the search finds what is there");
    let (status, warnings) = call(&session, CONNECT, AS_ANN, "warning");
    assert_eq!(status, 0);
    assert!(!warnings.iter().any(|warning| warning.to_string().contains(NAME)), "{warnings:?}");
    assert!(!is_in_memory());
    let (status, errors) = call(&session, CONNECT, AS_ANN, "error");
    assert_eq!(status, Status::Refused.row().code);
    let said: Vec<_> = errors.iter().map(|error| (&error["id"], &error["target"])).collect();
    assert_eq!(said, [(&Value::from("SecretMissing"), &Value::from(NAME))]);
}

#[test]
fn a_secret_that_the_next_call_does_not_use_is_wiped_too_with_a_warning_that_names_it() {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = tempfile::tempdir().unwrap();
    let session = Session::on_new_tenant(folder.path());
    hand_over(&session);
    let (status, warnings) = call(&session, "Get-CustomerKeyTenant", "{}", "warning");
    let said: Vec<_> = warnings.iter().map(|warning| &warning["message"]).collect();
    let expected = format!(
        "Get-CustomerKeyTenant does not use the secret '{NAME}', which was handed over for it. It was wiped."
    );
    assert_eq!((status, said), (0, vec![&Value::from(expected)]));
    assert!(!is_in_memory());
    assert_eq!(call(&session, "Get-CustomerKeyTenant", "{}", "warning"), (0, Vec::new()));
    assert_ne!(call(&session, CONNECT, AS_ANN, "error").0, 0, "it is not kept for a later call");
}
