//! `Select-Object`, `Format-List`, `Format-Table`, `ConvertTo-Json`: which objects, which of their
//! properties, and how they are shown.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Map, Value as Json};

use super::given::{Given, Known};
use crate::line::Command;
use crate::options::Format;
use crate::output::{Item, property};

/// Which objects and properties are let through.
#[derive(Debug, Default)]
pub(crate) struct Select {
    /// All of them when empty.
    properties: Vec<String>,
    expand: bool,
    view: Option<Format>,
    skip: usize,
    first: Option<usize>,
    last: Option<usize>,
    /// The last ones so far.
    kept: VecDeque<Item>,
    /// What was let through, where only what differs is.
    seen: Option<BTreeSet<String>>,
}

const KNOWN: [Known; 10] = [
    ("AutoSize", false),
    ("Wrap", false),
    ("Compress", false),
    ("Property", true),
    ("ExpandProperty", true),
    ("First", true),
    ("Last", true),
    ("Skip", true),
    ("Unique", false),
    ("Depth", true),
];

/// What only shows.
const SHOWING: usize = 4;

impl Select {
    pub(super) fn read(command: &Command, view: Option<Format>) -> Result<Select, String> {
        let known = if view.is_some() {
            let shows = |known: &&Known| {
                KNOWN.iter().take(SHOWING).any(|one| one == *known) || known.0 == "Depth"
            };
            KNOWN.iter().filter(shows).copied().collect()
        } else {
            KNOWN.to_vec()
        };
        let given = Given::read(command, &known)?;
        let expanded = given.texts(&["ExpandProperty"])?;
        let mut properties = given.texts(&["", "Property"])?;
        properties.retain(|name| name != "*");
        let expand = !expanded.is_empty();
        if expand && (expanded.len() > 1 || !properties.is_empty()) {
            return Err(String::from(
                "-ExpandProperty takes one property, without others beside it",
            ));
        }
        Ok(Select {
            properties: if expand { expanded } else { properties },
            expand,
            view,
            skip: given.number("Skip")?.unwrap_or_default(),
            first: given.number("First")?,
            last: given.number("Last")?,
            kept: VecDeque::new(),
            seen: given.has("Unique").then(BTreeSet::new),
        })
    }

    /// What comes out for one object, and whether no more is wanted.
    pub(super) fn push(&mut self, item: Item) -> (Vec<Item>, bool) {
        if let Some(last) = self.last {
            self.kept.push_back(item);
            if self.kept.len() > last.saturating_add(self.skip) {
                self.kept.pop_front();
            }
            return (Vec::new(), false);
        }
        if let Some(less) = self.skip.checked_sub(1) {
            self.skip = less;
            return (Vec::new(), false);
        }
        if let Some(first) = &mut self.first {
            match first.checked_sub(1) {
                None => return (Vec::new(), true),
                Some(less) => *first = less,
            }
        }
        (self.shown(item), self.first == Some(0))
    }

    /// The last ones, which `-Skip` counts from the end.
    pub(super) fn finish(&mut self) -> Vec<Item> {
        let mut kept = std::mem::take(&mut self.kept);
        kept.truncate(kept.len().saturating_sub(self.skip));
        kept.into_iter().flat_map(|item| self.shown(item)).collect()
    }

    fn shown(&mut self, item: Item) -> Vec<Item> {
        let item = item.viewed(self.view);
        let mut items = match (self.properties.as_slice(), self.expand) {
            ([one, ..], true) => expanded(&item, one),
            ([], _) => vec![item],
            (names, false) => {
                let kept: Map<String, Json> =
                    names.iter().flat_map(|name| matching(&item.value, name)).collect();
                vec![item.picked(Json::Object(kept))]
            }
        };
        if let Some(seen) = &mut self.seen {
            items.retain(|item| seen.insert(item.value.to_string()));
        }
        items
    }
}

/// The values of a property, one by one.
pub(super) fn expanded(item: &Item, name: &str) -> Vec<Item> {
    match property(&item.value, name) {
        Some(Json::Array(values)) => values.iter().map(|value| item.with(value.clone())).collect(),
        Some(value) => vec![item.with(value.clone())],
        None => Vec::new(),
    }
}

/// The properties that a name means: `Enc*` every one that begins so; a name that no property has
/// is `null`, as PowerShell shows it.
fn matching(value: &Json, name: &str) -> Vec<(String, Json)> {
    let Some(object) = value.as_object() else { return Vec::new() };
    if let Some(beginning) = name.strip_suffix('*') {
        let begins = |key: &String| key.to_lowercase().starts_with(&beginning.to_lowercase());
        return object
            .iter()
            .filter(|(key, _)| begins(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
    }
    let found = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    vec![
        found.map_or_else(
            || (name.to_owned(), Json::Null),
            |(key, value)| (key.clone(), value.clone()),
        ),
    ]
}
