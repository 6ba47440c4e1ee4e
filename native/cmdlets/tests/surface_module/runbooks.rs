//! The runbooks hold every command line of the articles, and each has a twin among the scenarios.

use std::collections::BTreeSet;

use ckey_cmdlets::Pattern;

use crate::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The names of the files of a folder, without their extension, which is this one.
fn names(folder: &str, extension: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(root().join(folder)).unwrap();
    files
        .filter_map(|file| {
            let name = file.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(extension).map(str::to_owned)
        })
        .collect()
}

/// A command line of an article as a pattern: a placeholder is any text, and what is in square
/// brackets may be left out.
fn pattern(line: &str) -> Pattern {
    let (mut text, mut depth) = (String::new(), 0_usize);
    for c in line.chars() {
        match c {
            '<' | '[' => {
                depth += 1;
                if c == '[' && depth == 1 {
                    text.truncate(text.trim_end().len());
                }
                if depth == 1 {
                    text.push('*');
                }
            }
            '>' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    Pattern::new(&text)
}

/// The command lines of the articles that no line of the script is, in their order. A line of
/// syntax and the example that follows it may be one line of the script.
fn missing<'a>(article: &[&'a str], script: &str) -> Vec<&'a str> {
    let played: Vec<&str> = script.lines().map(str::trim).collect();
    let begin = played.iter().position(|line| *line == "# ---- the article").unwrap();
    let (mut at, mut missing) = (begin, Vec::new());
    for line in article {
        let pattern = pattern(line);
        match played[at..].iter().position(|played| pattern.matches(played)) {
            Some(found) => at += found,
            None => missing.push(*line),
        }
    }
    missing
}

#[test]
fn every_command_line_of_the_articles_is_played_in_its_order() {
    let text = read("tests/runbooks/articles.txt");
    let mut articles = 0;
    for article in text.split("\n== ").skip(1) {
        let (title, lines) = article.split_once('\n').unwrap();
        let name = title.split_once(':').unwrap().0;
        let lines: Vec<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
        assert!(lines.len() >= 4, "{title}");
        let script = read(&format!("tests/runbooks/{name}"));
        assert_eq!(missing(&lines, &script), Vec::<&str>::new(), "{name}");
        articles += 1;
    }
    assert_eq!(articles, 5);
}

#[test]
fn a_command_line_that_is_left_out_or_comes_too_early_is_found() {
    let article = ["Get-X <name>", "Set-X [-Name] <String> -Y [-Z <z>]"];
    let script = |lines: &str| format!("Get-X before\n# ---- the article\n{lines}");
    assert!(missing(&article, &script("Get-X a\nSet-X b -Y -Z c")).is_empty());
    assert!(missing(&article, &script("Get-X a\nSet-X -Name b -Y")).is_empty());
    assert_eq!(missing(&article, &script("Set-X b -Y")), ["Get-X <name>"]);
    assert_eq!(missing(&article, &script("Set-X b -Y\nGet-X a")), [article[1]]);
    assert_eq!(missing(&article, &script("Get-X a\nSet-X b -N")), [article[1]]);
}

#[test]
fn every_runbook_has_a_twin_that_every_host_plays_and_a_place_in_the_list() {
    let runbooks = names("tests/runbooks", ".ps1");
    assert_eq!(runbooks, names("tests/scenarios/runbooks", ".json"));
    let list = read("tests/runbooks/README.md");
    for name in &runbooks {
        assert!(list.contains(&format!("`{name}.ps1`")), "{name} is not in the README");
        let script = read(&format!("tests/runbooks/{name}.ps1"));
        assert!(script.contains("throw"), "{name} does not check what it has done");
    }
}
