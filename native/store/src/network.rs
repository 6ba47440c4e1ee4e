//! File systems on which locks between processes cannot be relied upon.

use std::path::Path;

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
    let folder = ckey_base::path::resolved(folder).unwrap_or_else(|_| folder.to_owned());
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
    fn a_folder_on_a_local_disk_is_accepted() {
        assert!(refuse_network(&std::env::temp_dir()).is_ok());
    }
}
