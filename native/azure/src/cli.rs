//! The Azure CLI as a sign-in. It often takes longer than a root is waited for, so it goes on when who
//! asked has given up, and its token is there for who asks next.

use std::sync::Arc;
use std::time::{Duration, Instant};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::time::OffsetDateTime;
use ckey_vault::VaultErrorKind as Kind;
use tokio::sync::Mutex;

use crate::failure::Failure;
use crate::token::in_one_line;

/// The CLI starts an interpreter and asks its directory; what takes longer hangs.
const LONGEST: Duration = Duration::from_secs(30);
/// A token that ends sooner is asked for anew, as the SDK does.
const SOON: Duration = Duration::from_secs(300);

/// One CLI at a time, and what the last one gave.
#[derive(Debug)]
pub(crate) struct Cli {
    inner: Arc<dyn TokenCredential>,
    longest: Duration,
    last: Arc<Mutex<Option<Last>>>,
}

/// What a CLI gave for a scope, and when.
#[derive(Debug, Clone)]
struct Last {
    scope: String,
    ended: Instant,
    given: Result<AccessToken, String>,
}

impl Last {
    /// What it is to a question that began then: a token that lives on, or the refusal of a CLI that
    /// ended after that.
    fn serves(&self, scope: &str, began: Instant) -> bool {
        let lives = |token: &AccessToken| token.expires_on > OffsetDateTime::now_utc() + SOON;
        self.scope == scope && self.given.as_ref().map_or(self.ended >= began, lives)
    }
}

impl Cli {
    pub(crate) fn new(inner: Arc<dyn TokenCredential>) -> Self {
        Self { inner, longest: LONGEST, last: Arc::default() }
    }
}

/// What a CLI gives in this time; else why it gives nothing.
async fn run(
    cli: &dyn TokenCredential,
    scope: &str,
    longest: Duration,
) -> Result<AccessToken, String> {
    match tokio::time::timeout(longest, cli.get_token(&[scope], None)).await {
        Ok(given) => given.map_err(|error| in_one_line(&error.to_string())),
        Err(_) => Err(format!("it gave no token within {} seconds", longest.as_secs())),
    }
}

#[async_trait::async_trait]
impl TokenCredential for Cli {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let (inner, longest, last) =
            (Arc::clone(&self.inner), self.longest, Arc::clone(&self.last));
        let (scope, began) = (scopes.concat(), Instant::now());
        let failed = |what| {
            azure_core::Error::new(ErrorKind::Credential, Failure::new(Kind::SignInFailed, what))
        };
        // Whoever gives up leaves it behind.
        let running = tokio::spawn(async move {
            let mut last = last.lock().await;
            if let Some(last) = last.as_ref().filter(|last| last.serves(&scope, began)) {
                return last.given.clone();
            }
            let given = run(&*inner, &scope, longest).await;
            *last = Some(Last { scope, ended: Instant::now(), given: given.clone() });
            given
        });
        match running.await {
            Ok(given) => given.map_err(failed),
            Err(_) => Err(failed("it ended without an answer".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_network::Share;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A CLI that takes so long, and what it gives each time: a token that lives so many seconds.
    #[derive(Debug)]
    struct Slow {
        takes: Duration,
        lives: Option<u64>,
        times: AtomicU32,
    }

    #[async_trait::async_trait]
    impl TokenCredential for Slow {
        async fn get_token(
            &self,
            scopes: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AccessToken> {
            let time = self.times.fetch_add(1, Ordering::AcqRel);
            tokio::time::sleep(self.takes).await;
            let Some(lives) = self.lives else {
                return Err(azure_core::Error::with_message(ErrorKind::Credential, "no account"));
            };
            let ends = OffsetDateTime::now_utc() + Duration::from_secs(lives);
            Ok(AccessToken::new(format!("{}-{time}", scopes.concat()), ends))
        }
    }

    const TAKES: Duration = Duration::from_millis(60);

    fn cli(takes: Duration, lives: Option<u64>) -> (Arc<Slow>, Cli) {
        let slow = Arc::new(Slow { takes, lives, times: AtomicU32::new(0) });
        let inner: Arc<dyn TokenCredential> = Arc::<Slow>::clone(&slow);
        (slow, Cli { longest: TAKES * 5, ..Cli::new(inner) })
    }

    fn play<T>(work: impl Future<Output = T>) -> T {
        Share::take(Duration::ZERO).unwrap().runtime().unwrap().block_on(work)
    }

    #[test]
    fn who_gives_up_leaves_the_token_for_who_asks_next() {
        let (slow, cli) = cli(TAKES, Some(3600));
        play(async {
            let given_up = tokio::time::timeout(TAKES / 6, cli.get_token(&["a"], None)).await;
            assert!(given_up.is_err());
            for _ in 0..3 {
                let token = cli.get_token(&["a"], None).await.unwrap();
                assert_eq!(token.token.secret(), "a-0");
            }
            let other = cli.get_token(&["b"], None).await.unwrap();
            assert_eq!(other.token.secret(), "b-1");
        });
        assert_eq!(slow.times.load(Ordering::Acquire), 2);
    }

    #[test]
    fn a_token_that_ends_soon_is_asked_for_anew() {
        let (slow, cli) = cli(Duration::ZERO, Some(200));
        play(async {
            for _ in 0..3 {
                cli.get_token(&["a"], None).await.unwrap();
            }
        });
        assert_eq!(slow.times.load(Ordering::Acquire), 3);
    }

    #[test]
    fn many_who_wait_for_one_cli_that_gives_nothing_hear_of_it_and_start_no_other() {
        for (takes, lives, told) in
            [(TAKES, None, "no account"), (TAKES * 100, Some(3600), "no token within")]
        {
            let (slow, cli) = cli(takes, lives);
            play(async {
                let (cli, mut asked) = (Arc::new(cli), tokio::task::JoinSet::new());
                for _ in 0..8 {
                    let cli = Arc::clone(&cli);
                    asked.spawn(async move { cli.get_token(&["a"], None).await });
                }
                while let Some(given) = asked.join_next().await {
                    let error = given.unwrap().unwrap_err();
                    let failure = Failure::behind(&error).unwrap();
                    assert_eq!(failure.kind, Kind::SignInFailed);
                    assert!(failure.what.contains(told), "{}", failure.what);
                }
            });
            assert_eq!(slow.times.load(Ordering::Acquire), 1);
        }
    }
}
