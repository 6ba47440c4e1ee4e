//! The audit log as the compliance service shows it: pages of one search, each record with its data
//! as JSON (rule 3.5.5).

use super::RunResult;
use super::audit::time_between;
use crate::generated::exchange_online::SearchUnifiedAuditLog;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view::{self, UnifiedRecord};
use ckey_engine::{AuditQuery, AuditView, Tenant};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Without `-ResultSize`, and the most that it can be.
const SIZES: (i32, i32) = (100, 5000);

/// The most that one search finds: in order, and with `ReturnLargeSet`.
const MOST: (usize, usize) = (5000, 50_000);

/// Searches that are remembered; the one that was begun first is forgotten first.
const REMEMBERED: usize = 100;

/// How far a search has come that is asked for page by page.
#[derive(Clone, Copy)]
struct Place {
    /// Records from this one on are newer than the search.
    before: i64,
    sent: usize,
}

type Searches = BTreeMap<(String, String), Place>;

/// Of this process, by tenant and `-SessionId`.
static SEARCHES: Mutex<Searches> = Mutex::new(BTreeMap::new());

fn searches() -> std::sync::MutexGuard<'static, Searches> {
    SEARCHES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What records are chosen by.
struct Wanted {
    operations: Vec<Pattern>,
    users: Vec<Pattern>,
    objects: Vec<Pattern>,
    kind: Option<String>,
    text: Option<String>,
}

/// A comma list in one text is a list too.
fn patterns(given: Option<Vec<String>>) -> Vec<Pattern> {
    let given = given.unwrap_or_default();
    let names = given.iter().flat_map(|text| text.split(',')).map(str::trim);
    names.filter(|name| !name.is_empty()).map(Pattern::new).collect()
}

impl Wanted {
    fn fits(&self, record: &AuditView, shown: &UnifiedRecord) -> bool {
        let any = |patterns: &[Pattern], texts: &[&str]| {
            patterns.is_empty()
                || patterns.iter().any(|like| texts.iter().any(|text| like.matches(text)))
        };
        let kind = |wanted: &String| {
            wanted.eq_ignore_ascii_case(shown.kind) || *wanted == shown.number.to_string()
        };
        let text = |wanted: &String| shown.data.to_lowercase().contains(&wanted.to_lowercase());
        any(&self.operations, &[&shown.operation, &record.activity])
            && any(&self.users, &[&record.actor])
            && any(&self.objects, &[&record.object])
            && self.kind.as_ref().is_none_or(kind)
            && self.text.as_ref().is_none_or(text)
    }
}

impl Run<Context, CmdletError> for SearchUnifiedAuditLog {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        time_between(self.start_date.0, self.end_date.0)?;
        let size = size(self.result_size)?;
        let large = self.session_command.as_deref() == Some("ReturnLargeSet");
        let key = self.session_id.map(|id| (tenant.id().to_string(), id));
        let place = key.as_ref().and_then(|key| searches().get(key).copied());
        let wanted = Wanted {
            operations: patterns(self.operations),
            users: patterns(self.user_ids),
            objects: patterns(self.object_ids),
            kind: self.record_type.map(|kind| kind.trim().to_owned()),
            text: self.free_text,
        };
        let query = AuditQuery {
            before: place.map(|place| place.before),
            from: Some(self.start_date.0),
            to: Some(self.end_date.0.saturating_sub(1)),
            record_type: None,
        };
        let most = if large { MOST.1 } else { MOST.0 };
        let found = find(context, &tenant, query, &wanted, most)?;
        let sent = place.map_or(0, |place| place.sent);
        let page: Vec<_> = found.iter().enumerate().skip(sent).take(size).collect();
        let (count, after) = (found.len(), sent.saturating_add(page.len()));
        for (at, (record, shown)) in &page {
            let place = at.saturating_add(1);
            context.send(&view::unified_audit(record, shown, place, count, after < count))?;
        }
        if let Some(key) = key {
            let newest = found.first().map(|(record, _)| record.sequence.saturating_add(1));
            let before = place.map(|place| place.before).or(newest);
            remember(key, before, after, page.is_empty());
        }
        Ok(())
    }
}

fn size(given: Option<i32>) -> Result<usize, CmdletError> {
    let size = given.unwrap_or(SIZES.0);
    usize::try_from(size).ok().filter(|_| (1..=SIZES.1).contains(&size)).ok_or_else(|| {
        let message = format!("-ResultSize cannot be {size}.");
        let fix = "Give 1 to 5000; more comes page by page, with one -SessionId.";
        CmdletError::argument("ResultSizeOutOfRange", message, fix).about(size.to_string())
    })
}

fn find(
    context: &Context,
    tenant: &Tenant,
    mut query: AuditQuery,
    wanted: &Wanted,
    most: usize,
) -> Result<Vec<(AuditView, UnifiedRecord)>, CmdletError> {
    let organization = tenant.id().to_string();
    let mut found = Vec::new();
    loop {
        context.check()?;
        let page = tenant.audit().page(&query)?;
        for record in page.records {
            let shown = UnifiedRecord::of(&record, &organization);
            if wanted.fits(&record, &shown) {
                found.push((record, shown));
            }
            if found.len() >= most {
                return Ok(found);
            }
        }
        if page.next.is_none() {
            return Ok(found);
        }
        query.before = page.next;
    }
}

/// A search that has returned nothing is over: the next one of its name begins anew.
fn remember(key: (String, String), before: Option<i64>, sent: usize, is_over: bool) {
    let mut searches = searches();
    match before.filter(|_| !is_over) {
        Some(before) => {
            if searches.len() >= REMEMBERED && !searches.contains_key(&key) {
                searches.pop_first();
            }
            searches.insert(key, Place { before, sent });
        }
        None => drop(searches.remove(&key)),
    }
}
