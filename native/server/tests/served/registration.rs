//! A token belongs to one registration of its application.

use crate::stage::{APP, Stage};

#[test]
fn a_token_stays_dead_when_its_application_is_registered_again() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    assert_eq!(stage.list(&token).status, 200);
    stage.remove(APP);
    assert_eq!(stage.list(&token).status, 401);
    let record = stage.record_of("customer-key serve", "Unauthorized");
    assert_eq!((record.result.as_str(), record.actor.contains(APP)), ("Denied", true));
    let secret = stage.register(APP);
    assert_eq!(stage.list(&token).status, 401, "the token of the registration before");
    assert_eq!(stage.list(&stage.token(APP, &secret)).status, 200);
}

#[test]
fn a_new_secret_ends_the_tokens_of_the_one_before() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    stage.register(APP);
    assert_eq!(stage.list(&token).status, 401);
}
