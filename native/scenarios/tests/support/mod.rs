//! A host that plays from a list what it was told to.
#![allow(clippy::unwrap_used, unreachable_pub)]

use std::collections::VecDeque;
use std::path::Path;

use ckey_scenarios::{Call, Host, Played, Record, judged, play};
use serde_json::{Value, json};

/// What it says to each call in turn, and what it was asked for.
#[derive(Default)]
pub struct Scripted {
    pub says: VecDeque<Vec<Record>>,
    pub calls: Vec<Call>,
    pub answers: Vec<bool>,
    pub starts: usize,
}

impl Host for Scripted {
    fn name(&self) -> &str {
        "rust"
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "the folder is empty");
        self.starts += 1;
        Ok(())
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        self.calls.extend_from_slice(pipe);
        self.answers.push(answer);
        let mut played = Played::default();
        self.says
            .pop_front()
            .unwrap_or_default()
            .into_iter()
            .for_each(|record| played.note(record));
        Ok(played)
    }
}

/// Plays steps on a host that says these records.
pub fn host(steps: &Value, says: Vec<Vec<Record>>) -> (Scripted, Result<(), String>) {
    let scenario = json!({"name": "A test", "rules": ["1.1"], "steps": steps});
    let scenario = judged("a.json", &scenario).unwrap();
    let mut host = Scripted { says: says.into(), ..Scripted::default() };
    let done = play(&mut host, &scenario);
    (host, done)
}
