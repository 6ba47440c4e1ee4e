//! A page of the documentation whose commands are played.

/// A page: its title, then sections, each with a title of its own.
pub struct Page(pub &'static str);

impl Page {
    /// The text of a section; what stands before the first one has the empty title.
    fn section(&self, title: &str) -> &str {
        let is_it = |(at, text): &(usize, &str)| {
            if title.is_empty() { *at == 0 } else { text.lines().next() == Some(title) }
        };
        let found = self.0.split("\n## ").enumerate().find(is_it);
        found.unwrap_or_else(|| panic!("there is no section '{title}'")).1
    }

    /// The blocks of a section in this language; those of command lines have none.
    pub fn blocks(&self, title: &str, language: &str) -> Vec<String> {
        let blocks = self.section(title).split("```").skip(1).step_by(2);
        let found: Vec<String> = blocks
            .filter_map(|block| block.split_once('\n'))
            .filter(|(named, _)| *named == language)
            .map(|(_, lines)| lines.to_owned())
            .collect();
        assert!(!found.is_empty(), "'{title}' has no commands");
        found
    }

    /// The command lines of a section.
    pub fn commands(&self, title: &str) -> String {
        self.blocks(title, "").concat()
    }

    /// The titles of the sections with commands.
    pub fn played(&self) -> Vec<&str> {
        let sections = self.0.split("\n## ").skip(1).filter(|section| section.contains("```"));
        sections.filter_map(|section| section.lines().next()).collect()
    }
}
