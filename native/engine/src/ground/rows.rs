//! The key that authenticates the state's rows (rule 8.5.12), and rows from before there was one.

use ckey_base::CancelToken;
use ckey_crypto::{SecretKey, derive};
use ckey_store::{MasterKey, RowKey, SecretName, SecretStore, State, StateExt};
use serde_json::json;

use super::Layout;
use crate::error::{EngineError, Result};
use crate::record::{Actor, AuditChain, AuditEvent, verified_records};

/// The activity of the record that authenticated the rows of a state of an older format.
pub(crate) const BIND_ROWS: &str = "Authenticate rows";

/// Against whom codes of rows and the audit chain hold: anyone who reads the master key of the
/// secret store can make both anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TamperEvidence {
    /// The master key is in the tenant folder: accidents and restored files are found, a writer of
    /// the folder is not.
    AccidentsOnly,
    /// The master key is elsewhere, or is a passphrase: anyone who can only write the tenant folder
    /// is found.
    Full,
}

impl TamperEvidence {
    /// As cmdlets show it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccidentsOnly => "AccidentsOnly",
            Self::Full => "Full",
        }
    }

    pub(crate) fn of(master: &MasterKey, layout: &Layout) -> Self {
        match master {
            MasterKey::Passphrase(_) => Self::Full,
            MasterKey::File(path) => {
                let inside = ckey_base::path::resolved(path)
                    .map_or(true, |path| path.starts_with(layout.root()));
                if inside { Self::AccidentsOnly } else { Self::Full }
            }
            MasterKey::InFolder => Self::AccidentsOnly,
        }
    }
}

/// The secret that the audit chain hangs on.
pub(crate) fn chain_key(secrets: &dyn SecretStore) -> Result<SecretKey> {
    secrets.get(&SecretName::AuditChain)?.ok_or_else(|| {
        EngineError::damaged(
            "audit-chain",
            "The secret store has no 'audit-chain', which this tenant cannot do without.",
        )
    })
}

/// The key of the rows. It comes from the chain's secret: rows and records vouch for each other, so
/// one without the other is worth nothing.
pub(crate) fn row_key(chain: &SecretKey) -> Result<RowKey> {
    Ok(RowKey::new(&derive::subkey(chain, "customer-key/v1/rows", &[])?))
}

/// Authenticates the rows of a state of format 1 once, after it was brought up to this one, and
/// records it. A state whose chain says that its rows were authenticated already was put back to
/// format 1 by somebody else.
pub(crate) fn bind_old_rows(state: &dyn State, chain: &AuditChain) -> Result<()> {
    if !state.view(|reader| Ok::<_, EngineError>(reader.is_unbound()?))? {
        return Ok(());
    }
    state.commit(|writer| {
        // Another process may have been faster.
        if !writer.is_unbound()? {
            return Ok(());
        }
        writer.bind_rows()?;
        let (mut records, mut bound) = (0, false);
        verified_records(writer, chain, &CancelToken::default(), &mut |sequence, event| {
            records = sequence;
            bound |= event.activity == BIND_ROWS || event.details.get("format").is_some();
        })?;
        if bound || records == 0 {
            let what = "The rows of the state were authenticated, and their codes have been removed.";
            return Err(EngineError::damaged("rows", what));
        }
        let tenant = writer.tenant()?;
        let details = json!({ "mailboxes": writer.count_mailboxes(None)?, "format": ckey_store::FORMAT_VERSION });
        let now = writer.last_audit()?.map_or(tenant.created, |last| last.at);
        chain.append(writer, now, &AuditEvent::new(BIND_ROWS, "Tenant", Actor::SERVICE, tenant.name, details))
    })
}
