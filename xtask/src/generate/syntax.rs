//! A line of syntax.

use super::shown::{self, Shown};
use ckey_table::CmdletDef;

/// The words of the line of one set: the cmdlet's name, and each parameter with its brackets.
pub(super) fn words(cmdlet: &CmdletDef, set: &str) -> Vec<String> {
    let parameters = shown::in_line(cmdlet, set);
    let parameters = parameters.iter().map(|parameter| word(parameter, set));
    std::iter::once(cmdlet.name.to_owned()).chain(parameters).collect()
}

fn word(parameter: &Shown, set: &str) -> String {
    let name = match parameter.position() {
        Some(_) => format!("[-{}]", parameter.name()),
        None => format!("-{}", parameter.name()),
    };
    let whole =
        if parameter.is_switch() { name } else { format!("{name} <{}>", parameter.type_name()) };
    if parameter.is_mandatory_in(set) { whole } else { format!("[{whole}]") }
}
