//! What a run has in its hands: its session's tenant, the caller's answers, and the streams it
//! writes to.

use crate::runtime::answer::Answer;
use crate::runtime::channels::{Channels, Item};
use crate::runtime::error::CmdletError;
use crate::runtime::planned_tenant::PlannedTenant;
use crate::runtime::process_sign_ins::Exchange;
use crate::runtime::record::{self, Batch, MOST_OBJECTS};
use crate::runtime::rights::{Need, check_account, is_for_embedded_vaults, need};
use crate::runtime::selection::Selection;
use crate::runtime::session::Session;
use crate::surface::output::Output;
use ckey_base::CancelToken;
use ckey_engine::{
    Account, Actor, Category, Known, Operation, Resolved, Rights, ScopeSelector, Service, SignIn,
    Tenant, make_owner,
};
use ckey_table::{Shape, TypeDef};
use ckey_vault::Caller;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The first record of a listing is small, so that it comes soon.
const FIRST_BATCH: usize = 50;

/// A batch that is older than this leaves when the next object comes, full or not.
const BATCH_AGE: Duration = Duration::from_millis(100);

/// Progress records come at most this often.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Verbs of cmdlets that begin something. All others have nothing to do where there is no tenant
/// yet, and make none (rule 8.5.14).
const MAKING: &[&str] = &["Connect", "New", "Add", "Set", "Import"];

/// How a call was asked for, beside its parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    /// Tell what would happen and change nothing.
    pub(crate) what_if: bool,
    /// `-Force` or `-Confirm:$false`: questions are answered by yes without being asked.
    pub(crate) unasked: bool,
    /// `-Confirm`: ask before anything happens.
    pub(crate) asks: bool,
    /// The folder that relative paths start from.
    pub(crate) location: PathBuf,
}

/// The surroundings of one run.
pub struct Context {
    /// Before what tells the reader that the call has ended: anyone who closes the session then is
    /// the last to hold the tenant.
    worked_on: Option<Arc<Tenant>>,
    /// Where only plans are made: the tenant that would be.
    planned: Option<PlannedTenant>,
    session: Arc<Session>,
    cmdlet: &'static str,
    /// Before it too: when the reader sees the end, they are wiped.
    secrets: BTreeMap<String, ckey_crypto::SecretBytes>,
    ends: Channels,
    call_options: CallOptions,
    batch: Option<Batch>,
    /// The account that the call was judged by.
    judged: Option<String>,
    /// The types that the call has described.
    described: Vec<&'static str>,
    since: Instant,
    sent: bool,
    told: Option<Instant>,
    problem: Option<CmdletError>,
    /// The answers that kept something from being done: the worst of them, and to which question.
    withheld: Option<(Answer, String)>,
    operation: Option<Arc<Operation>>,
    exported: Option<u64>,
    /// Parameters without effect were given, and a warning has named them.
    has_ignored: bool,
    /// The end comes at once after what is sent now.
    ending: bool,
}

impl Context {
    pub(crate) fn new(
        session: Arc<Session>,
        cmdlet: &'static str,
        call_options: CallOptions,
        secrets: BTreeMap<String, ckey_crypto::SecretBytes>,
        ends: Channels,
    ) -> Self {
        let since = Instant::now();
        Self {
            session,
            cmdlet,
            ends,
            call_options,
            secrets,
            batch: None,
            described: Vec::new(),
            judged: None,
            since,
            sent: false,
            told: None,
            problem: None,
            withheld: None,
            operation: None,
            exported: None,
            has_ignored: false,
            ending: false,
            worked_on: None,
            planned: None,
        }
    }

    /// In whose name the run acts on the record.
    pub(crate) fn set_operation(&mut self, operation: &Arc<Operation>) {
        self.operation = Some(Arc::clone(operation));
    }

    /// The tenant that the run has worked on, once it has asked for one.
    pub(crate) fn worked_on(&self) -> Option<Arc<Tenant>> {
        self.worked_on.clone()
    }

    /// The first error that was reported and did not end the run.
    pub(crate) fn problem(&self) -> Option<&CmdletError> {
        self.problem.as_ref()
    }

    /// How many items have left the tenant; `None` where it is not about that.
    pub(crate) fn exported(&self) -> Option<u64> {
        self.exported
    }

    /// Begins to count items that leave the tenant, or counts them.
    pub(crate) fn count_exported(&mut self, items: u64) {
        self.exported = Some(self.exported.unwrap_or(0).saturating_add(items));
    }

    /// Whether an answer kept something from being done.
    pub(crate) fn was_withheld(&self) -> bool {
        self.withheld.is_some()
    }

    /// The cmdlet's name as the table writes it.
    #[must_use]
    pub fn cmdlet(&self) -> &'static str {
        self.cmdlet
    }

    /// The session that the call belongs to.
    #[must_use]
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// Cancelled when the caller gives up.
    #[must_use]
    pub fn cancel(&self) -> &CancelToken {
        &self.ends.cancel
    }

    /// Whether to tell what would happen and to change nothing. Only the runtime asks: a cmdlet
    /// makes a plan either way.
    pub(in crate::runtime) fn what_if(&self) -> bool {
        self.call_options.what_if
    }

    /// Whether somebody is told or asked before anything happens. Otherwise what is looked at while
    /// a plan is made only to be told is looked at again when it is carried out.
    pub(crate) fn is_told(&self) -> bool {
        self.call_options.what_if || self.call_options.asks
    }

    /// Whether every question is answered by yes.
    pub(in crate::runtime) fn is_unasked(&self) -> bool {
        self.call_options.unasked
    }

    /// Whether `-Confirm` asks for a question.
    pub(in crate::runtime) fn asks(&self) -> bool {
        self.call_options.asks
    }

    /// Remembers that `who` could not sign in to a service by this call, if it was more than a
    /// question what would be.
    pub(crate) fn sign_in_failed(&self, service: Service, who: &str) {
        if !self.what_if() && !self.cancel().is_cancelled() {
            self.session.sign_in_failed(self.worked_on(), self.cmdlet, service, who);
        }
    }

    /// A path of the caller's, made absolute against the caller's location.
    #[must_use]
    pub fn path(&self, given: &str) -> PathBuf {
        let given = Path::new(given);
        if given.is_absolute() { given.to_owned() } else { self.call_options.location.join(given) }
    }

    /// A secret that came with this call, by its name (`parameter:...`), or one of the session's
    /// (`environment:...`), which is a copy.
    pub fn take_secret(&mut self, name: &str) -> Option<ckey_crypto::SecretBytes> {
        self.secrets.remove(name).or_else(|| self.session.copy_secret(name))
    }

    /// The tenant that the session works on, for anyone who may run this cmdlet. Where none was
    /// chosen it is the default one, which is said once; a cmdlet that makes something or connects
    /// makes it where it is not there.
    ///
    /// # Errors
    /// Those of opening the tenant; `AccountNotPermitted`, `AccountUnknown`; as
    /// [`Context::output`].
    pub fn tenant(&mut self) -> Result<Arc<Tenant>, CmdletError> {
        let makes = MAKING.contains(&self.verb());
        let tenant = match (makes, self.what_if()) {
            (true, false) => self.session.tenant_or_default(),
            (true, true) => self.planned_tenant(),
            (false, _) => self.session.tenant(),
        }?;
        if let Some(notice) = self.session.take_notice() {
            self.warning(&notice)?;
        }
        self.judged_on(tenant)
    }

    /// The tenant in a folder that is named, for anyone who may run this cmdlet on it; the session
    /// goes on with the one that it works on.
    ///
    /// # Errors
    /// As [`Context::tenant`].
    pub fn tenant_at(&mut self, path: &Path) -> Result<Arc<Tenant>, CmdletError> {
        let tenant = Tenant::open(path, self.session.open_options()?)?;
        self.judged_on(tenant)
    }

    /// Hands a tenant out to whoever is signed in, once they have been judged.
    fn judged_on(&mut self, tenant: Arc<Tenant>) -> Result<Arc<Tenant>, CmdletError> {
        self.has_its_vaults(&tenant)?;
        let sign_in = self.session.sign_in(&tenant)?;
        self.acts_on(&tenant, &sign_in)?;
        self.admit(&tenant, &sign_in)?;
        Ok(tenant)
    }

    /// Embedded vaults are in tenants that have no others: never a silent mixture.
    fn has_its_vaults(&self, tenant: &Tenant) -> Result<(), CmdletError> {
        let provider = tenant.vault_provider();
        // It may have gone back to its embedded vaults since it was opened.
        provider.must_fit(self.session.azure_module())?;
        if provider.has_embedded() || !is_for_embedded_vaults(self.cmdlet) {
            return Ok(());
        }
        Err(CmdletError::new(
            "VaultsNotEmbedded",
            Category::InvalidOperation,
            format!(
                "{} is for embedded vaults. Those of the tenant '{}' are asked over the network, below {}.",
                self.cmdlet,
                tenant.name(),
                provider.hosts
            ),
            "Use what manages those vaults: Azure's own modules, or, in a rehearsal, the tenant that serves them (Open-CustomerKeyTenant PATH).",
        ))
    }

    /// Lets go of a tenant, which this call and its session do not work on any more.
    pub(crate) fn let_go(&mut self, tenant: Arc<Tenant>) {
        self.worked_on = None;
        self.session.leave(&tenant);
        Tenant::let_go(tenant);
    }

    /// The tenant that the session works on, or the one that it would make.
    fn planned_tenant(&mut self) -> Result<Arc<Tenant>, CmdletError> {
        if self.planned.is_none() {
            self.planned = self.session.planned_default()?;
            if let Some(planned) = &self.planned {
                let (name, place) = (planned.tenant.name(), planned.place.display());
                let told = format!("The local tenant '{name}' would be made in {place}.");
                self.would(&told)?;
            }
        }
        self.planned
            .as_ref()
            .map_or_else(|| self.session.tenant(), |planned| Ok(Arc::clone(&planned.tenant)))
    }

    fn verb(&self) -> &'static str {
        self.cmdlet.split('-').next().unwrap_or_default()
    }

    /// Notes for the record which tenant the run works on, and as which account.
    fn acts_on(&mut self, tenant: &Arc<Tenant>, sign_in: &SignIn) -> Result<(), CmdletError> {
        if let (Some(operation), None) = (&self.operation, &self.worked_on) {
            let account = tenant.directory().signed_in(sign_in, self.service());
            let told = record::operation(operation, &account);
            operation.asked_by(|| account);
            self.worked_on = Some(Arc::clone(tenant));
            if self.session.tells_operations() {
                self.flush()?;
                self.put(Item::Record(told))?;
            }
            self.warn_of_read_only(tenant)?;
        }
        Ok(())
    }

    /// Says once in a session that a tenant cannot be written.
    pub(crate) fn warn_of_read_only(&mut self, tenant: &Tenant) -> Result<(), CmdletError> {
        let place = tenant.path().display();
        let text = format!(
            "The tenant in {place} cannot be written: nothing is recorded here, and no availability key is used."
        );
        if tenant.is_read_only() && self.session.tell_once(&text) {
            self.warning(&text)
        } else {
            Ok(())
        }
    }

    /// Anyone who gets a tenant has been judged: there is no other way to one.
    fn admit(&mut self, tenant: &Tenant, sign_in: &SignIn) -> Result<(), CmdletError> {
        if need(self.cmdlet) == Need::Nothing {
            return Ok(());
        }
        let account = tenant.directory().account_of(sign_in, self.service())?;
        // Somebody else may sign in while a question of this call stands open.
        if self.judged.get_or_insert_with(|| account.name.clone()) != &account.name {
            return Err(CmdletError::new(
                "SignInChanged",
                Category::PermissionDenied,
                format!("'{}' signed in while this call was waiting.", account.name),
                "Run it again, as the account that it is meant for.",
            ));
        }
        check_account(tenant.directory(), &account, self.cmdlet)?;
        self.check_connected(tenant)?;
        self.tell_rights(tenant, &account)
    }

    /// A script that has ended its connection to Exchange has none; one that never connects works
    /// all the same (rule 8.3.19).
    fn check_connected(&self, tenant: &Tenant) -> Result<(), CmdletError> {
        let is_exchange =
            ckey_table::find(self.cmdlet).is_some_and(|known| known.service == "ExchangeOnline");
        let is_disconnected = self.session.exchange(tenant) == Exchange::Disconnected;
        if !is_exchange || !is_disconnected || self.session.observes() {
            return Ok(());
        }
        Err(CmdletError::new(
            "NotConnected",
            Category::AuthenticationError,
            "You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets: this process has disconnected.",
            "Connect again: Connect-ExchangeOnline",
        ))
    }

    /// Says once in a session that an account acts with the owner's rights only because nothing
    /// names it.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn tell_rights(&mut self, tenant: &Tenant, account: &Account) -> Result<(), CmdletError> {
        let name = &account.name;
        if account.rights != Rights::Unnamed
            || !self.session.tell_once(&format!("{} {name}", tenant.id()))
        {
            return Ok(());
        }
        self.warning(&format!(
            "'{name}' acts with the owner's rights: nobody else has given it a permission, role or mailbox in the tenant '{}'. Once somebody does, it has exactly that. To keep it an owner: {}; then, to refuse all other such accounts: Set-CustomerKeyTenant -UnknownAccounts Refuse",
            tenant.name(),
            make_owner(name)
        ))
    }

    /// Says what an account that has just signed in may not do here, where that is everything.
    ///
    /// # Errors
    /// Those of the engine; as [`Context::output`].
    pub(crate) fn tell_sign_in(
        &mut self,
        tenant: &Tenant,
        account: &Account,
        sign_in: &SignIn,
    ) -> Result<(), CmdletError> {
        self.tell_rights(tenant, account)?;
        let is_same = |other: Account| other.caller.object_id == account.caller.object_id;
        let services = [Service::Exchange, Service::Azure].into_iter();
        let acts_in: Vec<_> = services
            .filter(|service| tenant.directory().account_of(sign_in, *service).is_ok_and(is_same))
            .collect();
        match tenant.directory().without_rights(account, &acts_in)? {
            Some(told) => self.warning(&told),
            None => Ok(()),
        }
    }

    /// Who runs the cmdlet, and with which rights: the account of its service.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn account(&self, tenant: &Tenant) -> Result<Account, CmdletError> {
        self.session.account(tenant, self.service())
    }

    fn service(&self) -> Service {
        let azure =
            ckey_table::find(self.cmdlet).is_some_and(|known| known.service.starts_with("Az"));
        if azure { Service::Azure } else { Service::Exchange }
    }

    /// Refuses the content of a scope that the account may not read and write.
    ///
    /// # Errors
    /// `AccountNotPermitted`, `AccountUnknown`.
    pub fn check_scope(&self, tenant: &Tenant, scope: &ScopeSelector) -> Result<(), CmdletError> {
        Ok(tenant.directory().check_scope(&self.account(tenant)?, scope)?)
    }

    /// Who acts, as the audit log of the tenant shows it.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn exchange_actor(&self, tenant: &Tenant) -> Result<Actor, CmdletError> {
        Ok(Actor::new(
            tenant.directory().signed_in(&self.session.sign_in(tenant)?, Service::Exchange),
        ))
    }

    /// Who asks the vaults.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn azure_caller(&self, tenant: &Tenant) -> Result<Caller, CmdletError> {
        Ok(self.session.account(tenant, Service::Azure)?.caller)
    }

    /// What a name stands for; one that was made on first mention is named in a warning.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn made(&mut self, what: &str, resolved: &Resolved) -> Result<Known, CmdletError> {
        if resolved.created {
            let known = &resolved.known;
            let meant = self.worked_on().and_then(|tenant| nearest(&tenant, what, known));
            let meant = meant.map_or_else(String::new, |near| format!(" Did you mean '{near}'?"));
            self.warning(&format!(
                "This tenant had no {what} '{}', so it was made, with the id {}.{meant}",
                known.display_name, known.id
            ))?;
        }
        Ok(resolved.known.clone())
    }

    /// Notes that parameters were given which have no effect, and that a warning has named them.
    pub(crate) const fn note_ignored(&mut self) {
        self.has_ignored = true;
    }

    /// Whether a warning has named parameters that have no effect.
    pub(crate) const fn has_ignored(&self) -> bool {
        self.has_ignored
    }

    /// Sends one object of a type of the table.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn send<T: Output>(&mut self, object: &T) -> Result<(), CmdletError> {
        let known = ckey_table::find_type(T::TYPE)
            .ok_or_else(|| CmdletError::internal("The table of outputs"))?;
        self.describe_parts(known)?;
        self.output(&known.shape, object)
    }

    /// Sends what is wanted of an object.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub(crate) fn send_part<T: Output>(
        &mut self,
        wanted: Selection,
        object: &T,
    ) -> Result<(), CmdletError> {
        let known = ckey_table::find_type(T::TYPE)
            .ok_or_else(|| CmdletError::internal("The table of outputs"))?;
        self.describe_parts(known)?;
        self.output(wanted.shape(), &wanted.part(object)?)
    }

    /// Describes the types that this one needs, once in a call: two calls of a session are read in
    /// any order, so neither relies on what the other has said.
    fn describe_parts(&mut self, of: &'static TypeDef) -> Result<(), CmdletError> {
        if self.is_described(&of.shape) {
            return Ok(());
        }
        for part in of.needs().filter_map(ckey_table::find_type) {
            self.describe_parts(part)?;
            if !self.is_described(&part.shape) {
                self.flush()?;
                self.described.extend(part.shape.types.first());
                // Nobody can do anything with it before the objects come.
                self.ends.put(Item::Record(record::description(&part.shape)), true)?;
            }
        }
        Ok(())
    }

    fn is_described(&self, shape: &Shape) -> bool {
        shape.types.first().is_some_and(|name| self.described.contains(name))
    }

    /// Sends one object, soon: at the latest with the thousandth, with the next record of another
    /// kind, or at the run's end.
    ///
    /// # Errors
    /// When the reader is gone or the call is cancelled; hand it on by `?`.
    pub fn output<T: Serialize + ?Sized>(
        &mut self,
        shape: &'static Shape,
        object: &T,
    ) -> Result<(), CmdletError> {
        if self.batch.as_ref().is_some_and(|batch| batch.shape() != shape) {
            self.flush()?;
        }
        let describe = self.batch.is_none() && !self.is_described(shape);
        if describe {
            self.described.extend(shape.types.first());
        }
        let batch = self.batch.get_or_insert_with(|| Batch::new(shape, describe));
        if batch.len() == 0 {
            self.since = Instant::now();
        }
        batch.push(object)?;
        let full = if self.sent { MOST_OBJECTS } else { FIRST_BATCH };
        if batch.len() >= full || self.since.elapsed() >= BATCH_AGE { self.flush() } else { Ok(()) }
    }

    /// Sends what the engine wants to be known, and the objects that wait for their record. Before
    /// work that takes long.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn flush(&mut self) -> Result<(), CmdletError> {
        for text in self.operation.iter().flat_map(|operation| operation.take_warnings()) {
            self.put(Item::Record(record::message("warning", &text)))?;
        }
        match self.batch.take() {
            Some(batch) if batch.len() > 0 => {
                self.sent = true;
                self.put(Item::Record(batch.finish()))
            }
            _ => Ok(()),
        }
    }

    /// Writes to the warning stream.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn warning(&mut self, text: &str) -> Result<(), CmdletError> {
        self.message("warning", text)
    }

    /// Writes to the verbose stream.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn verbose(&mut self, text: &str) -> Result<(), CmdletError> {
        self.message("verbose", text)
    }

    /// Writes to the information stream, which the user sees.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn information(&mut self, text: &str) -> Result<(), CmdletError> {
        self.message("information", text)
    }

    /// Says what would happen.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub(in crate::runtime) fn would(&mut self, text: &str) -> Result<(), CmdletError> {
        self.message("whatif", text)
    }

    /// Reports an error and goes on.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn error(&mut self, problem: &CmdletError) -> Result<(), CmdletError> {
        self.flush()?;
        self.problem.get_or_insert_with(|| problem.clone());
        self.put(Item::Record(record::error(problem)))
    }

    /// Whether progress that is told now would be shown.
    #[must_use]
    pub fn is_progress_due(&self) -> bool {
        self.told.is_none_or(|told| told.elapsed() >= PROGRESS_EVERY)
    }

    /// Says how far long work is, at most ten times a second; `percent` is 0 to 100, or -1 when
    /// unknown.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn progress(
        &mut self,
        activity: &str,
        status: &str,
        percent: i32,
    ) -> Result<(), CmdletError> {
        if !self.is_progress_due() {
            return Ok(());
        }
        self.told = Some(Instant::now());
        self.flush()?;
        self.put(Item::Record(record::progress(1, activity, status, percent.clamp(-1, 100), false)))
    }

    /// Takes the progress display away, if there is one.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn progress_done(&mut self, activity: &str) -> Result<(), CmdletError> {
        match self.told.take() {
            Some(_) => self.put(Item::Record(record::progress(1, activity, "", 100, true))),
            None => Ok(()),
        }
    }

    /// Asks the user; `true` at once for `-Force` and `-Confirm:$false`. What was not agreed to is
    /// the call's status in the end; a run that has several things to ask about goes on with the
    /// next.
    ///
    /// # Errors
    /// As [`Context::output`].
    pub fn confirm(&mut self, caption: &str, question: &str) -> Result<bool, CmdletError> {
        if self.call_options.unasked {
            return Ok(true);
        }
        self.flush()?;
        self.put(Item::Question(record::confirm(caption, question)))?;
        match self.ends.answer()? {
            Answer::Yes => Ok(true),
            answer => {
                if self.withheld.as_ref().is_none_or(|(worst, _)| *worst < answer) {
                    self.withheld = Some((answer, question.to_owned()));
                }
                Ok(false)
            }
        }
    }

    /// Gives up when the call was cancelled.
    ///
    /// # Errors
    /// `OperationStopped`.
    pub fn check(&self) -> Result<(), CmdletError> {
        if self.ends.cancel.is_cancelled() { Err(CmdletError::cancelled()) } else { Ok(()) }
    }

    /// Ends the run: sends what waits and the run's own error, and says how the call went.
    pub(crate) fn end(&mut self, result: Result<(), CmdletError>) -> Result<(), CmdletError> {
        if self.ends.cancel.is_cancelled() {
            return Err(CmdletError::cancelled());
        }
        // Who holds a tenant last waits for its jobs.
        self.ending = self.worked_on.as_ref().is_none_or(|tenant| Arc::strong_count(tenant) > 1);
        let sent = match &result {
            Ok(()) => self.flush(),
            Err(problem) => self.error(problem),
        };
        sent?;
        let withheld =
            self.withheld.take().map(|(answer, question)| CmdletError::withheld(answer, &question));
        self.problem.take().or(withheld).map_or(Ok(()), Err)
    }

    fn message(&mut self, stream: &str, text: &str) -> Result<(), CmdletError> {
        self.flush()?;
        self.put(Item::Record(record::message(stream, text)))
    }

    fn put(&self, item: Item) -> Result<(), CmdletError> {
        self.ends.put(item, self.ending)
    }
}

/// The one of its kind that was probably meant by a name that was made.
fn nearest(tenant: &Tenant, what: &str, made: &Known) -> Option<String> {
    let directory = tenant.directory();
    let known = match what {
        "user" => directory.users(),
        "subscription" => directory.subscriptions(),
        _ => return None,
    };
    let others: Vec<_> = known.ok()?.into_iter().filter(|known| known.id != made.id).collect();
    let names = others.iter().flat_map(|known| [known.display_name.as_str(), known.name.as_str()]);
    ckey_base::near::suggestion(&made.display_name, names).map(str::to_owned)
}
