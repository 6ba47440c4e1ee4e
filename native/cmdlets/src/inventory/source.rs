//! A file of an inventory, as text.

use std::io::Read;
use std::path::Path;

use super::Result;
use crate::runtime::error::CmdletError;
use ckey_engine::Category;

/// More than any export of a million mailboxes has.
const MOST_BYTES: u64 = 2 << 30;

/// A file by its name, and what it says.
pub(super) struct Source {
    name: String,
    text: String,
}

impl Source {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = ckey_base::regular::open(path)
            .and_then(|file| whole(file, MOST_BYTES))
            .map_err(|error| {
                let message =
                    format!("The file {name} could not be read: {}.", ckey_base::why(&error));
                let fix = "Check the path and its permissions.";
                CmdletError::new("FileNotReadable", Category::ReadError, message, fix).about(&name)
            })?;
        let Some(bytes) = bytes else {
            return Err(CmdletError::new(
                "InventoryTooLarge",
                Category::LimitsExceeded,
                format!("The file {name} is larger than {} GiB.", MOST_BYTES >> 30),
                "Divide it into several files, and give them together. Nothing was imported.",
            )
            .about(&name));
        };
        match decoded(&bytes) {
            Some(text) => Ok(Self { name, text }),
            None => Err(wrong(&name, (1, 1), "it is neither UTF-8 nor UTF-16 text")),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The line and column of a byte of the text.
    pub(super) fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        (line, column.saturating_add(1))
    }

    /// That something is wrong at a byte of the text.
    pub(super) fn wrong_at(&self, byte: usize, why: &str) -> CmdletError {
        wrong(&self.name, self.place(byte), why)
    }

    pub(super) fn wrong(&self, line: usize, column: usize, why: &str) -> CmdletError {
        wrong(&self.name, (line, column), why)
    }
}

/// All bytes of a file; nothing of one that has more than `most`, of which the rest would be lost.
fn whole(file: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(u64::try_from(read).is_ok_and(|read| read <= most).then_some(bytes))
}

fn wrong(name: &str, (line, column): (usize, usize), why: &str) -> CmdletError {
    CmdletError::new(
        "InventoryInvalid",
        Category::InvalidData,
        format!("{name}, line {line}, column {column}: {why}."),
        "Mend the file, or export it again with examples/export-inventory.ps1. Nothing was imported.",
    )
    .about(name)
}

/// UTF-8, or UTF-16 in either order where a mark says so.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest
            .chunks(2)
            .map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit))
            .collect::<Option<_>>()?;
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, whole};

    #[test]
    fn a_file_is_read_whole_or_not_at_all() {
        for (most, wanted) in [(2, None), (3, Some(vec![1, 2, 3])), (4, Some(vec![1, 2, 3]))] {
            assert!(whole([1, 2, 3].as_slice(), most).is_ok_and(|read| read == wanted), "{most}");
        }
    }

    #[test]
    fn text_comes_in_each_encoding_that_windows_writes() {
        let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            let units = "Zoë;".encode_utf16().flat_map(bytes);
            mark.into_iter().chain(units).collect::<Vec<u8>>()
        };
        let le = wide([0xff, 0xfe], u16::to_le_bytes);
        let be = wide([0xfe, 0xff], u16::to_be_bytes);
        for bytes in [le, be, "\u{feff}Zoë;".into(), "Zoë;".into()] {
            assert_eq!(decoded(&bytes).as_deref(), Some("Zoë;"));
        }
        assert_eq!(decoded(&[0xff, 0xfe, 0x41]), None);
        assert_eq!(decoded(&[0xe9]), None);
    }
}
