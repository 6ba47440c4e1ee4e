//! `customer-key principal`: which applications may sign in to vaults that are served.

use std::process::ExitCode;
use std::sync::Arc;

use ckey_cmdlets::{CmdletError, Session};

use crate::console::{failed, say};
use crate::options::Format;

/// No file of a certificate is longer.
const MOST_BYTES: u64 = 1 << 20;

fn file(path: &str) -> Result<Vec<u8>, String> {
    ckey_base::regular::read(std::path::Path::new(path), MOST_BYTES)
        .map_err(|error| format!("'{path}' cannot be read: {}", ckey_base::why(&error)))
}

/// How what there is to say of an application is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// A line of JSON for each application.
    Json,
    /// A line for each thing that is said.
    Lines,
}

impl Shown {
    fn of(format: Option<Format>) -> Self {
        match Format::or_usual(format) {
            Format::Json | Format::Records => Self::Json,
            Format::View | Format::List => Self::Lines,
        }
    }

    fn text(self, said: &[(&str, &str)]) -> String {
        match self {
            Self::Json => {
                let object: serde_json::Map<_, _> = said
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).into()))
                    .collect();
                format!("{}\n", serde_json::Value::from(object))
            }
            Self::Lines => {
                let wide = said.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
                said.iter().map(|(name, value)| format!("{name:wide$}: {value}\n")).collect()
            }
        }
    }
}

/// What `new`, `certificate`, `list` or `remove` does.
///
/// # Errors
/// A sentence for words that are none of them.
pub(crate) fn run(
    session: &Arc<Session>,
    words: &[String],
    format: Option<Format>,
) -> Result<ExitCode, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (name, shown) = ("customer-key principal", Shown::of(format));
    let done = match words.as_slice() {
        ["new", app] => new(session, name, app, shown),
        ["certificate", app, path] => {
            let file = file(path)?;
            session.as_azure_account(name, |tenant, account| {
                let added = tenant.directory().add_certificate(account, app, &file)?;
                let digits = added.thumbprint().iter().map(|byte| format!("{byte:02x}"));
                let thumbprint: String = digits.collect();
                Ok(shown.text(&[("clientId", app), ("thumbprintSha256", &thumbprint)]))
            })
        }
        ["list"] => session.as_azure_account(name, |tenant, account| {
            let all = tenant.directory().registered_principals(account)?;
            Ok(all.iter().map(|app| shown.text(&[("clientId", app)])).collect())
        }),
        ["remove", app] => session.as_azure_account(name, |tenant, account| {
            tenant.directory().revoke_principal(account, app).map(|()| String::new())
        }),
        _ => {
            return Err(String::from(
                "principal takes new APP-ID, certificate APP-ID FILE, list or remove APP-ID; see: customer-key help principal",
            ));
        }
    };
    Ok(match done {
        Ok(text) => say(&text),
        Err(error) => failed(&error),
    })
}

fn new(session: &Arc<Session>, name: &str, app: &str, shown: Shown) -> Result<String, CmdletError> {
    session.as_azure_account(name, |tenant, account| {
        let (known, secret) = tenant.directory().register_principal(account, app)?;
        let text = shown.text(&[
            ("clientId", known.app_id.as_deref().unwrap_or(&known.id)),
            ("objectId", &known.id),
            ("tenantId", &tenant.id().to_string()),
            ("clientSecret", &String::from_utf8_lossy(secret.expose())),
        ]);
        let note = if shown == Shown::Lines { "The secret is shown this once.\n" } else { "" };
        Ok(format!("{text}{note}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_a_line_of_json_for_programs_and_a_line_for_each_thing_for_people() {
        let said = [("clientId", "app"), ("objectId", "\"id\"")];
        let json = "{\"clientId\":\"app\",\"objectId\":\"\\\"id\\\"\"}\n";
        assert_eq!(Shown::Json.text(&said), json);
        assert_eq!(Shown::Lines.text(&said), "clientId: app\nobjectId: \"id\"\n");
        assert!(Shown::of(Some(Format::Json)) == Shown::Json);
        assert!(Shown::of(Some(Format::View)) == Shown::Lines);
    }
}
