//! The audit log.

use super::evidence::{check_new, write_new};
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    ExportCustomerKeyAuditHead, SearchCustomerKeyAudit, TestCustomerKeyAudit,
};
use crate::generated::output::customer_key::CustomerKeyAuditHead;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::surface::output::Local;
use crate::surface::value::ResultSize;
use crate::surface::wildcard::Pattern;
use crate::view::{self, SERVICE_ENCRYPTION};
use ckey_engine::Category;
use ckey_engine::{AuditQuery, AuditView, iso};
use serde_json::Value;
use std::path::Path;

pub(super) const DEFAULT_SIZE: u64 = 1000;

impl Run<Context, CmdletError> for SearchCustomerKeyAudit {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if let (Some(start), Some(end)) = (&self.start_date, &self.end_date) {
            time_between(start.0, end.0)?;
        }
        if self.verify {
            let verdict = tenant.audit().verify(context.cancel())?;
            if let Some(problem) = verdict.problem {
                return Err(CmdletError::new(
                    "AuditBroken",
                    Category::SecurityError,
                    problem,
                    "Keep the tenant as it is, and compare it with a backup.",
                ));
            }
        }
        let pattern = |given: &Option<String>| given.as_deref().map(Pattern::new);
        let wanted = Wanted {
            activity: pattern(&self.activity),
            operation: pattern(&self.operation),
            user: pattern(&self.user),
            object: pattern(&self.object),
            result: self.result,
        };
        let mut query = AuditQuery {
            before: None,
            from: self.start_date.map(|date| date.0),
            to: self.end_date.map(|date| date.0.saturating_sub(1)),
            record_type: self.record_type.as_deref().map(record_type).transpose()?,
        };
        let (limit, mut sent) = (self.result_size.map_or(DEFAULT_SIZE, ResultSize::limit), 0);
        loop {
            context.check()?;
            let page = tenant.audit().page(&query)?;
            for record in page.records.iter().filter(|record| wanted.fits(record)) {
                if sent == limit {
                    return context.warning(&cut(limit, record));
                }
                sent += 1;
                context.send(&view::audit_record(record))?;
            }
            if page.next.is_none() {
                return Ok(());
            }
            query.before = page.next;
        }
    }
}

/// Nothing is between two times that are in the wrong order, or the same: that is a mistake, and no
/// log without records.
pub(super) fn time_between(start: i64, end: i64) -> RunResult {
    if start < end {
        return Ok(());
    }
    let (start, end) = (iso(start), iso(end));
    let message = format!(
        "No record is from {start} on and before {end}: -EndDate is not later than -StartDate."
    );
    let fix = "Give a later -EndDate, such as the day after the last one that is wanted: it ends before it. Or leave it out.";
    Err(CmdletError::argument("InvalidDateRange", message, fix).about(end))
}

/// What is not shown, for who must not take the newest for all there are.
fn cut(shown: u64, next: &AuditView) -> String {
    let (number, at) = (next.sequence, iso(next.at));
    format!(
        "Only the newest {shown} records that match are shown. Record {number} of {at} matches too, and older ones may. Give a larger -ResultSize, or Unlimited."
    )
}

/// What else records are chosen by.
struct Wanted {
    activity: Option<Pattern>,
    operation: Option<Pattern>,
    user: Option<Pattern>,
    object: Option<Pattern>,
    result: Option<String>,
}

impl Wanted {
    fn fits(&self, record: &AuditView) -> bool {
        let origin = record.origin.as_ref();
        let asked = |pattern: &Option<Pattern>, texts: &[Option<&str>]| {
            pattern
                .as_ref()
                .is_none_or(|pattern| texts.iter().flatten().any(|text| pattern.matches(text)))
        };
        let os_user = origin.map(|origin| origin.os_user.as_str());
        let operation = origin.and_then(|origin| origin.operation.as_deref());
        let objects = if self.object.is_some() { objects(record) } else { Vec::new() };
        asked(&self.activity, &[Some(&record.activity)])
            && asked(&self.operation, &[operation, Some(&record.activity)])
            && asked(
                &self.user,
                &[
                    Some(&record.actor),
                    os_user,
                    os_user.and_then(|user| Some(user.rsplit_once(" (")?.0)),
                ],
            )
            && asked(&self.object, &objects)
            && self
                .result
                .as_deref()
                .is_none_or(|result| result.eq_ignore_ascii_case(&record.result))
    }
}

/// What a record is about: its object, and what the operations in a vault were done to.
fn objects(record: &AuditView) -> Vec<Option<&str>> {
    let operations =
        record.details.get("operations").and_then(Value::as_array).into_iter().flatten();
    let within = operations.map(|operation| operation.get("object").and_then(Value::as_str));
    std::iter::once(Some(record.object.as_str())).chain(within).collect()
}

fn record_type(given: &str) -> Result<u32, CmdletError> {
    if given.eq_ignore_ascii_case(SERVICE_ENCRYPTION.0) {
        return Ok(SERVICE_ENCRYPTION.1);
    }
    given.trim().parse().map_err(|_| {
        let fix = format!("Give {} or a number.", SERVICE_ENCRYPTION.0);
        CmdletError::argument("UnknownRecordType", format!("'{given}' is no kind of record."), fix)
            .about(given)
    })
}

impl Change for ExportCustomerKeyAuditHead {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let file = context.path(&self.output_file);
        check_new(&file)?;
        let effect = format!("The head of the audit log would be written to {}.", file.display());
        Ok(Plan::one(effect, move |context| {
            let text = tenant.audit().head()?;
            write_new(&file, &text)?;
            let head: Value = serde_json::from_str(&text)
                .map_err(|_| CmdletError::internal("Reading the head of the audit log"))?;
            let text = |name: &str| head.get(name).and_then(Value::as_str).map(str::to_owned);
            context.send(&CustomerKeyAuditHead {
                records: head.get("sequence").and_then(Value::as_i64),
                hash: text("link"),
                public_key: text("public_key"),
                created: Some(Local(tenant.now())),
                output_file: Some(file.display().to_string()),
            })
        }))
    }
}

impl Run<Context, CmdletError> for TestCustomerKeyAudit {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        // What was given and is empty is a mistake of a script, and would make the check a weaker
        // one.
        let missing =
            |what: &str, fix: &str| CmdletError::argument("AuditCheckIncomplete", what, fix);
        if self.head_file.as_ref().is_some_and(String::is_empty) {
            return Err(missing(
                "The head file is empty text.",
                "Give a file of Export-CustomerKeyAuditHead, or leave -HeadFile out.",
            ));
        }
        if self.public_key.as_ref().is_some_and(String::is_empty) {
            return Err(missing(
                "The public key is empty text.",
                "Give the AuditPublicKey that you kept, or leave -PublicKey out.",
            ));
        }
        if self.public_key.is_some() && self.head_file.is_none() {
            return Err(missing(
                "A public key checks a head, and none was given.",
                "Give -HeadFile.",
            ));
        }
        let verdict = tenant.audit().verify(context.cancel())?;
        context.send(&view::audit_check("Chain", &verdict, None))?;
        let Some(file) = self.head_file else { return Ok(()) };
        let key = self.public_key;
        let verdict = tenant.audit().check_head(&read(&context.path(&file))?, key.as_deref())?;
        let checked_with = if key.is_some() { "GivenKey" } else { "TenantsOwnKey" };
        context.send(&view::audit_check("Head", &verdict, Some(checked_with)))
    }
}

fn read(file: &Path) -> Result<String, CmdletError> {
    ckey_base::regular::open(file)
        .and_then(std::io::read_to_string)
        .map_err(|error| super::content::failed("read", file, &error))
}
