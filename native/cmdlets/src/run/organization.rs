//! The organization, and the connection to it.

use super::RunResult;
use crate::generated::exchange_online::{
    GetAcceptedDomain, GetConnectionInformation, GetOrganizationConfig,
};
use crate::generated::output::exchange_online::ConnectionInformation;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::process_sign_ins::Exchange;
use crate::surface::bind::Run;
use crate::surface::value::ResultSize;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{Category, Service, Tenant};

impl Run<Context, CmdletError> for GetOrganizationConfig {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let created = tenant.status()?.created;
        let (domain, id) = (tenant.domain(), tenant.id().to_string());
        context.send(&view::organization(tenant.name(), &domain, &id, created))
    }
}

impl Run<Context, CmdletError> for GetAcceptedDomain {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let wanted = self.identity.as_deref();
        let limit = self.result_size.map_or(u64::MAX, ResultSize::limit);
        if wanted.is_some_and(|wanted| Pattern::of_identities(wanted).is_none()) {
            return match wanted.filter(|wanted| !wanted.eq_ignore_ascii_case(&domain)) {
                None => context.send(&view::accepted_domain(&domain, true)),
                Some(other) => Err(no_domain(other, &domain)),
            };
        }
        let fits = wanted.and_then(Pattern::of_identities).is_none_or(|like| like.matches(&domain));
        if fits && limit > 0 { context.send(&view::accepted_domain(&domain, true)) } else { Ok(()) }
    }
}

fn no_domain(name: &str, domain: &str) -> CmdletError {
    let message = format!(
        "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object '{name}' couldn't be found on '{domain}'."
    );
    CmdletError::new(
        "DomainNotFound",
        Category::ObjectNotFound,
        message,
        "A tenant has one domain: Get-AcceptedDomain",
    )
    .about(name)
    .because("ManagementObjectNotFoundException")
}

impl Run<Context, CmdletError> for GetConnectionInformation {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = match context.tenant() {
            Err(error) if error.id == "TenantNotFound" => return Ok(()),
            tenant => tenant?,
        };
        let prefixes = self.module_prefix.is_some();
        if prefixes || context.session().exchange(&tenant) != Exchange::Connected {
            return Ok(());
        }
        let connection = connection(context, &tenant)?;
        let is_wanted = self.connection_id.is_none_or(|wanted| {
            let own = connection.connection_id.as_deref().unwrap_or_default();
            wanted.iter().any(|wanted| wanted.trim().eq_ignore_ascii_case(own))
        });
        if is_wanted { context.send(&connection) } else { Ok(()) }
    }
}

fn connection(context: &Context, tenant: &Tenant) -> Result<ConnectionInformation, CmdletError> {
    let sign_in = context.session().sign_in(tenant)?;
    let account = tenant.directory().account_of(&sign_in, Service::Exchange)?;
    let application = account.caller.app_id.clone();
    Ok(ConnectionInformation {
        connection_id: Some(account.caller.object_id),
        state: Some("Connected".to_owned()),
        id: Some(1),
        name: Some("ExchangeOnline_1".to_owned()),
        user_principal_name: Some(account.name),
        connection_uri: Some(tenant.path().display().to_string()),
        azure_ad_authorization_endpoint_uri: None,
        token_expiry_time_utc: None,
        certificate_authentication: Some(application.is_some()),
        module_name: Some("CustomerKey".to_owned()),
        module_prefix: None,
        organization: Some(tenant.domain()),
        delegated_organization: None,
        app_id: application,
        page_size: Some(1000),
        tenant_id: Some(tenant.id().to_string()),
        token_status: Some("Active".to_owned()),
        connection_used_for_inbuilt_cmdlets: Some(true),
        is_eop_session: Some(false),
    })
}
