//! Errors of the system, as a part of a sentence: without its numbers, and alike on every system.

use std::io::{Error, ErrorKind};

/// Why something could not be done with a file, such as `it is not there`.
#[must_use]
pub fn why(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::PermissionDenied => "this user may not do that",
        ErrorKind::AlreadyExists => "it is there already",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "what should be its folder is a file",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota is used up",
        ErrorKind::FileTooLarge => "it would be larger than a file may be",
        ErrorKind::ReadOnlyFilesystem => "its disk cannot be written to",
        ErrorKind::InvalidData => "it is not UTF-8 text",
        _ => "",
    };
    // What this program says itself is said as it is, whatever kind it has; not what a library
    // wrapped around an error of the system.
    let text = error.to_string();
    let of_system = text.find(" (os error");
    if known.is_empty() || (error.get_ref().is_some() && of_system.is_none()) {
        return text.get(..of_system.unwrap_or(text.len())).unwrap_or(&text).to_owned();
    }
    known.to_owned()
}

/// Whether an error of the system says that there is no room: on the disk, below a quota or a limit.
#[must_use]
pub fn is_full(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// Why a new file could not be written: where something is not there, it is the file's folder.
#[must_use]
pub fn why_not_written(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder is not there".to_owned(),
        _ => why(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_number_of_the_system_is_told_and_what_is_ours_stays() {
        let missing = std::fs::read("/no/such/place").unwrap_err();
        assert_eq!(why(&missing), "it is not there");
        let odd = Error::from_raw_os_error(5);
        assert!(!why(&odd).contains("os error"), "{}", why(&odd));
        let own = Error::new(ErrorKind::AlreadyExists, "this is no regular file");
        assert_eq!(why(&own), "this is no regular file");
        let wrapped = Error::new(missing.kind(), format!("{missing} at path \"/no/such\""));
        assert_eq!(why(&wrapped), "it is not there");
        assert_eq!(why_not_written(&missing), "its folder is not there");
        assert_eq!(why_not_written(&own), why(&own));
    }
}
