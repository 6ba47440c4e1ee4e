//! Two tenants: one whose embedded vaults our server offers on loopback, and one that has its roots
//! in them.

mod left_out;
mod place;
mod suffix;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ckey_cmdlets::{Session, SessionOptions};
use ckey_scenarios::{Call, Host, Played, Shortfall};
use ckey_server::{DEFAULT_SUFFIX, ServeOptions, Server};
use serde_json::{Value, json};

use crate::application::Application;
use crate::playing;
use left_out::HOST;
pub use left_out::LeftOut;
use place::{IDENTITY, Place, for_the_identity};
use suffix::Suffix;

/// A host that plays vault steps in one tenant and all others in the other.
pub struct TwoTenants {
    left_out: Arc<LeftOut>,
    folder: PathBuf,
    engine: Option<Arc<Session>>,
    serving: Option<Serving>,
}

struct Serving {
    session: Arc<Session>,
    server: Server,
    suffix: Suffix,
}

fn session(data: &Path, variables: &[(&str, String)]) -> Result<Arc<Session>, String> {
    let data = (String::from("XDG_DATA_HOME"), data.to_string_lossy().into_owned());
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let environment = Some(std::iter::once(data).chain(variables).collect());
    let azure: Option<ckey_vault::Connect> = Some(ckey_azure::connect);
    let options = SessionOptions { environment, azure, ..SessionOptions::default() };
    Session::open(options).map_err(|problem| problem.to_string())
}

impl Host for TwoTenants {
    fn name(&self) -> &str {
        HOST
    }

    fn falls_short(&self, file: &str) -> Option<Shortfall<'_>> {
        self.left_out.shortfall(file)
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        self.end();
        folder.clone_into(&mut self.folder);
        self.engine = Some(session(&folder.join("data"), &[])?);
        Ok(())
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        let makes = |call: &Call| {
            let says_where = call.parameters.contains_key("VaultProvider");
            call.cmdlet == "New-CustomerKeyTenant" && !call.what_if && !says_where
        };
        if let Some(call) = pipe.iter().find(|call| makes(call))
            && self.serving.is_none()
        {
            self.serve(call)?;
        }
        let mut played = Played::default();
        self.stage(pipe, None, answer, &mut played);
        Ok(played)
    }
}

impl TwoTenants {
    pub fn new(left_out: Arc<LeftOut>) -> Self {
        Self { left_out, folder: PathBuf::new(), engine: None, serving: None }
    }

    fn end(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.close();
        }
        if let Some(Serving { session, server, .. }) = self.serving.take() {
            drop(server);
            session.close();
        }
    }

    /// Makes the tenant whose vaults are served, with what the other is made with. Where it cannot
    /// be made, neither can the other, which then says why.
    fn serve(&mut self, call: &Call) -> Result<(), String> {
        let session_of_vaults = session(&self.folder.join("serving-data"), &[])?;
        let mut call = call.clone();
        call.parameters.remove("Path");
        call.positional = vec![json!("serving")];
        let mut made = Played::default();
        let place = (&session_of_vaults, self.folder.as_path());
        playing::run(place, &call, true, &mut made, &mut |_, _| {});
        if !made.errors.is_empty() {
            return Ok(());
        }
        let told =
            |problem: &dyn std::fmt::Display| format!("the vaults are not served: {problem}");
        let tenant = session_of_vaults.tenant().map_err(|problem| told(&problem))?;
        let registered =
            session_of_vaults.as_azure_account("customer-key principal", |tenant, account| {
                tenant.directory().register_principal(account, IDENTITY)?;
                tenant.directory().add_certificate(account, IDENTITY, certificate().as_bytes())
            });
        registered.map_err(|problem| told(&problem))?;
        let file = self.folder.join("application.pem");
        std::fs::write(&file, certificate()).map_err(|problem| told(&problem))?;
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = ServeOptions { listen, ..ServeOptions::default() };
        let server =
            Server::start(Arc::clone(&tenant), &options).map_err(|problem| told(&problem))?;
        let variables = [
            ("AZURE_TENANT_ID", tenant.id().to_string()),
            ("AZURE_CLIENT_ID", IDENTITY.to_owned()),
            ("AZURE_CLIENT_CERTIFICATE_PATH", file.to_string_lossy().into_owned()),
            ("AZURE_AUTHORITY_HOST", server.authority().to_owned()),
        ];
        let engine = session(&self.folder.join("data"), &variables)?;
        if let Some(old) = self.engine.replace(engine) {
            old.close();
        }
        let suffix = Suffix::at(server.address().port());
        self.serving = Some(Serving { session: session_of_vaults, server, suffix });
        Ok(())
    }

    fn stage(&self, pipe: &[Call], object: Option<&Value>, answer: bool, played: &mut Played) {
        let Some((call, rest)) = pipe.split_first() else {
            return played.outputs.extend(object.cloned());
        };
        let call = playing::bound(call, object);
        let mut next = |object: &Value, played: &mut Played| {
            self.stage(rest, Some(object), answer, played);
        };
        let engine = self.engine.as_ref().expect("a session is open");
        let Some(serving) = &self.serving else {
            return playing::run((engine, &self.folder), &call, answer, played, &mut next);
        };
        let place = Place::of(&call.cmdlet);
        let quietly = |session: &Arc<Session>, call: &Call| {
            playing::run(
                (session, &self.folder),
                call,
                answer,
                &mut Played::default(),
                &mut |_, _| {},
            );
        };
        if place.is_serving() {
            let before = played.errors.len();
            playing::run((&serving.session, &self.folder), &call, answer, played, &mut next);
            if place == Place::ServingFirst {
                quietly(engine, &call);
            }
            if let Some(same) = for_the_identity(&call).filter(|_| played.errors.len() == before) {
                quietly(&serving.session, &same);
            }
            return;
        }
        self.in_engine(engine, serving, (&call, answer), played, &mut next);
        if place == Place::EngineFirst {
            quietly(&serving.session, &call);
        }
    }

    /// A call in the tenant whose roots are in the vaults, both ways in the names of its vaults.
    fn in_engine(
        &self,
        engine: &Arc<Session>,
        Serving { server, suffix, .. }: &Serving,
        (call, answer): (&Call, bool),
        played: &mut Played,
        next: &mut dyn FnMut(&Value, &mut Played),
    ) {
        let mut call = call.clone();
        for value in call.parameters.values_mut().chain(&mut call.positional) {
            *value = suffix.told(value);
        }
        let is_new = call.cmdlet == "New-CustomerKeyTenant";
        if is_new {
            let vaults = json!({
                "VaultProvider": "Azure",
                "VaultHostSuffix": DEFAULT_SUFFIX,
                "VaultPort": server.address().port(),
                "VaultAuthorityFile": server.certificate(),
            });
            call.parameters.extend(vaults.as_object().cloned().unwrap_or_default());
        }
        let mut heard = Played::default();
        playing::run((engine, &self.folder), &call, answer, &mut heard, &mut |object, _| {
            next(&suffix.heard(object), played);
        });
        if is_new && !call.what_if && heard.errors.is_empty() {
            self.sign_in(engine);
        }
        played.errors.extend(heard.errors.iter().map(|error| suffix.heard(error)));
        let texts = |texts: Vec<String>| {
            texts.into_iter().map(|text| suffix.heard_text(&text)).collect::<Vec<_>>()
        };
        played.warnings.extend(texts(heard.warnings));
        played.messages.extend(texts(heard.messages));
        played.questions.extend(texts(heard.questions));
    }
}

/// What the application signs in with, and its key: of one program, for a key of RSA takes long to
/// make. A secret would do too, and looking at one takes half of the time of all steps.
fn certificate() -> &'static str {
    static PEM: OnceLock<String> = OnceLock::new();
    PEM.get_or_init(|| Application::new().pem())
}

impl TwoTenants {
    /// Signs in ahead of the first step, by a question about vaults that are not there: it takes
    /// long in a build for tests, and the steps have the time of a root for all.
    fn sign_in(&self, engine: &Arc<Session>) {
        let Some(Serving { suffix, .. }) = &self.serving else { return };
        let keys = json!([
            "https://none-a.vault.azure.net/keys/None",
            "https://none-b.vault.azure.net/keys/None"
        ]);
        let parameters = json!({ "Name": "none", "AzureKeyIDs": suffix.told(&keys) });
        let parameters = parameters.as_object().cloned().unwrap_or_default();
        let cmdlet = "New-DataEncryptionPolicy".to_owned();
        let call = Call { cmdlet, parameters, what_if: true, ..Call::default() };
        for _ in 0..5 {
            let mut heard = Played::default();
            playing::run((engine, &self.folder), &call, true, &mut heard, &mut |_, _| {});
            if heard.errors.iter().all(|error| error["id"] != "TimedOut") {
                return;
            }
        }
    }
}

impl Drop for TwoTenants {
    fn drop(&mut self) {
        self.end();
    }
}
