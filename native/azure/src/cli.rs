//! The Azure CLI as a sign-in. It often takes longer than a root is waited for, so it goes on when who
//! asked has given up, and its token is there for who asks next.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use azure_identity::Executor;
use ckey_vault::VaultErrorKind as Kind;

use crate::failure::Failure;
use crate::token::in_one_line;

/// The CLI starts an interpreter and asks its directory; what takes longer hangs.
const LONGEST: Duration = Duration::from_secs(30);
/// A token that ends sooner is asked for anew, as the SDK does; until the new one is there it still
/// serves, while it lives as long as a question takes.
const SOON: Duration = Duration::from_secs(300);
const LAST_MOMENT: Duration = Duration::from_secs(30);

/// What the CLI gives, for each scope.
#[derive(Debug)]
pub(crate) struct Cli {
    inner: Arc<dyn TokenCredential>,
    longest: Duration,
    scopes: Mutex<HashMap<String, Arc<Scope>>>,
}

/// One run at a time, and what the last one gave.
#[derive(Debug, Default)]
struct Scope {
    running: tokio::sync::Mutex<()>,
    last: Mutex<Option<Last>>,
}

#[derive(Debug, Clone)]
struct Last {
    ended: Instant,
    given: Result<AccessToken, String>,
}

impl Scope {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token that lives longer than this.
    fn token(&self, longer: Duration) -> Option<AccessToken> {
        let last = self.last();
        let token = last.as_ref()?.given.as_ref().ok()?;
        (token.expires_on > OffsetDateTime::now_utc() + longer).then(|| token.clone())
    }

    /// What the CLI gives to a question that began then: also the refusal of a run that has ended
    /// since.
    async fn ask(
        &self,
        cli: &dyn TokenCredential,
        (name, longest): (&str, Duration),
        began: Instant,
    ) -> Result<AccessToken, String> {
        let _running = self.running.lock().await;
        if let Some(token) = self.token(SOON) {
            return Ok(token);
        }
        if let Some(Last { ended, given }) = self.last().clone()
            && given.is_err()
            && ended >= began
        {
            return given;
        }
        let given = match tokio::time::timeout(longest, cli.get_token(&[name], None)).await {
            Ok(given) => given.map_err(|error| in_one_line(&error.to_string())),
            Err(_) => Err(format!("it gave no token within {} seconds", longest.as_secs())),
        };
        *self.last() = Some(Last { ended: Instant::now(), given: given.clone() });
        given
    }
}

impl Cli {
    pub(crate) fn new(inner: Arc<dyn TokenCredential>) -> Self {
        Self { inner, longest: LONGEST, scopes: Mutex::default() }
    }

    fn scope(&self, name: &str) -> Arc<Scope> {
        let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(scopes.entry(name.to_owned()).or_default())
    }
}

#[async_trait::async_trait]
impl TokenCredential for Cli {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let (name, began) = (scopes.concat(), Instant::now());
        let scope = self.scope(&name);
        if let Some(token) = scope.token(SOON) {
            return Ok(token);
        }
        let failed = |what| Failure::new(Kind::SignInFailed, what).into();
        let still = scope.token(LAST_MOMENT);
        let (inner, longest) = (Arc::clone(&self.inner), self.longest);
        // Whoever gives up leaves it behind.
        let running =
            tokio::spawn(async move { scope.ask(&*inner, (&name, longest), began).await });
        if let Some(token) = still {
            return Ok(token);
        }
        match running.await {
            Ok(given) => given.map_err(failed),
            Err(_) => Err(failed("it ended without an answer".to_owned())),
        }
    }
}

/// Runs the CLI so that it has no terminal of ours, and ends with who waits for it.
#[derive(Debug)]
pub(crate) struct Runner;

#[async_trait::async_trait]
impl Executor for Runner {
    async fn run(&self, program: &OsStr, arguments: &[&OsStr]) -> std::io::Result<Output> {
        let mut command = tokio::process::Command::new(program);
        command.args(arguments).stdin(Stdio::null()).kill_on_drop(true).output().await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use azure_core::error::ErrorKind;
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
    fn who_gives_up_on_one_scope_and_then_on_another_finds_both_tokens() {
        let (slow, cli) = cli(TAKES, Some(3600));
        play(async {
            for _ in 0..2 {
                for scope in ["a", "b"] {
                    let _ = tokio::time::timeout(TAKES / 6, cli.get_token(&[scope], None)).await;
                }
                tokio::time::sleep(TAKES * 2).await;
            }
            for scope in ["a", "b"] {
                let token = tokio::time::timeout(TAKES / 6, cli.get_token(&[scope], None)).await;
                assert!(token.unwrap().unwrap().token.secret().starts_with(scope));
            }
        });
        assert_eq!(slow.times.load(Ordering::Acquire), 2);
    }

    #[test]
    fn a_token_that_ends_soon_serves_while_it_is_asked_for_anew() {
        let (slow, cli) = cli(TAKES, Some(200));
        play(async {
            for _ in 0..8 {
                assert_eq!(cli.get_token(&["a"], None).await.unwrap().token.secret(), "a-0");
            }
            tokio::time::sleep(TAKES * 2).await;
            assert_ne!(cli.get_token(&["a"], None).await.unwrap().token.secret(), "a-0");
        });
        assert!(slow.times.load(Ordering::Acquire) >= 2);
        let (slow, cli) = self::cli(TAKES, Some(20));
        play(async {
            for number in 0..3 {
                let token = cli.get_token(&["a"], None).await.unwrap();
                assert_eq!(token.token.secret(), format!("a-{number}"));
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
