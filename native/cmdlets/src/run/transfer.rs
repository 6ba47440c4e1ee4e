//! How far files are on their way in or out.

use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use std::io::{self, Read, Write};

/// What is shown to nobody: it is over before it could be read.
const FEW: (usize, u64) = (50, 16 << 20);

/// Files that one call takes in or out.
pub(super) struct Transfer {
    activity: &'static str,
    files: usize,
    bytes: u64,
    file: usize,
    done: u64,
}

impl Transfer {
    pub(super) fn new(activity: &'static str, files: usize, bytes: u64) -> Self {
        Self { activity, files, bytes, file: 0, done: 0 }
    }

    /// The next file, whose bytes are counted as they are read or written.
    pub(super) fn next<'a, F>(
        &'a mut self,
        context: &'a mut Context,
        name: &'a str,
        file: F,
    ) -> Counted<'a, F> {
        self.file = self.file.saturating_add(1);
        Counted { context, transfer: self, name, file }
    }

    pub(super) fn done(&self, context: &mut Context) -> Result<(), CmdletError> {
        context.progress_done(self.activity)
    }

    fn tell(&mut self, context: &mut Context, name: &str, more: usize) -> Result<(), CmdletError> {
        context.check()?;
        self.done = self.done.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        if self.files <= FEW.0 && self.bytes <= FEW.1 || !context.is_progress_due() {
            return Ok(());
        }
        let percent = self.done.saturating_mul(100).checked_div(self.bytes);
        let percent = percent.and_then(|percent| i32::try_from(percent.min(100)).ok());
        let status = format!(
            "{name}: {} of {} files, {} of {}",
            self.file,
            self.files,
            size(self.done),
            size(self.bytes)
        );
        context.progress(self.activity, &status, percent.unwrap_or(-1))
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    let mut unit = "B";
    let (mut whole, mut tenths) = (bytes, 0);
    for larger in UNITS {
        if whole < 1024 {
            break;
        }
        tenths = (whole % 1024).saturating_mul(10) / 1024;
        whole /= 1024;
        unit = larger;
    }
    if unit == "B" { format!("{whole} B") } else { format!("{whole}.{tenths} {unit}") }
}

/// A file on its way; reading or writing it ends when the call is cancelled.
pub(super) struct Counted<'a, F> {
    context: &'a mut Context,
    transfer: &'a mut Transfer,
    name: &'a str,
    file: F,
}

fn stopped(_: CmdletError) -> io::Error {
    io::Error::other("the call was cancelled")
}

impl<F: Read> Read for Counted<'_, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.transfer.tell(self.context, self.name, read).map_err(stopped)?;
        Ok(read)
    }
}

impl<F: Write> Write for Counted<'_, F> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.transfer.tell(self.context, self.name, written).map_err(stopped)?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 1023, 1024, 1536, 16 << 20, 5 << 40].map(size);
        assert_eq!(sizes, ["0 B", "1023 B", "1.0 KB", "1.5 KB", "16.0 MB", "5.0 TB"]);
    }
}
