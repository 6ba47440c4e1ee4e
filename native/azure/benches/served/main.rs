//! What it costs to serve vaults and to ask them over the network, beside the RSA operation itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::print_stdout,
    unreachable_pub,
    missing_docs
)]

#[path = "../../tests/common/mod.rs"]
mod common;
mod load;

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_base::CancelToken;
use ckey_crypto::Backend;
use ckey_crypto::rsa::{RsaPrivateKey, RsaSize, WrapAlgorithm::RsaOaep256};
use ckey_vault::{Caller, RootVault, Variables, VaultAccess, VaultHosts, Wait, WrapResult};
use common::{APPLICATION, Served, permit};
use load::{Connection, Done, Load};
use serde_json::{Value, json};

/// What is compared takes turns: the speed of a machine changes within seconds, and what is told is the
/// median of the turns.
const TURNS: usize = 9;
/// How long a turn takes.
const TURN: Duration = Duration::from_secs(1);
const CONNECTIONS: usize = 16;
const HOST: &str = "kv-a.vault.localhost";
/// Microseconds of an RSA-2048 operation where the promises in microseconds were made. What they are
/// beside it can be compared on any machine.
const PROMISED_BESIDE: f64 = 260.0;

fn row(name: &str, value: f64, unit: &str, limit: Option<(&str, f64)>) {
    let value = (value * 1000.0).round() / 1000.0;
    let mut row = json!({ "name": name, "value": value, "unit": unit });
    if let Some((which, limit)) = limit {
        row[which] = limit.into();
    }
    println!("bench-row {row}");
}

/// Seconds of processor time that this process took, in hundredths.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<_> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

/// Operations with a key: how many a second, and the seconds of processor time of one.
struct Speed {
    rate: f64,
    processor: f64,
}

/// Operations with a key alone, by so many threads.
fn raw(size: RsaSize, threads: usize) -> Speed {
    let key = RsaPrivateKey::generate(Backend::AwsLc, size).unwrap();
    let wrapped = key.public().wrap(Backend::AwsLc, RsaOaep256, &[7; 32]).unwrap();
    let (before, begin) = (processor_seconds(), Instant::now());
    let done: usize = std::thread::scope(|scope| {
        let work = || {
            let mut done = 0;
            while begin.elapsed() < TURN {
                key.unwrap(RsaOaep256, &wrapped).unwrap();
                done += 1;
            }
            done
        };
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    let took = begin.elapsed().as_secs_f64();
    Speed { rate: done as f64 / took, processor: (processor_seconds() - before) / done as f64 }
}

/// A token for each connection, of principals that may use the key: no quota is reached.
fn tokens(served: &Served, authority: &str) -> Vec<String> {
    let mut connection = Connection::open(authority, "vault.localhost", served.port);
    let token = |number: usize| {
        let id = format!("11111111-2222-3333-4444-{number:012}");
        let secret = served
            .shell
            .session
            .as_azure_account("customer-key principal", |tenant, account| {
                Ok(tenant.directory().register_principal(account, &id)?.1)
            })
            .unwrap();
        permit(&served.shell, "kv-a", &id, &["get", "wrapKey", "unwrapKey"]);
        let secret = String::from_utf8(secret.expose().to_vec()).unwrap();
        let scope = format!("https://vault.localhost:{}/.default", served.port);
        let body = format!(
            "grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}"
        );
        let line = format!("POST /{}/oauth2/v2.0/token", served.tenant_id);
        let request = load::request(&line, "vault.localhost", served.port, "", &body);
        let (status, body) = connection.ask(&request);
        assert!(status.contains(" 200 "), "{status}{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        body["access_token"].as_str().unwrap().to_owned()
    };
    (0..CONNECTIONS).map(token).collect()
}

fn wait() -> Wait {
    Wait::at_most(Duration::from_secs(60), CancelToken::new())
}

fn application() -> Caller {
    Caller::application(APPLICATION, APPLICATION, "bench")
}

/// A key of this size in the served vault, and something that was wrapped with it.
fn wrapped(served: &Served, provider: &dyn RootVault, name: &str, bits: u32) -> WrapResult {
    let new = json!({ "VaultName": "kv-a", "Name": name, "Destination": "Software", "Size": bits });
    served.shell.run("Add-AzKeyVaultKey", new).ok();
    let hosts = VaultHosts::below("vault.localhost", Some(served.port)).unwrap();
    let uri = hosts.key_uri(&format!("https://{HOST}:{}/keys/{name}", served.port)).unwrap();
    provider.wrap_key(&application(), &uri, RsaOaep256, &[7; 32], &wait()).unwrap()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The key alone and served, in turns: both rates, how they compare, the processor time of one
/// operation alone, and how much more the server takes for it.
struct Compared {
    alone: f64,
    served: f64,
    of_alone: f64,
    processor: f64,
    beyond: f64,
}

fn compared(size: RsaSize, served: impl Fn() -> Speed) -> Compared {
    let turns: Vec<_> = (0..TURNS).map(|_| (raw(size, 2), served())).collect();
    let of = |figure: fn(&Speed, &Speed) -> f64| {
        median(turns.iter().map(|(alone, served)| figure(alone, served)).collect())
    };
    Compared {
        alone: of(|alone, _| alone.rate),
        served: of(|_, served| served.rate),
        of_alone: of(|alone, served| served.rate / alone.rate),
        processor: of(|alone, _| alone.processor),
        beyond: of(|alone, served| served.processor - alone.processor),
    }
}

/// Unwraps by all connections, and the server's processor time.
fn served_load(served: &Served, authority: &str, tokens: &[String], key: &WrapResult) -> Speed {
    let path = key.uri.to_string();
    let path = path.split_once(&format!(":{}", served.port)).unwrap().1;
    let value = URL_SAFE_NO_PAD.encode(&key.value);
    let load = Load {
        port: served.port,
        host: HOST.to_owned(),
        authority: authority.to_owned(),
        path: format!("{path}/unwrapkey"),
        body: json!({ "alg": "RSA-OAEP-256", "value": value }).to_string(),
        tokens: tokens.to_vec(),
        seconds: TURN.as_secs(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("load")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let before = processor_seconds();
    let text = serde_json::to_vec(&load).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let done: Done = serde_json::from_slice(&out.stdout).unwrap();
    Speed { rate: done.rate, processor: (processor_seconds() - before) / done.all as f64 }
}

/// As many bytes as the record of a use has.
const RECORD: [u8; 330] = [7; 330];

/// One record after the other made durable, with nothing else; seconds of one. Each call waits as
/// long for its own.
fn durable_record(served: &Served) -> f64 {
    let path = served.shell.folder.path().join("records");
    let mut file = std::fs::File::create(path).unwrap();
    let (begin, mut done) = (Instant::now(), 0);
    while begin.elapsed() < TURN {
        file.write_all(&RECORD).unwrap();
        file.sync_data().unwrap();
        done += 1;
    }
    begin.elapsed().as_secs_f64() / f64::from(done)
}

/// How often one connection asks in a turn: all turns together stay below what the server lets one
/// principal ask within ten seconds. Whoever asks more waits for the next ten, which is not what is
/// measured.
const MOST_OF_ONE: u32 = 400;

/// One unwrap after the other through the provider; seconds of one.
fn one_connection(provider: &Arc<dyn RootVault>, key: &WrapResult) -> f64 {
    let unwrap = || {
        let asked = (&application(), &key.uri, RsaOaep256, key.value.as_slice(), &wait());
        provider.unwrap_key(asked.0, asked.1, asked.2, asked.3, asked.4).unwrap();
    };
    (0..10).for_each(|_| unwrap());
    let (begin, mut done) = (Instant::now(), 0);
    while begin.elapsed() < TURN && done < MOST_OF_ONE {
        unwrap();
        done += 1;
    }
    begin.elapsed().as_secs_f64() / f64::from(done)
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("load") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).unwrap();
        let done = load::run(&serde_json::from_str(&text).unwrap());
        println!("{}", serde_json::to_string(&done).unwrap());
        return;
    }
    let served = Served::start();
    let authority = std::fs::read_to_string(&served.certificate).unwrap();
    let variables: Vec<_> =
        served.variables().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let provider = ckey_azure::connect(VaultAccess {
        hosts: VaultHosts::below("vault.localhost", Some(served.port)).unwrap(),
        authorities: Some(authority.clone()),
        variables: Variables::of(variables),
    })
    .unwrap();
    let tokens = tokens(&served, &authority);
    let large = wrapped(&served, &*provider, "Large", 3072);
    let small = wrapped(&served, &*provider, "Small", 2048);

    let found = compared(RsaSize::Rsa3072, || served_load(&served, &authority, &tokens, &large));
    row("RSA-3072 unwraps alone, two threads", found.alone, "a second", None);
    let name = "RSA-3072 unwraps served to 16 connections, recorded";
    row(name, found.served, "a second", None);
    row("served unwraps of RSA-3072", found.of_alone, "of raw", Some(("at_least", 0.7)));
    let found = compared(RsaSize::Rsa2048, || served_load(&served, &authority, &tokens, &small));
    let (alone, beyond) = (found.processor * 1e6, found.beyond * 1e6);
    row("the processor time of RSA-2048 alone, two threads", alone, "us", None);
    let name = "the server's processor time of a call, beyond RSA-2048";
    row(name, beyond, "us", Some(("at_most", 150.0)));
    let most = 150.0 / PROMISED_BESIDE;
    row("the same, beside RSA-2048", beyond / alone, "of raw", Some(("at_most", most)));
    row("a record made durable, alone", durable_record(&served) * 1e3, "ms", None);
    let turn = |_| (1.0 / raw(RsaSize::Rsa2048, 1).rate, one_connection(&provider, &small));
    let turns: Vec<(f64, f64)> = (0..TURNS).map(turn).collect();
    let beyond = median(turns.iter().map(|(alone, served)| (served - alone) * 1e3).collect());
    let name = "an unwrap through provider and server, above RSA-2048";
    row(name, beyond, "ms", Some(("at_most", 1.0)));
    let most = 1e3 / PROMISED_BESIDE;
    let beside = median(turns.iter().map(|(alone, served)| served / alone - 1.0).collect());
    row("the same, beside RSA-2048", beside, "of raw", Some(("at_most", most)));
}
