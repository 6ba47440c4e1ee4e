//! `customer-key seal | open | inspect`: streams of any length, in constant memory, under the keys of
//! an application scope. What [`seal`] and [`open`] do, programs do by `ckey_seal_start` and
//! `ckey_open_start`, and their updates and finishes.

mod inspect;
mod open;
mod place;
mod seal;
mod words;

use std::process::ExitCode;
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_cmdlets::{CmdletError, Session};
use ckey_crypto::CryptoError;
use ckey_engine::{EngineError, ScopeLease, ScopeSelector};

pub(crate) use words::{Data, OPTIONS, read};

/// Why it ended, with what to do about it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0} {fix}", fix = .0.fix)]
    Cmdlet(#[from] CmdletError),
    #[error("{0} {fix}", fix = .0.fix)]
    Engine(#[from] EngineError),
    #[error("{0}")]
    Object(#[from] CryptoError),
    #[error("{0}: {why}", why = ckey_base::why(.1))]
    File(String, std::io::Error),
    #[error("{0}")]
    Told(String),
}

/// Seals, opens or inspects; a failure is told and is the exit code 1.
pub(crate) fn run(session: &Arc<Session>, data: &Data) -> ExitCode {
    let done = match data {
        Data::Seal(stream) => lease(session, &stream.application)
            .and_then(|lease| seal::run(&lease, &stream.context, stream)),
        Data::Open(stream) => known(session, &stream.application)
            .and_then(|()| lease(session, &stream.application))
            .and_then(|lease| open::run(&lease, &stream.context, stream)),
        Data::Inspect(file) => inspect::run(file),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("customer-key: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Who opens makes no application: a name that is mistyped has sealed nothing.
fn known(session: &Session, application: &str) -> Result<(), Failure> {
    session.tenant()?.workloads().application(application)?;
    Ok(())
}

fn lease(session: &Session, application: &str) -> Result<Arc<ScopeLease>, Failure> {
    let selector = ScopeSelector::Application(application.to_owned());
    let lease = session.open_scope("customer-key", &selector, &CancelToken::new())?;
    if let Some(warning) = lease.describe()?.warning() {
        eprintln!("customer-key: warning: {warning}");
    }
    Ok(lease)
}
