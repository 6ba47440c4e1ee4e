//! The report on a tenant, as a file.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::PlanResult;
use super::content::{check_folder_of, failed};
use super::part::{self, NotPut, Part};
use crate::generated::customer_key::ExportCustomerKeyReport;
use crate::generated::output::customer_key::CustomerKeyReport;
use crate::report::{Report, page, write_csv, write_json};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use ckey_base::durable;
use ckey_engine::Tenant;

impl Change for ExportCustomerKeyReport {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let file = context.path(&self.path);
        Tenant::check_output(&file)?;
        part::check_replaced(&file)?;
        if file.exists() && !self.force {
            return Err(part::taken(&file));
        }
        check_folder_of(&file)?;
        let format = format_of(self.format.as_deref(), &file);
        let effect = format!("A report on the tenant would be written to {}.", file.display());
        Ok(Plan::one(effect, move |context| {
            let report = Report::of(&tenant, context.cancel())?;
            part::sweep(durable::folder_of(&file));
            let size = write(context, &tenant, &report, (format, &file, self.force))?;
            context.send(&shown(&report, format, &file, size))
        }))
    }
}

/// As it is asked for, else as the file's name ends: a page in a file of a spreadsheet is a slip.
fn format_of(given: Option<&str>, file: &Path) -> &'static str {
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default();
    let is = |format: &&str| given.unwrap_or(ending).eq_ignore_ascii_case(format);
    ["Json", "Csv"].into_iter().find(is).unwrap_or("Html")
}

/// Writes it beside its place and puts it there: whatever ends this, the file is there whole, or
/// what was there before is.
fn write(
    context: &Context,
    tenant: &Tenant,
    report: &Report,
    (format, file, force): (&str, &Path, bool),
) -> Result<u64, CmdletError> {
    let not_written = |error: &io::Error| failed("written", file, error);
    let mut out = Counted { part: BufWriter::new(Part::begin(file)?), bytes: 0 };
    let cancel = context.cancel();
    let written = match format {
        "Json" => write_json(&mut out, tenant, report, cancel),
        "Csv" => write_csv(&mut out, tenant, report, cancel),
        _ => out.write_all(page(report).as_bytes()).map_err(Into::into),
    };
    written.map_err(|error| error.told(not_written))?;
    let bytes = out.bytes;
    let part = out.part.into_inner().map_err(|error| not_written(error.error()))?;
    part.sync().map_err(|error| not_written(&error))?;
    context.check()?;
    part.put(file, force).map_err(|error| match error {
        NotPut::Taken(_) => part::taken(file),
        NotPut::Failed(error) => error,
    })?;
    durable::sync_folder(durable::folder_of(file)).map_err(|error| not_written(&error))?;
    Ok(bytes)
}

struct Counted {
    part: BufWriter<Part>,
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.part.write(bytes)?;
        self.bytes = self.bytes.saturating_add(u64::try_from(written).unwrap_or(u64::MAX));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

fn shown(report: &Report, format: &str, file: &Path, size: u64) -> CustomerKeyReport {
    let long = |number: u64| i64::try_from(number).ok();
    let sum = &report.summary;
    CustomerKeyReport {
        output_file: Some(file.display().to_string()),
        format: Some(format.to_owned()),
        size: long(size),
        mailboxes: long(sum.mailboxes),
        mailboxes_under_customer_keys: long(sum.mailboxes_under_customer_keys),
        failed: i32::try_from(sum.failed).ok(),
        warnings: i32::try_from(sum.warnings).ok(),
    }
}
