//! One question within its time: given up when its caller gives up, asked again where the service
//! says when, or where a second time may find what the first did not.

use std::future::Future;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use ckey_network::Share;
use ckey_vault::{KeyUri, VaultError, VaultErrorKind as Kind, Wait};

use crate::answer::Refusal;
use crate::failure::no_network;

/// How often it is looked whether the caller has given up.
const LOOK: Duration = Duration::from_millis(10);
/// How many times a question is asked at most.
const MOST_TIMES: u32 = 5;
/// Before the second time where the service does not say when; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// Before the second time where nobody was reached: a connection may have grown old.
const AT_ONCE: Duration = Duration::from_millis(20);

/// Waits on this thread for what is done on the network's.
pub(crate) fn wait_for<T: Send + 'static>(
    network: &Share,
    wait: &Wait,
    uri: &KeyUri,
    work: impl Future<Output = Result<T, VaultError>> + Send + 'static,
) -> Result<T, VaultError> {
    wait.check(uri)?;
    let (tell, told) = sync_channel(1);
    let task = network.runtime().map_err(no_network)?.spawn(async move {
        let _ = tell.send(work.await);
    });
    loop {
        match told.recv_timeout(LOOK.min(wait.remaining())) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Timeout) => {
                if let Err(given_up) = wait.check(uri) {
                    task.abort();
                    return Err(given_up);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(VaultError::new(
                    Kind::ProviderMissing,
                    "What asked the vault ended without an answer.",
                    uri,
                    "Repeat it; if it happens again, tell whoever gives you this program.",
                ));
            }
        }
    }
}

/// Asks until there is an answer, or the time would be over before the next try.
pub(crate) async fn with_patience<T, F>(
    deadline: Instant,
    mut ask: impl FnMut() -> F,
) -> Result<T, VaultError>
where
    F: Future<Output = Result<T, Refusal>>,
{
    let mut times = 1;
    let mut pause = FIRST_PAUSE;
    loop {
        let refusal = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        let after = match refusal.error.kind {
            Kind::Throttled | Kind::ServerError => refusal.retry_after.unwrap_or(pause),
            Kind::Unreachable if times == 1 => AT_ONCE,
            _ => return Err(refusal.error),
        };
        // Who cannot be served in time is told at once: the other root waits.
        let next = Instant::now().checked_add(after);
        if times == MOST_TIMES || next.is_none_or(|next| next >= deadline) {
            return Err(refusal.error);
        }
        tokio::time::sleep(after).await;
        times = times.saturating_add(1);
        pause = pause.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_base::CancelToken;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn uri() -> KeyUri {
        KeyUri::new("kv-a", "Root", None).unwrap()
    }

    fn refusal(kind: Kind, after: Option<Duration>) -> Refusal {
        Refusal { retry_after: after, ..VaultError::new(kind, "m", "t", "f").into() }
    }

    /// How many times a vault is asked that refuses so, and how long that takes.
    fn asked(kind: Kind, after: Option<Duration>, limit: Duration) -> (u32, Duration) {
        let network = Share::take(Duration::ZERO).unwrap();
        let times = AtomicU32::new(0);
        let began = Instant::now();
        let deadline = began + limit;
        let answer: Result<(), _> =
            network.runtime().unwrap().block_on(with_patience(deadline, || {
                times.fetch_add(1, Ordering::Relaxed);
                async { Err(refusal(kind, after)) }
            }));
        assert_eq!(answer.unwrap_err().kind, kind);
        (times.load(Ordering::Relaxed), began.elapsed())
    }

    #[test]
    fn a_throttled_vault_is_asked_again_when_it_says_and_never_beyond_the_time() {
        let ms = Duration::from_millis;
        let (times, took) = asked(Kind::Throttled, Some(ms(60)), ms(200));
        assert!((3..=4).contains(&times) && took < ms(200), "{times} {took:?}");
        assert_eq!(asked(Kind::Throttled, Some(Duration::from_secs(30)), ms(200)).0, 1);
        assert_eq!(asked(Kind::ServerError, None, ms(300)).0, 2);
        assert_eq!(asked(Kind::Unreachable, None, ms(300)).0, 2);
        assert_eq!(asked(Kind::AccessDenied, Some(ms(1)), ms(300)).0, 1);
    }

    #[test]
    fn a_caller_who_gives_up_waits_no_longer_and_time_ends_a_wait() {
        let network = Share::take(Duration::ZERO).unwrap();
        let forever = || async {
            std::future::pending::<()>().await;
            Ok(())
        };
        let given_up = || {
            let cancel = CancelToken::new();
            let soon = {
                let cancel = cancel.clone();
                std::thread::spawn(move || {
                    let _ = CancelToken::new().sleep(Duration::from_millis(30));
                    cancel.cancel();
                })
            };
            let wait = Wait::at_most(Duration::from_secs(60), cancel);
            let began = Instant::now();
            let error = wait_for(&network, &wait, &uri(), forever()).unwrap_err();
            assert_eq!(error.kind, Kind::Cancelled);
            soon.join().unwrap();
            began.elapsed()
        };
        // A busy machine may be late once, and not eight times.
        let soonest = (0..8).map(|_| given_up()).min().unwrap();
        assert!(soonest < Duration::from_millis(130), "{soonest:?}");
        let wait = Wait::at_most(Duration::from_millis(30), CancelToken::new());
        let error = wait_for(&network, &wait, &uri(), forever()).unwrap_err();
        assert_eq!(error.kind, Kind::TimedOut);
    }
}
