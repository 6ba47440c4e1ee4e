//! Wrong sign-ins: how many, of whom, and what they leave on the record.

use std::collections::BTreeSet;

use crate::stage::{APP, Stage};

#[test]
fn five_wrong_secrets_in_a_minute_are_five_however_the_id_is_written() {
    let stage = Stage::new();
    let secret = stage.register(APP);
    let bare = APP.replace('-', "");
    let forms = [
        APP.to_owned(),
        bare.clone(),
        format!("%7B{APP}%7D"),
        format!("+{APP}"),
        format!("urn:uuid:{APP}"),
    ];
    for form in &forms {
        assert_eq!(stage.sign_in(form, "wrong").status, 401, "{form}");
    }
    for form in forms.iter().chain([&format!("{bare}+")]) {
        let limited = stage.sign_in(form, &secret);
        assert_eq!(limited.status, 400, "{form}");
        assert!(limited.body.to_string().contains("AADSTS50053"), "{}", limited.body);
        assert!(limited.head.contains("retry-after: 60"), "{}", limited.head);
    }
    let denied = stage.records_of("Sign in over the network");
    assert_eq!(denied.len(), 5, "each of a registered application has its record");
}

#[test]
fn sign_ins_of_strangers_are_one_record_and_answered_as_a_wrong_secret_is() {
    let mut stage = Stage::new();
    stage.register(APP);
    let wrong = stage.sign_in(APP, "wrong");
    for number in 0..20 {
        let stranger = stage.sign_in(&format!("{number}"), "wrong");
        assert_eq!((stranger.status, &stranger.body), (401, &wrong.body));
    }
    let again: Vec<_> = (0..6).map(|_| stage.sign_in("again", "wrong").status).collect();
    assert_eq!(again, [401, 401, 401, 401, 401, 400], "as often as one that is registered");
    assert_eq!(stage.records_of("Sign in over the network").len(), 1, "the wrong secret");
    stage.server.take().unwrap().stop();
    let records = stage.records_of("Sign in over the network");
    let counts: BTreeSet<_> = records.iter().map(|it| it.details["count"].as_u64()).collect();
    assert_eq!((records.len(), counts), (2, BTreeSet::from([None, Some(25)])));
}
