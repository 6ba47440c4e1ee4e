//! A tenant with one vault that is served, an application that may do everything there, and a
//! client that verifies the server's certificate.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ckey_engine::{
    Account, AccountsChange, AuditQuery, AuditView, CreateOptions, OpenOptions, Service,
    SettingsChange, Tenant,
};
use ckey_server::{ServeOptions, Server};
use ckey_vault::{AccessPolicy, Caller, KeyPermission, NewVault};
use serde_json::Value;
use tempfile::TempDir;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, ClientConnection, RootCertStore, StreamOwned};

pub(crate) const VAULT: &str = "kv-a";
pub(crate) const APP: &str = "11111111-2222-3333-4444-555555555555";
const SUFFIX: &str = "vault.localhost";

/// A connection that speaks TLS.
pub(crate) type Secure = StreamOwned<ClientConnection, TcpStream>;

pub(crate) struct Stage {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) server: Option<Server>,
    client: Arc<ClientConfig>,
    address: SocketAddr,
    folder: TempDir,
}

/// What came back; a status of 0 is a connection that ended without an answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Value,
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let body = serde_json::from_str(body).unwrap_or(Value::Null);
        Self { status, head: head.to_ascii_lowercase(), body }
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (options, open) = (CreateOptions::default(), OpenOptions::default());
        let tenant = Tenant::create(&folder.path().join("tenant"), &options, open).unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = ServeOptions { listen, ..ServeOptions::default() };
        let server = Server::start(Arc::clone(&tenant), &options).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(server.certificate()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let address = server.address();
        let client = Arc::new(client);
        let stage = Self { tenant, server: Some(server), client, address, folder };
        let (tenant_id, admin) = (stage.tenant.id().to_string(), stage.admin());
        let mut new = NewVault::new(VAULT, "eastus", &admin);
        (new.resource_group, new.tenant_id) = ("group", &tenant_id);
        stage.tenant.vaults().create_vault(&new).unwrap();
        stage
    }

    pub(crate) fn admin(&self) -> Caller {
        self.tenant.directory().azure_caller("test").unwrap()
    }

    pub(crate) fn owner(&self) -> Account {
        self.tenant.directory().account("test", Service::Azure).unwrap()
    }

    /// Registers an application, which may then do with keys what it likes; its secret.
    pub(crate) fn register(&self, app: &str) -> String {
        let directory = self.tenant.directory();
        let (known, secret) = directory.register_principal(&self.owner(), app).unwrap();
        let application = Caller::application(known.id, app, known.display_name);
        let all = [KeyPermission::Create, KeyPermission::Get, KeyPermission::List];
        let policy = AccessPolicy::for_caller(&application, &all);
        self.tenant.vaults().set_access_policy(&self.admin(), VAULT, &policy).unwrap();
        String::from_utf8(secret.expose().to_vec()).unwrap()
    }

    pub(crate) fn remove(&self, app: &str) {
        self.tenant.directory().revoke_principal(&self.owner(), app).unwrap();
    }

    /// Puts an application on the list of owners.
    pub(crate) fn own(&self, app: &str) {
        self.change_owners(vec![app.to_owned()], Vec::new());
    }

    /// Takes it off again.
    pub(crate) fn disown(&self, app: &str) {
        self.change_owners(Vec::new(), vec![app.to_owned()]);
    }

    /// Where the tenant is.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("tenant")
    }

    fn change_owners(&self, add: Vec<String>, remove: Vec<String>) {
        let change = AccountsChange::Some { add, remove };
        let accounts = self.tenant.directory().owners_plan(&change).unwrap().accounts;
        let change = SettingsChange { accounts, ..SettingsChange::default() };
        self.tenant.change_settings(&self.owner().actor(), &change).unwrap();
    }

    /// The records of one activity, newest first.
    pub(crate) fn records_of(&self, activity: &str) -> Vec<AuditView> {
        let page = self.tenant.audit().page(&AuditQuery::default()).unwrap();
        assert_eq!(page.next, None, "more than a page of records");
        page.records.into_iter().filter(|record| record.activity == activity).collect()
    }

    /// A record with this error that is written after who asked was answered.
    pub(crate) fn record_of(&self, activity: &str, error: &str) -> AuditView {
        let began = Instant::now();
        loop {
            let mut records = self.records_of(activity).into_iter();
            if let Some(found) = records.find(|record| record.details["error"] == error) {
                return found;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "no {activity} ended with {error}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// A connection to one host of the server.
    pub(crate) fn stream(&self, host: &str) -> Secure {
        let stream = TcpStream::connect(self.address).unwrap();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let connection = ClientConnection::new(Arc::clone(&self.client), name).unwrap();
        StreamOwned::new(connection, stream)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks one host for something; the connection ends with the answer.
    pub(crate) fn ask(&self, host: &str, line: &str, headers: &str, body: &str) -> Answer {
        Answer::read(&self.bytes(host, line, headers, body).0)
    }

    fn bytes(
        &self,
        host: &str,
        line: &str,
        headers: &str,
        body: &str,
    ) -> (String, Option<ErrorKind>) {
        let mut stream = self.stream(host);
        let (port, length) = (self.address.port(), body.len());
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n{headers}\
             Content-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut text = Vec::new();
        // One that ends without an answer says no goodbye either.
        let ended = stream.read_to_end(&mut text).err().map(|error| error.kind());
        (String::from_utf8_lossy(&text).into_owned(), ended)
    }

    /// What comes back from a vault, byte for byte, and how the connection ended.
    pub(crate) fn bytes_of_vault(
        &self,
        vault: &str,
        (line, body): (&str, &str),
        token: &str,
    ) -> (String, Option<ErrorKind>) {
        let headers = format!("Authorization: Bearer {token}\r\n");
        let host = format!("{vault}.{SUFFIX}");
        self.bytes(&host, &format!("{line}?api-version=7.4"), &headers, body)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Sends a head, and then parts of a body until so much went out or no more is taken; how much
    /// that was, and what came back.
    pub(crate) fn flood(
        &self,
        host: &str,
        head: &str,
        part: &[u8],
        most: usize,
    ) -> (usize, Answer) {
        let mut stream = self.stream(host);
        stream.write_all(head.as_bytes()).unwrap();
        let mut sent = 0;
        while sent < most && stream.write_all(part).is_ok() {
            sent += part.len();
        }
        let mut text = Vec::new();
        let _ = stream.read_to_end(&mut text);
        (sent, Answer::read(&String::from_utf8_lossy(&text)))
    }

    pub(crate) fn sign_in(&self, app: &str, secret: &str) -> Answer {
        self.sign_in_for(&self.scope(""), app, secret)
    }

    /// The scope of the server, or of what it has below it.
    pub(crate) fn scope(&self, of: &str) -> String {
        format!("https://{SUFFIX}:{}{of}/.default", self.address.port())
    }

    pub(crate) fn sign_in_for(&self, scope: &str, app: &str, secret: &str) -> Answer {
        let line = self.tenant.id();
        let body = format!(
            "grant_type=client_credentials&client_id={app}&client_secret={secret}&scope={scope}"
        );
        self.ask(SUFFIX, &format!("POST /{line}/oauth2/v2.0/token"), "", &body)
    }

    /// A token that manages vaults.
    pub(crate) fn manager(&self, app: &str, secret: &str) -> String {
        let answer = self.sign_in_for(&self.scope("/management"), app, secret);
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks the resource manager of the server, or a host that is none.
    pub(crate) fn manage(&self, (line, body): (&str, &str), token: Option<&str>) -> Answer {
        self.manage_at(SUFFIX, (&format!("{line}?api-version=2023-07-01"), body), token)
    }

    pub(crate) fn manage_at(
        &self,
        host: &str,
        (line, body): (&str, &str),
        token: Option<&str>,
    ) -> Answer {
        let headers = token.map(|token| format!("Authorization: Bearer {token}\r\n"));
        self.ask(host, line, &headers.unwrap_or_default(), body)
    }

    pub(crate) fn token(&self, app: &str, secret: &str) -> String {
        let answer = self.sign_in(app, secret);
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks a vault with a token, or without one.
    pub(crate) fn of_vault(
        &self,
        vault: &str,
        (line, body): (&str, &str),
        token: Option<&str>,
    ) -> Answer {
        let headers = token.map(|token| format!("Authorization: Bearer {token}\r\n"));
        let host = format!("{vault}.{SUFFIX}");
        let line = format!("{line}?api-version=7.4");
        self.ask(&host, &line, &headers.unwrap_or_default(), body)
    }

    pub(crate) fn list(&self, token: &str) -> Answer {
        self.of_vault(VAULT, ("GET /keys", ""), Some(token))
    }
}
