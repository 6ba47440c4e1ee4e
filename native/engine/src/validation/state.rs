//! What the tenant itself says: V26 to V30.

use ckey_store::StateExt;
use ckey_store::model::{PolicyKind, ScopeKind};
use ckey_store::state::key_needs;
use ckey_vault::{KeyUri, RootVault, VaultKind};

use super::facts::{Facts, scenario};
use super::finding::{Report, held};
use super::{Subject, Validation};
use crate::directory::{MAIL_USER, USER_MAILBOX};
use crate::error::{EngineError, Result};
use crate::hierarchy::service_application;

/// Mailbox policies per tenant (rule V27).
pub const MAILBOX_POLICY_LIMIT: usize = 50;

/// Recipients that need a license; no others do (rules 5.16 and 5.16.1).
const LICENSED: [&str; 2] = [USER_MAILBOX, MAIL_USER];

fn pair_of(keys: &[KeyUri]) -> Vec<String> {
    let mut vaults: Vec<_> = keys.iter().map(|uri| ckey_store::name_key(uri.vault())).collect();
    vaults.sort();
    vaults
}

impl Validation<'_> {
    pub(super) fn check_state(
        &self,
        report: &mut Report,
        subject: &Subject<'_>,
        facts: &Facts,
        uris: &[KeyUri],
    ) -> Result<()> {
        self.check_others(report, subject, uris)?;
        let scenario = scenario(subject.kind);
        report.say(
            "V28",
            &scenario,
            held(facts.enabled.contains(scenario), || {
                let fix = if subject.kind == PolicyKind::SharePoint {
                    "Ask Microsoft to enable it; a rehearsal does so by Set-CustomerKeyFact."
                } else {
                    "Enable it with New-CustomerKeyOnboardingRequest in the mode Enable."
                };
                (format!("The tenant is not enabled for {scenario}."), fix.to_owned())
            }),
        );
        self.check_licenses(report, facts)?;
        self.check_versions(report, subject)
    }

    /// V26 and V27.
    fn check_others(
        &self,
        report: &mut Report,
        subject: &Subject<'_>,
        uris: &[KeyUri],
    ) -> Result<()> {
        let (mut same, mut mailbox) = (Vec::new(), 0_usize);
        let own = pair_of(uris);
        // Two managed HSMs serve policies of every kind (rule 5.4).
        let may_share = uris.iter().all(|uri| uri.kind() == VaultKind::ManagedHsm);
        let all = self.ground.state().view(|reader| {
            let mut all = Vec::new();
            for kind in PolicyKind::CUSTOMER {
                all.extend(reader.policies(kind)?);
            }
            Ok::<_, EngineError>(all)
        })?;
        for other in all.iter().filter(|other| !other.is_deleted()) {
            mailbox = mailbox.saturating_add(usize::from(other.kind == PolicyKind::Mailbox));
            let is_own = subject.policy.is_some_and(|policy| policy.no == other.no);
            let theirs: Vec<_> =
                other.key_uris.iter().filter_map(|uri| KeyUri::stored(uri).ok()).collect();
            if !is_own && !may_share && theirs.len() == 2 && pair_of(&theirs) == own {
                same.push(format!("'{}'", other.name));
            }
        }
        let vaults: Vec<_> = uris.iter().map(KeyUri::vault).collect();
        report.say(
            "V26",
            &vaults.join(", "),
            held(same.is_empty(), || {
                (
                    format!("Both vaults also serve the policies {}.", same.join(", ")),
                    "Give each policy a pair of vaults of its own: what is done to a vault then touches one policy."
                        .to_owned(),
                )
            }),
        );
        if subject.kind == PolicyKind::Mailbox {
            let count = mailbox.saturating_add(usize::from(subject.policy.is_none()));
            report.say(
                "V27",
                &"mailbox policies",
                held(count <= MAILBOX_POLICY_LIMIT, || {
                    (
                        format!("There would be {count} mailbox policies; a tenant may have {MAILBOX_POLICY_LIMIT}."),
                        "Use one of the policies there are.".to_owned(),
                    )
                }),
            );
        }
        Ok(())
    }

    /// V29: those who are still there and need one.
    fn check_licenses(&self, report: &mut Report, facts: &Facts) -> Result<()> {
        let mut without = Vec::new();
        self.ground.state().view(|reader| {
            for (guid, name) in &facts.unlicensed {
                let found = reader.mailboxes_by_identity(&guid.to_string())?;
                let needs = found.iter().any(|it| {
                    it.mailbox.guid == *guid
                        && LICENSED.contains(&it.mailbox.recipient_type.as_str())
                });
                if needs {
                    without.push(name.clone());
                }
            }
            Ok::<_, EngineError>(())
        })?;
        let shown: Vec<_> = without.iter().take(10).map(|name| format!("'{name}'")).collect();
        let more = without.len().saturating_sub(shown.len());
        report.say(
            "V29",
            &"user mailboxes",
            held(without.is_empty(), || {
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                (
                    format!("Without a license for Customer Key: {}{rest}.", shown.join(", ")),
                    "Give each a license, such as Microsoft 365 E5; shared, group and public-folder mailboxes need none.".to_owned(),
                )
            }),
        );
        Ok(())
    }

    /// V30: every version that something is still under opens it.
    fn check_versions(&self, report: &mut Report, subject: &Subject<'_>) -> Result<()> {
        let Some(policy) = subject.policy else { return Ok(()) };
        let needs = self.ground.state().view(|reader| Ok::<_, EngineError>(key_needs(reader)?))?;
        let caller = service_application(subject.kind);
        for need in needs.iter().filter(|need| need.policy_no == policy.no) {
            let answer = KeyUri::stored(&need.key_uri)
                .and_then(|uri| self.roots.check_unwrap(&caller, &uri, &self.ground.root_wait()));
            let found = answer.map_err(|error| {
                let (reason, fix) = super::access::told(error);
                let mailboxes = need.of_kind(ScopeKind::Mailbox);
                let detail = format!(
                    "{} keys, of which {mailboxes} of mailboxes, are under this version: {reason}",
                    need.keys()
                );
                super::finding::Wrong { detail, fix }
            });
            report.say("V30", &need.key_uri, found);
        }
        Ok(())
    }
}
