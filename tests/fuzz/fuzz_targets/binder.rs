//! JSON in place of a cmdlet's arguments: what binds is a whole, valid parameter set, and binds
//! again to itself.
//!
//! Input: a list that begins with the cmdlet's name or number; then `[name or number, value]` for
//! what has a name, anything else for what has none. Numbers let the fuzzer reach every cmdlet and
//! parameter without spelling it.
#![no_main]
use ckey_cmdlets::bind::{Binder, Bound};
use ckey_cmdlets::table::{CmdletDef, Kind};
use ckey_cmdlets::table::{cmdlets, find};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fuzz_target!(|json: &[u8]| {
    let Ok(Value::Array(list)) = serde_json::from_slice(json) else { return };
    let Some((first, arguments)) = list.split_first() else { return };
    let Some(cmdlet) = cmdlet(first) else { return };
    if let Some(bound) = bind(cmdlet, arguments) {
        check(cmdlet, &bound);
    }
});

fn cmdlet(named: &Value) -> Option<&'static CmdletDef> {
    match named {
        Value::String(name) => find(name),
        Value::Number(number) => cmdlets().nth(number.as_u64()? as usize % cmdlets().count()),
        _ => None,
    }
}

fn bind(cmdlet: &'static CmdletDef, arguments: &[Value]) -> Option<Bound> {
    let mut binder = Binder::new(cmdlet);
    for argument in arguments {
        match argument.as_array().map(Vec::as_slice) {
            Some([Value::String(name), value]) => binder.named(name, value.clone()).ok()?,
            Some([Value::Number(number), value]) if !cmdlet.parameters.is_empty() => {
                let at = number.as_u64()? as usize % cmdlet.parameters.len();
                binder.named(cmdlet.parameters[at].name, value.clone()).ok()?;
            }
            _ => binder.positional(argument.clone()),
        }
    }
    binder.finish().ok()
}

fn check(cmdlet: &'static CmdletDef, bound: &Bound) {
    let set = bound.set();
    for parameter in cmdlet.parameters {
        let given = bound.has(parameter.name);
        assert!(
            !given || parameter.is_in(set),
            "{}: -{} is not in {set:?}",
            cmdlet.name,
            parameter.name
        );
        assert!(
            given || !parameter.is_mandatory_in(set),
            "{}: -{} is missing in {set:?}",
            cmdlet.name,
            parameter.name
        );
    }
    let values: Map<String, Value> =
        bound.values().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    // A date is bound as a number of seconds, which is not how one is given.
    let dated = |name: &String| {
        cmdlet.parameter(name).is_some_and(|parameter| parameter.kind() == Kind::DateTime)
    };
    if values.keys().any(dated) {
        return;
    }
    let again = Binder::bind(cmdlet, &values)
        .unwrap_or_else(|error| panic!("{}: {values:?}: {error:?}", cmdlet.name));
    assert_eq!(again.set(), set, "{}: {values:?}", cmdlet.name);
    assert!(
        again
            .values()
            .map(|(name, value)| (name, value.clone()))
            .eq(bound.values().map(|(name, value)| (name, value.clone())))
    );
}
