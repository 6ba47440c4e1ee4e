//! The security domain of a managed HSM: taken out, which activates it, and brought into another.

use super::kept_file::KeptFile;
use super::key_file::Pair;
use super::place::{Given, Within};
use super::{PlanResult, key_file, key_life, text_of};
use crate::generated::az_key_vault::{
    ExportAzKeyVaultSecurityDomain, ImportAzKeyVaultSecurityDomain,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::value::Object;
use crate::view;
use ckey_base::counted;
use ckey_crypto::certificate::Certificate;
use ckey_crypto::rsa::RsaPrivateKey;
use ckey_crypto::{Backend, SecretBytes};
use ckey_engine::{Category, EngineError, Tenant, iso};
use ckey_vault::{HsmDescription, VaultDescription};
use std::path::Path;

impl Change for ExportAzKeyVaultSecurityDomain {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = Given::hsm((self.name.as_deref(), self.input_object.as_ref(), None))?;
        let hsm = found(context, &tenant, &given, self.subscription_id.as_deref())?;
        let paths = self.certificates.iter().map(|file| context.path(file));
        let certificates =
            paths.map(|file| certificate(&file)).collect::<Result<Vec<_>, CmdletError>>()?;
        let quorum = quorum(self.quorum)?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_export_security_domain(
            &caller,
            &hsm.name,
            (&certificates, quorum),
        )?;
        let file = KeptFile::new(context, &self.output_path, self.force)?;
        let effect = format!(
            "The security domain of the managed HSM '{}' would be written to {}. Any {quorum} of the {} private keys would open it.",
            hsm.name,
            file.told(),
            certificates.len()
        );
        let question = file.question(&effect);
        let mut effects = Effects::one(effect);
        if !hsm.hsm.as_ref().is_some_and(HsmDescription::is_active) {
            effects.add(format!(
                "The managed HSM '{}' would be activated, and could hold keys.",
                hsm.name
            ));
        }
        let pass_thru = self.pass_thru;
        let plan = Plan::new(effects, move |context| {
            // In its file before the HSM counts as activated.
            let keep = |bytes: &[u8]| file.keep(bytes);
            let shares = (certificates.as_slice(), quorum);
            tenant.vaults().export_security_domain(&caller, &hsm.name, shares, keep)?;
            if pass_thru { send(context, &tenant, &hsm.name, file.path()) } else { Ok(()) }
        });
        Ok(plan.asking_about(question))
    }
}

impl Change for ImportAzKeyVaultSecurityDomain {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = Given::hsm((self.name.as_deref(), self.input_object.as_ref(), None))?;
        let hsm = found(context, &tenant, &given, self.subscription_id.as_deref())?;
        let file = context.path(&self.security_domain_path.unwrap_or_default());
        let domain = key_life::read(&file)?;
        let keys = self.keys.unwrap_or_default();
        let keys = keys
            .iter()
            .map(|key| private_key(context, key))
            .collect::<Result<Vec<_>, CmdletError>>()?;
        let caller = context.azure_caller(&tenant)?;
        let (of, taken) =
            tenant.vaults().check_import_security_domain(&caller, &hsm.name, &domain, &keys)?;
        let effect = format!(
            "The managed HSM '{}' would be activated by the security domain of '{of}', taken out {}, in {}, opened by {}: it would take back backups of keys of that HSM, and of no other, for ever.",
            hsm.name,
            iso(taken),
            file.display(),
            counted(keys.len(), "private key", "private keys")
        );
        let pass_thru = self.pass_thru;
        Ok(Plan::one(effect, move |context| {
            tenant.vaults().import_security_domain(&caller, &hsm.name, &domain, &keys)?;
            if pass_thru { send(context, &tenant, &hsm.name, &file) } else { Ok(()) }
        }))
    }
}

/// The HSM that is given, wherever it is unless a subscription is named.
fn found(
    context: &Context,
    tenant: &Tenant,
    given: &Given,
    subscription: Option<&str>,
) -> Result<VaultDescription, CmdletError> {
    let hsm = tenant.vaults().vault(&given.name)?;
    let account = context.account(tenant)?;
    let within = Within::new(context, tenant, &account, Some(subscription.unwrap_or("*")))?;
    within.check(tenant, given, &hsm, None)?;
    Ok(hsm)
}

fn send(context: &mut Context, tenant: &Tenant, hsm: &str, file: &Path) -> Result<(), CmdletError> {
    let shares = tenant.vaults().vault(hsm)?.hsm.and_then(|hsm| hsm.shares);
    context.send(&view::security_domain(hsm, file, shares))
}

fn certificate(file: &Path) -> Result<Certificate, CmdletError> {
    Certificate::read(&key_life::read(file)?).map_err(|error| {
        CmdletError::new(
            "CertificateInvalid",
            Category::InvalidData,
            format!("The certificate of {} cannot be used: {error}.", file.display()),
            "Give an X.509 certificate with an RSA key, as PEM or DER: openssl req -newkey rsa:2048 -nodes -keyout sd1.key -x509 -days 3650 -subj /CN=sd1 -out sd1.cer",
        )
        .about(file.display().to_string())
    })
}

fn quorum(given: i32) -> Result<u8, CmdletError> {
    u8::try_from(given).map_err(|_| {
        CmdletError::argument(
            "BadParameter",
            format!("A quorum of {given} is outside 2 to 10."),
            "Give the number of private keys that are to open the security domain together.",
        )
        .about("Quorum")
    })
}

/// `@{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key'; Password = '...' }`.
fn private_key(context: &mut Context, key: &Object) -> Result<SecretBytes, CmdletError> {
    let text = |name: &str| text_of(key, name).filter(|text| !text.is_empty());
    let (Some(public), Some(private)) = (text("PublicKey"), text("PrivateKey")) else {
        return Err(CmdletError::argument(
            "BadParameter",
            "One of -Keys names no certificate or no private key.",
            "Give each as @{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key' }.",
        )
        .about("Keys"));
    };
    // The error of a file that is not there names the file, and records keep it.
    if [&public, &private].iter().any(|file| file.contains("-----BEGIN")) {
        return Err(CmdletError::argument(
            "BadParameter",
            "One of -Keys has the text of a certificate or of a private key, not its file.",
            "Save it in a file, and give the file: @{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key' }.",
        )
        .about("Keys"));
    }
    // The private key alone opens a share. Who names another file beside it has mixed them up.
    let public = context.path(&public);
    let named = certificate(&public)?;
    let password = text("Password").map(|text| SecretBytes::from_slice(text.as_bytes()));
    let password = password.transpose().map_err(EngineError::from)?;
    let opened = key_file::open(context.path(&private), password.as_ref());
    let Pair { key, .. } = opened.map_err(|refused| {
        let is_password = refused.category == Category::AuthenticationError;
        let fix = if is_password {
            "Give its password: @{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key'; Password = '...' }."
        } else {
            "Give the private key of the certificate, as PKCS#8 or PKCS#1, PEM or DER, or as a .pfx."
        };
        CmdletError { fix: fix.to_owned(), ..refused }
    })?;
    let own = RsaPrivateKey::from_pkcs8(Backend::default(), key.expose());
    if own.is_ok_and(|own| own.public() != named.public_key()) {
        let message = format!("The private key of {private} is not that of {}.", public.display());
        let fix = "Give each private key with its own certificate.";
        return Err(CmdletError::argument("BadParameter", message, fix).about("Keys"));
    }
    Ok(key)
}
