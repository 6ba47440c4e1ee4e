//! The files that paths stand for: themselves, what a folder holds, and what a pattern fits.

use super::content::failed;
use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What was met that is neither a regular file nor a folder, such as a link that leads nowhere.
pub(super) type PassedOver = Vec<PathBuf>;

/// The files of a path as it is written: itself, or what the folder holds, by name.
pub(super) fn literal(path: &Path, passed: &mut PassedOver) -> Result<Vec<PathBuf>, CmdletError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = entries(path).map_err(|error| failed("read", path, &error))?;
    Ok(only_files(files, passed))
}

/// What was found, and whether its folder already tells that it is a regular file: to ask for each
/// of many thousands costs more than to list them.
struct Found {
    path: PathBuf,
    is_file: bool,
}

/// Folders are no surprise: what they hold is not asked for.
fn only_files(found: Vec<Found>, passed: &mut PassedOver) -> Vec<PathBuf> {
    let mut files = Vec::with_capacity(found.len());
    for Found { path, is_file } in found {
        if is_file || path.is_file() {
            files.push(path);
        } else if !path.is_dir() {
            passed.push(path);
        }
    }
    files
}

/// The files of a path with `*`, `?` and `[a-z]`, as PowerShell reads them: a backtick takes the
/// meaning of what follows. A file that has this very name is meant by it.
pub(super) fn expanded(path: &Path, passed: &mut PassedOver) -> Result<Vec<PathBuf>, CmdletError> {
    if fs::symlink_metadata(path).is_ok() || !path.components().any(|part| Glob::is_one(&part)) {
        return literal(path, passed);
    }
    let mut found = vec![Found { path: PathBuf::new(), is_file: false }];
    for part in path.components() {
        if !Glob::is_one(&part) {
            for Found { path, is_file } in &mut found {
                path.push(part);
                *is_file = false;
            }
            continue;
        }
        let pattern = Glob::new(&part.as_os_str().to_string_lossy());
        let mut next = Vec::new();
        for folder in found.iter().map(|found| &found.path).filter(|folder| folder.is_dir()) {
            let names = entries(folder).map_err(|error| failed("read", folder, &error))?;
            next.extend(names.into_iter().filter(|file| pattern.fits(&file.path)));
        }
        found = next;
    }
    let found = only_files(found, passed);
    if found.is_empty() {
        return Err(CmdletError::new(
            "FileNotReadable",
            Category::ObjectNotFound,
            format!("No file fits {}.", path.display()),
            "Check the path. -LiteralPath takes a name with * or [ in it as it is.",
        )
        .about(path.display().to_string()));
    }
    Ok(found)
}

/// What a folder holds, by name.
fn entries(folder: &Path) -> io::Result<Vec<Found>> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_cached_key(fs::DirEntry::file_name);
    let found = |entry: &fs::DirEntry| Found {
        path: entry.path(),
        is_file: entry.file_type().is_ok_and(|kind| kind.is_file()),
    };
    Ok(entries.iter().map(found).collect())
}

/// A pattern for one part of a path.
struct Glob(Vec<Token>);

enum Token {
    One(char),
    Any,
    Many,
    /// One of these ranges.
    Of(Vec<(char, char)>),
}

impl Glob {
    fn is_one(part: &Component<'_>) -> bool {
        matches!(part, Component::Normal(name) if name.to_string_lossy().contains(['*', '?', '[', '`']))
    }

    fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            tokens.push(match first {
                '*' => Token::Many,
                '?' => Token::Any,
                '`' => match rest.chars().next() {
                    Some(plain) => {
                        rest = rest.get(plain.len_utf8()..).unwrap_or_default();
                        Token::One(plain)
                    }
                    None => Token::One('`'),
                },
                '[' => match rest.split_once(']') {
                    Some((inside, after)) if !inside.is_empty() => {
                        rest = after;
                        Token::Of(ranges(inside))
                    }
                    _ => Token::One('['),
                },
                plain => Token::One(plain),
            });
        }
        Self(tokens)
    }

    /// Whether the last part of a path fits. What is hidden has to be asked for.
    fn fits(&self, file: &Path) -> bool {
        let Some(name) = file.file_name() else { return false };
        let name: Vec<char> = name.to_string_lossy().chars().collect();
        let hidden = name.first() == Some(&'.');
        (!hidden || matches!(self.0.first(), Some(Token::One('.')))) && fits(&self.0, &name)
    }
}

/// Takes time in proportion to both lengths multiplied at worst: only the last `*` is tried again.
fn fits(tokens: &[Token], text: &[char]) -> bool {
    let (mut at, mut from) = (0_usize, 0_usize);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&next) = text.get(from) {
        match tokens.get(at) {
            Some(Token::Many) => {
                star = Some((at, from));
                at = at.saturating_add(1);
            }
            Some(token) if takes(token, next) => {
                at = at.saturating_add(1);
                from = from.saturating_add(1);
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken.saturating_add(1)));
                at = place.saturating_add(1);
                from = taken.saturating_add(1);
            }
        }
    }
    tokens.iter().skip(at).all(|rest| matches!(rest, Token::Many))
}

fn takes(token: &Token, c: char) -> bool {
    match token {
        Token::One(own) => same(*own) == same(c),
        Token::Any | Token::Many => true,
        Token::Of(ranges) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)),
    }
}

/// Case counts where it does in the names of files.
fn same(c: char) -> char {
    if cfg!(any(windows, target_os = "macos")) { c.to_lowercase().next().unwrap_or(c) } else { c }
}

fn ranges(inside: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = inside.chars().collect();
    let mut ranges = Vec::new();
    let mut rest = chars.as_slice();
    loop {
        rest = match rest {
            [low, '-', high, after @ ..] => {
                ranges.push((*low, *high));
                after
            }
            [one, after @ ..] => {
                ranges.push((*one, *one));
                after
            }
            [] => return ranges,
        };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path, pattern: &str) -> Vec<String> {
        let found = expanded(&folder.join(pattern), &mut Vec::new()).unwrap();
        let name = |file: &PathBuf| file.strip_prefix(folder).unwrap().display().to_string();
        found.iter().map(name).map(|name| name.replace('\\', "/")).collect()
    }

    #[test]
    fn a_pattern_takes_the_files_it_fits_and_a_name_that_is_there_means_that_file() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for sub in ["x", "y", "folder.eml"] {
            fs::create_dir(folder.join(sub)).unwrap();
        }
        for file in
            ["a.eml", "b.eml", "c.txt", "a[1].eml", "a1.eml", ".hid.eml", "x/d.eml", "y/e.eml"]
        {
            fs::write(folder.join(file), file).unwrap();
        }
        assert_eq!(names(folder, "*.eml"), ["a.eml", "a1.eml", "a[1].eml", "b.eml"]);
        assert_eq!(names(folder, "?.eml"), ["a.eml", "b.eml"]);
        assert_eq!(names(folder, "[b-c].*"), ["b.eml", "c.txt"]);
        assert_eq!(names(folder, "[xy]/*.eml"), ["x/d.eml", "y/e.eml"]);
        assert_eq!(names(folder, ".*"), [".hid.eml"]);
        assert_eq!(names(folder, "a[1].eml"), ["a[1].eml"], "which is there");
        assert_eq!(names(folder, "a`[1`].eml"), ["a[1].eml"]);
        assert_eq!(names(folder, "a[1]?eml"), ["a1.eml"]);
        assert_eq!(names(folder, "x"), ["x/d.eml"]);
        let none = &mut Vec::new();
        assert_eq!(expanded(&folder.join("*.nothing"), none).unwrap_err().id, "FileNotReadable");
        assert_eq!(literal(&folder.join("*.eml"), none).unwrap(), [folder.join("*.eml")]);
        assert!(none.is_empty());
    }

    #[test]
    fn a_long_pattern_of_stars_ends() {
        let pattern = Glob::new(&"*a".repeat(60));
        assert!(!pattern.fits(Path::new(&"a".repeat(250).replace("aaaaa", "ab"))));
        assert!(pattern.fits(Path::new(&"a".repeat(250))));
    }
}
