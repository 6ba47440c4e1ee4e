//! A fault as the vault's file has it. How connections are cut lies beside the kind, where a
//! version of the product that does not know of it reads a vault that is unreachable.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fault::Fault;

#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    kind: Fault,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut: Option<Cut>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cut {
    Reset,
    HalfAnswer,
}

pub(super) fn serialize<S: Serializer>(fault: &Fault, to: S) -> Result<S::Ok, S::Error> {
    let (kind, cut) = match fault {
        Fault::Reset => (Fault::Unreachable, Some(Cut::Reset)),
        Fault::HalfAnswer => (Fault::Unreachable, Some(Cut::HalfAnswer)),
        other => (*other, None),
    };
    Stored { kind, cut }.serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Fault, D::Error> {
    let Stored { kind, cut } = Stored::deserialize(from)?;
    Ok(match (kind, cut) {
        (Fault::Unreachable, Some(Cut::Reset)) => Fault::Reset,
        (Fault::Unreachable, Some(Cut::HalfAnswer)) => Fault::HalfAnswer,
        (kind, _) => kind,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Record {
        #[serde(with = "super")]
        fault: Fault,
    }

    /// What a version that knows of no cut connections has in its record.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Before {
        fault: Known,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case", tag = "kind", content = "wait")]
    enum Known {
        None,
        Unreachable,
        Throttled,
        ServerError,
        Unauthorized,
        Firewall,
        SubscriptionCanceled,
        Slow(Duration),
    }

    #[test]
    fn a_version_that_knows_of_no_cut_connections_reads_a_vault_that_is_unreachable() {
        for (fault, text) in [
            (Fault::Reset, r#"{"fault":{"kind":"unreachable","cut":"reset"}}"#),
            (Fault::HalfAnswer, r#"{"fault":{"kind":"unreachable","cut":"half_answer"}}"#),
        ] {
            assert_eq!(serde_json::to_string(&Record { fault }).unwrap(), text);
            assert_eq!(serde_json::from_str::<Record>(text).unwrap(), Record { fault });
            let before: Before = serde_json::from_str(text).unwrap();
            assert_eq!(before, Before { fault: Known::Unreachable });
        }
    }

    #[test]
    fn every_other_fault_is_stored_byte_for_byte_as_before_and_read_as_it_was_stored() {
        let second = Duration::from_secs(1);
        for (fault, known) in [
            (Fault::None, Known::None),
            (Fault::Unreachable, Known::Unreachable),
            (Fault::Throttled, Known::Throttled),
            (Fault::ServerError, Known::ServerError),
            (Fault::Unauthorized, Known::Unauthorized),
            (Fault::Firewall, Known::Firewall),
            (Fault::SubscriptionCanceled, Known::SubscriptionCanceled),
            (Fault::Slow(second), Known::Slow(second)),
        ] {
            let text = serde_json::to_string(&Before { fault: known }).unwrap();
            assert_eq!(serde_json::to_string(&Record { fault }).unwrap(), text);
            assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), Record { fault });
        }
    }
}
