//! From a cmdlet's name and its arguments to a call.

use crate::generated;
use crate::runtime::arguments::Arguments;
use crate::runtime::attempt::Attempt;
use crate::runtime::call::Call;
use crate::runtime::context::{CallOptions, Context};
use crate::runtime::error::CmdletError;
use crate::runtime::session::Session;
use crate::runtime::signing_in::{check_names_somebody, signs_in_to, unchecked};
use crate::surface::bind::Bound;
use crate::surface::bind_error::BindError;
use ckey_engine::{Category, Service};
use ckey_table::{CmdletDef, ShouldProcess};
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

/// Whether a session that observes may call it: what changes nothing, whatever is given.
fn looks(cmdlet: &CmdletDef) -> bool {
    let verbs = ["Get-", "Test-", "Search-"];
    matches!(cmdlet.should_process, ShouldProcess::Absent | ShouldProcess::Accepted)
        && verbs.iter().any(|verb| cmdlet.name.starts_with(verb))
}

/// What a caller asks for.
struct Asked {
    definition: &'static CmdletDef,
    bound: Result<Bound, CmdletError>,
    /// Secrets that were handed over and are not wanted.
    unused: Vec<String>,
    /// A secret that is wanted and was not handed over.
    missing: Option<String>,
    /// Whom a sign-in names.
    account: Option<String>,
    /// Whether it was to name somebody.
    is_named: bool,
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
        let is_named =
            signs_in_to(definition.name).is_some() && arguments.names_somebody(definition);
        let proves = arguments.proves_somebody(definition);
        let wanted = arguments.secrets();
        let unused = secrets.iter().filter(|name| !wanted.contains(*name)).cloned().collect();
        let missing = wanted.into_iter().find(|name| !secrets.contains(name));
        let (bound, call_options) = match arguments.bind(definition) {
            Ok((bound, call_options)) => (Ok(bound), call_options),
            Err(problem) => (Err(problem), CallOptions::default()),
        };
        // Who names nobody, not even by a name that is empty, and proves nothing, and fails all the
        // same, such as by a parameter that is none of a sign-in, wanted nobody else to act.
        let wants_another = is_named || proves;
        let signs_in = signs_in_to(definition.name).filter(|_| wants_another).map(|service| {
            (service, account.clone().unwrap_or_else(|| definition.name.to_owned()))
        });
        (Self { definition, bound, unused, missing, account, is_named, signs_in }, call_options)
    }

    fn run(self, context: &mut Context) -> Result<(), CmdletError> {
        let name = self.definition.name;
        // Before all else: a sign-in that is refused here is none that failed.
        if context.session().observes() && !looks(self.definition) {
            let message = format!("{name} does more than to look, and this session only observes.");
            let fix = "Use a session that was opened without observes.";
            let category = Category::InvalidOperation;
            return Err(CmdletError::new("SessionObserves", category, message, fix).about(name));
        }
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
        let named = check_names_somebody(&bound, self.is_named);
        if let Some(warning) = unchecked(&bound, self.account.as_deref()).filter(|_| named.is_ok())
        {
            context.warning(&warning)?;
        } else if !ignored.is_empty() {
            context.warning(&format!("{name} ignores -{} here.", ignored.join(", -")))?;
            context.note_ignored();
        }
        Attempt::of(self.definition, &bound).run(context, |context| {
            named?;
            generated::run(bound, context)
        })
    }
}
