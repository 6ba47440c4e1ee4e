//! The embedded vaults over the Key Vault REST API, for clients that are not ours.
//!
//! A [`Server`] answers `https://VAULT.SUFFIX:PORT/keys/...` for every vault of one tenant, and
//! gives tokens to applications that an owner has registered. Who may do what is decided where it always
//! is, by the vault's access policies and roles; here it is only said over the wire.
//!
//! `https://SUFFIX:PORT/subscriptions/...` answers as Azure Resource Manager does, for what is done
//! with the vaults themselves.

mod answer;
mod asked;
mod assertion;
mod authority;
mod background;
mod body;
mod bundle;
mod certificate;
mod crypto;
mod error;
mod fault;
mod held_back;
mod import;
mod kept;
mod keys;
mod limit;
mod listener;
mod management;
mod managing;
mod once;
mod page;
mod place;
mod proof;
mod queue;
mod refusal;
mod resource;
mod route;
mod seats;
mod sent;
mod serve;
mod service;
mod sign_in;
mod site;
mod strangers;
mod taken;
mod tally;
mod token;
mod vault_body;
mod vault_change;
mod vault_list;
mod vault_policies;
mod vault_shown;
mod wanted;
mod wire;

pub use ckey_engine::serving::DEFAULT_SUFFIX;
pub use error::ServeError;
pub use serve::{ServeOptions, Server};

/// Reads what a request says of itself, as the server does. For fuzzing.
#[cfg(feature = "fuzzing")]
pub mod fuzzing {
    use ckey_crypto::certificate::Certificate;

    /// Reads a host, a method and a path with its query, and the parts of a body, or as many
    /// headers; nothing may panic, and nothing is answered.
    pub fn request(host: &str, method: &str, path: &str, body: &[u8]) {
        let _ = crate::site::Site::of(host, "vault.localhost", 8443);
        if let Ok(method) = hyper::Method::from_bytes(method.as_bytes()) {
            let _ = crate::route::Request::read(&method, path);
            let _ = crate::resource::Asked::read(&method, path);
        }
        crate::service::fuzz(host, path, body);
        crate::keys::fuzz(body);
        crate::crypto::fuzz(body);
        crate::vault_body::fuzz(body);
        let _ = crate::token::claims(&String::from_utf8_lossy(body));
    }

    /// Reads what a form proves with who asks: a secret, or an assertion that one of these
    /// certificates may have signed, whatever the signature is.
    pub fn proof(body: &[u8], certificates: &[Certificate]) {
        let form = crate::wire::form(body);
        if let Some(crate::proof::Proof::Assertion(assertion)) =
            form.as_ref().and_then(crate::proof::Proof::read)
        {
            crate::assertion::fuzz(&assertion, certificates, 1_800_000_000);
        }
    }
}
