//! Which of the two tenants a cmdlet of a scenario is for.

use ckey_scenarios::Call;
use serde_json::Value;

/// The application that the engine's tenant signs in as: Exchange Online's.
pub const IDENTITY: &str = "00000002-0000-0ff1-ce00-000000000000";
/// SharePoint Online's, and that of multiple workloads.
const OTHERS: [&str; 2] =
    ["00000003-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4"];

/// Where a call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// To the tenant whose vaults are served.
    Serving,
    /// To the same; the other follows. Sign-ins, subscriptions and the directory are there as well.
    ServingFirst,
    /// To the tenant whose roots are in those vaults.
    Engine,
    /// To the same; the other follows: clocks, settings and facts.
    EngineFirst,
}

impl Place {
    pub fn of(cmdlet: &str) -> Self {
        let noun = cmdlet.split_once('-').map_or(cmdlet, |(_, noun)| noun);
        match noun {
            "CustomerKeyVaultFault" | "CustomerKeyVaultUse" | "AzResource" | "AzRoleAssignment" => {
                Self::Serving
            }
            _ if noun.starts_with("AzKeyVault") => Self::Serving,
            _ if noun.starts_with("Az") => Self::ServingFirst,
            _ if ["Set-CustomerKeyClock", "Set-CustomerKeyTenant", "Set-CustomerKeyFact"]
                .contains(&cmdlet) =>
            {
                Self::EngineFirst
            }
            _ => Self::Engine,
        }
    }

    pub fn is_serving(self) -> bool {
        matches!(self, Self::Serving | Self::ServingFirst)
    }
}

/// One identity asks for all applications of the service: what is given to one of them or taken
/// from it is given to the identity or taken from it as well.
pub fn for_the_identity(call: &Call) -> Option<Call> {
    let gives = ["Set-AzKeyVaultAccessPolicy", "New-AzRoleAssignment"];
    let takes = ["Remove-AzKeyVaultAccessPolicy", "Remove-AzRoleAssignment"];
    if call.what_if || !gives.iter().chain(&takes).any(|name| *name == call.cmdlet) {
        return None;
    }
    let is_other = |value: &Value| {
        value.as_str().is_some_and(|text| OTHERS.iter().any(|id| id.eq_ignore_ascii_case(text)))
    };
    let mut same = call.clone();
    let mut named = same.parameters.values_mut().filter(|value| is_other(value)).peekable();
    named.peek()?;
    named.for_each(|value| *value = Value::from(IDENTITY));
    Some(same)
}
