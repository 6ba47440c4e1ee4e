//! Changes as wholes; jobs and intents.

use super::samples::{id, intent, job, mailbox, populate};
use super::{Outcome, Rules, Wrong, fails, recorded, same};
use crate::error::StoreErrorKind;
use crate::model::{Job, JobFailure, JobState};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a change that fails leaves nothing of itself", undone),
    ("a view stays as it was while others change the state, and does not stop them", views),
    ("a change inside a change is an error, not a standstill", nested),
    ("threads that change the state at once lose nothing", threads),
    ("a job comes back as it was left", job_comes_back),
    ("finished jobs are listed only where they are asked for", finished),
    ("a scheduled job is no open work, and is listed by when it is due", scheduled),
    ("what a job went past is listed, counted and forgotten", went_past),
    ("intents are kept until they are removed, under numbers of their own", intents),
];

fn undone(state: &Backend) -> Outcome {
    let failed: Result<(), Wrong> = recorded(state.as_ref(), |writer| {
        writer.insert_mailbox(&mailbox("a"))?;
        writer.set_setting("x", Some("y"))?;
        Err(Wrong("on purpose".to_owned()))
    });
    same(
        "the caller's own error",
        failed.err().map(|wrong| wrong.0),
        Some("on purpose".to_owned()),
    )?;
    state.view(|reader| {
        same("mailboxes", reader.count_mailboxes(None)?, 0)?;
        same("identity", reader.mailboxes_by_identity("a")?, Vec::new())?;
        same("setting", reader.setting("x")?, None)
    })
}

fn views(state: &Backend) -> Outcome {
    state.view(|reader| {
        same("at first", reader.setting("x")?, None)?;
        recorded(state.as_ref(), |writer| writer.set_setting("x", Some("1")))?;
        same("in the open view", reader.setting("x")?, None)?;
        same("in a new view", state.view(|other| other.setting("x"))?, Some("1".to_owned()))
    })
}

fn nested(state: &Backend) -> Outcome {
    recorded(state.as_ref(), |_| {
        fails(
            "inner change",
            recorded(state.as_ref(), |writer| writer.raise_epoch()),
            StoreErrorKind::Busy,
        )
    })?;
    recorded(state.as_ref(), |writer| writer.raise_epoch().map_err(Wrong::from))
}

fn threads(state: &Backend) -> Outcome {
    let before = state.key_epoch()?;
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let raise =
            || (0..25).try_for_each(|_| recorded(state.as_ref(), |writer| writer.raise_epoch()));
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(raise)).collect();
        threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect()
    });
    for outcome in outcomes {
        outcome.map_err(|_| Wrong("a thread panicked".to_owned()))??;
    }
    same("epoch", state.key_epoch()?, before + 100)
}

fn job_comes_back(state: &Backend) -> Outcome {
    let mut wanted = job(1);
    wanted.no = recorded(state.as_ref(), |writer| writer.insert_job(&wanted))?;
    same("inserted", state.view(|reader| reader.job(wanted.guid))?, Some(wanted.clone()))?;
    let moved = Job {
        state: JobState::CompletedWithErrors,
        cursor: 5,
        done: 6,
        total: 7,
        problem: Some("no vault".to_owned()),
        owner: Some(id(4)),
        lease_until: 8,
        due: 9,
        changed: 10,
        ..wanted
    };
    recorded(state.as_ref(), |writer| writer.update_job(&moved))?;
    same("updated", state.view(|reader| reader.job(moved.guid))?, Some(moved.clone()))?;
    fails(
        "none",
        recorded(state.as_ref(), |writer| {
            writer.update_job(&Job { no: moved.no + 1, ..moved.clone() })
        }),
        StoreErrorKind::NotFound,
    )
}

fn finished(state: &Backend) -> Outcome {
    let all = [JobState::Completed, JobState::Open, JobState::Open, JobState::CompletedWithErrors];
    for (number, stands) in (1..).zip(all) {
        recorded(state.as_ref(), |writer| {
            writer.insert_job(&Job { state: stands, ..job(number) })
        })?;
    }
    let list = |finished| {
        let jobs = state.view(|reader| reader.jobs(finished))?;
        Ok::<_, Wrong>(jobs.into_iter().map(|job| job.guid).collect::<Vec<_>>())
    };
    same("unfinished", list(false)?, vec![job(2).guid, job(3).guid])?;
    same("all", list(true)?, (1..=4).map(|number| job(number).guid).collect())
}

fn scheduled(state: &Backend) -> Outcome {
    for (number, due) in [(1, 30), (2, 10), (3, 20)] {
        recorded(state.as_ref(), |writer| {
            writer.insert_job(&Job { state: JobState::Scheduled, due, ..job(number) })
        })?;
    }
    state.view(|reader| {
        same("open", reader.jobs(false)?, Vec::new())?;
        same("all", reader.jobs(true)?.len(), 3)?;
        let due: Vec<_> = reader.scheduled_jobs()?.into_iter().map(|job| job.due).collect();
        same("earliest first", due, vec![10, 20, 30])
    })
}

fn went_past(state: &Backend) -> Outcome {
    let (_, scopes) = populate(state.as_ref(), 3)?;
    let past = |scope_no: &i64, problem: &str| JobFailure {
        scope_no: *scope_no,
        version: 1,
        problem: problem.to_owned(),
    };
    let (first, second) = state.commit(|writer| {
        Ok::<_, Wrong>((writer.insert_job(&job(1))?, writer.insert_job(&job(2))?))
    })?;
    let failures: Vec<_> = scopes.iter().map(|scope| past(scope, "damaged")).collect();
    state.commit(|writer| writer.add_job_failures(first, &failures))?;
    let again: Vec<_> = scopes.iter().take(1).map(|scope| past(scope, "still damaged")).collect();
    state.commit(|writer| writer.add_job_failures(first, &again))?;
    state.view(|reader| {
        same("each once", reader.count_job_failures(first)?, 3)?;
        same("the latest word", reader.job_failures(first, 0, 1)?, again.clone())?;
        let above = scopes.first().copied().unwrap_or(0);
        same(
            "the next page",
            reader.job_failures(first, above, 10)?,
            failures.get(1..).unwrap_or_default().to_vec(),
        )?;
        same("of the other job", reader.count_job_failures(second)?, 0)
    })?;
    state.commit(|writer| writer.clear_job_failures(first))?;
    same("forgotten", state.view(|reader| reader.job_failures(first, 0, 10))?, Vec::new())
}

fn intents(state: &Backend) -> Outcome {
    let first = recorded(state.as_ref(), |writer| writer.insert_intent(&intent()))?;
    let listed = state.view(|reader| reader.intents())?;
    same("listed", listed, vec![crate::model::Intent { no: first, ..intent() }])?;
    recorded(state.as_ref(), |writer| writer.remove_intent(first))?;
    recorded(state.as_ref(), |writer| writer.remove_intent(first))?;
    same("removed", state.view(|reader| reader.intents())?, Vec::new())?;
    let second = recorded(state.as_ref(), |writer| writer.insert_intent(&intent()))?;
    same("a number of its own", second > first, true)
}
