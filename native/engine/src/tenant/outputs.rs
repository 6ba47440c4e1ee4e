//! Where files may be written that somebody names: nowhere in a tenant's folder, whose files are
//! not theirs to replace.

use std::path::Path;

use ckey_base::path;

use super::Tenant;
use crate::error::{Category, EngineError, Result};

impl Tenant {
    /// Refuses a file in a tenant's folder, this one's or another's, as what is to be written.
    ///
    /// # Errors
    /// `OutputInTenant`.
    pub fn check_output(file: &Path) -> Result<()> {
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let folder = absolute.parent().unwrap_or(&absolute);
        // Links are followed as far as there is something: the file itself, and a folder that is
        // made for it, need not be there.
        let there = folder.ancestors().find_map(|above| path::resolved(above).ok());
        let Some(tenant) = there
            .as_deref()
            .into_iter()
            .flat_map(Path::ancestors)
            .find(|above| Self::exists(above))
        else {
            return Ok(());
        };
        Err(EngineError::new(
            "OutputInTenant",
            Category::InvalidArgument,
            format!(
                "'{}' is in the folder of the tenant '{}', which holds nothing but the tenant.",
                file.display(),
                tenant.display()
            ),
            "Give a file elsewhere.",
        )
        .about(file.display().to_string()))
    }
}
