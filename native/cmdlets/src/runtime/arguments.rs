//! The arguments of a call, and what of them is not the cmdlet's own: the common parameters that
//! every cmdlet has.

use crate::runtime::context::CallOptions;
use crate::runtime::error::CmdletError;
use crate::runtime::signing_in::{NAMES, PROOFS};
use crate::surface::bind::{Binder, Bound};
use ckey_table::{CmdletDef, CommonParameter, json};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// The document that a call is started with.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Arguments {
    parameters: Map<String, Value>,
    positional: Vec<Value>,
    what_if: bool,
    location: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, CmdletError> {
        if json.is_empty() {
            return Ok(Self::default());
        }
        json::object(json).map_err(|error| {
            let fix = "Give a JSON object such as {\"parameters\": {\"Identity\": \"Ann\"}, \"whatIf\": false, \"location\": \"/folder\"}.";
            CmdletError::document("InvalidArguments", "The arguments of the call", &error, fix)
        })
    }

    /// The secrets that the arguments refer to: `{"secret": "parameter:NAME"}`.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let named = |value: &Value| value.get("secret").and_then(Value::as_str).map(str::to_owned);
        self.parameters.values().chain(&self.positional).filter_map(named).collect()
    }

    /// The account that a cmdlet was to sign in, as far as the arguments tell, also those that do
    /// not bind.
    pub(crate) fn account(&self, cmdlet: &CmdletDef) -> Option<String> {
        let text =
            |value: &Value| value.get("userName").unwrap_or(value).as_str().map(str::to_owned);
        self.given(cmdlet, &NAMES).filter_map(text).find(|text| !text.trim().is_empty())
    }

    /// Whether a cmdlet was to sign somebody in, also by a name that is empty: a script's variable
    /// that is not set.
    pub(crate) fn names_somebody(&self, cmdlet: &CmdletDef) -> bool {
        self.given(cmdlet, &NAMES).next().is_some()
    }

    /// Whether somebody was to prove who they are, also in a way that cannot be used here.
    pub(crate) fn proves_somebody(&self, cmdlet: &CmdletDef) -> bool {
        self.given(cmdlet, &PROOFS).any(|value| *value != Value::Bool(false))
    }

    /// What was given by one of these parameters.
    fn given(&self, cmdlet: &CmdletDef, wanted: &[&str]) -> impl Iterator<Item = &Value> {
        let is_wanted = |name: &str| {
            cmdlet.parameter(name).is_some_and(|parameter| wanted.contains(&parameter.name))
        };
        self.parameters.iter().filter(move |(name, _)| is_wanted(name)).map(|(_, value)| value)
    }

    /// Binds what is the cmdlet's own.
    pub(crate) fn bind(
        self,
        cmdlet: &'static CmdletDef,
    ) -> Result<(Bound, CallOptions), CmdletError> {
        let mut options = CallOptions {
            what_if: self.what_if,
            unasked: false,
            asks: false,
            location: self.location.unwrap_or_default(),
        };
        if options.location.as_os_str().is_empty() {
            options.location = std::env::current_dir().unwrap_or_default();
        }
        let mut binder = Binder::new(cmdlet);
        for (name, value) in self.parameters {
            let common = match cmdlet.parameter(&name) {
                Some(_) => None,
                None => CommonParameter::of(cmdlet).find(|common| common.is_named(&name)),
            };
            match common {
                None => binder.named(&name, value)?,
                Some(CommonParameter::WhatIf) => options.what_if = truth(&value),
                Some(CommonParameter::Confirm) => {
                    (options.asks, options.unasked) = (truth(&value), !truth(&value));
                }
                // The host's business.
                Some(_) => {}
            }
        }
        for value in self.positional {
            binder.positional(value);
        }
        let bound = binder.finish()?;
        options.unasked |=
            bound.values().any(|(name, value)| name == "Force" && *value == Value::Bool(true));
        options.what_if &= cmdlet.plans();
        Ok((bound, options))
    }
}

/// A switch that is given has a value only where it is taken back: `-WhatIf:$false`.
fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(text) => !matches!(
            text.trim().trim_start_matches('$').to_ascii_lowercase().as_str(),
            "false" | "0"
        ),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}
