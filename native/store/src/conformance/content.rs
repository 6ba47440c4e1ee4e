//! Stores of content.

use std::io;

use super::samples::id;
use super::{Outcome, Rules, Wrong, fails, same};
use crate::content::ContentStore;
use crate::error::StoreErrorKind;

type Backend = Box<dyn ContentStore>;

pub(super) const RULES: Rules<Backend> = &[
    ("an object comes back at any offset", comes_back),
    ("an object is never overwritten", twice),
    ("a write that fails leaves nothing", failed),
    ("an object that is not there is not found, and removing it succeeds", missing),
    ("all ids are listed", ids),
    ("an open object can be read to its end after it was removed", removed_while_open),
];

fn put(store: &Backend, number: u128, bytes: &[u8]) -> Result<(), crate::error::StoreError> {
    store.put(id(number), &mut |file| file.write_all(bytes))
}

fn system(error: io::Error) -> Wrong {
    Wrong(error.to_string())
}

fn comes_back(store: &Backend) -> Outcome {
    let bytes: Vec<u8> =
        (0..100_000_u32).map(|number| u8::try_from(number % 251).unwrap_or(0)).collect();
    put(store, 1, &bytes)?;
    let object = store.open(id(1))?;
    same("length", object.length().map_err(system)?, 100_000)?;
    let mut part = [0; 1000];
    object.read_exact_at(&mut part, 99_000).map_err(system)?;
    same("its end", part.as_slice(), bytes.get(99_000..).unwrap_or_default())?;
    object.read_exact_at(&mut part, 5).map_err(system)?;
    same("its beginning", part.as_slice(), bytes.get(5..1005).unwrap_or_default())?;
    same("beyond its end", object.read_exact_at(&mut part, 99_001).is_err(), true)
}

fn twice(store: &Backend) -> Outcome {
    put(store, 1, b"first")?;
    fails("again", put(store, 1, b"second"), StoreErrorKind::Conflict)?;
    same("length", store.open(id(1))?.length().map_err(system)?, 5)
}

fn failed(store: &Backend) -> Outcome {
    let result = store.put(id(1), &mut |file| {
        file.write_all(b"half of it")?;
        Err(io::Error::other("on purpose"))
    });
    fails("put", result, StoreErrorKind::Io)?;
    fails("open", store.open(id(1)), StoreErrorKind::NotFound)?;
    same("ids", store.ids()?, Vec::new())
}

fn missing(store: &Backend) -> Outcome {
    fails("open", store.open(id(1)), StoreErrorKind::NotFound)?;
    store.remove(id(1))?;
    put(store, 1, b"x")?;
    store.remove(id(1))?;
    store.remove(id(1))?;
    fails("open after removal", store.open(id(1)), StoreErrorKind::NotFound)
}

fn ids(store: &Backend) -> Outcome {
    let mut all: Vec<_> = (1..20).map(id).collect();
    for number in 1..20 {
        put(store, number, b"x")?;
    }
    let mut found = store.ids()?;
    found.sort();
    all.sort();
    same("ids", found, all)
}

fn removed_while_open(store: &Backend) -> Outcome {
    put(store, 1, b"still here")?;
    let object = store.open(id(1))?;
    if store.remove(id(1)).is_err() {
        // Where the system keeps an open file from being removed, the object stays.
        return Ok(());
    }
    let mut bytes = [0; 10];
    object.read_exact_at(&mut bytes, 0).map_err(system)?;
    same("bytes", bytes.as_slice(), b"still here".as_slice())
}
