//! What the record says of credentials.

use ckey_base::CancelToken;

use crate::stage::{APP, Stage};

#[test]
fn what_is_kept_of_a_secret_is_not_on_the_record_and_the_check_still_binds_it() {
    let stage = Stage::new();
    stage.register(APP);
    stage.remove(APP);
    stage.register(APP);
    let other = "22222222-2222-3333-4444-555555555555";
    stage.register(other);
    stage.remove(other);
    let records = stage.records_of("Change settings");
    let name = |app: &str| format!("credential.{app}");
    let values = |app: &str| -> Vec<_> {
        let values = records.iter().filter_map(|it| it.details.get(name(app))?.as_str());
        values.map(|value| value.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    // Newest first.
    assert_eq!(values(APP), ["sha256", "Revoked", "sha256"]);
    assert_eq!(values(other), ["Revoked", "sha256"]);
    for record in &records {
        assert!(!record.details.to_string().contains("argon2id"), "{}", record.details);
    }
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let bad: Vec<_> = checks.into_iter().filter(|check| !check.passed).collect();
    assert!(bad.is_empty(), "{bad:?}");
}
