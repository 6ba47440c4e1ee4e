//! Files that prove who asks: an application's certificate with its key, and a token that the
//! machine of a workload puts there. A file may be a pipe, and its disk may be far away and silent:
//! whoever waits for one is on the network's threads, within the time of the question.

use std::path::Path;
use std::sync::Arc;

use azure_core::http::ClientMethodOptions;
use azure_identity::ClientAssertion;
use ckey_network::Together;
use ckey_vault::VaultErrorKind;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// More than a certificate with its key takes, or a token.
const MOST_BYTES: u64 = 64 << 10;

/// What a file holds, or why that is not known.
type Read = Result<Arc<Zeroizing<Vec<u8>>>, String>;

static READ: Together<Read> = Together::new();

/// What a file holds that is called so in a sentence.
pub(crate) async fn read(what: &str, path: &str) -> Result<Arc<Zeroizing<Vec<u8>>>, Failure> {
    let asked = path.to_owned();
    let work = move || {
        let read = ckey_base::regular::read(Path::new(&asked), MOST_BYTES);
        let read = read.map(|bytes| Arc::new(Zeroizing::new(bytes)));
        read.map_err(|error| ckey_base::why(&error))
    };
    let read = READ.share(path, work).await;
    let read = read.unwrap_or_else(|| Err("nothing has read it".to_owned()));
    read.map_err(|why| refused(format!("{what} '{path}' cannot be read: {why}")))
}

fn refused(what: String) -> Failure {
    Failure::new(VaultErrorKind::SignInFailed, what)
}

/// The token of a workload, read anew for each sign-in: it is replaced before it ends.
#[derive(Debug)]
pub(crate) struct WorkloadToken {
    path: String,
}

impl WorkloadToken {
    pub(crate) const fn at(path: String) -> Self {
        Self { path }
    }

    async fn text(&self) -> Result<String, Failure> {
        let what = "the workload's token file";
        let bytes = read(what, &self.path).await?;
        let text = std::str::from_utf8(&bytes).map(str::to_owned);
        text.map_err(|_| refused(format!("{what} '{}' is not UTF-8 text", self.path)))
    }
}

#[async_trait::async_trait]
impl ClientAssertion for WorkloadToken {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        Ok(self.text().await?)
    }
}
