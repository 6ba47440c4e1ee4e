//! Sessions, and a tenant whose vaults are served on this machine.
#![allow(dead_code)]

use ckey_cmdlets::{Call, Next, Session, SessionOptions};
use ckey_server::{ServeOptions, Server};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub const APPLICATION: &str = "11111111-2222-3333-4444-555555555555";
const LONG: Duration = Duration::from_secs(120);

/// What a call sent.
#[derive(Debug, Default)]
pub struct Said {
    pub outputs: Vec<Value>,
    pub warnings: Vec<String>,
    pub errors: Vec<Value>,
    pub what_if: Vec<String>,
    /// Every record as it came, of these streams and all others.
    pub records: Vec<String>,
}

impl Said {
    pub fn ok(self) -> Self {
        assert!(self.errors.is_empty(), "{self:#?}");
        self
    }

    pub fn text(&self, property: &str) -> String {
        let value = &self.outputs.first().unwrap_or_else(|| panic!("{self:#?}"))[property];
        value.as_str().unwrap_or_else(|| panic!("{property}: {self:#?}")).to_owned()
    }

    /// The id of the one error, and all that it says.
    pub fn error(&self) -> (String, String) {
        let [error] = self.errors.as_slice() else { panic!("{self:#?}") };
        (error["id"].as_str().unwrap().to_owned(), error.to_string())
    }
}

/// A session and a folder of its own.
pub struct Shell {
    pub session: Arc<Session>,
    pub folder: TempDir,
}

impl Shell {
    pub fn new(variables: &[(&str, &str)]) -> Self {
        Self::at(tempfile::tempdir().unwrap(), variables)
    }

    fn at(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        let mut environment = json!({ "XDG_DATA_HOME": folder.path(), "USER": "tester" });
        for (name, value) in variables {
            environment[*name] = json!(value);
        }
        let options = json!({ "environment": environment, "manualJobs": true }).to_string();
        let options = SessionOptions::from_json(options.as_bytes()).unwrap();
        let options = SessionOptions { azure: Some(ckey_azure::connect), ..options };
        Self { session: Session::open(options).unwrap(), folder }
    }

    /// Makes a tenant whose roots are below the suffix at this port, by this authority.
    pub fn over_network(&self, port: u16, authority: &Path) {
        let new = json!({
            "Path": "tenant",
            "Name": "contoso",
            "VaultProvider": "Azure",
            "VaultHostSuffix": "vault.localhost",
            "VaultPort": port,
            "VaultAuthorityFile": authority,
        });
        self.run("New-CustomerKeyTenant", new).ok();
    }

    /// A session that signs in so, on a tenant whose roots a double of a vault has.
    pub fn asking(sign_in: &[(String, String)], port: u16, authority: &str) -> Self {
        let sign_in: Vec<_> = sign_in.iter().map(|(name, value)| (&**name, &**value)).collect();
        let shell = Self::new(&sign_in);
        let file = shell.folder.path().join("authority.pem");
        std::fs::write(&file, authority).unwrap();
        shell.over_network(port, &file);
        shell
    }

    /// Another session in the place of this one, which signs in so, on the tenant that it has made.
    pub fn again(self, sign_in: &[(String, String)]) -> Self {
        let sign_in: Vec<_> = sign_in.iter().map(|(name, value)| (&**name, &**value)).collect();
        let Self { session, folder } = self;
        // Sessions of one process share an open tenant, with the sign-in of who opened it.
        drop(session);
        let other = Self::at(folder, &sign_in);
        let path = other.folder.path().join("tenant");
        other.run("Open-CustomerKeyTenant", json!({ "Path": path })).ok();
        other
    }

    pub fn run(&self, cmdlet: &str, parameters: Value) -> Said {
        self.start(cmdlet, &parameters, false)
    }

    /// What a cmdlet would do.
    pub fn what_if(&self, cmdlet: &str, parameters: &Value) -> Said {
        self.start(cmdlet, parameters, true)
    }

    /// What a cmdlet does, while something is done with each record when it comes.
    pub fn run_while(&self, cmdlet: &str, parameters: &Value, with: impl FnMut(&str)) -> Said {
        read(self.call(cmdlet, parameters, false), with)
    }

    fn start(&self, cmdlet: &str, parameters: &Value, what_if: bool) -> Said {
        read(self.call(cmdlet, parameters, what_if), |_| {})
    }

    fn call(&self, cmdlet: &str, parameters: &Value, what_if: bool) -> Call {
        let location = self.folder.path();
        let arguments =
            json!({ "parameters": parameters, "whatIf": what_if, "location": location });
        self.session.start(cmdlet, arguments.to_string().as_bytes()).unwrap()
    }
}

fn read(mut call: Call, mut with: impl FnMut(&str)) -> Said {
    let mut said = Said::default();
    loop {
        let record = match call.next(LONG).unwrap() {
            Next::Record(record) => String::from_utf8(record).unwrap(),
            Next::None => panic!("no record within {LONG:?}: {said:#?}"),
            Next::Finished => return said,
        };
        with(&record);
        let (head, items) = record.split_once('\n').unwrap_or((&record, "[]"));
        let head: Value = serde_json::from_str(head).unwrap();
        match head["stream"].as_str().unwrap() {
            "output" => said.outputs.extend(serde_json::from_str::<Vec<Value>>(items).unwrap()),
            "warning" => said.warnings.push(head["message"].as_str().unwrap().to_owned()),
            "error" => said.errors.push(head),
            "whatif" => said.what_if.push(head["message"].as_str().unwrap().to_owned()),
            "confirm" => {
                call.answer(true);
            }
            _ => {}
        }
        said.records.push(record);
    }
}

/// A rehearsal whose two vaults are served, with a key in each; the application may use them.
pub struct Served {
    pub shell: Shell,
    pub tenant_id: String,
    pub secret: String,
    pub port: u16,
    pub certificate: PathBuf,
    server: Option<Server>,
}

impl Served {
    pub fn start() -> Self {
        let shell = Shell::new(&[]);
        shell.run("New-CustomerKeyTenant", json!({ "Path": "served", "Name": "served" })).ok();
        let group = json!({ "Name": "rg", "Location": "eastus" });
        shell.run("New-AzResourceGroup", group).ok();
        for (vault, region) in [("kv-a", "eastus"), ("kv-b", "westeurope")] {
            let new = json!({ "Name": vault, "ResourceGroupName": "rg", "Location": region });
            shell.run("New-AzKeyVault", new).ok();
            permit(&shell, vault, APPLICATION, &["get", "wrapKey", "unwrapKey"]);
            roll(&shell, vault);
        }
        let tenant = shell.session.tenant().unwrap();
        let secret = shell
            .session
            .as_azure_account("customer-key principal", |tenant, account| {
                Ok(tenant.directory().register_principal(account, APPLICATION)?.1)
            })
            .unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = ServeOptions { listen, ..ServeOptions::default() };
        let server = Server::start(Arc::clone(&tenant), &options).unwrap();
        Self {
            tenant_id: tenant.id().to_string(),
            secret: String::from_utf8(secret.expose().to_vec()).unwrap(),
            port: server.address().port(),
            certificate: server.certificate().to_path_buf(),
            server: Some(server),
            shell,
        }
    }

    pub fn stop(&mut self) {
        self.server.take().unwrap().stop();
    }

    pub fn permit(&self, vault: &str, permissions: &[&str]) {
        permit(&self.shell, vault, APPLICATION, permissions);
    }

    pub fn roll(&self, vault: &str) -> String {
        roll(&self.shell, vault)
    }

    pub fn fault(&self, fault: &str) {
        for vault in ["kv-a", "kv-b"] {
            let parameters = json!({ "VaultName": vault, "Fault": fault });
            self.shell.run("Set-CustomerKeyVaultFault", parameters).ok();
        }
    }

    /// What signs in as the application.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AZURE_TENANT_ID", self.tenant_id.clone()),
            ("AZURE_CLIENT_ID", APPLICATION.to_owned()),
            ("AZURE_CLIENT_SECRET", self.secret.clone()),
        ]
    }

    pub fn uri(&self, vault: &str) -> String {
        format!("https://{vault}.vault.localhost:{}/keys/Root", self.port)
    }

    /// A session on a tenant whose roots are in these vaults.
    pub fn client(&self) -> Shell {
        let variables = self.variables();
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.client_with(&variables)
    }

    pub fn client_with(&self, variables: &[(&str, &str)]) -> Shell {
        let shell = Shell::new(variables);
        shell.over_network(self.port, &self.certificate);
        // Looking at a secret takes long in a build for tests; nothing is kept between steps.
        let settings = json!({ "JobMode": "Manual", "RootTimeout": 10, "CacheEnabled": false });
        shell.run("Set-CustomerKeyTenant", settings).ok();
        shell
    }
}

pub fn permit(shell: &Shell, vault: &str, application: &str, permissions: &[&str]) {
    let policy = json!({ "VaultName": vault, "ServicePrincipalName": application, "PermissionsToKeys": permissions });
    shell.run("Set-AzKeyVaultAccessPolicy", policy).ok();
}

pub fn roll(shell: &Shell, vault: &str) -> String {
    let new = json!({ "VaultName": vault, "Name": "Root", "Destination": "Software" });
    shell.run("Add-AzKeyVaultKey", new).ok().text("Version")
}
