//! The server of the tenant's vaults: started in the background, seen, ended.

use super::{PlanResult, RunResult, text_of};
use crate::generated::customer_key::{
    GetCustomerKeyServer, StartCustomerKeyServer, StopCustomerKeyServer,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::runtime::program;
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::serving::{DEFAULT_LISTEN, DEFAULT_SUFFIX, Served, check_suffix};
use ckey_engine::{Category, Service, Tenant};
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// How often it is looked whether a server serves, or has ended.
const LOOK: Duration = Duration::from_millis(25);
/// How long a program takes to end once it has let go of the tenant.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// More than a program says that does not begin.
const MOST_BYTES: u64 = 16 << 10;

impl Run<Context, CmdletError> for GetCustomerKeyServer {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        program::let_go_of_ended();
        match tenant.served()? {
            Some(served) => context.send(&view::server(&tenant, &served)),
            None => Ok(()),
        }
    }
}

impl Change for StartCustomerKeyServer {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_servable()?;
        let account = context.session().account(&tenant, Service::Azure)?;
        tenant.directory().check_owner(&account, "Serving the vaults")?;
        let listen = self.listen.as_deref().map_or(Ok(DEFAULT_LISTEN), address)?;
        let suffix = self.suffix.as_deref().unwrap_or(DEFAULT_SUFFIX).to_ascii_lowercase();
        check_suffix(&suffix)?;
        program::let_go_of_ended();
        tenant.check_unserved()?;
        let file = context.session().program()?;
        let mut words: Vec<OsString> = ["serve", "--listen"].map(Into::into).into();
        words.extend([listen.to_string().into(), "--suffix".into(), suffix.clone().into()]);
        for path in self.import_path.iter().flatten() {
            words.extend(["--import".into(), context.path(path).into_os_string()]);
        }
        let effect = format!(
            "The vaults of the tenant '{}' would be served below {suffix} at {listen}, by a process in the background{}.",
            tenant.name(),
            if listen.ip().is_loopback() { "" } else { ", which other machines reach" }
        );
        Ok(Plan::one(effect, move |context| {
            let (log, mut says) = tenant.new_serving_log()?;
            let child = context.session().start_program(&file, &tenant, words, &says)?;
            let begun = Begun { child: Some(child), log, says: &mut says };
            let served = begun.served(context, &tenant)?;
            context.send(&view::server(&tenant, &served))
        }))
    }
}

fn address(text: &str) -> Result<SocketAddr, CmdletError> {
    text.parse().map_err(|_| {
        let message = format!("'{text}' is no IP address with a port.");
        let fix = "Give both, such as 127.0.0.1:8443; 127.0.0.1:0 takes a port that is free.";
        CmdletError::argument("ListenInvalid", message, fix).about(text)
    })
}

/// A program that was started. It goes with whoever gives up before it serves.
struct Begun<'a> {
    child: Option<Child>,
    log: PathBuf,
    says: &'a mut File,
}

impl Begun<'_> {
    fn served(mut self, context: &Context, tenant: &Tenant) -> Result<Served, CmdletError> {
        while let Some(child) = &mut self.child {
            let process = child.id();
            // An error is that somebody else has asked for how it ended.
            let has_ended = !matches!(child.try_wait(), Ok(None));
            if let Some(served) = tenant.served()?.filter(|served| served.process_id == process) {
                if let Some(child) = self.child.take() {
                    program::keep(child);
                }
                return Ok(served);
            }
            if has_ended {
                break;
            }
            context.cancel().sleep(LOOK).map_err(|_| CmdletError::cancelled())?;
        }
        Err(not_begun(tenant, &self.log, &said(self.says)))
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What the program has said, in one line.
fn said(file: &mut File) -> String {
    let mut bytes = Vec::new();
    // What cannot be read is in the file for whoever looks.
    let _ = file.rewind().and_then(|()| file.take(MOST_BYTES).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(|line| line.trim_start_matches("customer-key: ").trim());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn not_begun(tenant: &Tenant, log: &Path, said: &str) -> CmdletError {
    let said = if said.is_empty() { "The program said nothing." } else { said };
    let message = format!("The vaults of the tenant '{}' are not served. {said}", tenant.name());
    let fix = format!(
        "Mend what the program says, and start it again; -Listen gives another address. What it said is in {}.",
        log.display()
    );
    CmdletError::new("ServerNotStarted", Category::ResourceUnavailable, message, fix)
        .about(tenant.name())
}

impl Change for StopCustomerKeyServer {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        program::let_go_of_ended();
        let given =
            |name: &str| self.input_object.as_ref().and_then(|server| text_of(server, name));
        if let Some(other) = given("TenantId").filter(|id| *id != tenant.id().to_string()) {
            return Err(of_another(&tenant, &other));
        }
        let name = tenant.name();
        if !tenant.is_turn_taken()? {
            let told = format!("The vaults of the tenant '{name}' are not served.");
            return Ok(Plan::new(Effects::none(told), |_| Ok(())));
        }
        let served = tenant.served()?;
        let asked = self.input_object.as_ref().and_then(|server| server.get("ProcessId")?.as_u64());
        let is_meant = |served: &Served| asked.is_none_or(|id| id == u64::from(served.process_id));
        if !served.as_ref().is_none_or(is_meant) {
            let told = format!("That server has ended; another serves the vaults of '{name}'.");
            return Ok(Plan::new(Effects::none(told), |_| Ok(())));
        }
        let who = served.as_ref().map_or_else(
            || "The process that begins or ends to serve".to_owned(),
            |served| format!("Process {}, which serves {},", served.process_id, served.vault_uri()),
        );
        let effect = format!("{who} would end. Its clients reach the vaults of '{name}' no more.");
        Ok(Plan::one(effect, move |context| {
            tenant.end_serving()?;
            let begun = Instant::now();
            while served.as_ref().is_some_and(|served| !program::has_ended(served.process_id))
                && begun.elapsed() < LAST_WORDS
            {
                context.cancel().sleep(LOOK).map_err(|_| CmdletError::cancelled())?;
            }
            Ok(())
        }))
    }
}

fn of_another(tenant: &Tenant, id: &str) -> CmdletError {
    let message = format!("That server is of the tenant {id}, and this is '{}'.", tenant.name());
    let fix = "Open that tenant first: Open-CustomerKeyTenant.";
    CmdletError::argument("ServerOfAnotherTenant", message, fix).about(id)
}
