//! What destroyed wraps looked like, so that it can be looked for copies of them. The wraps
//! themselves must not be kept for that.

use std::collections::HashMap;

use ckey_crypto::digest::sha256;
use ckey_store::Reader;
use ckey_store::model::{Fingerprint, Policy, PolicyKind, ScopeKind};

use crate::error::Result;

/// Keys of scopes that are looked for; all wraps of the policy's own key are.
const SCOPES: u32 = 256;
/// Keys of parts of files that are looked for, and files of a site that have any.
const PARTS: usize = 256;
const ITEMS: u32 = 16;
const PREFIX: usize = 8;

fn of(what: &str, bytes: &[u8]) -> Option<Fingerprint> {
    let prefix = bytes.get(..PREFIX)?;
    Some(Fingerprint {
        what: what.to_owned(),
        length: bytes.len(),
        prefix: hex::encode(prefix),
        digest: hex::encode(sha256(bytes)),
    })
}

/// Those of everything below a policy, as far as it is looked for.
pub(super) fn take(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<Fingerprint>> {
    let mut found = Vec::new();
    for generation in reader.generations(policy.no)? {
        for wrap in reader.policy_wraps(policy.no, generation.number)? {
            let what = format!("generation {}, {:?}", generation.number, wrap.slot);
            found.extend(of(&what, &wrap.sealed_key));
            found.extend(of(&format!("{what}, seed"), &wrap.seed));
        }
    }
    for wrap in reader.wraps_of_policy(policy.no, u32::MAX, 0, SCOPES)? {
        let what = if wrap.kind == ScopeKind::Site { "key of a site" } else { "key of a mailbox" };
        found.extend(of(what, &wrap.wrap));
    }
    found.extend(of_chunks(reader, policy)?);
    Ok(found)
}

/// Keys of parts of files, in the first sites.
fn of_chunks(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<Fingerprint>> {
    let mut found = Vec::new();
    if policy.kind != PolicyKind::SharePoint {
        return Ok(found);
    }
    for wrap in reader.wraps_of_policy(policy.no, u32::MAX, 0, SCOPES)? {
        for item in reader.items(wrap.scope_no, 0, ITEMS)? {
            for chunk in reader.chunks(item.no)? {
                found.extend(of("key of a part of a file", &chunk.key));
                if found.len() >= PARTS {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}

/// Ready to look for.
pub(super) struct Needles {
    by_prefix: HashMap<[u8; PREFIX], Vec<(usize, String, String)>>,
    /// Which first two bytes occur at all: most places are passed over by it.
    begins: Vec<bool>,
    longest: usize,
}

fn place(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

impl Needles {
    pub(super) fn of(fingerprints: &[Fingerprint]) -> Self {
        let mut needles =
            Self { by_prefix: HashMap::new(), begins: vec![false; 1 << 16], longest: PREFIX };
        for one in fingerprints {
            let prefix: Option<[u8; PREFIX]> =
                hex::decode(&one.prefix).ok().and_then(|bytes| bytes.try_into().ok());
            let Some(prefix) = prefix else { continue };
            let [first, second, ..] = prefix;
            if let Some(begins) = needles.begins.get_mut(place(first, second)) {
                *begins = true;
            }
            needles.longest = needles.longest.max(one.length);
            let told = (one.length, one.digest.clone(), one.what.clone());
            needles.by_prefix.entry(prefix).or_default().push(told);
        }
        needles
    }

    /// How much of one piece must be looked at again with the next.
    pub(super) const fn overlap(&self) -> usize {
        self.longest.saturating_sub(1)
    }

    /// What is found in these bytes.
    pub(super) fn look(&self, bytes: &[u8], found: &mut Vec<String>) {
        for (at, window) in bytes.windows(PREFIX).enumerate() {
            let (Some(first), Some(second)) = (window.first(), window.get(1)) else { continue };
            if !self.begins.get(place(*first, *second)).copied().unwrap_or(false) {
                continue;
            }
            let Ok(prefix) = <[u8; PREFIX]>::try_from(window) else { continue };
            for (length, digest, what) in self.by_prefix.get(&prefix).into_iter().flatten() {
                let whole = bytes.get(at..at.saturating_add(*length));
                if whole.is_some_and(|whole| hex::encode(sha256(whole)) == *digest) {
                    found.push(what.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn what_was_destroyed_is_found_again_wherever_it_lies_and_nothing_else() {
        let wrap: Vec<u8> = (0..60).collect();
        let needles = Needles::of(&[of("a key", &wrap).unwrap()]);
        assert_eq!(needles.overlap(), 59);
        let look = |bytes: &[u8]| {
            let mut found = Vec::new();
            needles.look(bytes, &mut found);
            found
        };
        assert_eq!(look(&[&[9; 100], wrap.as_slice(), &[9; 3]].concat()), ["a key"]);
        assert!(look(&wrap[..59]).is_empty(), "a part of it opens nothing");
        let mut other = wrap;
        other[40] ^= 1;
        assert!(look(&other).is_empty());
    }
}
