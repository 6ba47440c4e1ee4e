//! Text in place of an exported audit head: it is confirmed only if every signed field is that of
//! the head which was exported.
//!
//! Input: 1 byte; if it is even, the document follows; else edits of the genuine one.
#![no_main]
use ckey_engine::{CreateOptions, OpenOptions, Tenant};
use customer_key_fuzz::allocations::in_proportion;
use customer_key_fuzz::{edits, vaults};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

struct House {
    tenant: Arc<Tenant>,
    public_key: String,
    head: String,
    fields: Value,
    _folder: TempDir,
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let folder = vaults::folder();
    let tenant = Tenant::create(
        &folder.path().join("tenant"),
        &CreateOptions::default(),
        OpenOptions::default(),
    );
    let tenant = tenant.expect("a tenant is made");
    let head = tenant.audit().head().expect("a head is exported");
    let public_key = tenant.audit().public_key().expect("a tenant has a key");
    House {
        fields: serde_json::from_str(&head).expect("a head is JSON"),
        tenant,
        public_key,
        head,
        _folder: folder,
    }
});

fuzz_target!(|input: &[u8]| {
    let [how, rest @ ..] = input else { return };
    let mut bytes = rest.to_vec();
    if how % 2 == 1 {
        bytes = HOUSE.head.clone().into_bytes();
        edits::read(rest)
            .for_each(|edit| edits::apply(edit, &mut bytes, HOUSE.public_key.as_bytes()));
    }
    let Ok(text) = std::str::from_utf8(&bytes) else { return };
    for key in [Some(HOUSE.public_key.as_str()), None] {
        match in_proportion(text.len(), || HOUSE.tenant.audit().check_head(text, key)) {
            Ok(verdict) if verdict.intact => check_fields(text),
            Ok(verdict) => assert!(verdict.problem.is_some() && text != HOUSE.head, "{verdict:?}"),
            Err(error) => {
                assert!(error.id == "AuditHeadUnreadable" && text != HOUSE.head, "{error}")
            }
        }
    }
    // Without the right key nothing is confirmed.
    let wrong = "00".repeat(32);
    assert!(
        !HOUSE.tenant.audit().check_head(text, Some(&wrong)).is_ok_and(|verdict| verdict.intact)
    );
    let _ = HOUSE.tenant.audit().check_head(&HOUSE.head, Some(text));
});

fn check_fields(text: &str) {
    let document: Value = serde_json::from_str(text).expect("what is confirmed is JSON");
    let Value::Object(fields) = &document else { return };
    for name in ["tenant", "sequence", "at", "link", "public_key"] {
        assert_eq!(fields[name], HOUSE.fields[name], "{name}");
    }
    let signature =
        |value: &Value| value["signature"].as_str().map(|text| text.trim().to_ascii_lowercase());
    assert_eq!(signature(&document), signature(&HOUSE.fields));
}
