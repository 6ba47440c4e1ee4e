//! What a tenant asks its vaults for, and how often: vaults that count, that are silent, and that
//! take a token no longer in the middle of a job.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use common::Shell;
use double::{Double, Reply, Request, answer};
use keeping::{ALICE, Keeping, assigned, name_of, new_policy, read, sealed, tenant};
use play::{Op, VERSION, challenge, vault};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const VAULTS: [&str; 2] = ["kv-a", "kv-b"];
const NOTHING: [[&str; 0]; 2] = [[], []];
/// How much later the second root of a site is asked: not what it is where nobody has said so.
const OFFSET: Duration = Duration::from_secs(1);
/// What a busy machine may add to it, while a silent vault is silent for a minute.
const ADDED: Duration = Duration::from_secs(1);
const TRIES: usize = 8;

/// What each vault was asked for: a probe is to unwrap what it has not wrapped.
type Asked = Arc<Mutex<Vec<(String, &'static str)>>>;

/// Vaults that note what they are asked for by who has a token, and let a request be answered in
/// another way than is right.
fn counting(mut other: impl FnMut(&Request) -> Option<Reply> + Send + 'static) -> (Double, Asked) {
    let (asked, mut kept) = (Asked::default(), Keeping::default());
    let told = Arc::clone(&asked);
    let double = vault(move |request| {
        let what = match Op::of(request) {
            Op::Get => "get",
            Op::Wrap => "wrap",
            Op::Unwrap if kept.unwrap(request).is_some() => "unwrap",
            Op::Unwrap => "probe",
        };
        told.lock().unwrap().push((name_of(request), what));
        other(request).unwrap_or_else(|| kept.right(request))
    });
    (double, asked)
}

/// What was asked since it was looked last, by vault.
fn since(asked: &Asked) -> [Vec<&'static str>; 2] {
    since_at(asked, VAULTS)
}

fn since_at<const N: usize>(asked: &Asked, vaults: [&str; N]) -> [Vec<&'static str>; N] {
    let seen = std::mem::take(&mut *asked.lock().unwrap());
    assert!(seen.iter().all(|(at, _)| vaults.contains(&at.as_str())), "{seen:?}");
    vaults.map(|vault| seen.iter().filter(|(at, _)| at == vault).map(|it| it.1).collect())
}

fn works(shell: &Shell) {
    let said = shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert!(said.warnings.is_empty(), "{said:#?}");
    assert_eq!((&said.outputs[0]["Remaining"], &said.outputs[0]["Failed"]), (&json!(0), &json!(0)));
}

/// As Key Vault counts: what a policy costs once is small, and what a mailbox costs is nothing.
#[test]
fn a_new_generation_wraps_and_unwraps_once_under_each_root_and_looks_whether_it_still_may() {
    let (double, asked) = counting(|_| None);
    let shell = tenant(&double);
    // Just before it is kept, and after that.
    let made = ["get", "get", "wrap", "unwrap", "probe", "probe"];
    new_policy(&shell, double.port, "P").ok();
    assert_eq!(since(&asked), [made, made]);
    // And before it is begun.
    let again = ["get", "probe", "get", "wrap", "unwrap", "probe", "probe"];
    let refresh = json!({ "Identity": "P", "Refresh": true });
    shell.run("Set-DataEncryptionPolicy", refresh).ok();
    assert_eq!(since(&asked), [again, again]);
    let others = ["kv-c", "kv-d"];
    let keys = others.map(|it| format!("https://{it}.vault.localhost:{}/keys/Root", double.port));
    let replace = json!({ "Identity": "P", "Replace": true, "AzureKeyIDs": keys });
    shell.run("Set-DataEncryptionPolicy", replace).ok();
    // The old ones are looked at before it is begun.
    let (old, new) = (vec!["probe"], made.to_vec());
    let [first, second] = others;
    let asked_of = since_at(&asked, [VAULTS[0], VAULTS[1], first, second]);
    assert_eq!(asked_of, [old.clone(), old, new.clone(), new]);
    new_policy(&shell, double.port, "Q").ok();
    since(&asked);
    // However many mailboxes there are, a job opens the policy by one root.
    for mailbox in ["alice", "bob", "carol"] {
        assigned(&shell, mailbox, "Q");
    }
    assert_eq!(since(&asked), NOTHING);
    works(&shell);
    assert_eq!(since(&asked).concat(), ["unwrap"]);
    let mail = sealed(&shell, ALICE);
    since(&asked);
    read(&shell, ALICE, &mail).ok();
    assert_eq!(since(&asked).concat(), ["unwrap"]);
}

#[test]
fn a_file_on_a_site_is_read_by_the_root_that_answers_and_the_second_is_asked_the_offset_later() {
    const URL: &str = "https://contoso.sharepoint.com/sites/a";
    let silent: Arc<Mutex<Option<&str>>> = Arc::default();
    let told = Arc::clone(&silent);
    let arrived: Arc<Mutex<HashMap<String, Instant>>> = Arc::default();
    let arrives = Arc::clone(&arrived);
    let (double, asked) = counting(move |request| {
        arrives.lock().unwrap().insert(name_of(request), Instant::now());
        let is_silent = *told.lock().unwrap() == Some(name_of(request).as_str());
        is_silent.then_some(Reply::Silent)
    });
    let shell = tenant(&double);
    let geo = json!({ "Name": "NAM", "AdminUrl": "https://contoso-admin.sharepoint.com" });
    shell.run("New-CustomerKeyGeo", geo).ok();
    shell.run("New-CustomerKeySite", json!({ "Url": URL })).ok();
    let [first, second] = VAULTS.map(|vault| {
        format!("https://{vault}.vault.localhost:{}/keys/Root/{VERSION}", double.port)
    });
    let keys =
        json!({ "Identity": "NAM", "PrimaryKeyVaultUri": first, "SecondaryKeyVaultUri": second });
    shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    works(&shell);
    let site = ("Site", URL);
    let file = sealed(&shell, site);
    // As long as a silent vault is silent.
    let settings = json!({ "RootTimeout": 60, "RootOffset": OFFSET.as_secs() });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    let read_by_other = |vault: &'static str| {
        *silent.lock().unwrap() = Some(vault);
        since(&asked);
        let began = Instant::now();
        let said = read(&shell, site, &file).ok();
        assert!(began.elapsed() < Duration::from_secs(30), "{vault}: {:?}", began.elapsed());
        assert!(said.warnings.is_empty(), "{vault}: {said:?}");
        began
    };
    // One try of several, for a busy machine adds more now and then.
    let asked_in_time = || {
        let began = read_by_other(VAULTS[0]);
        let took = began.elapsed();
        let [first, second] = VAULTS.map(|vault| arrived.lock().unwrap()[vault]);
        assert!(second - began >= OFFSET, "{:?}", second - began);
        second - first < OFFSET + ADDED && took < OFFSET + 2 * ADDED
    };
    assert!((0..TRIES).any(|_| asked_in_time()), "the second root is asked too late");
    for vault in VAULTS {
        read_by_other(vault);
        // The first one is asked by every reader, the second one where the first takes long.
        let asked = since(&asked).map(|ops| ops.len());
        assert!(if vault == VAULTS[0] { asked == [1, 1] } else { asked[0] == 1 }, "{asked:?}");
    }
}

#[test]
fn a_job_goes_on_when_its_token_ends_in_the_middle_of_it_and_no_mailbox_waits() {
    let double = Double::start(|_| Reply::Reset);
    let (port, mut kept) = (double.port, Keeping::default());
    let given: Arc<Mutex<u32>> = Arc::default();
    let (gives, mut used) = (Arc::clone(&given), HashSet::new());
    double.play(move |request| {
        let mut gives = gives.lock().unwrap();
        if request.line.contains("/oauth2/") {
            *gives += 1;
            let token = json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": format!("token-{gives}") });
            return answer("200 OK", "", &token.to_string());
        }
        let token = request.authorization.as_deref().and_then(|it| it.strip_prefix("Bearer token-"));
        let number: u32 = token.and_then(|number| number.parse().ok()).unwrap_or_default();
        let is_new = used.insert((name_of(request), number));
        // Each vault takes a token once, whatever the token's own time says.
        if number == 0 || number != *gives || !is_new {
            return challenge(port, &format!("https://vault.localhost:{port}/t"));
        }
        kept.right(request)
    });
    let shell = tenant(&double);
    for number in 0..8 {
        new_policy(&shell, port, &format!("P{number}")).ok();
        assigned(&shell, &format!("m{number}"), &format!("P{number}"));
    }
    let before = *given.lock().unwrap();
    works(&shell);
    // Eight policies are opened by it, half of them by each vault or all by one.
    assert!(*given.lock().unwrap() >= before + 2);
    let said = shell.run("Get-CustomerKeyTenant", json!({})).ok();
    assert_eq!(said.outputs[0]["PendingRewraps"], 0, "{said:#?}");
    for number in 0..8 {
        let statistics = json!({ "Identity": format!("m{number}") });
        let said = shell.run("Get-MailboxStatistics", statistics).ok();
        assert_eq!(said.outputs[0]["IsEncrypted"], true, "{said:#?}");
    }
    let used = json!({ "RecordType": "CustomerKeyServiceEncryption" });
    assert!(shell.run("Search-CustomerKeyAudit", used).ok().outputs.is_empty());
}

/// Rule 2.11.
#[test]
fn a_refusal_is_remembered_and_the_vaults_are_not_asked_again_until_it_is_forgotten() {
    let refuses: Arc<Mutex<bool>> = Arc::default();
    let told = Arc::clone(&refuses);
    let (double, asked) = counting(move |_| {
        let error = json!({ "code": "Forbidden", "message": "No.", "innererror": { "code": "ForbiddenByPolicy" } });
        let refused = || answer("403 Forbidden", "", &json!({ "error": error }).to_string());
        told.lock().unwrap().then(refused)
    });
    let shell = tenant(&double);
    new_policy(&shell, double.port, "P").ok();
    assigned(&shell, "alice", "P");
    works(&shell);
    let mail = sealed(&shell, ALICE);
    let settings = json!({ "CacheEnabled": true, "FailureCacheLifetime": 600 });
    shell.run("Set-CustomerKeyTenant", settings).ok();
    let forget = || shell.run("Clear-CustomerKeyCache", json!({})).ok();
    let denied = || {
        let (id, told) = read(&shell, ALICE, &mail).error();
        assert!(id == "CustomerKeyAccessDenied" && told.contains("AccessDenied"), "{id} {told}");
        since(&asked).map(|ops| ops.len())
    };
    forget();
    since(&asked);
    *refuses.lock().unwrap() = true;
    assert_eq!(denied(), [1, 1]);
    assert_eq!(denied(), [0, 0]);
    // The vaults allow it again, and nobody has asked them.
    *refuses.lock().unwrap() = false;
    assert_eq!(denied(), [0, 0]);
    forget();
    read(&shell, ALICE, &mail).ok();
    assert_eq!(since(&asked).concat(), ["unwrap"]);
    // What was opened is remembered as well.
    *refuses.lock().unwrap() = true;
    read(&shell, ALICE, &mail).ok();
    assert_eq!(since(&asked), NOTHING);
    forget();
    assert_eq!(denied(), [1, 1]);
    let later = json!({ "Advance": 600 });
    shell.run("Set-CustomerKeyClock", later).ok();
    *refuses.lock().unwrap() = false;
    read(&shell, ALICE, &mail).ok();
}
