//! The views of the table of cmdlets: columns for a table, labels for a list.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};
use serde_json::Value as Json;

use super::{Item, property, text};

/// Shows items of one type. `asked` is true when the pipeline asked for this view: then every
/// property is shown.
pub(crate) fn render(kind: &str, list: bool, asked: bool, items: &[Item]) -> String {
    let def = crate::surface::type_def(kind);
    let labels: Vec<(&str, &str)> = def
        .map(|def| def.own_properties().map(|p| (p.name, p.label())).collect())
        .unwrap_or_default();
    let wanted_list = def.is_some_and(|def| !def.list.is_empty()) && !asked;
    if list || wanted_list {
        let chosen = if wanted_list { def.map(|def| def.list) } else { None };
        return items
            .iter()
            .map(|item| as_list(&item.value, chosen, if asked { &[] } else { &labels }))
            .collect();
    }
    match def.map(|def| def.table).filter(|columns| !columns.is_empty()) {
        Some(columns) => as_table(columns.iter().map(|c| (*c).to_owned()).collect(), items),
        None => match items.first().and_then(|item| item.value.as_object()) {
            Some(object) => as_table(object.keys().cloned().collect(), items),
            None => items.iter().map(|item| format!("{}\n", text::cell(&item.value))).collect(),
        },
    }
}

fn as_table(columns: Vec<String>, items: &[Item]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(columns.iter().map(String::as_str));
    table.add_row(columns.iter().map(|name| "-".repeat(name.chars().count())));
    for item in items {
        table.add_row(
            columns
                .iter()
                .map(|name| property(&item.value, name).map(text::cell).unwrap_or_default()),
        );
    }
    // Each cell has a blank before it. Those that follow are a wrapped cell's place, or its own.
    let line = |line: String| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned();
    let lines: Vec<String> = table.lines().map(line).collect();
    format!("\n{}\n\n", lines.join("\n"))
}

fn as_list(value: &Json, chosen: Option<&[&str]>, labels: &[(&str, &str)]) -> String {
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
        Some(names) => names
            .iter()
            .map(|name| (label(name), property(value, name).map(text::cell).unwrap_or_default()))
            .collect(),
        None => object.iter().map(|(name, value)| (label(name), text::cell(value))).collect(),
    };
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
    let indent = format!("\n{}", " ".repeat(width.saturating_add(3)));
    let lines: Vec<String> = rows
        .iter()
        .map(|(label, value)| {
            format!("{label:<width$} : {}", value.replace('\n', &indent)).trim_end().to_owned()
        })
        .collect();
    format!("\n{}\n", lines.join("\n"))
}
