//! What takes a processor or a disk away from those who wait for the network is done elsewhere.

use crate::answer::Answer;

/// Does work on a thread of its own; who asked may be gone before it is done.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Answer> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        Answer::of_store("An unexpected error occurred while the request was processed.")
    })
}
