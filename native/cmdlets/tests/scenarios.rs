//! Plays `tests/scenarios` in this process. `cargo test -p ckey-cmdlets --test scenarios --
//! reading/` plays one folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, unreachable_pub)]

mod playing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use ckey_cmdlets::{Session, SessionOptions};
use ckey_scenarios::{Call, Host, Played};
use serde_json::Value;

fn main() -> ExitCode {
    let host = || InProcess { session: None, folder: PathBuf::new() };
    ckey_scenarios::run(host, 0, std::env::args().skip(1))
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
        let session = self.session.as_ref().expect("a session is open");
        let call = playing::bound(call, object);
        playing::run((session, &self.folder), &call, answer, played, &mut |object, played| {
            self.stage(rest, Some(object), answer, played);
        });
    }
}
