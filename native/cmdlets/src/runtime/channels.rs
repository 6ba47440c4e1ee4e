//! What a run and its call say to each other.

use ckey_base::CancelToken;
use crossbeam_channel::{Receiver, Sender};

/// What a run sends.
pub(crate) enum Item {
    Record(Vec<u8>),
    Question(Vec<u8>),
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    Yes,
    No,
    /// The caller went on reading without one.
    Missing,
}

/// What a context needs of its call.
pub(crate) struct Channels {
    pub(crate) records: Sender<Item>,
    pub(crate) answers: Receiver<Answer>,
    pub(crate) cancel: CancelToken,
}
