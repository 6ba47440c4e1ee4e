//! The server's folder in the tenant: what it keeps there.

use std::io;
use std::path::PathBuf;

use ckey_base::{durable, regular};

use crate::error::ServeError;

/// More than any key or certificate takes.
const MOST_BYTES: u64 = 64 << 10;

pub(crate) struct Place {
    folder: PathBuf,
}

impl Place {
    pub(crate) fn at(folder: PathBuf) -> Result<Self, ServeError> {
        durable::make_folder(&folder).map_err(|error| ServeError::file(&folder, &error))?;
        Ok(Self { folder })
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What a file holds; where it is not there, what `make` gives, which is kept.
    pub(crate) fn read_or_make(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, ServeError>,
    ) -> Result<Vec<u8>, ServeError> {
        let path = self.file(name);
        match regular::read(&path, MOST_BYTES) {
            Ok(bytes) => return Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(ServeError::file(&path, &error)),
        }
        let bytes = make()?;
        durable::write_new(&path, &bytes).map_err(|error| ServeError::file(&path, &error))?;
        Ok(bytes)
    }
}
