//! From a cmdlet's name and its arguments to a call.

use crate::generated;
use crate::runtime::arguments::Arguments;
use crate::runtime::attempt::Attempt;
use crate::runtime::call::Call;
use crate::runtime::context::{CallOptions, Context};
use crate::runtime::error::CmdletError;
use crate::runtime::plan::is_agreed_beforehand;
use crate::runtime::session::Session;
use crate::runtime::signing_in::signs_in_to;
use crate::surface::bind::Bound;
use crate::surface::bind_error::BindError;
use ckey_engine::Service;
use ckey_table::CmdletDef;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Session {
    /// Starts a cmdlet, named in any case, also by one of its other names. `arguments_json` is
    /// `{"parameters": {...}, "positional": [...], "whatIf": false, "location": "/folder"}`, each
    /// part optional.
    ///
    /// What is wrong with the parameters comes as an `error` record.
    ///
    /// # Errors
    /// `CommandNotFoundException`, `InvalidArguments` for what is not such a document,
    /// `SessionClosed`, `ThreadUnavailable`.
    pub fn start(
        self: &Arc<Self>,
        cmdlet: &str,
        arguments_json: &[u8],
    ) -> Result<Call, CmdletError> {
        self.check_open()?;
        let definition = ckey_table::find(cmdlet)
            .ok_or_else(|| CmdletError::from(BindError::command_not_found(cmdlet)))?;
        let arguments = Arguments::parse(arguments_json)?;
        let secrets = self.take_parameter_secrets();
        let (asked, call_options) =
            Asked::new(definition, arguments, secrets.keys().cloned().collect());
        let session = Arc::clone(self);
        let context =
            move |ends| Context::new(session, definition.name, call_options, secrets, ends);
        Call::start(self.cancel().child(), context, move |context| asked.run(context))
    }
}

/// What a caller asks for.
struct Asked {
    definition: &'static CmdletDef,
    bound: Result<Bound, CmdletError>,
    /// Whether `-Confirm` asks for a question before anything happens.
    confirm: bool,
    /// Secrets that were handed over and are not wanted.
    unused: Vec<String>,
    /// A secret that is wanted and was not handed over.
    missing: Option<String>,
    /// To which service who is to sign in.
    signs_in: Option<(Service, String)>,
}

impl Asked {
    fn new(
        definition: &'static CmdletDef,
        arguments: Arguments,
        secrets: BTreeSet<String>,
    ) -> (Self, CallOptions) {
        let account = arguments.account(definition);
        let wanted = arguments.secrets();
        let unused = secrets.iter().filter(|name| !wanted.contains(*name)).cloned().collect();
        let missing = wanted.into_iter().find(|name| !secrets.contains(name));
        let (bound, call_options, confirm) = match arguments.bind(definition) {
            Ok((bound, call_options, confirm)) => (Ok(bound), call_options, confirm),
            Err(problem) => (Err(problem), CallOptions::default(), false),
        };
        // Who names nobody and fails all the same wanted nobody else to act; a way of signing in
        // that is refused did.
        let signs_in = signs_in_to(definition.name)
            .filter(|_| account.is_some() || bound.is_err())
            .map(|service| (service, account.unwrap_or_else(|| definition.name.to_owned())));
        (Self { definition, bound, confirm, unused, missing, signs_in }, call_options)
    }

    fn run(self, context: &mut Context) -> Result<(), CmdletError> {
        let signs_in = self.signs_in.clone();
        let ended = self.attempt(context);
        if let (Some((service, who)), Err(problem)) = (signs_in, &ended) {
            tracing::debug!(%problem, "a sign-in failed");
            context.sign_in_failed(service, &who);
        }
        ended
    }

    fn attempt(self, context: &mut Context) -> Result<(), CmdletError> {
        let name = self.definition.name;
        for unused in &self.unused {
            context.warning(&format!(
                "{name} does not use the secret '{unused}', which was handed over for it. It was wiped."
            ))?;
        }
        let bound = self.bound?;
        if let Some(name) = self.missing {
            let message = format!("The secret '{name}' is needed and was not handed over.");
            let fix = "Hand it over by ckey_session_secret before the call starts.";
            return Err(CmdletError::argument("SecretMissing", message, fix).about(name));
        }
        let ignored = bound.ignored();
        if !ignored.is_empty() {
            context.warning(&format!("{name} ignores -{} here.", ignored.join(", -")))?;
        }
        if self.confirm && !is_agreed_beforehand(context)? {
            return Ok(());
        }
        Attempt::of(self.definition, &bound).run(context, |context| generated::run(bound, context))
    }
}
