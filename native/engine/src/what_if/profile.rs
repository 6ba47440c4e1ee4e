//! The rules of another time: they change nothing of who reads what, but what is refused.

use ckey_store::StateExt;
use ckey_store::model::PolicyKind;

use crate::error::{EngineError, Result};
use crate::ground::{Ground, RuleProfile};
use crate::validation::{Finding, PolicyCheck, Subject, Validation};

/// What is otherwise under these rules than under those that hold now.
pub(super) fn remarks(ground: &Ground, rules: RuleProfile) -> Result<Vec<String>> {
    let before = ground.current_settings().rules;
    if before == rules {
        return Ok(Vec::new());
    }
    let mut told = Vec::new();
    if before.purges_sites() != rules.purges_sites() {
        let may = if rules.purges_sites() { "can" } else { "cannot" };
        told.push(format!(
            "Under the rules {}, the data of a geo of SharePoint {may} be purged.",
            rules.name()
        ));
    }
    let validation = Validation::of(ground);
    for kind in PolicyKind::CUSTOMER {
        let policies = ground.state().view(|it| Ok::<_, EngineError>(it.policies(kind)?))?;
        for policy in policies.iter().filter(|policy| !policy.is_deleted()) {
            let subject =
                Subject { kind, keys: &policy.key_uris, subscriptions: None, policy: Some(policy) };
            let was = validation.look_under(before, &subject, None)?;
            let would = validation.look_under(rules, &subject, None)?;
            told.extend(would.iter().filter_map(|check| otherwise(&policy.name, &was, check)));
        }
    }
    Ok(told)
}

/// That a check ends otherwise, if it does.
fn otherwise(policy: &str, was: &[PolicyCheck], check: &PolicyCheck) -> Option<String> {
    let same = |other: &&PolicyCheck| {
        (other.id, other.check, &other.target) == (check.id, check.check, &check.target)
    };
    let before = was.iter().find(same).map_or(Finding::Passed, |other| other.finding);
    if before == check.finding {
        return None;
    }
    let word = |finding| match finding {
        Finding::Passed => "passes",
        Finding::Warning => "only warns",
        Finding::Failed => "fails",
    };
    let (id, name, target) = (check.id, check.check, &check.target);
    let why = if check.detail.is_empty() { String::new() } else { format!(": {}", check.detail) };
    Some(format!(
        "Of the policy '{policy}', the check {id} {name} of {target} {} then; now it {}{why}",
        word(check.finding),
        word(before)
    ))
}
