use super::{at, count, plain};
use crate::generated::output::customer_key::CustomerKeyImpact;
use ckey_base::counted;
use ckey_engine::{Impact, Opener, RootImpact, iso};

/// What all of it comes to: the first line.
pub(crate) fn impacts(touched: &[&Impact]) -> CustomerKeyImpact {
    let sum = |counts: &dyn Fn(&Impact) -> bool| {
        let those = touched.iter().filter(|one| counts(one));
        those.map(|one| one.keys()).fold(0, u64::saturating_add)
    };
    let of = |part: &dyn Fn(&Impact) -> u64| {
        count(touched.iter().map(|one| part(one)).fold(0, u64::saturating_add))
    };
    let refused = sum(&|one| one.after.user == Opener::Nothing);
    let unread = sum(&|one| one.after.service == Opener::Nothing);
    let forever = sum(&|one| one.is_for_ever);
    let detail = if touched.is_empty() {
        "Nobody would notice: no key that anything needs is touched.".to_owned()
    } else {
        format!(
            "{} touched. Of their keys, users are refused {refused}, nobody reads {unread}, and {forever} are lost for ever.",
            counted(touched.len(), "generation of a policy is", "generations of policies are")
        )
    };
    CustomerKeyImpact {
        detail: plain(detail),
        mailboxes: of(&|one| one.mailboxes),
        removed_mailboxes: of(&|one| one.removed_mailboxes),
        workloads: of(&|one| one.workloads),
        applications: of(&|one| one.applications),
        sites: of(&|one| one.sites),
        deleted_sites: of(&|one| one.deleted_sites),
        forever: Some(forever > 0),
        ..CustomerKeyImpact::default()
    }
}

pub(crate) fn impact(one: &Impact) -> CustomerKeyImpact {
    let lost: Vec<&RootImpact> = one.roots.iter().filter(|root| root.is_lost()).collect();
    let remedy = |root: &&RootImpact| root.after.as_ref().map(|error| error.fix.clone());
    let remedies: Vec<String> = lost.iter().filter_map(remedy).collect();
    CustomerKeyImpact {
        policy: plain(&one.policy),
        generation: one.generation_guid.map(|guid| guid.to_string()),
        users: plain(one.after.user.as_str()),
        service: plain(one.after.service.as_str()),
        detail: plain(detail(one)),
        remedy: (!remedies.is_empty()).then(|| remedies.join(" ")),
        mailboxes: count(one.mailboxes),
        removed_mailboxes: count(one.removed_mailboxes),
        workloads: count(one.workloads),
        applications: count(one.applications),
        sites: count(one.sites),
        deleted_sites: count(one.deleted_sites),
        examples: one.examples.clone(),
        lost_keys: lost.iter().map(|root| root.key_uri.clone()).collect(),
        forever: Some(one.is_for_ever),
        recoverable_until: one.last_moment().and_then(at),
        kept_seconds: one.kept_seconds.and_then(count),
    }
}

fn detail(one: &Impact) -> String {
    let parts = [
        (one.mailboxes, "mailbox", "mailboxes"),
        (one.removed_mailboxes, "removed mailbox", "removed mailboxes"),
        (one.workloads, "workload key", "workload keys"),
        (one.applications, "application scope", "application scopes"),
        (one.sites, "site", "sites"),
        (one.deleted_sites, "deleted site", "deleted sites"),
    ];
    let some: Vec<_> = parts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| counted(number, one, many))
        .collect();
    let below = if some.is_empty() { "nothing yet".to_owned() } else { some.join(", ") };
    let mut told = format!("{below}: {}", one.told());
    if let Some(seconds) = one.kept_seconds.filter(|_| one.after.user == Opener::Nothing) {
        told.push_str(&format!(" A key that is kept opened serves for {seconds} seconds yet."));
    }
    if let Some(at) = one.last_moment() {
        told.push_str(&format!(" It can be had back until {}.", iso(at)));
    }
    told
}
