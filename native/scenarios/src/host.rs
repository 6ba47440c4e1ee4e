//! What runs cmdlets, and what it reports.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One cmdlet to run, with `$var` already replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Its name.
    pub cmdlet: String,
    /// Its named parameters.
    pub parameters: Map<String, Value>,
    /// Its values without names.
    pub positional: Vec<Value>,
    /// Whether it only says what it would do.
    pub what_if: bool,
    /// In a later stage of a pipe: parameter by property of the object that comes, for hosts that
    /// have no pipes of their own.
    pub bind: Map<String, Value>,
}

/// One thing that a host reports, as a line of JSON: `{"warning": "..."}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// An object.
    Output(Value),
    /// An error: at least `id` and `message`.
    Error(Value),
    /// A warning.
    Warning(String),
    /// What `-WhatIf` says.
    WhatIf(String),
    /// What people are told and no scenario looks at.
    Information(String),
    /// A question. The host waits for the answer.
    Question(String),
    /// Nothing more comes.
    Done(bool),
}

/// What came of a call or a pipe.
#[derive(Debug, Default)]
pub struct Played {
    /// The objects.
    pub outputs: Vec<Value>,
    /// The errors.
    pub errors: Vec<Value>,
    /// The warnings.
    pub warnings: Vec<String>,
    /// What `-WhatIf` said.
    pub messages: Vec<String>,
    /// What was asked.
    pub questions: Vec<String>,
}

impl Played {
    /// Notes a record.
    pub fn note(&mut self, record: Record) {
        match record {
            Record::Output(object) => self.outputs.push(object),
            Record::Error(error) => self.errors.push(error),
            Record::Warning(text) => self.warnings.push(text),
            Record::WhatIf(text) => self.messages.push(text),
            Record::Question(text) => self.questions.push(text),
            Record::Information(_) | Record::Done(_) => {}
        }
    }
}

/// What is known of a scenario that does not hold on a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall<'a> {
    /// Why it does not hold.
    pub why: &'a str,
    /// The step that fails; the first is 1. Another one fails for another reason.
    pub step: usize,
}

/// Something that can run cmdlets: a session in this process, a command line, a program that speaks
/// the protocol.
pub trait Host {
    /// Its name in a scenario's `hosts`.
    fn name(&self) -> &str;

    /// Why this host cannot play a scenario that it otherwise would, if there is a reason.
    fn cannot_play(&self, _file: &str) -> Option<&'static str> {
        None
    }

    /// Where and why a scenario does not hold on this host, if that is known. It is played, and must
    /// fail there: one that holds, or fails elsewhere, is a fault.
    fn falls_short(&self, _file: &str) -> Option<Shortfall<'_>> {
        None
    }

    /// Begins anew: a session without a tenant, with an empty folder as the current one.
    ///
    /// # Errors
    /// What is wrong with the host.
    fn start(&mut self, folder: &Path) -> Result<(), String>;

    /// Runs one cmdlet, or several joined by pipes, and gives every question this answer.
    ///
    /// # Errors
    /// What is wrong with the host; errors of cmdlets are records.
    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String>;
}
