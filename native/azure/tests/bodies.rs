//! Answers of nothing and of a gigabyte, from vaults and from directories: each is an error with a
//! name, and no more is read of it than any answer takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use ckey_base::CancelToken;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{Caller, VaultErrorKind as Kind, Wait};
use double::{Double, Reply, answer};
use play::{VERSION, connected, key, token, uri, vault_with};
use std::time::Duration;

/// What a double may send before it notices that nobody reads: what the system keeps on the way.
const ON_THE_WAY: u64 = 32 << 20;

fn replies() -> [Reply; 4] {
    let none = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec();
    [answer("200 OK", "", ""), Reply::Bytes(none), Reply::Endless, Reply::Unending]
}

/// What get, wrap and unwrap have from it.
fn kinds(double: &Double) -> [Kind; 3] {
    let (vaults, uri) = (connected(double), uri(double.port));
    let caller = Caller::application("o", "a", "Exchange");
    let wait = || Wait::at_most(Duration::from_secs(10), CancelToken::new());
    let by = WrapAlgorithm::RsaOaep256;
    [
        vaults.get_key(&caller, &uri, &wait()).unwrap_err().kind,
        vaults.wrap_key(&caller, &uri, by, &[1; 32], &wait()).unwrap_err().kind,
        vaults.unwrap_key(&caller, &uri, by, &[1; 256], &wait()).unwrap_err().kind,
    ]
}

#[test]
fn a_vault_that_answers_nothing_or_a_gigabyte_is_unreadable_whatever_was_asked() {
    for reply in replies() {
        let told = format!("{reply:?}");
        let double = vault_with(|_| token(), move |_| reply.clone());
        assert_eq!(kinds(&double), [Kind::AnswerUnreadable; 3], "{told}");
        assert!(double.sent() < ON_THE_WAY, "{told}: {}", double.sent());
    }
}

#[test]
fn a_directory_that_answers_nothing_or_a_gigabyte_signs_nobody_in_and_is_no_outage() {
    for reply in replies() {
        let told = format!("{reply:?}");
        let double = vault_with(move |_| reply.clone(), |_| key("kv-a", VERSION));
        for kind in kinds(&double) {
            let is_told = [Kind::SignInFailed, Kind::AnswerUnreadable].contains(&kind);
            assert!(is_told, "{told}: {kind}");
        }
        assert!(double.sent() < ON_THE_WAY, "{told}: {}", double.sent());
    }
}
