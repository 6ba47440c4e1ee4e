//! Faults a vault can be told to have, so that outages can be rehearsed.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// What a vault does instead of answering as usual. Persisted: every process sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "wait")]
pub enum Fault {
    /// Answers as usual.
    #[default]
    None,
    /// Fails at once as unreachable.
    Unreachable,
    /// Cuts the connection while the answer is waited for. Unreachable, where there is none.
    Reset,
    /// Ends the connection within an answer. Unreachable, where there is none.
    HalfAnswer,
    /// Fails at once as throttled (429).
    Throttled,
    /// Fails at once with a failure of its own (5xx).
    ServerError,
    /// Accepts no token of anybody (401).
    Unauthorized,
    /// Lets nobody through its firewall (403).
    Firewall,
    /// Refuses everybody, because its subscription is canceled (403).
    SubscriptionCanceled,
    /// Answers get, wrap and unwrap only after this time.
    Slow(Duration),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Unreachable => f.write_str("unreachable"),
            Self::Reset => f.write_str("connections reset"),
            Self::HalfAnswer => f.write_str("half an answer"),
            Self::Throttled => f.write_str("throttled"),
            Self::ServerError => f.write_str("server error"),
            Self::Unauthorized => f.write_str("accepts no token"),
            Self::Firewall => f.write_str("closed firewall"),
            Self::SubscriptionCanceled => f.write_str("subscription canceled"),
            Self::Slow(wait) => write!(f, "slow ({} ms)", wait.as_millis()),
        }
    }
}
