//! What gives tokens answers, looked at before the SDK reads it, which trusts it: a lifetime without
//! end makes it panic, a token that fits into no header looks like a vault that nobody reaches, and a
//! refusal with an escaped letter is told as an error of JSON.

use std::time::Duration;

use ckey_vault::{Variables, VaultErrorKind as Kind};
use serde_json::Value;

use crate::failure::{Failure, shown};

/// What is shown to who gives tokens: to a directory, and to an App Service.
pub(crate) const SECRET: &str = "AZURE_CLIENT_SECRET";
const HEADER: &str = "IDENTITY_HEADER";

/// Ten years, in seconds, and a time that is beyond every token's end.
const LONGEST: f64 = 315_360_000.0;
const LATEST: f64 = 253_402_300_799.0;
/// For how long a refusal holds, without asking again.
const REFUSED_FOR: Duration = Duration::from_secs(5);
/// How much of a refusal is shown.
const LONGEST_SHOWN: usize = 400;

/// What is wrong with an answer: a refusal in the directory's own words, or a token that is none.
/// An answer that is no JSON is left to the SDK.
pub(crate) fn wrong(
    host: &str,
    is_success: bool,
    body: &[u8],
    variables: &Variables,
) -> Option<Failure> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    if !is_success {
        let told = answer.get("error_description").or_else(|| answer.get("error"))?.as_str()?;
        let what = in_one_line(&without_secrets(told, variables));
        let retry_after = Some(REFUSED_FOR);
        return Some(Failure { retry_after, ..Failure::new(Kind::SignInFailed, what) });
    }
    let is_token = is_token(answer.get("access_token")?.as_str().unwrap_or_default());
    let ends =
        within(answer.get("expires_in"), LONGEST) && within(answer.get("expires_on"), LATEST);
    (!is_token || !ends).then(|| {
        let what = format!("'{host}' gave what cannot be a token");
        Failure::new(Kind::SignInFailed, what)
    })
}

/// Whether a text fits into the header of a request: what does not looks like a vault that nobody
/// reaches.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Numbers come as texts as well.
fn within(value: Option<&Value>, most: f64) -> bool {
    let number = match value {
        None | Some(Value::Null) => return true,
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(value) => value.as_f64(),
    };
    number.is_some_and(|number| (0.0..=most).contains(&number))
}

/// What somebody says who may repeat what he was shown.
pub(crate) fn without_secrets(text: &str, variables: &Variables) -> String {
    let secrets = [SECRET, HEADER].into_iter().filter_map(|name| variables.get(name));
    secrets.fold(text.to_owned(), |text, secret| {
        text.replace(secret, A_SECRET).replace(&in_a_form(secret), A_SECRET)
    })
}

const A_SECRET: &str = "(a secret)";

/// As it stands in the body that is sent.
fn in_a_form(text: &str) -> String {
    text.bytes().fold(String::new(), |mut form, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                form.push(char::from(byte));
            }
            b' ' => form.push('+'),
            _ => form.push_str(&format!("%{byte:02X}")),
        }
        form
    })
}

/// What a directory answered: its first line, as the following ones have ids and times alone. What
/// looks like a token is left out: a program that fails may print one.
pub(crate) fn in_one_line(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default().trim_end_matches('.');
    shown(&without_tokens(first), LONGEST_SHOWN)
}

const A_TOKEN: &str = "(a token)";

/// A JSON web token begins with the encoding of `{"`.
pub(crate) fn without_tokens(text: &str) -> String {
    let is_of_token = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let mut parts = text.split("eyJ");
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Its parts begin alike.
        if !told.ends_with(A_TOKEN) {
            told.push_str(A_TOKEN);
        }
        told.push_str(part.trim_start_matches(is_of_token));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(is_success: bool, body: &str) -> Option<(Kind, String)> {
        wrong("login", is_success, body.as_bytes(), &Variables::default())
            .map(|failure| (failure.kind, failure.what))
    }

    #[test]
    fn a_token_is_printable_and_ends_within_years() {
        for good in [
            r#"{"access_token":"a.b-c_d","expires_in":3599}"#,
            r#"{"access_token":"t","expires_in":"3599","expires_on":"1790000000"}"#,
            r#"{"access_token":"t","expires_on":1790000000}"#,
            "no JSON",
            "{}",
        ] {
            assert_eq!(told(true, good), None, "{good}");
        }
        for bad in [
            r#"{"access_token":"a\r\nb","expires_in":3599}"#,
            r#"{"access_token":"","expires_in":3599}"#,
            r#"{"access_token":7,"expires_in":3599}"#,
            r#"{"access_token":"t","expires_in":999999999999}"#,
            r#"{"access_token":"t","expires_in":-1}"#,
            r#"{"access_token":"t","expires_in":"1e300"}"#,
            r#"{"access_token":"t","expires_in":"NaN"}"#,
            r#"{"access_token":"t","expires_on":"9999999999999999"}"#,
            r#"{"access_token":"t","expires_in":"soon"}"#,
        ] {
            let found = told(true, bad);
            assert_eq!(found.map(|(kind, _)| kind), Some(Kind::SignInFailed), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_not_told_as_it_is_nor_as_it_stands_in_a_form() {
        let variables = [(SECRET, "a~b+c/d e"), (HEADER, "h\u{e9}ader")];
        let variables =
            Variables::of(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for (said, told) in [
            ("sent a~b+c/d e.", "sent (a secret)."),
            ("client_secret=a%7Eb%2Bc%2Fd+e&x", "client_secret=(a secret)&x"),
            ("X-IDENTITY-HEADER: h\u{e9}ader", "X-IDENTITY-HEADER: (a secret)"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(without_secrets(said, &variables), told);
        }
        assert_eq!(without_secrets("a", &Variables::default()), "a");
    }

    #[test]
    fn what_looks_like_a_token_is_not_told_of_what_a_program_says() {
        let said = r#"ERROR: {"accessToken":"eyJ0eXAi.eyJvaWQi.c2ln-bmVk_","x":1} eyJh"#;
        let told = in_one_line(said);
        assert_eq!(told, r#"ERROR: {"accessToken":"(a token)","x":1} (a token)"#);
        assert_eq!(in_one_line("no tokens here."), "no tokens here");
    }

    #[test]
    fn a_refusal_is_told_in_the_directorys_words_in_one_line_without_hidden_letters() {
        let refused = r#"{"error":"invalid_client","error_description":"AADSTS7000215: Wrong \u001b[31msecret\u202e.\r\nTrace ID: 1"}"#;
        let expected = "AADSTS7000215: Wrong [31msecret".to_owned();
        assert_eq!(told(false, refused), Some((Kind::SignInFailed, expected)));
        assert_eq!(told(false, "<html>"), None);
    }
}
