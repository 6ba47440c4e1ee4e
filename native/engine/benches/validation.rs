//! Checking the configuration of a whole tenant: 50 policies of 100 keys, each with a live wrap and
//! unwrap.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

mod common;

use std::time::Instant;

use ckey_base::CancelToken;
use ckey_engine::{Actor, NewPolicy, PolicyKind};
use ckey_vault::NewKey;

use common::{memory_mib, new_tenant, row, two_keys};

const POLICIES: usize = 50;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let actor = Actor::new("bench");
    let tenant = new_tenant(&folder.path().join("tenant"), &actor);
    two_keys(&tenant);
    let admin = tenant.directory().azure_caller("bench").unwrap();
    let cancel = CancelToken::default();
    for number in 0..POLICIES {
        let key_uris = ["benchEast", "benchWest"].map(|vault| {
            let name = format!("key{number}");
            let key = tenant.vaults().create_key(&admin, vault, &name, &NewKey::default());
            key.unwrap().uri.unversioned().to_string()
        });
        let new = NewPolicy {
            kind: PolicyKind::Mailbox,
            name: format!("policy{number}"),
            description: String::new(),
            enabled: true,
            key_uris: key_uris.to_vec(),
        };
        tenant.policies().create(&actor, &new, &cancel).unwrap();
    }
    let begin = Instant::now();
    let all = tenant.policies().test_all(&cancel).unwrap();
    let late = tenant.validation().overdue().unwrap();
    let took = begin.elapsed();
    assert!(all.len() == POLICIES && late.is_empty());
    row("check 50 policies of 100 keys", took.as_secs_f64(), "s", Some(("at_most", 2.0)));
    row("resident memory after it", memory_mib("VmRSS:"), "MiB", None);
}
