//! What changes would do to who reads what.

use super::RunResult;
use crate::generated::customer_key::GetCustomerKeyImpact;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::view;

impl Run<Context, CmdletError> for GetCustomerKeyImpact {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let caller = context.azure_caller(&tenant)?;
        let what_if = tenant.what_if();
        let changes = what_if.understood(&self.change)?;
        let found = what_if.ask(&caller, &changes)?;
        let touched: Vec<_> = found.iter().filter(|one| one.is_touched()).collect();
        context.send(&view::impacts(&touched, &what_if.remarks(&changes)?))?;
        touched.into_iter().try_for_each(|one| context.send(&view::impact(one)))
    }
}
