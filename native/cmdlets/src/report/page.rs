//! The report as one page that needs nothing but itself: no script, no font, no network.

use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::html::Html;
use super::{Report, sections, tree};

const STYLE: &str = include_str!("style.css");

/// The page.
pub(crate) fn page(report: &Report) -> String {
    let mut html = Html::default();
    html.own("<!DOCTYPE html>\n");
    html.element("html", &[("lang", &"en")], |html| {
        html.element("head", &[], |html| head(html, report));
        html.line();
        html.element("body", &[], |html| body(html, report));
    });
    html.line();
    html.done()
}

/// Nothing is loaded, nothing runs, and only this style sheet counts.
fn policy() -> String {
    let hash = BASE64.encode(ckey_crypto::digest::sha256(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

fn head(html: &mut Html, report: &Report) {
    let meta = |html: &mut Html, name: &'static str, value: &str, content: &dyn Display| {
        html.element("meta", &[(name, &value), ("content", content)], |_| {});
        html.line();
    };
    html.line();
    html.element("meta", &[("charset", &"utf-8")], |_| {});
    html.line();
    meta(html, "http-equiv", "Content-Security-Policy", &policy());
    meta(html, "name", "viewport", &"width=device-width, initial-scale=1");
    meta(html, "name", "color-scheme", &"light dark");
    meta(html, "name", "referrer", &"no-referrer");
    html.tag("title", &[], format_args!("Customer Key report: {}", report.tenant.name));
    html.line();
    html.element("style", &[], |html| html.own(STYLE));
}

/// The id and the title of a section, and what writes it.
type Section = (&'static str, &'static str, fn(&mut Html, &Report));

const SECTIONS: [Section; 7] = [
    ("findings", "Findings", sections::findings),
    ("coverage", "Coverage", sections::coverage),
    ("policies", "Policies and generations", tree::policies),
    ("keys", "Vaults, keys and versions", tree::vaults),
    ("access", "Who may use the keys", sections::access),
    ("waiting", "What waits", sections::waiting),
    ("timeline", "Timeline", sections::timeline),
];

fn body(html: &mut Html, report: &Report) {
    html.element("header", &[], |html| sections::heading(html, report));
    html.line();
    html.element("nav", &[("aria-label", &"Sections")], |html| {
        for (id, title, _) in SECTIONS {
            html.tag("a", &[("href", &format_args!("#{id}"))], title);
        }
    });
    html.element("main", &[], |html| {
        for (id, title, write) in SECTIONS {
            html.line();
            let label = format!("{id}-title");
            html.element("section", &[("id", &id), ("aria-labelledby", &label)], |html| {
                html.tag("h2", &[("id", &label)], title);
                write(html, report);
            });
        }
    });
    html.line();
    html.element("footer", &[], |html| {
        html.tag(
            "p",
            &[],
            format_args!(
                "Written by libcustomerkey {} from the local tenant {}. It is not a report of Microsoft 365. The numbers are those of {}.",
                report.tenant.version, report.tenant.id, report.tenant.clock
            ),
        );
    });
}
