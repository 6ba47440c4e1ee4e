//! Who asked the vaults to wrap a policy key, where they judge whoever signs in and not the service's
//! applications: that they refuse somebody else does not say that a permission was taken away.

use std::collections::BTreeMap;

use ckey_store::model::PolicyWrap;
use ckey_store::{Reader, Writer};
use ckey_vault::{KeyUri, RootVault};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::{EngineError, Result};
use crate::ground::Ground;
use crate::protection::askers_setting;
use crate::record::Operation;

/// By each key, the object id of who had it wrap last. Vaults give permissions for a key and not for a
/// version of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Askers(BTreeMap<String, String>);

impl Askers {
    /// Those of new wraps, as long as who asked for them is the one that asks now.
    pub(crate) fn of(ground: &Ground, wraps: &[PolicyWrap]) -> Self {
        let roots = ground.roots();
        let asker = |wrap: &PolicyWrap| {
            let uri = KeyUri::stored(&wrap.key_uri).ok()?;
            Some((key_of(&uri), roots.asker(&uri)?))
        };
        Self(wraps.iter().filter_map(asker).collect())
    }

    /// Those of the wraps of a policy.
    pub(crate) fn stored(reader: &mut dyn Reader, policy: Uuid) -> Result<Self> {
        let name = askers_setting(policy);
        let Some(text) = reader.setting(&name)? else { return Ok(Self::default()) };
        let read = serde_json::from_str(&text);
        read.map(Self).map_err(|error| EngineError::damaged(&name, error.to_string()))
    }

    /// Keeps them with those that the policy has, and adds to the particulars of the change what
    /// the setting says then.
    pub(crate) fn keep(
        &self,
        writer: &mut dyn Writer,
        policy: Uuid,
        particulars: &mut Map<String, Value>,
    ) -> Result<()> {
        let before = Self::stored(writer, policy)?;
        let mut now = before.clone();
        now.0.extend(self.0.clone());
        if now == before {
            return Ok(());
        }
        self.warn_of_others(&before);
        let name = askers_setting(policy);
        let text = serde_json::to_string(&now.0)
            .map_err(|error| EngineError::damaged(&name, error.to_string()))?;
        writer.set_setting(&name, Some(&text))?;
        particulars.insert("askers".to_owned(), text.into());
        Ok(())
    }

    /// Says that somebody else has the keys wrap from now on, who may not be the only one to read.
    fn warn_of_others(&self, before: &Self) {
        let mut both = self.0.iter().filter_map(|(key, now)| {
            before.0.get(key).filter(|before| *before != now).map(|before| (key, before, now))
        });
        if let Some((key, before, now)) = both.next() {
            Operation::warn(format!(
                "'{key}' was asked to wrap by '{now}', and by '{before}' before. Only what it says to '{now}' counts for a purge: take the permissions from '{before}' as well."
            ));
        }
    }

    /// Who had a key wrap, if a refusal of who asks now says nothing of that one's permission.
    pub(crate) fn other_than(&self, uri: &KeyUri, now: Option<&str>) -> Option<&str> {
        let before = self.0.get(&key_of(uri)).map(String::as_str);
        before.filter(|before| now != Some(*before))
    }
}

/// One name for all ways to write a key.
fn key_of(uri: &KeyUri) -> String {
    uri.unversioned().to_string().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn somebody_else_than_who_had_a_key_wrap_says_nothing_of_it_however_the_key_is_written() {
        let uri = |name, version| KeyUri::new("kv-a", name, Some(version)).unwrap();
        let first = uri("Root", "0123456789abcdef0123456789abcdef");
        let second = uri("ROOT", "fedcba9876543210fedcba9876543210");
        let askers = Askers([(key_of(&first), "me".to_owned())].into());
        for uri in [&first, &second, &first.unversioned()] {
            assert_eq!(askers.other_than(uri, Some("me")), None);
            assert_eq!(askers.other_than(uri, Some("you")), Some("me"));
            assert_eq!(askers.other_than(uri, None), Some("me"));
        }
        // Wraps of before anybody noted it.
        let other = uri("Other", "0123456789abcdef0123456789abcdef");
        assert_eq!(askers.other_than(&other, Some("you")), None);
    }
}
