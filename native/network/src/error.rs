//! Why nothing can wait for the network.

/// What keeps a process from the network, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} {fix}")]
pub struct NetworkError {
    /// Stable id.
    pub id: &'static str,
    /// What happened.
    pub message: String,
    /// What to do.
    pub fix: &'static str,
}

impl NetworkError {
    pub(crate) fn not_started(error: &std::io::Error) -> Self {
        Self {
            id: "NetworkNotStarted",
            message: format!("The network's threads did not start: {}.", ckey_base::why(error)),
            fix: "Let this user have more threads and files open, or end other programs.",
        }
    }

    pub(crate) fn forked() -> Self {
        Self {
            id: "NetworkForked",
            message: "The network belongs to the parent of this process, which has forked.".into(),
            fix: "Open the tenant in the child, or start another program instead of forking.",
        }
    }
}
