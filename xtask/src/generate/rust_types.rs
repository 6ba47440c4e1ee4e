//! The output types in Rust: a struct for each, with every documented property, and its definition.

use super::names::snake;
use super::rust::NOTICE;
use super::rust_cmdlet::doc;
use super::table::{Property, Service, Table, Type};

pub(super) fn file(service: &Service) -> String {
    let body: String = service.types.iter().map(one).collect();
    let mut imports = String::new();
    if body.contains(": Table") || body.contains("<Table>") {
        imports.push_str("use crate::value::Table;\n");
    }
    let kinds: Vec<&str> =
        ["FreeText", "Output", "Utc"].into_iter().filter(|ty| *ty == "Output" || body.contains(&format!("<{ty}>"))).collect();
    let value = if body.contains("Value") { "use serde_json::Value;\n" } else { "" };
    format!(
        "//! The outputs of {}. {NOTICE}\n\nuse serde::Serialize;\n{value}\nuse crate::def::{{Member, PropertyDef, TypeDef}};\nuse crate::output::{{{}}};\n\
         use crate::record::Shape;\n{imports}\n{body}",
        service.service,
        kinds.join(", ")
    )
}

pub(super) fn module(table: &Table) -> String {
    let services: Vec<String> = table.services.iter().map(|service| snake(&service.service)).collect();
    let mods: String = services.iter().map(|name| format!("pub mod {name};\n")).collect();
    let all: String = table
        .services
        .iter()
        .flat_map(|service| service.types.iter().map(|ty| format!("&{}::{},", snake(&service.service), constant(&ty.name))))
        .collect();
    format!(
        "//! The outputs of every service: a struct for each type, with every property. {NOTICE}\n\n{mods}\nuse crate::def::TypeDef;\n\n\
         /// Every type.\npub static TYPES: &[&TypeDef] = &[{all}];\n\n/// The type of this name, without its prefix.\n#[must_use]\n\
         pub fn find(name: &str) -> Option<&'static TypeDef> {{\n    TYPES.iter().copied().find(|known| known.name == name)\n}}\n"
    )
}

fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}

fn one(ty: &Type) -> String {
    let own: Vec<&Property> = ty.properties.iter().filter(|property| !property.name.contains('.')).collect();
    let fields: String = own.iter().map(|property| field(property)).collect();
    let properties: String = ty.properties.iter().map(property_def).collect();
    let names: Vec<String> = std::iter::once(&ty.name).chain(&ty.bases).map(|name| format!("CustomerKey.{name}")).collect();
    let members: String = ty
        .properties
        .iter()
        .filter_map(|property| Some(format!("({:?}, {:?}),", property.name, record_kind(&property.kind)?)))
        .collect();
    let (name, upper) = (&ty.name, constant(&ty.name));
    format!(
        "/// An output object of type `CustomerKey.{name}`.\n#[derive(Debug, Clone, Default, PartialEq, Serialize)]\npub struct {name} {{\n{fields}}}\n\n\
         impl Output for {name} {{\n    const TYPE: &'static TypeDef = &{upper};\n}}\n\n/// The definition of [`{name}`].\n\
         pub static {upper}: TypeDef = TypeDef {{ name: {name:?}, shape: Shape {{ types: &{names:?}, members: &[{members}] }}, identity: {:?}, \
         properties: &[{properties}], table: &{:?}, list: &{:?} }};\n\n",
        ty.identity, ty.table, ty.list
    )
}

fn field(property: &Property) -> String {
    let ty = match property.kind.as_str() {
        "text" => "Option<FreeText>",
        "bool" => "Option<bool>",
        "int" => "Option<i32>",
        "long" => "Option<i64>",
        "number" => "Option<f64>",
        "date" | "local" => "Option<Utc>",
        "list" => "Vec<Value>",
        "table" => "Table",
        "object" => "Value",
        _ => "Option<String>",
    };
    format!("    {}\n    #[serde(rename = {:?})]\n    pub {}: {ty},\n", doc(&property.help), property.name, snake(&property.name))
}

fn record_kind(kind: &str) -> Option<&str> {
    matches!(kind, "text" | "guid" | "int" | "local" | "table" | "bytes").then_some(kind)
}

fn property_def(property: &Property) -> String {
    let kind = match property.kind.as_str() {
        "text" => "Text",
        "guid" => "Guid",
        "bool" => "Bool",
        "int" => "Int",
        "long" => "Long",
        "number" => "Real",
        "date" => "Date",
        "local" => "Local",
        "list" => "List",
        "table" => "Table",
        "bytes" => "Bytes",
        "object" => "Object",
        _ => "Plain",
    };
    let label = if property.label.is_empty() { &property.name } else { &property.label };
    format!("PropertyDef::new({:?}, Member::{kind}, {label:?}, {:?}),", property.name, property.help)
}
