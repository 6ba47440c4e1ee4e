//! The views of the table of cmdlets: columns for a table, labels for a list.

use ckey_cmdlets::table::{Member, PropertyKind, TypeDef, find_type};
use serde_json::{Map, Value as Json};

use super::layout::{self, Column};
use super::{Item, property, text};

/// How items are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// Every property on a line of its own.
    pub(super) list: bool,
    /// The pipeline asked for this view: then every property is shown.
    pub(super) asked: bool,
    /// How wide a line may be; as wide as it is where nobody knows.
    pub(super) width: Option<usize>,
}

/// Shows items of one type, or properties of one (`of`).
pub(super) fn render((kind, of): (&str, &str), view: View, items: &[Item]) -> String {
    let def = crate::surface::type_def(kind);
    let held = crate::surface::type_def(of);
    let wanted_list = def.is_some_and(|def| !def.list.is_empty()) && !view.asked;
    if view.list || wanted_list {
        let chosen = if wanted_list { def.map(|def| def.list) } else { None };
        return lists(def, held, chosen, view, items);
    }
    match def.filter(|def| !def.table.is_empty()) {
        Some(def) if def.group.is_empty() => of_type(def, view, items),
        Some(def) => items
            .chunk_by(|one, next| grouped(def, one) == grouped(def, next))
            .map(|group| {
                let by = def.property(def.group).map_or(def.group, |by| by.label());
                let value = group.first().map(|item| grouped(def, item)).unwrap_or_default();
                format!("\n   {by}: {value}\n{}", of_type(def, view, group))
            })
            .collect(),
        None => match items.first().and_then(|item| item.value.as_object()) {
            Some(object) => of_object(held, object, view, items),
            None => items.iter().map(|item| format!("{}\n", text::cell(&item.value))).collect(),
        },
    }
}

fn lists(
    def: Option<&TypeDef>,
    held: Option<&TypeDef>,
    chosen: Option<&[&str]>,
    view: View,
    items: &[Item],
) -> String {
    let labels: Vec<(&str, &str)> = def
        .filter(|_| !view.asked)
        .map(|def| def.properties.iter().map(|p| (p.name, p.label())).collect())
        .unwrap_or_default();
    items.iter().map(|item| as_list(held, &item.value, chosen, &labels, view.width)).collect()
}

/// A property as text; an object of a type of the table is shown by its identity.
fn cell(def: Option<&TypeDef>, object: &Json, name: &str) -> String {
    let Some(value) = property(object, name) else { return String::new() };
    let kind = def.and_then(|def| def.property(name)).map(|property| property.kind);
    let Some(PropertyKind { of: Member::Object(held), .. }) = kind else {
        return text::cell(value);
    };
    let shown = find_type(held).map_or("", |held| held.identity);
    match value {
        Json::Array(items) => {
            let names = items.iter().map(|item| item.get(shown).unwrap_or(item).clone());
            text::cell(&Json::Array(names.collect()))
        }
        one => text::cell(one.get(shown).unwrap_or(one)),
    }
}

/// What stands above the table of an item.
fn grouped(def: &TypeDef, item: &Item) -> String {
    property(&item.value, def.group).map(text::cell).unwrap_or_default()
}

fn of_type(def: &TypeDef, view: View, items: &[Item]) -> String {
    let columns: Vec<Shown> = def
        .table
        .iter()
        .map(|column| Shown {
            name: column.name,
            label: column.label(),
            right: def.is_right(column),
        })
        .collect();
    as_table(Some(def), &columns, view, items)
}

fn of_object(
    def: Option<&TypeDef>,
    object: &Map<String, Json>,
    view: View,
    items: &[Item],
) -> String {
    let columns: Vec<Shown> =
        object.keys().map(|name| Shown { name, label: name, right: false }).collect();
    as_table(def, &columns, view, items)
}

/// A column: its property, its heading, and whether it stands at the right.
struct Shown<'a> {
    name: &'a str,
    label: &'a str,
    right: bool,
}

fn as_table(def: Option<&TypeDef>, columns: &[Shown<'_>], view: View, items: &[Item]) -> String {
    let is_whole = |name: &str| {
        let property = def.and_then(|def| def.property(name));
        property.is_some_and(|property| {
            let text = matches!(property.kind.of, Member::Text | Member::Table | Member::Json);
            !property.kind.list && !text && !matches!(property.kind.of, Member::Object(_))
        })
    };
    let laid: Vec<Column> = columns
        .iter()
        .map(|column| Column {
            label: column.label.to_owned(),
            right: column.right,
            whole: is_whole(column.name),
            cells: items.iter().map(|item| cell(def, &item.value, column.name)).collect(),
        })
        .collect();
    match layout::table(&laid, view.width) {
        Some(lines) => format!("\n{}\n\n", lines.join("\n")),
        None => {
            let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            lists(def, def, Some(&names), view, items)
        }
    }
}

fn as_list(
    def: Option<&TypeDef>,
    value: &Json,
    chosen: Option<&[&str]>,
    labels: &[(&str, &str)],
    screen: Option<usize>,
) -> String {
    let Some(object) = value.as_object() else { return format!("{}\n", text::cell(value)) };
    let label = |name: &str| {
        labels
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, label)| *label)
            .filter(|l| !l.is_empty())
            .unwrap_or(name)
            .to_owned()
    };
    let rows: Vec<(String, String)> = match chosen {
        Some(names) => names.iter().map(|name| (label(name), cell(def, value, name))).collect(),
        None => object.keys().map(|name| (label(name), cell(def, value, name))).collect(),
    };
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
    let indent = width.saturating_add(3);
    let lines: Vec<String> = rows
        .iter()
        .map(|(label, value)| {
            let value = layout::hang(value, screen.unwrap_or(usize::MAX), indent);
            format!("{label:<width$} : {value}").trim_end().to_owned()
        })
        .collect();
    format!("\n{}\n", lines.join("\n"))
}
