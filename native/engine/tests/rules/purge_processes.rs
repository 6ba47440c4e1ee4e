//! A purge while other processes have the tenant open (rule 4.8.11): one with warm caches, one that
//! holds an old state.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use ckey_base::CancelToken;
use ckey_engine::{PurgeView, Tenant};
use rusqlite::Connection;

use crate::processes::child;
use crate::purge::{all_is_well, approve, moved_twice, read};
use crate::stage::Stage;

/// How an answer begins.
const ANSWER: &str = "answer: ";

/// What the child does: answers what it is asked for, line by line.
pub(crate) fn answer(tenant: &Tenant) {
    let mut held = None;
    println!("{ANSWER}open");
    for line in std::io::stdin().lines() {
        let answer = match line.unwrap().split(' ').collect::<Vec<_>>()[..] {
            ["hold"] => {
                let connection = Connection::open(tenant.path().join("tenant.db")).unwrap();
                connection.execute_batch("BEGIN; SELECT count(*) FROM policy;").unwrap();
                held = Some(connection);
                "holding".to_owned()
            }
            ["look"] => wraps_of_b(held.as_ref().unwrap()).to_string(),
            ["read", mailbox, item] => opened(tenant, mailbox, item),
            _ => panic!("no such question"),
        };
        println!("{ANSWER}{answer}");
    }
}

fn wraps_of_b(database: &Connection) -> i64 {
    let sql = "SELECT count(*) FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'B' AND length(w.sealed_key) > 0";
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// How many bytes an item has, or why it does not open.
fn opened(tenant: &Tenant, mailbox: &str, item: &str) -> String {
    match read(tenant, mailbox, item) {
        Ok(content) => format!("{} bytes", content.len()),
        Err(error) => error.id.to_owned(),
    }
}

/// Another process; it is killed by the test's end at the latest.
struct Other {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn of(stage: &Stage) -> Self {
        let mut child = child(stage, "answer");
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut other = Self { child, input, output: BufReader::new(output).lines() };
        assert_eq!(other.hear(), "open");
        other
    }

    fn hear(&mut self) -> String {
        let answer = |line: String| line.split_once(ANSWER).map(|(_, answer)| answer.to_owned());
        self.output.by_ref().find_map(|line| answer(line.unwrap())).unwrap()
    }

    fn ask(&mut self, what: &str) -> String {
        writeln!(self.input, "{what}").unwrap();
        self.hear()
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn work(stage: &Stage, steps: Option<u64>) -> PurgeView {
    stage.tenant.jobs().work(steps, &CancelToken::default(), &mut |_| {}).unwrap();
    stage.tenant.purges().get("B").unwrap()
}

/// Nothing under B opens in any process, whether or not it was there before.
fn nothing_of_b_opens(stage: &Stage, others: &mut [&mut Other], id: &str) {
    let fresh = &mut Other::of(stage);
    for item in ["first", "second"] {
        assert_eq!(opened(&stage.tenant, "alice", item), id);
        for other in others.iter_mut().map(|other| &mut **other).chain([&mut *fresh]) {
            assert_eq!(other.ask(&format!("read alice {item}")), id);
        }
    }
}

/// What belongs to A reads in every process.
fn what_is_of_a_reads(stage: &Stage, others: &mut [&mut Other]) {
    let fresh = &mut Other::of(stage);
    assert_eq!(opened(&stage.tenant, "bob", "bob's"), "10 bytes");
    for other in others.iter_mut().map(|other| &mut **other).chain([fresh]) {
        assert_eq!(other.ask("read bob bob's"), "10 bytes");
    }
}

/// The mailbox was service-managed, then under A, then under B; B is purged while A lives.
#[test]
fn a_purge_waits_for_who_holds_an_old_state_and_nothing_of_it_opens_in_any_process() {
    let stage = Stage::new();
    moved_twice(&stage);
    stage.cached();
    let [mut warm, mut holder] = [(); 2].map(|()| Other::of(&stage));
    read(&stage.tenant, "alice", "first").unwrap();
    for other in [&mut warm, &mut holder] {
        assert_eq!(other.ask("read alice first"), "26 bytes");
        assert_eq!(other.ask("read alice second"), "200000 bytes");
        assert_eq!(other.ask("read bob bob's"), "10 bytes");
    }
    assert_eq!(holder.ask("hold"), "holding");

    approve(&stage);
    assert_eq!(work(&stage, Some(1)).stage, "PolicyDeleted");
    nothing_of_b_opens(&stage, &mut [&mut warm, &mut holder], "PolicyPurged");
    let waiting = work(&stage, None);
    assert_eq!(waiting.stage, "MailboxesDestroyed");
    let problem = waiting.problem.unwrap();
    // Other systems do not tell whose a lock is.
    let names = |process: u32| problem.contains(&format!("process {process}"));
    if cfg!(target_os = "linux") {
        assert!(names(holder.child.id()), "{problem}");
        assert!(!names(warm.child.id()) && !names(std::process::id()), "{problem}");
    }
    assert_eq!(holder.ask("look"), "3", "it holds the wraps that were destroyed");
    assert!(stage.tenant.purges().evidence(&stage.actor(), "B").is_err());
    // Whoever gives the permissions back gives back what is of A, and nothing of B.
    for index in 0..2 {
        stage.permit(index, true);
    }
    let mut others = [&mut warm, &mut holder];
    nothing_of_b_opens(&stage, &mut others, "MailboxNotFound");
    what_is_of_a_reads(&stage, &mut others);

    drop(holder);
    let done = work(&stage, None);
    assert_eq!((done.stage, done.problem), ("Purged", None));
    let database = Connection::open(stage.path().join("tenant.db")).unwrap();
    assert_eq!(wraps_of_b(&database), 0);
    stage.tenant.purges().evidence(&stage.actor(), "B").unwrap();
    nothing_of_b_opens(&stage, &mut [&mut warm], "MailboxNotFound");
    what_is_of_a_reads(&stage, &mut [&mut warm]);
    all_is_well(&stage.tenant);
}
