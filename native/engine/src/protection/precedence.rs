//! What protects what: the one home of precedence (§1.2).

use ckey_store::Reader;
use ckey_store::model::{Geo, Policy, PolicyKind, Scope, ScopeKind, ScopeWrap, Site};
use ckey_store::protocol::Place;

use uuid::Uuid;

use super::ExistingData;
use crate::error::{Category, EngineError, Result};

/// How the names of the settings begin that say what an application scope carries.
pub(crate) const APPLICATIONS: &str = "application.";

/// The setting that says which keys a policy had before they were replaced.
pub(crate) fn earlier_keys_setting(policy: Uuid) -> String {
    format!("policy.earlier-keys.{policy}")
}

/// The setting that says who asked the vaults to wrap the key of a policy.
pub(crate) fn askers_setting(policy: Uuid) -> String {
    format!("policy.askers.{policy}")
}

/// The setting that says who agreed to the purge of a policy's data.
pub(crate) fn agreement_setting(policy: Uuid) -> String {
    format!("purge.agreement.{policy}")
}

/// The setting that names who approves purges.
pub(crate) const APPROVER: &str = "purge.approver";

/// What stands there where an application scope carries no policy any more.
pub(crate) const NO_POLICY: &str = "none";

/// The setting that says whether the tenant has left the multi-workload policies (rule 4.7.4).
pub(crate) const OFFBOARDED: &str = "offboarded";

/// What that setting is while the tenant has left them, and after it has come back.
pub(crate) const HAS_LEFT: &str = "yes";
pub(crate) const HAS_COME_BACK: &str = "no";

/// Whether the tenant has left the multi-workload policies and assigned none since.
pub(crate) fn is_offboarded(reader: &mut dyn Reader) -> Result<bool> {
    Ok(reader.setting(OFFBOARDED)?.is_some_and(|left| left == HAS_LEFT))
}

/// What applies to everything without a mailbox policy: the assigned multi-workload policy, else
/// service-managed encryption (§1.2).
pub(crate) fn tenant_policy(reader: &mut dyn Reader) -> Result<Policy> {
    match reader.assignment()?.policy_no {
        Some(no) => policy_row(reader, no),
        None => service_policy(reader),
    }
}

/// The service-managed policy, under which everything starts.
pub(crate) fn service_policy(reader: &mut dyn Reader) -> Result<Policy> {
    let policies = reader.policies(PolicyKind::Service)?;
    policies
        .into_iter()
        .next()
        .ok_or_else(|| EngineError::damaged("policy", "The tenant has no service-managed policy."))
}

pub(crate) fn policy_row(reader: &mut dyn Reader, no: i64) -> Result<Policy> {
    reader
        .policy(no)?
        .ok_or_else(|| EngineError::damaged("policy", format!("There is no policy {no}.")))
}

/// Where a scope's key in this version belongs now: a mailbox under its policy, else the assigned
/// one, else the service's; an application likewise; a workload of which only new data is covered
/// stays where it is until the tenant leaves its policies (rule 4.7.4), and so does a mailbox that
/// was removed (rule 4.3.15), or a site that was deleted (rule 4.4.4).
pub(crate) fn target_of(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<Place> {
    let scope = reader.scope(wrap.scope_no)?.ok_or_else(|| {
        EngineError::damaged("scope", format!("There is no scope {}.", wrap.scope_no))
    })?;
    let own = match scope.kind {
        ScopeKind::Mailbox => match reader.mailbox(scope.no)?.map(|status| status.mailbox) {
            Some(mailbox) if mailbox.removed.is_some() => return Ok(Place::from(wrap)),
            mailbox => mailbox.and_then(|mailbox| mailbox.policy_no),
        },
        ScopeKind::Workload => {
            let stays = ExistingData::of(&scope) == ExistingData::NewOnly;
            (stays && !is_offboarded(reader)?).then_some(wrap.policy_no)
        }
        ScopeKind::Site => {
            let site = site_row(reader, scope.no)?;
            if site.deleted.is_some() {
                return Ok(Place::from(wrap));
            }
            return Ok(Place::from(&site_policy(reader, &site)?));
        }
        ScopeKind::Application => application_policy(reader, scope.guid)?.map(|policy| policy.no),
    };
    Ok(Place::from(&above(reader, own)?))
}

/// What protects a geo's sites: the policy that is registered for it, else service-managed
/// encryption. No other policy reaches them (rule 1.8.13).
pub(crate) fn geo_policy(reader: &mut dyn Reader, geo: &Geo) -> Result<Policy> {
    match geo.policy_no {
        Some(no) => policy_row(reader, no),
        None => service_policy(reader),
    }
}

fn site_row(reader: &mut dyn Reader, no: i64) -> Result<Site> {
    let missing = || EngineError::damaged("site", format!("There is no site {no}."));
    reader.site(no)?.ok_or_else(missing)
}

fn site_policy(reader: &mut dyn Reader, site: &Site) -> Result<Policy> {
    let missing = || EngineError::damaged("site", format!("The site '{}' has no geo.", site.url));
    let geo = reader.geos()?.into_iter().find(|geo| geo.no == site.geo_no).ok_or_else(missing)?;
    geo_policy(reader, &geo)
}

/// Refuses what is a user's of a site that was deleted (rule 4.4.4).
pub(crate) fn must_not_be_deleted(reader: &mut dyn Reader, no: i64) -> Result<()> {
    let site = site_row(reader, no)?;
    if site.deleted.is_none() {
        return Ok(());
    }
    Err(EngineError::new(
        "SiteDeleted",
        Category::ObjectNotFound,
        format!("The site '{}' was deleted.", site.url),
        "Bring it back with Restore-SPODeletedSite.",
    )
    .about(site.url.as_str()))
}

/// Refuses what is a user's of a mailbox that was removed (rule 4.3.15), or of a site that was
/// deleted (rule 4.4.4): also to whoever opened it before.
pub(crate) fn must_be_in_use(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<()> {
    match wrap.kind {
        ScopeKind::Mailbox => {}
        ScopeKind::Site => return must_not_be_deleted(reader, wrap.scope_no),
        ScopeKind::Workload | ScopeKind::Application => return Ok(()),
    }
    let Some(mailbox) = reader.mailbox(wrap.scope_no)?.map(|status| status.mailbox) else {
        return Ok(());
    };
    if mailbox.removed.is_none() {
        return Ok(());
    }
    Err(EngineError::new(
        "MailboxRemoved",
        Category::ObjectNotFound,
        format!("The mailbox '{}' was removed.", mailbox.name),
        "Bring it back with Undo-SoftDeletedMailbox.",
    )
    .about(mailbox.name.as_str()))
}

/// The setting that names the policy of its own of an application scope.
pub(crate) fn application_setting(scope: Uuid) -> String {
    format!("{APPLICATIONS}{scope}")
}

/// The policy that an application scope carries, if it has one of its own. A row that once was
/// there stays, with no policy in it: one that is gone is found by whoever checks the tenant.
pub(crate) fn application_policy(reader: &mut dyn Reader, scope: Uuid) -> Result<Option<Policy>> {
    let carried = reader.setting(&application_setting(scope))?;
    let Some(carried) = carried.filter(|carried| carried != NO_POLICY) else { return Ok(None) };
    let unknown = || {
        let problem = format!(
            "The application scope {scope} carries the policy '{carried}', which is not there."
        );
        EngineError::damaged("application scope", problem)
    };
    let guid = Uuid::try_parse(&carried).map_err(|_| unknown())?;
    reader.policy_by_guid(guid)?.ok_or_else(unknown).map(Some)
}

/// An application scope that carries this policy, if one does.
pub(crate) fn carrying_application(
    reader: &mut dyn Reader,
    policy: &Policy,
) -> Result<Option<Scope>> {
    let carried = policy.guid.to_string();
    let all = reader.settings(APPLICATIONS)?;
    let found = all.iter().find(|(_, value)| *value == carried);
    let scope = found.and_then(|(name, _)| Uuid::try_parse(name.strip_prefix(APPLICATIONS)?).ok());
    Ok(match scope {
        Some(guid) => reader.scope_by_guid(guid)?,
        None => None,
    })
}

/// The application scopes that carry a policy of their own, whichever.
pub(crate) fn carrying_applications(reader: &mut dyn Reader) -> Result<Vec<Scope>> {
    let mut found = Vec::new();
    for (name, _) in reader.settings(APPLICATIONS)?.iter().filter(|(_, it)| *it != NO_POLICY) {
        let guid = name.strip_prefix(APPLICATIONS).and_then(|guid| Uuid::try_parse(guid).ok());
        if let Some(guid) = guid {
            found.extend(reader.scope_by_guid(guid)?);
        }
    }
    Ok(found)
}

/// The policy that protects what carries this one, or none of its own (§1.2).
pub(crate) fn above(reader: &mut dyn Reader, own: Option<i64>) -> Result<Policy> {
    match own {
        Some(no) => policy_row(reader, no),
        None => tenant_policy(reader),
    }
}

/// Whether a scope key is not yet where precedence and the last refresh want it.
pub(crate) fn is_pending(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<bool> {
    Ok(target_of(reader, wrap)? != Place::from(wrap))
}
