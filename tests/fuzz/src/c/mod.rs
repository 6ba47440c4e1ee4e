//! Sequences of calls of the C functions, as a program in C could make them: handles mixed up and
//! used after they were closed, streams left in the middle, objects that were edited, calls that
//! were cancelled. A model beside them knows what must come of each.

mod files;
mod handles;
mod house;
mod make;
mod objects;
mod ops;
mod raw;
mod streams;

use handles::Handles;
use house::HOUSE;
use objects::Objects;
pub use ops::Op;

/// The longest sequence.
pub const MOST: usize = 80;

/// What a sequence has so far.
pub struct Run {
    handles: Handles,
    objects: Objects,
    /// Bytes that may still be sealed or opened in it, so that no sequence is slow.
    budget: usize,
    /// Durable writes to a file that may still be made in it: each is a record of the audit log.
    writes: usize,
}

/// Makes the calls, then closes what is open.
pub fn run(ops: &[Op]) {
    let (handles, objects) = (Handles::default(), Objects::new(&HOUSE.objects));
    let mut run = Run { handles, objects, budget: 6 << 20, writes: 1 };
    for op in ops {
        run.make(op);
    }
    run.handles.close_all();
}
