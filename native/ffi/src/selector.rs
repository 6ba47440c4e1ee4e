//! Which scope a document names: one, by its kind and a name.

use crate::failure::{Failure, Result};
use crate::status::Status;
use ckey_cmdlets::table::json;
use ckey_engine::ScopeSelector;
use std::collections::BTreeMap;

const LIKE: &str = "Give one like {\"application\": \"ledger\"}, {\"mailbox\": \"anna@contoso.com\"}, {\"workload\": \"Teams\"} or {\"site\": \"https://contoso.sharepoint.com/sites/finance\"}.";

/// Reads a selector.
pub(crate) fn read(document: &[u8]) -> Result<ScopeSelector> {
    if document.trim_ascii().is_empty() {
        return Err(not_json("The selector is empty."));
    }
    let pairs: BTreeMap<String, String> = json::object(document)
        .map_err(|error| not_json(&format!("The selector cannot be read: {error}.")))?;
    let mut pairs = pairs.into_iter();
    let (Some((kind, name)), None) = (pairs.next(), pairs.next()) else {
        return Err(not_json("The selector names no scope, or several."));
    };
    let make = match kind.as_str() {
        "mailbox" => ScopeSelector::Mailbox,
        "workload" => ScopeSelector::Workload,
        "application" => ScopeSelector::Application,
        "site" => ScopeSelector::Site,
        _ => return Err(not_json(&format!("There are no scopes of the kind '{kind}'."))),
    };
    if name.trim().is_empty() {
        let what = format!("The name of the {kind} is empty. {LIKE}");
        return Err(Failure::new(Status::InvalidArgument, what));
    }
    Ok(make(name))
}

fn not_json(what: &str) -> Failure {
    Failure::new(Status::NotJson, format!("{what} {LIKE}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_selector_names_one_scope() {
        let found = read(b" {\"application\": \"ledger\"}\n").unwrap();
        assert!(matches!(found, ScopeSelector::Application(name) if name == "ledger"));
    }

    #[test]
    fn one_that_names_none_says_so_and_what_to_give() {
        for (document, status, told) in [
            ("", Status::NotJson, "is empty"),
            (" \n", Status::NotJson, "is empty"),
            ("{}", Status::NotJson, "no scope"),
            ("{\"mailbox\": \"a\", \"workload\": \"Teams\"}", Status::NotJson, "or several"),
            ("{\"app\": \"ledger\"}", Status::NotJson, "'app'"),
            ("{\"application\": 1}", Status::NotJson, "cannot be read"),
            ("ledger", Status::NotJson, "cannot be read"),
            (
                "{\"application\": \"\"}",
                Status::InvalidArgument,
                "name of the application is empty",
            ),
            ("{\"mailbox\": \" \"}", Status::InvalidArgument, "name of the mailbox is empty"),
        ] {
            let failure = read(document.as_bytes()).err().unwrap();
            assert_eq!(failure.status(), status, "{document}");
            let said = failure.into_document();
            assert!(said.contains(told) && said.contains("Give one like"), "{document}: {said}");
        }
    }
}
