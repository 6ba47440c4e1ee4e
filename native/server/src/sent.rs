//! The body of a request: taken whole, bounded in size and time, and wiped after its use: it may hold
//! a key or a secret.

use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::StatusCode;
use hyper::body::{Body as _, Incoming};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::answer::Answer;

/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(15);
/// How much of a body that is too large is taken and thrown away, and for how long: a connection
/// that ends with bytes unread is reset, and the refusal may be lost with it.
const MOST_THROWN_AWAY: usize = 1 << 20;
const THROWING_TIME: Duration = Duration::from_secs(1);

/// The body, of so many bytes at most; the refusal if it has more, or takes too long.
pub(crate) async fn collect(mut body: Incoming, most: usize) -> Result<Zeroizing<Vec<u8>>, Answer> {
    let least = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    // Whoever says that much more will come is not waited for.
    if least > most.saturating_add(MOST_THROWN_AWAY) {
        return Err(too_large());
    }
    if least > most {
        throw_away(body).await;
        return Err(too_large());
    }
    match timeout(BODY_TIME, whole(Limited::new(&mut body, most))).await {
        Ok(Some(body)) => Ok(body),
        Ok(None) => {
            throw_away(body).await;
            Err(too_large())
        }
        Err(_) => {
            let message = "The request body did not come in time.";
            Err(Answer::error(StatusCode::REQUEST_TIMEOUT, "RequestTimeout", message)
                .with("connection", "close"))
        }
    }
}

/// All that comes; `None` where it is too much, or the connection ends before.
async fn whole(mut body: Limited<&mut Incoming>) -> Option<Zeroizing<Vec<u8>>> {
    let mut whole = Zeroizing::new(Vec::new());
    while let Some(frame) = body.frame().await {
        if let Ok(part) = frame.ok()?.into_data() {
            append(&mut whole, &part);
        }
    }
    Some(whole)
}

/// Room is taken for what has come, and not for what was promised.
fn append(whole: &mut Zeroizing<Vec<u8>>, part: &[u8]) {
    let length = whole.len().saturating_add(part.len());
    if length > whole.capacity() {
        // A vector that grows by itself leaves behind what it held.
        let room = length.max(whole.capacity().saturating_mul(2));
        let mut larger = Zeroizing::new(Vec::with_capacity(room));
        larger.extend_from_slice(whole);
        *whole = larger;
    }
    whole.extend_from_slice(part);
}

async fn throw_away(body: Incoming) {
    let _ = timeout(THROWING_TIME, Limited::new(body, MOST_THROWN_AWAY).collect()).await;
}

fn too_large() -> Answer {
    let message = "The request body is too large, or did not come whole.";
    Answer::error(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message)
        .with("connection", "close")
}
