//! What is kept of an application's registration: what Argon2id makes of its secret, which
//! registration it is, and the certificates by whose keys it may sign in too.

use ckey_crypto::SecretKey;
use ckey_crypto::passphrase::{self, Cost};

use crate::error::{EngineError, Result};

/// What a guess at a secret costs: the least that OWASP recommends for Argon2id. Secrets have 256
/// random bits, so nobody finds one by guessing, whatever a guess costs; every sign-in pays it.
const COST: Cost = Cost { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

/// What is kept of a secret.
pub(super) struct Kept {
    cost: Cost,
    salt: [u8; 16],
    derived: SecretKey,
    /// Random, so that what one registration gave never belongs to the next of the same
    /// application. Empty in rows of before.
    pub(super) registration: String,
    /// DER in hexadecimal digits. They end with the registration.
    pub(super) certificates: Vec<String>,
}

impl Kept {
    pub(super) fn of(secret: &[u8]) -> Result<Self> {
        let (cost, salt) = (COST, ckey_crypto::random_array()?);
        let registration = hex::encode(ckey_crypto::random_array::<16>()?);
        let derived = passphrase::derive(secret, &salt, cost)?;
        Ok(Self { cost, salt, derived, registration, certificates: Vec::new() })
    }

    pub(super) fn text(&self) -> String {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let (salt, derived) = (hex::encode(self.salt), hex::encode(self.derived.expose()));
        let registration = &self.registration;
        let mut text =
            format!("argon2id${memory_kib}${passes}${lanes}${salt}${derived}${registration}");
        for certificate in &self.certificates {
            text.push('$');
            text.push_str(certificate);
        }
        text
    }

    pub(super) fn read(name: &str, text: &str) -> Result<Self> {
        let parts: Vec<_> = text.split('$').collect();
        let (parts, beside) = parts.split_at_checked(6).unwrap_or((parts.as_slice(), &[]));
        let (registration, certificates) = beside.split_first().unwrap_or((&"", &[]));
        let number = |text: &str| text.parse().ok();
        let read = match parts {
            ["argon2id", memory, passes, lanes, salt, derived] => {
                let cost = number(memory).zip(number(passes)).zip(number(lanes));
                let mut bytes = [0; 16];
                let salt = hex::decode_to_slice(salt, &mut bytes).ok().map(|()| bytes);
                let derived = hex::decode(derived).ok();
                let derived = derived.and_then(|bytes| SecretKey::from_slice(&bytes).ok());
                cost.zip(salt).zip(derived).map(
                    |((((memory_kib, passes), lanes), salt), derived)| Self {
                        cost: Cost { memory_kib, passes, lanes },
                        salt,
                        derived,
                        registration: (*registration).to_owned(),
                        certificates: certificates.iter().map(|der| (*der).to_owned()).collect(),
                    },
                )
            }
            _ => None,
        };
        read.ok_or_else(|| {
            EngineError::damaged(
                name,
                format!("The stored credential '{name}' cannot have been set."),
            )
        })
    }

    pub(super) fn is(&self, secret: &[u8]) -> Result<bool> {
        Ok(passphrase::derive(secret, &self.salt, self.cost)?.ct_eq(&self.derived))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_kept_before_registrations_had_ids_is_read_as_one_without() {
        let text = Kept::of(b"a secret").unwrap().text();
        let (before, registration) = text.rsplit_once('$').unwrap();
        assert_eq!(Kept::read("credential.x", &text).unwrap().registration, registration);
        assert_ne!(Kept::of(b"a secret").unwrap().registration, registration);
        let kept = Kept::read("credential.x", before).unwrap();
        assert!(kept.registration.is_empty() && kept.is(b"a secret").unwrap());
    }

    #[test]
    fn certificates_are_read_as_they_were_written_also_beside_a_registration_without_id() {
        let text = Kept::of(b"a secret").unwrap().text();
        let (before, _) = text.rsplit_once('$').unwrap();
        for text in [text.as_str(), before] {
            let mut kept = Kept::read("credential.x", text).unwrap();
            let registration = kept.registration.clone();
            kept.certificates = vec!["30".to_owned(), "31".to_owned()];
            let kept = Kept::read("credential.x", &kept.text()).unwrap();
            assert_eq!(
                (kept.certificates.as_slice(), kept.registration),
                (&["30".to_owned(), "31".to_owned()][..], registration)
            );
        }
    }

    #[test]
    fn a_secret_costs_what_owasp_recommends_for_argon2id_at_least() {
        let kept = Kept::of(b"a secret").unwrap();
        assert!(kept.text().starts_with("argon2id$19456$2$1$"), "{}", kept.text());
        // By the reference implementation (argon2-cffi, `Type.ID`).
        let known = "80cb1686560421f4185b27a6f6cc9888cd46c23c20f63a3cb5a83de8c143be5f";
        let derived = passphrase::derive(b"a secret", &[1; 16], kept.cost).unwrap();
        assert_eq!(hex::encode(derived.expose()), known);
    }

    #[test]
    fn what_is_kept_of_a_secret_knows_it_and_no_other_and_does_not_hold_it() {
        let kept = Kept::of(b"a secret").unwrap().text();
        assert!(!kept.contains("a secret") && !kept.contains(&hex::encode("a secret")));
        let kept = Kept::read("credential.x", &kept).unwrap();
        assert!(kept.is(b"a secret").unwrap() && !kept.is(b"a secreT").unwrap());
        for bad in ["", "argon2id", "argon2id$1$1$1$00$00", "Owner"] {
            assert!(Kept::read("credential.x", bad).is_err(), "{bad}");
        }
    }
}
