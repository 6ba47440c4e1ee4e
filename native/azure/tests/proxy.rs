//! A proxy between a tenant and its vaults: one that passes on what it cannot read, one that
//! refuses, and one that answers by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/child.rs"]
mod child;
#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;
#[path = "common/proxy.rs"]
mod proxy;

use child::app_service;
use ckey_vault::{Variables, VaultAccess, VaultHosts};
use double::{Double, Reply, answer};
use play::{CLIENT, OPS, SECRET, TENANT, VERSION, right, token};
use proxy::{Does, child, proxy, run};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A vault and a directory below `vault.test`, which no machine knows.
fn vault() -> Double {
    let double = Double::start(|_| Reply::Reset);
    let port = double.port;
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            return token();
        }
        if request.authorization.is_some() {
            return right(request, "kv-a", VERSION);
        }
        let header = format!(
            "www-authenticate: Bearer authorization=\"https://login.vault.test:{port}/{TENANT}\", resource=\"https://vault.test:{port}\"\r\n"
        );
        answer("401 Unauthorized", &header, "")
    });
    double
}

/// What the child asks, by the proxy that the variables of its own process name.
#[test]
#[ignore = "played by the tests below, in a process of its own"]
fn asked_by_a_child() {
    let own = |name: &str| std::env::var(name).unwrap();
    let (port, suffix): (u16, _) = (own("DOUBLE_PORT").parse().unwrap(), own("DOUBLE_SUFFIX"));
    let hosts = VaultHosts::below(&suffix, Some(port)).unwrap();
    let uri = format!("https://kv-a.{suffix}:{port}/keys/Root/{VERSION}");
    let uri = hosts.key_uri(&uri).unwrap();
    // The SDK reads from its process where a machine's identity is asked; so do we.
    let variables = match std::env::var("IDENTITY_ENDPOINT") {
        Ok(endpoint) => vec![("IDENTITY_ENDPOINT", endpoint)],
        Err(_) => vec![
            ("AZURE_TENANT_ID", TENANT.to_owned()),
            ("AZURE_CLIENT_ID", CLIENT.to_owned()),
            ("AZURE_CLIENT_SECRET", SECRET.to_owned()),
            ("AZURE_AUTHORITY_HOST", format!("https://login.{suffix}:{port}")),
        ],
    };
    let access = VaultAccess {
        hosts,
        authorities: Some(std::fs::read_to_string(own("DOUBLE_AUTHORITY")).unwrap()),
        variables: Variables::of(variables.into_iter().map(|(name, it)| (name.to_owned(), it))),
    };
    let vaults = ckey_azure::connect(access).unwrap();
    for op in OPS {
        let became = match op.ask_about(&*vaults, &uri, Duration::from_secs(60)) {
            Ok(()) => "Answered".to_owned(),
            Err(error) => error.kind.name().to_owned(),
        };
        assert_eq!(became, own("DOUBLE_BECOMES"), "{op:?}");
    }
}

/// Asks a double by a proxy, and says what the proxy was asked for.
fn by(does: Does, double: &Double, suffix: &str, trusted: &str, becomes: &str) -> Vec<String> {
    by_with(does, double, (suffix, trusted, becomes), &[])
}

/// The same, in a process with these variables beside.
fn by_with(
    does: Does,
    double: &Double,
    (suffix, trusted, becomes): (&str, &str, &str),
    beside: &[(&str, String)],
) -> Vec<String> {
    let (port, asked) = proxy(does);
    let mut child = child("asked_by_a_child", Some(port));
    for name in ["HTTP_PROXY", "ALL_PROXY"] {
        child.env(name, format!("http://127.0.0.1:{port}"));
    }
    child.envs(beside.iter().map(|(name, value)| (*name, value)));
    ask(child, double, suffix, trusted, becomes);
    let asked = asked.lock().unwrap();
    asked.clone()
}

fn ask(mut child: Command, double: &Double, suffix: &str, trusted: &str, becomes: &str) {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    std::fs::write(&authority, trusted).unwrap();
    child.env("DOUBLE_PORT", double.port.to_string()).env("DOUBLE_AUTHORITY", &authority);
    child.env("DOUBLE_SUFFIX", suffix).env("DOUBLE_BECOMES", becomes);
    run(&mut child);
}

#[test]
fn a_vault_whose_name_nobody_knows_is_an_outage() {
    let double = vault();
    let child = child("asked_by_a_child", None);
    ask(child, &double, "vault.invalid", &double.authority, "Unreachable");
    assert_eq!(double.requests(), 0);
}

#[test]
fn all_that_is_asked_goes_by_the_proxy_which_sees_hosts_and_nothing_else() {
    let double = vault();
    let asked =
        by(Does::LeadsTo(double.port), &double, "vault.test", &double.authority, "Answered");
    let (port, count) = (double.port, double.requests());
    let to = |host: &str| format!("CONNECT {host}.vault.test:{port} HTTP/1.1");
    assert_eq!(asked, [to("kv-a"), to("login")]);
    // The vault without a token, the directory for one, and the vault with it for each.
    assert_eq!(count, 5);
}

#[test]
fn names_below_localhost_go_by_no_proxy() {
    let double = vault();
    double.play(|_| Reply::Reset);
    let elsewhere = Does::Says("HTTP/1.1 200 OK\r\n\r\n");
    let asked = by(elsewhere, &double, "vault.localhost", &double.authority, "Unreachable");
    assert_eq!(asked, [""; 0]);
    assert!(double.requests() > 0);
}

/// No machine knows these names: what goes by no proxy reaches nobody.
#[test]
fn what_no_proxy_names_goes_by_no_proxy_and_everything_else_does() {
    let double = vault();
    let port = double.port;
    let asked = |no_proxy: &str, becomes: &str| {
        let what = ("vault.test", double.authority.as_str(), becomes);
        let beside = [("NO_PROXY", no_proxy.to_owned())];
        let mut asked = by_with(Does::LeadsTo(port), &double, what, &beside);
        asked.sort();
        asked.dedup();
        asked
    };
    let to = |host: &str| format!("CONNECT {host}.vault.test:{port} HTTP/1.1");
    assert_eq!(asked("localhost,vault.test", "Unreachable"), [""; 0]);
    assert_eq!(double.requests(), 0);
    assert_eq!(asked("login.vault.test", "Unreachable"), [to("kv-a")]);
    assert_eq!(asked("vault.azure.net", "Answered"), [to("kv-a"), to("login")]);
}

#[test]
fn the_identity_of_a_machine_is_asked_by_no_proxy_while_the_vault_is() {
    let ends = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + 3600;
    let (address, machine) = app_service(move || ("a-token".to_owned(), ends));
    let (double, header) = (vault(), "the-header".to_owned());
    let what = ("vault.test", double.authority.as_str(), "Answered");
    let beside = [("IDENTITY_ENDPOINT", address), ("IDENTITY_HEADER", header)];
    let asked = by_with(Does::LeadsTo(double.port), &double, what, &beside);
    assert_eq!(asked, [format!("CONNECT kv-a.vault.test:{} HTTP/1.1", double.port)]);
    assert_eq!(machine.lock().unwrap().len(), 1);
}

#[test]
fn a_proxy_that_lets_nobody_through_cuts_the_line_which_is_an_outage() {
    let double = vault();
    for says in [
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 15\r\n\r\n<html>No</html>",
        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
    ] {
        let asked = by(Does::Says(says), &double, "vault.test", &double.authority, "Unreachable");
        assert!(!asked.is_empty());
    }
    assert_eq!(double.requests(), 0);
}

#[test]
fn a_proxy_that_answers_by_itself_in_the_place_of_the_vault_is_not_the_vault() {
    let (double, proxys_own) = (vault(), vault());
    let own = Does::LeadsTo(proxys_own.port);
    let asked = by(own, &double, "vault.test", &double.authority, "NotTheVault");
    assert!(!asked.is_empty());
    assert_eq!((double.requests(), proxys_own.requests()), (0, 0));
    // One whose certificates are trusted, and that has a page to show instead.
    proxys_own.play(|_| answer("403 Forbidden", "", "<html>Blocked</html>"));
    let asked = by(own, &double, "vault.test", &proxys_own.authority, "NotTheVault");
    assert!(!asked.is_empty());
    assert_eq!(double.requests(), 0);
}
