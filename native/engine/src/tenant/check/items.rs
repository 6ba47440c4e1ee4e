//! Items against the audit chain: each that was imported is there under its name and with its size,
//! and no other is.

use std::collections::HashMap;

use ckey_base::CancelToken;
use ckey_store::Reader;
use ckey_store::model::ItemHead;
use uuid::Uuid;

use super::Tally;
use crate::audit::ExpectedItem;
use crate::error::{EngineError, Result};

type Expected = HashMap<Uuid, ExpectedItem>;

/// Looks at all items there are. Those that were destroyed are not
/// expected any more, so what is left of `expected` is gone.
pub(super) fn compare(
    reader: &mut dyn Reader,
    mut expected: Expected,
    cancel: &CancelToken,
    tally: &mut Tally,
) -> Result<()> {
    let mut after = 0;
    loop {
        let page = reader.item_heads(after, 1000)?;
        let Some(last) = page.last() else { break };
        after = last.item.no;
        if cancel.is_cancelled() {
            return Err(EngineError::stopped("The check was stopped."));
        }
        for head in &page {
            tally.look(
                item(&mut expected, head).map_err(|problem| format!("{} {problem}", head.title())),
            );
        }
    }
    for (id, ExpectedItem { name, .. }) in &expected {
        let named = name.as_ref().map(|name| format!(" '{name}'")).unwrap_or_default();
        tally.look(Err(format!("item {id}{named} was removed")));
    }
    Ok(())
}

fn item(expected: &mut Expected, head: &ItemHead) -> std::result::Result<(), &'static str> {
    let Some(ExpectedItem { size, name }) = expected.remove(&head.item.id) else {
        return Err("was added: no record tells of it");
    };
    if size.is_some_and(|size| size != head.item.size) {
        return Err("has another size than the record says");
    }
    if name.is_some_and(|name| *name != *head.item.name) {
        return Err("has another name than the record says");
    }
    Ok(())
}
