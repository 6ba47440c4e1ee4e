//! Tables in a width: a cell that is too long goes on below itself, and what a person copies whole
//! (a GUID, a version, a time) is never broken. Where that leaves no room for a column, it is left
//! out; where it would be many, there is no table.

use console::measure_text_width as width_of;

/// Between two columns.
const GAP: usize = 2;

/// What a column that may be wrapped keeps at least.
const NARROWEST: usize = 8;

/// One column of a table.
pub(super) struct Column {
    pub(super) label: String,
    /// Whether it stands at the right.
    pub(super) right: bool,
    /// Whether its cells are whole or not at all.
    pub(super) whole: bool,
    pub(super) cells: Vec<String>,
}

impl Column {
    fn widest(&self) -> usize {
        let lines = self.cells.iter().flat_map(|cell| cell.lines());
        lines.map(width_of).max().unwrap_or_default().max(width_of(&self.label))
    }

    fn narrowest(&self) -> usize {
        if self.whole || self.cells.iter().any(|cell| is_whole(cell)) {
            self.widest()
        } else {
            self.widest().min(NARROWEST.max(width_of(&self.label)))
        }
    }
}

/// A GUID, a version of a key, or a time.
fn is_whole(cell: &str) -> bool {
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let is_id = matches!(cell.len(), 32 | 36) && cell.chars().all(is_hex);
    let digits = cell.bytes().take(4).filter(u8::is_ascii_digit).count();
    is_id || digits == 4 && cell.get(4..5) == Some("-") && cell.len() >= 10 && !cell.contains(' ')
}

/// The lines of a table that is at most so wide; none where most of it would be left out.
pub(super) fn table(columns: &[Column], width: Option<usize>) -> Option<Vec<String>> {
    let width = width.unwrap_or(usize::MAX);
    let (shown, left_out) = choose(columns, width)?;
    let widths = share(&shown, width);
    let rule = |column: &&Column| "-".repeat(width_of(&column.label));
    let mut lines = row(&shown, &widths, shown.iter().map(|column| column.label.clone()));
    lines.extend(row(&shown, &widths, shown.iter().map(rule)));
    for at in 0..columns.first().map_or(0, |column| column.cells.len()) {
        let cells = shown.iter().map(|column| column.cells.get(at).cloned().unwrap_or_default());
        lines.extend(row(&shown, &widths, cells));
    }
    if !left_out.is_empty() {
        lines.extend(wrap(
            &format!(
                "Not shown, for want of room: {}. Format-List shows all.",
                left_out.join(", ")
            ),
            width,
        ));
    }
    Some(lines)
}

fn gaps(columns: usize) -> usize {
    columns.saturating_sub(1).saturating_mul(GAP)
}

/// The columns that there is room for, and the names of the others. The first stays: it says what
/// the row is about.
fn choose(columns: &[Column], width: usize) -> Option<(Vec<&Column>, Vec<&str>)> {
    let mut shown: Vec<&Column> = columns.iter().collect();
    let mut left_out = Vec::new();
    loop {
        let needed = shown.iter().map(|column| column.narrowest()).sum::<usize>();
        if needed.saturating_add(gaps(shown.len())) <= width {
            return Some((shown, left_out));
        }
        let may = |column: &&&Column| !column.whole && column.narrowest() < column.widest();
        let last =
            shown.iter().skip(1).rposition(|column| may(&column)).map(|at| at.saturating_add(1));
        let last = last.or_else(|| shown.len().checked_sub(1)).filter(|at| *at > 0)?;
        left_out.insert(0, shown.remove(last).label.as_str());
        if left_out.len().saturating_mul(3) > columns.len() {
            return None;
        }
    }
}

/// How wide each column is: what is too much is taken from the widest that may be wrapped.
fn share(columns: &[&Column], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.widest()).collect();
    let room = width.saturating_sub(gaps(columns.len()));
    while widths.iter().sum::<usize>() > room {
        let may = |at: &usize| {
            columns.get(*at).zip(widths.get(*at)).is_some_and(|(c, w)| c.narrowest() < *w)
        };
        let widest = (0..widths.len()).filter(may).max_by_key(|at| widths.get(*at).copied());
        match widest.and_then(|at| widths.get_mut(at)) {
            Some(widest) => *widest = widest.saturating_sub(1),
            None => break,
        }
    }
    widths
}

/// The lines of one row.
fn row(columns: &[&Column], widths: &[usize], cells: impl Iterator<Item = String>) -> Vec<String> {
    let wrapped: Vec<Vec<String>> =
        cells.zip(widths).map(|(cell, width)| wrap(&cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let mut line = String::new();
        for ((cell, width), column) in wrapped.iter().zip(widths).zip(columns) {
            let text = cell.get(at).map_or("", String::as_str);
            let room = " ".repeat(width.saturating_sub(width_of(text)));
            let (before, after) =
                if column.right { (room.as_str(), "") } else { ("", room.as_str()) };
            line.extend([before, text, after, "  "]);
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// A text in lines of at most this width, broken between words, and within one that is longer at the end of a part where it has any.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.lines() {
        if width_of(part) <= width {
            lines.push(part.to_owned());
            continue;
        }
        let mut line = String::new();
        for word in part.split(' ') {
            let joined = width_of(&line).saturating_add(width_of(word)).saturating_add(1);
            if !line.is_empty() && joined <= width {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                let mut one = [0; 4];
                let letter = &*letter.encode_utf8(&mut one);
                if width_of(&line).saturating_add(width_of(letter)) > width && !line.is_empty() {
                    // A name is broken where its own parts end.
                    let end = line
                        .rfind(['_', '-', '.', '/'])
                        .map_or(line.len(), |at| at.saturating_add(1));
                    let rest = line.split_off(end);
                    lines.push(std::mem::replace(&mut line, rest));
                }
                line.push_str(letter);
            }
        }
        lines.push(line);
    }
    lines
}

/// A text between words only, each line but the first behind so many blanks.
pub(crate) fn hang(text: &str, width: usize, indent: usize) -> String {
    let room = width.saturating_sub(indent).max(NARROWEST);
    let mut lines: Vec<String> = Vec::new();
    for part in text.lines() {
        let mut line = String::new();
        for word in part.split(' ') {
            let joined = width_of(&line).saturating_add(width_of(word)).saturating_add(1);
            if !line.is_empty() && joined > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}
