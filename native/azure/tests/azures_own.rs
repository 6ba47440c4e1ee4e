//! Roots at Azure's own hosts, one in a key vault and one in a managed HSM: a proxy leads both, and
//! the directory, to a server that plays them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;
#[path = "common/proxy.rs"]
mod proxy;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_vault::{KeyOp, Variables, VaultAccess, VaultHosts};
use common::Shell;
use double::{Double, Reply, Request, answer};
use keeping::{ALICE, Keeping, assigned, not_its_own, purge_of, read, sealed};
use play::{CLIENT, Op, SECRET, TENANT, given, jwt_of};
use proxy::{Does, child, proxy, run};
use serde_json::json;
use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

const VAULT: &str = "kv-a.vault.azure.net";
const OWN_HSM: &str = "hsm-a.managedhsm.azure.net";
const LOGIN: &str = "login.microsoftonline.com";
/// A key before it is rolled, and after that.
const VERSIONS: [&str; 2] =
    ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"];
/// How the hosts answer: by the first version of each key, by the second, or with a refusal. Where
/// a host stands in the place of these, that one is silent.
const NEW: &str = "new";
const ROLLED: &str = "rolled";
const REFUSE: &str = "refuse";
const NOTHING: [[&str; 0]; 3] = [[], [], []];

/// What the hosts and a session, which are in two processes, tell each other, by files.
struct Told(PathBuf);

impl Told {
    fn asked(&self) -> PathBuf {
        self.0.join("asked")
    }

    /// That a host was asked for something.
    fn note(&self, host: &str, what: &str) {
        let file = std::fs::File::options().create(true).append(true).open(self.asked());
        writeln!(file.unwrap(), "{host} {what}").unwrap();
    }

    /// What the vault, the HSM and the directory were asked for since it was looked last.
    fn since(&self) -> [Vec<String>; 3] {
        let seen = std::fs::read_to_string(self.asked()).unwrap_or_default();
        let _ = std::fs::remove_file(self.asked());
        [VAULT, OWN_HSM, LOGIN].map(|host| {
            let own = seen.lines().filter_map(|line| line.strip_prefix(host));
            own.map(|what| what.trim_start().to_owned()).collect()
        })
    }

    /// Lets the hosts answer so from now on.
    fn let_them(&self, how: &str) {
        std::fs::write(self.0.join("how"), how).unwrap();
    }

    fn how(&self) -> String {
        std::fs::read_to_string(self.0.join("how")).unwrap_or_default()
    }
}

/// The vault and the HSM with a key in each, and their directory.
struct Hosts {
    told: Told,
    kept: HashMap<String, Keeping>,
}

impl Hosts {
    fn play(&mut self, request: &Request) -> Reply {
        if request.line.contains("/oauth2/") {
            return self.sign_in(request);
        }
        let resource = format!("https://{}", request.host.split_once('.').unwrap().1);
        let Some(shown) = &request.authorization else {
            self.told.note(&request.host, "challenged");
            return challenge(&request.host, &resource);
        };
        assert_eq!(*shown, format!("Bearer {}", token(&resource)), "{}", request.host);
        let how = self.told.how();
        let now = usize::from(how != NEW);
        let version = VERSIONS.iter().position(|version| request.line.contains(version));
        let version = version.unwrap_or(now);
        let kept = self.kept.entry(request.host.clone()).or_default();
        let what = match Op::of(request) {
            Op::Get => "get",
            Op::Wrap => "wrap",
            Op::Unwrap if kept.unwrap(request).is_some() => "unwrap",
            Op::Unwrap => "probe",
        };
        self.told.note(&request.host, &format!("{what} {}", version + 1));
        match how.as_str() {
            REFUSE => refused(request),
            silent if silent == request.host => Reply::Closed,
            _ => right(request, VERSIONS[version], kept),
        }
    }

    fn sign_in(&self, request: &Request) -> Reply {
        assert!(request.body.contains(SECRET) && request.line.contains(TENANT), "{request:?}");
        let scope = request.body.split('&').find_map(|part| part.strip_prefix("scope="));
        let scope = scope.unwrap().replace("%3A", ":").replace("%2F", "/");
        self.told.note(&request.host, &scope);
        given(&token(scope.strip_suffix("/.default").unwrap()))
    }
}

/// A token for all vaults, or for all HSMs.
fn token(resource: &str) -> String {
    let whose = "00000000-0000-0000-0000-00000000000a";
    jwt_of(&json!({ "aud": resource, "tid": TENANT, "oid": whose }), "a-token")
}

/// An HSM says nothing beside it.
fn challenge(host: &str, resource: &str) -> Reply {
    let header = format!(
        "www-authenticate: Bearer authorization=\"https://{LOGIN}/{TENANT}\", \
         resource=\"{resource}\"\r\n"
    );
    let message = "AKV10000: Request is missing a Bearer or PoP token.";
    let error = json!({ "code": "Unauthorized", "message": message });
    let body = if host == OWN_HSM { String::new() } else { json!({ "error": error }).to_string() };
    answer("401 Unauthorized", &header, &body)
}

fn refused(request: &Request) -> Reply {
    let action = match Op::of(request) {
        Op::Get => "read",
        Op::Wrap => "wrap",
        Op::Unwrap => "unwrap",
    };
    let error = if request.host == OWN_HSM {
        let what = format!("Microsoft.KeyVault/managedHsm/keys/{action}/action on /keys/Root");
        json!({ "code": "AccessDenied", "message": format!("Not authorized to access {what}") })
    } else {
        let what = format!("keys {action} permission on key vault 'kv-a;location=eastus'.");
        let message = format!("The user, group or application 'appid=a' does not have {what}");
        let inner = json!({ "code": "ForbiddenByPolicy" });
        json!({ "code": "Forbidden", "message": message, "innererror": inner })
    };
    answer("403 Forbidden", "", &json!({ "error": error }).to_string())
}

fn right(request: &Request, version: &str, kept: &mut Keeping) -> Reply {
    let kid = format!("https://{}/keys/Root/{version}", request.host);
    let value = match Op::of(request) {
        Op::Get => return key(&kid, if request.host == OWN_HSM { "RSA-HSM" } else { "RSA" }),
        Op::Wrap => kept.wrap(request),
        Op::Unwrap => match kept.unwrap(request) {
            Some(plaintext) => plaintext.clone(),
            None => return not_its_own(),
        },
    };
    let body = json!({ "alg": "RSA-OAEP-256", "kid": kid, "value": URL_SAFE_NO_PAD.encode(value) });
    answer("200 OK", "", &body.to_string())
}

fn key(kid: &str, kty: &str) -> Reply {
    let n = URL_SAFE_NO_PAD.encode([0xB7; 256]);
    let jwk =
        json!({ "kid": kid, "kty": kty, "key_ops": ["wrapKey", "unwrapKey"], "n": n, "e": "AQAB" });
    let attributes = json!({
        "enabled": true,
        "created": 1,
        "updated": 1,
        "recoveryLevel": "Recoverable",
        "recoverableDays": 90,
    });
    answer("200 OK", "", &json!({ "key": jwk, "attributes": attributes }).to_string())
}

/// A session on a production tenant, whose policy P is under both keys.
fn production(authority: &Path) -> Shell {
    let sign_in =
        [("AZURE_TENANT_ID", TENANT), ("AZURE_CLIENT_ID", CLIENT), ("AZURE_CLIENT_SECRET", SECRET)];
    let shell = Shell::new(&sign_in);
    let new = json!({
        "Path": "tenant",
        "Name": "contoso",
        "Mode": "Production",
        "VaultProvider": "Azure",
        "VaultAuthorityFile": authority,
    });
    shell.run("New-CustomerKeyTenant", new).ok();
    let settings = json!({ "JobMode": "Manual", "RootTimeout": 30, "CacheEnabled": false });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    let keys = [VAULT, OWN_HSM].map(|host| format!("https://{host}/keys/Root"));
    shell.run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys })).ok();
    shell
}

/// Mail is put in, read, and read after a roll of both keys, each time by one of them.
fn used(told: &Told, shell: &Shell) -> String {
    assigned(shell, ALICE.1, "P");
    assert_eq!(told.since(), NOTHING);
    let works = || {
        let said = shell.run("Invoke-CustomerKeyJob", json!({})).ok();
        let rest = (&said.outputs[0]["Remaining"], &said.outputs[0]["Failed"]);
        assert_eq!(rest, (&json!(0), &json!(0)));
    };
    works();
    assert_eq!(told.since().concat(), ["unwrap 1"]);
    let mail = sealed(shell, ALICE);
    told.since();
    read(shell, ALICE, &mail).ok();
    assert_eq!(told.since().concat(), ["unwrap 1"]);
    let reachable = shell.what_if("Set-DataEncryptionPolicy", &purge_of("P"));
    assert_eq!(reachable.error().0, "PurgeKeysReachable");
    told.since();

    told.let_them(ROLLED);
    let refresh = json!({ "Identity": "P", "Refresh": true });
    shell.run("Set-DataEncryptionPolicy", refresh).ok();
    let again = ["get 2", "probe 1", "get 2", "wrap 2", "unwrap 2", "probe 2", "probe 2"];
    assert_eq!(told.since(), [again.to_vec(), again.to_vec(), vec![]]);
    works();
    let mut asked = told.since().concat();
    asked.sort();
    assert_eq!(asked, ["unwrap 1", "unwrap 2"]);
    mail
}

/// Both say that the permission is gone: nobody reads, by no key, and the data may be purged.
fn refuse(told: &Told, shell: &Shell, mail: &str) {
    told.let_them(REFUSE);
    let (id, text) = read(shell, ALICE, mail).error();
    assert_eq!(id, "CustomerKeyAccessDenied", "{text}");
    for why in ["managedHsm/keys/unwrap/action", "does not have keys unwrap permission"] {
        assert!(text.contains(why), "{text}");
    }
    assert_eq!(told.since(), [vec!["unwrap 2"], vec!["unwrap 2"], vec![]]);
    let available = json!({ "RecordType": "CustomerKeyServiceEncryption" });
    assert!(shell.run("Search-CustomerKeyAudit", available).ok().outputs.is_empty());
    let purge = shell.what_if("Set-DataEncryptionPolicy", &purge_of("P")).ok();
    assert!(!purge.what_if.is_empty(), "{purge:?}");
    let [of_vault, of_hsm, tokens] = told.since();
    for asked in [of_vault, of_hsm] {
        assert!(!asked.is_empty() && asked.iter().all(|what| what == "probe 2"), "{asked:?}");
    }
    assert_eq!(tokens, NOTHING[2]);
}

/// What the session does, which the proxy of its own process leads.
#[test]
#[ignore = "played by the test below, in a process of its own"]
fn played_by_a_child() {
    let folder = PathBuf::from(std::env::var("DOUBLE_FOLDER").unwrap());
    let told = Told(folder.clone());
    let shell = production(&folder.join("authority.pem"));
    let [of_vault, of_hsm, mut tokens] = told.since();
    let made = ["challenged", "get 1", "get 1", "wrap 1", "unwrap 1", "probe 1", "probe 1"];
    assert_eq!([of_vault, of_hsm], [made, made]);
    // One of each serves to the end: neither is asked for again.
    tokens.sort();
    let scopes = ["https://managedhsm.azure.net/.default", "https://vault.azure.net/.default"];
    assert_eq!(tokens, scopes);
    let mail = used(&told, &shell);

    // Either opens it alone.
    for (silent, other) in [(VAULT, 1), (OWN_HSM, 0)] {
        told.let_them(silent);
        read(&shell, ALICE, &mail).ok();
        let asked = told.since();
        assert_eq!((&*asked[other], asked[2].len()), (&["unwrap 2".to_owned()][..], 0), "{silent}");
    }
    refuse(&told, &shell, &mail);
}

#[test]
fn a_key_vault_and_a_managed_hsm_of_azures_are_the_roots_of_a_production_tenant_until_both_refuse()
{
    let folder = tempfile::tempdir().unwrap();
    let told = || Told(folder.path().to_owned());
    let mut hosts = Hosts { told: told(), kept: HashMap::new() };
    let double = Double::start(move |request| hosts.play(request));
    std::fs::write(folder.path().join("authority.pem"), &double.authority).unwrap();
    told().let_them(NEW);
    let (port, led) = proxy(Does::LeadsTo(double.port));
    let mut child = child("played_by_a_child", Some(port));
    run(child.env("DOUBLE_FOLDER", folder.path()));
    let known = [VAULT, OWN_HSM, LOGIN].map(|host| format!("CONNECT {host}:443 HTTP/1.1"));
    let led = led.lock().unwrap();
    assert!(known.iter().all(|line| led.contains(line)), "{led:?}");
    assert!(led.iter().all(|line| known.contains(line)), "{led:?}");
}

#[test]
fn work_waits_for_its_turn_at_a_vault_of_which_much_was_asked_and_at_no_other() {
    let hosts = VaultHosts::Azure;
    let access = VaultAccess { hosts, authorities: None, variables: Variables::default() };
    let vaults = ckey_azure::connect(access).unwrap();
    let turn = |host: &str| {
        let uri = VaultHosts::Azure.key_uri(&format!("https://{host}/keys/Root")).unwrap();
        vaults.turn(&uri, KeyOp::UnwrapKey, 256)
    };
    assert_eq!(turn(VAULT), Duration::ZERO);
    // More come at once where a busy machine asks slowly, and never so many.
    let at_once = (0..10_000).take_while(|_| turn(VAULT).is_zero()).count();
    assert!((100..10_000).contains(&at_once), "{at_once}");
    for other in [OWN_HSM, "kv-b.vault.azure.net", "kv-a.managedhsm.azure.net"] {
        assert_eq!(turn(other), Duration::ZERO, "{other}");
    }
}
