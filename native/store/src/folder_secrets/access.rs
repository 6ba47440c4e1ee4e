//! Who may read the folder: its owner alone.

use std::path::Path;

use crate::error::StoreError;
use crate::files;

/// Closes a file or folder to everybody but its owner, with a warning where it was open.
///
/// # Errors
/// `Io` where it stands open and belongs to somebody else, so that it cannot be
/// closed.
#[cfg(unix)]
pub(super) fn close_to_others(path: &Path) -> Result<(), StoreError> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use crate::error::StoreErrorKind;

    let mode =
        std::fs::metadata(path).map_err(|error| files::failure(path, &error))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let closed = mode & 0o700;
    if std::fs::set_permissions(path, Permissions::from_mode(closed)).is_ok() {
        tracing::warn!(path = %path.display(), mode = format!("{:o}", mode & 0o777), "secrets were open to other users; closed");
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Io,
        path.display().to_string(),
        format!(
            "Other users may read {} (mode {:o}), and it cannot be closed to them.",
            path.display(),
            mode & 0o777
        ),
        format!("Let its owner run: chmod go= '{}'", path.display()),
    ))
}

/// Elsewhere the rights of the user's profile folder hold.
#[cfg(not(unix))]
pub(super) fn close_to_others(path: &Path) -> Result<(), StoreError> {
    std::fs::metadata(path).map(drop).map_err(|error| files::failure(path, &error))
}
