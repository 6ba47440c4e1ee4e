//! What deleted sites have under a policy (rule 4.4.4).

use ckey_base::counted;
use ckey_store::Reader;
use ckey_store::model::SitesAmong;

use super::behind::{Behind, PAGE, SHOWN, names};
use super::dependent::{Dependent, Detail, Lag};
use crate::error::Result;
use crate::policies::RootUse;

/// Up to `most` deleted sites with keys under one generation.
fn under(reader: &mut dyn Reader, used: &RootUse, most: usize) -> Result<Vec<Behind>> {
    let (mut found, mut after) = (Vec::new(), 0);
    while found.len() < most {
        let page = reader.sites(None, SitesAmong::Deleted, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.row.no;
        for site in page {
            let here = reader
                .scope_wraps(site.row.no)?
                .iter()
                .any(|wrap| (wrap.policy_no, wrap.generation) == (used.policy_no, used.generation));
            if here {
                found.push(Behind { scope: site.row.url, problem: None });
            }
        }
    }
    found.truncate(most);
    Ok(found)
}

/// Deleted sites that a version of a root key still protects.
pub(super) fn deleted_sites(
    reader: &mut dyn Reader,
    used: &RootUse,
    detail: Detail,
) -> Result<Vec<Dependent>> {
    if used.deleted_sites == 0 {
        return Ok(Vec::new());
    }
    let dependent = |name: Option<String>, keys, what: &str| Dependent {
        key_uri: used.key_uri.clone(),
        name,
        policy: Some(used.policy.clone()),
        keys,
        lag: Lag::Deleted,
        why: format!(
            "Under the policy '{}': {what}. It can be restored, and no job moves its key until then.",
            used.policy
        ),
        remedy: "Bring it back: Restore-SPODeletedSite SITE; the next job moves its key."
            .to_owned(),
    };
    if detail == Detail::Each {
        let each =
            |one: Behind| dependent(Some(format!("site {}", one.scope)), 1, "a deleted site");
        return Ok(under(reader, used, usize::MAX)?.into_iter().map(each).collect());
    }
    let (count, some) = (used.deleted_sites, under(reader, used, SHOWN)?);
    let what =
        format!("{} deleted: {}", counted(count, "site was", "sites were"), names(&some, count));
    Ok(vec![dependent(None, count, &what)])
}
