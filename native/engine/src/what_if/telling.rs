//! What changes take away, in sentences: the same for `-WhatIf`, for a question, and for whoever
//! asks about a plan.

use ckey_base::counted;
use ckey_store::model::PolicyKind;
use ckey_vault::{FailureClass, KeyUri};

use super::group::Group;
use super::impact::{Impact, Opener, RootEffect, RootImpact};
use crate::clock::iso;
use crate::policies::Below;

/// Who loses what, those of one policy and fate in one.
pub(super) fn losses(impacts: &[Impact]) -> Vec<String> {
    let worse = united(impacts.iter().filter(|one| one.is_worse()));
    let mut told = Vec::new();
    let of_keys = || worse.iter().filter(|one| !one.is_destroyed);
    if of_keys().next().is_some() {
        let (mut policies, mut below) = (Vec::new(), Below::default());
        for one in of_keys() {
            below.add(one.below);
            let name = (one.policy.as_str(), one.kind);
            if !policies.contains(&name) {
                policies.push(name);
            }
        }
        told.push(format!(
            "{} on it, and below: {}.",
            counted(policies.len(), "policy depends", "policies depend"),
            below.told()
        ));
    }
    for one in &worse {
        told.push(fate(one));
        told.extend(ways(one));
    }
    told
}

/// Generations of one policy that meet one fate, as one.
fn united<'a>(impacts: impl Iterator<Item = &'a Impact>) -> Vec<Impact> {
    let mut found: Vec<Impact> = Vec::new();
    for one in impacts {
        let same = |known: &&mut Impact| {
            (known.kind, &known.policy, known.after, known.is_destroyed, known.is_for_ever)
                == (one.kind, &one.policy, one.after, one.is_destroyed, one.is_for_ever)
                && known.last_moment() == one.last_moment()
                && other(known).map(|root| &root.key_uri) == other(one).map(|root| &root.key_uri)
        };
        match found.iter_mut().find(same) {
            Some(known) => known.below.add(one.below),
            None => found.push(one.clone()),
        }
    }
    found
}

/// The key that the changes leave, where they take the other.
fn other(one: &Impact) -> Option<&RootImpact> {
    let is_taken = |root: &&RootImpact| root.effect == RootEffect::Taken;
    let mut left = one.roots.iter().filter(|root| !is_taken(root));
    let first = left.next();
    if one.roots.iter().any(|root| is_taken(&root)) && left.next().is_none() { first } else { None }
}

fn state(root: &RootImpact) -> String {
    root.after.as_ref().map_or_else(
        || "answers now".to_owned(),
        |error| {
            let state = match error.kind.class() {
                FailureClass::System => "does not answer",
                FailureClass::Explicit => "refuses",
                FailureClass::Request => "cannot be used",
            };
            format!("{state} now ({})", error.kind.name())
        },
    )
}

/// What becomes of what lies below.
fn fate(one: &Impact) -> String {
    let below = one.below.told();
    let name = format!("'{}' ({below})", one.policy);
    if one.is_destroyed {
        return format!("{name}: {}", one.told());
    }
    let roots = match other(one) {
        Some(root) => format!("its other root {} {}.", root.key_uri, state(root)),
        None if one.roots.iter().all(|root| root.effect == RootEffect::Taken) => {
            "both of its roots go.".to_owned()
        }
        None => "its roots stay as they are.".to_owned(),
    };
    let then = match one.after.user {
        Opener::CustomerKey if other(one).is_some_and(|root| root.after.is_none()) => {
            "Users are served through it alone, and refused as soon as it does not answer."
                .to_owned()
        }
        Opener::CustomerKey => "Users are served by customer keys as before.".to_owned(),
        Opener::AvailabilityKey => {
            "No customer key answers: the availability key serves, and each use of it is recorded."
                .to_owned()
        }
        // Only SharePoint keeps an opened key for long (rule 2.10).
        Opener::Nothing if one.kind == PolicyKind::SharePoint => {
            format!("Refused at once, or once a key expires that is kept opened: {below}.")
        }
        Opener::Nothing => format!("Refused at once: {below}."),
    };
    format!("{name}: {roots} {then}")
}

/// Who still reads, the way back and its last moment, what to do instead.
fn ways(one: &Impact) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    if !one.is_destroyed && (one.is_for_ever || one.after.user == Opener::Nothing) {
        told.push(one.told());
    }
    // For how long is not said: a question must not change while somebody thinks about it.
    if one.kept_seconds.is_some() && one.after.user == Opener::Nothing {
        told.push("A key that is kept opened serves a while yet.".to_owned());
    }
    if let Some(at) = one.last_moment() {
        told.push(format!("It can be had back until {}.", iso(at)));
    }
    // These end with a command: a line each, so that it can be copied.
    let commands = [
        one.remedy().map(|way| format!("The way back: {way}")),
        one.instead().map(|way| format!("Instead: {way}")),
    ];
    let facts = (!told.is_empty()).then(|| told.join(" "));
    let lines = facts.into_iter().chain(commands.into_iter().flatten());
    lines.map(|line| format!("'{}': {line}", one.policy)).collect()
}

/// Which policies have a key among those that are meant.
pub(super) fn dependents(groups: &[Group], is_meant: impl Fn(&KeyUri) -> bool) -> Option<String> {
    let has = |group: &&Group| {
        let mut roots = group.roots.iter().filter_map(|root| KeyUri::stored(&root.uri).ok());
        roots.any(|uri| is_meant(&uri))
    };
    let mut found: Vec<(&Group, Below)> = Vec::new();
    for group in groups.iter().filter(has) {
        match found.iter_mut().find(|(known, _)| known.policy.no == group.policy.no) {
            Some((_, below)) => below.add(group.below),
            None => found.push((group, group.below)),
        }
    }
    let one =
        |(group, below): &(&Group, Below)| format!("'{}' ({})", group.policy.name, below.told());
    let named: Vec<_> = found.iter().map(one).collect();
    (!named.is_empty())
        .then(|| format!("These policies have a root key there: {}.", named.join(", ")))
}

/// Which policies could not be refreshed any more, though what is under them still opens.
pub(super) fn refreshes(impacts: &[Impact]) -> impl Iterator<Item = String> + '_ {
    impacts.iter().filter_map(|one| {
        Some(format!("'{}' ({}): {}", one.policy, one.below.told(), one.told_of_refresh()?))
    })
}

/// What stays under generations that others leave: their key versions are needed as before.
pub(super) fn left_behind(impacts: &[Impact]) -> Vec<String> {
    let moves = |one: &&Impact| one.has_moved || one.generation_guid.is_none();
    let moved: Vec<_> = impacts.iter().filter(moves).map(|one| (one.kind, &one.policy)).collect();
    let stays = |one: &&Impact| {
        let leaves = !one.is_current || one.leaving.keys() > 0;
        leaves && one.below.keys() > 0 && moved.contains(&(one.kind, &one.policy))
    };
    let told = |one: &Impact| {
        let keys: Vec<_> = one.roots.iter().map(|root| root.key_uri.as_str()).collect();
        format!(
            "Under {} generation of the policy '{}' stay {} as before: keep {}.",
            if one.is_current { "this" } else { "an older" },
            one.policy,
            one.below.told(),
            keys.join(" and ")
        )
    };
    impacts.iter().filter(stays).map(told).collect()
}
