//! `customer-key work`: a job worker as a process of its own. Any number of them share one tenant.

use std::process::ExitCode;
use std::time::Duration;

use crate::line::{Argument, Command, Pipeline, Value};
use crate::play::Player;

/// How long a worker that found nothing to do rests.
const REST: Duration = Duration::from_secs(1);

/// Works jobs off until none is left, or for ever.
///
/// # Errors
/// A sentence when the worker cannot run at all.
pub(crate) fn run(player: &mut Player, forever: bool) -> Result<ExitCode, String> {
    let arguments = vec![Argument::Parameter { name: String::from("Confirm"), value: Some(Value::Bool(false)) }];
    let mut commands = vec![Command { name: String::from("Invoke-CustomerKeyJob"), arguments }];
    if forever {
        commands.push(Command { name: String::from("Out-Null"), arguments: Vec::new() });
    }
    let pipeline = Pipeline { commands, line: 1 };
    loop {
        player.play(&pipeline)?;
        if !forever {
            return Ok(if player.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        std::thread::sleep(REST);
    }
}
