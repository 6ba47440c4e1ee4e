//! Work on many things, as many at once as there are processors.

use std::num::NonZeroUsize;
use std::sync::Mutex;

/// What the work gave for each, in the order in which they began and ended.
pub(crate) fn each<T: Sync, R: Send>(
    all: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Result<Vec<R>, String> {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let waiting = Mutex::new(all.iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    std::thread::scope(|scope| {
        let begin = |_| scope.spawn(|| std::iter::from_fn(next).map(&work).collect::<Vec<_>>());
        let workers: Vec<_> = (0..processors.min(all.len())).map(begin).collect();
        let ended = workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| String::from("a worker panicked")));
        Ok(ended.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    })
}
