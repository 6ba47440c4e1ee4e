//! The report as JSON and as CSV, with every mailbox and site in it: written page by page, however
//! many there are.

use std::io::{self, Write};

use ckey_base::CancelToken;
use ckey_engine::{Among, EngineError, MailboxQuery, MailboxView, SiteView, Tenant};
use serde::Serialize;

use super::Report;
use super::visible::visible;
use crate::runtime::error::CmdletError;

const PAGE: u32 = 1000;

/// One thing that is protected, by what.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row<'a> {
    kind: &'a str,
    name: &'a str,
    address: &'a str,
    /// The mailbox policy that it carries.
    policy: &'a str,
    protected_by: &'a str,
    is_under_customer_keys: bool,
    data_encryption_policy_id: String,
    rewrap_pending: bool,
    removed: &'a str,
}

/// Why a list was not written.
pub(crate) enum NotWritten {
    Engine(EngineError),
    File(io::Error),
    Cancelled,
}

impl From<EngineError> for NotWritten {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<serde_json::Error> for NotWritten {
    fn from(error: serde_json::Error) -> Self {
        Self::File(error.into())
    }
}

impl NotWritten {
    /// As an error of the cmdlet, which says how a file fails.
    pub(crate) fn told(self, file: impl FnOnce(&io::Error) -> CmdletError) -> CmdletError {
        match self {
            Self::Engine(error) => error.into(),
            Self::File(error) => file(&error),
            Self::Cancelled => CmdletError::cancelled(),
        }
    }
}

type Written = Result<(), NotWritten>;

/// The report, then every mailbox and every site.
pub(crate) fn write_json(
    out: &mut dyn Write,
    tenant: &Tenant,
    report: &Report,
    cancel: &CancelToken,
) -> Written {
    let mut text = serde_json::to_vec(report)?;
    text.pop();
    out.write_all(&text)?;
    out.write_all(b",\"protected\":[")?;
    let mut first = true;
    each(tenant, report, cancel, &mut |row| {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut *out, row)?)
    })?;
    Ok(out.write_all(b"\n]}\n")?)
}

const HEADER: &str = "Kind,Name,Address,Policy,ProtectedBy,IsUnderCustomerKeys,DataEncryptionPolicyID,RewrapPending,Removed";

/// A row for each mailbox, site, workload and application scope.
pub(crate) fn write_csv(
    out: &mut dyn Write,
    tenant: &Tenant,
    report: &Report,
    cancel: &CancelToken,
) -> Written {
    write!(out, "{HEADER}\r\n")?;
    each(tenant, report, cancel, &mut |row| {
        let said = |is: bool| if is { "True" } else { "False" };
        let fields = [
            row.kind,
            row.name,
            row.address,
            row.policy,
            row.protected_by,
            said(row.is_under_customer_keys),
            &row.data_encryption_policy_id,
            said(row.rewrap_pending),
            row.removed,
        ];
        let line: Vec<String> = fields.into_iter().map(field).collect();
        Ok(write!(out, "{}\r\n", line.join(","))?)
    })
}

/// A field of CSV. What a spreadsheet would take for a formula begins with an apostrophe.
fn field(text: &str) -> String {
    let text = visible(text);
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !text.contains([',', '"', '\n', '\r', ';']) {
        return text.into_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

type Take<'a> = &'a mut dyn FnMut(&Row<'_>) -> Written;

fn each(tenant: &Tenant, report: &Report, cancel: &CancelToken, take: Take<'_>) -> Written {
    for scope in &report.workloads {
        take(&Row {
            kind: scope.kind,
            name: &scope.name,
            address: "",
            policy: "",
            protected_by: &scope.protected_by,
            is_under_customer_keys: scope.is_under_customer_keys,
            data_encryption_policy_id: String::new(),
            rewrap_pending: scope.rewrap_pending,
            removed: "",
        })?;
    }
    let check = || if cancel.is_cancelled() { Err(NotWritten::Cancelled) } else { Ok(()) };
    let mut after = 0;
    loop {
        check()?;
        let page = tenant.sites().page(None, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.no;
        page.iter().try_for_each(|site| take(&of_site(site)))?;
    }
    for among in [Among::InUse, Among::Removed] {
        let mut query = MailboxQuery { among, limit: PAGE, ..MailboxQuery::default() };
        loop {
            check()?;
            let page = tenant.mailboxes().page(&query)?;
            let Some(last) = page.last() else { break };
            query.after = last.no;
            page.iter().try_for_each(|mailbox| take(&of_mailbox(mailbox)))?;
        }
    }
    Ok(())
}

fn of_site(site: &SiteView) -> Row<'_> {
    Row {
        kind: "Site",
        name: &site.url,
        address: &site.url,
        policy: "",
        protected_by: &site.protected_by,
        is_under_customer_keys: site.is_encrypted,
        data_encryption_policy_id: String::new(),
        rewrap_pending: false,
        removed: "",
    }
}

fn of_mailbox(mailbox: &MailboxView) -> Row<'_> {
    let generation = mailbox.data_encryption_policy_id;
    Row {
        kind: &mailbox.recipient_type,
        name: &mailbox.name,
        address: &mailbox.smtp_address,
        policy: mailbox.policy.as_deref().unwrap_or_default(),
        protected_by: &mailbox.protected_by,
        is_under_customer_keys: generation.is_some(),
        data_encryption_policy_id: generation.map(|id| id.to_string()).unwrap_or_default(),
        rewrap_pending: mailbox.rewrap_pending,
        removed: mailbox.removed.map_or("", |removed| removed.how.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_one_field_and_no_formula() {
        for (text, wanted) in [
            ("alice", "alice"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("a\u{202e}b\u{200f}", r"a\u{202e}b\u{200f}"),
            ("\u{200b}=1+1", r"\u{200b}=1+1"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(field(text), wanted);
        }
    }
}
