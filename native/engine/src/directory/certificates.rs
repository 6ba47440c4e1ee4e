//! Certificates by whose keys applications sign in over the network. They are kept beside the secret
//! of a registration, and end with it.

use ckey_base::clock;
use ckey_crypto::certificate::Certificate;

use super::{Account, Directory};
use crate::error::{EngineError, Result};
use crate::ground::Registered;

/// An application has so many certificates at most: one, and those that follow it.
const MOST_CERTIFICATES: usize = 4;
/// The longest DER of one. They are read with the registration.
const LONGEST: usize = 8 << 10;
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";

/// The certificate in a PEM file, in which its private key may stand too; else the file.
fn certificate(file: &[u8]) -> &[u8] {
    let find = |from: usize, text: &[u8]| {
        let rest = file.get(from..)?;
        rest.windows(text.len()).position(|window| window == text)?.checked_add(from)
    };
    let found = find(0, BEGIN).and_then(|begin| {
        let end = find(begin, END)?.checked_add(END.len())?;
        file.get(begin..end)
    });
    found.unwrap_or(file)
}

fn invalid(app_id: &str, why: &str) -> EngineError {
    EngineError::invalid(
        "CertificateInvalid",
        app_id,
        format!("The certificate for '{app_id}' cannot be used: {why}."),
        "Give a file with a certificate of an RSA key that holds now, in PEM or DER.",
    )
}

fn too_many(app_id: &str) -> EngineError {
    EngineError::invalid(
        "TooManyCertificates",
        app_id,
        format!("'{app_id}' has {MOST_CERTIFICATES} certificates."),
        "Register the application again: customer-key principal new. Its certificates end then.",
    )
}

impl Directory<'_> {
    /// Lets a registered application sign in by the key of a certificate too, until the registration
    /// ends. It follows the time of the machine, as clients do. One that it has already changes nothing.
    ///
    /// # Errors
    /// As [`Directory::check_owner`]; `PrincipalNotRegistered`, `CertificateInvalid`,
    /// `TooManyCertificates`; those of the store.
    pub fn add_certificate(
        &self,
        account: &Account,
        app_id: &str,
        file: &[u8],
    ) -> Result<Certificate> {
        self.check_owner(account, "Registering a certificate of an application")?;
        self.ground.must_be_writable()?;
        let read = Certificate::read(certificate(file))
            .map_err(|error| invalid(app_id, error.to_string().trim_end_matches('.')))?;
        if !read.is_valid_at(clock::seconds()) {
            return Err(invalid(app_id, "it holds at another time than now"));
        }
        if read.der().len() > LONGEST {
            return Err(invalid(app_id, "it has more than 8 KiB"));
        }
        let text = hex::encode(read.der());
        self.change_credential(account, app_id, |mut kept| {
            if kept.certificates.contains(&text) {
                return Ok(None);
            }
            if kept.certificates.len() >= MOST_CERTIFICATES {
                return Err(too_many(app_id));
            }
            kept.certificates.push(text.clone());
            Ok(Some(kept))
        })?;
        Ok(read)
    }

    /// Who a registered application is, and the certificates by whose keys it may sign in. `None` for
    /// one that is not registered.
    ///
    /// # Errors
    /// `Damaged` for what is no certificate; those of the store.
    pub fn principal_with_certificates(
        &self,
        app_id: &str,
    ) -> Result<Option<(Registered, Vec<Certificate>)>> {
        self.ground.sync()?;
        let Some((kept, registered)) = self.registration(app_id)? else { return Ok(None) };
        let damaged = || {
            let what = format!("A certificate of '{app_id}' that is kept is none.");
            EngineError::damaged(app_id, what)
        };
        let read = |text: &String| {
            let der = hex::decode(text).ok()?;
            Certificate::read(&der).ok()
        };
        let certificates: Option<Vec<_>> = kept.certificates.iter().map(read).collect();
        Ok(Some((registered, certificates.ok_or_else(damaged)?)))
    }
}
