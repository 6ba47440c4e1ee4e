//! Sealing a stream.

use ckey_crypto::EncryptionContext;
use ckey_crypto::sealed::{Form, Sealer};
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
    let mut output = Output::of(stream, false)?;
    let key = lease.seal_key()?;
    let mut sealer = Sealer::start(lease.backend(), &key.as_scope_key(), context, Form::Attached)?;
    output.write(sealer.header())?;
    let (mut piece, mut sealed) = (vec![0; PIECE], Vec::new());
    loop {
        let read = input.fill(&mut piece)?;
        if read.is_empty() {
            break;
        }
        // A key that was taken away meanwhile ends the stream.
        lease.seal_key()?;
        sealed.resize(sealer.update_len(read.len()), 0);
        let written = sealer.update(read, &mut sealed)?;
        output.write(sealed.get(..written).unwrap_or_default())?;
    }
    sealed.resize(sealer.finish_len(), 0);
    let written = sealer.finish(&mut sealed)?;
    output.write(sealed.get(..written).unwrap_or_default())?;
    output.finish()
}
