//! The tenant itself: making, opening, settings, backup, check.

use super::vault_provider::Vaults;
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    BackupCustomerKeyTenant, ClearCustomerKeyCache, GetCustomerKeyTenant, NewCustomerKeyTenant,
    OpenCustomerKeyTenant, RestoreCustomerKeyTenant, TestCustomerKeyTenant,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{Category, CheckProgress, CreateOptions, Tenant, TenantMode, UnknownIdentifiers};
use std::path::Path;
use std::sync::Arc;

fn send(context: &mut Context, tenant: &Tenant) -> RunResult {
    let (status, settings) = (tenant.status()?, tenant.settings()?);
    context.send(&view::tenant(&status, &settings))
}

/// Shows what is being done; a reader that is gone is noticed by the run itself.
fn show(context: &mut Context, activity: &str, what: &str) {
    let _ = context.progress(activity, what, -1);
}

fn switch(context: &mut Context, tenant: Arc<Tenant>) -> RunResult {
    context.session().switch(Arc::clone(&tenant));
    context.warn_of_read_only(&tenant)?;
    send(context, &tenant)
}

/// A tenant's name made of its folder's: what is neither letter nor digit becomes a hyphen.
pub(crate) fn name_of(folder: &Path) -> String {
    let name =
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(27).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "contoso".to_owned() } else { name.to_owned() }
}

pub(super) fn unknown_identifiers(word: &str) -> UnknownIdentifiers {
    if word.eq_ignore_ascii_case("Refuse") {
        UnknownIdentifiers::Refuse
    } else {
        UnknownIdentifiers::Create
    }
}

impl Change for NewCustomerKeyTenant {
    fn plan(self, context: &mut Context) -> PlanResult {
        let path = context.path(&self.path);
        let production =
            self.mode.as_deref().is_some_and(|mode| mode.eq_ignore_ascii_case("Production"));
        let mode = if production { TenantMode::Production } else { TenantMode::Rehearsal };
        let unknown = self.unknown_identifiers.as_deref().unwrap_or("Create");
        let authorities = self.vault_authority_file.as_ref().map(|file| context.path(file));
        let given = Vaults {
            provider: self.vault_provider.as_deref(),
            suffix: self.vault_host_suffix.as_deref(),
            port: self.vault_port,
            authorities: authorities.as_deref(),
            environment: self.environment.as_deref(),
        };
        let create = CreateOptions {
            name: self.name.unwrap_or_else(|| name_of(&path)),
            mode,
            unknown_identifiers: unknown_identifiers(unknown),
            vaults: given.provider()?,
        };
        Tenant::check_create(&path, &create, &context.session().open_options()?)?;
        let what = if production { "production tenant" } else { "rehearsal" };
        let effect =
            format!("The {what} '{}' would be made in {}, forever.", create.name, path.display());
        Ok(Plan::one(effect, move |context| {
            let tenant = Tenant::create(&path, &create, context.session().open_options()?)?;
            switch(context, tenant)
        }))
    }
}

impl Run<Context, CmdletError> for OpenCustomerKeyTenant {
    fn run(self, context: &mut Context) -> RunResult {
        let mut options = context.session().open_options()?;
        options.accept_audit_loss = self.accept_audit_loss;
        let tenant = Tenant::open(&context.path(&self.path), options)?;
        if let Some(loss) = tenant.take_accepted_loss() {
            context.warning(&loss.told())?;
        }
        switch(context, tenant)
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyTenant {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        send(context, &tenant)
    }
}

impl Change for BackupCustomerKeyTenant {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let (output, secrets) = (context.path(&self.output_file), context.path(&self.secrets_file));
        tenant.check_backup(&output, &secrets)?;
        let effect = format!(
            "A backup of the tenant '{}' would be written to {} and {}.",
            tenant.name(),
            output.display(),
            secrets.display()
        );
        Ok(Plan::one(effect, move |context| back_up(context, &tenant, &output, &secrets)))
    }
}

fn back_up(context: &mut Context, tenant: &Tenant, output: &Path, secrets: &Path) -> RunResult {
    let actor = context.exchange_actor(tenant)?;
    let activity = "Backing up the tenant";
    let report =
        tenant.backup(&actor, output, secrets, &mut |what| show(context, activity, what))?;
    context.progress_done(activity)?;
    let id = tenant.id().to_string();
    context.send(&view::backup(&id, &report))?;
    if report.problems.is_empty() {
        Ok(())
    } else {
        context.error(&incomplete(output, &report.problems))
    }
}

/// A backup that holds less than it should: it is kept, for what it holds.
fn incomplete(output: &Path, problems: &[String]) -> CmdletError {
    let problems: Vec<_> = problems.iter().map(|problem| problem.trim_end_matches('.')).collect();
    let message = format!(
        "The backup '{}' was written, but not all of the tenant is in it as it should be. {}.",
        output.display(),
        problems.join(". ")
    );
    let fix = "Mend the tenant's files or restore an earlier backup, then back up again. Keep this backup until then: it holds the rest.";
    CmdletError::new("BackupIncomplete", Category::InvalidData, message, fix)
        .about(output.display().to_string())
}

impl Change for RestoreCustomerKeyTenant {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (path, input, secrets) = (
            context.path(&self.path),
            context.path(&self.input_file),
            context.path(&self.secrets_file),
        );
        Tenant::check_restore(&path, &input, &secrets, &context.session().open_options()?)?;
        let effect =
            format!("A tenant would be made in {} from {}.", path.display(), input.display());
        Ok(Plan::one(effect, move |context| {
            let options = context.session().open_options()?;
            let tenant = Tenant::restore(&path, &input, &secrets, options)?;
            switch(context, tenant)
        }))
    }
}

impl Run<Context, CmdletError> for TestCustomerKeyTenant {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let (cancel, activity) = (context.cancel().clone(), "Checking the tenant");
        let mut tell = |progress: &CheckProgress<'_>| {
            let _ =
                context.progress(activity, progress.what, progress.percent.map_or(-1, i32::from));
        };
        let checks = if self.content {
            tenant.check_content(&cancel, &mut tell)
        } else {
            tenant.check(&cancel, &mut tell)
        }?;
        context.progress_done(activity)?;
        checks.iter().try_for_each(|check| context.send(&view::check(check)))
    }
}

impl Change for ClearCustomerKeyCache {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let effect =
            "Every cached key would be dropped in every process; the next reads ask the vaults.";
        Ok(Plan::one(effect, move |context| {
            Ok(tenant.clear_caches(&context.exchange_actor(&tenant)?)?)
        }))
    }
}
