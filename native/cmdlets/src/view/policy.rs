use super::{at, plain, text};
use crate::generated::output::customer_key_onboarding::CustomerKeyOnboardingRequest;
use crate::generated::output::exchange_online::{
    DataEncryptionPolicy, M365DataAtRestEncryptionPolicy, M365DataAtRestEncryptionPolicyAssignment,
    PolicyCheck,
};
use ckey_engine::{AssignmentView, Finding, PolicyView};

/// Both kinds of policy have the same properties.
macro_rules! policy {
    ($type:ident, $view:expr) => {{
        let view: &PolicyView = $view;
        $type {
            identity: text(&view.name),
            id: text(&view.name),
            name: text(&view.name),
            distinguished_name: text(&view.distinguished_name),
            guid: plain(view.guid.to_string()),
            description: text(&view.description),
            enabled: Some(view.enabled),
            azure_key_ids: view.key_uris.clone(),
            state: plain(view.state),
            permanent_data_purge_requested: Some(view.purge.is_some()),
            permanent_data_purge_reason: view.purge.as_ref().map(|(reason, _)| reason.clone()),
            permanent_data_purge_contact: view.purge.as_ref().map(|(_, contact)| contact.clone()),
            generation: i32::try_from(view.generation).ok(),
            generation_id: plain(view.generation_guid.to_string()),
            root_keys: view.roots.iter().map(|root| root.key_uri.clone()).collect(),
            is_valid: Some(true),
            when_created: at(view.created),
            when_changed: at(view.changed),
            when_created_utc: at(view.created),
            when_changed_utc: at(view.changed),
        }
    }};
}

pub(crate) fn mailbox_policy(view: &PolicyView) -> DataEncryptionPolicy {
    policy!(DataEncryptionPolicy, view)
}

pub(crate) fn m365_policy(view: &PolicyView) -> M365DataAtRestEncryptionPolicy {
    policy!(M365DataAtRestEncryptionPolicy, view)
}

pub(crate) fn assignment(view: &AssignmentView) -> M365DataAtRestEncryptionPolicyAssignment {
    let name = || text(&view.policy.name);
    M365DataAtRestEncryptionPolicyAssignment {
        identity: name(),
        data_encryption_policy: name(),
        name: name(),
        guid: plain(view.policy.guid.to_string()),
        when_assigned: at(view.assigned),
        when_assigned_utc: at(view.assigned),
    }
}

pub(crate) fn policy_check(policy: &str, check: &ckey_engine::PolicyCheck) -> PolicyCheck {
    let result = match check.finding {
        Finding::Passed => "Passed",
        Finding::Warning => "Warning",
        Finding::Failed => "Failed",
    };
    PolicyCheck {
        number: plain(check.id),
        check: plain(check.check),
        policy: text(policy),
        result: plain(result),
        target: text(&check.target),
        detail: text(&check.detail),
        fix: text(&check.fix),
    }
}

pub(crate) fn onboarding_request(
    request: &ckey_engine::validation::Request,
) -> CustomerKeyOnboardingRequest {
    CustomerKeyOnboardingRequest {
        id: plain(request.id.to_string()),
        created_date: at(request.created),
        scenario: text(&request.scenario),
        onboarding_mode: text(&request.mode),
        validation_result: text(&request.validation),
        enablement_result: text(&request.enablement),
        passed_validations: request.passed.clone(),
        failed_validations: request.failed.clone(),
    }
}
