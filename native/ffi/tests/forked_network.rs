//! A Rust program that forks by itself while it asks vaults over the network: the C library refuses
//! its forked children before that, and this is what refuses them where nothing else does.
#![cfg(all(target_os = "linux", feature = "azure"))]
#![allow(unsafe_code, reason = "only what says unsafe can fork")]
#![allow(clippy::unwrap_used, missing_docs)]

use ckey_base::CancelToken;
use ckey_vault::{
    Caller, KeyUri, RootVault, Variables, VaultAccess, VaultError, VaultErrorKind as Kind,
    VaultHosts, Wait,
};
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A vault whose connections end at once: its port, and a word for each.
fn vault() -> (u16, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || listener.incoming().try_for_each(|_| tell.send(())));
    (port, told)
}

fn hosts(port: u16) -> VaultHosts {
    VaultHosts::below("vault.localhost", Some(port)).unwrap()
}

fn asking(port: u16) -> Arc<dyn RootVault> {
    let variables = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"]
        .map(|name| (name.to_owned(), "11111111-2222-3333-4444-555555555555".to_owned()));
    let (hosts, variables) = (hosts(port), Variables::of(variables));
    ckey_azure::connect(VaultAccess { hosts, authorities: None, variables }).unwrap()
}

fn asked(vaults: &dyn RootVault, port: u16) -> VaultError {
    let uri: KeyUri =
        hosts(port).key_uri(&format!("https://kv-a.vault.localhost:{port}/keys/Root")).unwrap();
    let wait = Wait::at_most(Duration::from_secs(20), CancelToken::new());
    vaults.get_key(&Caller::application("o", "a", "Exchange"), &uri, &wait).unwrap_err()
}

/// Lets a forked child look; an alarm ends one that hangs.
fn child(look: impl FnOnce()) {
    // SAFETY: the child calls `look` and ends without going back.
    unsafe {
        let child = libc::fork();
        if child == 0 {
            libc::alarm(60);
            libc::_exit(i32::from(catch_unwind(AssertUnwindSafe(look)).is_err()));
        }
        let mut status = 0;
        assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
        assert!(libc::WIFEXITED(status), "the child was killed: {status}");
        assert_eq!(libc::WEXITSTATUS(status), 0);
    }
}

#[test]
fn a_forked_child_is_told_that_the_network_is_its_parents_begins_anew_and_the_parent_goes_on() {
    let (port, connected) = vault();
    let vaults = asking(port);
    assert_eq!(asked(&*vaults, port).kind, Kind::Unreachable);
    let own = Arc::clone(&vaults);
    child(move || {
        for _ in 0..2 {
            let error = asked(&*own, port);
            assert_eq!(error.kind, Kind::ProviderMissing, "{error}");
            assert!(error.message.contains("belongs to the parent of this process"), "{error}");
            assert!(error.fix.contains("Open the tenant in the child"), "{error}");
        }
        // What asks anew has threads of its own.
        assert_eq!(asked(&*asking(port), port).kind, Kind::Unreachable);
        drop(own);
    });
    // The last that the child asked has come; what the parent asks comes after it.
    while connected.try_recv().is_ok() {}
    assert_eq!(asked(&*vaults, port).kind, Kind::Unreachable);
    assert!(connected.recv_timeout(Duration::from_secs(20)).is_ok());
}
