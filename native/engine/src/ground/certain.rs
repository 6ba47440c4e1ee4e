//! What time it is beyond doubt. A system's clock that leaps ahead, and is put right an hour later,
//! must not have destroyed for good what could be brought back for weeks.

use ckey_store::model::AuditRow;
use ckey_store::{Reader, StateExt};
use serde_json::json;

use super::{CLOCK_OFFSET, Ground};
use crate::error::{EngineError, Result};
use crate::record::{Actor, AuditEvent};

/// How long a time that the clock shows is in doubt.
const DAY: i64 = 24 * 60 * 60;

impl Ground {
    /// The latest time that is certainly over: the record knows it for a day by now, or somebody moved
    /// the clock of a rehearsal there on purpose.
    pub(crate) fn certain_time(&self) -> Result<i64> {
        let before = self.now().saturating_sub(DAY);
        self.state().view(|reader| Ok(recorded_by(reader, before)?.max(moved_to(reader)?)))
    }

    /// Lets the record know what time it is, where it has heard of no later one than `than`: a day
    /// later that is beyond doubt.
    pub(crate) fn note_time(&self, than: i64) -> Result<()> {
        let now = self.now();
        self.state().commit(|writer| {
            if writer.last_audit()?.is_some_and(|last| last.at > than) {
                return Ok(());
            }
            let (activity, details) = ("Note end of retention", json!({}));
            let event = AuditEvent::new(activity, "Tenant", Actor::SERVICE, self.name(), details);
            self.chain().append(writer, now, &event)
        })
    }
}

fn at(reader: &mut dyn Reader, sequence: i64) -> Result<Option<AuditRow>> {
    Ok(reader.audit(sequence.saturating_sub(1), 1)?.into_iter().next())
}

/// The time of the last record that is no later, and never before the first; records are in the
/// order of their times.
fn recorded_by(reader: &mut dyn Reader, time: i64) -> Result<i64> {
    let first = at(reader, 1)?;
    let (mut known, mut low) = (first.map_or(0, |first| first.at), 1);
    let mut high = reader.last_audit()?.map_or(0, |last| last.sequence);
    while low <= high {
        let middle = low.saturating_add(high.saturating_sub(low) / 2);
        match at(reader, middle)?.filter(|record| record.at <= time) {
            Some(record) => (known, low) = (record.at, middle.saturating_add(1)),
            None => high = middle.saturating_sub(1),
        }
    }
    Ok(known)
}

/// Where the clock was moved to the last time.
fn moved_to(reader: &mut dyn Reader) -> Result<i64> {
    if reader.setting(CLOCK_OFFSET)?.is_none() {
        return Ok(i64::MIN);
    }
    let settings = reader.recorded_rows()?.settings;
    let moved = settings.iter().find(|setting| setting.row.name == CLOCK_OFFSET);
    let record = moved.map_or(Ok(None), |moved| at(reader, moved.record))?;
    Ok::<_, EngineError>(record.map_or(i64::MIN, |record| record.at))
}
