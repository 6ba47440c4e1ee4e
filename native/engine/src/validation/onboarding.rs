//! Requests to be onboarded (rules 6.2 and 6.3): what is asked for is checked, kept as a request
//! that can be looked at again, and in the mode Enable the tenant is enabled for it.

use ckey_base::CancelToken;
use ckey_store::model::PolicyKind;
use ckey_store::{Reader, StateExt};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::facts::{self, scenario};
use super::finding::{Finding, PolicyCheck};
use super::{Subject, Validation};
use crate::error::{Category, EngineError, Result};
use crate::ground::{ValidationMode, read_note, write_note};
use crate::record::{Actor, AuditEvent, Operation};

const NOTE: &str = "onboarding.requests";
/// More are not kept: the oldest goes.
const KEPT: usize = 1000;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Which kind of policy the tenant is onboarded for.
    pub kind: PolicyKind,
    /// The subscriptions of the two keys, in their order.
    pub subscriptions: [String; 2],
    /// The two keys.
    pub keys: [String; 2],
    /// Whether the tenant is to be enabled where all is well.
    pub enable: bool,
    /// The mode as it was given.
    pub mode: String,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its id.
    pub id: Uuid,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// `MDEP`, `EXO` or `SPO`.
    pub scenario: String,
    /// The mode as it was given.
    pub mode: String,
    /// `Success` or `Failed`.
    pub validation: String,
    /// `Success`, `Failed`, or `NotRequested`.
    pub enablement: String,
    /// The checks that passed, with their targets.
    pub passed: Vec<String>,
    /// Those that did not, with what was found and what to do.
    pub failed: Vec<String>,
}

fn read(reader: &mut dyn Reader) -> Result<Vec<Request>> {
    read_note(reader, NOTE)
}

fn in_words(check: &PolicyCheck) -> String {
    match check.finding {
        Finding::Passed => format!("{} {}: {}", check.id, check.check, check.target),
        _ => format!("{} {}: {} {}", check.id, check.check, check.detail, check.fix),
    }
}

impl Validation<'_> {
    /// Checks a request, with a live wrap and unwrap under each key, and keeps it. Nothing else
    /// changes but, where that is asked for and every check passed, what the tenant is enabled for.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of the store. What is wrong with the keys is in the request.
    pub fn request(
        &self,
        actor: &Actor,
        new: &NewRequest,
        cancel: &CancelToken,
    ) -> Result<Request> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let [one, two] = &new.subscriptions;
        let subject = Subject {
            kind: new.kind,
            keys: &new.keys,
            subscriptions: Some([one, two]),
            policy: None,
        };
        let mut checks = self.look(&subject, Some(cancel))?;
        // Being enabled is what is asked for, and how many policies there are no matter of it.
        checks.retain(|check| !matches!(check.id, "V27" | "V28"));
        let of = |wanted: fn(Finding) -> bool| {
            checks.iter().filter(|check| wanted(check.finding)).map(in_words).collect::<Vec<_>>()
        };
        let failed = of(|finding| finding == Finding::Failed);
        let warned = of(|finding| finding == Finding::Warning);
        let relaxed = self.ground.current_settings().validation == ValidationMode::Warn;
        let is_well = failed.is_empty() || relaxed;
        let result = |well: bool| if well { "Success" } else { "Failed" }.to_owned();
        let enabled = new.enable && is_well;
        let request = Request {
            id: Uuid::new_v4(),
            created: self.ground.now(),
            scenario: scenario(new.kind).to_owned(),
            mode: new.mode.clone(),
            validation: result(failed.is_empty()),
            enablement: if new.enable { result(is_well) } else { "NotRequested".to_owned() },
            passed: of(|finding| finding == Finding::Passed),
            failed,
        };
        self.keep(actor, &request, enabled)?;
        if enabled && !request.failed.is_empty() {
            Operation::warn(
                "The validation of this tenant only warns, so it was enabled although checks failed."
                    .to_owned(),
            );
        }
        if !warned.is_empty() {
            Operation::warn(format!("These checks warn: {}", warned.join(" ")));
        }
        if !self.ground.current_settings().rules.onboards_by_checks() {
            Operation::warn(
                "In the rule profile 2021 tenants were onboarded by hand, and no policy asks for it."
                    .to_owned(),
            );
        }
        Ok(request)
    }

    fn keep(&self, actor: &Actor, request: &Request, enabled: bool) -> Result<()> {
        self.ground.state().commit(|writer| {
            let mut requests = read(writer)?;
            requests.push(request.clone());
            let extra = requests.len().saturating_sub(KEPT);
            requests.drain(..extra);
            write_note(writer, NOTE, &requests)?;
            if enabled {
                let mut facts = facts::stored(writer)?;
                facts.enabled.insert(request.scenario.clone());
                facts::store(writer, &facts)?;
            }
            let details = json!({
                "request": request.id, "mode": request.mode, "validation": request.validation,
                "enablement": request.enablement,
            });
            let event = AuditEvent::new(
                "New onboarding request",
                "Tenant",
                &actor.name,
                request.scenario.as_str(),
                details,
            );
            self.ground.chain().append(writer, request.created, &event)
        })
    }

    /// The requests, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn requests(&self) -> Result<Vec<Request>> {
        self.ground.sync()?;
        self.ground.state().view(read)
    }

    /// The request with this id.
    ///
    /// # Errors
    /// `RequestNotFound`; those of the store.
    pub fn request_of(&self, id: &str) -> Result<Request> {
        let wanted = Uuid::try_parse(id.trim()).ok();
        let found = self.requests()?.into_iter().find(|request| Some(request.id) == wanted);
        found.ok_or_else(|| {
            EngineError::new(
                "RequestNotFound",
                Category::ObjectNotFound,
                format!("There is no onboarding request '{id}'."),
                format!(
                    "List those that there are: Get-CustomerKeyOnboardingRequest -OrganizationId {}",
                    self.ground.id()
                ),
            )
            .about(id)
        })
    }
}
