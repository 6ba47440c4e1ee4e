//! The help on the web says what the help that is shipped says. Both are read here as others read
//! them, so that a mistake of a writer does not hide itself.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::unreachable)]

mod line;
mod maml;
mod markdown;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use markdown::Markdown;
use page::{Page, every, list};

const MODULE: &str = "CustomerKey";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n")
}

/// Every page but the module's, by the name of its file.
fn pages() -> BTreeMap<String, Markdown> {
    let files = std::fs::read_dir(root().join("docs/cmdlets")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let names = files.map(|file| file.strip_suffix(".md").unwrap().to_owned());
    names
        .filter(|name| name != MODULE)
        .map(|name| (name.clone(), markdown::read(&text(&format!("docs/cmdlets/{name}.md")))))
        .collect()
}

fn shipped() -> BTreeMap<String, Page> {
    let file = text("powershell-module/CustomerKey/en-US/CustomerKey-help.xml");
    let pages = maml::read(&file).into_iter().map(|page| (page.name.clone(), page));
    let pages: BTreeMap<String, Page> = pages.collect();
    assert!(pages.len() > 100, "{}", pages.len());
    pages
}

#[test]
fn each_cmdlet_has_a_page_that_says_what_get_help_says() {
    let (pages, shipped) = (pages(), shipped());
    assert_eq!(pages.keys().collect::<Vec<_>>(), shipped.keys().collect::<Vec<_>>());
    for (name, wanted) in &shipped {
        assert!(!wanted.lines.is_empty() && !wanted.examples.is_empty(), "{name} is read");
        assert_eq!(&pages[name].page, wanted, "{name}");
    }
}

/// PlatyPS makes the lines of syntax of the yaml, and readers read the lines.
#[test]
fn the_yaml_of_the_parameters_has_each_set_as_its_line_of_syntax_has_it() {
    let pages = pages();
    for (name, wanted) in shipped() {
        let Markdown { sets, blocks, .. } = &pages[&name];
        let named = |name: &str| wanted.lines.iter().flatten().any(|word| word.name == name);
        for (set, line) in sets.iter().zip(&wanted.lines) {
            let in_line: BTreeSet<_> = line
                .iter()
                .map(|word| (word.name.as_str(), word.required, word.position.clone()))
                .collect();
            let in_yaml: BTreeSet<_> = blocks
                .iter()
                // What has nothing to do with encryption is in no line.
                .filter(|(name, _)| named(name))
                .flat_map(|(name, blocks)| blocks.iter().map(move |block| (name, block)))
                .filter(|(_, block)| {
                    let of = list(&block["Parameter Sets"]);
                    of.contains(set) || of == ["(All)"]
                })
                .map(|(name, block)| {
                    let required = block["Required"] == "True";
                    (name.as_str(), required, block["Position"].replace("Named", "named"))
                })
                .collect();
            assert_eq!(in_yaml, in_line, "{name}: {set}");
        }
        assert_eq!(sets.len(), wanted.lines.len(), "{name}");
    }
}

/// Of a set that no yaml names PlatyPS makes no line.
#[test]
fn each_set_that_has_parameters_is_named_by_one() {
    for (name, Markdown { page, sets, blocks, .. }) in pages() {
        let named: BTreeSet<String> =
            blocks.values().flatten().flat_map(|block| list(&block["Parameter Sets"])).collect();
        for (set, _) in sets.iter().zip(&page.lines).filter(|(_, line)| !line.is_empty()) {
            assert!(named.contains(set), "{name}: {set}");
        }
    }
}

#[test]
fn each_page_names_the_help_file_and_the_page_that_get_help_online_opens() {
    let shipped = shipped();
    for (name, Markdown { head, .. }) in pages() {
        assert_eq!(head["external help file"], "CustomerKey-help.xml", "{name}");
        assert_eq!((&*head["Module Name"], &*head["schema"]), (MODULE, "2.0.0"), "{name}");
        let online = shipped[&name].links.iter().map(|[_, uri]| uri).find(|uri| !uri.is_empty());
        assert_eq!(head["online version"], online.map_or("", String::as_str), "{name}");
    }
}

#[test]
fn the_page_of_the_module_leads_to_each_cmdlet() {
    let page = text("docs/cmdlets/CustomerKey.md");
    let (head, list) = page.split_once("\n## CustomerKey Cmdlets\n").unwrap();
    // By it New-ExternalHelp knows that this is no page of a cmdlet.
    assert!(head.starts_with("---\nModule Name: CustomerKey\nModule Guid: "), "{head}");
    let leads = every(list, "\n### [", ")\n");
    let wanted: Vec<String> = shipped().keys().map(|name| format!("{name}]({name}.md")).collect();
    assert_eq!(leads, wanted);
}
