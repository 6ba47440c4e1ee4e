//! Keys in files: a private one that is brought in, and the public one that is given out.

use super::RunResult;
use super::content::{check_folder_of, failed};
use super::part::check_replaced;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::value::SecretRef;
use ckey_base::{durable, regular};
use ckey_crypto::SecretBytes;
use ckey_crypto::key_file::{self, KeyFileError, MOST_BYTES};
use ckey_crypto::rsa::RsaPublicKey;
use ckey_engine::{Category, Tenant};
use ckey_vault::{KeyDescription, PublicKey};
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A private key out of a file.
pub(super) struct Pair {
    pub(super) file: PathBuf,
    /// As PKCS#8.
    pub(super) key: SecretBytes,
}

/// The key of a file, where one is named.
pub(super) fn read(
    context: &mut Context,
    file: Option<String>,
    password: Option<SecretRef>,
) -> Result<Option<Pair>, CmdletError> {
    let Some(file) = file.map(|file| context.path(&file)) else { return Ok(None) };
    // One that did not come has ended the call before.
    let password = password.and_then(|password| context.take_secret(&password.secret));
    open(file, password.as_ref()).map(Some)
}

/// The key of this file.
pub(super) fn open(file: PathBuf, password: Option<&SecretBytes>) -> Result<Pair, CmdletError> {
    let is_byok = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("byok"));
    let key = if is_byok {
        Err(KeyFileError::ForAnHsm)
    } else {
        key_file::read(&bytes(&file)?, password)
    };
    match key {
        Ok(key) => Ok(Pair { file, key }),
        Err(error) => Err(refused(&file, &error)),
    }
}

fn bytes(file: &Path) -> Result<Zeroizing<Vec<u8>>, CmdletError> {
    let failed = |error| failed("read", file, &error);
    let opened = regular::open(file).map_err(failed)?;
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    if opened.metadata().map_err(failed)?.len() > most {
        let message = format!("The file {} is too long for one with a key.", file.display());
        let fix = "Give the file with the key: it has at most 1 MiB.";
        return Err(CmdletError::new("KeyFileTooLarge", Category::LimitsExceeded, message, fix)
            .about(file.display().to_string()));
    }
    // Room for all is there from the start: a buffer that grows leaves its bytes behind.
    let mut bytes = Zeroizing::new(vec![0; MOST_BYTES.saturating_add(1)]);
    bytes.clear();
    opened.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn refused(file: &Path, error: &KeyFileError) -> CmdletError {
    let (category, fix) = match error {
        KeyFileError::PasswordWrong => (
            Category::AuthenticationError,
            "Give -KeyFilePassword with the password that the file was made with.",
        ),
        KeyFileError::SeveralKeys | KeyFileError::NoKey => {
            (Category::InvalidData, "Give a file with the one key to import.")
        }
        KeyFileError::NotRsa => (
            Category::InvalidData,
            "Give an RSA key: Customer Key wraps with no other, and a key of an elliptic curve cannot wrap.",
        ),
        KeyFileError::ForAnHsm => (
            Category::NotImplemented,
            "Only that HSM can open it, and a vault here is a file. Give the key as a .pfx, or leave -KeyFilePath out: the vault makes one.",
        ),
        KeyFileError::Unsupported => (
            Category::NotImplemented,
            "Export it with AES-256 and SHA-256, or give it as PKCS#8: openssl pkcs8 -topk8.",
        ),
        KeyFileError::Key(_) => {
            (Category::InvalidData, "Give an RSA key of 2048, 3072 or 4096 bits.")
        }
        _ => (
            Category::InvalidData,
            "Give a PKCS#12 file (.pfx), or PKCS#8 or PKCS#1 as PEM or DER, that is whole.",
        ),
    };
    let message = format!("The key of {} cannot be imported: {error}.", file.display());
    CmdletError::new(error.name(), category, message, fix).about(file.display().to_string())
}

/// Refuses a file that a public key cannot be written to, and a call that gives no single key.
pub(super) fn check_public(file: &Path, is_one: bool) -> RunResult {
    if !is_one {
        return Err(CmdletError::argument(
            "OneKeyToAFile",
            "A file takes the public key of one key, and none was named.",
            "Give -Name with the name of a key, with or without -Version.",
        ));
    }
    Tenant::check_output(file)?;
    check_replaced(file)?;
    check_folder_of(file)
}

/// Writes a public key, over what is there: it can be had again.
pub(super) fn write_public(file: &Path, key: &KeyDescription) -> RunResult {
    let PublicKey::Rsa { modulus, exponent } = &key.public else {
        let message = format!("The key '{}' is not an RSA key.", key.uri);
        let fix = "Give an RSA key: of others no file is written.";
        return Err(
            CmdletError::argument("PublicKeyNotRsa", message, fix).about(key.uri.to_string())
        );
    };
    let pem = RsaPublicKey::from_components(modulus, exponent).and_then(|key| key.to_pem());
    let pem = pem.map_err(|error| {
        CmdletError::new("InvalidKey", Category::InvalidData, format!("{error}."), "")
    })?;
    durable::replace(file, pem.as_bytes()).map_err(|error| failed("written", file, &error))
}
