//! The service rolls its own key of SharePoint (rule 4.5.2).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ckey_base::CancelToken;
use ckey_engine::{Actor, EngineError, GeoStatus, Moment, Tenant};

use crate::races::meanwhile;
use crate::replaced::copy;
use crate::site_purge::{OTHER, SITE, all_is_well, installation_keys, permit, read, two_geos};
use crate::stage::{Stage, files_below, options, records_of};

const FOUR_HOURS: i64 = 4 * 60 * 60;

fn roll(stage: &Stage) -> Result<Vec<GeoStatus>, EngineError> {
    stage.tenant.sites().roll_availability_key(&stage.actor())
}

/// The secrets that seal keys of the installation.
fn secrets(folder: &Path) -> Vec<PathBuf> {
    let files = files_below(&folder.join("service-secrets")).into_iter();
    let is_one = |file: &PathBuf| {
        file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store-"))
    };
    let mut names: Vec<_> =
        files.filter(is_one).map(|file| file.file_name().unwrap().into()).collect();
    names.sort();
    names
}

/// Both geos read by nothing but the availability key.
fn both_recover(stage: &Stage) {
    permit(stage, false);
    for (geo, url) in [("NAM", SITE), ("EUR", OTHER)] {
        assert!(read(&stage.tenant, url).is_err());
        stage.tenant.sites().ask_for_recovery(&stage.actor(), Some(geo)).unwrap();
    }
    stage.tenant.move_clock(&stage.actor(), stage.tenant.now() + FOUR_HOURS).unwrap();
    for url in [SITE, OTHER] {
        assert_eq!(read(&stage.tenant, url).unwrap().len(), 2_500_000);
    }
}

#[test]
fn a_roll_of_the_key_of_the_service_leaves_one_key_that_recovers_every_geo() {
    let stage = two_geos();
    let before = secrets(&stage.path());
    assert_eq!(stage.tenant.sites().check_roll_of_availability_key().unwrap(), 2);
    let geos: Vec<_> = roll(&stage).unwrap().into_iter().map(|geo| geo.geo).collect();
    assert_eq!(geos, ["NAM", "EUR"]);
    let after = secrets(&stage.path());
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before, after, "the key before is destroyed");
    let record = records_of(&stage.tenant, "Roll availability key").remove(0);
    assert_eq!((record.object.as_str(), record.details["wraps"].as_i64()), ("SharePoint", Some(2)));
    all_is_well(&stage);
    both_recover(&stage);
}

#[test]
fn without_a_policy_of_sharepoint_there_is_no_key_to_roll() {
    let stage = Stage::new();
    let sites = stage.tenant.sites();
    assert_eq!(sites.check_roll_of_availability_key().unwrap_err().id, "AvailabilityKeyMissing");
    assert_eq!(roll(&stage).unwrap_err().id, "AvailabilityKeyMissing");
}

#[test]
fn a_policy_that_is_made_meanwhile_is_not_left_under_the_key_that_goes() {
    let stage = two_geos();
    let admin = "https://contosoapc-admin.sharepoint.com";
    stage.tenant.sites().create_geo(&stage.actor(), "APC", admin).unwrap();
    let keys = [0, 1].map(|index| stage.new_version(index));
    meanwhile(&stage, Moment::Opened, move |tenant| {
        let cancel = CancelToken::default();
        tenant.sites().register(&Actor::new("other"), Some("APC"), &keys, &cancel).unwrap();
    });
    assert_eq!(roll(&stage).unwrap_err().id, "PolicyChangedMeanwhile");
    assert_eq!(installation_keys(&stage), 1);
    all_is_well(&stage);
    assert_eq!(roll(&stage).unwrap().len(), 3);
    assert_eq!(installation_keys(&stage), 1);
    both_recover(&stage);
}

#[test]
fn of_two_rolls_at_once_one_is_told_and_one_key_is_left() {
    let stage = two_geos();
    meanwhile(&stage, Moment::Opened, |tenant| {
        tenant.sites().roll_availability_key(&Actor::new("other")).unwrap();
    });
    assert_eq!(roll(&stage).unwrap_err().id, "PolicyChangedMeanwhile");
    assert_eq!(installation_keys(&stage), 1);
    all_is_well(&stage);
    both_recover(&stage);
}

#[test]
fn a_roll_that_is_killed_leaves_the_key_that_the_wraps_are_under_and_no_other() {
    let stage = two_geos();
    let before = secrets(&stage.path());
    let at = Arc::new(Mutex::new(Vec::new()));
    let (path, folder, told) = (stage.path(), stage.folder.path().to_owned(), Arc::clone(&at));
    stage.tenant.on_pause(move |now| {
        if [Moment::Opened, Moment::Replaced].contains(&now) {
            let mut told = told.lock().unwrap();
            let to = folder.join(format!("killed-{}", told.len()));
            copy(&path, &to);
            told.push((now, to));
        }
    });
    roll(&stage).unwrap();
    let killed = std::mem::take(&mut *at.lock().unwrap());
    let moments: Vec<_> = killed.iter().map(|(moment, _)| *moment).collect();
    assert_eq!(moments, [Moment::Opened, Moment::Replaced]);
    for (moment, path) in killed {
        assert_eq!(secrets(&path).len(), 2, "{moment:?}");
        let tenant = Tenant::open(&path, options()).unwrap();
        let left = secrets(&path);
        assert_eq!(left.len(), 1, "{moment:?}");
        assert_eq!(left == before, moment == Moment::Opened);
        let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
        assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    }
}
