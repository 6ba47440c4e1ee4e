//! What removed mailboxes have under an older generation (rule 4.3.15).

use ckey_store::Reader;
use ckey_store::model::{Among, MailboxQuery, Removal};

use super::behind::{Behind, PAGE, SHOWN, names, older};
use super::dependent::{Dependent, Detail, Lag};
use crate::error::Result;
use crate::policies::RootUse;

pub(super) fn is_removed(reader: &mut dyn Reader, scope_no: i64) -> Result<bool> {
    Ok(reader.mailbox(scope_no)?.is_some_and(|status| status.mailbox.removed.is_some()))
}

/// Up to `most` mailboxes with keys under one generation that were removed so.
fn resting(
    reader: &mut dyn Reader,
    used: &RootUse,
    how: Removal,
    most: usize,
) -> Result<Vec<Behind>> {
    let (mut found, mut after) = (Vec::new(), 0);
    while found.len() < most {
        let query =
            MailboxQuery { among: Among::Removed, after, limit: PAGE, ..MailboxQuery::default() };
        let page = reader.mailboxes(&query)?;
        let Some(last) = page.last() else { break };
        after = last.mailbox.no;
        found.extend(
            page.into_iter()
                .filter(|status| {
                    (status.wrapped_by, status.generation) == (used.policy_no, used.generation)
                        && status.mailbox.removed.is_some_and(|removed| removed.how == how)
                })
                .map(|status| Behind { scope: status.mailbox.name, problem: None }),
        );
    }
    found.truncate(most);
    Ok(found)
}

/// Why the keys of mailboxes that were removed so lag, and what moves them.
const fn of_removal(how: Removal) -> (Lag, &'static str, &'static str) {
    match how {
        Removal::SoftDeleted => (
            Lag::SoftDeleted,
            "removed, and no job moves the key of such a mailbox",
            "Bring it back: Undo-SoftDeletedMailbox; the next job moves its key. Or destroy it: Remove-Mailbox MAILBOX -PermanentlyDelete",
        ),
        Removal::Inactive => (
            Lag::Inactive,
            "inactive: removed while on hold, and no job moves the key of such a mailbox",
            "Bring it back: Undo-SoftDeletedMailbox; the next job moves its key. Or end the hold: Set-Mailbox MAILBOX -InactiveMailbox -LitigationHoldEnabled $false; then destroy it: Remove-Mailbox MAILBOX -PermanentlyDelete",
        ),
        Removal::Destroying => (
            Lag::SoftDeleted,
            "removed, and its destruction has begun and not ended",
            "End it: Remove-Mailbox MAILBOX -PermanentlyDelete",
        ),
        Removal::Disconnected => (
            Lag::Disconnected,
            "disconnected from its account, and no job moves the key of such a mailbox",
            "Reconnect it: Undo-SoftDeletedMailbox; the next job moves its key. Or destroy it: Remove-Mailbox MAILBOX -PermanentlyDelete",
        ),
    }
}

/// What removed mailboxes have under an older generation.
pub(super) fn removed(
    reader: &mut dyn Reader,
    used: &RootUse,
    detail: Detail,
) -> Result<Vec<Dependent>> {
    let mut told = Vec::new();
    for count in reader.removed_counts()? {
        if (count.policy_no, count.generation) != (used.policy_no, used.generation) {
            continue;
        }
        let (lag, why, remedy) = of_removal(count.how);
        let most = if detail == Detail::Each { usize::MAX } else { SHOWN };
        let behind = resting(reader, used, count.how, most)?;
        let dependent = |name: Option<String>, keys, who: &str| Dependent {
            key_uri: used.key_uri.clone(),
            name,
            policy: Some(used.policy.clone()),
            keys,
            lag,
            why: older(used, &format!("{who}{why}.")),
            remedy: remedy.to_owned(),
        };
        if detail == Detail::Each {
            told.extend(behind.into_iter().map(|one| dependent(Some(one.scope), 1, "")));
        } else {
            told.push(dependent(None, count.keys, &format!("{}: ", names(&behind, count.keys))));
        }
    }
    Ok(told)
}
