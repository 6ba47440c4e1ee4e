//! Rotation policies: when a vault makes a new version of a key by itself, how long new versions
//! are valid, and when it tells that one is about to expire.

use crate::error::{VaultError, VaultErrorKind};
use crate::lifespan::Lifespan;
use crate::uri::KeyUri;
use crate::words::words;
use serde::{Deserialize, Serialize};

/// The shortest validity that a policy may give, and the shortest time that a rotation keeps from a
/// version's beginning and from its end.
const SHORTEST_VALIDITY: u16 = 28;
const SHORTEST_INTERVAL: u16 = 7;
/// When a vault tells of an expiry if nothing else is said.
const DEFAULT_NOTICE: u16 = 30;

words! {
    /// What a vault does by itself.
    LifetimeActionType, "lifetime action" {
        /// Makes a new version.
        Rotate = "Rotate",
        /// Tells that the current version is about to expire.
        Notify = "Notify",
    }
}

/// When it does so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifetimeTrigger {
    /// So long after the current version was made.
    AfterCreate(Lifespan),
    /// So long before the current version expires.
    BeforeExpiry(Lifespan),
}

/// One thing that a vault does by itself with a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifetimeAction {
    /// What.
    pub action: LifetimeActionType,
    /// When.
    pub trigger: LifetimeTrigger,
}

/// A rotation policy as it is asked for, and as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotationPolicy {
    /// How long versions made from now on are valid; without it they do not expire.
    pub expires_in: Option<Lifespan>,
    /// At most one of each type.
    pub actions: Vec<LifetimeAction>,
}

/// The rotation policy of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRotationPolicy {
    /// The key, without version.
    pub key: KeyUri,
    /// What it says.
    pub policy: RotationPolicy,
    /// When it was first and last set, Unix seconds; `None` where it is what every key has.
    pub set: Option<(i64, i64)>,
}

impl Default for RotationPolicy {
    fn default() -> Self {
        Self { expires_in: None, actions: vec![LifetimeAction::default_notice()] }
    }
}

impl LifetimeAction {
    fn default_notice() -> Self {
        Self {
            action: LifetimeActionType::Notify,
            trigger: LifetimeTrigger::BeforeExpiry(Lifespan::days(DEFAULT_NOTICE)),
        }
    }
}

impl RotationPolicy {
    /// What it does of one type.
    #[must_use]
    pub fn trigger(&self, action: LifetimeActionType) -> Option<&LifetimeTrigger> {
        self.actions.iter().find(|known| known.action == action).map(|known| &known.trigger)
    }

    /// As a vault keeps it: one that tells nothing before an expiry tells it 30 days before.
    ///
    /// # Errors
    /// `BadParameter` for what a vault does not take.
    pub fn judged(mut self, key: &KeyUri) -> Result<Self, VaultError> {
        self.check()
            .map_err(|(what, fix)| VaultError::new(VaultErrorKind::BadParameter, what, key, fix))?;
        if self.trigger(LifetimeActionType::Notify).is_none() {
            self.actions.push(LifetimeAction::default_notice());
        }
        Ok(self)
    }

    fn check(&self) -> Result<(), (String, &'static str)> {
        for action in LifetimeActionType::ALL {
            if self.actions.iter().filter(|known| known.action == *action).count() > 1 {
                return Err((
                    format!("A rotation policy has one lifetime action {action} at most."),
                    "Give one Rotate and one Notify.",
                ));
            }
        }
        let days = |days: u16| Lifespan::days(days).nominal_seconds();
        let validity = self.expires_in.as_ref().map(Lifespan::nominal_seconds);
        if let Some(span) = &self.expires_in
            && span.nominal_seconds() < days(SHORTEST_VALIDITY)
        {
            return Err((
                format!("Versions would expire after {span}; the least is P{SHORTEST_VALIDITY}D."),
                "Give 28 days or more, or leave the expiry out: Customer Key takes no key that expires.",
            ));
        }
        for action in &self.actions {
            check_trigger(action, validity, days(SHORTEST_INTERVAL))?;
        }
        Ok(())
    }
}

fn check_trigger(
    action: &LifetimeAction,
    validity: Option<i64>,
    least: i64,
) -> Result<(), (String, &'static str)> {
    use LifetimeActionType::{Notify, Rotate};
    let (span, other_end) = match &action.trigger {
        LifetimeTrigger::AfterCreate(_) if action.action == Notify => {
            return Err((
                "Notify is a time before the expiry, never after the creation.".to_owned(),
                "Give TimeBeforeExpiry with it.",
            ));
        }
        LifetimeTrigger::BeforeExpiry(_) if action.action == Rotate && validity.is_none() => {
            return Err((
                "A rotation before the expiry needs an expiry, and the policy gives none."
                    .to_owned(),
                "Give TimeAfterCreate, or the time after which versions expire.",
            ));
        }
        LifetimeTrigger::AfterCreate(span) => (span, "before the version expires"),
        LifetimeTrigger::BeforeExpiry(span) => (span, "after the version was made"),
    };
    let length = span.nominal_seconds();
    if action.action == Rotate && length < least {
        return Err((
            format!("{span} is less than P{SHORTEST_INTERVAL}D, the least for a rotation."),
            "Give 7 days or more.",
        ));
    }
    let margin = if action.action == Rotate { least } else { 0 };
    if validity.is_some_and(|validity| length > validity.saturating_sub(margin)) {
        return Err((
            format!("{} {span} does not come P{SHORTEST_INTERVAL}D {other_end}.", action.action),
            "Give a shorter time, or a longer validity.",
        ));
    }
    Ok(())
}

impl LifetimeTrigger {
    /// When it comes for a version that was made and expires then, Unix seconds; `None` without an
    /// expiry that it counts from.
    pub(crate) fn moment(&self, created: i64, expires: Option<i64>) -> Option<i64> {
        match self {
            Self::AfterCreate(span) => Some(span.after(created)),
            Self::BeforeExpiry(span) => expires.map(|expires| span.before(expires)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn policy(
        expires_in: Option<&str>,
        actions: &[(LifetimeActionType, bool, &str)],
    ) -> RotationPolicy {
        let action = |(action, after, span): &(LifetimeActionType, bool, &str)| LifetimeAction {
            action: *action,
            trigger: if *after {
                LifetimeTrigger::AfterCreate(span.parse().unwrap())
            } else {
                LifetimeTrigger::BeforeExpiry(span.parse().unwrap())
            },
        };
        RotationPolicy {
            expires_in: expires_in.map(|span| span.parse().unwrap()),
            actions: actions.iter().map(action).collect(),
        }
    }

    #[test]
    fn a_policy_keeps_the_least_times_of_the_service() {
        use LifetimeActionType::{Notify, Rotate};
        let uri = KeyUri::new("contoso01", "key", None).unwrap();
        let taken =
            |expires: Option<&str>, actions: &[_]| policy(expires, actions).judged(&uri).is_ok();
        assert!(taken(None, &[]) && taken(Some("P28D"), &[]) && !taken(Some("P27D"), &[]));
        assert!(taken(None, &[(Rotate, true, "P7D")]) && !taken(None, &[(Rotate, true, "P6D")]));
        assert!(!taken(None, &[(Rotate, false, "P30D")]));
        assert!(taken(Some("P2Y"), &[(Rotate, false, "P18M")]));
        assert!(taken(Some("P28D"), &[(Rotate, true, "P21D")]));
        assert!(!taken(Some("P28D"), &[(Rotate, true, "P22D")]));
        assert!(!taken(Some("P28D"), &[(Rotate, false, "P22D")]));
        assert!(!taken(None, &[(Notify, true, "P30D")]) && taken(None, &[(Notify, false, "P1D")]));
        assert!(!taken(None, &[(Rotate, true, "P9D"), (Rotate, true, "P8D")]));
    }

    #[test]
    fn a_vault_always_tells_before_an_expiry() {
        let uri = KeyUri::new("contoso01", "key", None).unwrap();
        let kept = policy(None, &[]).judged(&uri).unwrap();
        assert_eq!(kept, RotationPolicy::default());
        let own = policy(None, &[(LifetimeActionType::Notify, false, "P10D")]);
        assert_eq!(own.clone().judged(&uri).unwrap(), own);
    }
}
