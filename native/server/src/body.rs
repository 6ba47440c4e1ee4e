//! The bytes of an answer: whole, or, as rehearsed, half of them before the connection ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use zeroize::Zeroizing;

/// Why a connection ends without an answer, or within one.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends here, as rehearsed")]
pub(crate) struct Ended {
    /// It is cut.
    pub(crate) is_reset: bool,
}

/// The half that comes.
const CUT: &str = r#"{"key":{"kid":"https://"#;

/// What an answer says.
#[derive(Debug)]
pub(crate) struct Told {
    bytes: Option<Bytes>,
    /// What was promised beyond the bytes.
    missing: u64,
    /// The bytes have left.
    is_sent: bool,
}

impl Told {
    /// All of an answer, wiped once it was sent.
    pub(crate) fn whole(text: Zeroizing<Vec<u8>>) -> Self {
        let bytes = Some(Bytes::from_owner(text)).filter(|bytes| !bytes.is_empty());
        Self { bytes, missing: 0, is_sent: false }
    }

    /// The beginning of an answer, whose end does not come.
    pub(crate) fn half() -> Self {
        let bytes = Bytes::from_static(CUT.as_bytes());
        Self { missing: length(&bytes), bytes: Some(bytes), is_sent: false }
    }
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Body for Told {
    type Data = Bytes;
    type Error = Ended;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Ended>>> {
        if let Some(bytes) = self.bytes.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.missing == 0 {
            return Poll::Ready(None);
        }
        // What is there leaves before the connection ends.
        if !std::mem::replace(&mut self.is_sent, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Ended { is_reset: false })))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && self.missing == 0
    }

    fn size_hint(&self) -> SizeHint {
        let there = self.bytes.as_ref().map_or(0, length);
        SizeHint::with_exact(there.saturating_add(self.missing))
    }
}
