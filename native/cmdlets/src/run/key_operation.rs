//! Bytes that a key of a vault encrypts, decrypts, wraps or unwraps.

use super::PlanResult;
use super::named_key::NamedKey;
use crate::generated::az_key_vault::InvokeAzKeyVaultKeyOperation;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::view;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_engine::{EngineError, Operation};
use ckey_vault::{KeyOp, RootVault, Wait};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long the vault may take.
const LIMIT: Duration = Duration::from_secs(60);

impl Change for InvokeAzKeyVaultKeyOperation {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let bytes = bytes(&Zeroizing::new(self.byte_array_value))?;
        let key = NamedKey::either(
            &tenant,
            (self.vault_name, self.hsm_name),
            self.name,
            self.input_object.as_ref(),
        )?;
        let version = self.version.or(key.version);
        let op = operation(&self.operation)?;
        let algorithm = algorithm(&self.algorithm)?;
        let uri = tenant.vaults().key_uri(&key.vault, &key.name, version.as_deref())?;
        let caller = context.azure_caller(&tenant)?;
        let used = tenant.vaults().check_operation(&caller, &uri, op)?;
        let effect = format!(
            "The key version '{used}' would {} {} bytes under {algorithm}; nothing would change.",
            op.as_str(),
            bytes.expose().len()
        );
        Ok(Plan::one(effect, move |context| {
            let (vaults, wait) = (
                tenant.vaults(),
                Wait::at_most(LIMIT, context.cancel().clone()).within(Operation::current_id()),
            );
            let bytes = bytes.expose();
            let result = match op {
                KeyOp::WrapKey => vaults.wrap_key(&caller, &used, algorithm, bytes, &wait)?.value,
                KeyOp::Encrypt => vaults.encrypt(&caller, &used, algorithm, bytes, &wait)?.value,
                KeyOp::UnwrapKey => {
                    let plain = vaults.unwrap_key(&caller, &used, algorithm, bytes, &wait)?;
                    return context.send(&view::operation(&used, algorithm, plain.expose()));
                }
                _ => {
                    let plain = vaults.decrypt(&caller, &used, algorithm, bytes, &wait)?;
                    return context.send(&view::operation(&used, algorithm, plain.expose()));
                }
            };
            context.send(&view::operation(&used, algorithm, &result))
        }))
    }
}

fn operation(word: &str) -> Result<KeyOp, CmdletError> {
    match word.to_ascii_lowercase().as_str() {
        "wrap" => Ok(KeyOp::WrapKey),
        "unwrap" => Ok(KeyOp::UnwrapKey),
        other => Ok(other.parse()?),
    }
}

fn algorithm(word: &str) -> Result<WrapAlgorithm, CmdletError> {
    word.to_ascii_uppercase().parse().map_err(|_| {
        CmdletError::argument(
            "BadParameter",
            format!("The vault does not use the algorithm '{word}'."),
            "Give RSA-OAEP-256, or RSA-OAEP for what was wrapped by it.",
        )
        .about(word)
    })
}

/// Numbers, or one text in base64 as records show bytes. What they are is never said: they may be a
/// key.
fn bytes(given: &[String]) -> Result<SecretBytes, CmdletError> {
    let number = |text: &String| text.trim().parse::<u8>();
    // Room for all is there from the start: a buffer that grows leaves its bytes behind unwiped.
    let mut numbers = Zeroizing::new(Vec::with_capacity(given.len()));
    let all = given.iter().all(|text| number(text).map(|byte| numbers.push(byte)).is_ok());
    let mut found = all.then_some(numbers);
    if let (None, [text]) = (&found, given) {
        let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
        found = BASE64.decode_vec(text.trim(), &mut decoded).is_ok().then_some(decoded);
    }
    let no_bytes = CmdletError::argument(
        "BadParameter",
        "-ByteArrayValue holds something that is no byte.",
        "Give numbers from 0 to 255, or one text in base64.",
    );
    let found = found.ok_or(no_bytes)?;
    Ok(SecretBytes::from_slice(&found).map_err(EngineError::from)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::bytes;

    #[test]
    fn bytes_are_numbers_or_one_text_in_base64() {
        let of = |texts: &[&str]| bytes(&texts.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(of(&["1", "255"]).unwrap().expose(), [1, 255]);
        assert_eq!(of(&["Af8="]).unwrap().expose(), [1, 255]);
        for wrong in [&["256", "1"][..], &["Af8=", "1"], &["-1"], &["?"]] {
            assert_eq!(of(wrong).unwrap_err().id, "BadParameter", "{wrong:?}");
        }
    }
}
