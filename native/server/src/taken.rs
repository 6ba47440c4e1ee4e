//! A stream whose other end takes what it is given: an answer that has waited too long to leave
//! ends the connection, which would otherwise be there for as long as nobody reads.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

pub(crate) struct Taken<S> {
    stream: S,
    time: Duration,
    /// Since something had to wait, until nothing does.
    waits: Option<Pin<Box<Sleep>>>,
}

impl<S> Taken<S> {
    /// All that is written leaves within such a time of when it first has to wait.
    pub(crate) const fn within(time: Duration, stream: S) -> Self {
        Self { stream, time, waits: None }
    }

    pub(crate) const fn stream(&self) -> &S {
        &self.stream
    }

    fn waited<T>(
        &mut self,
        context: &mut Context<'_>,
        done: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if done.is_ready() {
            return done;
        }
        let end = Instant::now().checked_add(self.time).unwrap_or_else(Instant::now);
        let waits = self.waits.get_or_insert_with(|| Box::pin(sleep_until(end)));
        ready!(waits.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taken<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taken<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.waited(context, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(context);
        // Who takes a byte now and then has not taken the answer.
        if done.is_ready() {
            self.waits = None;
        }
        self.waited(context, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(context);
        self.waited(context, done)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::future::poll_fn;

    use super::*;
    use tokio::time::{Interval, interval};

    const TIME: Duration = Duration::from_millis(600);

    /// Takes a byte now and then, or never.
    struct Drips(Option<Interval>);

    impl AsyncWrite for Drips {
        fn poll_write(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            _: &[u8],
        ) -> Poll<io::Result<usize>> {
            let Some(drips) = &mut self.0 else { return Poll::Pending };
            drips.poll_tick(context).map(|_| Ok(1))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    async fn write(stream: &mut Taken<Drips>) -> io::Result<usize> {
        poll_fn(|context| Pin::new(&mut *stream).poll_write(context, &[0; 64])).await
    }

    #[tokio::test]
    async fn an_answer_that_is_taken_a_byte_at_a_time_has_no_more_time_than_one_that_is_not() {
        for drips in [None, Some(interval(TIME / 10))] {
            let mut stream = Taken::within(TIME, Drips(drips));
            let mut written = 0;
            let ended = loop {
                match write(&mut stream).await {
                    Ok(bytes) => written += bytes,
                    Err(error) => break error,
                }
                assert!(written < 1000);
            };
            assert_eq!(ended.kind(), io::ErrorKind::TimedOut);
        }
    }

    #[tokio::test]
    async fn who_takes_each_answer_may_stay_and_nobody_is_waited_for_to_say_goodbye() {
        let mut stream = Taken::within(TIME, Drips(Some(interval(TIME / 6))));
        for _ in 0..12 {
            write(&mut stream).await.unwrap();
            poll_fn(|context| Pin::new(&mut stream).poll_flush(context)).await.unwrap();
        }
        let ended = poll_fn(|context| Pin::new(&mut stream).poll_shutdown(context)).await;
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
