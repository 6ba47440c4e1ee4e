//! A rotation policy as JSON, as the protocol sends it and as files for the service's tools hold it.

use crate::error::{VaultError, VaultErrorKind};
use crate::rotation_policy::{LifetimeAction, LifetimeTrigger, RotationPolicy};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    #[serde(default)]
    lifetime_actions: Vec<Action>,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Deserialize, Serialize)]
struct Action {
    trigger: Trigger,
    action: Named,
}

#[derive(Deserialize, Serialize)]
struct Named {
    #[serde(rename = "type")]
    name: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Trigger {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_after_create: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_before_expiry: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiry_time: Option<String>,
}

impl LifetimeTrigger {
    /// The one of two texts that is given.
    ///
    /// # Errors
    /// `BadParameter` where both are, or none, or it is no duration.
    pub fn of(after_create: Option<&str>, before_expiry: Option<&str>) -> Result<Self, VaultError> {
        let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        match (given(after_create), given(before_expiry)) {
            (Some(span), None) => Ok(Self::AfterCreate(span.parse()?)),
            (None, Some(span)) => Ok(Self::BeforeExpiry(span.parse()?)),
            _ => Err(bad(
                "A lifetime action has one time: after the creation or before the expiry.",
                "Give TimeAfterCreate or TimeBeforeExpiry, such as P18M.",
            )),
        }
    }

    /// As two texts, of which one is none: after the creation, before the expiry.
    #[must_use]
    pub fn texts(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::AfterCreate(span) => (Some(span.as_str()), None),
            Self::BeforeExpiry(span) => (None, Some(span.as_str())),
        }
    }
}

impl RotationPolicy {
    /// Reads a policy. It is not judged yet.
    ///
    /// # Errors
    /// `BadParameter` for what is none.
    pub fn from_json(text: &[u8]) -> Result<Self, VaultError> {
        // An object: a list would be read as its members in order.
        let read = serde_json::from_slice::<serde_json::Map<String, Value>>(text)
            .and_then(|members| serde_json::from_value(members.into()));
        let document: Document = read.map_err(|error| {
            bad(
                format!("This is no rotation policy: {error}."),
                "Give JSON: {\"lifetimeActions\": [{\"trigger\": {\"timeAfterCreate\": \"P18M\"}, \"action\": {\"type\": \"Rotate\"}}], \"attributes\": {}}",
            )
        })?;
        let action = |given: Action| {
            let Trigger { time_after_create, time_before_expiry } = given.trigger;
            Ok::<_, VaultError>(LifetimeAction {
                action: given.action.name.parse()?,
                trigger: LifetimeTrigger::of(
                    time_after_create.as_deref(),
                    time_before_expiry.as_deref(),
                )?,
            })
        };
        let expires_in = document.attributes.expiry_time.filter(|text| !text.is_empty());
        Ok(Self {
            expires_in: expires_in.map(|text| text.parse()).transpose()?,
            actions: document.lifetime_actions.into_iter().map(action).collect::<Result<_, _>>()?,
        })
    }

    /// The policy as JSON, without id and dates.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let action = |known: &LifetimeAction| {
            let (after, before) = known.trigger.texts();
            Action {
                trigger: Trigger {
                    time_after_create: after.map(str::to_owned),
                    time_before_expiry: before.map(str::to_owned),
                },
                action: Named { name: known.action.to_string() },
            }
        };
        let expiry_time = self.expires_in.as_ref().map(ToString::to_string);
        let document = Document {
            lifetime_actions: self.actions.iter().map(action).collect(),
            attributes: Attributes { expiry_time },
        };
        serde_json::to_value(document).unwrap_or_default()
    }
}

fn bad(message: impl Into<String>, fix: &str) -> VaultError {
    VaultError::new(VaultErrorKind::BadParameter, message, "rotation policy", fix)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_policy_is_read_back_as_it_is_written() {
        let text = json!({
            "lifetimeActions": [
                { "trigger": { "timeAfterCreate": "P18M" }, "action": { "type": "Rotate" } },
                { "trigger": { "timeBeforeExpiry": "P30D" }, "action": { "type": "Notify" } },
            ],
            "attributes": { "expiryTime": "P2Y" },
        });
        let policy = RotationPolicy::from_json(text.to_string().as_bytes()).unwrap();
        assert_eq!(policy.to_json(), text);
        let nothing = RotationPolicy::from_json(b"{}").unwrap();
        assert!(nothing.actions.is_empty() && nothing.expires_in.is_none());
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        for text in [
            "",
            "[]",
            r#"{"lifetimeActions": [{"trigger": {}, "action": {"type": "Rotate"}}]}"#,
            r#"{"lifetimeActions": [{"trigger": {"timeAfterCreate": "P9D", "timeBeforeExpiry": "P9D"}, "action": {"type": "Rotate"}}]}"#,
            r#"{"lifetimeActions": [{"trigger": {"timeAfterCreate": "P9D"}, "action": {"type": "Fly"}}]}"#,
            r#"{"attributes": {"expiryTime": "soon"}}"#,
        ] {
            assert!(RotationPolicy::from_json(text.as_bytes()).is_err(), "{text}");
        }
    }
}
