//! What waits for the network has threads only while a tenant needs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout, unreachable_pub, missing_docs)]
#![cfg(target_os = "linux")]

#[path = "common/application.rs"]
mod application;
mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;
#[path = "common/proxy.rs"]
mod proxy;
#[path = "../../../tests/shared/skipped.rs"]
mod skipped;

use application::Application;
use ckey_network::is_started;
use common::{Shell, permit, roll};
use double::{Double, Reply, answer};
use keeping::{ALICE, Keeping, assigned, read, sealed};
use play::{CLIENT, TENANT, VERSION, given, jwt, key, vault};
use proxy::{child, run};
use serde_json::json;
use skipped::skipped;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, scope};
use std::time::{Duration, Instant};

/// The application of the service that asks embedded vaults for mailboxes.
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// What waits for the network, and what looks names up or reads a file at most.
const MOST_THREADS: usize = 2 + 8;
/// How many ask at once in the session whose names are looked up: each for two vaults.
const ASKING: usize = 24;
/// How the threads of these are called, and of who counts threads meanwhile.
const ASKS: &str = "asks";
const VAULTS: [(&str, &str); 2] = [("kv-a", "eastus"), ("kv-b", "westeurope")];

/// The names of all threads of this process.
fn all_threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks.filter_map(|task| Some(name(task).ok()?.trim_end().to_owned())).collect()
}

/// Whether a thread was started meanwhile, and not for calls, jobs or the audit log.
fn is_new(name: &str, before: &[String]) -> bool {
    !name.starts_with("customer-key-") && before.iter().all(|known| known != name)
}

/// The name of the test beside the first one here, which has a thread of that name meanwhile.
fn neighbour() -> &'static str {
    let path = std::any::type_name_of_val(
        &names_that_are_looked_up_and_a_proof_in_a_file_take_few_threads_which_end_with_the_session,
    );
    path.rsplit("::").next().unwrap()
}

/// Those of the network.
fn threads() -> usize {
    all_threads().iter().filter(|name| name.contains("ckey-net")).count()
}

/// A session that does with embedded vaults all that is done with vaults over the network.
fn embedded() -> Shell {
    let shell = Shell::new(&[]);
    shell.run("New-CustomerKeyTenant", json!({ "Path": "t", "Name": "contoso" })).ok();
    let group = json!({ "Name": "rg", "Location": "eastus" });
    shell.run("New-AzResourceGroup", group).ok();
    for (vault, region) in VAULTS {
        let new = json!({ "Name": vault, "ResourceGroupName": "rg", "Location": region });
        shell.run("New-AzKeyVault", new).ok();
        permit(&shell, vault, EXCHANGE, &["get", "wrapKey", "unwrapKey"]);
        roll(&shell, vault);
    }
    let keys = VAULTS.map(|(vault, _)| format!("https://{vault}.vault.azure.net/keys/Root"));
    let new = json!({ "Name": "P", "AzureKeyIDs": keys });
    shell.run("New-DataEncryptionPolicy", new).ok();
    assigned(&shell, ALICE.1, "P");
    let done = shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert_eq!((&done.outputs[0]["Remaining"], &done.outputs[0]["Failed"]), (&json!(0), &json!(0)));
    let mail = sealed(&shell, ALICE);
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    read(&shell, ALICE, &mail).ok();
    for (test, parameters) in [
        ("Test-CustomerKeyConfiguration", json!({})),
        ("Test-DataEncryptionPolicy", json!({ "Identity": "P" })),
        ("Test-CustomerKeyTenant", json!({})),
    ] {
        assert!(!shell.run(test, parameters).ok().outputs.is_empty(), "{test}");
    }
    shell
}

#[test]
fn an_embedded_session_starts_no_thread_and_the_last_that_needs_the_network_ends_its_own() {
    let before = all_threads();
    let embedded = embedded();
    assert!(!is_started());
    assert_eq!(threads(), 0);
    // Nor does any other stay than those of calls, jobs and the audit log.
    let is_other = |name: &String| is_new(name, &before) && !neighbour().starts_with(name);
    let began = Instant::now();
    while all_threads().iter().any(is_other) {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", all_threads());
        std::thread::yield_now();
    }
    drop(embedded);

    // A vault that plays with threads of the system's alone.
    let double = vault(|_| key("kv-a", VERSION));
    let shell = Shell::asking(&play::variables(double.port), double.port, &double.authority);
    shell.run("Get-CustomerKeyTenant", json!({})).ok();
    assert!(!is_started());
    assert_eq!((threads(), double.requests()), (0, 0));
    let keys = ["kv-a", "kv-b"]
        .map(|vault| format!("https://{vault}.vault.localhost:{}/keys/Root", double.port));
    let said = shell.run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys }));
    assert!(!said.errors.is_empty() && double.requests() > 0);
    assert!(is_started());
    assert!((1..=2).contains(&threads()), "{}", threads());
    shell.session.close();
    drop(shell);
    let began = Instant::now();
    while threads() > 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "{}", threads());
        std::thread::yield_now();
    }
}

/// Looking a name up, as where the system's server of names takes its time: all are this machine.
const SLOW: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>
typedef int looks_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    looks_up *next = (looks_up *)dlsym(RTLD_NEXT, "getaddrinfo");
    usleep(300000);
    return next(name ? "127.0.0.1" : name, service, hints, found);
}
"#;

/// The library that looks names up so, where it can be built.
fn slow_names(folder: &Path) -> Option<PathBuf> {
    let (source, library) = (folder.join("slow.c"), folder.join("slow.so"));
    std::fs::write(&source, SLOW).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&library);
    let compiled = compiler.arg(source).arg("-ldl").stdin(Stdio::null()).status().ok()?;
    assert!(compiled.success());
    Some(library)
}

/// Vaults and their directory below `vault.test`, which takes a statement in the place of a secret.
fn far_away() -> Double {
    let (double, mut kept) = (Double::start(|_| Reply::Reset), Keeping::default());
    let port = double.port;
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            assert!(request.body.contains("client_assertion="), "{request:?}");
            return given(&jwt("a-token"));
        }
        if request.authorization.is_some() {
            return kept.right(request);
        }
        let header = format!(
            "www-authenticate: Bearer authorization=\"https://login.vault.test:{port}/{TENANT}\", \
             resource=\"https://vault.test:{port}\"\r\n"
        );
        answer("401 Unauthorized", &header, "")
    });
    double
}

/// A session that signs in by a certificate in a file, on a tenant with vaults that are far away.
fn by_certificate(double: &Double, folder: &Path) -> Shell {
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    };
    let proof = write("proof.pem", &Application::new().pem());
    let shell = Shell::new(&[
        ("AZURE_TENANT_ID", TENANT),
        ("AZURE_CLIENT_ID", CLIENT),
        ("AZURE_CLIENT_CERTIFICATE_PATH", proof.to_str().unwrap()),
        ("AZURE_AUTHORITY_HOST", &format!("https://login.vault.test:{}", double.port)),
    ]);
    let new = json!({
        "Path": "tenant",
        "Name": "contoso",
        "VaultProvider": "Azure",
        "VaultHostSuffix": "vault.test",
        "VaultPort": double.port,
        "VaultAuthorityFile": write("authority.pem", &double.authority),
    });
    shell.run("New-CustomerKeyTenant", new).ok();
    let settings = json!({ "JobMode": "Manual", "RootTimeout": 60 });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    shell
}

/// As many ask at once as there are names to look up for each; the most threads that there were.
fn ask_at_once(shell: &Shell, port: u16, threads: impl Fn() -> usize + Sync) -> usize {
    let ask = |one: usize| {
        let keys =
            ["a", "b"].map(|it| format!("https://kv-{one}-{it}.vault.test:{port}/keys/Root"));
        let new = json!({ "Name": format!("P{one}"), "AzureKeyIDs": keys });
        shell.run("New-DataEncryptionPolicy", new).ok();
    };
    let is_done = AtomicBool::new(false);
    scope(|all| {
        let looks = || {
            let mut most = 0;
            while !is_done.load(Ordering::Relaxed) {
                most = most.max(threads());
                std::thread::sleep(Duration::from_millis(1));
            }
            most
        };
        let of = |one| Builder::new().name(ASKS.to_owned()).spawn_scoped(all, move || ask(one));
        let looking = Builder::new().name(ASKS.to_owned()).spawn_scoped(all, looks).unwrap();
        let asking: Vec<_> = (0..ASKING).map(|one| of(one).unwrap()).collect();
        let became: Vec<_> = asking.into_iter().map(|one| one.join()).collect();
        is_done.store(true, Ordering::Relaxed);
        assert!(became.iter().all(Result::is_ok));
        looking.join().unwrap()
    })
}

/// What the child does, whose names are looked up slowly.
#[test]
#[ignore = "played by the test below, in a process of its own"]
fn asked_by_a_child() {
    let mut before = all_threads();
    before.push(ASKS.to_owned());
    let new = || all_threads().into_iter().filter(|name| is_new(name, &before)).collect::<Vec<_>>();
    // Its own threads are called as this one.
    let (double, folder) = (far_away(), tempfile::tempdir().unwrap());
    let shell = by_certificate(&double, folder.path());
    assert_eq!((new(), is_started()), (Vec::new(), false));
    let most = ask_at_once(&shell, double.port, || new().len());
    // All that there may be, since there were more names to look up at once.
    assert_eq!(most, MOST_THREADS);
    assert!(new().iter().all(|name| name == "ckey-net"), "{:?}", new());
    shell.session.close();
    drop(shell);
    let began = Instant::now();
    while !new().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", new());
        std::thread::yield_now();
    }
}

#[test]
fn names_that_are_looked_up_and_a_proof_in_a_file_take_few_threads_which_end_with_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let Some(library) = slow_names(folder.path()) else {
        return skipped("no C compiler");
    };
    run(child("asked_by_a_child", None).env("LD_PRELOAD", library));
}
