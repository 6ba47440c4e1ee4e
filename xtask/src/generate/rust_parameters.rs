//! The parameters of a service's cmdlets in Rust: a struct for each cmdlet.

use ckey_table::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Service};

use super::names::{pascal, snake};
use super::rust::NOTICE;

pub(super) fn file(service: &Service) -> String {
    let structs: String = service.cmdlets.iter().map(one).collect();
    let ours = Kind::ALL.into_iter().filter_map(of_ours).chain([ASSIGNED]);
    let mut types: Vec<&str> = ours.filter(|ty| names(&structs, ty)).collect();
    types.sort_unstable();
    let imports = if types.is_empty() {
        String::new()
    } else {
        format!("use crate::surface::value::{{{}}};\n", types.join(", "))
    };
    format!(
        "//! {}: the parameters of its cmdlets.\n//!\n//! {NOTICE}\n\nuse serde::Deserialize;\n\n{imports}{structs}",
        service.title
    )
}

/// The type of a text whose `$null` takes away.
const ASSIGNED: &str = "Assigned";

fn names(source: &str, ty: &str) -> bool {
    source.contains(&format!("<{ty}>")) || source.contains(&format!(": {ty},"))
}

/// The type of ours that a value of this kind becomes.
const fn of_ours(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::DateTime => "Moment",
        Kind::MultiValue => "MultiValue",
        Kind::Table => "Table",
        Kind::Secret => "SecretRef",
        Kind::Credential => "Credential",
        Kind::ResultSize => "ResultSize",
        Kind::Duration => "Seconds",
        Kind::Object => "Object",
        _ => return None,
    })
}

const fn rust_type(kind: Kind) -> &'static str {
    match of_ours(kind) {
        Some(ours) => ours,
        None => match kind {
            Kind::Switch | Kind::Bool => "bool",
            Kind::Int => "i32",
            Kind::UInt => "u32",
            Kind::Real => "f64",
            Kind::TextList => "Vec<String>",
            Kind::ObjectList => "Vec<Object>",
            _ => "String",
        },
    }
}

fn one(cmdlet: &CmdletDef) -> String {
    let fields: String = cmdlet.parameters.iter().filter_map(field).collect();
    format!(
        "\n/// `{}`.\n#[derive(Deserialize)]\npub(crate) struct {} {{\n{fields}}}\n",
        cmdlet.name,
        pascal(cmdlet.name)
    )
}

fn field(parameter: &ParameterDef) -> Option<String> {
    if matches!(parameter.effect, Effect::Ignored | Effect::Refused)
        || !parameter.elsewhere.is_empty()
    {
        return None;
    }
    let required = parameter.mandatory == Mandatory::Yes && parameter.sets.is_empty();
    let switch = parameter.kind() == Kind::Switch && parameter.default != "True";
    let plain = rust_type(parameter.kind());
    let (ty, default) = match (switch, required) {
        _ if parameter.unassigns && required => (ASSIGNED.to_owned(), ""),
        _ if parameter.unassigns => (ASSIGNED.to_owned(), ", default"),
        (true, _) => (plain.to_owned(), ", default"),
        (_, true) => (plain.to_owned(), ""),
        _ => (format!("Option<{plain}>"), ", default"),
    };
    Some(format!(
        "    #[serde(rename = {:?}{default})]\n    pub(crate) {}: {ty},\n",
        parameter.name,
        snake(parameter.name)
    ))
}
