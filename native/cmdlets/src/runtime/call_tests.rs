//! The protocol, by runs made for it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::runtime::call::{Call, Next};
use crate::runtime::context::{CallOptions, Context};
use crate::runtime::error::CmdletError;
use crate::runtime::options::SessionOptions;
use crate::runtime::session::Session;
use ckey_base::CancelToken;
use ckey_engine::Category;
use ckey_table::Shape;
use crossbeam_channel::{bounded, unbounded};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const TOY: Shape =
    Shape { types: &["CustomerKey.Toy"], shown: "N", ordered: "", columns: &[("N", "int")] };
const LONG: Duration = Duration::from_secs(60);

fn start(run: impl FnOnce(&mut Context) -> Result<(), CmdletError> + Send + 'static) -> Call {
    start_as(CallOptions::default(), run)
}

fn start_as(
    options: CallOptions,
    run: impl FnOnce(&mut Context) -> Result<(), CmdletError> + Send + 'static,
) -> Call {
    let session = Session::open(SessionOptions::default()).unwrap();
    Call::start(
        CancelToken::new(),
        move |ends| Context::new(session, "Get-Toy", options, Default::default(), ends),
        run,
    )
    .unwrap()
}

/// The next record's head and objects; `None` at the end.
fn read(call: &mut Call) -> Option<(Value, Vec<Value>)> {
    match call.next(LONG).unwrap() {
        Next::Record(bytes) => {
            let text = String::from_utf8(bytes).unwrap();
            let (head, rest) = text.split_once('\n').unwrap_or((&text, "[]"));
            Some((serde_json::from_str(head).unwrap(), serde_json::from_str(rest).unwrap()))
        }
        Next::None => panic!("no record within {LONG:?}"),
        Next::Finished => None,
    }
}

#[test]
fn objects_come_in_batches_of_at_most_a_thousand_and_the_first_comes_soon() {
    let mut call =
        start(|context| (0..3000).try_for_each(|n| context.output(&TOY, &json!({ "N": n }))));
    let mut sizes = Vec::new();
    let mut all = Vec::new();
    while let Some((head, objects)) = read(&mut call) {
        assert_eq!(
            (head["stream"].as_str(), head["type"][0].as_str()),
            (Some("output"), Some("CustomerKey.Toy"))
        );
        sizes.push(objects.len());
        all.extend(objects.iter().map(|object| object["N"].as_i64().unwrap()));
    }
    assert!(all.iter().copied().eq(0..3000));
    assert!(sizes[0] <= 50 && sizes.iter().all(|size| (1..=1000).contains(size)), "{sizes:?}");
    assert_eq!(call.status(), Ok(()));
}

#[test]
fn a_yes_after_the_call_was_cancelled_is_none() {
    let (sender, said) = bounded(1);
    let mut call = start(move |context| {
        let answered = context.confirm("Change", "Shall it?");
        sender.send(answered.is_ok()).unwrap();
        answered.map(drop)
    });
    assert_eq!(read(&mut call).unwrap().0["stream"], "confirm");
    call.canceller().cancel();
    call.answer(true);
    assert!(!said.recv_timeout(LONG).unwrap());
}

#[test]
fn a_run_that_panics_ends_the_call_with_an_error() {
    let mut call = start(|_| panic!("on purpose"));
    while read(&mut call).is_some() {}
    assert!(call.status().is_err());
}

#[test]
fn records_keep_their_order_across_streams() {
    let mut call = start(|context| {
        context.output(&TOY, &1)?;
        context.warning("careful")?;
        context.output(&TOY, &2)?;
        context.error(&CmdletError::new("ToyBroken", Category::InvalidOperation, "broken", ""))?;
        context.output(&TOY, &3)
    });
    let streams: Vec<String> = std::iter::from_fn(|| read(&mut call))
        .map(|(head, _)| head["stream"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(streams, ["output", "warning", "output", "error", "output"]);
    assert_eq!(
        call.status().unwrap_err().id,
        "ToyBroken",
        "a call with an error record has not done what was asked"
    );
}

#[test]
fn the_error_that_ends_a_run_is_its_last_record() {
    let (go, may_go) = std::sync::mpsc::channel::<()>();
    let mut call = start(move |context| {
        may_go.recv().unwrap();
        context.output(&TOY, &1)?;
        Err(CmdletError::new("ToyGone", Category::ObjectNotFound, "gone", "look again")
            .about("toy"))
    });
    assert_eq!(call.status().unwrap_err().id, "CallNotFinished");
    go.send(()).unwrap();
    assert_eq!(read(&mut call).unwrap().1, [json!(1)]);
    let (error, _) = read(&mut call).unwrap();
    assert_eq!(
        (error["id"].as_str(), error["target"].as_str(), error["fix"].as_str()),
        (Some("ToyGone"), Some("toy"), Some("look again"))
    );
    assert_eq!(call.next(LONG), Ok(Next::Finished));
    assert_eq!(call.next(LONG), Ok(Next::Finished), "and stays so");
    assert_eq!(call.status().unwrap_err().id, "ToyGone");
}

#[test]
fn two_calls_interleave_on_one_thread() {
    let listing = || start(|context| (0..5000).try_for_each(|n| context.output(&TOY, &n)));
    let (mut one, mut two) = (listing(), listing());
    let mut seen = [0, 0];
    loop {
        let (a, b) = (read(&mut one), read(&mut two));
        seen[0] += a.as_ref().map_or(0, |(_, objects)| objects.len());
        seen[1] += b.as_ref().map_or(0, |(_, objects)| objects.len());
        if a.is_none() && b.is_none() {
            break;
        }
    }
    assert_eq!(seen, [5000, 5000]);
}

#[test]
fn two_hundred_calls_can_be_open_at_once() {
    let (release, gate) = unbounded::<()>();
    let mut calls: Vec<Call> = (0..200)
        .map(|n| {
            let gate = gate.clone();
            start(move |context| {
                let _ = gate.recv();
                context.output(&TOY, &n)
            })
        })
        .collect();
    drop(release);
    for (n, call) in calls.iter_mut().enumerate() {
        assert_eq!(read(call).unwrap().1, [json!(n)]);
        assert!(read(call).is_none());
    }
}

#[test]
fn nothing_yet_is_not_the_end() {
    let (release, gate) = bounded::<()>(0);
    let mut call = start(move |context| {
        let _ = gate.recv();
        context.output(&TOY, &1)
    });
    assert_eq!(call.next(Duration::ZERO), Ok(Next::None));
    drop(release);
    assert_eq!(read(&mut call).unwrap().1, [json!(1)]);
}

#[test]
fn a_question_is_answered_once_and_only_yes_is_a_success() {
    let ask = || {
        start(|context| {
            let answer = context.confirm("Confirm", "Are you sure?")?;
            context.output(&TOY, &answer)
        })
    };
    for (answer, status) in [
        (Some(true), Ok(())),
        (Some(false), Err("QuestionDeclined".to_owned())),
        (None, Err("QuestionUnanswered".to_owned())),
    ] {
        let mut call = ask();
        let (question, _) = read(&mut call).unwrap();
        assert_eq!(
            (question["stream"].as_str(), question["message"].as_str()),
            (Some("confirm"), Some("Are you sure?"))
        );
        if let Some(yes) = answer {
            call.answer(yes);
            call.answer(!yes);
        }
        assert_eq!(read(&mut call).unwrap().1, [json!(answer.unwrap_or(false))]);
        assert!(read(&mut call).is_none(), "no record tells of it");
        assert_eq!(call.status().map_err(|error| error.id), status);
    }
    let mut forced = start_as(CallOptions { unasked: true, ..CallOptions::default() }, |context| {
        let answer = context.confirm("Confirm", "Are you sure?")?;
        context.output(&TOY, &answer)
    });
    assert_eq!(read(&mut forced).unwrap().1, [json!(true)], "-Force is not asked");
    assert!(read(&mut forced).is_none() && forced.status().is_ok());
}

#[test]
fn one_declined_input_does_not_stop_the_others_and_the_status_says_so() {
    let each = |fails: bool| {
        start(move |context| {
            for name in ["a", "b", "c"] {
                if context.confirm("Confirm", &format!("Change {name}?"))? {
                    context.output(&TOY, name)?;
                }
            }
            if fails {
                Err(CmdletError::new("ToyBroken", Category::InvalidOperation, "broken", ""))
            } else {
                Ok(())
            }
        })
    };
    let play = |fails: bool, answers: [Option<bool>; 3]| {
        let (mut call, mut answers, mut done) = (each(fails), answers.into_iter(), Vec::new());
        while let Some((head, objects)) = read(&mut call) {
            if head["stream"] == "confirm"
                && let Some(yes) = answers.next().unwrap()
            {
                call.answer(yes);
            }
            done.extend(objects);
        }
        (done, call.status().unwrap_err())
    };
    let (done, status) = play(false, [Some(true), Some(false), Some(true)]);
    assert_eq!((done, status.id.as_str()), (vec![json!("a"), json!("c")], "QuestionDeclined"));
    assert!(status.message.contains("Change b?"), "{}", status.message);
    let (done, status) = play(false, [Some(false), None, Some(true)]);
    assert_eq!(
        (done, status.id.as_str()),
        (vec![json!("c")], "QuestionUnanswered"),
        "the worse of the two"
    );
    let (_, status) = play(true, [Some(false), None, Some(true)]);
    assert_eq!(status.id, "ToyBroken", "an error record comes first");
}

#[test]
fn cancelling_wakes_a_wait_and_a_question_and_a_full_channel() {
    let waits =
        || start(|context| context.cancel().sleep(LONG).map_err(|_| CmdletError::cancelled()));
    let asks = || start(|context| context.confirm("Confirm", "?").map(drop));
    let floods = || start(|context| (0..).try_for_each(|n: u64| context.output(&TOY, &n)));
    for mut call in [waits(), asks(), floods()] {
        let canceller = call.canceller();
        std::thread::spawn(move || canceller.cancel()).join().unwrap();
        while !matches!(call.next(LONG).unwrap(), Next::Finished) {}
        assert_eq!(call.status().unwrap_err().id, "OperationStopped");
    }
}

#[test]
fn a_dropped_call_ends_its_run() {
    let (ended, end) = bounded::<()>(1);
    let call = start(move |context| {
        let _ended = ended;
        (0..).try_for_each(|n: u64| context.output(&TOY, &n))
    });
    drop(call);
    assert!(end.recv_timeout(LONG).is_err_and(|error| error.is_disconnected()));
}

#[test]
fn dropping_a_call_does_not_wait_for_a_run_that_does_not_listen() {
    let (release, gate) = bounded::<()>(0);
    let call = start(move |_| {
        let _ = gate.recv();
        Ok(())
    });
    let before = Instant::now();
    drop(call);
    assert!(before.elapsed() < LONG);
    drop(release);
}

#[test]
fn a_panic_is_an_error_record_and_the_thread_lives_on() {
    let mut call = start(|_| panic!("a fault, made for this test"));
    let (error, _) = read(&mut call).unwrap();
    assert_eq!(error["id"], "InternalError");
    assert!(
        !error["message"].as_str().unwrap().contains("made for this test"),
        "a panic's text may hold data"
    );
    assert!(read(&mut call).is_none());
    assert!(read(&mut start(|context| context.output(&TOY, &1))).is_some());
}

#[test]
fn progress_is_throttled_and_taken_away() {
    let mut call = start(|context| {
        (0..100).try_for_each(|n| context.progress("Working", "now", n))?;
        context.progress_done("Working")
    });
    let heads: Vec<Value> = std::iter::from_fn(|| read(&mut call)).map(|(head, _)| head).collect();
    assert!(heads.len() < 50, "{}", heads.len());
    assert_eq!((heads[0]["percent"].as_i64(), heads[0]["done"].as_bool()), (Some(0), Some(false)));
    assert_eq!(heads.last().unwrap()["done"], true);
}

#[test]
#[ignore = "a measurement: cargo test -p ckey-cmdlets --release -- --ignored --nocapture"]
fn the_cost_of_an_empty_call() {
    let session = Session::open(SessionOptions::default()).unwrap();
    let mut took: Vec<Duration> = (0..100_000)
        .map(|_| {
            let (session, before) = (session.clone(), Instant::now());
            let mut call = Call::start(
                CancelToken::new(),
                move |ends| {
                    Context::new(
                        session,
                        "Get-Toy",
                        CallOptions::default(),
                        Default::default(),
                        ends,
                    )
                },
                |context| context.output(&TOY, &1),
            )
            .unwrap();
            while !matches!(call.next(LONG).unwrap(), Next::Finished) {}
            before.elapsed()
        })
        .collect();
    took.sort_unstable();
    #[allow(clippy::print_stdout)]
    {
        println!("median {:?}, 99 % {:?}", took[50_000], took[99_000]);
    }
}
