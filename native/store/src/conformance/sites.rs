//! Geos, sites and the chunks of files.

use std::ops::Range;

use uuid::Uuid;

use super::samples::{generation, id, item, policy, wrap};
use super::{Outcome, Rules, fails, recorded, same};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    Chunk, Geo, InstallationKey, PolicyKind, ScopeKind, ScopeWrap, Site, SitesAmong,
};
use crate::protocol::Place;
use crate::state::{State, StateExt, Writer};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a geo comes back as it was inserted and changed, and its names are its own", geos),
    ("a site comes back as it was inserted and changed, and its URL stays its own", sites),
    ("sites are listed page by page, of a geo or of all, deleted or not", listed),
    ("a deleted site is counted apart, and its key is on no page of keys to move", deleted),
    ("a deleted site takes no items", no_items),
    ("the chunks of a file come back in order", chunks),
    ("a file that is written to has another size, and its scope as many bytes", resized),
    ("there is one key of the installation", installation_key),
];

fn geo(name: &str) -> Geo {
    Geo {
        no: 0,
        guid: id(u128::try_from(name.len()).unwrap_or(0) + 500),
        name: name.to_owned(),
        admin_url: format!("https://{name}-admin.sharepoint.com"),
        policy_no: None,
        created: 4,
        recovery: None,
    }
}

fn site(geo_no: i64, number: u128) -> Site {
    Site {
        no: 0,
        guid: id(600 + number),
        url: format!("https://contoso.sharepoint.com/sites/{number}"),
        geo_no,
        created: 5,
        deleted: None,
    }
}

/// A geo with so many sites, each with its key under the first generation of a policy.
fn populate(state: &dyn State, count: u128) -> Result<(i64, i64, Vec<i64>), StoreError> {
    recorded(state, |writer| {
        let policy_no = writer.insert_policy(&policy(PolicyKind::SharePoint, "NAM"))?;
        writer.insert_generation(&generation(policy_no, 1), &[])?;
        let geo_no = writer.insert_geo(&Geo { policy_no: Some(policy_no), ..geo("nam") })?;
        let live = writer.admit(policy_no, 1)?;
        let mut made = Vec::new();
        for number in 0..count {
            let row = site(geo_no, number);
            let no = writer.insert_site(&row)?;
            let key = wrap(no, 1, policy_no, 1);
            let key = ScopeWrap { scope: row.guid, kind: ScopeKind::Site, ..key };
            writer.insert_scope_wrap(&live, &key)?;
            made.push(no);
        }
        Ok((geo_no, policy_no, made))
    })
}

fn delete(writer: &mut dyn Writer, no: i64, at: Option<i64>) -> Result<(), StoreError> {
    let Some(row) = writer.site(no)? else { return Ok(()) };
    writer.update_site(&Site { deleted: at, ..row })
}

fn geos(state: &Backend) -> Outcome {
    let mut row = geo("nam");
    row.no = recorded(state.as_ref(), |writer| writer.insert_geo(&row))?;
    same("inserted", state.view(|reader| reader.geos())?, vec![row.clone()])?;
    let renamed = Geo { name: "NAM".to_owned(), ..geo("europe") };
    let taken = recorded(state.as_ref(), |writer| writer.insert_geo(&renamed));
    fails("its name", taken, StoreErrorKind::Conflict)?;
    let placed = Geo { admin_url: row.admin_url.to_uppercase(), ..geo("europe") };
    let taken = recorded(state.as_ref(), |writer| writer.insert_geo(&placed));
    fails("its admin site", taken, StoreErrorKind::Conflict)?;
    let policy_no = recorded(state.as_ref(), |writer| {
        writer.insert_policy(&policy(PolicyKind::SharePoint, "NAM"))
    })?;
    (row.policy_no, row.recovery) = (Some(policy_no), Some(7));
    recorded(state.as_ref(), |writer| writer.update_geo(&row))?;
    same("changed", state.view(|reader| reader.geos())?, vec![row])
}

fn sites(state: &Backend) -> Outcome {
    let (geo_no, _, _) = populate(state.as_ref(), 0)?;
    let mut row = site(geo_no, 1);
    row.no = recorded(state.as_ref(), |writer| writer.insert_site(&row))?;
    same("inserted", state.view(|reader| reader.site(row.no))?, Some(row.clone()))?;
    for deleted in [Some(9), None, Some(8)] {
        recorded(state.as_ref(), |writer| delete(writer, row.no, deleted))?;
        row.deleted = deleted;
        same("changed", state.view(|reader| reader.site(row.no))?, Some(row.clone()))?;
    }
    let again = Site { guid: id(700), deleted: None, ..row };
    let taken = recorded(state.as_ref(), |writer| writer.insert_site(&again));
    fails("its URL", taken, StoreErrorKind::Conflict)
}

fn listed(state: &Backend) -> Outcome {
    let (geo_no, _, made) = populate(state.as_ref(), 4)?;
    let gone = made.get(1).copied().unwrap_or_default();
    recorded(state.as_ref(), |writer| delete(writer, gone, Some(3)))?;
    let list = |geo_no, among, after, limit| {
        let found = state.view(|reader| reader.sites(geo_no, among, after, limit))?;
        Ok::<_, StoreError>(found.into_iter().map(|site| site.row.no).collect::<Vec<_>>())
    };
    let left: Vec<_> = made.iter().copied().filter(|no| *no != gone).collect();
    for of in [None, Some(geo_no)] {
        same("all", list(of, SitesAmong::All, 0, 1000)?, made.clone())?;
        same("in use", list(of, SitesAmong::InUse, 0, 1000)?, left.clone())?;
        same("deleted", list(of, SitesAmong::Deleted, 0, 1000)?, vec![gone])?;
        let then = |times: Range<i64>, after| {
            state.view(|reader| reader.sites_deleted_between(&times, after, 9))
        };
        same("deleted before or later", (then(0..3, 0)?, then(4..9, 0)?), (vec![], vec![]))?;
        same("deleted then", (then(3..4, 0)?, then(3..4, gone)?), (vec![gone], vec![]))?;
        let page = list(of, SitesAmong::InUse, left.first().copied().unwrap_or(0), 1)?;
        same("a page", page, left.get(1..2).unwrap_or_default().to_vec())?;
    }
    same("another geo", list(Some(geo_no + 1), SitesAmong::All, 0, 9)?, vec![])
}

fn deleted(state: &Backend) -> Outcome {
    let (geo_no, policy_no, made) = populate(state.as_ref(), 3)?;
    let gone = made.first().copied().unwrap_or_default();
    let place = Place { policy_no, generation: 1 };
    for (at, left, apart) in [(Some(3), 2, vec![(place, 1)]), (None, 3, vec![])] {
        recorded(state.as_ref(), |writer| delete(writer, gone, at))?;
        state.view(|reader| {
            same("sites", reader.count_sites(geo_no)?, left)?;
            same("under it", reader.count_sites_under(geo_no, policy_no)?, left)?;
            same("apart", reader.deleted_site_keys()?, apart.clone())?;
            let mut ended = |times| {
                let found = reader.ended_counts(&(i64::MIN..i64::MAX), &times)?;
                let told = found.iter().map(|it| (it.kind, it.keys));
                Ok::<_, StoreError>(told.collect::<Vec<_>>())
            };
            let within = if at.is_some() { vec![(ScopeKind::Site, 1)] } else { vec![] };
            same("deleted then", (ended(0..4)?, ended(4..9)?), (within, vec![]))?;
            let page = reader.wraps_of_sites(geo_no, 0, 1000)?;
            let found = page.iter().any(|wrap| wrap.scope_no == gone);
            same("to move", (found, u64::try_from(page.len()).ok()), (at.is_none(), Some(left)))?;
            same("keys in all", reader.count_wraps(policy_no, 2)?, 3)
        })?;
    }
    Ok(())
}

fn no_items(state: &Backend) -> Outcome {
    let (_, _, made) = populate(state.as_ref(), 1)?;
    let no = made.first().copied().unwrap_or_default();
    recorded(state.as_ref(), |writer| delete(writer, no, Some(3)))?;
    let put =
        || recorded(state.as_ref(), |writer| writer.insert_item(&item(no, 1, None)).map(drop));
    fails("while it is deleted", put(), StoreErrorKind::Conflict)?;
    recorded(state.as_ref(), |writer| delete(writer, no, None))?;
    Ok(put()?)
}

fn chunk(position: u32) -> Chunk {
    let at = u64::from(position) * 10;
    let object = (position == 1).then(|| id(900));
    Chunk { position, start: at, size: 10, place: at * 2, sealed: 20, key: vec![1, 2, 3], object }
}

fn chunks(state: &Backend) -> Outcome {
    let (_, _, made) = populate(state.as_ref(), 1)?;
    let no = made.first().copied().unwrap_or_default();
    let rows: Vec<_> = (0..3).map(chunk).collect();
    let item_no = recorded(state.as_ref(), |writer| {
        let item_no = writer.insert_item(&item(no, 1, None))?;
        writer.insert_chunks(item_no, &rows)?;
        Ok::<_, StoreError>(item_no)
    })?;
    same("in order", state.view(|reader| reader.chunks(item_no))?, rows.clone())?;
    let [other, gone] = [id(901), id(900)];
    let anew: Vec<_> =
        (1..4).map(|at| Chunk { key: vec![9], object: Some(other), ..chunk(at) }).collect();
    recorded(state.as_ref(), |writer| writer.replace_chunks(item_no, &anew))?;
    let expected: Vec<_> = rows.into_iter().take(1).chain(anew).collect();
    same("anew", state.view(|reader| reader.chunks(item_no))?, expected)?;
    state.view(|reader| {
        same("an object of chunks", reader.has_item(other)?, true)?;
        same("one of none any more", reader.has_item(gone)?, false)
    })?;
    let removed = recorded(state.as_ref(), |writer| writer.remove_items(no, 9))?;
    same("what held it", removed, vec![(item(no, 1, None).id, vec![item(no, 1, None).id, other])])?;
    same("of another item", state.view(|reader| reader.chunks(item_no + 1))?, vec![])
}

fn resized(state: &Backend) -> Outcome {
    let (_, _, made) = populate(state.as_ref(), 1)?;
    let mut row = item(made.first().copied().unwrap_or_default(), 1, None);
    row.no = recorded(state.as_ref(), |writer| writer.insert_item(&row))?;
    let (before, more) = (state.view(|reader| reader.item_totals())?.1, row.size + 1000);
    recorded(state.as_ref(), |writer| writer.resize_item(&row, more))?;
    let found = state.view(|reader| reader.item(row.scope_no, row.id))?;
    same("its size", found.map(|item| item.size), Some(more))?;
    same("all bytes", state.view(|reader| reader.item_totals())?.1, before + 1000)?;
    let again = recorded(state.as_ref(), |writer| writer.resize_item(&row, 1));
    fails("of another size by now", again, StoreErrorKind::NotFound)
}

fn installation_key(state: &Backend) -> Outcome {
    same("none", state.view(|reader| reader.installation_key())?, None)?;
    let key = InstallationKey { guid: Uuid::from_u128(5), sealed: vec![1; 1200] };
    recorded(state.as_ref(), |writer| writer.insert_installation_key(&key))?;
    same("kept", state.view(|reader| reader.installation_key())?, Some(key.clone()))?;
    let again = recorded(state.as_ref(), |writer| writer.insert_installation_key(&key));
    fails("a second one", again, StoreErrorKind::Conflict)
}
