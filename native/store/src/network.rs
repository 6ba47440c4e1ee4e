//! Where locks cannot be relied upon: network file systems, between processes; and on Windows paths
//! that only its long form leads to, between threads.

use std::path::Path;

use ckey_base::path;

use crate::error::{StoreError, StoreErrorKind};

/// The name of the network file system with this magic number, if it is one. FUSE counts as one:
/// what is behind it cannot be known.
#[cfg(any(target_os = "linux", test))]
fn network_name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x0000_6969 => "NFS",
        0x0000_517B => "SMB",
        0xFF53_4D42 => "CIFS",
        0xFE53_4D42 => "SMB2",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x0102_1997 => "9P",
        0x6573_5546 => "FUSE",
        0x7375_7245 => "Coda",
        0x0000_564C => "NCP",
        0x00C3_6400 => "Ceph",
        0x0BD0_0BD0 => "Lustre",
        _ => return None,
    })
}

/// Refuses a folder on a network file system. Where the system does not say, the folder is
/// accepted.
///
/// # Errors
/// [`StoreErrorKind::NetworkFileSystem`].
pub(crate) fn refuse_network(folder: &Path) -> Result<(), StoreError> {
    match network(folder) {
        None => Ok(()),
        Some(name) => Err(StoreError::new(
            StoreErrorKind::NetworkFileSystem,
            folder.display().to_string(),
            format!(
                "{} is on a file system of the kind {name}, where locks between processes cannot be relied upon.",
                folder.display()
            ),
            "Put the tenant folder on a local disk. Where many machines work on one tenant, use a database server.",
        )),
    }
}

/// Refuses a database that SQLite can open by the long form of Windows alone. It counts as a share of
/// another machine then, and locks of two threads of a process get lost ([`path::for_database`]). Asked
/// before threads share one; what one thread fills or copies may be anywhere.
///
/// # Errors
/// [`StoreErrorKind::LongPath`].
pub fn refuse_long(file: &Path) -> Result<(), StoreError> {
    if path::has_short_form(file) { Ok(()) } else { Err(too_long(file)) }
}

fn too_long(file: &Path) -> StoreError {
    StoreError::new(
        StoreErrorKind::LongPath,
        file.display().to_string(),
        format!(
            "{} is longer than the 250 characters that Windows takes for a database, or a folder in it ends with a point or a space.",
            file.display()
        ),
        "Put the tenant folder where its path is shorter, such as C:\\tenants\\contoso; a tenant that is there already is moved as it is.",
    )
}

#[cfg(target_os = "linux")]
fn network(folder: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // The field is 32 or 64 bits wide, signed or not, depending on the machine; the magic number is
    // its low half.
    u32::try_from(i128::from(kind) & 0xFFFF_FFFF).ok().and_then(network_name)
}

/// A letter of a drive that stands for a share leads to the share.
#[cfg(windows)]
fn network(folder: &Path) -> Option<&'static str> {
    use std::path::{Component, Prefix};
    let folder = path::resolved(folder).unwrap_or_else(|_| folder.to_owned());
    match folder.components().next() {
        Some(Component::Prefix(prefix))
            if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)) =>
        {
            Some("SMB")
        }
        _ => None,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
const fn network(_folder: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_told_from_local_ones_by_their_magic_number() {
        for (magic, name) in [
            (0x6969, "NFS"),
            (0x517B, "SMB"),
            (0xFF53_4D42, "CIFS"),
            (0xFE53_4D42, "SMB2"),
            (0x5346_414F, "AFS"),
            (0x6573_5546, "FUSE"),
        ] {
            assert_eq!(network_name(magic), Some(name));
        }
        // ext4, xfs, btrfs, tmpfs, zfs, overlayfs
        for magic in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x2FC1_2FC1, 0x794C_7630] {
            assert_eq!(network_name(magic), None);
        }
    }

    #[cfg(windows)]
    #[test]
    fn a_share_of_another_machine_is_refused() {
        let refused = refuse_network(Path::new(r"\\server\share\tenant"));
        assert!(refused.is_err_and(|error| error.kind == StoreErrorKind::NetworkFileSystem));
    }

    #[test]
    fn a_path_that_is_too_long_for_locks_is_refused_on_windows_alone() {
        let long = std::env::temp_dir().join("n".repeat(250)).join("tenant.db");
        assert_eq!(refuse_long(&long).is_err(), cfg!(windows));
        assert!(refuse_long(&std::env::temp_dir().join("tenant.db")).is_ok());
        let told = too_long(&long);
        assert_eq!(told.kind.name(), "StorePathTooLong");
        assert!(told.message.contains("tenant.db") && told.fix.contains("shorter"), "{told:?}");
    }

    #[test]
    fn a_folder_on_a_local_disk_is_accepted() {
        assert!(refuse_network(&std::env::temp_dir()).is_ok());
    }
}
