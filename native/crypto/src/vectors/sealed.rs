//! Sealed objects that every reader opens.

use super::{fixed, fixed16, key, plaintext};
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::memory::SecretKey;
use crate::sealed::{Form, Fresh, Layout, ScopeKey, WrappedKey, seal_fresh};
use serde_json::{Value, json};

/// Inputs of one object.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) item: String,
    pub(super) form: Form,
    pub(super) layout: (u8, u8),
    pub(super) len: usize,
}

/// An object and all that a reader needs.
pub(super) struct Made {
    pub(super) scope_key: [u8; 32],
    pub(super) scope: [u8; 16],
    pub(super) version: u32,
    pub(super) context: EncryptionContext,
    pub(super) object: Vec<u8>,
    pub(super) wrapped: Option<WrappedKey>,
    pub(super) fresh: Fresh,
}

impl Case {
    pub(super) fn new(name: &str, form: Form, layout: (u8, u8), len: usize) -> Self {
        Self { name: name.to_owned(), item: name.to_owned(), form, layout, len }
    }

    pub(super) fn make(&self, backend: Backend) -> Made {
        let fresh = Fresh {
            object_id: fixed(&format!("{} object id", self.name)),
            data_key: key(&format!("{} data key", self.name)),
        };
        let layout = Layout::new(self.layout.0, self.layout.1).unwrap();
        let context =
            EncryptionContext::from_pairs([("item", self.item.as_str()), ("tenant", "contoso")])
                .unwrap();
        let scope_key = fixed("scope key");
        let secret = SecretKey::from_slice(&scope_key).unwrap();
        let scope =
            ScopeKey { key: &secret, scope: fixed16("scope id"), version: 7, prepared: None };
        let plain = plaintext(self.len);
        let (object, wrapped) =
            seal_fresh(backend, &scope, &context, self.form, layout, &fresh, &plain).unwrap();
        let wrapped = (self.form == Form::Detached).then_some(wrapped);
        Made { scope_key, scope: scope.scope, version: 7, context, object, wrapped, fresh }
    }
}

impl Made {
    /// What a reader needs, as JSON.
    pub(super) fn json(&self, name: &str) -> Value {
        let pairs: Vec<[&str; 2]> = self.context.pairs().map(|(k, v)| [k, v]).collect();
        json!({
            "name": name,
            "scope_key": hex::encode(self.scope_key),
            "scope_id": hex::encode(self.scope),
            "scope_version": self.version,
            "context_pairs": pairs,
            "context": hex::encode(self.context.as_bytes()),
            "wrapped_key": self.wrapped.map(hex::encode),
            "object": hex::encode(&self.object),
        })
    }
}

pub(super) fn file() -> Value {
    let small = [0, 1, 255, 256, 257, 511, 512, 513, 768, 769, 1024, 1025, 1300];
    let mut cases: Vec<Case> = Vec::new();
    for form in [Form::Attached, Form::Detached] {
        let kind = if form == Form::Attached { "attached" } else { "detached" };
        for len in small {
            cases.push(Case::new(
                &format!("{kind}, frames of 256, groups of 2, {len} bytes"),
                form,
                (8, 1),
                len,
            ));
        }
        cases.push(Case::new(
            &format!("{kind}, frames of 256, groups of 1, 700 bytes"),
            form,
            (8, 0),
            700,
        ));
        cases.push(Case::new(
            &format!("{kind}, frames of 512, groups of 4, 2600 bytes"),
            form,
            (9, 2),
            2600,
        ));
        cases.push(Case::new(&format!("{kind}, default layout, 100 bytes"), form, (16, 4), 100));
        cases.push(Case::new(&format!("{kind}, frames of 1 MiB, 5 bytes"), form, (20, 0), 5));
    }
    cases.push(Case::new("attached, default layout, 65540 bytes", Form::Attached, (16, 4), 65_540));
    let vectors: Vec<Value> = cases
        .iter()
        .map(|case| {
            let made = case.make(Backend::AwsLc);
            assert_eq!(
                made.object,
                case.make(Backend::RustCrypto).object,
                "both backends seal the same"
            );
            let mut value = made.json(&case.name);
            value["form"] =
                json!(if case.form == Form::Attached { "attached" } else { "detached" });
            value["frame_exponent"] = json!(case.layout.0);
            value["group_exponent"] = json!(case.layout.1);
            value["object_id"] = json!(hex::encode(made.fresh.object_id));
            value["data_key"] = json!(hex::encode(made.fresh.data_key.expose()));
            value["plaintext_len"] = json!(case.len);
            value
        })
        .collect();
    json!({
        "about": "Sealed objects that every reader opens. Plaintext byte n is (n * 7 + n / 256) mod 256.",
        "vectors": vectors,
    })
}
