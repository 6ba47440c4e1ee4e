//! The certificate that the server shows, renewed long before it ends: a server may run for years.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ckey_base::clock::Clock;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::error::ServeError;

const DAY: i64 = 86_400;
/// A certificate lives for 90 days; what is left is for who must find out why none is made.
const RENEW_AFTER: i64 = 60 * DAY;

/// Makes a certificate at a time, Unix seconds.
type Issue = Box<dyn Fn(i64) -> Result<CertifiedKey, ServeError> + Send + Sync>;

/// A certificate that is made anew for the first connection after its time.
pub(crate) struct Renewed {
    clock: Arc<dyn Clock>,
    issue: Issue,
    shown: Mutex<Shown>,
}

struct Shown {
    made: i64,
    key: Arc<CertifiedKey>,
}

impl Renewed {
    pub(crate) fn new(clock: Arc<dyn Clock>, issue: Issue) -> Result<Self, ServeError> {
        let made = clock.now();
        let shown = Mutex::new(Shown { made, key: Arc::new(issue(made)?) });
        Ok(Self { clock, issue, shown })
    }

    fn current(&self) -> Arc<CertifiedKey> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        // A clock that is put back makes one that holds then, too.
        if !(-DAY..RENEW_AFTER).contains(&now.saturating_sub(shown.made)) {
            match (self.issue)(now) {
                Ok(key) => *shown = Shown { made: now, key: Arc::new(key) },
                Err(error) => tracing::error!(%error, "the certificate was not renewed"),
            }
        }
        Arc::clone(&shown.key)
    }
}

impl ResolvesServerCert for Renewed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

impl fmt::Debug for Renewed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Renewed").finish_non_exhaustive()
    }
}
