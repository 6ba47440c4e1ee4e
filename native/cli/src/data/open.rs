//! Opening a stream. Each frame is written once it is verified: only the end says that nothing is
//! missing, so a file appears then, and a pipe has to look at the exit code.

use ckey_crypto::EncryptionContext;
use ckey_crypto::sealed::{self, Header, Opener};
use ckey_engine::ScopeLease;

use super::Failure;
use super::place::{Input, Output, PIECE};
use super::words::Stream;

pub(super) fn run(
    lease: &ScopeLease,
    context: &EncryptionContext,
    stream: &Stream,
) -> Result<(), Failure> {
    let mut input = Input::open(&stream.file)?;
    let mut piece = vec![0; PIECE.max(Header::MAX_LEN)];
    let head = input.fill(&mut piece)?;
    let version = sealed::inspect(head)?.scope_version;
    let key = lease.open_key(version)?;
    let mut opener = Opener::start(lease.backend(), &key.as_scope_key(), context, head, None)?;
    let mut output = Output::of(stream, true)?;
    let mut opened = zeroize::Zeroizing::new(Vec::new());
    let mut read = head.get(opener.header().len()..).unwrap_or_default();
    while !read.is_empty() {
        // A key that was taken away meanwhile ends the stream.
        lease.open_key(version)?;
        opened.resize(opener.update_len(read.len()), 0);
        let written = opener.update(read, &mut opened)?;
        output.write(opened.get(..written).unwrap_or_default())?;
        read = input.fill(&mut piece)?;
    }
    opened.resize(opener.finish_len()?, 0);
    let written = opener.finish(&mut opened)?;
    output.write(opened.get(..written).unwrap_or_default())?;
    output.finish()
}
