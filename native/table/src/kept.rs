//! Values that are read once and kept as long as the process, so that everything can refer to them.

use serde::{Deserialize, Deserializer};

/// A text that is kept. The derive takes a reference that it sees for one into its source.
pub type Text = &'static str;

pub(crate) fn keep(text: &str) -> Text {
    text.to_owned().leak()
}

pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    String::deserialize(from).map(|text| &*text.leak())
}

pub(crate) fn some_text<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<&'static str>, D::Error> {
    text(from).map(Some)
}

pub(crate) fn texts<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<&'static [&'static str], D::Error> {
    let texts: Vec<&'static str> =
        Vec::<String>::deserialize(from)?.into_iter().map(|text| &*text.leak()).collect();
    Ok(texts.leak())
}

pub(crate) fn some_texts<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<&'static [&'static str]>, D::Error> {
    texts(from).map(Some)
}

pub(crate) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<&'static [T], D::Error> {
    Ok(Vec::<T>::deserialize(from)?.leak())
}
