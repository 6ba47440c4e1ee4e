//! The output types of a service in Rust: a struct for each, with every documented property.

use ckey_table::{Member, PropertyDef, Service, TypeDef};

use super::names::snake;
use super::rust::NOTICE;

pub(super) fn file(service: &Service) -> String {
    let structs: String = service.types.iter().map(one).collect();
    let ours: Vec<&str> =
        ["FreeText", "Utc"].into_iter().filter(|ty| structs.contains(&format!("<{ty}>"))).collect();
    let imports = format!(
        "use crate::surface::output::{{{}}};\n",
        [&["Output"], ours.as_slice()].concat().join(", ")
    );
    let table =
        if structs.contains(": Table,") { "use crate::surface::value::Table;\n" } else { "" };
    let value = if structs.contains("Value") { "use serde_json::Value;\n" } else { "" };
    format!(
        "//! The outputs of {}.\n//!\n//! {NOTICE}\n\nuse serde::Serialize;\n{value}\n{imports}{table}{structs}",
        service.service
    )
}

fn one(ty: &TypeDef) -> String {
    let fields: String = ty.own_properties().map(field).collect();
    let name = ty.name;
    format!(
        "\n/// `CustomerKey.{name}`.\n#[derive(Default, Serialize)]\npub(crate) struct {name} {{\n{fields}}}\n\n\
         impl Output for {name} {{\n    const TYPE: &'static str = {name:?};\n}}\n"
    )
}

fn field(property: &PropertyDef) -> String {
    let ty = match property.kind {
        Member::Text => "Option<FreeText>",
        Member::Bool => "Option<bool>",
        Member::Int => "Option<i32>",
        Member::Long => "Option<i64>",
        Member::Real => "Option<f64>",
        Member::Date | Member::Local => "Option<Utc>",
        Member::List => "Vec<Value>",
        Member::Table => "Table",
        Member::Object => "Value",
        Member::Plain | Member::Guid | Member::Bytes => "Option<String>",
    };
    format!(
        "    #[serde(rename = {:?})]\n    pub(crate) {}: {ty},\n",
        property.name,
        snake(property.name)
    )
}
