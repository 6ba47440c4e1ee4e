//! A line of syntax, as one reads its brackets.

use std::collections::HashMap;

use crate::page::Word;

/// A parameter's yaml, by key: one for each of its blocks.
pub(crate) type Blocks = HashMap<String, Vec<HashMap<String, String>>>;

/// The parameters of a line of syntax; their places are in the yaml.
pub(crate) fn words(line: &str, blocks: &Blocks) -> Vec<Word> {
    let mut tokens = line.split_whitespace().skip(1).peekable();
    let mut words = Vec::new();
    while let Some(token) = tokens.next().filter(|token| *token != "[<CommonParameters>]") {
        let value = tokens.next_if(|next| next.starts_with('<'));
        let value = value.and_then(|value| value.strip_prefix('<')?.rsplit_once('>'));
        let (name, required, by_place) = match token.trim_start_matches('[') {
            name if token.starts_with("[[") => (name, false, true),
            name if token.starts_with('[') => match name.strip_suffix(']') {
                Some(name) if value.is_some() => (name, true, true),
                _ => (name, false, false),
            },
            name => (name, true, false),
        };
        let name = name.trim_start_matches('-').trim_end_matches(']').to_owned();
        let place = if by_place { blocks[&name][0]["Position"].as_str() } else { "named" };
        words.push(Word {
            value: value.map_or("", |(value, _)| value).to_owned(),
            required,
            position: place.to_owned(),
            name,
        });
    }
    assert!(line.ends_with("[<CommonParameters>]"), "{line}");
    words
}
