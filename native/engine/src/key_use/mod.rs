//! Which versions of root keys still protect data, why, and what moves it away (rule 4.3.6).

mod backups;
mod behind;
mod coverage;
mod deleted_sites;
mod dependent;
mod dependents;
mod lagging;
mod moving;
mod others;
mod removed;
mod statement;
mod usage;

pub use backups::BackupView;
pub use coverage::{Coverage, Covered};
pub(crate) use dependent::mover;
pub use dependent::{Dependent, Lag};
pub(crate) use others::told_of_others;
pub use statement::Retirement;
pub use usage::{BackupUse, KeyUsage};

use ckey_vault::KeyUri;

use crate::ground::Ground;

/// The root keys of a tenant, as its data uses them.
#[derive(Clone, Copy)]
pub struct KeyUse<'a> {
    ground: &'a Ground,
}

impl<'a> KeyUse<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}

/// Whether the key version `uri` is meant by `asked`: that version, or any where it names none.
fn is_meant(asked: &KeyUri, uri: &str) -> bool {
    KeyUri::stored(uri).is_ok_and(|uri| {
        uri.same_key(asked) && asked.version().is_none_or(|version| uri.version() == Some(version))
    })
}
