//! Requests with a token of ours that reach no vault, on the record with what vaults refuse.

use std::sync::Arc;

use ckey_engine::{Operation, Outcome};
use serde_json::Map;

use crate::tally::Tally;
use crate::token::Claims;

/// Why no vault hears of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeldBack {
    /// Its token was given to a registration that has ended.
    HasEnded,
    /// Its application asks more often than it may.
    TooMany,
}

impl HeldBack {
    const fn outcome(self) -> Outcome<'static> {
        match self {
            Self::HasEnded => Outcome::Denied {
                id: "Unauthorized",
                message: "A token was shown of a registration that has ended.",
            },
            Self::TooMany => Outcome::Failed {
                id: "PrincipalLimitReached",
                message: "The application asked more often than it may.",
            },
        }
    }
}

impl Tally {
    /// Tells of a request that is held back. Who is told so waits for no disk: a flood is held back
    /// at little cost.
    pub(crate) fn tell_of(self: &Arc<Self>, claims: &Claims, from: &str, why: HeldBack) {
        let operation = Operation::new("customer-key serve", &Map::new());
        operation.asked_by(|| claims.appid.clone());
        self.tell_later(operation, (&claims.appid, from), why.outcome());
    }
}
