//! What a caller says to a question.

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    Yes,
    No,
    /// The caller went on reading without one.
    Missing,
}
