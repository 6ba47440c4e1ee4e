//! Examples and runbooks bind as they are written: parameter sets, places and values.

use ckey_cmdlets::bind::Binder;
use ckey_cmdlets::bind_error::BindError;
use ckey_cmdlets::table::{CmdletDef, Kind, ParameterDef, Pipeline};
use ckey_cmdlets::table::{cmdlets, find};
use serde_json::{Value, json};

use crate::powershell::{Call, Script, read};
use crate::{COMMON, root};

fn bind(
    cmdlet: &'static CmdletDef,
    call: &Call,
    piped: Option<&ParameterDef>,
) -> Result<(), BindError> {
    let mut binder = Binder::new(cmdlet);
    if let Some(parameter) = piped {
        binder.named(parameter.name, value(parameter.kind(), "$_"))?;
    }
    let mut arguments = call.arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.strip_prefix('-') else {
            binder.positional(value(Kind::Text, argument));
            continue;
        };
        let is_common = COMMON.contains(&name);
        let kind = if is_common { Kind::Text } else { Binder::find(cmdlet, name)?.kind() };
        let given = arguments.next_if(|next| {
            !next.starts_with('-') && (kind != Kind::Switch || next.starts_with('$'))
        });
        if !is_common {
            // What a variable holds of a closed list is one of it.
            let one = Binder::find(cmdlet, name)?.values.first();
            let value = match (given, one) {
                (None, _) => json!(true),
                (Some(given), Some(one)) if given.starts_with('$') => json!(one),
                (Some(given), _) => value(kind, given),
            };
            binder.named(name, value)?;
        }
    }
    binder.finish().map(|_| ())
}

/// What PowerShell would hand over; what it would have to compute is something of the right kind.
fn value(kind: Kind, text: &str) -> Value {
    let text = text.trim().trim_start_matches("@(").trim_end_matches(')');
    let text = if text.starts_with('(') { text } else { text.trim_end_matches(')') };
    if text.starts_with("@{") && kind == Kind::MultiValue {
        return json!({"Add": ["value"]});
    }
    if text.starts_with("@{") {
        return json!({"Name": "value"});
    }
    match text.to_lowercase().as_str() {
        "$true" => return json!(true),
        "$false" => return json!(false),
        "$null" => return json!(null),
        _ => {}
    }
    if text.starts_with(['(', '$']) {
        return match kind {
            Kind::DateTime => json!("9999-12-31"),
            Kind::Guid => json!("00000000000000000000000000000001"),
            Kind::Object => json!({"Name": "value"}),
            Kind::Int | Kind::UInt => json!(2048),
            _ => json!("computed"),
        };
    }
    let items: Vec<Value> =
        text.split(',').map(|item| json!(item.trim().trim_matches(['\'', '"']))).collect();
    if items.len() > 1 { Value::Array(items) } else { items[0].clone() }
}

/// How many calls of our cmdlets a script holds; each must bind.
fn check(code: &str, place: &str) -> usize {
    let mut calls = 0;
    for call in Script::parse(code.to_owned()).calls() {
        let Some(cmdlet) = find(&call.name) else { continue };
        calls += 1;
        // What a table holds that is splatted is known when the script runs.
        let is_splat = |argument: &String| {
            argument.strip_prefix('@').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        };
        if call.arguments.iter().any(is_splat) {
            continue;
        }
        let takes_piped =
            |parameter: &&ParameterDef| call.piped && parameter.pipeline != Pipeline::No;
        let piped = cmdlet
            .parameters
            .iter()
            .filter(takes_piped)
            .find(|parameter| bind(cmdlet, &call, Some(parameter)).is_ok());
        if let Err(problem) = bind(cmdlet, &call, piped) {
            panic!("{place}: {} {:?}: {problem}", call.name, call.arguments);
        }
    }
    calls
}

#[test]
fn every_example_binds() {
    let examples = cmdlets().flat_map(|cmdlet| cmdlet.examples);
    let calls: usize = examples.map(|example| check(example.code, example.code)).sum();
    assert!(calls > 60, "{calls}");
}

#[test]
fn every_line_of_the_runbooks_binds() {
    let mut calls = 0;
    for folder in ["tests/runbooks", "tests/runbooks/common"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "ps1") {
                let code = read(&path);
                calls += check(&code, &path.display().to_string());
            }
        }
    }
    assert!(calls > 50, "{calls}");
}

#[test]
fn a_line_that_does_not_bind_is_found() {
    for bad in [
        "Get-Mailbox -Nope",
        "New-DataEncryptionPolicy only",
        "Set-DataEncryptionPolicy x -Refresh -Replace",
    ] {
        assert!(std::panic::catch_unwind(|| check(bad, bad)).is_err(), "{bad}");
    }
}
