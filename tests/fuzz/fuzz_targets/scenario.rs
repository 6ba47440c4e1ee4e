//! What a scenario expects and what came, as JSON: a list of two. The comparison of the player
//! never fails by itself, finds every plain value equal to itself, and never holds for a
//! pattern and for its opposite.
#![no_main]
use ckey_scenarios::{Saved, compare, like};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|text: &str| {
    let Ok(Value::Array(pair)) = serde_json::from_str::<Value>(text) else { return };
    let [wanted, found] = pair.as_slice() else { return };
    let answer = |wanted: &Value| compare(wanted, found, &mut Saved::new(), "").is_ok();
    // What cannot be judged is neither so nor its opposite.
    assert!(!(answer(&json!({ "$not": wanted })) && answer(wanted)), "{wanted} {found}");
    assert!(
        answer(&json!({ "$all": [wanted, wanted] })) == answer(wanted)
            || wanted.to_string().contains("$same")
    );
    if !found.to_string().contains('$') {
        assert!(compare(found, found, &mut Saved::new(), "").is_ok(), "{found} is not itself");
    }
    if let (Some(pattern), Some(text)) = (wanted.as_str(), found.as_str()) {
        assert_eq!(
            like(pattern, text),
            defined(pattern.as_bytes(), text.as_bytes()),
            "{pattern:?} {text:?}"
        );
    }
});

/// The definition, by a row for each place in the pattern: which beginnings of the text fit so far.
fn defined(pattern: &[u8], text: &[u8]) -> bool {
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    for &wanted in pattern {
        let before = fits.clone();
        for at in 0..=text.len() {
            fits[at] = match wanted {
                b'*' => before[..=at].contains(&true),
                _ => at > 0 && before[at - 1] && text[at - 1] == wanted,
            };
        }
    }
    fits[text.len()]
}
