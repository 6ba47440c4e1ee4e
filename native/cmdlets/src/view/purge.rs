use super::{at, count, plain};
use crate::generated::output::customer_key::{CustomerKeyPurge, CustomerKeyPurgeApprover};
use ckey_engine::{ApproverView, PurgeView};

pub(crate) fn purge(view: &PurgeView) -> CustomerKeyPurge {
    CustomerKeyPurge {
        identity: plain(&view.policy),
        guid: plain(view.guid.to_string()),
        state: plain(view.stage),
        problem: view.problem.clone(),
        reason: plain(&view.reason),
        contact: plain(&view.contact),
        requested_by: plain(&view.requested_by),
        when_requested: at(view.requested),
        document: view.document.clone(),
        approver: view.approver.clone(),
        when_approved: view.approved.and_then(at),
        when_finished: view.finished.and_then(at),
        keys_gone: view.keys_gone.clone(),
        unanswered: view.unanswered.clone(),
        mailboxes: count(view.mailboxes),
        other_mailboxes: count(view.other_mailboxes),
        destroyed_mailboxes: count(view.destroyed_mailboxes),
        destroyed_items: count(view.destroyed_items),
        sites: view.sites.and_then(|(under, _)| count(under)),
        destroyed_sites: view.sites.and_then(|(_, destroyed)| count(destroyed)),
    }
}

pub(crate) fn approver(
    view: &ApproverView,
    (algorithm, fingerprint): (&str, &str),
) -> CustomerKeyPurgeApprover {
    CustomerKeyPurgeApprover {
        name: plain(&view.name),
        algorithm: plain(algorithm),
        fingerprint: plain(fingerprint),
    }
}
