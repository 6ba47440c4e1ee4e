//! Plays `tests/scenarios` in this process. `cargo test -p ckey-cmdlets --test scenarios --
//! reading/` plays one folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    unreachable_pub
)]

#[path = "../../../tests/scenarios/rust/mod.rs"]
mod scenarios;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::{Next, Session, SessionOptions};
use scenarios::{Call, Host, Played};
use serde_json::{Value, json};

fn main() {
    scenarios::main(&mut InProcess { session: None, folder: PathBuf::new() })
}

struct InProcess {
    session: Option<Arc<Session>>,
    folder: PathBuf,
}

impl Host for InProcess {
    fn name(&self) -> &'static str {
        "rust"
    }

    fn start(&mut self, folder: &Path) {
        let environment =
            [("XDG_DATA_HOME".to_owned(), folder.join("data").to_string_lossy().into_owned())]
                .into();
        let options =
            SessionOptions { environment: Some(environment), ..SessionOptions::default() };
        if let Some(old) = self.session.replace(Session::open(options).expect("a session opens")) {
            old.close();
        }
        self.folder = folder.to_owned();
    }

    fn run(&mut self, pipe: &[Call]) -> Played {
        let mut played = Played::default();
        self.stage(pipe, None, &mut played);
        played
    }
}

impl InProcess {
    fn stage(&self, pipe: &[Call], object: Option<&Value>, played: &mut Played) {
        let Some((call, rest)) = pipe.split_first() else {
            return played.outputs.extend(object.cloned());
        };
        let mut parameters = call.parameters.clone();
        for (parameter, property) in call.bind.iter().filter(|_| object.is_some()) {
            parameters.insert(
                parameter.clone(),
                object.map_or(Value::Null, |object| object[property.as_str().unwrap()].clone()),
            );
        }
        let arguments = json!({"parameters": parameters, "positional": call.positional, "whatIf": call.what_if, "location": self.folder});
        let session = self.session.as_ref().expect("a session is open");
        let mut running = match session.start(&call.cmdlet, arguments.to_string().as_bytes()) {
            Ok(running) => running,
            Err(problem) => {
                return played
                    .errors
                    .push(serde_json::from_slice(&problem.to_json()).expect("an error is JSON"));
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
                    objects.iter().for_each(|object| self.stage(rest, Some(object), played));
                }
                "error" => played.errors.push(head),
                "warning" => played.warnings.push(message()),
                "whatif" => played.messages.push(message()),
                "confirm" => {
                    played.questions.push(message());
                    running.answer(call.answer);
                }
                _ => {}
            }
        }
    }
}
