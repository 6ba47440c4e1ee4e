//! Cmdlets on a tenant.

use crate::c::Session;
use crate::{ROUNDS, forget_peak, median, memory_mib, row, timed};

/// A call that reads one object, warm.
pub(crate) fn one_object(session: &Session) {
    const TIMES: usize = 200;
    session.run("New-Mailbox", "{\"Name\": \"anna\"}", |_| ());
    let read = || {
        let mut found = 0;
        session.run("Get-Mailbox", "{\"Identity\": \"anna\"}", |record| {
            found += usize::from(record.contains("\"Name\":"))
        });
        assert_eq!(found, 1);
    };
    (0..TIMES).for_each(|_| read());
    let each = (0..TIMES).map(|_| timed(read) * 1e3).collect();
    row("abi a call that reads one object", median(each), "ms", Some(("at_most", 1.0)));
}

/// A listing of 100,000 mailboxes, and the memory that it takes.
pub(crate) fn listing(session: &Session) {
    const MAILBOXES: usize = 100_000;
    session.run(
        "New-Mailbox",
        &format!("{{\"Name\": \"user\", \"Count\": {}}}", MAILBOXES - 1),
        |_| (),
    );
    let list = || {
        let mut found = 0;
        session.run("Get-Mailbox", "{\"ResultSize\": \"Unlimited\"}", |record| {
            found += objects(record)
        });
        found
    };
    let base = memory_mib("VmRSS");
    forget_peak();
    let first = list();
    row(
        "abi memory while listing 100,000 mailboxes",
        memory_mib("VmHWM") - base,
        "MiB above the base",
        None,
    );
    println!("objects listed: {first}");
    let each = (0..ROUNDS.min(3)).map(|_| timed(|| assert_eq!(list(), first))).collect();
    row("abi a listing of 100,000 mailboxes", median(each), "s", Some(("at_most", 1.0)));
}

/// Objects in an `output` record of mailboxes.
fn objects(record: &str) -> usize {
    record.split_once('\n').map_or(0, |(_, items)| items.matches("\"ExchangeGuid\":").count())
}
