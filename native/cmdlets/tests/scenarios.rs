//! Plays `tests/scenarios` in this process. `cargo test -p ckey-cmdlets --test scenarios --
//! reading/` plays one folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::{Next, Session, SessionOptions};
use ckey_scenarios::{Call, Host, Played, Record};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let mut host = InProcess { session: None, folder: PathBuf::new() };
    ckey_scenarios::run(&mut host, std::env::args().skip(1))
}

struct InProcess {
    session: Option<Arc<Session>>,
    folder: PathBuf,
}

impl Host for InProcess {
    fn name(&self) -> &str {
        "rust"
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        let data = folder.join("data").to_string_lossy().into_owned();
        let environment = Some([(String::from("XDG_DATA_HOME"), data)].into());
        let options = SessionOptions { environment, ..SessionOptions::default() };
        let new = Session::open(options).map_err(|problem| problem.to_string())?;
        if let Some(old) = self.session.replace(new) {
            old.close();
        }
        self.folder = folder.to_owned();
        Ok(())
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        let mut played = Played::default();
        self.stage(pipe, None, answer, &mut played);
        Ok(played)
    }
}

impl InProcess {
    fn stage(&self, pipe: &[Call], object: Option<&Value>, answer: bool, played: &mut Played) {
        let Some((call, rest)) = pipe.split_first() else {
            return played.outputs.extend(object.cloned());
        };
        let mut parameters = call.parameters.clone();
        if let Some(object) = object {
            let bound = call.bind.iter().map(|(parameter, property)| {
                (parameter.clone(), object[property.as_str().unwrap()].clone())
            });
            parameters.extend(bound);
        }
        let arguments = json!({"parameters": parameters, "positional": call.positional, "whatIf": call.what_if, "location": self.folder});
        let session = self.session.as_ref().expect("a session is open");
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
                    let objects: Vec<Value> =
                        serde_json::from_slice(parts.next().unwrap_or_default())
                            .expect("objects are JSON");
                    objects
                        .iter()
                        .for_each(|object| self.stage(rest, Some(object), answer, played));
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
}
