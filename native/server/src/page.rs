//! Lists, a page at a time.

use serde_json::Value;

use crate::wire;

/// A part of a list.
pub(crate) struct Page {
    pub(crate) items: Vec<Value>,
    /// By what the next part is asked for, where there is one.
    pub(crate) next: Option<String>,
}

/// How many a client wants of at most so many, or why that is none of it.
pub(crate) fn size(given: Option<&str>, name: &str, most: usize) -> Result<usize, String> {
    let Some(text) = given else { return Ok(most) };
    let read = text.parse().ok().filter(|wanted| (1..=most).contains(wanted));
    read.ok_or_else(|| format!("The {name} parameter must be from 1 to {most}."))
}

/// The part of a list, sorted by what stands before each, that follows the last one that the client
/// has; or why nobody can have that one.
pub(crate) fn page(
    all: Vec<(String, Value)>,
    size: usize,
    after: Option<&str>,
) -> Result<Page, String> {
    let read = |token: &str| {
        let text = wire::decode(token).and_then(|bytes| String::from_utf8(bytes).ok());
        text.ok_or_else(|| "The $skiptoken is none of ours.".to_owned())
    };
    let after = after.map(read).transpose()?;
    let mut rest =
        all.into_iter().filter(|(name, _)| after.as_ref().is_none_or(|after| name > after));
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let next = rest.next().and(page.last()).map(|(last, _)| wire::encode(last.as_bytes()));
    Ok(Page { items: page.into_iter().map(|(_, item)| item).collect(), next })
}
