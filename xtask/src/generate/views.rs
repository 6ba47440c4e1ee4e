//! Views and ToString of the output types.

use ckey_table::{Member, PropertyDef, Table, TypeDef};

const NOTICE: &str =
    "<!-- Written by ./build generate from native/table/services; edit that. -->\n";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

pub(super) fn format(table: &Table) -> String {
    let views: String = table.types().map(view).collect();
    format!(
        "{HEAD}{NOTICE}<Configuration>\n  <ViewDefinitions>\n{views}  </ViewDefinitions>\n</Configuration>\n"
    )
}

pub(super) fn types(table: &Table) -> String {
    let types: String = table
        .types()
        .flat_map(|ty| ["", "Deserialized."].map(|prefix| to_string(ty, prefix)))
        .collect();
    format!("{HEAD}{NOTICE}<Types>\n{types}</Types>\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn view(ty: &TypeDef) -> String {
    let list = if ty.list.is_empty() { String::new() } else { list_view(ty) };
    let selected =
        format!("<ViewSelectedBy><TypeName>CustomerKey.{}</TypeName></ViewSelectedBy>", ty.name);
    let headers: String = ty
        .table
        .iter()
        .map(|name| {
            format!(
                "          <TableColumnHeader><Label>{}</Label></TableColumnHeader>\n",
                escape(name)
            )
        })
        .collect();
    let columns: String = ty
        .table
        .iter()
        .map(|name| format!("              <TableColumnItem><PropertyName>{name}</PropertyName></TableColumnItem>\n"))
        .collect();
    format!(
        "{list}    <View>\n      <Name>CustomerKey.{}</Name>\n      {selected}\n      <TableControl>\n        <TableHeaders>\n{headers}        \
         </TableHeaders>\n        <TableRowEntries>\n          <TableRowEntry>\n            <TableColumnItems>\n{columns}            \
         </TableColumnItems>\n          </TableRowEntry>\n        </TableRowEntries>\n      </TableControl>\n    </View>\n",
        ty.name
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

fn to_string(ty: &TypeDef, prefix: &str) -> String {
    let is_text = ty
        .property(ty.identity)
        .is_some_and(|property| matches!(property.kind, Member::Text | Member::Plain));
    let script = if is_text {
        format!("$this.{}", ty.identity)
    } else {
        format!("[string]$this.{}", ty.identity)
    };
    format!(
        "  <Type>\n    <Name>{prefix}CustomerKey.{}</Name>\n    <Members>\n      <ScriptMethod>\n        <Name>ToString</Name>\n        \
         <Script>{script}</Script>\n      </ScriptMethod>\n    </Members>\n  </Type>\n",
        ty.name
    )
}
