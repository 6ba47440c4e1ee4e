//! The parts of the page beside the key tree.

use std::fmt::Display;

use super::Report;
use super::findings::Found;
use super::html::Html;
use super::table::{Cell, Column, Look, MOST, bar, grouped, percent, state, table};
use super::tree::properties;

/// What a reader wants to know before anything else.
pub(super) fn heading(html: &mut Html, report: &Report) {
    let (tenant, sum) = (&report.tenant, &report.summary);
    html.tag("p", &[("class", &"kind")], "Customer Key report");
    html.tag("h1", &[], &tenant.name);
    let moved = if tenant.clock_moved { " (moved)" } else { "" };
    properties(
        html,
        &[
            ("Tenant clock", &format_args!("{}{moved}", tenant.clock)),
            ("Rule profile", &tenant.rule_profile),
            ("Checks", &format_args!("{} (V1–V30)", tenant.validation)),
            ("Mode", &tenant.mode),
            ("Tenant id", &tenant.id),
        ],
    );
    let under = sum.mailboxes_under_customer_keys;
    let share = percent(under, sum.mailboxes);
    let note = format!("{} of {} mailboxes", grouped(under), grouped(sum.mailboxes));
    let checks = format!("{} warnings, {} passed", grouped(sum.warnings), grouped(sum.passed));
    let waits = sum.open_jobs.saturating_add(sum.open_purges);
    html.element("ul", &[("class", &"tiles")], |html| {
        tile(html, "covered", "under customer keys", &share, &note);
        tile(html, "failed", "checks failed", &grouped(sum.failed), &checks);
        let versions = "that data or a known backup needs";
        tile(html, "versions", "key versions in use", &grouped(sum.key_versions_in_use), versions);
        let jobs = ckey_base::counted(sum.open_jobs, "job", "jobs");
        let purges = ckey_base::counted(sum.open_purges, "purge", "purges");
        let title = if waits == 1 { "thing waits" } else { "things wait" };
        tile(html, "waits", title, &grouped(waits), &format!("{jobs}, {purges}"));
    });
}

fn tile(html: &mut Html, id: &'static str, title: &str, number: &str, note: &str) {
    html.element("li", &[("id", &id)], |html| {
        html.tag("strong", &[], number);
        html.tag("span", &[], format_args!(" {title} "));
        html.tag("small", &[], note);
    });
}

const FINDINGS: [Column; 5] = [
    ("Result", Look::State),
    ("Check", Look::Text),
    ("Policies", Look::Text),
    ("What was found", Look::Text),
    ("What to do", Look::Text),
];

pub(super) fn findings(html: &mut Html, report: &Report) {
    let of = &report.findings;
    let told = format_args!(
        "{} failed, {} warn and {} passed, by the rules of the profile {}.",
        grouped(of.failed),
        grouped(of.warnings),
        grouped(of.passed),
        report.tenant.rule_profile
    )
    .to_string();
    html.tag("p", &[], told);
    let about = ("What did not pass, the worst first", "Every check passed.");
    table(html, about, &FINDINGS, &joined(&of.found), |(found, policies), write| {
        let is_told = found.detail.contains(&found.target);
        let target = if is_told { "" } else { &found.target };
        write(&[
            Cell::Of(&found.result),
            Cell::Noted(found.number, found.check),
            Cell::Of(&policies.join(", ")),
            Cell::Noted(&found.detail, target),
            Cell::Of(&found.fix),
        ]);
    });
}

/// What was found of one vault or key is told once, with all the policies whose it is.
fn joined(found: &[Found]) -> Vec<(&Found, Vec<&str>)> {
    let mut all: Vec<(&Found, Vec<&str>)> = Vec::new();
    for one in found {
        let policy = if one.policy.is_empty() { "The tenant" } else { &one.policy };
        let about = |of: &Found| {
            (of.result, of.number, of.check) == (one.result, one.number, one.check)
                && (&of.target, &of.detail, &of.fix) == (&one.target, &one.detail, &one.fix)
        };
        match all.iter_mut().find(|(of, _)| about(of)) {
            Some((_, policies)) => policies.push(policy),
            None => all.push((one, vec![policy])),
        }
    }
    all
}

const BARE: &str = "No mailbox is under the keys of the service alone.";
const WORKLOADS: [Column; 5] = [
    ("Name", Look::Text),
    ("Under", Look::State),
    ("Policy", Look::Text),
    ("Rewrap", Look::Text),
    ("Items", Look::Number),
];

pub(super) fn coverage(html: &mut Html, report: &Report) {
    let sum = &report.summary;
    let rows = [
        ("Mailboxes", sum.mailboxes_under_customer_keys, sum.mailboxes),
        ("Sites", sum.sites_under_customer_keys, sum.sites),
    ];
    html.element("div", &[("class", &"bars")], |html| {
        for (what, part, whole) in rows {
            let told = format!(
                "{what}: {} of {} under customer keys ({})",
                grouped(part),
                grouped(whole),
                percent(part, whole)
            );
            html.tag("p", &[], &told);
            bar(html, &told, part, whole);
        }
    });
    if sum.removed_mailboxes > 0 {
        let told =
            ckey_base::counted(sum.removed_mailboxes, "mailbox that was", "mailboxes that were");
        html.tag(
            "p",
            &[],
            format_args!("Beside them {told} removed and can still be brought back."),
        );
    }
    html.tag("h3", &[], "Under nothing of the customer's");
    let bare = sum.mailboxes_under_service_keys;
    names(html, "mailboxes", bare, &report.bare.mailboxes, BARE);
    let bare = sum.sites.saturating_sub(sum.sites_under_customer_keys);
    names(html, "sites", bare, &report.bare.sites, "No site is either.");
    html.tag("h3", &[], "Workloads and applications");
    let about = ("What protects new data of each", "There is none.");
    table(html, about, &WORKLOADS, &report.workloads, |one, write| {
        let under = if one.is_under_customer_keys { "Customer keys" } else { "Service keys" };
        write(&[
            Cell::Of(&one.name),
            Cell::Of(&under),
            Cell::Of(&one.protected_by),
            Cell::Of(&if one.rewrap_pending { "pending" } else { "–" }),
            Cell::Of(&grouped(one.items)),
        ]);
    });
}

fn names(html: &mut Html, what: &str, all: u64, names: &[String], none: &str) {
    if all == 0 {
        html.tag("p", &[("class", &"nothing")], none);
        return;
    }
    let shown = u64::try_from(names.len()).unwrap_or(u64::MAX);
    html.tag("p", &[], format_args!("{} {what}:", grouped(all)));
    html.element("ul", &[("class", &"names")], |html| {
        names.iter().for_each(|name| html.tag("li", &[], name));
        if all > shown {
            let left = grouped(all.saturating_sub(shown));
            let class: &dyn Display = &"nothing";
            html.tag("li", &[("class", class)], format_args!("and {left} more"));
        }
    });
}

const ACCESS: [Column; 5] = [
    ("Who", Look::Text),
    ("Through", Look::Text),
    ("May use", Look::State),
    ("May destroy", Look::State),
    ("Permissions on keys", Look::Text),
];

/// A noun within a sentence.
fn inner(noun: &str) -> &str {
    if noun == "Vault" { "vault" } else { "managed HSM" }
}

pub(super) fn access(html: &mut Html, report: &Report) {
    html.tag(
        "p",
        &[],
        "Who may use a key has get, wrapKey and unwrapKey; who may destroy has delete or purge, or manages the vault.",
    );
    for vault in report.vaults.iter().take(MOST) {
        let caption = format!("Permissions in the {} {}", inner(vault.noun()), vault.name);
        table(html, (&caption, "Nobody is named."), &ACCESS, &vault.access, |one, write| {
            let through = match (one.through, one.counts) {
                ("AccessPolicy", true) => "access policy".to_owned(),
                ("AccessPolicy", false) => "access policy, which does not count here".to_owned(),
                (role, true) => format!("role {role}"),
                (role, false) => format!("role {role}, which does not count here"),
            };
            let said = |is: bool| if is { "yes" } else { "no" };
            let permissions = one.permissions.join(", ");
            let permissions = if permissions.is_empty() { "none" } else { permissions.as_str() };
            write(&[
                Cell::Noted(&one.principal, if one.principal == one.id { "" } else { &one.id }),
                Cell::Of(&through),
                Cell::Of(&said(one.may_use)),
                Cell::Of(&said(one.may_destroy)),
                Cell::Of(&permissions),
            ]);
        });
    }
}

const JOBS: [Column; 5] = [
    ("Job", Look::Text),
    ("State", Look::State),
    ("Done", Look::Number),
    ("Since", Look::Time),
    ("What keeps it", Look::Text),
];
const PURGES: [Column; 5] = [
    ("Policy", Look::Text),
    ("Stage", Look::State),
    ("Mailboxes", Look::Number),
    ("Asked for", Look::Time),
    ("What keeps it", Look::Text),
];
const GEOS: [Column; 5] = [
    ("Geo", Look::Text),
    ("Status", Look::State),
    ("Done", Look::Number),
    ("Sites", Look::Number),
    ("Keys", Look::Code),
];
const PERIODS: [Column; 2] = [("Subscription", Look::Code), ("Retention period", Look::State)];

pub(super) fn waiting(html: &mut Html, report: &Report) {
    let of = &report.waiting;
    table(html, ("Jobs", "No job is open."), &JOBS, &of.jobs, |job, write| {
        write(&[
            Cell::Of(&format_args!("{} {}", job.kind, job.subject)),
            Cell::Of(&job.state),
            Cell::Of(&format_args!(
                "{} of {} ({} %)",
                grouped(job.done),
                grouped(job.total),
                job.percent
            )),
            Cell::Of(&job.since),
            Cell::Of(&job.problem.as_deref().unwrap_or("–")),
        ]);
    });
    table(html, ("Purges", "No purge is open."), &PURGES, &of.purges, |purge, write| {
        write(&[
            Cell::Of(&purge.policy),
            Cell::Of(&purge.stage),
            Cell::Of(&grouped(purge.mailboxes)),
            Cell::Noted(&purge.requested, &format!("by {}", purge.by)),
            Cell::Of(&purge.problem.as_deref().unwrap_or("–")),
        ]);
    });
    table(html, ("SharePoint geos", "There is no geo."), &GEOS, &of.geos, |geo, write| {
        let recovers = geo.in_recovery.then(|| "in recovery mode".to_owned());
        let keys = [&geo.primary, &geo.secondary].into_iter().flatten().cloned();
        write(&[
            Cell::Of(&geo.name),
            Cell::Of(&geo.status),
            Cell::Of(&format_args!("{} %", geo.percent)),
            Cell::Of(&grouped(geo.sites)),
            Cell::Lines(keys.chain(recovers).collect()),
        ]);
    });
    let about = ("Mandatory retention periods", "No subscription has a vault.");
    table(html, about, &PERIODS, &of.retention, |period, write| {
        write(&[Cell::Of(&period.subscription), Cell::Of(&period.state)]);
    });
}

pub(super) fn timeline(html: &mut Html, report: &Report) {
    let of = &report.timeline;
    let told = format_args!(
        "The newest {} of {} records of the audit log, whose public key is {}.",
        grouped(of.newest.len()),
        grouped(of.records),
        report.tenant.audit_public_key
    )
    .to_string();
    html.tag("p", &[("class", &"code")], told);
    html.element("ol", &[("class", &"timeline"), ("reversed", &"")], |html| {
        for event in &of.newest {
            html.element("li", &[("value", &event.record)], |html| {
                html.tag("time", &[("datetime", &event.at)], &event.at);
                html.element("p", &[], |html| {
                    html.tag("strong", &[], &event.activity);
                    html.text(format_args!(" {} ", event.object));
                    if event.result != "Succeeded" {
                        state(html, &event.result);
                    }
                    html.tag("small", &[], format_args!(" by {}", event.actor));
                });
            });
            html.line();
        }
    });
}
