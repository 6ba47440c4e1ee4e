//! Views of the output types.

use super::xml::escape;
use ckey_table::{Column, PropertyDef, Table, TypeDef};

const NOTICE: &str =
    "<!-- Written by ./build generate from native/table/services; edit that. -->\n";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Without the indentation that tells a reader of the code below what is in what: an import reads
/// every character of it.
pub(super) fn format(table: &Table) -> String {
    let views: String = table.types().filter(|ty| !ty.table.is_empty()).map(view).collect();
    let lines: String = views.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    format!(
        "{HEAD}{NOTICE}<Configuration>\n<ViewDefinitions>\n{lines}</ViewDefinitions>\n</Configuration>\n"
    )
}

fn view(ty: &TypeDef) -> String {
    let list = if ty.list.is_empty() { String::new() } else { list_view(ty) };
    let selected =
        format!("<ViewSelectedBy><TypeName>CustomerKey.{}</TypeName></ViewSelectedBy>", ty.name);
    let group = match ty.property(ty.group) {
        Some(by) => format!(
            "      <GroupBy>\n        <PropertyName>{}</PropertyName>\n        <Label>{}</Label>\n      </GroupBy>\n",
            by.name,
            escape(by.label())
        ),
        None => String::new(),
    };
    let headers: String = ty.table.iter().map(|column| header(ty, column)).collect();
    let columns: String = ty
        .table
        .iter()
        .map(|column| {
            format!(
                "              <TableColumnItem><PropertyName>{}</PropertyName></TableColumnItem>\n",
                column.name
            )
        })
        .collect();
    let wrap = if ty.wrap { "            <Wrap />\n" } else { "" };
    format!(
        "{list}    <View>\n      <Name>CustomerKey.{}</Name>\n      {selected}\n{group}      <TableControl>\n        <TableHeaders>\n{headers}        \
         </TableHeaders>\n        <TableRowEntries>\n          <TableRowEntry>\n{wrap}            <TableColumnItems>\n{columns}            \
         </TableColumnItems>\n          </TableRowEntry>\n        </TableRowEntries>\n      </TableControl>\n    </View>\n",
        ty.name
    )
}

fn header(ty: &TypeDef, column: &Column) -> String {
    let width = column.width.map(|width| format!("<Width>{width}</Width>")).unwrap_or_default();
    let right = if ty.is_right(column) { "<Alignment>Right</Alignment>" } else { "" };
    format!(
        "          <TableColumnHeader><Label>{}</Label>{width}{right}</TableColumnHeader>\n",
        escape(column.label())
    )
}

fn list_view(ty: &TypeDef) -> String {
    let items: String = ty
        .list
        .iter()
        .map(|name| {
            let label = ty.property(name).map_or(*name, PropertyDef::label);
            format!("                <ListItem><Label>{}</Label><PropertyName>{name}</PropertyName></ListItem>\n", escape(label))
        })
        .collect();
    format!(
        "    <View>\n      <Name>CustomerKey.{0}.List</Name>\n      <ViewSelectedBy><TypeName>CustomerKey.{0}</TypeName></ViewSelectedBy>\n      \
         <ListControl>\n        <ListEntries>\n          <ListEntry>\n            <ListItems>\n{items}            </ListItems>\n          \
         </ListEntry>\n        </ListEntries>\n      </ListControl>\n    </View>\n",
        ty.name
    )
}
