//! Where a record comes from: which operation was asked for, by which user of which system, in
//! which process.

use once_cell::sync::Lazy;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::operation::Operation;

/// What every record says about its origin. Records of version 0.2 and before have none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The user of the operating system that the process runs as; its own say, not the
    /// environment's.
    pub os_user: String,
    /// The name of the machine.
    pub host: String,
    /// The program and the number of its process, such as `pwsh (4711)`.
    pub process: String,
    /// What was asked for: a cmdlet, or a function of the C library. `None` for what the service
    /// does by itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation: Option<String>,
    /// Which call of it: all records of one call have the same.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operation_id: Option<Uuid>,
    /// What it was asked with, without secrets.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parameters: Option<Value>,
}

/// User, host and program: they do not change while a process runs.
static PROCESS: Lazy<(String, String, String)> = Lazy::new(|| {
    let program = std::env::current_exe()
        .ok()
        .and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    (user(), whoami::hostname().unwrap_or_else(|_| unknown()), program.unwrap_or_else(unknown))
});

fn unknown() -> String {
    "unknown".to_owned()
}

/// The name, and where the system has numbers, the number: a name may be given to somebody else.
fn user() -> String {
    let name = whoami::username().unwrap_or_else(|_| unknown());
    #[cfg(unix)]
    {
        format!("{name} ({})", rustix::process::getuid().as_raw())
    }
    #[cfg(not(unix))]
    {
        name
    }
}

impl Origin {
    /// The origin of what this thread does now.
    pub(crate) fn here() -> Self {
        let (os_user, host, program) = PROCESS.clone();
        let process = format!("{program} ({})", std::process::id());
        let (operation, operation_id, parameters) =
            Operation::current().map_or((None, None, None), |current| current.described());
        Self { os_user, host, process, operation, operation_id, parameters }
    }
}
