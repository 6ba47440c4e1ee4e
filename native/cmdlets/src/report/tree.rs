//! The key tree on the page: from the vaults down to what each version protects, and from the
//! policies down to how much is under each generation.

use std::fmt::Display;

use super::Report;
use super::html::Html;
use super::keys::{Key, Protects, Vault, Version};
use super::policies::Policy;
use super::table::{Cell, Column, Look, MOST, grouped, more, state, table};

/// A list of properties: names and values.
pub(super) fn properties(html: &mut Html, list: &[(&str, &dyn Display)]) {
    html.element("dl", &[], |html| {
        for (name, value) in list {
            html.element("div", &[], |html| {
                html.tag("dt", &[], name);
                html.tag("dd", &[], value);
            });
        }
    });
}

const VERSIONS: [Column; 5] = [
    ("Version", Look::Code),
    ("State", Look::State),
    ("Made", Look::Time),
    ("Expires", Look::Time),
    ("Protects", Look::Text),
];

pub(super) fn vaults(html: &mut Html, report: &Report) {
    if report.vaults.is_empty() {
        html.tag("p", &[("class", &"nothing")], "There is no vault.");
    }
    if !report.lost.is_empty() {
        html.element("article", &[("class", &"alarm")], |html| {
            html.tag("h3", &[], "Needed, and in no vault");
            versions(html, "Versions that are needed and in no vault", &report.lost);
        });
    }
    report.vaults.iter().take(MOST).for_each(|it| vault(html, it));
    more(html, report.vaults.len(), "the JSON format has them all");
}

fn vault(html: &mut Html, vault: &Vault) {
    html.line();
    html.element("article", &[], |html| {
        html.element("h3", &[], |html| {
            html.tag("span", &[("class", &"kind")], vault.noun());
            html.text(format_args!(" {} ", vault.name));
            state(html, &vault.state);
        });
        let kept = match (&vault.purged, vault.soft_delete_days) {
            (Some(at), _) => format!("Purged by itself at {at}"),
            (None, Some(days)) => format!("{days} days"),
            (None, None) => "Off".to_owned(),
        };
        let permissions = match (vault.kind, vault.uses_roles) {
            ("ManagedHsm", _) => "Local roles",
            (_, true) => "Roles",
            (_, false) => "Access policies",
        };
        properties(
            html,
            &[
                ("Region", &vault.location),
                ("Subscription", &vault.subscription),
                ("SKU", &vault.sku),
                ("Soft delete", &kept),
                ("Purge protection", &if vault.purge_protection { "On" } else { "Off" }),
                ("Recovery level", &vault.recovery_level),
                ("Permissions by", &permissions),
                ("Firewall", &vault.firewall),
            ],
        );
        if vault.keys.is_empty() && vault.purged.is_none() {
            html.tag("p", &[("class", &"nothing")], "It has no key.");
        }
        vault.keys.iter().take(MOST).for_each(|it| key(html, it));
        more(html, vault.keys.len(), "the JSON format has them all");
    });
}

fn key(html: &mut Html, key: &Key) {
    html.element("h4", &[], |html| {
        html.tag("span", &[("class", &"kind")], "Key");
        html.text(format_args!(" {} ", key.name));
        if key.deleted.is_some() {
            state(html, "Deleted");
        }
    });
    if let Some((at, purged)) = &key.deleted {
        let told = format_args!("Deleted at {at}; it is purged by itself at {purged}.").to_string();
        html.tag("p", &[], told);
    }
    versions(html, &format!("Versions of the key {}", key.name), &key.versions);
}

fn versions(html: &mut Html, caption: &str, versions: &[Version]) {
    table(html, (caption, "It has no version."), &VERSIONS, versions, |version, write| {
        let protects = version.protects.iter().map(told);
        let backups = (version.backups > 0)
            .then(|| ckey_base::counted(version.backups, "known backup", "known backups"));
        let mut protects: Vec<String> = protects.chain(backups).take(MOST).collect();
        if protects.is_empty() {
            protects.push("nothing".to_owned());
        }
        let expires = version.expires.as_deref().unwrap_or("never");
        write(&[
            Cell::Of(if version.created.is_some() { &version.version } else { &version.uri }),
            Cell::Of(&version.state),
            Cell::Of(&version.created.as_deref().unwrap_or("–")),
            Cell::Of(&expires),
            Cell::Lines(protects),
        ]);
    });
}

fn told(of: &Protects) -> String {
    let newest = if of.is_newest { ", newest" } else { "" };
    let others = of.keys.saturating_sub(of.mailboxes);
    let count = |keys: u64, what: &str| {
        let many = if keys == 1 { "key" } else { "keys" };
        (keys > 0).then(|| format!("{} {what} {many}", grouped(keys)))
    };
    let below = [count(of.mailboxes, "mailbox"), count(others, "other")];
    let below: Vec<String> = below.into_iter().flatten().collect();
    let below = if below.is_empty() { "no key yet".to_owned() } else { below.join(", ") };
    format!("{} (generation {}{newest}): {below}", of.policy, of.generation)
}

const GENERATIONS: [Column; 8] = [
    ("Generation", Look::Number),
    ("State", Look::State),
    ("Made", Look::Time),
    ("Mailboxes", Look::Number),
    ("Removed", Look::Number),
    ("Workloads", Look::Number),
    ("Applications", Look::Number),
    ("Sites", Look::Number),
];

pub(super) fn policies(html: &mut Html, report: &Report) {
    report.policies.iter().take(MOST).for_each(|it| policy(html, it));
    more(html, report.policies.len(), "the JSON format has them all");
}

fn policy(html: &mut Html, policy: &Policy) {
    let kind = match policy.kind {
        "Service" => "Service-managed keys",
        "MultiWorkload" => "Policy for multiple workloads",
        "Mailbox" => "Policy for mailboxes",
        _ => "Policy for SharePoint",
    };
    html.line();
    html.element("article", &[], |html| {
        html.element("h3", &[], |html| {
            html.tag("span", &[("class", &"kind")], kind);
            html.text(format_args!(" {} ", policy.name));
            state(html, policy.state);
        });
        if !policy.key_uris.is_empty() {
            html.element("ul", &[("class", &"code")], |html| {
                policy.key_uris.iter().for_each(|uri| html.tag("li", &[], uri));
            });
        }
        let caption = format!("Generations of {}", policy.name);
        let about = (caption.as_str(), "It has no generation.");
        table(html, about, &GENERATIONS, &policy.generations, |one, write| {
            let numbers = [
                one.mailboxes,
                one.removed_mailboxes,
                one.workloads,
                one.applications,
                one.sites.saturating_add(one.deleted_sites),
            ]
            .map(grouped);
            let [mailboxes, removed, workloads, applications, sites] = &numbers;
            write(&[
                Cell::Of(&one.number),
                Cell::Of(&one.state),
                Cell::Of(&one.created),
                Cell::Of(mailboxes),
                Cell::Of(removed),
                Cell::Of(workloads),
                Cell::Of(applications),
                Cell::Of(sites),
            ]);
        });
    });
}
