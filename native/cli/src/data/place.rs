//! Where a stream comes from and where it goes.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};

use ckey_base::durable;

use super::Failure;
use super::words::Stream;

/// What is read at once.
pub(super) const PIECE: usize = 1 << 20;

pub(super) struct Input {
    name: String,
    reader: Box<dyn Read>,
}

impl Input {
    pub(super) fn open(file: &str) -> Result<Self, Failure> {
        if file == "-" {
            return Ok(Self {
                name: "standard input".into(),
                reader: Box::new(io::stdin().lock()),
            });
        }
        let opened = File::open(file).map_err(|problem| Failure::File(file.into(), problem))?;
        Ok(Self { name: file.into(), reader: Box::new(opened) })
    }

    /// Fills `piece` as far as there is something; less is the end.
    pub(super) fn fill<'a>(&mut self, piece: &'a mut [u8]) -> Result<&'a [u8], Failure> {
        let mut filled = 0;
        while let Some(rest) = piece.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) => break,
                Ok(read) => filled = filled.saturating_add(read),
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
                Err(problem) => return Err(Failure::File(self.name.clone(), problem)),
            }
        }
        Ok(piece.get(..filled).unwrap_or_default())
    }
}

/// A file that appears when all of it is there, its owner's alone; or standard output.
pub(super) enum Output {
    File { temporary: tempfile::NamedTempFile, path: PathBuf, force: bool },
    Standard(io::Stdout),
}

impl Output {
    pub(super) fn of(stream: &Stream, is_text: bool) -> Result<Self, Failure> {
        let Some(path) = &stream.output else {
            let out = io::stdout();
            if out.is_terminal() && !is_text {
                let told = "A sealed object is no text for a terminal: give --output FILE, or send it on by > or |.";
                return Err(Failure::Told(told.into()));
            }
            return Ok(Self::Standard(out));
        };
        if !stream.force && path.exists() {
            return Err(there(path));
        }
        let temporary = durable::temporary_beside(path).map_err(|problem| at(path, problem))?;
        Ok(Self::File { temporary, path: path.clone(), force: stream.force })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::File { temporary, path, .. } => {
                temporary.write_all(bytes).map_err(|problem| at(path, problem))
            }
            Self::Standard(out) => out.write_all(bytes).map_err(standard),
        }
    }

    /// All of it is there.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Standard(mut out) => out.flush().map_err(standard),
            Self::File { temporary, path, force } if force => durable::put(temporary, &path)
                .and_then(|_| durable::sync_folder(durable::folder_of(&path)))
                .map_err(|problem| at(&path, problem)),
            Self::File { temporary, path, .. } => {
                durable::publish(temporary, &path).map_err(|problem| match problem.kind() {
                    io::ErrorKind::AlreadyExists => there(&path),
                    _ => at(&path, problem),
                })
            }
        }
    }
}

fn there(path: &Path) -> Failure {
    Failure::Told(format!("{} is there already; --force replaces it.", path.display()))
}

fn at(path: &Path, problem: io::Error) -> Failure {
    Failure::File(path.display().to_string(), problem)
}

fn standard(problem: io::Error) -> Failure {
    Failure::File("standard output".into(), problem)
}
