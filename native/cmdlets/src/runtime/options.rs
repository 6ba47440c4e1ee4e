//! What a session is opened with.

use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use ckey_table::json;
use ckey_vault::{Connect, Variables};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The variables that a session reads.
const NAMES: &[&str] = &[
    "CUSTOMER_KEY_TENANT",
    "CUSTOMER_KEY_PASSPHRASE",
    "CUSTOMER_KEY_MASTER_KEY_FILE",
    "CUSTOMER_KEY_BACKEND",
    "CUSTOMER_KEY_JOBS",
    "AZURE_TENANT_ID",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_AUTHORITY_HOST",
    "AZURE_TOKEN_CREDENTIALS",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "HOME",
    "LOCALAPPDATA",
    "APPDATA",
    "USERPROFILE",
    "USER",
    "LOGNAME",
    "USERNAME",
];

/// The options of a session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SessionOptions {
    /// The tenant's folder; beats `CUSTOMER_KEY_TENANT`.
    pub tenant: Option<PathBuf>,
    /// Variables that stand in place of the process's own, of which then none is read: PowerShell's
    /// `$env:` does not reach native code on Linux and macOS. `None`: those of the process, as they
    /// are when the session opens.
    pub environment: Option<BTreeMap<String, String>>,
    /// The cryptographic backend, `aws-lc-rs` or `rustcrypto`; beats `CUSTOMER_KEY_BACKEND`.
    pub backend: Option<String>,
    /// Whether the session works jobs off by hand; beats `CUSTOMER_KEY_JOBS`, which may be
    /// `manual`.
    pub manual_jobs: Option<bool>,
    /// Whether the whole process is kept from core dumps and debuggers, for good. It changes the
    /// host, so it is off unless asked for.
    pub non_dumpable: bool,
    /// Whether the session is closed when the process ends by itself. The C library does that.
    pub close_at_exit: bool,
    /// Whether the user's next program finds the tenant that a cmdlet of this session opens. A host
    /// in which the user works wants it where the user has not chosen another by a setting.
    pub remember_tenant: bool,
    /// A module of the same process whose cmdlets work on Azure's vaults: the session opens and makes
    /// no tenant with embedded roots.
    pub azure_module: Option<String>,
    /// Whether each call tells its operation and its account, by which a host finds its records in the
    /// audit log.
    pub tells_operations: bool,
    /// Whether the session only looks, and sees all: as the tenant's administrator, whoever is signed
    /// in and wherever they work. What watches somebody must not see with their eyes.
    pub observes: bool,
    /// The program `customer-key` of the same version, which a cmdlet starts that leaves something in
    /// the background.
    pub program: Option<PathBuf>,
    /// What asks Azure's vaults, where the host has been built with it.
    #[serde(skip)]
    pub azure: Option<Connect>,
}

impl SessionOptions {
    /// Reads `{"tenant": "/folder", "environment": {...}, "backend": "rustcrypto", "manualJobs":
    /// true, "nonDumpable": true, "closeAtExit": true, "rememberTenant": true, "azureModule":
    /// "Az.KeyVault", "tellsOperations": true, "observes": true, "program": "/folder/customer-key"}`; every
    /// part may be missing, also the whole document.
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

    /// The variables of the process that a session reads.
    ///
    /// # Errors
    /// `InvalidSessionOptions` for one that is not UTF-8: it must not count as unset.
    pub fn process_environment() -> Result<BTreeMap<String, String>, CmdletError> {
        let mut found = BTreeMap::new();
        for name in NAMES {
            let Some(value) = std::env::var_os(name) else { continue };
            let value = value.into_string().map_err(|_| {
                let message = format!("The environment variable {name} is not UTF-8.");
                CmdletError::argument(
                    "InvalidSessionOptions",
                    message,
                    "Give a value in UTF-8, or unset it.",
                )
                .about(*name)
                .ending()
            })?;
            found.insert((*name).to_owned(), value);
        }
        Ok(found)
    }

    /// Whether a variable is one that a session reads, or could be.
    pub(in crate::runtime) fn is_setting(name: &str) -> bool {
        let ours = ["CUSTOMER_KEY_", "AZURE_", "IDENTITY_"];
        NAMES.contains(&name) || ours.iter().any(|start| name.starts_with(start))
    }

    /// Takes out of the environment what a sign-in to Azure reads, secrets among it.
    pub(crate) fn take_sign_in(environment: &mut BTreeMap<String, String>) -> Variables {
        let names: Vec<_> = environment
            .keys()
            .filter(|name| name.starts_with("AZURE_") || name.starts_with("IDENTITY_"))
            .cloned()
            .collect();
        Variables::of(names.into_iter().filter_map(|name| environment.remove_entry(&name)))
    }

    /// A setting.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.environment.as_ref()?.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The tenant folder that was chosen, if one was.
    pub(crate) fn chosen_tenant(&self) -> Option<PathBuf> {
        let named = self.tenant.clone().filter(|path| !path.as_os_str().is_empty());
        named.or_else(|| self.setting("CUSTOMER_KEY_TENANT").map(PathBuf::from))
    }

    /// The folder of the tenant that is used when none was chosen.
    ///
    /// # Errors
    /// `NoDefaultTenantFolder` when the system names no folder for data.
    pub(crate) fn default_tenant(&self) -> Result<PathBuf, CmdletError> {
        // Those of Windows before HOME: some shells there set HOME, and a tenant must be the same
        // in every shell.
        let data = self
            .folder("XDG_DATA_HOME")
            .or_else(|| self.folder("LOCALAPPDATA"))
            .or_else(|| Some(self.folder("HOME")?.join(".local").join("share")))
            .or_else(|| self.folder("USERPROFILE"));
        data.map(|data| data.join("customer-key").join("default")).ok_or_else(|| {
            CmdletError::new(
                "NoDefaultTenantFolder",
                Category::ObjectNotFound,
                "No tenant was chosen, and the system names no folder for a default one (XDG_DATA_HOME, HOME).",
                "Set CUSTOMER_KEY_TENANT to the path of a tenant folder, or make one: New-CustomerKeyTenant -Path ./contoso",
            )
        })
    }

    /// The file that names the tenant opened last.
    pub(crate) fn last_tenant_file(&self) -> Option<PathBuf> {
        let config = self
            .folder("XDG_CONFIG_HOME")
            .or_else(|| self.folder("APPDATA"))
            .or_else(|| Some(self.folder("HOME")?.join(".config")));
        config.map(|config| config.join("customer-key").join("tenant"))
    }

    /// Who runs this process. Who acts is no setting: where the environment that was given does not
    /// say, the process's own does.
    pub(crate) fn os_user(&self) -> String {
        const NAMES: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];
        let given = NAMES.iter().find_map(|name| self.setting(name)).map(str::to_owned);
        let own = || {
            NAMES.iter().find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
        };
        given.or_else(own).unwrap_or_else(|| "user".to_owned())
    }

    fn folder(&self, name: &str) -> Option<PathBuf> {
        self.setting(name).map(PathBuf::from).filter(|folder| folder.is_absolute())
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
        let given = |names: &[(&str, &str)]| {
            let rooted = |path: &str| {
                let root = if cfg!(windows) && path.starts_with('/') { "C:" } else { "" };
                format!("{root}{path}")
            };
            let names = names.iter().map(|(name, path)| ((*name).to_owned(), rooted(path)));
            let given = SessionOptions { environment: Some(names.collect()), ..options("{}") };
            let shown = |path: PathBuf| {
                path.to_string_lossy().replace('\\', "/").trim_start_matches("C:").to_owned()
            };
            (shown(given.default_tenant().unwrap()), given.last_tenant_file().map(shown))
        };
        let tenant = |path: &str| format!("{path}/customer-key/default");
        let last = |path: &str| Some(format!("{path}/customer-key/tenant"));
        let found = given(&[("XDG_DATA_HOME", "/data"), ("HOME", "/home/a")]);
        assert_eq!(found, (tenant("/data"), last("/home/a/.config")));
        let found = given(&[("XDG_DATA_HOME", "data"), ("HOME", "/home/a")]);
        assert_eq!(found.0, tenant("/home/a/.local/share"), "a relative folder is none");
        // As on Windows, in a shell that sets HOME and in one that does not.
        let mut names = vec![("LOCALAPPDATA", "/a/local"), ("APPDATA", "/a/roaming")];
        let found = given(&names);
        assert_eq!(found, (tenant("/a/local"), last("/a/roaming")));
        names.push(("HOME", "/home/a"));
        assert_eq!(given(&names), found);
    }

    #[test]
    fn an_environment_that_is_given_is_the_only_one() {
        for given in [
            options(r#"{"environment":{}}"#),
            options(r#"{"environment":{"CUSTOMER_KEY_JOBS":"manual"}}"#),
        ] {
            assert!(std::env::var_os("HOME").is_some(), "there would be something to read");
            assert_eq!(given.default_tenant().unwrap_err().id, "NoDefaultTenantFolder");
            assert_eq!(given.last_tenant_file(), None);
        }
        let own = SessionOptions::process_environment().unwrap();
        assert_eq!(own.get("HOME").map(String::as_str), std::env::var("HOME").ok().as_deref());
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
        let both = options(r#"{"tenant":"/a","environment":{"CUSTOMER_KEY_TENANT":"/b"}}"#);
        assert_eq!(both.chosen_tenant(), Some(PathBuf::from("/a")));
        assert_eq!(options("").backend, None);
        assert_eq!(SessionOptions::from_json(b"[1").unwrap_err().id, "InvalidSessionOptions");
    }
}
