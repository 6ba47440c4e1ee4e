//! What a session is opened with.

use crate::error::CmdletError;
use crate::json;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The options of a session. Settings come with them and not from the process's environment: PowerShell's `$env:` does not reach
/// native code on Linux and macOS.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SessionOptions {
    /// `CUSTOMER_KEY_...` and `AZURE_...` variables, without secrets.
    pub environment: BTreeMap<String, String>,
    /// The cryptographic backend, `aws-lc-rs` or `rustcrypto`; beats `CUSTOMER_KEY_BACKEND`.
    pub backend: Option<String>,
    /// Whether the session works jobs off by hand; beats `CUSTOMER_KEY_JOBS`, which may be `manual`.
    pub manual_jobs: Option<bool>,
    /// Whether the whole process is kept from core dumps and debuggers, for good. It changes the host, so it is off unless asked for.
    pub non_dumpable: bool,
}

impl SessionOptions {
    /// Reads `{"environment": {...}, "backend": "rustcrypto", "manualJobs": true, "nonDumpable": true}`; every part may be missing, also the whole document.
    ///
    /// # Errors
    /// `InvalidSessionOptions`.
    pub fn from_json(json: &[u8]) -> Result<Self, CmdletError> {
        if json.is_empty() {
            return Ok(Self::default());
        }
        json::object(json).map_err(|error| {
            let fix = "Give a JSON object such as {\"environment\": {\"CUSTOMER_KEY_TENANT\": \"/path/to/tenant\"}}.";
            CmdletError::document("InvalidSessionOptions", "The options of the session", &error, fix)
        })
    }

    /// A setting that was handed over.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The tenant folder that was chosen, if one was.
    pub(crate) fn chosen_tenant(&self) -> Option<PathBuf> {
        self.setting("CUSTOMER_KEY_TENANT").map(PathBuf::from)
    }

    /// The folder of the tenant that is used when none was chosen.
    ///
    /// # Errors
    /// `NoDefaultTenantFolder` when the system names no folder for data.
    pub(crate) fn default_tenant(&self) -> Result<PathBuf, CmdletError> {
        let data = self.folder("XDG_DATA_HOME").or_else(|| self.folder("HOME").map(|home| home.join(".local").join("share")));
        let data = data.or_else(|| self.folder("LOCALAPPDATA")).or_else(|| self.folder("USERPROFILE"));
        data.map(|data| data.join("customer-key").join("default")).ok_or_else(|| {
            CmdletError::new(
                "NoDefaultTenantFolder",
                "ObjectNotFound",
                "No tenant was chosen, and the system names no folder for a default one (XDG_DATA_HOME, HOME).",
                "Set CUSTOMER_KEY_TENANT to the path of a tenant folder, or run New-CustomerKeyTenant -Path.",
            )
        })
    }

    /// Who runs this process, as the operating system calls them.
    pub(crate) fn os_user(&self) -> String {
        ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| self.any(name)).unwrap_or_else(|| "user".to_owned())
    }

    fn folder(&self, name: &str) -> Option<PathBuf> {
        self.any(name).map(PathBuf::from).filter(|folder| folder.is_absolute())
    }

    fn any(&self, name: &str) -> Option<String> {
        self.setting(name).map(str::to_owned).or_else(|| std::env::var(name).ok()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn options(json: &str) -> SessionOptions {
        SessionOptions::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn the_default_tenant_lies_in_the_data_folder_of_the_user() {
        let given = options(r#"{"environment":{"XDG_DATA_HOME":"/data","HOME":"/home/a"}}"#);
        assert_eq!(given.default_tenant().unwrap(), PathBuf::from("/data/customer-key/default"));
        let relative = options(r#"{"environment":{"XDG_DATA_HOME":"data"}}"#);
        assert!(relative.default_tenant().map_or(true, |path| path.is_absolute()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_process_of_a_session_stays_dumpable_unless_the_session_asks_otherwise() {
        use crate::Session;
        use ckey_engine::process::is_dumpable;
        Session::open(options("{}")).unwrap();
        assert_eq!(is_dumpable(), Some(true));
        Session::open(options(r#"{"nonDumpable": true}"#)).unwrap();
        assert_eq!(is_dumpable(), Some(false));
    }

    #[test]
    fn an_empty_setting_is_none_and_nonsense_is_refused_by_name() {
        assert_eq!(options(r#"{"environment":{"CUSTOMER_KEY_TENANT":""}}"#).chosen_tenant(), None);
        assert_eq!(options("").backend, None);
        assert_eq!(SessionOptions::from_json(b"[1").unwrap_err().id, "InvalidSessionOptions");
    }
}
