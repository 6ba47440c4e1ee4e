//! The program of this package, started in the background: with the tenant and the settings of a
//! session, and with what the session keeps of its secrets.

use crate::runtime::error::CmdletError;
use crate::runtime::options::SessionOptions;
use crate::runtime::session::Session;

use ckey_engine::{Category, Tenant};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What this process has started and not seen end. Somebody has to ask for how a child ended, or
/// it stays in the system's list until this process ends itself.
static STARTED: Mutex<Vec<Child>> = Mutex::new(Vec::new());

fn started() -> MutexGuard<'static, Vec<Child>> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what was started, and lets go of what has ended.
pub(crate) fn keep(child: Child) {
    started().push(child);
    let_go_of_ended();
}

/// Whether none of those that this process has started has this id and runs.
pub(crate) fn has_ended(process: u32) -> bool {
    let_go_of_ended();
    started().iter().all(|child| child.id() != process)
}

/// Lets go of those that have ended.
pub(crate) fn let_go_of_ended() {
    // An error is that somebody else has asked already.
    started().retain_mut(|child| matches!(child.try_wait(), Ok(None)));
}

impl Session {
    /// The program that this session may start.
    ///
    /// # Errors
    /// `ProgramMissing`.
    pub(crate) fn program(&self) -> Result<PathBuf, CmdletError> {
        let error = |what: String, about: &str| {
            let fix = "Put the program customer-key of the same version beside the library, or begin it in a shell: customer-key serve";
            CmdletError::new("ProgramMissing", Category::ObjectNotFound, what, fix).about(about)
        };
        match &self.options().program {
            Some(program) if program.is_file() => Ok(program.clone()),
            Some(program) => {
                let program = program.display().to_string();
                Err(error(format!("The program '{program}' is not there."), &program))
            }
            None => {
                let what = "This session does not know where the program customer-key is.";
                Err(error(what.to_owned(), "customer-key"))
            }
        }
    }

    /// Starts the program on a tenant, with these words. What it says goes to the file, and no key
    /// that is pressed reaches it.
    ///
    /// # Errors
    /// `ProgramNotStarted`.
    pub(crate) fn start_program(
        &self,
        program: &Path,
        tenant: &Tenant,
        words: Vec<OsString>,
        says: &File,
    ) -> Result<Child, CmdletError> {
        let mut command = Command::new(program);
        command.arg("--tenant").arg(tenant.path()).args(words).stdin(Stdio::null());
        self.settle(&mut command);
        apart(&mut command);
        let started = says.try_clone().and_then(|out| {
            let errors = says.try_clone()?;
            command.stdout(out).stderr(errors).spawn()
        });
        started.map_err(|problem| {
            let program = program.display();
            let message = format!("'{program}' cannot be started: {}.", ckey_base::why(&problem));
            let fix = "Check that it is the program of this system, and that this user may run it.";
            CmdletError::new("ProgramNotStarted", Category::ResourceUnavailable, message, fix)
                .about(program.to_string())
        })
    }

    /// The settings of the session, and none of the process's own that it would have read.
    fn settle(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(SessionOptions::is_setting) {
                command.env_remove(name);
            }
        }
        command.envs(self.options().environment.iter().flatten());
        command.env_remove("CUSTOMER_KEY_TENANT").env("USER", self.os_user());
        if let Some(backend) = self.backend() {
            command.env("CUSTOMER_KEY_BACKEND", backend.to_string());
        }
        if self.is_manual() {
            command.env("CUSTOMER_KEY_JOBS", "manual");
        }
        // As the program reads them from a user: who may look at the environment of a process may
        // look into its memory too.
        self.secret_settings(|name, value| {
            command.env(name, value);
        });
    }
}

/// Ctrl-C in the shell that the session is in, and the end of that shell, are not for the program.
#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(windows)]
fn apart(command: &mut Command) {
    const DETACHED_PROCESS: u32 = 0x0000_0008;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
    let flags = DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP;
    std::os::windows::process::CommandExt::creation_flags(command, flags);
}

#[cfg(not(any(unix, windows)))]
fn apart(_: &mut Command) {}
