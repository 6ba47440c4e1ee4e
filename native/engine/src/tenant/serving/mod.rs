//! Who serves the tenant's vaults to others, where, and how that is ended: a lock that the serving
//! process holds, and its note beside it. That the note goes is what tells a server to end: this
//! works alike on every system, and for whoever may write the tenant folder.

mod note;
mod suffix;
mod turn;

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use ckey_base::{durable, regular};

pub use note::Served;
pub use suffix::check_suffix;
pub use turn::ServingTurn;

use super::Tenant;
use crate::error::{Category, EngineError, Result};
use note::Note;

/// Where vaults are found unless told otherwise: names below `localhost` lead to this machine.
pub const DEFAULT_SUFFIX: &str = "vault.localhost";
/// Where connections are taken unless told otherwise: by this machine alone.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8443);

const LOCK: &str = "serving.lock";
const NOTE: &str = "serving.json";
/// What a server in the background says.
const LOG: &str = "serving.log";
/// A server ends within three seconds from when its note is gone.
const LONGEST_END: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(25);

/// Whether a file of this name in the server's folder is one of these.
pub(super) fn is_file_of_serving(name: &str) -> bool {
    [LOCK, NOTE, LOG].contains(&name)
}

/// Whether somebody serves.
enum Turned {
    Free,
    /// Without a note it begins or ends.
    Taken(Option<Note>),
}

impl Tenant {
    /// Refuses a tenant whose vaults cannot be served.
    ///
    /// # Errors
    /// `TenantReadOnly`; `VaultsNotEmbedded`.
    pub fn check_servable(&self) -> Result<()> {
        self.check_writable()?;
        if self.vault_provider().has_embedded() {
            return Ok(());
        }
        Err(EngineError::new(
            "VaultsNotEmbedded",
            Category::InvalidOperation,
            format!("The vaults of the tenant '{}' are not embedded.", self.name()),
            "Serve a tenant whose vaults are.",
        )
        .about(self.name()))
    }

    /// Refuses where another process serves, or is about to.
    ///
    /// # Errors
    /// `AlreadyServed`; `ServerFolderInaccessible`.
    pub fn check_unserved(&self) -> Result<()> {
        match self.turned()? {
            Turned::Free => Ok(()),
            Turned::Taken(_) => Err(turn::already_served(&self.server_folder().join(LOCK))),
        }
    }

    /// The server of the tenant's vaults, if one serves now.
    ///
    /// # Errors
    /// `ServerFolderInaccessible`.
    pub fn served(&self) -> Result<Option<Served>> {
        Ok(match self.turned()? {
            Turned::Taken(Some(note)) => Some(note.served),
            Turned::Taken(None) | Turned::Free => None,
        })
    }

    /// Whether anything holds the right to serve, also what begins or ends just now.
    ///
    /// # Errors
    /// `ServerFolderInaccessible`.
    pub fn is_turn_taken(&self) -> Result<bool> {
        Ok(matches!(self.turned()?, Turned::Taken(_)))
    }

    /// A new file for what a server in the background says, in place of that of the last one.
    ///
    /// # Errors
    /// `ServerFolderInaccessible`.
    pub fn new_serving_log(&self) -> Result<(std::path::PathBuf, File)> {
        let path = self.server_folder().join(LOG);
        let made = || {
            durable::make_folder(&self.server_folder())?;
            durable::remove(&path)?;
            let mut options = std::fs::OpenOptions::new();
            durable::private(options.read(true).write(true).create_new(true)).open(&path)
        };
        made().map_err(|error| failed(&path, &error)).map(|file| (path, file))
    }

    /// Ends the server that serves now, gracefully, and waits until it has let go of the tenant.
    /// Where none serves there is nothing to do.
    ///
    /// # Errors
    /// `ServerStillRuns`; `ServerFolderInaccessible`.
    pub fn end_serving(&self) -> Result<()> {
        let (note, begun) = (self.server_folder().join(NOTE), Instant::now());
        let mut told: Option<Note> = None;
        loop {
            match (self.turned()?, &told) {
                (Turned::Free, _) => return Ok(()),
                // Another has begun since: nobody asked for its end.
                (Turned::Taken(Some(now)), Some(before)) if now.nonce != before.nonce => {
                    return Ok(());
                }
                (Turned::Taken(Some(now)), _) => {
                    durable::remove(&note).map_err(|error| failed(&note, &error))?;
                    told = Some(now);
                }
                // It ends, or begins and writes its note soon.
                (Turned::Taken(None), _) => {}
            }
            if begun.elapsed() > LONGEST_END {
                return Err(still_runs(self.name(), told.as_ref()));
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn turned(&self) -> Result<Turned> {
        let folder = self.server_folder();
        let path = folder.join(LOCK);
        let lock = match regular::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Turned::Free),
            opened => opened.map_err(|error| failed(&path, &error))?,
        };
        match lock.try_lock_shared() {
            // Unlocked when it is closed. Who wants to serve at this moment tries again.
            Ok(()) => Ok(Turned::Free),
            Err(TryLockError::WouldBlock) => Ok(Turned::Taken(Note::read(&folder.join(NOTE)).ok())),
            Err(TryLockError::Error(error)) => Err(failed(&path, &error)),
        }
    }
}

fn still_runs(tenant: &str, note: Option<&Note>) -> EngineError {
    let (who, fix) = match note.map(|note| note.served.process_id) {
        Some(id) => (format!("Process {id}"), format!("End the process {id} by the system.")),
        None => (
            "A process that says nothing of itself".to_owned(),
            "Run it again; or end by the system what serves.".to_owned(),
        ),
    };
    let message = format!(
        "{who} serves the vaults of the tenant '{tenant}' still, although it was told to end."
    );
    EngineError::new("ServerStillRuns", Category::OperationTimeout, message, fix).about(tenant)
}

fn failed(path: &Path, error: &std::io::Error) -> EngineError {
    EngineError::new(
        "ServerFolderInaccessible",
        Category::WriteError,
        format!("'{}' cannot be read or written: {}.", path.display(), ckey_base::why(error)),
        "Check the permissions of the tenant folder and the space on its disk.",
    )
    .about(path.display().to_string())
}
