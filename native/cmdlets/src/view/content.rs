use super::{at, count, plain, text};
use crate::generated::output::customer_key::{
    CustomerKeyApplication, CustomerKeyExport, CustomerKeyItem, CustomerKeyWorkload,
};
use ckey_crypto::sealed;
use ckey_engine::items::sealed_in_chunks;
use ckey_engine::{ApplicationView, ItemView, ScopeSelector, WorkloadView};
use std::path::Path;

pub(crate) fn item(scope: &ScopeSelector, view: &ItemView) -> CustomerKeyItem {
    let (mut mailbox, mut workload, mut site) = (None, None, None);
    match scope {
        ScopeSelector::Mailbox(name) => mailbox = text(name),
        ScopeSelector::Workload(name) | ScopeSelector::Application(name) => workload = plain(name),
        ScopeSelector::Site(url) => site = plain(url),
    }
    let sealed_size = match scope {
        ScopeSelector::Site(_) => sealed_in_chunks(view.size),
        _ => sealed::bound(view.size),
    };
    CustomerKeyItem {
        identity: plain(view.id.to_string()),
        mailbox,
        workload,
        site,
        name: text(&view.name),
        size: count(view.size),
        sealed_size: count(sealed_size),
        sealed_sha256: view.sealed_sha256.as_deref().and_then(plain),
        created: at(view.created),
        scope_key_version: i32::try_from(view.key_version).ok(),
    }
}

pub(crate) fn exported(view: &ItemView, file: &Path, bytes: u64) -> CustomerKeyExport {
    CustomerKeyExport {
        output_file: plain(file.display().to_string()),
        identity: plain(view.id.to_string()),
        name: text(&view.name),
        size: count(bytes),
    }
}

pub(crate) fn application(view: &ApplicationView) -> CustomerKeyApplication {
    let scope = &view.scope;
    CustomerKeyApplication {
        identity: plain(&scope.name),
        name: plain(&scope.name),
        data_encryption_policy: view.policy.as_deref().and_then(text),
        protected_by: scope.is_encrypted.then(|| text(&scope.protected_by)).flatten(),
        data_encryption_policy_id: scope.data_encryption_policy_id.map(|id| id.to_string()),
        scope_keys: i32::try_from(scope.keys).ok(),
        rewrap_pending: Some(scope.rewrap_pending),
    }
}

pub(crate) fn workload(view: &WorkloadView) -> CustomerKeyWorkload {
    CustomerKeyWorkload {
        identity: plain(&view.name),
        name: plain(&view.name),
        display_name: text(&view.display_name),
        data_covered: plain(view.existing_data.name()),
        data_encryption_policy: view.is_encrypted.then(|| text(&view.protected_by)).flatten(),
        items: count(view.items),
        scope_keys: i32::try_from(view.keys).ok(),
        rewrap_pending: Some(view.rewrap_pending),
    }
}
