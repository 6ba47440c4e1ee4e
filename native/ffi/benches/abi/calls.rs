//! Cmdlets on a tenant.

use crate::c::Session;
use crate::{ROUNDS, forget_peak, median, memory_mib, row, timed};
use std::path::Path;

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
    let like = |parameters: &str| {
        let each = || timed(|| session.run("Get-Mailbox", parameters, |_| ()));
        median((0..ROUNDS).map(|_| each()).collect())
    };
    let pattern = like("{\"Identity\": \"*smith*\"}");
    row("abi a pattern among 100,000 mailboxes", pattern, "s", Some(("at_most", 0.3)));
    let filter = like("{\"Filter\": \"Name -like '*smith*'\"}");
    row("abi a filter among 100,000 mailboxes", filter, "s", None);
}

/// Objects in an `output` record of mailboxes.
fn objects(record: &str) -> usize {
    record.split_once('\n').map_or(0, |(_, items)| items.matches("\"ExchangeGuid\":").count())
}

/// Messages of 4 KiB out of files into a mailbox, and back into files.
pub(crate) fn messages(session: &Session, folder: &Path) {
    const MESSAGES: usize = 10_000;
    const TIMES: usize = 5;
    let (from, to) = (folder.join("messages"), folder.join("exported"));
    std::fs::create_dir(&from).unwrap();
    std::fs::create_dir(&to).unwrap();
    for number in 0..MESSAGES {
        std::fs::write(from.join(format!("{number:05}.eml")), [7; 4096]).unwrap();
    }
    let transfer = |cmdlet: &str, parameters: &str| {
        let mut found = 0;
        let seconds = timed(|| session.run(cmdlet, parameters, |record| found += records(record)));
        assert_eq!(found, MESSAGES, "{cmdlet}");
        MESSAGES as f64 / seconds
    };
    let imported = (0..TIMES).map(|time| {
        let mailbox = format!("letters{time}");
        session.run("New-Mailbox", &format!("{{\"Name\": {mailbox:?}}}"), |_| ());
        transfer(
            "Import-CustomerKeyItem",
            &format!("{{\"Mailbox\": {mailbox:?}, \"Path\": [{:?}]}}", from.join("*.eml")),
        )
    });
    row(
        "abi importing messages of 4 KiB, durable",
        median(imported.collect()),
        "a second",
        Some(("at_least", 20_000.0)),
    );
    let exported = transfer(
        "Export-CustomerKeyItem",
        &format!("{{\"Mailbox\": \"letters0\", \"Destination\": {to:?}}}"),
    );
    row("abi exporting messages of 4 KiB", exported, "a second", None);
}

/// Objects in an `output` record of items or files.
fn records(record: &str) -> usize {
    record.split_once('\n').map_or(0, |(_, items)| items.matches("\"Size\":").count())
}
