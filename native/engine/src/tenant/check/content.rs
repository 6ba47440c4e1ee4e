//! Items and content files, by what is readable without keys: each item has its object, the
//! object's header names the item's scope and key version, its length is that of the item's size,
//! and every content file belongs to an item.

use std::collections::HashSet;

use ckey_crypto::sealed;
use ckey_store::StateExt;
use ckey_store::model::{ItemHead, ObjectHead};
use serde_json::Value;
use uuid::Uuid;

use super::{CheckResult, Finding, Run, Tally};
use crate::error::{EngineError, Result};
use crate::ground::{CREATE_ITEM, REMOVE_CONTENT};
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("Content");
    // Listed first: an item that is stored meanwhile has its file before its row.
    let mut files: HashSet<Uuid> = tenant.ground.content().ids()?.into_iter().collect();
    let mut after = 0;
    look(tenant, run, &mut after, &mut files, &mut tally)?;
    // What an import is writing now, or left for the next opening to remove, has no row yet; one
    // that ended since has its row by now.
    let unfinished = unfinished(tenant)?;
    look(tenant, run, &mut after, &mut files, &mut tally)?;
    for id in files.difference(&unfinished).filter(|id| tenant.ground.content().open(**id).is_ok())
    {
        tally.look(Err(format!("the content file {id} belongs to no item")));
    }
    Ok(tally.result())
}

/// Looks at the items above `after`, and takes their files off the list.
fn look(
    tenant: &Tenant,
    run: &mut Run<'_>,
    after: &mut i64,
    files: &mut HashSet<Uuid>,
    tally: &mut Tally,
) -> Result<()> {
    loop {
        run.go_on()?;
        let page = tenant
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.item_heads(*after, 1000)?))?;
        let Some(last) = page.last() else { return Ok(()) };
        *after = last.item.no;
        for head in page {
            files.remove(&head.item.id);
            let chunks = tenant.items().chunks_of(&head.item).unwrap_or_default();
            for object in chunks.iter().filter_map(|chunk| chunk.object) {
                files.remove(&object);
            }
            tally.look(
                item(tenant, &head).map_err(|problem| format!("{}: {problem}", head.title())),
            );
        }
    }
}

fn item(tenant: &Tenant, head: &ItemHead) -> Finding {
    let object = match &head.object {
        ObjectHead::Here { bytes, length } => {
            return header(head, bytes, (*length, sealed::bound(head.item.size)));
        }
        ObjectHead::Missing => return Err("its body is missing".to_owned()),
        ObjectHead::Outside => {
            tenant.ground.content().open(head.item.id).map_err(|error| error.message)?
        }
    };
    let length = object.length().map_err(|error| error.to_string())?;
    let mut bytes = [0; sealed::Header::MAX_LEN];
    let bytes = bytes
        .get_mut(..usize::try_from(length).unwrap_or(usize::MAX).min(sealed::Header::MAX_LEN))
        .unwrap_or_default();
    object.read_exact_at(bytes, 0).map_err(|error| error.to_string())?;
    let chunks = tenant.items().chunks_of(&head.item).map_err(|error| error.message)?;
    if chunks.is_empty() {
        return header(head, bytes, (length, sealed::bound(head.item.size)));
    }
    if chunks.iter().all(|chunk| chunk.object.is_none()) {
        return header(head, bytes, (length, chunks.iter().map(|chunk| chunk.sealed).sum()));
    }
    // What chunks held before a part was written anew stays in their objects, without a key.
    for chunk in &chunks {
        let object = tenant.ground.content().open(chunk.object.unwrap_or(head.item.id));
        let object = object.map_err(|error| error.message)?;
        let length = object.length().map_err(|error| error.to_string())?;
        if length < chunk.place.saturating_add(chunk.sealed) {
            return Err(format!("the object of its chunk {} is too short", chunk.position));
        }
    }
    header(head, bytes, (length, length))
}

fn header(head: &ItemHead, bytes: &[u8], (length, expected): (u64, u64)) -> Finding {
    if length != expected {
        return Err(format!("its object has {length} bytes instead of {expected}"));
    }
    let header = sealed::inspect(bytes).map_err(|error| error.to_string())?;
    if header.scope != *head.scope.as_bytes() {
        return Err("its object is of another scope".to_owned());
    }
    if header.scope_version != head.item.key_version {
        return Err("its object names another version of the key".to_owned());
    }
    if head.has_key {
        Ok(())
    } else {
        Err(format!("its scope has no key of version {}", head.item.key_version))
    }
}

/// Items whose import has begun and is not known to have ended, and objects that are to be removed.
fn unfinished(tenant: &Tenant) -> Result<HashSet<Uuid>> {
    let intents = tenant.ground.state().view(|reader| Ok::<_, EngineError>(reader.intents()?))?;
    let item = |subject: &str| {
        serde_json::from_str::<Value>(subject)
            .ok()?
            .get("item")?
            .as_str()
            .and_then(|id| id.parse().ok())
    };
    Ok(intents
        .iter()
        .filter(|intent| [CREATE_ITEM, REMOVE_CONTENT].contains(&intent.kind.as_str()))
        .filter_map(|intent| item(&intent.subject))
        .collect())
}
