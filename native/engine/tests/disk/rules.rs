//! The simulated disk keeps its own rules: what is owed is always there, and everything else that
//! is allowed happens.

use std::collections::BTreeSet;

use crate::chance::Chance;
use crate::disk::{Disk, Tree};
use crate::journal::{Call, Record};

fn call(call: Call, path: &str, inode: u64) -> Record {
    Record { call, path: path.to_owned(), inode }
}

fn create(path: &str, inode: u64) -> Record {
    call(Call::Create, path, inode)
}

fn write(path: &str, inode: u64, offset: usize, byte: u8, length: usize) -> Record {
    call(Call::Write { offset, data: vec![byte; length].leak() }, path, inode)
}

fn sync(path: &str, inode: u64) -> Record {
    call(Call::Sync, path, inode)
}

fn rename(path: &str, to: &str) -> Record {
    call(Call::Rename { to: to.to_owned() }, path, 0)
}

/// All that is left after the last call, by many seeds.
fn left(records: &[Record]) -> BTreeSet<Tree> {
    let disk = Disk::new(records);
    (0..2000).map(|seed| disk.after_power_cut(records.len(), Chance::new(seed))).collect()
}

fn tree(files: &[(&str, &[u8])]) -> Tree {
    files.iter().map(|(path, bytes)| ((*path).to_owned(), Some(bytes.to_vec()))).collect()
}

#[test]
fn what_was_synced_with_its_folder_is_there_and_nothing_else_is_possible() {
    let records = [create("a", 1), write("a", 1, 0, 7, 700), sync("a", 1), sync("", 0)];
    assert_eq!(left(&records), BTreeSet::from([tree(&[("a", &[7; 700])])]));
}

#[test]
fn a_name_that_was_not_synced_may_be_missing_although_its_file_was() {
    let records = [create("a", 1), write("a", 1, 0, 7, 3), sync("a", 1)];
    assert_eq!(left(&records), BTreeSet::from([tree(&[]), tree(&[("a", &[7; 3])])]));
}

#[test]
fn a_file_that_was_not_synced_loses_any_of_its_sectors_and_any_of_its_length() {
    let records = [create("a", 1), sync("", 0), write("a", 1, 0, 7, 1024)];
    let sectors = [
        vec![7; 1024],
        vec![0; 1024],
        [[7; 512], [0; 512]].concat(),
        [[0; 512], [7; 512]].concat(),
        Vec::new(),
    ];
    assert_eq!(left(&records), sectors.iter().map(|bytes| tree(&[("a", bytes)])).collect());
}

#[test]
fn within_a_sector_a_later_write_is_never_there_without_the_earlier_one() {
    let records = [
        create("a", 1),
        write("a", 1, 0, 1, 6),
        sync("a", 1),
        sync("", 0),
        write("a", 1, 0, 2, 4),
        write("a", 1, 2, 3, 4),
    ];
    let expected: [&[u8]; 3] = [&[1, 1, 1, 1, 1, 1], &[2, 2, 2, 2, 1, 1], &[2, 2, 3, 3, 3, 3]];
    assert_eq!(left(&records), expected.iter().map(|bytes| tree(&[("a", bytes)])).collect());
}

#[test]
fn what_was_written_after_a_cut_is_there_only_if_the_cut_happened() {
    let cut = call(Call::Resize { size: 0 }, "a", 1);
    let records = [
        create("a", 1),
        write("a", 1, 0, 1, 600),
        sync("a", 1),
        sync("", 0),
        cut,
        write("a", 1, 0, 2, 4),
    ];
    let expected: [&[u8]; 4] = [&[1; 600], &[], &[0; 4], &[2; 4]];
    assert_eq!(left(&records), expected.iter().map(|bytes| tree(&[("a", bytes)])).collect());
}

#[test]
fn a_renaming_happens_as_a_whole_and_may_come_before_the_data() {
    let old = [create("a", 1), write("a", 1, 0, 1, 2), sync("a", 1), sync("", 0)];
    let new = [create("b", 2), write("b", 2, 0, 2, 2), rename("b", "a")];
    let expected: [&[(&str, &[u8])]; 8] = [
        &[("a", &[1, 1])],
        &[("a", &[1, 1]), ("b", &[])],
        &[("a", &[1, 1]), ("b", &[0, 0])],
        &[("a", &[1, 1]), ("b", &[2, 2])],
        &[("a", &[])],
        &[("a", &[0, 0])],
        &[("a", &[2, 2])],
        &[("a", &[2, 2])],
    ];
    assert_eq!(
        left(&[&old[..], &new[..]].concat()),
        expected.iter().map(|files| tree(files)).collect()
    );
    // Once the folder was synced it has happened.
    let synced = left(&[&old[..], &new[..], &[sync("b", 2), sync("", 0)]].concat());
    assert_eq!(synced, BTreeSet::from([tree(&[("a", &[2, 2])])]));
}

#[test]
fn names_of_one_folder_come_and_go_in_any_order_but_each_in_its_own() {
    let records = [create("a", 1), create("b", 2), call(Call::Remove, "a", 0)];
    let expected: [&[(&str, &[u8])]; 4] =
        [&[], &[("a", &[])], &[("b", &[])], &[("a", &[]), ("b", &[])]];
    assert_eq!(left(&records), expected.iter().map(|files| tree(files)).collect());
}

#[test]
fn a_folder_is_removed_only_after_what_was_moved_out_of_it() {
    let made = [call(Call::MakeFolder, "f", 1), create("f/a", 2), sync("f", 1), sync("", 0)];
    let records = [&made[..], &[rename("f/a", "a"), call(Call::Remove, "f", 0)]].concat();
    let mut with_folder = tree(&[("f/a", &[])]);
    with_folder.insert("f".to_owned(), None);
    let mut emptied = tree(&[("a", &[])]);
    emptied.insert("f".to_owned(), None);
    assert_eq!(left(&records), BTreeSet::from([with_folder, emptied, tree(&[("a", &[])])]));
}
