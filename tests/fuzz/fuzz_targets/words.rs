//! Texts that stand for something: dates, spans of time, patterns, values of parameters, settings
//! as they are stored. What is read reads the same again from how it is written.
//!
//! Input: which of them (1 byte), then the text.
#![no_main]
#![allow(dead_code, reason = "the modules are the product's own, and no target needs all of them")]

#[path = "../../../native/cmdlets/src/surface"]
mod surface {
    pub mod canonical;
    pub mod moment;
    pub mod wildcard;
    pub mod written_date;
}

use ckey_engine::{SettingsChange, fuzzing, iso};
use ckey_table::Kind;
use libfuzzer_sys::fuzz_target;
use surface::canonical::{canonical, wanted};
use surface::moment::{parse_moment, parse_seconds};
use surface::wildcard::Pattern;

fuzz_target!(|input: &[u8]| {
    let [which, rest @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match which % 5 {
        0 => date(text),
        1 => span(text),
        2 => pattern(text),
        3 => value(text),
        _ => settings(text),
    }
});

fn date(text: &str) {
    let Some(seconds) = parse_moment(text) else { return };
    let shown = iso(seconds);
    // Years that ISO 8601 has no four digits for are shown as numbers.
    if shown.contains('T') {
        assert_eq!(parse_moment(&shown), Some(seconds), "{text}: {shown}");
    }
    assert_eq!(parse_moment(&format!(" {text}\t")), Some(seconds));
}

fn span(text: &str) {
    let Some(seconds) = parse_seconds(text) else { return };
    assert_eq!(parse_seconds(&seconds.to_string()), Some(seconds), "{text}");
    let (sign, size) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let clock = format!(
        "{sign}{}.{:02}:{:02}:{:02}",
        size / 86_400,
        size / 3600 % 24,
        size / 60 % 60,
        size % 60
    );
    assert_eq!(parse_seconds(&clock), Some(seconds), "{text}: {clock}");
}

fn pattern(text: &str) {
    let Some((pattern, text)) = text.split_once('\n') else { return };
    let folded = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (p, t) = (folded(pattern), folded(text));
    if p.len() > 64 || t.len() > 256 {
        return;
    }
    // The definition, by a table: whether the rest of the pattern fits the rest of the text.
    let mut fits = vec![vec![false; t.len() + 1]; p.len() + 1];
    for at in (0..=p.len()).rev() {
        for from in (0..=t.len()).rev() {
            fits[at][from] = match p.get(at) {
                None => from == t.len(),
                Some('*') => fits[at + 1][from] || from < t.len() && fits[at][from + 1],
                Some(wanted) => {
                    from < t.len()
                        && (*wanted == '?' || *wanted == t[from])
                        && fits[at + 1][from + 1]
                }
            };
        }
    }
    assert_eq!(Pattern::new(pattern).matches(text), fits[0][0], "{pattern:?} {text:?}");
    assert!(Pattern::is_one(pattern) || fits[0][0] == (p == t));
}

const KINDS: [Kind; 15] = [
    Kind::Text,
    Kind::Switch,
    Kind::Bool,
    Kind::Int,
    Kind::UInt,
    Kind::Real,
    Kind::Guid,
    Kind::TextList,
    Kind::MultiValue,
    Kind::Table,
    Kind::Secret,
    Kind::Credential,
    Kind::Object,
    Kind::ResultSize,
    Kind::Duration,
];

fn value(text: &str) {
    let Ok(value) = serde_json::from_str(text) else { return };
    for kind in KINDS {
        if let Some(once) = canonical(kind, &value) {
            assert_eq!(canonical(kind, &once).as_ref(), Some(&once), "{kind:?} {value}");
        }
        assert!(!wanted(kind).is_empty());
    }
    if let Some(date) = canonical(Kind::DateTime, &value) {
        assert!(date.is_i64(), "{value}");
    }
}

fn settings(text: &str) {
    let pair = |line: &str| {
        line.split_once('=').map(|(name, value)| (format!("setting.{name}"), value.to_owned()))
    };
    let entries: Vec<_> = text.lines().filter_map(pair).collect();
    match fuzzing::settings(&entries) {
        Ok(settings) => {
            let change = SettingsChange {
                unknown_identifiers: Some(settings.unknown_identifiers),
                job_mode: Some(settings.job_mode),
                mailbox_cache: Some(settings.mailbox_cache),
                site_cache: Some(settings.site_cache),
                root_offset: Some(settings.root_offset),
                failure_cache: Some(settings.failure_cache),
                root_timeout: Some(settings.root_timeout),
                cache_enabled: Some(settings.cache_enabled),
                seed: settings.seed,
                audit_reads: Some(settings.audit_reads),
                rules: Some(settings.rules),
                validation: Some(settings.validation),
                unknown_accounts: Some(settings.unknown_accounts),
                accounts: Vec::new(),
            };
            assert_eq!(
                fuzzing::settings(&fuzzing::stored(&change)).expect("what can be stored is read"),
                settings
            );
            assert!(
                settings.root_timeout.as_millis() >= 10,
                "a time limit that every root would miss"
            );
        }
        Err(error) => assert_eq!(error.id, "DataDamaged"),
    }
}
