//! Text in place of a filter of recipients: what parses also parses in parentheses, and `-not`
//! turns every answer round.
#![no_main]
use ckey_cmdlets::Filter;
use libfuzzer_sys::fuzz_target;
use std::borrow::Cow;

const PROPERTIES: &[&str] =
    &["Name", "Alias", "DataEncryptionPolicy", "IsShared", "EmailAddresses"];

fn values(property: &str) -> Vec<Cow<'static, str>> {
    match property {
        "Name" => vec!["Ann O'Neil".into()],
        "Alias" => vec!["ann".into()],
        "IsShared" => vec!["False".into()],
        "EmailAddresses" => vec!["SMTP:ann@contoso.com".into(), "smtp:a@contoso.com".into()],
        _ => vec![],
    }
}

fuzz_target!(|text: &str| {
    let filter = match Filter::parse(text, PROPERTIES) {
        Ok(filter) => filter,
        Err(error) => return assert_eq!(error.id, "InvalidFilter"),
    };
    let answer = filter.matches(&values);
    for (written, turned) in [
        (format!("({text})"), false),
        (format!("-not ({text})"), true),
        (format!("!(!({text}))"), false),
    ] {
        match Filter::parse(&written, PROPERTIES) {
            Ok(wrapped) => {
                assert_eq!(wrapped.matches(&values), answer != turned, "{written}");
                assert!(wrapped == filter || written.starts_with(['-', '!']), "{written}");
            }
            Err(error) => assert!(error.message.contains("deep"), "{written}: {}", error.message),
        }
    }
});
