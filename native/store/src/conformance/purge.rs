//! What a purge destroys beside mailboxes: sites, and the key of the service installation.

use super::samples::{add_policy, id, item, put, wrap};
use super::{Outcome, Rules, fails, recorded, same};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Geo, InstallationKey, PolicyKind, ScopeKind, ScopeWrap, Site};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a site is destroyed with its key once it holds no files, and its URL is free", site),
    ("a key of a site belongs to the policy of its geo, and to no other", strangers),
    ("the key of the installation is forgotten, and another one takes its place", installation),
];

const URL: &str = "https://c.sharepoint.com/a";

/// A policy, and a site of the geo that it is registered for, whose key is under it.
fn placed(state: &Backend) -> Result<(i64, i64), StoreError> {
    recorded(state.as_ref(), |writer| {
        let policy = add_policy(writer, PolicyKind::SharePoint, "NAM", 1)?;
        let geo_no = writer.insert_geo(&Geo {
            no: 0,
            guid: id(70),
            name: "NAM".to_owned(),
            admin_url: "https://c-admin.sharepoint.com".to_owned(),
            policy_no: Some(policy),
            created: 3,
            recovery: None,
        })?;
        let site =
            Site { no: 0, guid: id(71), url: URL.to_owned(), geo_no, created: 4, deleted: None };
        let no = writer.insert_site(&site)?;
        let key = wrap(no, 1, policy, 1);
        put(writer, &ScopeWrap { scope: site.guid, kind: ScopeKind::Site, ..key })?;
        Ok((policy, no))
    })
}

fn site(state: &Backend) -> Outcome {
    let (policy, no) = placed(state)?;
    recorded(state.as_ref(), |writer| writer.insert_items(&[item(no, 5, Some(vec![1; 9]))]))?;
    let destroyed = || recorded(state.as_ref(), |writer| writer.destroy_site(no));
    fails("with a file", destroyed(), StoreErrorKind::Conflict)?;
    state.view(|reader| same("its files", reader.count_items(no)?, 1))?;
    recorded(state.as_ref(), |writer| writer.remove_items(no, 10))?;
    destroyed()?;
    state.view(|reader| {
        same("the site", reader.site(no)?, None)?;
        same("its scope", reader.scope(no)?, None)?;
        same("by its URL", reader.scope_by_name(ScopeKind::Site, URL)?, None)?;
        same("keys under the policy", reader.count_wraps(policy, u32::MAX)?, 0)?;
        let counted: u64 = reader.key_counts()?.iter().map(|count| count.keys).sum();
        same("counted keys", counted, 0)
    })?;
    fails("again", destroyed(), StoreErrorKind::NotFound)
}

fn strangers(state: &Backend) -> Outcome {
    let (policy, no) = placed(state)?;
    state.view(|reader| same("of the geo", reader.strangers_under(policy, 9)?, Vec::new()))?;
    recorded(state.as_ref(), |writer| {
        let mut geo = writer.geos()?.remove(0);
        geo.policy_no = None;
        writer.update_geo(&geo)
    })?;
    state.view(|reader| same("of another", reader.strangers_under(policy, 9)?, vec![no]))
}

fn installation(state: &Backend) -> Outcome {
    let key = |number| InstallationKey { guid: id(number), sealed: vec![7; 40] };
    recorded(state.as_ref(), |writer| writer.insert_installation_key(&key(80)))?;
    recorded(state.as_ref(), |writer| writer.remove_installation_key())?;
    state.view(|reader| same("afterwards", reader.installation_key()?, None))?;
    recorded(state.as_ref(), |writer| writer.insert_installation_key(&key(81)))?;
    state.view(|reader| same("the next", reader.installation_key()?, Some(key(81))))
}
