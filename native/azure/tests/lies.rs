//! A vault that lies: what it says of a key is compared with what was asked, and what it unwraps
//! with what was wrapped. Nobody reads by a lie, and no lie is an outage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use common::Said;
use double::{Double, Reply};
use keeping::{ALICE, Keeping, assigned, name_of, new_policy, not_its_own, read, sealed, tenant};
use play::{Op, VERSION, key, operated, vault};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// What two vaults do: the lie, and the operation that it is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    None,
    OtherKey,
    OldVersion,
    WrongLength,
    Truncated,
    /// What another key would unwrap.
    OtherPlaintext,
    /// A part of it.
    ShortPlaintext,
}

type Told = Arc<Mutex<(Lie, Op)>>;

/// Vaults that keep what they wrap, and answer by what they are told to.
fn vaults(told: &Told) -> Double {
    let told = Arc::clone(told);
    let mut kept = Keeping::default();
    vault(move |request| {
        let (lie, of) = *told.lock().unwrap();
        let op = Op::of(request);
        let lie = if op == of { lie } else { Lie::None };
        let name = name_of(request);
        let (name, version) = match lie {
            Lie::OtherKey => ("kv-z", VERSION),
            Lie::OldVersion => (name.as_str(), "fedcba9876543210fedcba9876543210"),
            _ => (name.as_str(), VERSION),
        };
        let reply = match op {
            Op::Get => key(name, version),
            Op::Wrap => {
                let mut wrapped = kept.wrap(request);
                if lie == Lie::WrongLength {
                    wrapped.pop();
                }
                operated(name, version, &wrapped)
            }
            Op::Unwrap => {
                let Some(own) = kept.unwrap(request) else { return not_its_own() };
                let plaintext = match lie {
                    Lie::OtherPlaintext => vec![0x5A; own.len()],
                    Lie::ShortPlaintext => own[1..].to_vec(),
                    Lie::WrongLength => vec![1; 200],
                    _ => own.clone(),
                };
                operated(name, version, &plaintext)
            }
        };
        if lie == Lie::Truncated { truncated(reply) } else { reply }
    })
}

/// A body that ends too soon, in an answer that promises no more.
fn truncated(reply: Reply) -> Reply {
    let Reply::Bytes(bytes) = reply else { panic!("{reply:?}") };
    let text = String::from_utf8(bytes).unwrap();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    double::answer("200 OK", "", body.get(..body.len() - 20).unwrap())
}

#[test]
fn no_policy_is_made_under_a_vault_that_lies_and_nobody_reads_by_a_lie() {
    let told: Told = Arc::new(Mutex::new((Lie::None, Op::Get)));
    let double = vaults(&told);
    let shell = tenant(&double);
    let lie = |lie: Lie, of: Op| *told.lock().unwrap() = (lie, of);
    let refused = |said: &Said, words: &str, told: &dyn std::fmt::Debug| {
        let (id, all) = said.error();
        assert!(all.contains(words), "{told:?}: {id} {all}");
        assert!(said.warnings.is_empty(), "{told:?}: {said:?}");
    };
    let of_wrap = [
        (Lie::OtherKey, Op::Wrap, "AnswerForAnotherKey"),
        (Lie::OldVersion, Op::Wrap, "AnswerForAnotherVersion"),
        (Lie::WrongLength, Op::Wrap, "AnswerOfWrongLength"),
        (Lie::Truncated, Op::Wrap, "AnswerUnreadable"),
    ];
    let of_unwrap = [
        (Lie::OtherKey, "AnswerForAnotherKey"),
        (Lie::OldVersion, "AnswerForAnotherVersion"),
        (Lie::WrongLength, "AnswerOfWrongLength"),
        (Lie::Truncated, "AnswerUnreadable"),
    ];
    let all = of_unwrap.iter().map(|(lie, words)| (*lie, Op::Unwrap, *words));
    for (which, of, words) in of_wrap.into_iter().chain(all) {
        lie(which, of);
        refused(&new_policy(&shell, double.port, "Q"), words, &(which, of));
    }
    for which in [Lie::OtherPlaintext, Lie::ShortPlaintext] {
        lie(which, Op::Unwrap);
        let said = new_policy(&shell, double.port, "Q");
        refused(&said, "unwrapped something else than it had wrapped", &which);
    }
    lie(Lie::None, Op::Get);
    new_policy(&shell, double.port, "P").ok();
    assigned(&shell, "alice", "P");
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    let mail = sealed(&shell, ALICE);
    read(&shell, ALICE, &mail).ok();
    let of_reading = [(Lie::OtherPlaintext, "Damaged"), (Lie::ShortPlaintext, "Damaged")];
    for (which, words) in of_unwrap.into_iter().chain(of_reading) {
        lie(which, Op::Unwrap);
        refused(&read(&shell, ALICE, &mail), words, &which);
    }
    lie(Lie::None, Op::Get);
    read(&shell, ALICE, &mail).ok();
}
