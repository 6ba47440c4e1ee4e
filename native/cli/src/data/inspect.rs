//! What a sealed object says of itself, without keys and without a tenant.

use ckey_crypto::sealed::Header;

use super::Failure;
use super::place::{Input, PIECE};

pub(super) fn run(file: &str) -> Result<(), Failure> {
    let mut input = Input::open(file)?;
    let mut piece = vec![0; PIECE.max(Header::MAX_LEN)];
    let head = input.fill(&mut piece)?;
    let mut total = u64::try_from(head.len()).unwrap_or(u64::MAX);
    let mut told = ckey_cmdlets::describe_object(head, None)?;
    loop {
        let rest = input.fill(&mut piece)?;
        if rest.is_empty() {
            break;
        }
        total = total.saturating_add(u64::try_from(rest.len()).unwrap_or(u64::MAX));
    }
    told.length_of(total);
    let text = format!("{:#}\n", told.into_document());
    let mut out = super::place::Output::Standard(std::io::stdout());
    out.write(text.as_bytes())?;
    out.finish()
}
