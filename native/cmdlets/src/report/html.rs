//! Writing HTML. Names of elements and attributes are the program's own; every text is escaped, so
//! that nothing a tenant is called can be more than text.

use std::fmt::{Display, Write};

use super::visible::escape;

/// An attribute and its value.
pub(super) type Attribute<'a> = (&'static str, &'a dyn Display);

/// Elements that have no content.
const VOID: [&str; 1] = ["meta"];

/// A page as it is written.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// An element with what `fill` writes into it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        fill: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        fill(self);
        if !VOID.contains(&name) {
            self.0.extend(["</", name, ">"]);
        }
    }

    /// An element of one text.
    pub(super) fn tag(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        text: impl Display,
    ) {
        self.element(name, attributes, |html| html.text(text));
    }

    /// A line of a page, so that people can read its source.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    pub(super) fn text(&mut self, text: impl Display) {
        // Writing to a text never fails.
        let _ = write!(Escaped(&mut self.0), "{text}");
    }

    /// What the program wrote itself: a document type, or a style sheet.
    pub(super) fn own(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    pub(super) fn done(self) -> String {
        self.0
    }

    fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.0.extend(["<", name]);
        for (attribute, value) in attributes {
            self.0.extend([" ", attribute, "=\""]);
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }
}

struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => match escape(letter) {
                    Some(escaped) => self.0.push_str(&escaped),
                    None => self.0.push(letter),
                },
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn whatever_a_thing_is_called_it_stays_text() {
        let mut html = Html::default();
        let name = "\"><script>alert('1')</script>&\u{0}\u{202e}\u{200e}\u{200b}";
        html.tag("td", &[("title", &name)], name);
        let hidden = r"\u{0}\u{202e}\u{200e}\u{200b}";
        let text =
            format!("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;{hidden}");
        assert_eq!(html.done(), format!("<td title=\"{text}\">{text}</td>"));
    }
}
