//! Asking both roots of a SharePoint policy: the second a little later than the first, and the
//! first success wins (rule 3.3.2). An early failure cancels nothing (rule 3.3.3).

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Policy, PolicyWrap};
use ckey_vault::{VaultError, VaultErrorKind};

use super::roots::{RootFailure, open_root};
use crate::ground::Ground;
use crate::record::Operation;

type Wrap<'a> = Result<&'a PolicyWrap, RootFailure>;

/// The policy key by whichever root answers well first, or why neither did.
pub(super) fn first_success(
    ground: &Ground,
    policy: &Policy,
    wraps: [Wrap<'_>; 2],
    cancel: &CancelToken,
) -> Result<SecretKey, Vec<RootFailure>> {
    let offset = ground.current_settings().root_offset;
    // Whoever comes second need not be waited for.
    let race = cancel.child();
    thread::scope(|scope| {
        let (answer, answers) = channel();
        let (mut left, mut asked, mut failures) = (wraps.into_iter(), 0, Vec::with_capacity(2));
        loop {
            if asked == failures.len() || asked == 0 {
                asked += usize::from(ask(scope, &answer, ground, policy, left.next(), &race));
            }
            let next = if asked == 1 {
                answers.recv_timeout(offset)
            } else {
                answers.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match next {
                Ok(Ok(key)) => {
                    race.cancel();
                    return Ok(key);
                }
                Ok(Err(failure)) => failures.push(failure),
                Err(RecvTimeoutError::Timeout) => {
                    asked += usize::from(ask(scope, &answer, ground, policy, left.next(), &race));
                }
                // The sender is held here.
                Err(RecvTimeoutError::Disconnected) => return Err(failures),
            }
            if failures.len() == 2 {
                return Err(failures);
            }
        }
    })
}

/// Asks a root on a thread of its own; where there is none to be had, that fails this root alone.
fn ask<'scope, 'env>(
    scope: &'scope thread::Scope<'scope, 'env>,
    answer: &Sender<Result<SecretKey, RootFailure>>,
    ground: &'env Ground,
    policy: &'env Policy,
    wrap: Option<Wrap<'env>>,
    race: &CancelToken,
) -> bool {
    let Some(wrap) = wrap else { return false };
    let (tell, race) = (answer.clone(), race.clone());
    // What this thread is busy with, that one is.
    let operation = Operation::current();
    let uri = wrap.as_ref().map(|wrap| wrap.key_uri.clone()).ok();
    let asked =
        thread::Builder::new().name("ckey-root".to_owned()).spawn_scoped(scope, move || {
            let open = || wrap.and_then(|wrap| open_root(ground, policy, wrap, &race));
            let _ = tell.send(match operation {
                Some(operation) => operation.run(open),
                None => open(),
            });
        });
    if let Err(error) = asked {
        let key_uri = uri.unwrap_or_default();
        let message = format!("No thread could be started: {error}.");
        let error = VaultError::new(VaultErrorKind::Io, message, &key_uri, "Free resources.");
        let _ = answer.send(Err(RootFailure { key_uri, error }));
    }
    true
}
