//! The purge of the data under a policy: who approves it, the document, its way back, the evidence.

use std::io::Read as _;
use std::path::Path;

use super::evidence::{check_new, write_new};
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    ApproveCustomerKeyPurgeDocument, CompleteCustomerKeyPurge, ExportCustomerKeyPurgeEvidence,
    GetCustomerKeyPurge, GetCustomerKeyPurgeApprover, NewCustomerKeyPurgeDocument,
    SetCustomerKeyPurgeApprover,
};
use crate::generated::output::customer_key::{CustomerKeyPurgeDocument, CustomerKeyPurgeEvidence};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_base::{counted, regular};
use ckey_engine::{
    ApproverView, PolicyKind, PurgeApproval, PurgeOf, PurgeRequest, PurgeToComplete, PurgeView,
    Supposition, Tenant, approve_document, describe_document,
};
use ckey_vault::Caller;
use serde_json::Value;

/// The longest document or public key that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A text file that somebody wrote.
fn read(file: &Path) -> Result<String, CmdletError> {
    let mut text = String::new();
    let read = |opened: std::fs::File| {
        if opened.metadata()?.len() > LONGEST {
            let kind = std::io::ErrorKind::FileTooLarge;
            return Err(std::io::Error::new(kind, "it is longer than 1 MiB"));
        }
        opened.take(LONGEST).read_to_string(&mut text)
    };
    regular::open(file)
        .and_then(read)
        .map_err(|error| super::content::failed("read", file, &error))?;
    Ok(text)
}

impl Run<Context, CmdletError> for GetCustomerKeyPurge {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let found = match &self.identity {
            Some(identity) => vec![tenant.purges().get(identity)?],
            None => tenant.purges().list()?,
        };
        found.iter().try_for_each(|purge| context.send(&view::purge(purge)))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyPurgeApprover {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let Some(approver) = tenant.purges().approver()? else { return Ok(()) };
        let (algorithm, fingerprint) = approver.describe()?;
        context.send(&view::approver(&approver, (algorithm, &fingerprint)))
    }
}

impl Change for SetCustomerKeyPurgeApprover {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let file = context.path(&self.public_key);
        let new = ApproverView { name: self.name, public_key: read(&file)? };
        tenant.purges().check_approver(&new)?;
        let (algorithm, fingerprint) = new.describe()?;
        let effect = format!(
            "'{}' would have to sign for purges from now on, with the {algorithm} key {fingerprint}. What was issued for another to sign would be worth nothing.",
            new.name
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            Ok(tenant.purges().set_approver(&actor, &new)?)
        }))
    }
}

/// What `Set-DataEncryptionPolicy -PermanentDataPurgeRequested` does. The service asks whether that
/// is meant (rule 4.8.1).
pub(super) fn request(
    context: &mut Context,
    identity: String,
    request: PurgeRequest,
) -> PlanResult {
    let tenant = context.tenant()?;
    let warning = tenant.purges().check_request(PurgeOf::Policy(&identity), &request)?;
    let mut effects = Effects::one(format!(
        "The purge of all data under the policy '{identity}' would be asked for. Nothing would be put under it any more, and there is no way back."
    ));
    let destroyed = Supposition::Purge { kind: PolicyKind::Mailbox, identity: identity.clone() };
    let told = tenant.what_if().told(&Caller::person("", ""), &[destroyed])?;
    let mut question = format!(
        "All data under the policy '{identity}' will be purged for good once the approver has signed for it. Nothing is put under the policy any more."
    );
    if let Some(warning) = warning {
        question = format!("{question} {warning}");
        effects.add(warning);
    }
    let question = std::iter::once(question).chain(told.iter().cloned());
    let question = question.collect::<Vec<_>>().join("\n");
    let effects = effects.then(told.into());
    let plan = Plan::new(effects, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        tenant.purges().request(&actor, PurgeOf::Policy(&identity), &request)?;
        Ok(())
    });
    Ok(plan.asking_about(Some(question)))
}

impl Change for NewCustomerKeyPurgeDocument {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let file = context.path(&self.output_file);
        let approver = tenant.purges().check_document(&self.identity)?;
        check_new(&file)?;
        let effect = format!(
            "The document that '{}' has to sign would be written to {}. One that was issued before would be worth nothing.",
            approver.name,
            file.display()
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let issued = tenant.purges().issue(&actor, &self.identity)?;
            write_new(&file, &issued.file)?;
            context.send(&CustomerKeyPurgeDocument {
                identity: Some(issued.id),
                policy: Some(issued.policy),
                approver: Some(issued.approver),
                output_file: Some(file.display().to_string()),
                path: Some(file.display().to_string()),
            })
        }))
    }
}

impl Change for ApproveCustomerKeyPurgeDocument {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (document, key, file) = (
            context.path(&self.path),
            context.path(&self.private_key),
            context.path(&self.output_file),
        );
        if Tenant::check_output(&key).is_err() {
            return Err(CmdletError::argument(
                "PrivateKeyInTenant",
                format!("The private key {} lies in a tenant's folder.", key.display()),
                "Keep the approver's private key where no tenant is, best on the approver's own machine.",
            ));
        }
        check_new(&file)?;
        let signed = approve_document(&read(&document)?, &key)?;
        let (id, policy, approver) = describe_document(&signed)?;
        let effect = format!(
            "The document {id} about the policy '{policy}' would be signed, and written to {}.",
            file.display()
        );
        Ok(Plan::one(effect, move |context| {
            write_new(&file, &signed)?;
            context.send(&CustomerKeyPurgeDocument {
                identity: Some(id),
                policy: Some(policy),
                approver: Some(approver),
                output_file: Some(file.display().to_string()),
                path: Some(file.display().to_string()),
            })
        }))
    }
}

/// What is destroyed with the policy.
fn what_goes(purge: &PurgeView) -> String {
    if let Some((sites, _)) = purge.sites {
        return counted(sites, "site", "sites");
    }
    let mailboxes = counted(purge.mailboxes, "mailbox", "mailboxes");
    if purge.removed_mailboxes == 0 {
        return mailboxes;
    }
    let removed =
        counted(purge.removed_mailboxes, "mailbox that was removed", "mailboxes that were removed");
    format!("{mailboxes} and {removed}, on hold or not,")
}

impl Change for CompleteCustomerKeyPurge {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let signed = read(&context.path(&self.path))?;
        let approval = PurgeApproval { file: &signed, without_answer: self.without_answer };
        let PurgeToComplete { purge, left, unanswered } =
            tenant.purges().check_completion(approval)?;
        let goes = what_goes(&purge);
        let mut effects = Effects::one(format!(
            "A job would delete the policy '{}', destroy {goes} and all content, and destroy the keys. None of it could be undone.",
            purge.policy,
        ));
        let mut question = format!(
            "The policy '{}', {goes} and all content will be destroyed for good.",
            purge.policy,
        );
        let is_unanswered = unanswered.is_some();
        let warnings: Vec<_> = [unanswered, left].into_iter().flatten().collect();
        for warning in &warnings {
            effects.add(warning.clone());
            question = format!("{question} {warning}");
        }
        let plan = Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            // Nobody was told that nothing would be heard where something was.
            let approval = PurgeApproval { file: &signed, without_answer: is_unanswered };
            let begun = tenant.purges().complete(&actor, approval)?;
            warnings.iter().try_for_each(|warning| context.warning(warning))?;
            context.send(&view::purge(&begun))
        });
        Ok(plan.asking_about(Some(question)))
    }
}

impl Change for ExportCustomerKeyPurgeEvidence {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let file = context.path(&self.output_file);
        let report = tenant.purges().check_evidence(&self.identity)?;
        check_new(&file)?;
        let effect = format!("The evidence would be written to {}.", file.display());
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            write_new(&file, &tenant.purges().evidence(&actor, &self.identity)?)?;
            let backups = report.get("backups").and_then(Value::as_array).map_or(0, Vec::len);
            context.send(&CustomerKeyPurgeEvidence {
                policy: report.get("policyName").and_then(Value::as_str).map(str::to_owned),
                mailboxes: report.pointer("/destroyed/mailboxes").and_then(Value::as_i64),
                backups: i64::try_from(backups).ok(),
                public_key: Some(tenant.audit().public_key()?),
                output_file: Some(file.display().to_string()),
            })
        }))
    }
}
