//! From a cmdlet's name and its arguments to a call.

use crate::generated;
use crate::runtime::arguments::Arguments;
use crate::runtime::attempt::Attempt;
use crate::runtime::call::Call;
use crate::runtime::context::{CallOptions, Context};
use crate::runtime::error::CmdletError;
use crate::runtime::session::Session;
use crate::runtime::signing_in::signs_in_to;
use crate::surface::bind_error::BindError;
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
        let account = arguments.account(definition);
        let wanted = arguments.secrets();
        let unused: Vec<String> =
            secrets.keys().filter(|name| !wanted.contains(*name)).cloned().collect();
        let missing = wanted.into_iter().find(|name| !secrets.contains_key(name));
        let (bound, call_options, ask) = match arguments.bind(definition) {
            Ok((bound, call_options, ask)) => (Ok(bound), call_options, ask),
            Err(problem) => (Err(problem), CallOptions::default(), false),
        };
        // Who names nobody and fails all the same wanted nobody else to act; a way of signing in
        // that is refused did.
        let signs_in = signs_in_to(definition.name).filter(|_| account.is_some() || bound.is_err());
        let who = account.unwrap_or_else(|| definition.name.to_owned());
        let session = Arc::clone(self);
        let context =
            move |ends| Context::new(session, definition.name, call_options, secrets, ends);
        let run = move |context: &mut Context| {
            for name in unused {
                context.warning(&format!(
                    "{} does not use the secret '{name}', which was handed over for it. It was wiped.",
                    definition.name
                ))?;
            }
            let bound = bound?;
            if let Some(name) = missing {
                let message = format!("The secret '{name}' is needed and was not handed over.");
                let fix = "Hand it over by ckey_session_secret before the call starts.";
                return Err(CmdletError::argument("SecretMissing", message, fix).about(name));
            }
            let ignored = bound.ignored();
            if !ignored.is_empty() {
                context.warning(&format!(
                    "{} ignores -{} here.",
                    definition.name,
                    ignored.join(", -")
                ))?;
            }
            let question = "Are you sure you want to perform this action?";
            if ask
                && !context.confirm(
                    "Confirm",
                    &format!("{question}\nPerforming the operation {}.", definition.name),
                )?
            {
                return Ok(());
            }
            Attempt::of(definition, &bound).run(context, |context| generated::run(bound, context))
        };
        Call::start(self.cancel().child(), context, move |context| {
            let ended = run(context);
            if let (Some(service), Err(problem)) = (signs_in, &ended)
                && !context.cancel().is_cancelled()
            {
                tracing::debug!(%problem, "a sign-in failed");
                context.session().sign_in_failed(
                    context.worked_on(),
                    definition.name,
                    service,
                    &who,
                );
            }
            ended
        })
    }
}
