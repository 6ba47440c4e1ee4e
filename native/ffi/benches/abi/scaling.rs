//! What two threads do in the time that one needs for its half: small items, short streams, reads
//! at an offset and cmdlets that read, each on one scope or session, and on one of its own.

use crate::c::{Scope, Seal, Session, open_item, seal_item};
use crate::{row, timed};
use customerkey::exports::buffer::ckey_buffer_free;
use customerkey::exports::read_at::ckey_read_at;
use std::ptr::null;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often each row alternates between one thread and two, ours and raw, and rounds each time.
const TURNS: usize = 15;
const ROUNDS: usize = 20;

/// About how long a round lasts, in seconds: shorter than a turn on the processor, so that many
/// rounds are not interrupted on either thread.
const ROUND: f64 = 1e-3;

/// What two threads have to do in the time of one, where the machine gives them two processors.
const PROMISE: f64 = 1.8;

pub(crate) fn threads(first: &Session, second: &Session) {
    let scopes =
        [first.scope("{\"application\": \"one\"}"), first.scope("{\"application\": \"two\"}")];
    let other = second.scope("{\"application\": \"other\"}");
    let item = [7; 1024];
    let seal = |scope: Scope| free(seal_item(scope, &item));
    let start = |scope: Scope| drop(Seal::start(scope));
    let objects = Shared([scopes[0], scopes[1], other].map(|scope| seal_item(scope, &item)));
    let open = |number: usize, scope: Scope| free(open_item(scope, &objects.get()[number]));
    let read = |number: usize, scope: Scope| {
        let (mut out, mut written) = ([0; 100], 0);
        let object = &objects.get()[number];
        c!(ckey_read_at(
            scope.0,
            null(),
            0,
            null(),
            0,
            object.data,
            object.len,
            400,
            out.as_mut_ptr(),
            out.len(),
            &raw mut written
        ));
        assert_eq!(written, 100);
    };
    scales("sealing items of 1 KiB", "one scope", &|_| seal(scopes[0]));
    scales("sealing items of 1 KiB", "two scopes", &|thread| seal(scopes[thread]));
    scales("sealing items of 1 KiB", "two sessions", &|thread| seal([scopes[0], other][thread]));
    scales("opening items of 1 KiB", "one scope", &|_| open(0, scopes[0]));
    scales("reading at an offset", "one scope", &|_| read(0, scopes[0]));
    scales("reading at an offset", "two scopes", &|thread| read(thread, scopes[thread]));
    scales("starting a stream", "one scope", &|_| start(scopes[0]));
    scales("starting a stream", "two scopes", &|thread| start(scopes[thread]));
    objects.0.into_iter().for_each(free);
}

/// Cmdlets that read, on the session that has the mailboxes.
pub(crate) fn calls(session: &Session) {
    let session = Shared(session);
    scales("a call that reads one object", "one session", &|_| {
        session.get().run("Get-Mailbox", "{\"Identity\": \"anna\"}", |_| ());
    });
}

/// What a call costs the processors while another runs beside it. Clocks say how much two threads do
/// only on a machine that has nothing else to do: a call hands its work to a thread of the library,
/// so two of them want four threads at once. What they take from one another shows in the time that
/// the processors work, whoever else uses them.
pub(crate) fn beside_another(session: &Session) {
    const CALLS: usize = 4000;
    const ROUNDS: usize = 7;
    let session = Shared(session);
    let calls = || {
        (0..CALLS).for_each(|_| {
            session.get().run("Get-Mailbox", "{\"Identity\": \"anna\"}", |_| ());
        });
    };
    let (mut alone, mut beside) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        alone += worked(calls);
        beside += worked(|| {
            std::thread::scope(|threads| {
                threads.spawn(calls);
                calls();
            });
        }) / 2.0;
    }
    if beside == 0.0 {
        return; // The system does not tell.
    }
    row(
        "abi processor time of a call that reads one object",
        alone / (ROUNDS * CALLS) as f64 * 1e6,
        "us",
        None,
    );
    row(
        "abi processor time of such a call alone",
        alone / beside,
        "of one beside another",
        Some(("at_least", 0.9)),
    );
}

/// Seconds that processors work for this process while `run` does.
fn worked(run: impl FnOnce()) -> f64 {
    // In hundredths of a second, as the system tells them.
    let hundredths = || {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>()
    };
    let before = hundredths();
    run();
    (hundredths() - before) / 100.0
}

/// What any thread may use: the handle of a session, and bytes that nobody changes.
struct Shared<T>(T);
unsafe impl<T> Sync for Shared<T> {}
impl<T> Shared<T> {
    fn get(&self) -> &T {
        &self.0
    }
}

fn free(mut buffer: customerkey::ckey_buffer) {
    assert_eq!(unsafe { ckey_buffer_free(&raw mut buffer) }, 0);
}

/// Two rows: how much two threads do in the time of one, and how that is of what raw encryption
/// reaches meanwhile. The first is a promise where the machine gives two threads two processors.
fn scales(what: &str, on: &str, work: &(dyn Fn(usize) + Sync)) {
    let (ours, raw) = (Work::sized(work), Work::sized(&raw));
    let mut seconds = [const { Vec::new() }; 4];
    for _ in 0..TURNS {
        ours.rounds(1, &mut seconds[0]);
        ours.rounds(2, &mut seconds[1]);
        raw.rounds(1, &mut seconds[2]);
        raw.rounds(2, &mut seconds[3]);
    }
    // Of the rounds that nobody interrupted.
    let [one, two, raw_one, raw_two] = seconds.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 10]
    });
    let (ours, raw) = (2.0 * one / two, 2.0 * raw_one / raw_two);
    row(
        &format!("abi {what} on two threads, {on}"),
        ours,
        "times one",
        Some(("at_least", PROMISE)).filter(|_| raw >= 1.9),
    );
    row(
        &format!("abi {what} on two threads, {on}, of what raw reaches"),
        ours / raw,
        "of raw",
        Some(("at_least", 0.9)),
    );
}

/// Raw encryption of 1 KiB, with the key set up each time.
fn raw(_: usize) {
    crate::data::raw_item();
}

/// What a thread does again and again.
struct Work<'a> {
    times: usize,
    work: &'a (dyn Fn(usize) + Sync),
}

impl<'a> Work<'a> {
    fn sized(work: &'a (dyn Fn(usize) + Sync)) -> Self {
        let each = (0..100).map(|_| timed(|| work(0))).fold(f64::INFINITY, f64::min);
        Self { times: ((ROUND / each) as usize).max(1), work }
    }

    /// Rounds that all threads begin together, each as long as the slowest of them takes.
    fn rounds(&self, threads: usize, seconds: &mut Vec<f64>) {
        let (begun, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let all_at = |count: &AtomicUsize, round: usize| {
            count.fetch_add(1, Ordering::AcqRel);
            let mut spins = 0_u32;
            while count.load(Ordering::Acquire) < threads * (round + 1) {
                // Cmdlets run on threads of the library, which need the processor too.
                spins += 1;
                if spins > 200 { std::thread::yield_now() } else { std::hint::spin_loop() }
            }
        };
        let run = |thread: usize, seconds: &mut Vec<f64>| {
            (self.work)(thread);
            for round in 0..ROUNDS {
                all_at(&begun, round);
                seconds.push(timed(|| {
                    (0..self.times).for_each(|_| (self.work)(thread));
                    all_at(&done, round);
                }));
            }
        };
        std::thread::scope(|scope| {
            let run = &run;
            (1..threads).for_each(|thread| drop(scope.spawn(move || run(thread, &mut Vec::new()))));
            run(0, seconds);
        });
    }
}
