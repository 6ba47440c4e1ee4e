use super::{at, count, plain};
use crate::generated::output::customer_key::CustomerKeyImpact;
use ckey_base::counted;
use ckey_engine::{Impact, Opener, RootImpact, iso};

/// What all of it comes to: the first line.
pub(crate) fn impacts(touched: &[&Impact], remarks: &[String]) -> CustomerKeyImpact {
    let sum = |counts: &dyn Fn(&Impact) -> bool| {
        let those = touched.iter().filter(|one| counts(one));
        those.map(|one| one.below.keys()).fold(0, u64::saturating_add)
    };
    let of = |part: &dyn Fn(&Impact) -> u64| {
        count(touched.iter().map(|one| part(one)).fold(0, u64::saturating_add))
    };
    let refused = sum(&|one| one.after.user == Opener::Nothing);
    let unread = sum(&|one| one.after.service == Opener::Nothing);
    let forever = sum(&|one| one.is_for_ever);
    let mut detail = if touched.is_empty() {
        "Nobody would notice: what opens now would open then, by the same keys.".to_owned()
    } else {
        let mut parts = vec![match refused {
            0 => "users read all that is below as before".to_owned(),
            _ => format!("users are refused {} below", counted(refused, "key", "keys")),
        }];
        if unread > 0 {
            parts.push(format!("the service {unread}"));
        }
        if forever > 0 {
            parts.push(format!("and {} lost for ever", counted(forever, "is", "are")));
        }
        let touched =
            counted(touched.len(), "generation of a policy is", "generations of policies are");
        format!("{touched} touched: {}.", parts.join(", "))
    };
    for remark in remarks {
        detail.push(' ');
        detail.push_str(remark);
    }
    CustomerKeyImpact {
        detail: plain(detail),
        mailboxes: of(&|one| one.below.mailboxes),
        removed_mailboxes: of(&|one| one.below.removed_mailboxes),
        workloads: of(&|one| one.below.workloads),
        applications: of(&|one| one.below.applications),
        sites: of(&|one| one.below.sites),
        deleted_sites: of(&|one| one.below.deleted_sites),
        forever: Some(forever > 0),
        ..CustomerKeyImpact::default()
    }
}

pub(crate) fn impact(one: &Impact) -> CustomerKeyImpact {
    let lost: Vec<&RootImpact> = one.roots.iter().filter(|root| root.is_lost()).collect();
    CustomerKeyImpact {
        policy: plain(&one.policy),
        generation: one.generation_guid.map(|guid| guid.to_string()),
        users: plain(one.after.user.as_str()),
        service: plain(one.after.service.as_str()),
        detail: plain(detail(one)),
        remedy: one.remedy(),
        instead: one.instead(),
        mailboxes: count(one.below.mailboxes),
        removed_mailboxes: count(one.below.removed_mailboxes),
        workloads: count(one.below.workloads),
        applications: count(one.below.applications),
        sites: count(one.below.sites),
        deleted_sites: count(one.below.deleted_sites),
        examples: one.examples.clone(),
        lost_keys: lost.iter().map(|root| root.key_uri.clone()).collect(),
        forever: Some(one.is_for_ever),
        recoverable_until: one.last_moment().and_then(at),
        kept_seconds: one.kept_seconds.and_then(count),
    }
}

fn detail(one: &Impact) -> String {
    let mut told = format!("{}: {}", one.below.told(), one.told());
    if let Some(refused) = one.told_of_refresh() {
        told.push(' ');
        told.push_str(&refused);
    }
    if one.leaving.keys() > 0 {
        told.push_str(&format!(" {} would leave it.", one.leaving.told()));
    }
    if one.ended.keys() > 0 {
        told.push_str(&format!(
            " {}: destroyed by then, because the time to bring them back is over.",
            one.ended.told()
        ));
    }
    for root in &one.roots {
        if let Some(before) = &root.instead_of {
            told.push_str(&format!(" {} takes the place of {before}.", root.key_uri));
        }
    }
    if let Some(seconds) = one.kept_seconds.filter(|_| one.after.user == Opener::Nothing) {
        told.push_str(&format!(" A key that is kept opened serves for {seconds} seconds yet."));
    }
    if let Some(at) = one.last_moment() {
        told.push_str(&format!(" It can be had back until {}.", iso(at)));
    }
    told
}
