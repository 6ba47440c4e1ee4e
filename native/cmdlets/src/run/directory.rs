//! Who and what the tenant knows.

use super::RunResult;
use crate::generated::customer_key::GetCustomerKeyDirectory;
use crate::generated::output::customer_key::CustomerKeyDirectoryEntry;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::view;

impl Run<Context, CmdletError> for GetCustomerKeyDirectory {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let directory = tenant.directory();
        let wants = |kind: &str| {
            let given = self.kind.as_deref();
            given.is_none_or(|given| given.eq_ignore_ascii_case(kind))
        };
        let mut found: Vec<CustomerKeyDirectoryEntry> = Vec::new();
        for (kind, known) in [
            ("User", wants("User").then(|| directory.users())),
            ("Application", wants("Application").then(|| directory.applications())),
            ("Subscription", wants("Subscription").then(|| directory.subscriptions())),
        ] {
            let known = known.transpose()?.unwrap_or_default();
            found.extend(known.iter().map(|known| view::known(kind, known)));
        }
        if wants("ResourceGroup") {
            found.extend(directory.resource_groups()?.iter().map(view::known_group));
        }
        found.iter().try_for_each(|entry| context.send(entry))
    }
}
