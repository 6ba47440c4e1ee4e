//! `customer-key work`: a job worker as a process of its own. Any number of them share one tenant.

use std::process::ExitCode;
use std::time::Duration;

use crate::line::{Argument, Command, Pipeline, Value};
use crate::play::Player;

/// How long a worker that found nothing to do rests.
const REST: Duration = Duration::from_secs(1);

/// Whether there is a tenant to work on. Asked by a cmdlet that only reads: a worker makes no
/// tenant, and one that was replaced ends it.
fn has_tenant(player: &mut Player) -> Result<bool, String> {
    let commands =
        vec![Command::of("Get-CustomerKeyTenant", Vec::new()), Command::of("Out-Null", Vec::new())];
    player.failed = false;
    player.play(&Pipeline::of(commands))?;
    Ok(!player.failed)
}

/// Works jobs off until none is left, or forever.
///
/// # Errors
/// A sentence when the worker cannot run at all.
pub(crate) fn run(player: &mut Player, forever: bool) -> Result<ExitCode, String> {
    if forever {
        crate::log::begin();
    }
    if !has_tenant(player)? {
        return Ok(ExitCode::FAILURE);
    }
    let confirmed = vec![Argument::of("Confirm", Value::Bool(false))];
    let mut commands = vec![Command::of("Invoke-CustomerKeyJob", confirmed)];
    if forever {
        commands.push(Command::of("Out-Null", Vec::new()));
    }
    let pipeline = Pipeline::of(commands);
    loop {
        player.failed = false;
        player.play(&pipeline)?;
        if !forever {
            return Ok(if player.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        // Most of what fails may work again; a tenant that is gone does not come back.
        if player.failed && !has_tenant(player)? {
            return Ok(ExitCode::FAILURE);
        }
        std::thread::sleep(REST);
    }
}
