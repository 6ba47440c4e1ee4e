//! In which cloud a sign-in is: that of the vaults, whose hosts a proxy leads to a server that plays
//! all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;
#[path = "common/proxy.rs"]
mod proxy;

use ckey_base::CancelToken;
use ckey_vault::{Caller, KeyUri, Variables, VaultAccess, VaultHosts, Wait};
use double::{Double, answer};
use play::{CLIENT, SECRET, TENANT, VERSION, key, token};
use proxy::{Does, child, proxy, run};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the child asks, one key after the other, and what becomes of each.
#[test]
#[ignore = "played by the tests below, in a process of its own"]
fn asked_by_a_child() {
    let own = |name: &str| std::env::var(name).ok();
    let mut variables = vec![
        ("AZURE_TENANT_ID", TENANT.to_owned()),
        ("AZURE_CLIENT_ID", CLIENT.to_owned()),
        ("AZURE_CLIENT_SECRET", SECRET.to_owned()),
    ];
    variables.extend(own("DOUBLE_GIVEN").map(|given| ("AZURE_AUTHORITY_HOST", given)));
    let access = VaultAccess {
        hosts: VaultHosts::Azure,
        authorities: Some(std::fs::read_to_string(own("DOUBLE_AUTHORITY").unwrap()).unwrap()),
        variables: Variables::of(variables.into_iter().map(|(name, it)| (name.to_owned(), it))),
    };
    let vaults = ckey_azure::connect(access).unwrap();
    let caller = Caller::application("o", "a", "Exchange");
    let became: Vec<_> = own("DOUBLE_HOSTS")
        .unwrap()
        .split(' ')
        .map(|host| {
            let uri = KeyUri::stored(&format!("https://{host}/keys/Root/{VERSION}")).unwrap();
            let wait = || Wait::at_most(Duration::from_secs(60), CancelToken::new());
            let probed = vaults.check_unwrap(&caller, &uri, &wait());
            let became = vaults.get_key(&caller, &uri, &wait());
            assert_eq!(probed.is_ok(), became.is_ok(), "{probed:?} {became:?}");
            became.map_or_else(|error| error.kind.name().to_owned(), |_| "Answered".to_owned())
        })
        .collect();
    assert_eq!(became.join(" "), own("DOUBLE_BECOMES").unwrap());
}

/// What directories were asked: by which host, and with what body.
type Asked = Vec<(String, String)>;

/// A vault and a directory by every name.
fn everybody() -> (Double, Arc<Mutex<Asked>>) {
    let asked: Arc<Mutex<Asked>> = Arc::default();
    let told = Arc::clone(&asked);
    let double = Double::start(move |request| {
        if request.line.contains("/oauth2/") {
            told.lock().unwrap().push((request.host.clone(), request.body.clone()));
            return token();
        }
        assert!(!request.body.contains(SECRET));
        if request.line.contains("/unwrapkey") && request.authorization.is_some() {
            let body = "{\"error\":{\"code\":\"BadParameter\",\"message\":\"No.\"}}";
            return answer("400 Bad Request", "", body);
        }
        if request.authorization.is_some() {
            return key("kv-a", VERSION);
        }
        let below = request.host.split_once('.').unwrap().1;
        // What a challenge names is asked for nothing.
        let header = format!(
            "www-authenticate: Bearer authorization=\"https://login.evil.test/{TENANT}\", resource=\"https://{below}\"\r\n"
        );
        answer("401 Unauthorized", &header, "")
    });
    (double, asked)
}

/// Asks for keys at hosts, and says which hosts the proxy was asked for, and what the directories.
fn ask(hosts: &str, given: Option<&str>, becomes: &str) -> (Vec<String>, Asked) {
    let (double, asked) = everybody();
    let (port, led) = proxy(Does::LeadsTo(double.port));
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    std::fs::write(&authority, &double.authority).unwrap();
    let mut child = child("asked_by_a_child", Some(port));
    child.env("DOUBLE_AUTHORITY", &authority).env("DOUBLE_HOSTS", hosts);
    child.env("DOUBLE_BECOMES", becomes);
    if let Some(given) = given {
        child.env("DOUBLE_GIVEN", given);
    }
    run(&mut child);
    let host = |line: &String| {
        let to = line.strip_prefix("CONNECT ").unwrap().strip_suffix(":443 HTTP/1.1");
        to.unwrap().to_owned()
    };
    let mut led: Vec<_> = led.lock().unwrap().iter().map(host).collect();
    led.sort();
    led.dedup();
    let asked = asked.lock().unwrap().clone();
    (led, asked)
}

#[test]
fn a_secret_goes_to_the_authority_of_the_vaults_cloud_and_asks_for_a_token_of_that_cloud() {
    for (host, authority) in [
        ("kv-a.vault.azure.net", "login.microsoftonline.com"),
        ("kv-a.managedhsm.azure.net", "login.microsoftonline.com"),
        ("kv-a.vault.usgovcloudapi.net", "login.microsoftonline.us"),
        ("kv-a.managedhsm.usgovcloudapi.net", "login.microsoftonline.us"),
        ("kv-a.vault.azure.cn", "login.chinacloudapi.cn"),
        ("kv-a.managedhsm.azure.cn", "login.chinacloudapi.cn"),
    ] {
        let (led, asked) = ask(host, None, "Answered");
        assert_eq!(led, [host, authority], "{host}");
        let [(at, body)] = asked.as_slice() else { panic!("{host}: {}", asked.len()) };
        assert_eq!(at, authority);
        let below = host.split_once('.').unwrap().1;
        let scope = format!("scope=https%3A%2F%2F{below}%2F.default");
        assert!(body.contains(&scope) && body.contains(SECRET), "{host}");
    }
}

#[test]
fn an_authority_that_is_configured_is_asked_whatever_the_cloud() {
    let given = "https://login.microsoftonline.us";
    let (led, asked) = ask("kv-a.vault.azure.cn", Some(given), "Answered");
    assert_eq!(led, ["kv-a.vault.azure.cn", "login.microsoftonline.us"]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn once_a_cloud_has_answered_no_other_is_asked_and_no_other_authority_has_the_secret() {
    let hosts = "kv-a.vault.azure.cn kv-a.vault.azure.net kv-a.managedhsm.azure.cn";
    let (led, asked) = ask(hosts, None, "Answered BadParameter Answered");
    assert_eq!(led, ["kv-a.managedhsm.azure.cn", "kv-a.vault.azure.cn", "login.chinacloudapi.cn"]);
    assert!(asked.iter().all(|(host, _)| host == "login.chinacloudapi.cn"));
}
