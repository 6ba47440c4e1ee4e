#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;
use std::borrow::Cow;

const PROPERTIES: &[&str] =
    &["Name", "Alias", "DataEncryptionPolicy", "IsShared", "EmailAddresses"];

/// One object: Ann O'Neil, without policy, with two addresses.
fn values(property: &str) -> Vec<Cow<'static, str>> {
    match property {
        "Name" => vec!["Ann O'Neil".into()],
        "Alias" => vec!["ann".into()],
        "IsShared" => vec!["False".into()],
        "EmailAddresses" => vec!["SMTP:ann@contoso.com".into(), "smtp:a@contoso.com".into()],
        _ => vec![],
    }
}

fn fits(text: &str) -> bool {
    Filter::parse(text, PROPERTIES).unwrap().matches(&values)
}

fn refusal(text: &str) -> String {
    let error = Filter::parse(text, PROPERTIES).unwrap_err();
    assert_eq!((error.id.as_str(), error.target.as_deref()), ("InvalidFilter", Some(text)));
    error.message
}

#[test]
fn comparisons_take_no_notice_of_case() {
    assert!(
        fits("name -eq 'ANN O''NEIL'") && fits("NAME -EQ \"ann o'neil\"") && fits("Alias -eq ann")
    );
    assert!(
        fits("Name -like 'ann*'")
            && !fits("Name -like 'ann'")
            && fits("Name -notlike 'b*'")
            && fits("Alias -ne 'bob'")
    );
    assert!(fits("IsShared -eq $false") && !fits("IsShared -eq $true"));
}

#[test]
fn a_date_is_compared_as_a_date_however_it_is_written() {
    const DATES: &[&str] = &["WhenMailboxCreated", "LitigationHoldDate"];
    let fits = |text: &str| {
        let made = |property: &str| match property {
            "WhenMailboxCreated" => vec![Cow::from("1795167000")], // 2026-11-20T09:30:00Z
            _ => vec![],
        };
        Filter::parse(text, DATES).unwrap().matches(&made)
    };
    for later in ["11/20/2026", "2026-11-20", "11/20/2026 09:29:59", "2026-11-20T09:29:59Z"] {
        assert!(fits(&format!("WhenMailboxCreated -gt '{later}'")), "{later}");
        assert!(fits(&format!("WhenMailboxCreated -ge '{later}'")), "{later}");
        assert!(!fits(&format!("WhenMailboxCreated -lt '{later}'")), "{later}");
        assert!(fits(&format!("WhenMailboxCreated -ne '{later}'")), "{later}");
    }
    assert!(fits(
        "WhenMailboxCreated -eq '2026-11-20 09:30' -and WhenMailboxCreated -le '11/20/2026 9:30 AM'"
    ));
    assert!(fits("WhenMailboxCreated -ne $null -and LitigationHoldDate -eq $null"));
    assert!(!fits("LitigationHoldDate -lt '2100-01-01'"), "what is not set is not before");
    for wrong in ["WhenMailboxCreated -like '2026*'", "WhenMailboxCreated -gt 'yesterday'"] {
        assert!(Filter::parse(wrong, DATES).is_err(), "{wrong}");
    }
}

#[test]
fn a_property_of_several_values_fits_when_one_does() {
    assert!(
        fits("EmailAddresses -like '*a@contoso.com'")
            && fits("EmailAddresses -eq 'smtp:ann@CONTOSO.com'")
    );
}

#[test]
fn null_and_the_empty_text_ask_for_nothing() {
    assert!(
        fits("DataEncryptionPolicy -eq $null")
            && fits("DataEncryptionPolicy -eq ''")
            && !fits("DataEncryptionPolicy -ne $Null")
    );
    assert!(fits("Name -ne $null"));
}

#[test]
fn and_binds_more_than_or_and_parentheses_more_than_both() {
    assert!(fits("Alias -eq 'ann' -or Alias -eq 'bob' -and Name -eq 'nobody'"));
    assert!(!fits("(Alias -eq 'ann' -or Alias -eq 'bob') -and Name -eq 'nobody'"));
    assert!(
        fits("-not (Alias -eq 'bob') -and -not Alias -eq 'carl'") && fits("!(Alias -eq 'bob')")
    );
}

#[test]
fn typographic_quotes_and_dashes_are_plain_ones() {
    assert!(fits(
        "Alias \u{2013}eq \u{2018}ann\u{2019} \u{2014}and Name \u{2013}like \u{201c}Ann*\u{201d}"
    ));
}

#[test]
fn an_unknown_property_is_refused_with_the_list() {
    assert!(refusal("Office -eq 'x'").contains("Name, Alias, DataEncryptionPolicy"));
}

#[test]
fn what_is_not_a_filter_is_refused_with_the_place() {
    assert!(refusal("Name -gt 'a'").contains("-gt is not one of the operators"));
    assert!(refusal("Name -eq 'a").contains("quote is not closed"));
    assert!(refusal("(Name -eq 'a'").contains("parenthesis is not closed"));
    assert!(refusal("Name -eq 'a' Alias -eq 'b'").contains("Alias stands where -and"));
    assert!(refusal("Name -eq").contains("no value follows -eq"));
    assert!(refusal("Name").contains("no operator follows Name"));
    assert!(refusal("").contains("it ends where a property"));
    assert!(refusal(&"(".repeat(100_000)).contains("nested more than 64 deep"));
    assert!(refusal(&"-not ".repeat(100_000)).contains("nested more than 64 deep"));
}

#[test]
fn a_variable_that_was_not_replaced_is_refused_with_the_way_to_write_it() {
    let refused = |text: &str| Filter::parse(text, PROPERTIES).unwrap_err();
    for (text, written) in [
        ("Name -eq $n", "\"Name -eq '$n'\""),
        ("Alias -eq 'a' -and Name -like '$env:USER'", "\"Name -like '$env:USER'\""),
        ("Name -eq $user.Name", "\"Name -eq '$($user.Name)'\""),
    ] {
        assert!(refused(text).fix.contains(written), "{}", refused(text).fix);
    }
    for text in ["Name -eq $null", "Name -eq '$100'", "Name -eq '$a*b'", "Name -ne $TRUE"] {
        Filter::parse(text, PROPERTIES).unwrap();
    }
}

fn comparison() -> impl Strategy<Value = (String, bool)> {
    ("[a-z' ]{0,6}", proptest::bool::ANY).prop_map(|(text, negated)| {
        let equal = text.eq_ignore_ascii_case("ann");
        let operator = if negated { "-ne" } else { "-eq" };
        (format!("Alias {operator} '{}'", text.replace('\'', "''")), equal != negated)
    })
}

fn tree() -> impl Strategy<Value = (String, bool)> {
    comparison().prop_recursive(4, 24, 3, |inner| {
        (proptest::collection::vec(inner, 1..4), 0..3).prop_map(
            |(parts, join): (Vec<(String, bool)>, i32)| {
                let texts: Vec<String> =
                    parts.iter().map(|(text, _)| format!("({text})")).collect();
                let truths = || parts.iter().map(|(_, truth)| *truth);
                match join {
                    0 => (texts.join(" -and "), truths().all(|truth| truth)),
                    1 => (texts.join(" -or "), truths().any(|truth| truth)),
                    _ => (format!("-not ({})", texts.join(" -or ")), !truths().any(|truth| truth)),
                }
            },
        )
    })
}

proptest! {
    #[test]
    fn a_filter_means_what_its_parts_mean((text, truth) in tree()) {
        prop_assert_eq!(fits(&text), truth, "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_panics(text in "[-()'\"!$*a-zA-Z ]{0,40}") {
        let _ = Filter::parse(&text, PROPERTIES);
    }
}
