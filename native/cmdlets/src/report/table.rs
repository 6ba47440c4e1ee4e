//! Tables of a page: with headers, and in a narrow window a block for each row.

use std::fmt::Display;

use super::html::{Attribute, Html};

/// How a number is aligned, what a text may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Number,
    Time,
    /// A name of the machine's, which may break anywhere.
    Code,
    /// A word for how something is, coloured by what it means.
    State,
}

pub(super) type Column = (&'static str, Look);

/// What stands in a cell.
pub(super) enum Cell<'a> {
    Of(&'a dyn Display),
    /// One line each.
    Lines(Vec<String>),
    /// A line, and what is less important below it.
    Noted(&'a str, &'a str),
}

/// At most so many rows of a table are written.
pub(super) const MOST: usize = 100;

/// A table, or the sentence that there is nothing.
pub(super) fn table<T>(
    html: &mut Html,
    (caption, nothing): (&str, &str),
    columns: &[Column],
    rows: &[T],
    cells: impl Fn(&T, &mut dyn FnMut(&[Cell<'_>])),
) {
    if rows.is_empty() {
        html.tag("p", &[("class", &"nothing")], nothing);
        return;
    }
    let scroll: [Attribute<'_>; 3] = [("class", &"scroll"), ("tabindex", &0), ("role", &"region")];
    html.element("div", &[scroll[0], scroll[1], scroll[2], ("aria-label", &caption)], |html| {
        html.element("table", &[], |html| {
            html.tag("caption", &[], caption);
            html.element("thead", &[], |html| {
                html.element("tr", &[], |html| {
                    for (title, look) in columns {
                        html.tag("th", &[("scope", &"col"), ("class", &class(*look))], title);
                    }
                });
            });
            html.line();
            html.element("tbody", &[], |html| {
                for row in rows.iter().take(MOST) {
                    cells(row, &mut |cells| {
                        html.element("tr", &[], |html| write_row(html, columns, cells));
                        html.line();
                    });
                }
            });
        });
    });
    more(html, rows.len(), "the JSON format has them all");
}

/// How many are left out, and where they are.
pub(super) fn more(html: &mut Html, all: usize, place: &str) {
    if let Some(left) = all.checked_sub(MOST).filter(|left| *left > 0) {
        html.tag("p", &[("class", &"nothing")], format_args!("{left} more: {place}."));
    }
}

fn write_row(html: &mut Html, columns: &[Column], cells: &[Cell<'_>]) {
    for (at, ((title, look), cell)) in columns.iter().zip(cells).enumerate() {
        let label: Attribute<'_> = ("data-label", title);
        let class = class(*look);
        let class: Attribute<'_> = ("class", &class);
        let write = |html: &mut Html| write_cell(html, *look, cell);
        if at == 0 {
            html.element("th", &[("scope", &"row"), label, class], write);
        } else {
            html.element("td", &[label, class], write);
        }
    }
}

fn write_cell(html: &mut Html, look: Look, cell: &Cell<'_>) {
    match (look, cell) {
        (Look::State, Cell::Of(word)) => state(html, &word.to_string()),
        (_, Cell::Of(text)) => html.text(text),
        (_, Cell::Noted(line, note)) => {
            html.tag("div", &[], line);
            if !note.is_empty() {
                html.tag("div", &[("class", &"note")], note);
            }
        }
        (_, Cell::Lines(lines)) => {
            for line in lines {
                html.tag("div", &[], line);
            }
        }
    }
}

const fn class(look: Look) -> &'static str {
    match look {
        Look::Text | Look::State => "text",
        Look::Number => "number",
        Look::Time => "time",
        Look::Code => "code",
    }
}

/// What is well, what needs a look, and what is wrong. What says none of it is plain.
const GOOD: &[&str] = &[
    "Ok",
    "Enabled",
    "Active",
    "Newest",
    "Registered",
    "Succeeded",
    "Customer keys",
    "Registered and in effect",
];
const DOUBTFUL: &[&str] = &[
    "Warning",
    "Still needed",
    "Expired",
    "Not yet valid",
    "PendingActivation",
    "Registering",
    "Rolling",
    "Waiting",
    "PendingDeletion",
    "Registered, not in effect yet",
    "Service keys",
];
const WRONG: &[&str] = &[
    "Failed",
    "Denied",
    "Disabled",
    "Deleted",
    "Not there",
    "unreachable",
    "throttled",
    "server error",
    "accepts no token",
    "closed firewall",
    "subscription canceled",
];

/// A word with its colour; the word alone says it too.
pub(super) fn state(html: &mut Html, word: &str) {
    let kind = if GOOD.contains(&word) {
        "state good"
    } else if DOUBTFUL.contains(&word) {
        "state doubtful"
    } else if WRONG.contains(&word) {
        "state wrong"
    } else {
        "state"
    };
    html.tag("span", &[("class", &kind)], word);
}

/// A bar of parts of a whole, with the same in words for those who do not see it.
pub(super) fn bar(html: &mut Html, label: &str, part: u64, whole: u64) {
    let permille = part.saturating_mul(1000).checked_div(whole).unwrap_or(0).min(1000);
    let about: [Attribute<'_>; 5] = [
        ("class", &"bar"),
        ("role", &"img"),
        ("aria-label", &label),
        ("viewBox", &"0 0 1000 8"),
        ("preserveAspectRatio", &"none"),
    ];
    html.element("svg", &about, |html| {
        for (class, width) in [("track", 1000), ("fill", permille)] {
            let size: [Attribute<'_>; 2] = [("width", &width), ("height", &8)];
            html.element("rect", &[("class", &class), size[0], size[1]], |_| {});
        }
    });
}

/// How many percent, never 100 or 0 where it is not.
pub(super) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = part.saturating_mul(1000).checked_div(whole).unwrap_or(0);
    let shown = if part > 0 && tenths == 0 { 1 } else { tenths };
    format!("{}.{} %", shown.checked_div(10).unwrap_or(0), shown.checked_rem(10).unwrap_or(0))
}

/// A number as people read it: 1,000,000.
pub(super) fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(at);
        if at > 0 && left.checked_rem(3) == Some(0) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
