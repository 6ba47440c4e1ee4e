//! What becomes of a call on the record. Changes record themselves, in the transaction that makes
//! them; here is what no change tells of: what was refused, what failed, and what left the state as
//! it was, such as an export.

use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Bound;
use ckey_engine::{Operation, Outcome};
use ckey_table::{CmdletDef, Effect, Kind, ParameterDef};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Verbs of cmdlets that neither change anything nor take content out of the tenant: only a refusal
/// is recorded of them.
const LOOKING: [&str; 5] = ["Get", "Test", "Search", "Wait", "Open"];

/// One call of a cmdlet.
pub(crate) struct Attempt {
    cmdlet: &'static CmdletDef,
    operation: Arc<Operation>,
    /// What it is about, where a parameter says so.
    object: Option<String>,
}

/// The parameters as records keep them: a secret by its name, an object of the pipeline by its
/// identity.
fn told(cmdlet: &CmdletDef, bound: &Bound) -> Map<String, Value> {
    let of = |name: &str, value: &Value| {
        cmdlet.parameter(name).map_or(Value::Null, |parameter| shown(parameter, value))
    };
    bound.values().map(|(name, value)| (name.to_owned(), of(name, value))).collect()
}

fn shown(parameter: &ParameterDef, value: &Value) -> Value {
    // What has no effect here may be a token that opens something elsewhere.
    if parameter.effect == Effect::Ignored {
        return Value::from("(ignored)");
    }
    match parameter.kind() {
        Kind::Secret => Value::from("(secret)"),
        // The service takes tokens as plain text.
        Kind::Text if parameter.name.ends_with("Token") => Value::from("(secret)"),
        // What a vault encrypts or unwraps may be a key.
        Kind::TextList if parameter.name.starts_with("ByteArray") => Value::from("(secret)"),
        Kind::Credential => value.get("userName").cloned().unwrap_or_default(),
        Kind::Object => value.as_object().map_or_else(|| value.clone(), identity),
        Kind::ObjectList if parameter.name == "Keys" => files(value),
        _ => value.clone(),
    }
}

/// Tables are written by hand, and may have a password, or a private key in the place of its file,
/// as plain text. A member that was mistyped may be either: what is known to name a file is kept.
fn files(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(files).collect(),
        Value::Object(table) => {
            let names_file = |name: &str, value: &Value| {
                ["PublicKey", "PrivateKey"].iter().any(|known| name.eq_ignore_ascii_case(known))
                    && value.as_str().is_some_and(|text| !text.contains("-----BEGIN"))
            };
            let kept = |(name, value): (&String, &Value)| {
                let is_kept = names_file(name, value);
                (name.clone(), if is_kept { value.clone() } else { Value::from("(secret)") })
            };
            Value::Object(table.iter().map(kept).collect())
        }
        _ => Value::from("(secret)"),
    }
}

/// What an object of the pipeline is told apart by.
fn identity(object: &Map<String, Value>) -> Value {
    let named = |name: &str| {
        object
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    };
    ["Id", "Identity", "Name", "VaultName", "SubscriptionId"]
        .into_iter()
        .find_map(named)
        .unwrap_or_default()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(list) => Some(list.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

impl Attempt {
    pub(crate) fn of(cmdlet: &'static CmdletDef, bound: &Bound) -> Self {
        let parameters = told(cmdlet, bound);
        let named = |name: &&str| parameters.get(*name).and_then(text);
        // An item or a file is looked for by where it belongs.
        let place = ["Mailbox", "Workload"].iter().find_map(named);
        let usual = ["Identity", "Name", "VaultName", "UserPrincipalName", "OutputFile"];
        let object = place
            .or_else(|| cmdlet.target.iter().find_map(named))
            .or_else(|| usual.iter().find_map(named));
        Self { cmdlet, operation: Operation::new(cmdlet.name, &parameters), object }
    }

    /// Runs the cmdlet in the name of this call, and records how it ended where nothing else does.
    pub(crate) fn run(
        self,
        context: &mut Context,
        work: impl FnOnce(&mut Context) -> Result<(), CmdletError>,
    ) -> Result<(), CmdletError> {
        context.set_operation(&self.operation);
        self.operation.run(|| {
            let ended = work(context);
            self.record(context, ended.as_ref().err());
            ended
        })
    }

    fn record(&self, context: &mut Context, ended: Option<&CmdletError>) {
        // Nobody has asked for what only observes.
        let Some(tenant) = context.worked_on().filter(|_| !context.session().observes()) else {
            return;
        };
        let problem = ended.or(context.problem()).cloned();
        let outcome = problem.as_ref().map_or(Outcome::Succeeded, |problem| {
            Outcome::of_error(problem.category, &problem.id, &problem.message)
        });
        let verb = self.cmdlet.name.split('-').next().unwrap_or_default();
        let acts = !LOOKING.contains(&verb) && !context.what_if();
        let wanted = match outcome {
            // Where something is only asked, a root key may be what is refused, and to the service:
            // no account has tried anything then.
            Outcome::Denied { id, .. } => {
                let is_accounts =
                    id.starts_with("Account") || self.cmdlet.service.starts_with("Az");
                !context.what_if() || is_accounts
            }
            Outcome::Failed { .. } => acts,
            Outcome::Succeeded => {
                acts && !context.was_withheld()
                    && (self.operation.records() == 0 || context.exported().is_some())
            }
        };
        if !wanted {
            return;
        }
        let about = problem.as_ref().and_then(|problem| problem.target.as_deref());
        let object = self.object.as_deref().or(about).unwrap_or_else(|| tenant.name());
        let done = context.exported().map_or(Value::Null, |items| json!({ "exported": items }));
        let told = tenant.audit().record(
            &self.operation,
            (workload(self.cmdlet.service), object),
            outcome,
            &done,
        );
        if let Err(error) = told
            && !matches!(outcome, Outcome::Failed { .. })
            && !tenant.is_read_only()
        {
            // A reader that is gone has nobody to tell.
            let _ = context
                .warning(&format!("{} could not be recorded: {}", self.cmdlet.name, error.message));
        }
    }
}

/// The part of the service, as records name it.
fn workload(service: &str) -> &'static str {
    match service {
        "AzKeyVault" => "KeyVault",
        "AzAccounts" | "AzResources" => "Azure",
        "ExchangeOnline" => "Exchange",
        _ => "Tenant",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::surface::bind::Binder;

    fn parameters(cmdlet: &str, given: &Value) -> Map<String, Value> {
        let cmdlet = ckey_table::find(cmdlet).unwrap();
        told(cmdlet, &Binder::bind(cmdlet, given.as_object().unwrap()).unwrap())
    }

    #[test]
    fn a_record_names_a_secret_and_never_holds_more_of_an_object_than_its_identity() {
        let connect = parameters(
            "Connect-ExchangeOnline",
            &json!({"Credential": {"userName": "ann@contoso.com"}}),
        );
        assert_eq!(connect.get("Credential"), Some(&json!("ann@contoso.com")));
        let unwrap = parameters(
            "Invoke-AzKeyVaultKeyOperation",
            &json!({ "VaultName": "v", "Name": "k", "Operation": "Wrap", "Algorithm": "RSA-OAEP", "ByteArrayValue": [1, 2] }),
        );
        assert_eq!(unwrap.get("ByteArrayValue"), Some(&json!("(secret)")));
        let connect = parameters("Connect-IPPSSession", &json!({"AccessToken": "ey.opens.it"}));
        assert_eq!(connect.get("AccessToken"), Some(&json!("(secret)")));
        let import = parameters(
            "Import-AzKeyVaultSecurityDomain",
            &json!({ "Name": "h", "SecurityDomainPath": "sd", "Keys": [{ "privateKey": "k", "password": "p", "Passwd": "p", "PublicKey": "-----BEGIN x" }] }),
        );
        let secret = "(secret)";
        let keys = json!([{ "privateKey": "k", "password": secret, "Passwd": secret, "PublicKey": secret }]);
        assert_eq!(import.get("Keys"), Some(&keys));
        let object = json!({"Id": "x/keys/Root", "VaultName": "x", "Key": {"n": "..."}});
        assert_eq!(identity(object.as_object().unwrap()), json!("x/keys/Root"));
        let secret =
            ckey_table::find("Add-AzKeyVaultKey").unwrap().parameter("KeyFilePassword").unwrap();
        assert_eq!(
            shown(secret, &json!({"secret": "parameter:KeyFilePassword"})),
            json!("(secret)")
        );
    }
}
