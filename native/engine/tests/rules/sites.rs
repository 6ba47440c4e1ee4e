//! SharePoint: geos, sites, files in chunks, registration and rolls.

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_engine::directory::well_known;
use ckey_engine::{AuditQuery, EngineError, GeoStatus, Moment, ScopeSelector, SettingsChange};
use ckey_vault::Fault;
use proptest::prelude::*;
use std::time::Duration;

use crate::processes::child;
use crate::stage::{KEYS, Stage, VAULTS, bytes_below, files_below, options};

const ADMIN: &str = "https://contoso-admin.sharepoint.com";
const SITE: &str = "https://contoso.sharepoint.com/sites/finance";

fn site(url: &str) -> ScopeSelector {
    ScopeSelector::Site(url.to_owned())
}

fn permit(stage: &Stage, index: usize, allowed: bool) {
    stage.permit_to(&well_known::SHAREPOINT_ONLINE, index, allowed);
}

/// A geo with so many sites, and the newest version of each key.
fn geo(sites: usize) -> (Stage, [String; 2]) {
    let stage = Stage::new();
    [0, 1].into_iter().for_each(|index| permit(&stage, index, true));
    stage.tenant.sites().create_geo(&stage.actor(), "NAM", ADMIN).unwrap();
    for number in 0..sites {
        add_site(&stage, &format!("{SITE}{number}"));
    }
    let keys = [0, 1].map(|index| stage.new_version(index));
    (stage, keys)
}

fn add_site(stage: &Stage, url: &str) {
    stage.tenant.sites().create_site(&stage.actor(), url, None, &CancelToken::default()).unwrap();
}

fn register(stage: &Stage, keys: &[String; 2]) -> Result<GeoStatus, EngineError> {
    stage.tenant.sites().register(&stage.actor(), None, keys, &CancelToken::default())
}

fn roll(stage: &Stage, slot: Slot, key: &str) -> Result<GeoStatus, EngineError> {
    stage.tenant.sites().roll(&stage.actor(), None, slot, key, &CancelToken::default())
}

fn status(stage: &Stage) -> (&'static str, u8) {
    let found = stage.tenant.sites().status(None).unwrap();
    (found.status, found.percent)
}

fn work(stage: &Stage, steps: Option<u64>) {
    stage.tenant.jobs().work(steps, &CancelToken::default(), &mut |_| {}).unwrap();
}

fn export(stage: &Stage, url: &str, id: uuid::Uuid) -> Result<Vec<u8>, EngineError> {
    let mut out = Vec::new();
    stage.tenant.items().export(&site(url), id, &mut out, &CancelToken::default())?;
    Ok(out)
}

fn sound(stage: &Stage) {
    let wrong: Vec<_> = stage
        .tenant
        .check_content(&CancelToken::default(), &mut |_| {})
        .unwrap()
        .into_iter()
        .filter(|check| !check.passed)
        .collect();
    assert_eq!(wrong, []);
}

/// Rules 4.1.4, 4.2.1 and 7.11.
#[test]
fn registration_brings_the_sites_under_the_policy_one_after_the_other_and_files_stay_as_they_are() {
    let (stage, keys) = geo(4);
    let content: Vec<u8> = (0..2_500_000_u32).map(|byte| byte.to_le_bytes()[0]).collect();
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "plan.bin", &content).unwrap();
    assert_eq!(status(&stage), ("Unregistered", 0));
    assert_eq!(register(&stage, &keys).unwrap().status, "Registering");
    for percent in [25, 50, 75] {
        work(&stage, Some(1));
        assert_eq!(status(&stage), ("Registering", percent));
    }
    assert_eq!(register(&stage, &keys).unwrap_err().id, "AlreadyRegistered");
    work(&stage, None);
    assert_eq!(status(&stage), ("Registered", 100));
    add_site(&stage, &format!("{SITE}-later"));
    assert_eq!(status(&stage), ("Registered", 100));
    assert_eq!(export(&stage, &url, file.id).unwrap(), content);
    let uses = stage.tenant.policies().root_uses().unwrap();
    assert_eq!(uses.iter().map(|used| used.sites).collect::<Vec<_>>(), [5, 5]);
    sound(&stage);
}

/// Rules 4.4.1, 4.4.2, 4.4.3 and 7.12.
#[test]
fn a_roll_replaces_one_wrap_and_touches_no_chunk_and_a_second_one_waits() {
    let (stage, keys) = geo(2);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", b"content").unwrap();
    register(&stage, &keys).unwrap();
    work(&stage, None);
    let before = stage.tenant.items().get(&site(&url), file.id).unwrap().sealed_sha256;
    let [first, second] = [0, 1].map(|index| stage.new_version(index));
    assert_eq!(roll(&stage, Slot::First, &keys[0]).unwrap_err().id, "KeyInUse");
    let rolled = roll(&stage, Slot::First, &first).unwrap();
    assert_eq!((rolled.status, rolled.percent), ("Rolling", 0));
    assert_eq!((rolled.primary, rolled.secondary), (Some(first), Some(keys[1].clone())));
    let busy = roll(&stage, Slot::Second, &second).unwrap_err();
    assert!(busy.id == "RollInProgress" && busy.message.contains("0 %"), "{}", busy.message);
    work(&stage, Some(1));
    assert_eq!(status(&stage), ("Rolling", 50));
    work(&stage, None);
    assert_eq!(status(&stage), ("Registered", 100));
    assert_eq!(roll(&stage, Slot::Second, &second).unwrap().secondary, Some(second));
    work(&stage, None);
    let after = stage.tenant.items().get(&site(&url), file.id).unwrap().sealed_sha256;
    assert_eq!(before, after);
    let uses = stage.tenant.policies().root_uses().unwrap();
    assert!(uses.iter().all(|used| !keys.contains(&used.key_uri)), "the old versions are free");
    assert_eq!(export(&stage, &url, file.id).unwrap(), b"content");
    sound(&stage);
}

/// Rules 3.3.2, 3.3.3 and 3.3.4.
#[test]
fn one_root_is_enough_whatever_the_other_says_and_without_both_nobody_reads() {
    let (stage, keys) = geo(1);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", b"content").unwrap();
    register(&stage, &keys).unwrap();
    work(&stage, None);
    for index in [0, 1] {
        for fault in [Fault::Unreachable, Fault::Throttled] {
            stage.fault(index, fault);
            assert_eq!(export(&stage, &url, file.id).unwrap(), b"content");
        }
        stage.fault(index, Fault::None);
        permit(&stage, index, false);
        assert_eq!(export(&stage, &url, file.id).unwrap(), b"content");
        permit(&stage, index, true);
    }
    [0, 1].into_iter().for_each(|index| stage.fault(index, Fault::Unreachable));
    let error = export(&stage, &url, file.id).unwrap_err();
    assert_eq!(error.id, "CustomerKeyUnavailable");
    assert!(error.message.contains("no availability key"), "{}", error.message);
    [0, 1].into_iter().for_each(|index| stage.fault(index, Fault::None));
    [0, 1].into_iter().for_each(|index| permit(&stage, index, false));
    assert_eq!(export(&stage, &url, file.id).unwrap_err().id, "CustomerKeyAccessDenied");
}

/// Rule 3.3.2.
#[test]
fn the_second_root_is_asked_a_little_later_and_need_not_wait_for_a_slow_first_one() {
    let (stage, keys) = geo(1);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", b"content").unwrap();
    register(&stage, &keys).unwrap();
    work(&stage, None);
    let change = SettingsChange {
        root_offset: Some(Duration::from_millis(20)),
        root_timeout: Some(Duration::from_secs(60)),
        ..SettingsChange::default()
    };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
    stage.fault(0, Fault::Slow(Duration::from_secs(50)));
    let begun = std::time::Instant::now();
    assert_eq!(export(&stage, &url, file.id).unwrap(), b"content");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// Rules 5.14.1 and 2.6: the checks of every other policy hold here too.
#[test]
fn keys_of_a_geo_name_their_versions_and_lie_in_two_vaults_of_two_regions() {
    let (stage, keys) = geo(0);
    let id = |keys: &[String; 2]| register(&stage, keys).unwrap_err().id;
    let [one, two] = [0, 1]
        .map(|index| format!("https://{}.vault.azure.net/keys/{}", VAULTS[index], KEYS[index]));
    assert_eq!(id(&[one.clone(), keys[1].clone()]), "KeyVersionRequired");
    assert_eq!(id(&[keys[0].clone(), two]), "KeyVersionRequired");
    assert_eq!(id(&[keys[0].clone(), keys[0].clone()]), "SameKeyTwice");
    assert_eq!(id(&[keys[0].clone(), format!("{one}/{}", "0".repeat(31))]), "BadParameter");
    register(&stage, &keys).unwrap();
    assert_eq!(status(&stage), ("Registered", 100));
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// A site of a registered geo whose tenant key is kept opened for as long as it is by default, and
/// a file in it.
fn kept() -> (Stage, String, uuid::Uuid) {
    let (stage, keys) = geo(1);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", b"content").unwrap();
    register(&stage, &keys).unwrap();
    work(&stage, None);
    let change = SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
    export(&stage, &url, file.id).unwrap();
    (stage, url, file.id)
}

fn renewal_alerts(stage: &Stage) -> usize {
    let found = stage.tenant.audit().page(&AuditQuery::default()).unwrap();
    found.records.iter().filter(|it| it.activity.starts_with("Renewal of tenant")).count()
}

fn advance(stage: &Stage, seconds: i64) {
    stage.tenant.move_clock(&stage.actor(), stage.tenant.now() + seconds).unwrap();
}

/// Rules 2.10, 2.10.1 and 3.3.1.
#[test]
fn a_kept_key_serves_without_a_vault_and_one_record_tells_that_it_cannot_be_renewed() {
    let (stage, url, file) = kept();
    [0, 1].into_iter().for_each(|index| permit(&stage, index, false));
    advance(&stage, 22 * HOUR - MINUTE);
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    assert_eq!(renewal_alerts(&stage), 0, "it is not due yet");
    advance(&stage, 2 * MINUTE);
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    advance(&stage, 2 * HOUR - 2 * MINUTE);
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    assert_eq!(renewal_alerts(&stage), 1);
    advance(&stage, 2 * MINUTE);
    assert_eq!(export(&stage, &url, file).unwrap_err().id, "CustomerKeyAccessDenied");
}

/// Rule 2.10.1.
#[test]
fn a_kept_key_that_was_renewed_serves_for_as_long_again() {
    let (stage, url, file) = kept();
    advance(&stage, 22 * HOUR + MINUTE);
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    [0, 1].into_iter().for_each(|index| permit(&stage, index, false));
    advance(&stage, 21 * HOUR);
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    assert_eq!(renewal_alerts(&stage), 0);
    advance(&stage, 4 * HOUR);
    assert_eq!(export(&stage, &url, file).unwrap_err().id, "CustomerKeyAccessDenied");
}

/// Another process moves the clock: what was opened is kept, unless something else happened too.
#[test]
fn a_clock_that_moves_hides_no_other_reason_to_forget_a_key() {
    let (stage, url, file) = kept();
    [0, 1].into_iter().for_each(|index| permit(&stage, index, false));
    assert!(child(&stage, "move the clock").wait().unwrap().success());
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    assert!(child(&stage, "move the clock and more").wait().unwrap().success());
    assert_eq!(export(&stage, &url, file).unwrap_err().id, "CustomerKeyAccessDenied");
}

/// Rules 2.3.1, 2.5 and 2.8.
#[test]
fn policies_of_two_geos_share_one_availability_key_and_each_has_a_tenant_key_of_its_own() {
    let (stage, keys) = geo(1);
    let admin = "https://contosoeur-admin.sharepoint.com";
    stage.tenant.sites().create_geo(&stage.actor(), "EUR", admin).unwrap();
    let before = std::fs::read_dir(stage.path().join("service-secrets")).unwrap().count();
    let cancel = CancelToken::default();
    for geo in ["NAM", "EUR"] {
        stage.tenant.sites().register(&stage.actor(), Some(geo), &keys, &cancel).unwrap();
    }
    let after = std::fs::read_dir(stage.path().join("service-secrets")).unwrap().count();
    assert_eq!(after - before, 3, "an erasure key each, and one key that seals the RSA key");
    work(&stage, None);
    sound(&stage);
}

const FOUR_HOURS: i64 = 4 * 60 * 60;

/// A geo with a file whose keys are both refused, and two new keys.
fn lost() -> (Stage, uuid::Uuid, [String; 2]) {
    let (stage, keys) = geo(2);
    let file = stage.import(&site(&format!("{SITE}0")), "a", b"content").unwrap();
    register(&stage, &keys).unwrap();
    work(&stage, None);
    [0, 1].into_iter().for_each(|index| stage.enable(index, false));
    let new = [0, 1].map(|index| stage.new_version(index));
    (stage, file.id, new)
}

fn restore(stage: &Stage, keys: &[String; 2]) -> Result<GeoStatus, EngineError> {
    stage.tenant.sites().restore(&stage.actor(), None, keys, &CancelToken::default())
}

fn recover(stage: &Stage) {
    stage.tenant.sites().ask_for_recovery(&stage.actor(), None).unwrap();
    stage.tenant.move_clock(&stage.actor(), stage.tenant.now() + FOUR_HOURS).unwrap();
}

/// Rules 3.3.5, 4.6.3 and 7.18.
#[test]
fn two_new_keys_end_the_recovery_mode_and_what_the_availability_key_opened_is_called_back() {
    let (stage, file, new) = lost();
    let url = format!("{SITE}0");
    let cached = SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &cached).unwrap();
    assert_eq!(export(&stage, &url, file).unwrap_err().id, "CustomerKeyAccessDenied");
    assert_eq!(restore(&stage, &new).unwrap_err().id, "NotInRecoveryMode");
    recover(&stage);
    let none = SettingsChange { cache_enabled: Some(false), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &none).unwrap();
    stage.tenant.change_settings(&stage.actor(), &cached).unwrap();
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    let given = restore(&stage, &new).unwrap();
    assert_eq!((given.status, given.percent, given.in_recovery), ("Registering", 0, false));
    assert_eq!((given.primary, given.secondary), (Some(new[0].clone()), Some(new[1].clone())));
    [0, 1].into_iter().for_each(|index| permit(&stage, index, false));
    assert_eq!(export(&stage, &url, file).unwrap_err().id, "CustomerKeyAccessDenied");
    [0, 1].into_iter().for_each(|index| permit(&stage, index, true));
    stage.tenant.change_settings(&stage.actor(), &none).unwrap();
    work(&stage, None);
    assert_eq!(status(&stage), ("Registered", 100));
    assert_eq!(export(&stage, &url, file).unwrap(), b"content");
    sound(&stage);
}

/// Rule 4.6.3.
#[test]
fn a_site_that_does_not_open_through_the_new_keys_is_named_and_a_vault_that_is_out_is_waited_for() {
    let (stage, _, new) = lost();
    recover(&stage);
    restore(&stage, &new).unwrap();
    stage.fault(1, Fault::Unreachable);
    work(&stage, None);
    let waiting = stage.tenant.jobs().list(false).unwrap();
    assert!(matches!(&waiting[..], [job] if job.kind == "OnboardSites" && job.state == "Waiting"));
    assert_eq!(status(&stage), ("Registering", 0));
    stage.fault(1, Fault::None);
    work(&stage, None);
    assert_eq!(status(&stage), ("Registered", 100));
}

/// Rule 3.3.5.
#[test]
fn a_geo_that_was_put_into_recovery_mode_by_nobody_is_found() {
    let (stage, _, new) = lost();
    recover(&stage);
    let path = stage.path();
    restore(&stage, &new).unwrap();
    work(&stage, None);
    let rows = rusqlite::Connection::open(path.join("tenant.db")).unwrap();
    rows.execute("UPDATE geo SET recovery = 1", []).unwrap();
    let error = stage.tenant.sites().status(None).unwrap_err();
    assert_eq!(error.id, "StoreDamaged");
}

/// Rule 4.4.4.
#[test]
fn a_site_that_is_deleted_while_a_job_moves_its_key_keeps_it_where_it_is_and_an_open_lease_ends() {
    let (stage, keys) = geo(2);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", b"content").unwrap();
    let lease = stage.tenant.open_scope(&site(&url)).unwrap();
    lease.seal_key().unwrap();
    register(&stage, &keys).unwrap();
    let (tenant, actor) = (stage.tenant.clone(), stage.actor());
    let once = std::sync::Once::new();
    let gone = url.clone();
    stage.tenant.on_pause(move |moment| {
        if moment == Moment::Opened {
            once.call_once(|| tenant.sites().delete_site(&actor, &gone).unwrap());
        }
    });
    work(&stage, None);
    assert_eq!(lease.seal_key().err().unwrap().id, "SiteDeleted");
    assert_eq!(status(&stage), ("Registered", 100));
    let uses = stage.tenant.policies().root_uses().unwrap();
    let under = |it: &ckey_engine::RootUse| (it.sites, it.deleted_sites);
    assert_eq!(uses.iter().map(under).collect::<Vec<_>>(), [(1, 0), (1, 0)]);
    stage.tenant.sites().restore_site(&stage.actor(), &url).unwrap();
    assert_eq!(status(&stage), ("Registering", 50));
    work(&stage, None);
    assert_eq!(status(&stage), ("Registered", 100));
    assert_eq!(export(&stage, &url, file.id).unwrap(), b"content");
    sound(&stage);
}

/// A backup copies rows first and content later: what rows from before name must still be there.
#[test]
fn a_deleted_site_goes_when_its_time_is_over_or_at_once_where_somebody_says_so() {
    let (stage, _) = geo(2);
    let (actor, sites) = (stage.actor(), stage.tenant.sites());
    for number in 0..2 {
        sites.delete_site(&actor, &format!("{SITE}{number}")).unwrap();
    }
    let left = || sites.deleted_page(0, 9).unwrap().into_iter().map(|site| site.url);
    sites.end_site(&actor, &format!("{SITE}0"), &CancelToken::default()).unwrap();
    work(&stage, None);
    assert_eq!(left().collect::<Vec<_>>(), [format!("{SITE}1")]);
    let over = ckey_base::clock::seconds() + 94 * 24 * 60 * 60;
    stage.tenant.move_clock(&actor, over).unwrap();
    work(&stage, None);
    assert_eq!(left().count(), 0);
    assert_eq!(crate::stage::records_of(&stage.tenant, "Destroy site").len(), 2);
    sound(&stage);
}

#[test]
fn objects_of_what_is_destroyed_stay_while_a_backup_is_written_whose_rows_name_them() {
    let (stage, cancel) = (geo(1).0, CancelToken::default());
    let (actor, url) = (stage.actor(), format!("{SITE}0"));
    stage.mailbox("Alice");
    let alice = ScopeSelector::Mailbox("Alice".into());
    for scope in [&alice, &site(&url)] {
        stage.import(scope, "large", &pattern(100_000, 1)).unwrap();
    }
    stage.tenant.mailboxes().take(&actor, "Alice", ckey_engine::Taking::Remove).unwrap();
    stage.tenant.sites().delete_site(&actor, &url).unwrap();
    let place = stage.folder.path();
    let (output, secrets) = (place.join("a.backup"), place.join("a.secrets"));
    let mut between = |part: &str| {
        // The state was copied; the content was not.
        if part == "content" && stage.tenant.mailboxes().get_removed("Alice").is_ok() {
            stage.tenant.mailboxes().destroy(&actor, "Alice", &cancel).unwrap();
            stage.tenant.sites().end_site(&actor, &url, &cancel).unwrap();
        }
    };
    stage.tenant.backup(&actor, &output, &secrets, &mut between).unwrap();
    sound(&stage);
    let again = place.join("again");
    let restored = ckey_engine::Tenant::restore(&again, &output, &secrets, options()).unwrap();
    let checks = restored.check_content(&cancel, &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
    // They are this process's to remove, or that of whoever opens the tenant after it.
    assert_eq!(files_below(&stage.path().join("content")).len(), 2);
}

#[test]
fn an_object_that_a_write_replaced_stays_while_a_backup_is_written() {
    let (stage, _) = geo(1);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", &pattern(100, 1)).unwrap();
    let (lease, cancel) = (stage.tenant.open_scope(&site(&url)).unwrap(), CancelToken::default());
    lease.write_file(file.id, 0, b"once", &cancel).unwrap();
    let place = stage.folder.path();
    let (output, secrets) = (place.join("a.backup"), place.join("a.secrets"));
    let written = std::cell::Cell::new(false);
    let mut between = |part: &str| {
        // The state was copied; the content was not.
        if part == "content" && !written.replace(true) {
            lease.write_file(file.id, 0, b"then", &cancel).unwrap();
        }
    };
    stage.tenant.backup(&stage.actor(), &output, &secrets, &mut between).unwrap();
    assert!(written.get());
    sound(&stage);
    let restored =
        ckey_engine::Tenant::restore(&place.join("again"), &output, &secrets, options()).unwrap();
    let mut content = Vec::new();
    restored.items().export(&site(&url), file.id, &mut content, &cancel).unwrap();
    assert_eq!(&content[..4], b"once");
}

fn pattern(length: usize, seed: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 31 + seed * 7) % 251).unwrap()).collect()
}

const CHUNK: usize = 1024 * 1024;

/// The wrapped keys of the chunks of all files, by position.
fn wrapped_keys(stage: &Stage) -> Vec<Vec<u8>> {
    let rows = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
    let mut all = rows.prepare("SELECT key FROM chunk ORDER BY item_no, position").unwrap();
    all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Rule 2.4.
#[test]
fn a_part_that_is_written_anew_has_new_keys_and_those_of_the_old_chunks_are_nowhere_any_more() {
    let (stage, _) = geo(1);
    let url = format!("{SITE}0");
    let mut content = pattern(3 * CHUNK + 10, 1);
    let file = stage.import(&site(&url), "a", &content).unwrap();
    let lease = stage.tenant.open_scope(&site(&url)).unwrap();
    let (before, cancel) = (wrapped_keys(&stage), CancelToken::default());
    lease.write_file(file.id, u64::try_from(CHUNK).unwrap() + 5, b"anew", &cancel).unwrap();
    content[CHUNK + 5..CHUNK + 9].copy_from_slice(b"anew");
    assert_eq!(export(&stage, &url, file.id).unwrap(), content);
    let after = wrapped_keys(&stage);
    let same: Vec<_> = before.iter().zip(&after).map(|(old, new)| old == new).collect();
    assert_eq!(same, [true, false, true, true]);
    assert_eq!(stage.tenant.items().get(&site(&url), file.id).unwrap().size, 3 * 1024 * 1024 + 10);
    sound(&stage);
    // What one write made and another replaced whole is removed.
    let objects = || files_below(&stage.path().join("content")).len();
    assert_eq!(objects(), 2);
    lease.write_file(file.id, u64::try_from(CHUNK).unwrap(), &pattern(CHUNK, 9), &cancel).unwrap();
    assert_eq!(objects(), 2);
    content[CHUNK..2 * CHUNK].copy_from_slice(&pattern(CHUNK, 9));
    assert_eq!(export(&stage, &url, file.id).unwrap(), content);
    rusqlite::Connection::open(stage.path().join("tenant.db"))
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    for gone in [&before[1], &after[1]] {
        let found = bytes_below(&stage.path())
            .into_iter()
            .filter(|(_, bytes)| bytes.windows(gone.len()).any(|window| window == gone.as_slice()));
        assert_eq!(found.count(), 0, "a wrapped key of an old chunk");
    }
    sound(&stage);
}

#[test]
fn a_file_grows_at_its_end_and_nowhere_beyond_and_an_item_that_is_no_file_is_refused() {
    let (stage, _) = geo(1);
    let url = format!("{SITE}0");
    let cancel = CancelToken::default();
    let lease = stage.tenant.open_scope(&site(&url)).unwrap();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1] {
        let mut content = pattern(length, 2);
        let file = stage.import(&site(&url), "a", &content).unwrap();
        for more in [b"x".as_slice(), &pattern(CHUNK + 3, 3)] {
            let end = u64::try_from(content.len()).unwrap();
            lease.write_file(file.id, end, more, &cancel).unwrap();
            content.extend_from_slice(more);
            assert_eq!(lease.file_length(file.id).unwrap(), u64::try_from(content.len()).unwrap());
        }
        assert_eq!(export(&stage, &url, file.id).unwrap(), content);
        let beyond = u64::try_from(content.len()).unwrap() + 1;
        let error = lease.write_file(file.id, beyond, b"x", &cancel).unwrap_err();
        assert_eq!(error.id, "OffsetBeyondEnd");
    }
    sound(&stage);
    stage.mailbox("alice");
    let alice = ScopeSelector::Mailbox("alice".to_owned());
    let mail = stage.import(&alice, "a", b"content").unwrap();
    let lease = stage.tenant.open_scope(&alice).unwrap();
    assert_eq!(lease.write_file(mail.id, 0, b"x", &cancel).unwrap_err().id, "NotInChunks");
    assert_eq!(lease.file_length(uuid::Uuid::nil()).unwrap_err().id, "ItemNotFound");
}

/// What two write at once is both there, and what fails leaves nothing behind.
#[test]
fn writes_to_one_file_at_once_lose_nothing_and_a_write_that_fails_changes_nothing() {
    let (stage, _) = geo(1);
    let url = format!("{SITE}0");
    let file = stage.import(&site(&url), "a", &pattern(CHUNK, 1)).unwrap();
    let other = stage.tenant.open_scope(&site(&url)).unwrap();
    // The other one comes to this moment too.
    let begun = std::sync::atomic::AtomicBool::new(false);
    let id = file.id;
    stage.tenant.on_pause(move |moment| {
        let is_first = || !begun.swap(true, std::sync::atomic::Ordering::Relaxed);
        if moment == Moment::Opened && is_first() {
            other.write_file(id, 9, b"other", &CancelToken::default()).unwrap();
        }
    });
    let lease = stage.tenant.open_scope(&site(&url)).unwrap();
    let cancel = CancelToken::default();
    lease.write_file(file.id, 0, b"mine", &cancel).unwrap();
    let content = export(&stage, &url, file.id).unwrap();
    assert_eq!((&content[..4], &content[9..14]), (b"mine".as_slice(), b"other".as_slice()));
    let objects = files_below(&stage.path().join("content")).len();
    stage.tenant.sites().delete_site(&stage.actor(), &url).unwrap();
    assert_eq!(lease.write_file(file.id, 0, b"x", &cancel).unwrap_err().id, "SiteDeleted");
    assert_eq!(lease.read_file(file.id, 0, &mut [0], &cancel).unwrap_err().id, "SiteDeleted");
    assert_eq!(files_below(&stage.path().join("content")).len(), objects);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Rule 2.4.
    #[test]
    fn a_file_read_at_an_offset_is_its_bytes(
        length in 0_usize..2_200_000, offset in 0_u64..2_300_000, count in 0_usize..1_500_000
    ) {
        let (stage, _) = geo(1);
        let url = format!("{SITE}0");
        let content: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
        let file = stage.import(&site(&url), "a", &content).unwrap();
        let mut read = vec![0; count];
        let cancel = CancelToken::default();
        let found =
            stage.tenant.items().read_at(&site(&url), file.id, offset, &mut read, &cancel).unwrap();
        let from = usize::try_from(offset).unwrap().min(length);
        prop_assert_eq!(&read[..found], &content[from..(from + count).min(length)]);
    }

    /// Rule 2.4.
    #[test]
    fn a_file_that_was_written_to_is_what_a_plain_file_would_be(
        length in 0_usize..2_200_000,
        parts in prop::collection::vec((0_usize..2_300_000, 1_usize..1_200_000), 1..4)
    ) {
        let (stage, _) = geo(1);
        let url = format!("{SITE}0");
        let mut content = pattern(length, 1);
        let file = stage.import(&site(&url), "a", &content).unwrap();
        let lease = stage.tenant.open_scope(&site(&url)).unwrap();
        for (seed, (offset, count)) in parts.into_iter().enumerate() {
            let (offset, data) = (offset.min(content.len()), pattern(count, seed + 2));
            let at = u64::try_from(offset).unwrap();
            lease.write_file(file.id, at, &data, &CancelToken::default()).unwrap();
            content.resize(content.len().max(offset + count), 0);
            content[offset..offset + count].copy_from_slice(&data);
        }
        prop_assert_eq!(export(&stage, &url, file.id).unwrap(), content);
        sound(&stage);
    }
}
