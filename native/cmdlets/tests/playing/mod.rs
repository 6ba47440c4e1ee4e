//! A call of a scenario on a session in this process. Hosts of other crates use it as well.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::{Next, Session};
use ckey_scenarios::{Call, Played, Record};
use serde_json::{Value, json};

/// The call on one object that comes down a pipe.
pub fn bound(call: &Call, object: Option<&Value>) -> Call {
    let mut call = call.clone();
    if let Some(object) = object {
        let bound = call.bind.iter().map(|(parameter, property)| {
            (parameter.clone(), object[property.as_str().unwrap()].clone())
        });
        let bound: Vec<_> = bound.collect();
        call.parameters.extend(bound);
    }
    call
}

/// Runs a call in a folder and gives every question this answer. Each object goes on as it comes.
pub fn run(
    (session, folder): (&Arc<Session>, &Path),
    call: &Call,
    answer: bool,
    played: &mut Played,
    next: &mut dyn FnMut(&Value, &mut Played),
) {
    let arguments = json!({"parameters": call.parameters, "positional": call.positional, "whatIf": call.what_if, "location": folder});
    let mut running = match session.start(&call.cmdlet, arguments.to_string().as_bytes()) {
        Ok(running) => running,
        Err(problem) => {
            let error = serde_json::from_slice(&problem.to_json()).expect("an error is JSON");
            return played.note(Record::Error(error));
        }
    };
    loop {
        let record = match running.next(Duration::from_secs(60)).expect("a call goes on") {
            Next::Record(record) => record,
            Next::None => continue,
            Next::Finished => return,
        };
        let mut parts = record.splitn(2, |byte| *byte == b'\n');
        let head: Value =
            serde_json::from_slice(parts.next().unwrap_or_default()).expect("a head is JSON");
        let message = || head["message"].as_str().unwrap_or_default().to_owned();
        match head["stream"].as_str().unwrap_or_default() {
            "output" => {
                let objects: Vec<Value> = serde_json::from_slice(parts.next().unwrap_or_default())
                    .expect("objects are JSON");
                objects.iter().for_each(|object| next(object, played));
            }
            "error" => played.note(Record::Error(head)),
            "warning" => played.note(Record::Warning(message())),
            "whatif" => played.note(Record::WhatIf(message())),
            "confirm" => {
                played.note(Record::Question(message()));
                running.answer(answer);
            }
            _ => {}
        }
    }
}
