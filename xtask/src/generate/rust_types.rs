//! The output types of a service in Rust: a struct for each, with every documented property.

use ckey_table::{Member, PropertyDef, PropertyKind, Service, TypeDef};

use super::names::snake;
use super::rust::NOTICE;

pub(super) fn file(service: &Service) -> String {
    let structs: String = service.types.iter().map(one).collect();
    let ours: Vec<&str> =
        ["Local", "Utc"].into_iter().filter(|ty| structs.contains(&format!("<{ty}>"))).collect();
    let imports = format!(
        "use crate::surface::output::{{{}}};\n",
        [ours.as_slice(), &["Output"]].concat().join(", ")
    );
    let table =
        if structs.contains(": Table,") { "use crate::surface::value::Table;\n" } else { "" };
    let value = if structs.contains(": Value,") { "use serde_json::Value;\n" } else { "" };
    format!(
        "//! The outputs of {}.\n//!\n//! {NOTICE}\n\nuse serde::Serialize;\n{value}\n{imports}{table}{structs}",
        service.service
    )
}

fn one(ty: &TypeDef) -> String {
    let fields: String = ty.properties.iter().map(field).collect();
    let name = ty.name;
    format!(
        "\n/// `CustomerKey.{name}`.\n#[derive(Default, Serialize)]\npub(crate) struct {name} {{\n{fields}}}\n\n\
         impl Output for {name} {{\n    const TYPE: &'static str = {name:?};\n}}\n"
    )
}

fn field(property: &PropertyDef) -> String {
    let one = match property.kind.of {
        Member::Bool => "bool",
        Member::Int => "i32",
        Member::Long => "i64",
        Member::Real => "f64",
        Member::Date => "Utc",
        Member::Local => "Local",
        Member::Table => "Table",
        Member::Json => "Value",
        Member::Object(name) => name,
        Member::Text | Member::Guid | Member::Bytes => "String",
    };
    let ty = match property.kind {
        PropertyKind { list: true, .. } => format!("Vec<{one}>"),
        PropertyKind { of: Member::Table | Member::Json, .. } => one.to_owned(),
        _ => format!("Option<{one}>"),
    };
    let name = match snake(property.name).as_str() {
        "type" => "r#type".to_owned(),
        other => other.to_owned(),
    };
    format!("    #[serde(rename = {:?})]\n    pub(crate) {name}: {ty},\n", property.name)
}
