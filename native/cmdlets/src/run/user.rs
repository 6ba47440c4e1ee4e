//! Users: whoever has a mailbox here or elsewhere.

use super::listing::{Listing, list};
use super::mailbox::{mailbox_types, set};
use super::{PlanResult, RunResult};
use crate::generated::exchange_online::{GetUser, SetUser};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::Change;
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{Among, PUBLIC_FOLDER_MAILBOX, Recipients};

impl Run<Context, CmdletError> for GetUser {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let mut types = mailbox_types(Recipients::All, self.recipient_type_details);
        if self.public_folder {
            types.push(PUBLIC_FOLDER_MAILBOX.to_owned());
        }
        let listing = Listing {
            recipients: Recipients::All,
            types,
            among: Among::InUse,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
        };
        list(context, &tenant, listing, &mut |context, view| {
            context.send(&view::user(view, &domain))
        })
    }
}

impl Change for SetUser {
    fn plan(self, context: &mut Context) -> PlanResult {
        let cleared = self.clear_data_encryption_policy.then_some(None);
        set(context, &self.identity, cleared, Recipients::All)
    }
}
